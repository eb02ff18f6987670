using System.Text;

namespace LetterExchange.Features.Imports;

/// <summary>Finds out in which encoding a file was saved, reading it through once without keeping it.</summary>
static class TextOf
{
    static readonly Encoding Strict = new UTF8Encoding(false, throwOnInvalidBytes: true);

    static TextOf() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>UTF-8 with or without its mark, UTF-16 with it, otherwise Windows-1252; nothing when it is no text in any of these.</summary>
    public static Encoding? Find(Stream file)
    {
        Span<byte> head = stackalloc byte[4];
        file.Position = 0;
        var length = file.ReadAtLeast(head, 4, throwOnEndOfStream: false);
        file.Position = 0;
        if (head[..length] is [0xFF, 0xFE, ..]) return Encoding.Unicode;
        if (head[..length] is [0xFE, 0xFF, ..]) return Encoding.BigEndianUnicode;
        var (utf8, western) = Look(file);
        file.Position = 0;
        return utf8 ? Encoding.UTF8 : western ? Encoding.GetEncoding(1252) : null;
    }

    static (bool Utf8, bool Western) Look(Stream file)
    {
        var (utf8, western, decoder) = (true, true, Strict.GetDecoder());
        var bytes = new byte[64 * 1024];
        var letters = new char[Strict.GetMaxCharCount(bytes.Length)];
        for (int read; (read = file.Read(bytes)) > 0 && (utf8 || western);)
        {
            var part = bytes.AsSpan(0, read);
            if (part.ContainsAny<byte>(0, 0x1A) || part.IndexOfAny<byte>(1, 2, 3) >= 0) return (false, false); // No text has these.
            if (western) western = !part.ContainsAny((ReadOnlySpan<byte>)[0x81, 0x8D, 0x8F, 0x90, 0x9D]); // Windows-1252 leaves them empty.
            if (utf8) utf8 = Decodes(decoder, part, letters, flush: false);
        }
        return (utf8 && Decodes(decoder, [], letters, flush: true), western);
    }

    static bool Decodes(Decoder decoder, ReadOnlySpan<byte> bytes, char[] into, bool flush)
    {
        try
        {
            decoder.GetChars(bytes, into, flush);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}

using System.Buffers.Binary;

namespace LetterExchange.Features.Letters;

/// <summary>Why a file did not become a picture of a letter.</summary>
public enum PictureFault
{
    /// <summary>No file, or one without a byte in it.</summary>
    Empty,

    /// <summary>Over <see cref="PictureFile.MostBytes"/>.</summary>
    TooLarge,

    /// <summary>It unfolds into more than this house takes: by its head, or by what must be computed for it.</summary>
    TooManyPixels,

    /// <summary>A photo in the form in which iPhones keep theirs (HEIC, HEIF, AVIF).</summary>
    Heic,

    /// <summary>A drawing by commands (SVG), which can hold scripts and addresses.</summary>
    Svg,

    /// <summary>Something else than PNG, JPEG or WebP, whatever it is called.</summary>
    NotAPicture,

    /// <summary>It begins as a picture and is not whole, or not well-formed.</summary>
    Broken,

    /// <summary>The letter has all the pictures that it may have.</summary>
    TooMany,

    /// <summary>Too many are being developed just now, or this one took too long.</summary>
    Busy,
}

/// <summary>The forms of pictures that are taken.</summary>
public enum PictureForm { Png, Jpeg, WebP }

/// <summary>What a file says of itself, read from its bytes before any of it is decoded: its name and its announced type are never asked.</summary>
/// <param name="Moves">Whether it holds more than one picture, of which only the first will be taken.</param>
public readonly record struct PictureFile(PictureForm Form, int Width, int Height, bool Moves)
{
    /// <summary>The largest file, in bytes.</summary>
    public const int MostBytes = 10_000_000;

    /// <summary>The longest side, in pixels.</summary>
    public const int LongestSide = 12_000;

    /// <summary>The most pixels of a JPEG, which is decoded at a part of its size (as many as today's telephones make), and of what must be decoded whole.</summary>
    public const int MostPixels = 50_000_000, MostPixelsWhole = 25_000_000;

    /// <summary>Passes over a progressive JPEG: real ones have about ten, and each costs as much as the whole picture.</summary>
    const int MostScans = 40;

    /// <summary>Nothing, where the file may be decoded.</summary>
    public static PictureFault? Read(ReadOnlySpan<byte> file, out PictureFile head)
    {
        head = default;
        if (file.IsEmpty) return PictureFault.Empty;
        if (file.Length > MostBytes) return PictureFault.TooLarge;
        var (fault, scans) = ((PictureFault?)null, 0);
        if (file.StartsWith(PngBegin)) fault = Png(file, out head);
        else if (file.StartsWith(JpegBegin)) fault = Jpeg(file, out head, out scans);
        else if (file.Length >= 12 && file.StartsWith("RIFF"u8) && file[8..12].SequenceEqual("WEBP"u8)) fault = WebP(file, out head);
        else return Other(file);
        if (fault is not null) return fault;
        if (head.Width < 1 || head.Height < 1) return PictureFault.Broken;
        var most = head.Form == PictureForm.Jpeg ? MostPixels : MostPixelsWhole;
        return head.Width > LongestSide || head.Height > LongestSide || (long)head.Width * head.Height > most || scans > MostScans ? PictureFault.TooManyPixels : null;
    }

    static ReadOnlySpan<byte> PngBegin => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    static ReadOnlySpan<byte> JpegBegin => [0xFF, 0xD8, 0xFF];

    /// <summary>PNG (W3C, third edition): IHDR comes first; an acTL before the first IDAT says that it moves.</summary>
    static PictureFault? Png(ReadOnlySpan<byte> file, out PictureFile head)
    {
        head = default;
        if (file.Length < 33 || !file[12..16].SequenceEqual("IHDR"u8)) return PictureFault.Broken;
        head = new(PictureForm.Png, Size(file[16..]), Size(file[20..]), false);
        for (var at = 8; at + 8 <= file.Length;)
        {
            var name = file.Slice(at + 4, 4);
            if (name.SequenceEqual("IDAT"u8)) break;
            if (name.SequenceEqual("acTL"u8)) head = head with { Moves = true };
            var length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            if (length > int.MaxValue - 12 || at > file.Length - (int)length - 12) return PictureFault.Broken;
            at += (int)length + 12;
        }
        return null;
    }

    /// <summary>JPEG (ITU-T T.81, annex B): the frame header tells the size; the scans are counted.</summary>
    static PictureFault? Jpeg(ReadOnlySpan<byte> file, out PictureFile head, out int scans)
    {
        (head, scans) = (default, 0);
        for (var at = 2; at + 4 <= file.Length;)
        {
            if (file[at] != 0xFF) return PictureFault.Broken;
            var marker = file[at + 1];
            if (marker is 0xFF)
            {
                at++; // Fill bytes.
                continue;
            }
            if (marker == 0xD9) break;
            if (marker is 0x01 or (>= 0xD0 and <= 0xD7))
            {
                at += 2;
                continue;
            }
            var length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            if (length < 2 || at + 2 + length > file.Length) break;
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                if (length < 8) return PictureFault.Broken;
                head = new(PictureForm.Jpeg, BinaryPrimitives.ReadUInt16BigEndian(file[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(file[(at + 5)..]), false);
            }
            at += 2 + length;
            if (marker != 0xDA) continue;
            scans++;
            at += Coded(file[at..]);
        }
        return scans == 0 ? PictureFault.Broken : null;
    }

    /// <summary>The length of a scan's coded data: up to the next marker that is no restart.</summary>
    static int Coded(ReadOnlySpan<byte> data)
    {
        for (var at = 0; ; at += 2)
        {
            var next = data[at..].IndexOf((byte)0xFF);
            if (next < 0 || at + next + 1 >= data.Length) return data.Length;
            at += next;
            if (data[at + 1] is not (0x00 or (>= 0xD0 and <= 0xD7))) return at;
        }
    }

    /// <summary>WebP (RFC 9649): simple, lossless or extended.</summary>
    static PictureFault? WebP(ReadOnlySpan<byte> file, out PictureFile head)
    {
        head = default;
        if (file.Length < 30) return PictureFault.Broken;
        var form = file[12..16];
        if (form.SequenceEqual("VP8X"u8)) head = new(PictureForm.WebP, 1 + Three(file[24..]), 1 + Three(file[27..]), (file[20] & 2) != 0);
        else if (form.SequenceEqual("VP8L"u8) && file[20] == 0x2F)
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(file[21..]);
            head = new(PictureForm.WebP, 1 + (int)(bits & 0x3FFF), 1 + (int)(bits >> 14 & 0x3FFF), false);
        }
        else if (form.SequenceEqual("VP8 "u8)) head = new(PictureForm.WebP, BinaryPrimitives.ReadUInt16LittleEndian(file[26..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(file[28..]) & 0x3FFF, false);
        else return PictureFault.Broken;
        return null;
    }

    /// <summary>What it is instead, where a word about that helps.</summary>
    static PictureFault Other(ReadOnlySpan<byte> file)
    {
        if (file.Length >= 12 && file[4..8].SequenceEqual("ftyp"u8)) return PictureFault.Heic;
        var beginning = System.Text.Encoding.UTF8.GetString(file[..Math.Min(file.Length, 1000)]);
        return beginning.Contains("<svg", StringComparison.OrdinalIgnoreCase) ? PictureFault.Svg : PictureFault.NotAPicture;
    }

    static int Size(ReadOnlySpan<byte> at) => BinaryPrimitives.ReadUInt32BigEndian(at) is var size && size > int.MaxValue ? int.MaxValue : (int)size;

    static int Three(ReadOnlySpan<byte> at) => at[0] | at[1] << 8 | at[2] << 16;
}

using System.Security.Cryptography;
using System.Text;
using LetterExchange.Data;
using LetterExchange.Text;

namespace LetterExchange.Features.Letters;

/// <summary>Submitted texts, with their pictures. The row with the SHA-256 stays for ever; text and salt lie beside it and can be erased.</summary>
public static class Revisions
{
    /// <summary>Lower-case hex of SHA-256 (FIPS 180-4) over the salt's characters and the text, both as UTF-8, and the hash of each picture that goes
    /// with it, in order, after a NUL (which is in no text): whatever was reviewed is bound to the release by this one key.</summary>
    public static string Hash(string salt, string text, params IEnumerable<string> pictures) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(salt + text + string.Concat(pictures.Select(picture => "\0" + picture)))));

    internal static async Task Add(Tx tx, Letter letter, int number, string text, IReadOnlyList<LetterPicture> pictures, DateTimeOffset now)
    {
        var salt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var row = new
        {
            id = letter.Id, number, letter.WriterId, letter.ReaderId, sha256 = Hash(salt, text, pictures.Select(picture => picture.Sha256)), words = Markdown.WordCount(text), now, salt, text,
        };
        await tx.Execute("""
            INSERT INTO revisions (letter_id, number, writer_id, reader_id, sha256, words, submitted_at)
            VALUES (@id, @number, @WriterId, @ReaderId, @sha256, @words, @now)
            """, row);
        await tx.Execute("INSERT INTO revision_texts (letter_id, number, salt, text) VALUES (@id, @number, @salt, @text)", row);
        await Pictures.Attach(tx, letter, number, pictures);
    }
}

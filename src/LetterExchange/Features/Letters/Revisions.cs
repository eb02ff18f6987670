using System.Security.Cryptography;
using System.Text;
using LetterExchange.Data;
using LetterExchange.Text;

namespace LetterExchange.Features.Letters;

/// <summary>Submitted texts. The row with the SHA-256 stays for ever; text and salt lie beside it and can be erased.</summary>
public static class Revisions
{
    /// <summary>Lower-case hex of SHA-256 (FIPS 180-4) over the salt's characters and the text, both as UTF-8.</summary>
    public static string Hash(string salt, string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(salt + text)));

    internal static async Task Add(Tx tx, Letter letter, int number, string text, DateTimeOffset now)
    {
        var salt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var row = new
        {
            id = letter.Id, number, letter.WriterId, letter.ReaderId, sha256 = Hash(salt, text), words = Markdown.WordCount(text), now, salt, text,
        };
        await tx.Execute("""
            INSERT INTO revisions (letter_id, number, writer_id, reader_id, sha256, words, submitted_at)
            VALUES (@id, @number, @WriterId, @ReaderId, @sha256, @words, @now)
            """, row);
        await tx.Execute("INSERT INTO revision_texts (letter_id, number, salt, text) VALUES (@id, @number, @salt, @text)", row);
    }
}

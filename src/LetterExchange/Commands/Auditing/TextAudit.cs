using System.Security.Cryptography;
using System.Text;
using LetterExchange.Data;

namespace LetterExchange.Commands.Auditing;

/// <summary>Whether every text that was sent is still there, as it was sent and as it was hashed.</summary>
sealed class TextAudit(Database db)
{
    const int Page = 5000;

    /// <summary>How many texts are missing, or are not what they were.</summary>
    /// <param name="sent">SHA-256 of the texts as their writers sent them.</param>
    public async Task<long> Lost(IReadOnlyDictionary<(Guid Letter, int Revision), string> sent)
    {
        var (lost, found, letter, number) = (0L, 0, Guid.Empty, 0);
        while (true)
        {
            var rows = await db.Query<Row>($"""
                SELECT v.letter_id, v.number, v.sha256, t.salt, t.text
                  FROM revisions v JOIN revision_texts t ON t.letter_id = v.letter_id AND t.number = v.number
                 WHERE (v.letter_id, v.number) > (@letter, @number)
                 ORDER BY v.letter_id, v.number LIMIT {Page}
                """, new { letter, number });
            foreach (var row in rows)
            {
                var isSent = sent.TryGetValue((row.LetterId, row.Number), out var asSent);
                if (isSent) found++;
                if (Hash(row.Salt + row.Text) != row.Sha256 || (isSent && asSent != Hash(row.Text))) lost++;
            }
            if (rows.Count < Page) return lost + sent.Count - found;
            (letter, number) = (rows[^1].LetterId, rows[^1].Number);
        }
    }

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    sealed record Row
    {
        public Guid LetterId { get; init; }
        public int Number { get; init; }
        public string Sha256 { get; init; } = "";
        public string Salt { get; init; } = "";
        public string Text { get; init; } = "";
    }
}

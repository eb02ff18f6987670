using System.Security.Cryptography;
using System.Text;
using LetterExchange.Data;

namespace LetterExchange.Commands.Auditing;

/// <summary>Whether every text that was sent is still there, as it was sent and as it was hashed, and whoever has a letter back has its text to go on from.</summary>
sealed class TextAudit(Database db)
{
    const int Page = 5000;
    readonly HashSet<(Guid Letter, int Number)> lost = [];

    /// <summary>How many texts are missing, or are not what they were.</summary>
    /// <param name="sent">SHA-256 of the texts as their writers sent them.</param>
    public async Task<long> Lost(IReadOnlyDictionary<(Guid Letter, int Revision), string> sent)
    {
        var there = await Look(sent);
        lost.UnionWith(sent.Keys.Where(text => !there.Contains(text)));
        foreach (var letter in await db.Query<Missing>("""
            SELECT l.id AS letter_id, l.revision AS number FROM letters l
             WHERE l.revision > 0 AND NOT EXISTS (SELECT 1 FROM revisions v WHERE v.letter_id = l.id AND v.number = l.revision)
            UNION ALL
            SELECT l.id, 0 FROM letters l WHERE l.state = 'Returned' AND NOT EXISTS (SELECT 1 FROM drafts f WHERE f.letter_id = l.id)
            """)) lost.Add((letter.LetterId, letter.Number));
        return lost.Count;
    }

    async Task<HashSet<(Guid, int)>> Look(IReadOnlyDictionary<(Guid Letter, int Revision), string> sent)
    {
        var there = new HashSet<(Guid, int)>();
        var (letter, number) = (Guid.Empty, 0);
        List<Row> rows;
        do
        {
            rows = await db.Query<Row>($"""
                SELECT v.letter_id, v.number, v.sha256, t.salt, t.text, CASE WHEN e.letter_id IS NULL THEN 0 ELSE 1 END AS is_erased
                  FROM revisions v LEFT JOIN revision_texts t ON t.letter_id = v.letter_id AND t.number = v.number
                                   LEFT JOIN erasures e ON e.letter_id = v.letter_id AND e.number = v.number
                 WHERE (v.letter_id, v.number) > (@letter, @number)
                 ORDER BY v.letter_id, v.number LIMIT {Page}
                """, new { letter, number });
            foreach (var row in rows)
            {
                var key = (row.LetterId, row.Number);
                there.Add(key);
                if (!IsWhole(row, sent.GetValueOrDefault(key))) lost.Add(key);
                (letter, number) = key;
            }
        }
        while (rows.Count == Page);
        return there;
    }

    static bool IsWhole(Row row, string? asSent) =>
        row.Text is null ? row.IsErased : Hash(row.Salt + row.Text) == row.Sha256 && (asSent is null || asSent == Hash(row.Text));

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    sealed record Missing
    {
        public Guid LetterId { get; init; }
        public int Number { get; init; }
    }

    sealed record Row
    {
        public Guid LetterId { get; init; }
        public int Number { get; init; }
        public string Sha256 { get; init; } = "";
        public string? Salt { get; init; }
        public string? Text { get; init; }
        public bool IsErased { get; init; }
    }
}

using System.Security.Cryptography;
using System.Text;
using LetterExchange.Data;

namespace LetterExchange.Commands.Auditing;

/// <summary>Whether every text that was sent is still there with its pictures, as it was sent and as it was hashed, and whoever has a letter back has its text to go on from.</summary>
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
        await LookAtPictures();
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
            var pictures = await PicturesOf(rows);
            foreach (var row in rows)
            {
                var key = (row.LetterId, row.Number);
                there.Add(key);
                if (!IsWhole(row, pictures[key], sent.GetValueOrDefault(key))) lost.Add(key);
                (letter, number) = key;
            }
        }
        while (rows.Count == Page);
        return there;
    }

    /// <summary>The hashes of the pictures that went with these revisions, in their order.</summary>
    async Task<ILookup<(Guid, int), string>> PicturesOf(List<Row> rows) => (rows.Count == 0 ? [] : await db.Query<Sent>("""
        SELECT a.letter_id, a.number, p.sha256 FROM attachments a JOIN pictures p ON p.id = a.picture_id
         WHERE (a.letter_id, a.number) >= (@firstLetter, @firstNumber) AND (a.letter_id, a.number) <= (@lastLetter, @lastNumber)
         ORDER BY a.letter_id, a.number, a.ordinal
        """, new { firstLetter = rows[0].LetterId, firstNumber = rows[0].Number, lastLetter = rows[^1].LetterId, lastNumber = rows[^1].Number }))
        .ToLookup(picture => (picture.LetterId, picture.Number), picture => picture.Sha256);

    /// <summary>Whether each picture that was sent is the one that was hashed, or was erased with all that it went with.</summary>
    async Task LookAtPictures()
    {
        const int Few = 20; // They are large.
        var last = Guid.Empty;
        List<Picture> pictures;
        do
        {
            pictures = await db.Query<Picture>($"""
                SELECT p.id, p.sha256, b.salt, b.bytes, p.letter_id, (SELECT MIN(a.number) FROM attachments a WHERE a.picture_id = p.id) AS number,
                       (SELECT COUNT(*) FROM attachments a WHERE a.picture_id = p.id AND NOT EXISTS (SELECT 1 FROM erasures e WHERE e.letter_id = a.letter_id AND e.number = a.number)) AS kept
                  FROM pictures p LEFT JOIN picture_bytes b ON b.picture_id = p.id
                 WHERE p.id > @last AND EXISTS (SELECT 1 FROM attachments a WHERE a.picture_id = p.id)
                 ORDER BY p.id LIMIT {Few}
                """, new { last });
            foreach (var picture in pictures)
            {
                last = picture.Id;
                var isWhole = picture.Bytes is null ? picture.Kept == 0 : Hash([.. Encoding.UTF8.GetBytes(picture.Salt ?? ""), .. picture.Bytes]) == picture.Sha256;
                if (!isWhole) lost.Add((picture.LetterId, picture.Number));
            }
        }
        while (pictures.Count == Few);
    }

    static bool IsWhole(Row row, IEnumerable<string> pictures, string? asSent) =>
        row.Text is null ? row.IsErased : Hash(row.Salt + row.Text + string.Concat(pictures.Select(picture => "\0" + picture))) == row.Sha256 && (asSent is null || asSent == Hash(row.Text));

    static string Hash(string text) => Hash(Encoding.UTF8.GetBytes(text));

    static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    sealed record Sent
    {
        public Guid LetterId { get; init; }
        public int Number { get; init; }
        public string Sha256 { get; init; } = "";
    }

    sealed record Picture
    {
        public Guid Id { get; init; }
        public Guid LetterId { get; init; }
        public int Number { get; init; }
        public string Sha256 { get; init; } = "";
        public string? Salt { get; init; }
        public byte[]? Bytes { get; init; }
        public int Kept { get; init; }
    }

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

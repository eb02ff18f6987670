using System.Security.Cryptography;
using System.Text;
using LetterExchange.Data;

namespace LetterExchange.Commands.Auditing;

/// <summary>Whether every event is sealed and the chain of hashes holds, computed anew from the events' columns.</summary>
sealed class ChainAudit(Database db)
{
    const int Page = 5000;

    /// <summary>How many links are missing or do not fit.</summary>
    public async Task<long> Broken()
    {
        var (broken, number, hash) = (0L, 0L, new string('0', 64));
        List<Row> rows;
        do
        {
            rows = await db.Query<Row>($"""
                SELECT s.number, s.hash, e.id, e.at, e.actor_id, e.kind, e.subject, e.subject_id, e.pair_id, e.program_id, e.codes
                  FROM seals s JOIN events e ON e.id = s.event_id WHERE s.number > @number ORDER BY s.number LIMIT {Page}
                """, new { number });
            foreach (var row in rows)
            {
                if (row.Number != number + 1 || row.Hash != Link(hash, row)) broken++;
                (number, hash) = (row.Number, row.Hash);
            }
        }
        while (rows.Count == Page);
        return broken + await db.Get<long>("SELECT COUNT(*) FROM events e WHERE NOT EXISTS (SELECT 1 FROM seals s WHERE s.event_id = e.id)");
    }

    static string Link(string before, Row row)
    {
        string?[] fields =
        [
            row.Id.ToString("N"), row.At.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture), row.ActorId?.ToString("N"), row.Kind, row.Subject,
            row.SubjectId.ToString("N"), row.PairId?.ToString("N"), row.ProgramId?.ToString("N"), row.Codes,
        ];
        var text = before + string.Concat(fields.Select(field => $"|{field?.Length ?? -1}:{field}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    sealed record Row : Event
    {
        public long Number { get; init; }
        public string Hash { get; init; } = "";
    }
}

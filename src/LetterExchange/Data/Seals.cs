using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LetterExchange.Data;

/// <summary>Chains events by their hashes, so that tampering shows. One holder at a time (the head's row is locked); safe to run twice,
/// late and on two machines at once. Events that commit while it runs are sealed by the next run.</summary>
public sealed class SealEvents(Database db) : Sweep
{
    const int Batch = 1000;

    public override Due Due => Due.Seal;

    public override async Task<int> Run(CancellationToken stopping)
    {
        var all = 0;
        if (await db.Find<int?>("SELECT 1 FROM unsealed_events LIMIT 1") is null) return all; // The lock on the head is a write: not for nothing.
        int sealedNow;
        do
        {
            sealedNow = await db.Transact(SealBatch);
            all += sealedNow;
        }
        while (sealedNow == Batch && !stopping.IsCancellationRequested);
        return all;
    }

    static async Task<int> SealBatch(Tx tx)
    {
        var head = await tx.Get<SealHead>($"SELECT s.number, s.hash FROM seal_head s WHERE s.id = 1 {tx.ForUpdate("s")}");
        var events = await tx.Query<Event>($"""
            SELECT e.id, e.at, e.actor_id, e.kind, e.subject, e.subject_id, e.pair_id, e.program_id, e.codes
              FROM unsealed_events u JOIN events e ON e.id = u.event_id
             ORDER BY u.event_id LIMIT {Batch}
            """);
        if (events.Count == 0) return 0;
        var (number, hash) = (head.Number, head.Hash);
        var seals = events.ConvertAll(line => new { Number = ++number, EventId = line.Id, Hash = hash = Seals.Link(hash, line) });
        await tx.Insert("seals (number, event_id, hash)", seals);
        await tx.Execute("DELETE FROM unsealed_events WHERE event_id IN @ids", new { ids = events.ConvertAll(line => line.Id) });
        await tx.Execute("UPDATE seal_head SET number = @number, hash = @hash WHERE id = 1", new { number, hash });
        return events.Count;
    }

    sealed record SealHead
    {
        public long Number { get; init; }
        public string Hash { get; init; } = "";
    }
}

/// <summary>The hash chain over events.</summary>
public sealed class Seals(Database db)
{
    const int Page = 5000;

    /// <summary>Lower-case hex of SHA-256 (FIPS 180-4) over the hash before and the event's fields, each with its length before it.</summary>
    public static string Link(string before, Event line)
    {
        var text = new StringBuilder(before);
        foreach (var field in Fields(line)) text.Append('|').Append(field?.Length ?? -1).Append(':').Append(field);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Where the chain is broken (the number of the first link that does not fit), or null when it holds. Reads page by page.</summary>
    public async Task<long?> FirstBroken()
    {
        var (number, hash) = (0L, new string('0', 64));
        while (true)
        {
            var links = await db.Query<LinkRow>($"""
                SELECT s.number, s.hash, e.id, e.at, e.actor_id, e.kind, e.subject, e.subject_id, e.pair_id, e.program_id, e.codes
                  FROM seals s JOIN events e ON e.id = s.event_id
                 WHERE s.number > @number ORDER BY s.number LIMIT {Page}
                """, new { number });
            foreach (var link in links)
            {
                if (link.Number != number + 1 || link.Hash != Link(hash, link)) return number + 1;
                (number, hash) = (link.Number, link.Hash);
            }
            if (links.Count < Page) break;
        }
        var head = await db.Get<LinkRow>("SELECT number, hash FROM seal_head WHERE id = 1");
        return head.Number == number && head.Hash == hash ? null : number + 1;
    }

    static IEnumerable<string?> Fields(Event line) =>
    [
        line.Id.ToString("N"), line.At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), line.ActorId?.ToString("N"), line.Kind, line.Subject,
        line.SubjectId.ToString("N"), line.PairId?.ToString("N"), line.ProgramId?.ToString("N"), line.Codes,
    ];

    sealed record LinkRow : Event
    {
        public long Number { get; init; }
        public string Hash { get; init; } = "";
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LetterExchange.Data;

/// <summary>Chains events by their hashes, so that tampering shows. One holder at a time (the head's row is locked); safe to run twice,
/// late and on two machines at once. Events that commit while it runs are sealed by the next run; one that can't be sealed waits, and the others are sealed before it.</summary>
public sealed class SealEvents(Database db, StuckRows stuck) : Sweep
{
    const int Batch = 1000;

    public override Due Due => Due.Seal;

    public override async Task<int> Run(CancellationToken stopping)
    {
        var (all, run) = (0, await stuck.Begin(Due));
        for (var isMore = true; isMore && !stopping.IsCancellationRequested;)
        {
            var resting = run.Resting;
            var waiting = await db.Query<Guid>($"SELECT u.event_id FROM unsealed_events u {(resting.Count > 0 ? "WHERE u.event_id NOT IN @resting" : "")} ORDER BY u.event_id LIMIT {Batch}", new { resting });
            all += await run.Together(waiting, ids => db.Transact(tx => Seal(tx, ids)));
            isMore = waiting.Count == Batch;
        }
        run.LeaveResting();
        if (!stopping.IsCancellationRequested) await run.End();
        return all;
    }

    static async Task<int> Seal(Tx tx, IReadOnlyList<Guid> ids)
    {
        var head = await tx.Get<SealHead>($"SELECT s.number, s.hash FROM seal_head s WHERE s.id = 1 {tx.ForUpdate("s")}");
        var events = await tx.Query<Event>("""
            SELECT e.id, e.at, e.actor_id, e.kind, e.subject, e.subject_id, e.pair_id, e.program_id, e.codes
              FROM unsealed_events u JOIN events e ON e.id = u.event_id
             WHERE u.event_id IN @ids ORDER BY u.event_id
            """, new { ids });
        if (events.Count == 0) return 0;
        var (number, hash) = (head.Number, head.Hash);
        var seals = events.ConvertAll(line => new { Number = ++number, EventId = line.Id, Hash = hash = Seals.Link(hash, line) });
        await tx.Insert("seals (number, event_id, hash)", seals);
        await tx.Execute("DELETE FROM unsealed_events WHERE event_id IN @done", new { done = events.ConvertAll(line => line.Id) });
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

using LetterExchange.Benchmarks.Review;
using LetterExchange.Commands;
using LetterExchange.Data;
using Microsoft.Extensions.DependencyInjection;

namespace LetterExchange.Benchmarks.Load;

/// <summary>Makes of a stored year the morning on which the next round opens for so many pairs at one instant, while those of the first program write.</summary>
static class Monday
{
    /// <summary>Letters that wait in the first program's queue at the beginning.</summary>
    const int Waiting = 500;

    /// <summary>The others' thirteenth round has lapsed, and their fourteenth opens at <paramref name="at"/>.</summary>
    /// <exception cref="InvalidOperationException">There are fewer pairs, or it has been made before.</exception>
    public static async Task Make(OpenedData data, string folder, int release, DateTimeOffset at)
    {
        var (db, now) = (data.Database, Store.Now);
        var clock = new StandingClock(now);
        await using (var app = Hosting.Build(new ServeOptions { DataDirectory = folder, Work = false }, db, clock))
            foreach (var sweep in app.Services.GetServices<Sweep>().Where(sweep => sweep.Due != Due.Backup)) await sweep.Run(CancellationToken.None); // Such as the pulse, which is made once.
        var first = await db.Get<Guid>("SELECT id FROM programs ORDER BY id LIMIT 1");
        await ReviewQueue.Make(db, first, Waiting);
        var pairs = await db.Query<Guid>($"""
            SELECT p.id FROM pairs p
             WHERE p.program_id <> @first AND p.state = 'Active'
               AND NOT EXISTS (SELECT 1 FROM letters l WHERE l.pair_id = p.id AND l.state IN ('Draft', 'Screening', 'InReview', 'Returned', 'Approved'))
             ORDER BY p.id LIMIT {release}
            """, new { first });
        if (pairs.Count < release) throw new InvalidOperationException($"Only {pairs.Count} of {release} assignments can be released: more letters, or fewer to release.");
        await db.Execute("UPDATE assignments SET release_at = @later WHERE release_at IS NOT NULL", new { later = now.AddDays(30) });
        foreach (var some in pairs.Chunk(500))
            await db.Transact(async tx =>
            {
                await tx.Execute("UPDATE turns SET state = 'Lapsed', closed_at = @now, remind_at = NULL, enforce_at = NULL WHERE state = 'Open' AND pair_id IN @some", new { now, some });
                await tx.Execute("UPDATE assignments SET state = 'ClosedIncomplete', closed_at = @now WHERE state = 'Open' AND pair_id IN @some", new { now, some });
                await tx.Execute("UPDATE assignments SET release_at = @at WHERE state = 'Scheduled' AND pair_id IN @some", new { at, some });
            });
    }

    /// <summary>How many have been released, and how long after their instant the last one was.</summary>
    public static Task<(long Count, DateTimeOffset? Last)> Released(Database db, DateTimeOffset at) =>
        db.Get<(long, DateTimeOffset?)>("SELECT COUNT(*), MAX(opened_at) FROM assignments WHERE opened_at >= @at AND state = 'Open'", new { at });
}

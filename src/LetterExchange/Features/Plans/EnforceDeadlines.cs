using LetterExchange.Data;
using LetterExchange.Features.Notices;

namespace LetterExchange.Features.Plans;

/// <summary>Tells writers once that they are late; lapses turns at their cut-off and lets their assignments go on; tells coordinators of a day's
/// lapses in one notice. A turn whose letter is in our hands is neither late nor lapsed. Safe to run twice, late, or on two machines.</summary>
public sealed class EnforceDeadlines(Database db, TurnStore store, Turns turns, Notifier notifier, TimeProvider clock, StuckRows stuck) : Sweep
{
    internal const string FindDue = """
        SELECT enforce_at AS at, id FROM turns
         WHERE enforce_at <= @now AND (enforce_at, id) > (@at, @id)
         ORDER BY enforce_at, id LIMIT 500
        """;

    internal const string FindNext = "SELECT enforce_at FROM turns WHERE enforce_at > @now ORDER BY enforce_at LIMIT 1";

    public override Due Due => Due.Enforce;

    public override bool IsShared => true;

    public override async Task<int> Run(CancellationToken stopping)
    {
        var run = await stuck.Begin(Due);
        var moved = await Batches.Work(last => db.Query<DueKey>(FindDue, DueRows.After(last, clock.Now())), ids => db.Transact(tx => Enforce(tx, ids, clock.Now())), run, stopping);
        foreach (var digest in await Lapses.Due(db, clock.Now())) moved += await run.Alone(digest.ProgramId, () => db.Transact(tx => Lapses.Tell(tx, notifier, digest)));
        if (!stopping.IsCancellationRequested) await run.End();
        return moved;
    }

    public override string Ahead => $"SELECT MIN(at) FROM (SELECT ({FindNext}) AS at UNION ALL SELECT ({Lapses.FindNext})) AS first";

    public override Task<DateTimeOffset?> Next(DateTimeOffset? since = null) => db.Find<DateTimeOffset?>(Ahead, new { now = since ?? clock.Now() });

    async Task<int> Enforce(Tx tx, IReadOnlyList<Guid> ids, DateTimeOffset now)
    {
        var due = await store.Take(tx, ids, "t.enforce_at", now);
        var (lapsed, late) = (due.Where(turn => FairClock.HasLapsed(turn.Dates, now)).ToList(), due.Where(turn => !FairClock.HasLapsed(turn.Dates, now)).ToList());
        if (late.Count > 0) await turns.TellLate(tx, late, now);
        if (lapsed.Count > 0) await turns.Lapse(tx, lapsed, now);
        return due.Count;
    }
}

using LetterExchange.Data;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Plans;

/// <summary>Pauses pairs whose consent or clearance has ended, as of that moment, and tells their coordinators. Safe to run twice, late, or on
/// two machines: nothing is opened or delivered in the meantime, because every move asks the pair itself.</summary>
public sealed class WatchStanding(Database db, Pauses pauses, TimeProvider clock, StuckRows stuck) : Sweep
{
    internal const string FindDue = """
        SELECT stands_until AS at, id FROM pairs
         WHERE state = 'Active' AND stands_until <= @now AND (stands_until, id) > (@at, @id)
         ORDER BY stands_until, id LIMIT 500
        """;

    internal const string FindNext = "SELECT stands_until FROM pairs WHERE state = 'Active' AND stands_until > @now ORDER BY stands_until LIMIT 1";

    public override Due Due => Due.Standing;

    public override Task<int> Run(CancellationToken stopping) => Batches.Work(
        Due,
        last => db.Query<DueKey>(FindDue, DueRows.After(last, clock.Now())),
        ids => db.Transact(tx => pauses.EndStanding(tx, ids, clock.Now())), stuck, stopping);

    public override string Ahead => FindNext;

    public override Task<DateTimeOffset?> Next(DateTimeOffset? since = null) => db.Find<DateTimeOffset?>(Ahead, new { now = since ?? clock.Now() });
}

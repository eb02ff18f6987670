using LetterExchange.Data;

namespace LetterExchange.Features.Plans;

/// <summary>Goes on with what is being done to the pairs of plans, until it has ended; before, once a process, lets dates follow the rules of their time zones. Safe to run twice, late, or on two machines: each batch says how far the work has come.</summary>
public sealed class WorkThroughPlans(Database db, PlanWorks works, ZoneChanges zones, TimeProvider clock, StuckRows stuck) : Sweep
{
    internal const string FindDue = """
        SELECT begun_at AS at, id FROM plan_works
         WHERE ended_at IS NULL AND begun_at <= @now AND (begun_at, id) > (@at, @id)
         ORDER BY begun_at, id LIMIT 20
        """;

    public override Due Due => Due.Plans;

    public override async Task<int> Run(CancellationToken stopping)
    {
        var run = await stuck.Begin(Due);
        var moved = await run.Alone(Guid.Empty, () => zones.Follow(stopping)) + await Batches.Work(Find, ids => Go(ids, stopping), run, stopping);
        if (!stopping.IsCancellationRequested) await run.End();
        return moved;
    }

    Task<List<DueKey>> Find(DueKey? last) => db.Query<DueKey>(FindDue, DueRows.After(last, clock.Now()));

    async Task<int> Go(IReadOnlyList<Guid> ids, CancellationToken stopping)
    {
        foreach (var id in ids) await works.Go(id, TimeSpan.MaxValue, stopping);
        return ids.Count;
    }
}

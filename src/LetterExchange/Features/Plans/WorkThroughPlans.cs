using LetterExchange.Data;

namespace LetterExchange.Features.Plans;

/// <summary>Goes on with what is being done to the pairs of plans, until it has ended. Safe to run twice, late, or on two machines: each batch says how far the work has come.</summary>
public sealed class WorkThroughPlans(Database db, PlanWorks works, TimeProvider clock, ILogger<WorkThroughPlans> log) : Sweep
{
    internal const string FindDue = """
        SELECT begun_at AS at, id FROM plan_works
         WHERE ended_at IS NULL AND begun_at <= @now AND (begun_at, id) > (@at, @id)
         ORDER BY begun_at, id LIMIT 20
        """;

    public override Due Due => Due.Plans;

    public override Task<int> Run(CancellationToken stopping) => Batches.Work(
        last => db.Query<DueKey>(FindDue, DueRows.After(last, clock.Now())),
        async ids =>
        {
            foreach (var id in ids) await works.Go(id, TimeSpan.MaxValue, stopping);
            return ids.Count;
        }, log, stopping);
}

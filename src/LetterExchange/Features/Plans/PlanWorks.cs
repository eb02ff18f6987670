using LetterExchange.Data;
using LetterExchange.Features.People;

namespace LetterExchange.Features.Plans;

/// <summary>What is done to many pairs of a plan: begun by a page, done batch by batch, each in a transaction of its own that also says how far it has come. Whoever goes on with it
/// (the page that began it, the sweep, two machines at once) goes on from there, so each pair is met once. One work a plan at a time.</summary>
public sealed class PlanWorks(Database db, PlanApplication application, PlanMoves moves, History history, TimeProvider clock, Wakes wakes)
{
    /// <summary>So long a page goes on with a work before it leaves the rest to the sweep.</summary>
    public static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);

    const int Batch = 500;

    internal const string Columns = """
        w.id, w.program_id, w.plan_id, w.kind, w.errand AS errand_json, w.reason, w.by_id, w.begun_at, w.after_id, w.total, w.seen, w.done, w.left_out, w.had_it, w.ended_at
        """;

    /// <summary>What has been done to the pairs of a plan, the newest first.</summary>
    public Task<List<PlanWork>> Of(Guid plan) => db.Query<PlanWork>($"""
        SELECT {Columns}, e.given_name || ' ' || e.surname AS by_name FROM plan_works w LEFT JOIN people e ON e.id = w.by_id WHERE w.plan_id = @plan ORDER BY w.begun_at DESC, w.id DESC LIMIT 30
        """, new { plan });

    /// <summary>Gives a published plan to pairs.</summary>
    /// <exception cref="Refusal">One of them is of another program, or something else is being done to the pairs of this plan.</exception>
    public Task<PlanWork> Give(ReadingPlan plan, Chosen chosen, Guid by) => db.Transact(async tx =>
    {
        await Takers.Check(tx, plan, chosen);
        return await Begin(tx, plan, WorkKind.Give, new() { Cohorts = [.. chosen.Cohorts], Pairs = [.. chosen.Pairs] }, null, by);
    });

    /// <summary>Gives the open letters of a plan more days.</summary>
    /// <exception cref="Refusal">Something else is being done to the pairs of this plan.</exception>
    public Task<PlanWork> Extend(ReadingPlan plan, Guid? round, IReadOnlyList<Guid> cohorts, int days, string reason, Guid by) => db.Transact(async tx =>
    {
        var work = await Begin(tx, plan, WorkKind.Extend, new() { Round = round, Cohorts = cohorts, Days = days }, reason, by);
        await history.Record(tx, "plan.extend", plan.Id, by, programId: plan.ProgramId, codes: $"work={work.Id} days={days}");
        return work;
    });

    /// <summary>Goes on with a work until it has ended, or this time is over; what is left then the sweep does.</summary>
    public async Task<PlanWork> Go(Guid id, TimeSpan atMost, CancellationToken stopping = default)
    {
        var began = clock.GetTimestamp();
        PlanWork work;
        do work = await db.Transact(tx => Step(tx, id));
        while (work.IsUnderWay && clock.GetElapsedTime(began) < atMost && !stopping.IsCancellationRequested);
        if (work.IsUnderWay) wakes.Wake(Due.Plans);
        return work;
    }

    internal async Task<PlanWork> Begin(Tx tx, ReadingPlan plan, WorkKind kind, Errand errand, string? reason, Guid by)
    {
        var work = new PlanWork { Id = clock.New(), ProgramId = plan.ProgramId, PlanId = plan.Id, Kind = kind, ErrandJson = errand.ToJson(), Reason = reason, ById = by, BegunAt = clock.Now() };
        work = work with { Total = await tx.Get<int>($"SELECT COUNT(*) FROM pairs p WHERE {Pairs(work)}", Arguments(work)) };
        var begun = await tx.Execute("""
            INSERT INTO plan_works (id, program_id, plan_id, kind, errand, reason, by_id, begun_at, total) VALUES (@Id, @ProgramId, @PlanId, @Kind, @ErrandJson, @Reason, @ById, @BegunAt, @Total)
                ON CONFLICT (plan_id) WHERE ended_at IS NULL DO NOTHING
            """, new { work.Id, work.ProgramId, work.PlanId, work.Kind, work.ErrandJson, work.Reason, work.ById, work.BegunAt, work.Total });
        return begun > 0 ? work : throw new Refusal("work.busy");
    }

    /// <summary>One batch. The work's row is held, so that two who go on with it take turns.</summary>
    async Task<PlanWork> Step(Tx tx, Guid id)
    {
        var work = await tx.Get<PlanWork>($"SELECT {Columns} FROM plan_works w WHERE w.id = @id {tx.ForUpdate("w")}", new { id });
        if (!work.IsUnderWay) return work;
        var pairs = await tx.Query<Guid>($"SELECT p.id FROM pairs p WHERE {Pairs(work)} AND p.id > @after ORDER BY p.id LIMIT {Batch}", Arguments(work));
        var done = pairs.Count == 0 ? new Applied(0, 0, 0) : await Do(tx, work, pairs);
        var after = work with
        {
            AfterId = pairs.Count == 0 ? work.AfterId : pairs[^1], Seen = work.Seen + pairs.Count, Done = work.Done + done.Pairs, LeftOut = work.LeftOut + done.LeftOut,
            HadIt = work.HadIt + done.HadIt, EndedAt = pairs.Count < Batch ? clock.Now() : null,
        };
        await tx.Execute("UPDATE plan_works SET after_id = @AfterId, seen = @Seen, done = @Done, left_out = @LeftOut, had_it = @HadIt, ended_at = @EndedAt WHERE id = @Id",
            new { after.AfterId, after.Seen, after.Done, after.LeftOut, after.HadIt, after.EndedAt, after.Id });
        return after;
    }

    async Task<Applied> Do(Tx tx, PlanWork work, List<Guid> pairs) => work.Kind switch
    {
        WorkKind.Give => await application.Apply(tx, (await PlanStore.Find(tx, work.PlanId))!, pairs, work.ById!.Value, clock.Now()),
        WorkKind.Change => new(await moves.Follow(tx, work, work.Errand.Change!, pairs), 0, 0),
        _ => new(await moves.Extend(tx, work, pairs), 0, 0),
    };

    /// <summary>Whom a work is about.</summary>
    static string Pairs(PlanWork work) => work.Kind == WorkKind.Give
        ? "p.program_id = @ProgramId AND ((p.cohort_id IN @Cohorts AND p.state <> 'Closed') OR p.id IN @Pairs)"
        : $"p.program_id = @ProgramId AND p.state <> 'Closed' {(work.Errand.Cohorts.Count > 0 ? "AND p.cohort_id IN @Cohorts" : "")} AND EXISTS (SELECT 1 FROM assignments a WHERE a.pair_id = p.id AND a.plan_id = @PlanId)";

    static object Arguments(PlanWork work) => new { work.ProgramId, work.PlanId, work.Errand.Cohorts, work.Errand.Pairs, after = work.AfterId ?? Guid.Empty };
}

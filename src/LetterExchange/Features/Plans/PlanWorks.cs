using LetterExchange.Data;
using LetterExchange.Features.People;

namespace LetterExchange.Features.Plans;

/// <summary>What is done to many pairs of a plan: begun by a page, done batch by batch, each in a transaction of its own that also says how far it has come. Whoever goes on with it
/// (the page that began it, the sweep, two machines at once) goes on from there, so each pair is met once. A pair for which it can't be done is passed over, counted as left out
/// and told to the administrator. One work a plan at a time.</summary>
public sealed class PlanWorks(Database db, PlanApplication application, PlanMoves moves, History history, StuckRows stuck, TimeProvider clock, Wakes wakes, ILogger<PlanWorks> log)
{
    /// <summary>So long a page goes on with a work before it leaves the rest to the sweep.</summary>
    public static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);

    const int Batch = 500;

    /// <summary>How many pairs in a row may fail before it is believed that something else is wrong.</summary>
    const int MostInVain = 10;

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
        do work = await Step(id);
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

    /// <summary>One batch; when it fails, its pairs one by one, past those for which it can't be done.</summary>
    async Task<PlanWork> Step(Guid id)
    {
        try
        {
            return await db.Transact(tx => Step(tx, id, Batch));
        }
        catch (Exception failure) when (IsOfRows(failure))
        {
            log.LogWarning("A batch of work {Work} failed ({Failure}); each pair is tried by itself", id, DatabaseTrouble.CodeOf(failure));
        }
        PlanWork? work = null;
        for (var (seen, inVain) = (0, 0); seen < Batch && work is not { IsUnderWay: false }; seen++)
        {
            try
            {
                work = await db.Transact(tx => Step(tx, id, 1));
                inVain = 0;
            }
            catch (Exception failure) when (IsOfRows(failure) && ++inVain < MostInVain)
            {
                work = await PassOver(id, failure);
            }
        }
        return work!;
    }

    static bool IsOfRows(Exception failure) => failure is not (OperationCanceledException or Refusal) && DatabaseTrouble.Of(failure) is null;

    /// <summary>Goes past the next pair. Where there is none, the failure is another's.</summary>
    async Task<PlanWork> PassOver(Guid id, Exception failure)
    {
        var (work, pair) = await db.Transact(async tx =>
        {
            var work = await Hold(tx, id);
            var next = await Next(tx, work, 1);
            if (next.Count == 0) throw new InvalidOperationException($"Work {id} fails without a pair.", failure);
            var after = work with { AfterId = next[0], Seen = work.Seen + 1, LeftOut = work.LeftOut + 1 };
            await Keep(tx, after);
            return (after, next[0]);
        });
        await stuck.PassOver(Due.Plans, pair, failure);
        return work;
    }

    /// <summary>So many pairs at the most. The work's row is held, so that two who go on with it take turns.</summary>
    async Task<PlanWork> Step(Tx tx, Guid id, int most)
    {
        var work = await Hold(tx, id);
        if (!work.IsUnderWay) return work;
        var pairs = await Next(tx, work, most);
        var done = pairs.Count == 0 ? new Applied(0, 0, 0) : await Do(tx, work, pairs);
        var after = work with
        {
            AfterId = pairs.Count == 0 ? work.AfterId : pairs[^1], Seen = work.Seen + pairs.Count, Done = work.Done + done.Pairs, LeftOut = work.LeftOut + done.LeftOut,
            HadIt = work.HadIt + done.HadIt, EndedAt = pairs.Count < most ? clock.Now() : null,
        };
        await Keep(tx, after);
        return after;
    }

    static Task<PlanWork> Hold(Tx tx, Guid id) => tx.Get<PlanWork>($"SELECT {Columns} FROM plan_works w WHERE w.id = @id {tx.ForUpdate("w")}", new { id });

    static Task<List<Guid>> Next(Tx tx, PlanWork work, int most) => tx.Query<Guid>($"SELECT p.id FROM pairs p WHERE {Pairs(work)} AND p.id > @after ORDER BY p.id LIMIT {most}", Arguments(work));

    static Task Keep(Tx tx, PlanWork after) => tx.Execute("UPDATE plan_works SET after_id = @AfterId, seen = @Seen, done = @Done, left_out = @LeftOut, had_it = @HadIt, ended_at = @EndedAt WHERE id = @Id",
        new { after.AfterId, after.Seen, after.Done, after.LeftOut, after.HadIt, after.EndedAt, after.Id });

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

using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Plans;

/// <summary>What applying a plan has done.</summary>
/// <param name="Pairs">Pairs that have got assignments.</param>
/// <param name="LeftOut">Pairs that are paused, closed or without standing consent or clearance: apply it again when they go on.</param>
/// <param name="HadIt">Pairs that had all of it already, or for whom every round is over.</param>
public sealed record Applied(int Pairs, int LeftOut, int HadIt);

/// <summary>Gives a published plan to pairs: an assignment for each round and pair, each with its waiting turns.</summary>
public sealed class PlanApplication(Database db, Turns turns, History history, TimeProvider clock)
{
    const int Batch = 200;

    /// <summary>Gives it to them.</summary>
    /// <exception cref="Refusal">One of them is of another program.</exception>
    /// <exception cref="InvalidOperationException">The plan is a draft.</exception>
    public async Task<Applied> To(ReadingPlan plan, Chosen chosen, Guid by)
    {
        var pairs = await db.Read(async tx =>
        {
            await Takers.Check(tx, plan, chosen);
            return await tx.Query<Guid>("SELECT id FROM pairs WHERE (cohort_id IN @Cohorts AND state <> 'Closed') OR id IN @Pairs ORDER BY id", chosen);
        });
        return await ToPairs(plan.Id, pairs, by);
    }

    /// <summary>Applies it to all active pairs of a cohort.</summary>
    public async Task<Applied> ToCohort(Guid planId, Guid cohortId, Guid by) =>
        await ToPairs(planId, await db.Query<Guid>("SELECT id FROM pairs WHERE cohort_id = @cohortId AND state <> 'Closed' ORDER BY id", new { cohortId }), by);

    /// <summary>Applies it to these pairs of the plan's own program, batch by batch. To apply it again is harmless: what a pair has, it keeps.
    /// Rounds whose first letter could not be written any more are left out.</summary>
    /// <exception cref="InvalidOperationException">The plan does not exist or is a draft.</exception>
    public async Task<Applied> ToPairs(Guid planId, IReadOnlyCollection<Guid> pairs, Guid by)
    {
        var plan = await db.Read(tx => PlanStore.Find(tx, planId));
        if (plan is not { State: PlanState.Published }) throw new InvalidOperationException("Only a published plan is applied.");
        var all = new Applied(0, 0, 0);
        foreach (var batch in pairs.Distinct().Order().Chunk(Batch))
        {
            var done = await db.Transact(tx => Apply(tx, plan, batch, by, clock.Now()));
            all = new(all.Pairs + done.Pairs, all.LeftOut + done.LeftOut, all.HadIt + done.HadIt);
        }
        return all;
    }

    async Task<Applied> Apply(Tx tx, ReadingPlan plan, IReadOnlyList<Guid> ids, Guid by, DateTimeOffset now)
    {
        var live = (await tx.Query<Pair>($"""
            SELECT {ProgramStore.PairColumns} FROM {ProgramStore.PairTables}
             WHERE p.id IN @ids AND p.program_id = @ProgramId ORDER BY p.id {tx.ForUpdate("p")}
            """, new { ids, plan.ProgramId })).Where(pair => pair.IsLive(now)).ToList();
        if (live.Count == 0) return new(0, ids.Count, 0);
        var lines = await Lines(tx, [.. live.Select(pair => pair.Id)]);
        var ahead = Takers.Ahead(plan, now);
        var planned = live.SelectMany(pair => Rows(plan, ahead, pair, lines[pair.Id].ToList())).ToList();
        await Insert(tx, planned);
        var given = planned.GroupBy(one => one.Pair).ToList();
        await history.Record(tx, [.. given.Select(one => history.Line("plan.apply", plan.Id, by, one.Key.Id, plan.ProgramId, $"rounds={one.Count()}"))]);
        await turns.ArmFirst(tx, [.. given.Select(one => one.Key.Id)]);
        return new(given.Count, ids.Count - live.Count, live.Count - given.Count);
    }

    static async Task<ILookup<Guid, Line>> Lines(Tx tx, IReadOnlyList<Guid> pairs) =>
        (await tx.Query<Line>("SELECT pair_id, round_id, line AS number FROM assignments WHERE pair_id IN @pairs", new { pairs })).ToLookup(line => line.PairId);

    IEnumerable<Planned> Rows(ReadingPlan plan, List<Round> rounds, Pair pair, List<Line> lines)
    {
        var last = lines.Count == 0 ? 0 : lines.Max(line => line.Number);
        return rounds.Where(round => lines.All(line => line.RoundId != round.Id)).Select((round, n) => new Planned(clock.New(), plan.Id, pair, round, last + n + 1));
    }

    async Task Insert(Tx tx, List<Planned> planned)
    {
        await tx.ExecuteMany("""
            INSERT INTO assignments (id, pair_id, plan_id, round_id, line, state, opens_at)
            VALUES (@Id, @PairId, @PlanId, @RoundId, @Line, 'Scheduled', @OpensAt)
            """, planned.Select(one => new { one.Id, PairId = one.Pair.Id, one.PlanId, RoundId = one.Round.Id, one.Line, one.Round.OpensAt }).ToList());
        await tx.ExecuteMany("""
            INSERT INTO turns (id, assignment_id, pair_id, ordinal, writer, writer_id, reader_id, state, due_at, cut_off_at)
            VALUES (@Id, @AssignmentId, @PairId, @Ordinal, @Writer, @WriterId, @ReaderId, 'Waiting', @DueAt, @CutOffAt)
            """, planned.SelectMany(one => one.Round.Turns.Select(turn => (one, turn))).Select(each => new
        {
            Id = clock.New(), AssignmentId = each.one.Id, PairId = each.one.Pair.Id, each.turn.Ordinal, each.turn.Writer,
            WriterId = each.turn.Writer == Side.Mentee ? each.one.Pair.MenteeId : each.one.Pair.MentorId,
            ReaderId = each.turn.Writer == Side.Mentee ? each.one.Pair.MentorId : each.one.Pair.MenteeId, each.turn.DueAt, each.turn.CutOffAt,
        }).ToList());
    }

    sealed record Planned(Guid Id, Guid PlanId, Pair Pair, Round Round, int Line);

    sealed record Line
    {
        public Guid PairId { get; init; }
        public Guid RoundId { get; init; }
        public int Number { get; init; }
    }
}

using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Plans;

/// <summary>What applying a plan has done.</summary>
/// <param name="Pairs">Pairs that have got assignments.</param>
/// <param name="LeftOut">Pairs that are paused, closed or without standing consent or clearance: apply it again when they go on.</param>
/// <param name="HadIt">Pairs that had all of it already, or for whom every round is over.</param>
public sealed record Applied(int Pairs, int LeftOut, int HadIt);

/// <summary>Gives a published plan to pairs: an assignment for each round and pair, each with its waiting turns. Whole cohorts and what takes longer go through <see cref="PlanWorks"/>.</summary>
public sealed class PlanApplication(Database db, Turns turns, History history, TimeProvider clock)
{
    const int Batch = 500;

    /// <summary>Applies it to all active pairs of a cohort.</summary>
    public async Task<Applied> ToCohort(Guid planId, Guid cohortId, Guid by) =>
        await ToPairs(planId, await db.Query<Guid>("SELECT id FROM pairs WHERE cohort_id = @cohortId AND state <> 'Closed' ORDER BY id", new { cohortId }), by);

    /// <summary>Applies it to these pairs of the plan's own program, batch by batch. To apply it again is harmless: what a pair has, it keeps.
    /// Rounds whose first letter could not be written any more are left out.</summary>
    /// <exception cref="InvalidOperationException">The plan does not exist or is a draft.</exception>
    /// <exception cref="Refusal">The plan is being changed for the pairs that have it.</exception>
    public async Task<Applied> ToPairs(Guid planId, IReadOnlyCollection<Guid> pairs, Guid by)
    {
        if (await db.Read(tx => PlanStore.Find(tx, planId)) is not { State: PlanState.Published }) throw new InvalidOperationException("Only a published plan is applied.");
        var all = new Applied(0, 0, 0);
        foreach (var batch in pairs.Distinct().Order().Chunk(Batch))
        {
            var done = await db.Transact(async tx =>
            {
                // Whoever changes the plan writes its row: so it is the same for all of a batch, and its pairs are changed or get the new one.
                await tx.Query<int>($"SELECT 1 FROM reading_plans g WHERE g.id = @planId {tx.ForShare("g")}", new { planId });
                if (await tx.Find<int?>("SELECT 1 FROM plan_works WHERE plan_id = @planId AND ended_at IS NULL AND kind = 'Change'", new { planId }) is not null) throw new Refusal("work.busy");
                return await Apply(tx, (await PlanStore.Find(tx, planId))!, batch, by, clock.Now());
            });
            all = new(all.Pairs + done.Pairs, all.LeftOut + done.LeftOut, all.HadIt + done.HadIt);
        }
        return all;
    }

    /// <summary>Gives it to these pairs, in the transaction of a batch.</summary>
    internal async Task<Applied> Apply(Tx tx, ReadingPlan plan, IReadOnlyList<Guid> ids, Guid by, DateTimeOffset now)
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
        await tx.Insert("assignments (id, pair_id, plan_id, round_id, line, state, opens_at)",
            planned.ConvertAll(one => new { one.Id, PairId = one.Pair.Id, one.PlanId, RoundId = one.Round.Id, one.Line, State = AssignmentState.Scheduled, one.Round.OpensAt }));
        await tx.Insert("turns (id, assignment_id, pair_id, ordinal, writer, writer_id, reader_id, state, due_at, cut_off_at)",
            planned.SelectMany(one => one.Round.Turns.Select(turn => (one, turn))).Select(each => new
            {
                Id = clock.New(), AssignmentId = each.one.Id, PairId = each.one.Pair.Id, each.turn.Ordinal, each.turn.Writer,
                WriterId = each.turn.Writer == Side.Mentee ? each.one.Pair.MenteeId : each.one.Pair.MentorId,
                ReaderId = each.turn.Writer == Side.Mentee ? each.one.Pair.MentorId : each.one.Pair.MenteeId, State = TurnState.Waiting, each.turn.DueAt, each.turn.CutOffAt,
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

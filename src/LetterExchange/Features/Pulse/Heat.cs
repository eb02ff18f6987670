using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Pulse;

/// <summary>One round of the plan that is looked at: a column.</summary>
public sealed record HeatRound
{
    public Guid Id { get; init; }
    public int Ordinal { get; init; }
    public string Title { get; init; } = "";
    public DateTimeOffset OpensAt { get; init; }
}

/// <summary>A plan of the program, and when its newest opened round opened.</summary>
public sealed record HeatPlan
{
    public Guid Id { get; init; }
    public string Name { get; init; } = "";
    public DateTimeOffset? LastOpened { get; init; }
}

/// <summary>One cohort in one round: how many turns whose due date has passed, and how many of their letters were on time.</summary>
/// <param name="IsSoFar">Whether more will be due.</param>
public readonly record struct HeatCell(long Turns, long OnTime, bool IsSoFar)
{
    public int Percent => Heat.Percent(OnTime, Turns);

    /// <summary>The name of its shade: what the legend says.</summary>
    public string Band => Percent switch { < 60 => "h1", < 75 => "h2", < 86 => "h3", < 94 => "h4", _ => "h5" };
}

/// <summary>A cohort: a row.</summary>
public sealed record HeatRow
{
    public Guid Id { get; init; }
    public string Name { get; init; } = "";
    public int Pairs { get; init; }
    public IReadOnlyDictionary<Guid, HeatCell> Cells { get; init; } = new Dictionary<Guid, HeatCell>();
}

/// <summary>Cohorts × rounds of a plan, one page of cohorts.</summary>
/// <param name="Plan">Nothing in a program without a published plan.</param>
/// <param name="Next">The cohort's name after which the next page begins.</param>
public sealed record HeatMap(HeatPlan? Plan, IReadOnlyList<HeatPlan> Plans, IReadOnlyList<HeatRound> Rounds, IReadOnlyList<HeatRow> Rows, string? Next)
{
    /// <summary>The newest round that has opened.</summary>
    public HeatRound? Current(DateTimeOffset now) => Rounds.LastOrDefault(round => round.OpensAt <= now);
}

/// <summary>How one pair stands with one letter of a round.</summary>
public enum CellStand { OnTime, Late, Overdue, Lapsed, Excused, Review, Open, Waiting }

/// <summary>A pair: a row of a cohort's page.</summary>
/// <param name="Turns">By round, in their order: whose letter, and how it stands.</param>
public sealed record CohortRow(Guid Id, string MenteeName, string MentorName, PairState State, ILookup<Guid, (Side Writer, CellStand Stand)> Turns);

/// <summary>The percentages of cohorts and the stands of their pairs.</summary>
public sealed class Heat(Database db, TimeProvider clock)
{
    public const int Cohorts = 25, Pairs = 50;

    internal const string FindCells = """
        SELECT c.cohort_id, c.round_id, CAST(SUM(c.turns) AS BIGINT) AS turns, CAST(SUM(c.on_time) AS BIGINT) AS on_time
          FROM pulse_cells c WHERE c.cohort_id IN @cohorts AND c.round_id IN @rounds GROUP BY c.cohort_id, c.round_id
        """;

    public static int Percent(long part, long whole) => whole == 0 ? 0 : (int)Math.Round(100.0 * part / whole, MidpointRounding.AwayFromZero);

    /// <param name="plan">The plan that was asked for; the one whose round opened last where it is none of the program's.</param>
    /// <param name="after">The name of the last cohort of the page before.</param>
    public Task<HeatMap> Of(Guid program, Guid? plan, string? after) => db.Read(async tx =>
    {
        var (plans, chosen, rounds) = await Rounds(tx, program, plan, clock.Now());
        var rows = await tx.Query<HeatRow>($"""
            SELECT c.id, c.name, (SELECT COUNT(*) FROM pairs p WHERE p.cohort_id = c.id AND p.state <> 'Closed') AS pairs
              FROM cohorts c WHERE c.program_id = @program AND c.name > @after ORDER BY c.name LIMIT {Cohorts + 1}
            """, new { program, after = after ?? "" });
        var shown = rows.Take(Cohorts).ToList();
        var args = new { cohorts = shown.ConvertAll(row => row.Id), rounds = rounds.ConvertAll(round => round.Id) };
        if (args.cohorts.Count == 0 || args.rounds.Count == 0) return new HeatMap(chosen, plans, rounds, shown, null);
        var ahead = (await tx.Query<(Guid, Guid)>("SELECT o.cohort_id, o.round_id FROM pulse_rounds o WHERE o.cohort_id IN @cohorts AND o.round_id IN @rounds AND o.next_at IS NOT NULL", args)).ToHashSet();
        var cells = (await tx.Query<Cell>(FindCells, args)).ToLookup(cell => cell.CohortId);
        return new HeatMap(chosen, plans, rounds, [.. shown.Select(row => row with
        {
            Cells = cells[row.Id].ToDictionary(cell => cell.RoundId, cell => new HeatCell(cell.Turns, cell.OnTime, ahead.Contains((cell.CohortId, cell.RoundId)))),
        })], rows.Count > Cohorts ? shown[^1].Name : null);
    });

    /// <summary>The pairs of a cohort × the rounds of a plan, one page of pairs.</summary>
    public Task<(HeatPlan? Plan, List<HeatPlan> Plans, List<HeatRound> Rounds, List<CohortRow> Rows, Guid? Next)> OfCohort(Guid program, Guid cohort, Guid? plan, Guid? after) => db.Read(async tx =>
    {
        var (plans, chosen, rounds) = await Rounds(tx, program, plan, clock.Now());
        var pairs = await tx.Query<PairRow>($"""
            SELECT p.id, p.state, e.given_name AS mentee_name, o.given_name AS mentor_name
              FROM pairs p JOIN people e ON e.id = p.mentee_id JOIN people o ON o.id = p.mentor_id
             WHERE p.cohort_id = @cohort AND p.state <> 'Closed' AND p.id > @after ORDER BY p.id LIMIT {Pairs + 1}
            """, new { cohort, after = after ?? Guid.Empty });
        var shown = pairs.Take(Pairs).ToList();
        var now = clock.Now();
        var turns = shown.Count == 0 || chosen is null ? [] : await tx.Query<TurnRow>("""
            SELECT a.pair_id, a.round_id, t.writer, t.state, t.held_at, t.due_at, t.was_late, t.submitted_at
              FROM assignments a JOIN turns t ON t.assignment_id = a.id
             WHERE a.pair_id IN @pairs AND a.plan_id = @plan ORDER BY t.assignment_id, t.ordinal
            """, new { pairs = shown.ConvertAll(pair => pair.Id), plan = chosen.Id });
        var byPair = turns.ToLookup(turn => turn.PairId);
        return (chosen, plans, rounds, shown.ConvertAll(pair => new CohortRow(pair.Id, pair.MenteeName, pair.MentorName, pair.State,
            byPair[pair.Id].ToLookup(turn => turn.RoundId, turn => (turn.Writer, StandOf(turn, now))))), pairs.Count > Pairs ? shown[^1].Id : (Guid?)null);
    });

    internal static CellStand StandOf(TurnRow turn, DateTimeOffset now) => turn switch
    {
        { State: TurnState.Waiting } => CellStand.Waiting,
        { State: TurnState.Excused } => CellStand.Excused,
        { State: TurnState.Open, HeldAt: not null } => CellStand.Review,
        { State: TurnState.Open } => turn.DueAt < now ? CellStand.Overdue : CellStand.Open,
        { SubmittedAt: null } => CellStand.Lapsed,
        _ => turn.WasLate ? CellStand.Late : CellStand.OnTime,
    };

    static async Task<(List<HeatPlan> Plans, HeatPlan? Chosen, List<HeatRound> Rounds)> Rounds(Tx tx, Guid program, Guid? plan, DateTimeOffset now)
    {
        var plans = await tx.Query<HeatPlan>("""
            SELECT g.id, g.name, (SELECT MAX(o.opens_at) FROM rounds o WHERE o.plan_id = g.id AND o.opens_at <= @now) AS last_opened
              FROM reading_plans g WHERE g.program_id = @program AND g.state = 'Published' ORDER BY g.published_at DESC, g.id DESC LIMIT 60
            """, new { program, now });
        var chosen = plans.Find(one => one.Id == plan) ?? plans.MaxBy(one => one.LastOpened);
        return (plans, chosen, chosen is null ? [] : await tx.Query<HeatRound>("SELECT o.id, o.ordinal, o.title, o.opens_at FROM rounds o WHERE o.plan_id = @Id ORDER BY o.ordinal", new { chosen.Id }));
    }

    internal sealed record TurnRow
    {
        public Guid PairId { get; init; }
        public Guid RoundId { get; init; }
        public Side Writer { get; init; }
        public TurnState State { get; init; }
        public DateTimeOffset? HeldAt { get; init; }
        public DateTimeOffset DueAt { get; init; }
        public bool WasLate { get; init; }
        public DateTimeOffset? SubmittedAt { get; init; }
    }

    sealed record Cell
    {
        public Guid CohortId { get; init; }
        public Guid RoundId { get; init; }
        public long Turns { get; init; }
        public long OnTime { get; init; }
    }

    sealed record PairRow
    {
        public Guid Id { get; init; }
        public PairState State { get; init; }
        public string MenteeName { get; init; } = "";
        public string MentorName { get; init; } = "";
    }
}

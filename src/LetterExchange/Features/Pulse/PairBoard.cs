using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Pulse;

/// <summary>One page of the list of pairs.</summary>
/// <param name="Next">From where the next page begins; nothing on the last.</param>
public sealed record Board(IReadOnlyList<BoardRow> Rows, BoardKey? Next, BoardCounts Counts);

/// <summary>How many pairs there are, and how many of them stand how.</summary>
public sealed record BoardCounts(int Active, int Paused, int Closed, int Review, IReadOnlyDictionary<Stand, int> Needs)
{
    public int Need => Needs.Values.Sum();

    public int Of(Stand stand) => stand switch
    {
        Stand.Review => Review,
        Stand.Paused => Paused,
        Stand.Closed => Closed,
        _ => Needs.GetValueOrDefault(stand),
    };
}

/// <summary>Which pairs are listed.</summary>
/// <param name="Need">Only those that need a person.</param>
/// <param name="Stand">Only those that stand so.</param>
public sealed record BoardFilter(Guid ProgramId, Guid? CohortId = null, bool Need = false, Stand? Stand = null)
{
    internal string Cohort => CohortId is null ? "" : "AND p.cohort_id = @CohortId";
}

/// <summary>All pairs of a program with where they stand. It asks for what is late, lapsed, paused, ending and unplanned by indexes that hold only that,
/// and reads whole rows for one page alone: 40,000 pairs with two years of letters take about a fifth of a second on SQLite.</summary>
public sealed class PairBoard(Database db, TimeProvider clock)
{
    public const int PageSize = 200;

    /// <summary>How long a lapse asks for a person, unless its writer writes again.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromDays(14);

    /// <summary>How far back turns without a letter are counted.</summary>
    static readonly TimeSpan Memory = TimeSpan.FromDays(120);

    /// <summary>How long before its end a consent or clearance asks for a person.</summary>
    static readonly TimeSpan Notice = TimeSpan.FromDays(14);

    // CROSS JOIN keeps SQLite from beginning with the pairs.
    internal const string FindLate = """
        SELECT t.pair_id, t.writer, t.due_at AS at
          FROM turns t CROSS JOIN pairs p
         WHERE p.id = t.pair_id AND t.state = 'Open' AND t.held_at IS NULL AND t.due_at < @now AND p.program_id = @ProgramId AND p.state = 'Active'
        """;

    internal const string FindMissed = """
        SELECT t.pair_id, t.writer, t.closed_at AS at
          FROM turns t CROSS JOIN pairs p
         WHERE p.id = t.pair_id AND t.state = 'Lapsed' AND t.closed_at > @since AND p.program_id = @ProgramId AND p.state = 'Active'
           AND NOT EXISTS (SELECT 1 FROM turns s WHERE s.pair_id = t.pair_id AND s.closed_at > t.closed_at AND s.writer = t.writer AND s.state = 'Answered')
           AND NOT EXISTS (SELECT 1 FROM letters l WHERE l.turn_id = t.id AND l.revision > 0)
        """;

    internal const string FindUnready = """
        SELECT p.id, p.paused_at AS at FROM pairs p WHERE p.program_id = @ProgramId AND p.state = 'Paused' AND p.paused_why = 'Standing'
        """;

    internal const string FindEnding = """
        SELECT p.id, p.stands_until AS at FROM pairs p WHERE p.program_id = @ProgramId AND p.state = 'Active' AND p.stands_until <= @soon
        """;

    internal const string FindUnplanned = """
        SELECT p.id, p.created_at AS at
          FROM pairs p
         WHERE p.program_id = @ProgramId AND p.state = 'Active'
           AND NOT EXISTS (SELECT 1 FROM assignments a WHERE a.pair_id = p.id AND a.state = 'Open')
           AND NOT EXISTS (SELECT 1 FROM assignments a WHERE a.pair_id = p.id AND a.state = 'Scheduled')
           AND NOT EXISTS (SELECT 1 FROM pair_endings x WHERE x.pair_id = p.id AND x.close_at IS NOT NULL)
           AND EXISTS (SELECT 1 FROM reading_plans g WHERE g.program_id = @ProgramId AND g.state = 'Published')
        """;

    internal const string FindInReview = """
        SELECT l.pair_id AS id, l.review_since AS at
          FROM letters l CROSS JOIN pairs p
         WHERE p.id = l.pair_id AND l.program_id = @ProgramId AND l.state = 'InReview' AND l.turn_id IS NOT NULL AND p.state = 'Active'
        """;

    /// <param name="after">Where the page before ended.</param>
    public Task<Board> Of(BoardFilter filter, BoardKey after) => db.Read(async tx =>
    {
        var needs = await Needs(tx, filter, clock.Now());
        var review = (await tx.Query<Dated>($"{FindInReview} {filter.Cohort}", filter)).DistinctBy(letter => letter.Id).ToList();
        var states = (await tx.Query<Counted>($"SELECT p.state, COUNT(*) AS pairs FROM pairs p WHERE p.program_id = @ProgramId {filter.Cohort} GROUP BY p.state", filter)).ToDictionary(one => one.State, one => one.Pairs);
        var counts = new BoardCounts(states.GetValueOrDefault(PairState.Active), states.GetValueOrDefault(PairState.Paused), states.GetValueOrDefault(PairState.Closed),
            review.Count, needs.CountBy(need => need.Stand).ToDictionary());
        var keys = await Page(tx, filter, needs, review, after);
        var shown = keys.Take(PageSize).ToList();
        return new Board(await Rows(tx, shown, needs), keys.Count > PageSize ? shown[^1] : null, counts);
    });

    static async Task<List<Need>> Needs(Tx tx, BoardFilter filter, DateTimeOffset now)
    {
        var args = new { filter.ProgramId, filter.CohortId, now, since = now - Memory, soon = now + Notice };
        Task<List<T>> Find<T>(string sql) => tx.Query<T>($"{sql} {filter.Cohort}", args);
        var (late, missed) = (await Find<MissedTurn>(FindLate), await Find<MissedTurn>(FindMissed));
        var others = new List<Need>();
        foreach (var (stand, sql) in new[] { (Stand.Unready, FindUnready), (Stand.Unplanned, FindUnplanned), (Stand.Ending, FindEnding) })
            others.AddRange((await Find<Dated>(sql)).Select(pair => new Need(pair.Id, stand, pair.At, null)));
        return Need.Sort(late, missed, others, now);
    }

    /// <summary>The keys of the page, and of one pair more where there is one.</summary>
    static async Task<List<BoardKey>> Page(Tx tx, BoardFilter filter, List<Need> needs, List<Dated> review, BoardKey after)
    {
        if (filter.Stand == Stand.Review) return Some(review.Select(letter => new BoardKey(0, letter.At.ToUnixTimeMilliseconds(), letter.Id)).Order(ByKey));
        if (filter.Stand is Stand.Paused or Stand.Closed) return Some((await tx.Query<Dated>($"""
            SELECT p.id, COALESCE(p.closed_at, p.paused_at) AS at FROM pairs p WHERE p.program_id = @ProgramId AND p.state = '{filter.Stand}' {filter.Cohort}
            """, filter)).Select(pair => new BoardKey(0, (filter.Stand == Stand.Closed ? -1 : 1) * pair.At.ToUnixTimeMilliseconds(), pair.Id)).Order(ByKey));
        var page = Some(needs.Where(need => filter.Stand is null || need.Stand == filter.Stand).Select(BoardKey.Of));
        if (filter.Need || filter.Stand is not null || page.Count > PageSize) return page;
        var known = needs.Select(need => need.PairId).ToHashSet();
        for (var last = after.Rank == BoardKey.Others ? after.Id : Guid.Empty; page.Count <= PageSize;)
        {
            var others = await tx.Query<Guid>($"""
                SELECT p.id FROM pairs p WHERE p.program_id = @ProgramId AND p.state <> 'Closed' AND p.id > @last {filter.Cohort} ORDER BY p.id LIMIT 500
                """, new { filter.ProgramId, filter.CohortId, last });
            page.AddRange(others.Where(id => !known.Contains(id)).Select(id => new BoardKey(BoardKey.Others, 0, id)));
            if (others.Count < 500) break;
            last = others[^1];
        }
        return page;

        List<BoardKey> Some(IEnumerable<BoardKey> keys) => [.. keys.Where(after.IsBefore).Take(PageSize + 1)];
    }

    static readonly IComparer<BoardKey> ByKey = Comparer<BoardKey>.Create((one, other) => one.IsBefore(other) ? -1 : other.IsBefore(one) ? 1 : 0);

    static async Task<List<BoardRow>> Rows(Tx tx, List<BoardKey> keys, List<Need> needs)
    {
        var ids = keys.Select(key => key.Id).ToList();
        var found = (await tx.Query<BoardRow>("""
            SELECT p.id, p.state, p.paused_at, p.paused_why, p.closed_at, p.closed_why, p.stands_until, p.mentee_id, p.mentor_id, c.name AS cohort,
                   e.given_name AS mentee_name, e.surname AS mentee_surname, o.given_name AS mentor_name, o.surname AS mentor_surname,
                   r.ordinal AS round, r.title, t.id AS turn_id, t.writer, t.due_at, t.cut_off_at, t.held_at, l.state AS letter,
                   (SELECT x.opens_at FROM assignments x WHERE x.pair_id = p.id AND x.state = 'Scheduled' ORDER BY x.line LIMIT 1) AS next_at
              FROM pairs p
              JOIN cohorts c ON c.id = p.cohort_id
              JOIN people e ON e.id = p.mentee_id
              JOIN people o ON o.id = p.mentor_id
              LEFT JOIN assignments a ON a.pair_id = p.id AND a.state = 'Open'
              LEFT JOIN rounds r ON r.id = a.round_id
              LEFT JOIN turns t ON t.assignment_id = a.id AND t.state = 'Open'
              LEFT JOIN letters l ON l.turn_id = t.id AND l.state NOT IN ('Withheld', 'Stopped', 'Discarded')
             WHERE p.id IN @ids
            """, new { ids })).ToDictionary(row => row.Id);
        var why = needs.ToDictionary(need => need.PairId);
        return [.. ids.Select(id => found[id] with { Need = why.GetValueOrDefault(id) })];
    }

    sealed record Dated
    {
        public Guid Id { get; init; }
        public DateTimeOffset At { get; init; }
    }

    sealed record Counted
    {
        public PairState State { get; init; }
        public int Pairs { get; init; }
    }
}

/// <summary>A pair in the list.</summary>
public sealed record BoardRow
{
    public Guid Id { get; init; }
    public PairState State { get; init; }
    public DateTimeOffset? PausedAt { get; init; }
    public PauseReason? PausedWhy { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public string? ClosedWhy { get; init; }
    public DateTimeOffset StandsUntil { get; init; }
    public Guid MenteeId { get; init; }
    public Guid MentorId { get; init; }
    public string Cohort { get; init; } = "";
    public string MenteeName { get; init; } = "";
    public string MenteeSurname { get; init; } = "";
    public string MentorName { get; init; } = "";
    public string MentorSurname { get; init; } = "";

    /// <summary>The number and title of the open round.</summary>
    public int? Round { get; init; }

    public string? Title { get; init; }

    /// <summary>The open turn, its writer and dates, and the letter in it.</summary>
    public Guid? TurnId { get; init; }

    public Side? Writer { get; init; }
    public DateTimeOffset? DueAt { get; init; }
    public DateTimeOffset? CutOffAt { get; init; }
    public DateTimeOffset? HeldAt { get; init; }
    public LetterState? Letter { get; init; }

    /// <summary>When the next round opens.</summary>
    public DateTimeOffset? NextAt { get; init; }

    public Need? Need { get; init; }

    public Stand Stand => Need?.Stand ?? this switch
    {
        { State: PairState.Closed } => Stand.Closed,
        { State: PairState.Paused } => Stand.Paused,
        { HeldAt: not null } => Stand.Review,
        { TurnId: not null } => Stand.Waiting,
        { NextAt: not null } => Stand.Between,
        _ => Stand.Free,
    };

    public string NameOf(Side side) => side == Side.Mentee ? MenteeName : MentorName;
}

using System.Globalization;
using LetterExchange.Data;
using LetterExchange.Features.Notices;

namespace LetterExchange.Features.Plans;

/// <summary>What a change or an extension means for a cohort.</summary>
public sealed record Affected
{
    public string Name { get; init; } = "";

    /// <summary>Pairs that have one of the rounds ahead of them or open.</summary>
    public int Pairs { get; init; }

    public int Paused { get; init; }

    /// <summary>Pairs of whom a letter of these rounds has been sent already.</summary>
    public int Written { get; init; }

    /// <summary>Open letters that get a later date.</summary>
    public int Later { get; init; }

    /// <summary>Open letters that keep theirs: it would be earlier.</summary>
    public int Kept { get; init; }

    /// <summary>Pairs for whom a round that is dropped is open or over: they keep it.</summary>
    public int Have { get; init; }
}

/// <summary>What a change will do.</summary>
/// <param name="Told">How many people are told.</param>
/// <param name="Names">The first of them.</param>
/// <param name="Words">What they are told, for one example of each side.</param>
public sealed record ForeseenChange(IReadOnlyList<Affected> Cohorts, int Told, IReadOnlyList<string> Names, IReadOnlyList<Notice> Words);

/// <summary>Shows what a change of a published plan, or more time for its open letters, will do: by the rules that <see cref="PlanMoves"/> then keeps, without moving anything.</summary>
public sealed class PlanForesight(Database db, TurnStore store, TimeProvider clock)
{
    /// <summary>The most people who are named.</summary>
    public const int MostNamed = 40;

    const string From = """
        FROM assignments a JOIN rounds o ON o.id = a.round_id JOIN pairs p ON p.id = a.pair_id JOIN turns t ON t.assignment_id = a.id
        """;

    public Task<ForeseenChange> Of(ReadingPlan plan, PlanChange change, IReadOnlyList<Guid> cohorts) => db.Read(async tx =>
    {
        var rounds = change.Rounds.Concat(change.Stories.Select(story => story.RoundId)).Distinct().ToList();
        var dropped = change.Dropped.Select(round => round.RoundId).ToList();
        var (moves, told) = (Moves(change), Told(cohorts));
        object given = new { rounds, dropped, cohorts, now = clock.Now() };
        var affected = await tx.Query<Affected>($"""
            WITH {moves}
            SELECT c.name, COUNT(DISTINCT p.id) AS pairs, COUNT(DISTINCT CASE WHEN p.state = 'Paused' THEN p.id END) AS paused,
                   COUNT(DISTINCT CASE WHEN t.submitted_at IS NOT NULL THEN p.id END) AS written,
                   COUNT(CASE WHEN t.state = 'Open' AND (m.far > 0 OR m.cut > 0) THEN 1 END) AS later,
                   COUNT(CASE WHEN t.state = 'Open' AND (m.far < 0 OR m.cut < 0) AND m.far <= 0 AND m.cut <= 0 THEN 1 END) AS kept,
                   COUNT(DISTINCT CASE WHEN a.round_id IN @dropped AND a.state <> 'Scheduled' THEN p.id END) AS have
              {From} JOIN cohorts c ON c.id = p.cohort_id LEFT JOIN m ON m.round = o.ordinal AND m.turn = t.ordinal
             WHERE a.round_id IN @rounds AND (a.state IN ('Scheduled', 'Open') OR a.round_id IN @dropped) AND {Alive(cohorts)}
             GROUP BY c.id, c.name ORDER BY c.name
            """, given);
        var count = await tx.Get<int>($"WITH {moves} SELECT COUNT(*) FROM ({told}) x", given);
        var names = await tx.Query<string>($"WITH {moves} SELECT h.given_name || ' ' || h.surname FROM ({told}) x JOIN people h ON h.id = x.person ORDER BY 1, h.id LIMIT {MostNamed}", given);
        return new ForeseenChange(affected, count, names, await Words(tx, plan, change, cohorts, given));
    });

    /// <summary>What more days for the open letters of a plan, or of one of its rounds, will do; with the first letters, by due date.</summary>
    public Task<(ForeseenChange Change, IReadOnlyList<ForeseenTurn> Turns)> Extend(ReadingPlan plan, Guid? round, IReadOnlyList<Guid> cohorts, int days) => db.Read<(ForeseenChange, IReadOnlyList<ForeseenTurn>)>(async tx =>
    {
        var open = $"{From} WHERE a.round_id IN @rounds AND a.state = 'Open' AND t.state = 'Open' AND {Alive(cohorts)}";
        var (rounds, now) = (round is { } one ? [one] : plan.Rounds.Select(each => each.Id).ToList(), clock.Now());
        var fair = await store.Clock(tx, plan.ProgramId);
        object given = new { rounds, cohorts, now, still = now.AddDays(-days) };
        var affected = await tx.Query<Affected>($"""
            SELECT c.name, COUNT(DISTINCT p.id) AS pairs, COUNT(DISTINCT CASE WHEN p.state = 'Paused' THEN p.id END) AS paused,
                   COUNT(DISTINCT CASE WHEN t.held_at IS NOT NULL THEN p.id END) AS written, COUNT(*) AS later
              {open.Replace("JOIN turns t", "JOIN cohorts c ON c.id = p.cohort_id JOIN turns t", StringComparison.Ordinal)}
             GROUP BY c.id, c.name ORDER BY c.name
            """, given);
        var told = $"SELECT DISTINCT t.writer_id AS person {open} AND p.state = 'Active' AND p.stands_until > @now AND t.held_at IS NULL AND t.due_at > @still";
        var count = await tx.Get<int>($"SELECT COUNT(*) FROM ({told}) x", given);
        var names = await tx.Query<string>($"SELECT h.given_name || ' ' || h.surname FROM ({told}) x JOIN people h ON h.id = x.person ORDER BY 1, h.id LIMIT {MostNamed}", given);
        var first = await tx.Query<Guid>($"SELECT t.id {open} ORDER BY t.due_at, t.id LIMIT {MostNamed}", given);
        var turns = new List<ForeseenTurn>();
        foreach (var id in first)
        {
            var turn = (await store.Find(tx, id))!;
            turns.Add(new(turn, Fate.Moves, turn.Extend(await store.Clock(tx, turn), fair.AddDays(turn.DueAt, days), now).Dates));
        }
        var words = turns.Select(turn => turn.Turn with { DueAt = turn.After.Due }).Where(turn => Interventions.IsToTell(turn, now)).DistinctBy(turn => turn.Writer).Select(turn => Notice(turn, fair));
        return (new(affected, count, names, [.. words]), turns);
    });

    static string Alive(IReadOnlyList<Guid> cohorts) => $"p.state <> 'Closed'{(cohorts.Count > 0 ? " AND p.cohort_id IN @cohorts" : "")}";

    /// <summary>The dates that move, as a table: round, turn, how far in milliseconds, how far the cut-off. Numbers only.</summary>
    static string Moves(PlanChange change)
    {
        var rows = change.Dates.Where(date => date.Turn > 0).Select(date =>
            string.Create(CultureInfo.InvariantCulture, $"({date.Round}, {date.Turn}, {date.Far}, {new DateMove(date.RoundId, 0, 0, date.FromCut!, date.ToCut!, null, null).Far})"));
        return $"m(round, turn, far, cut) AS (VALUES {string.Join(", ", rows.DefaultIfEmpty("(-1, -1, 0, 0)"))})";
    }

    /// <summary>Who is told: who writes a letter whose date moves and lies ahead, and both of a pair for whom a round falls out; of live pairs.</summary>
    static string Told(IReadOnlyList<Guid> cohorts) => $"""
        SELECT t.writer_id AS person {From} JOIN m ON m.round = o.ordinal AND m.turn = t.ordinal
         WHERE {Moving(cohorts)}
         UNION
        SELECT CASE side.n WHEN 1 THEN p.mentee_id ELSE p.mentor_id END AS person FROM assignments a JOIN pairs p ON p.id = a.pair_id JOIN (SELECT 1 AS n UNION ALL SELECT 2) side ON 1 = 1
         WHERE a.round_id IN @dropped AND a.state = 'Scheduled' AND p.state = 'Active' AND p.stands_until > @now AND {Alive(cohorts)}
        """;

    static string Moving(IReadOnlyList<Guid> cohorts) => $"""
        a.round_id IN @rounds AND a.state IN ('Scheduled', 'Open') AND p.state = 'Active' AND p.stands_until > @now AND {Alive(cohorts)}
           AND ((t.state = 'Waiting' AND t.due_at + m.far > @now)
             OR (t.state = 'Open' AND t.held_at IS NULL AND (m.far > 0 OR m.cut > 0) AND t.due_at + CASE WHEN m.far > 0 THEN m.far ELSE 0 END > @now))
        """;

    /// <summary>What the first of each side will be told.</summary>
    async Task<List<Notice>> Words(Tx tx, ReadingPlan plan, PlanChange change, IReadOnlyList<Guid> cohorts, object given)
    {
        var words = new List<Notice>();
        foreach (var side in Enum.GetValues<Side>())
        {
            var first = await tx.Find<Guid?>($"""
                WITH {Moves(change)}
                SELECT t.id {From} JOIN m ON m.round = o.ordinal AND m.turn = t.ordinal WHERE t.writer = '{side}' AND {Moving(cohorts)} ORDER BY t.due_at, t.id LIMIT 1
                """, given);
            if (first is not { } id) continue;
            var turn = (await store.Find(tx, id))!;
            var (fair, round) = (await store.Clock(tx, turn), (await store.Assignment(tx, turn.AssignmentId))!.RoundId);
            var move = change.Dates.First(date => date.RoundId == round && date.Turn == turn.Ordinal);
            words.Add(Notice(turn.Replan(fair, move.Move(fair, turn.Dates), clock.Now()), fair));
        }
        if (words.Count == 0 && change.Dropped is [var dropped, ..]) words.AddRange(await WordsOfDropped(tx, plan, dropped, cohorts));
        return words;
    }

    async Task<List<Notice>> WordsOfDropped(Tx tx, ReadingPlan plan, RoundDropped dropped, IReadOnlyList<Guid> cohorts)
    {
        var first = await tx.Find<Guid?>($"""
            SELECT t.id {From} WHERE a.round_id = @RoundId AND a.state = 'Scheduled' AND p.state = 'Active' AND p.stands_until > @now AND {Alive(cohorts)} ORDER BY t.id LIMIT 1
            """, new { dropped.RoundId, cohorts, now = clock.Now() });
        if (first is not { } id) return [];
        var (turn, zone) = ((await store.Find(tx, id))!, (await store.Clock(tx, plan.ProgramId)).Zone.Id);
        return [Of(NoticeKind.RoundDropped, turn.Writer, zone, turn.ReaderName, dropped.Title), Of(NoticeKind.RoundDropped, turn.Writer == Side.Mentee ? Side.Mentor : Side.Mentee, zone, turn.WriterName, dropped.Title)];
    }

    static Notice Notice(Turn turn, FairClock fair) => Of(NoticeKind.PlanChanged, turn.Writer, fair.Zone.Id, PlanMoves.Told(turn, Guid.Empty).Arguments);

    static Notice Of(NoticeKind kind, Side to, string zone, params string[] arguments) =>
        new() { Kind = kind, Arguments = System.Text.Json.JsonSerializer.Serialize(arguments), Zone = zone, ToMentee = to == Side.Mentee };
}

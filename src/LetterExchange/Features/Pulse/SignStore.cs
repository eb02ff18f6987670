using LetterExchange.Data;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Pulse;

/// <summary>A pair in a list of signs.</summary>
public sealed record SignRow
{
    public Guid PairId { get; init; }
    public SignKind Kind { get; init; }
    public Side Side { get; init; }
    public DateTimeOffset At { get; init; }
    public DateTimeOffset? Since { get; init; }
    public DateTimeOffset? Until { get; init; }
    public Guid? TurnId { get; init; }
    public long Latest { get; init; }
    public long Usual { get; init; }
    public int Many { get; init; }
    public string MenteeName { get; init; } = "";
    public string MentorName { get; init; } = "";
    public string Cohort { get; init; } = "";

    /// <summary>When the writer was sent a kind word last, for this turn.</summary>
    public DateTimeOffset? Nudged { get; init; }

    /// <summary>Since when the writer's mail comes back.</summary>
    public DateTimeOffset? BrokenAt { get; init; }

    /// <summary>Of a rating, the sentence with it.</summary>
    public string? Note { get; init; }

    /// <summary>Whose letter, or rating, it is about.</summary>
    public string Writer => Side == Side.Mentee ? MenteeName : MentorName;
}

/// <summary>A child whose letter waits in review past the limit.</summary>
public sealed record HeldUp
{
    public Guid PairId { get; init; }
    public string MenteeName { get; init; } = "";
    public string Cohort { get; init; } = "";
    public DateTimeOffset ReviewSince { get; init; }
    public DateTimeOffset? Since { get; init; }
}

/// <summary>Lists pairs by what asks for a look, the longest first, a page at a time.</summary>
public sealed class SignStore(Database db, TimeProvider clock)
{
    public const int PageSize = 50;

    internal const string List = """
        SELECT s.pair_id, s.kind, s.side, s.at, s.since, s.until, s.turn_id, s.latest, s.usual, s.many, e.given_name AS mentee_name, o.given_name AS mentor_name, c.name AS cohort,
               CASE WHEN s.side = 'Mentee' THEN e.mail_broken_at ELSE o.mail_broken_at END AS broken_at,
               (SELECT MAX(+n.created_at) FROM notices n WHERE n.person_id = CASE WHEN s.side = 'Mentee' THEN e.id ELSE o.id END AND n.kind = 'Nudge' AND n.subject_id = s.turn_id) AS nudged,
               CASE WHEN s.kind = 'Rating' THEN (SELECT r.note FROM ratings r WHERE r.pair_id = s.pair_id AND r.person_id = CASE WHEN s.side = 'Mentee' THEN e.id ELSE o.id END AND r.value IS NOT NULL ORDER BY r.at DESC LIMIT 1) END AS note
          FROM (SELECT x.* FROM pulse_signs x WHERE x.program_id = @program AND x.kind = @kind AND x.at <= @now AND (x.at, x.pair_id) > (@at, @id) ORDER BY x.at, x.pair_id LIMIT @size) s
               JOIN pairs p ON p.id = s.pair_id JOIN people e ON e.id = p.mentee_id JOIN people o ON o.id = p.mentor_id JOIN cohorts c ON c.id = p.cohort_id
         ORDER BY s.at, s.pair_id
        """;

    internal const string Count = "SELECT s.kind, COUNT(*) AS many FROM pulse_signs s WHERE s.program_id = @program AND s.kind IN ('Nothing', 'Silent', 'Later', 'Shorter', 'Rating') AND s.at <= @now GROUP BY s.kind";

    /// <summary>Letters to children that are in review past the limit: nothing else is done about them here than in review.</summary>
    internal const string FindHeldUp = """
        SELECT l.pair_id, l.review_since, e.given_name AS mentee_name, c.name AS cohort,
               (SELECT MAX(d.delivered_at) FROM letters d WHERE d.pair_id = l.pair_id AND d.reader_id = l.reader_id) AS since
          FROM letters l JOIN pairs p ON p.id = l.pair_id AND p.mentee_id = l.reader_id JOIN people e ON e.id = p.mentee_id JOIN cohorts c ON c.id = p.cohort_id
         WHERE l.program_id = @program AND l.state = 'InReview' AND l.review_since <= @limit AND p.state = 'Active' ORDER BY l.review_since LIMIT @size
        """;

    /// <returns>One more than asked for, when there are more.</returns>
    public Task<List<SignRow>> Of(Guid program, SignKind kind, SignKey after, int size = PageSize) =>
        db.Query<SignRow>(List, new { program, kind, now = clock.Now(), at = after.At, id = after.Id, size = size + 1 });

    public async Task<IReadOnlyDictionary<SignKind, int>> Counts(Guid program) =>
        (await db.Query<Counted>(Count, new { program, now = clock.Now() })).ToDictionary(one => one.Kind, one => one.Many);

    public Task<List<HeldUp>> InReview(MentoringProgram program, int size) =>
        db.Query<HeldUp>(FindHeldUp, new { program = program.Id, limit = clock.Now().AddHours(-program.Policies.ReviewHours), size });

    /// <summary>Until when the pulse has followed what happened; nothing before its first look.</summary>
    public Task<DateTimeOffset?> SeenAt() => db.Find<DateTimeOffset?>("SELECT seen_at FROM pulse_progress WHERE id = 1 AND seen_at IS NOT NULL");

    sealed record Counted
    {
        public SignKind Kind { get; init; }
        public int Many { get; init; }
    }
}

/// <summary>A place in a list of signs.</summary>
public readonly record struct SignKey(DateTimeOffset At, Guid Id)
{
    public static readonly SignKey Start = new(DateTimeOffset.UnixEpoch, Guid.Empty);

    public static SignKey Of(SignRow row) => new(row.At, row.PairId);

    public static SignKey Read(string? text) => text?.Split('.') is [var at, var id]
        && long.TryParse(at, out var milliseconds) && milliseconds is >= 0 and < 253_402_300_800_000 && Guid.TryParse(id, out var key) ? new(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), key) : Start;

    public override string ToString() => $"{At.ToUnixTimeMilliseconds()}.{Id}";
}

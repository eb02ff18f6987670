using LetterExchange.Data;

namespace LetterExchange.Features.Review;

/// <summary>By what the record of rules is broken down.</summary>
public enum RecordBy { Together, Letter, Writer }

/// <summary>What reviewers said of one rule's findings of one category in letters of one language.</summary>
public sealed record RuleCount
{
    /// <summary>Below so many judged findings a share says more about chance than about the rule.</summary>
    public const int Least = 5;

    public string Category { get; init; } = "";
    public string Rule { get; init; } = "";
    public string Language { get; init; } = "";
    public int Findings { get; init; }
    public int Right { get; init; }
    public int Wrong { get; init; }

    public int Judged => Right + Wrong;

    public int Open => Findings - Judged;

    /// <summary>From 0 to 1; none where too few were judged.</summary>
    public double? Share => Judged < Least ? null : (double)Right / Judged;

    public int Percent => (int)Math.Round(100.0 * Right / Judged, MidpointRounding.AwayFromZero);
}

/// <summary>A rule's record, language by language.</summary>
public sealed record RuleStanding(RuleCount All, IReadOnlyList<RuleCount> Languages)
{
    const int EnoughForBias = 20;
    const double Apart = 0.2;

    /// <summary>The languages in which the rule is right most and least often, where they are far apart and enough was judged in both.</summary>
    public (RuleCount Best, RuleCount Worst)? Bias
    {
        get
        {
            var enough = Languages.Where(one => one.Judged >= EnoughForBias).OrderByDescending(one => one.Share).ToList();
            return enough.Count > 1 && enough[0].Share - enough[^1].Share > Apart + 1e-9 ? (enough[0], enough[^1]) : null;
        }
    }

    internal static RuleStanding Of(IReadOnlyList<RuleCount> languages) => new(languages[0] with
    {
        Language = "", Findings = languages.Sum(one => one.Findings), Right = languages.Sum(one => one.Right), Wrong = languages.Sum(one => one.Wrong),
    }, languages);
}

/// <summary>How often each rule was right in a program. A finding is right or wrong as most of its reviewers say; evenly split it is not judged.
/// What was found later, in the archive, nobody judges, and it does not count.</summary>
public sealed class RuleRecord(Database db, TimeProvider clock)
{
    /// <summary>"Lately" is so many days.</summary>
    public const int Days = 90;

    /// <summary>By category and rule.</summary>
    /// <param name="ever">Of all letters, at the cost of the whole archive; otherwise of those sent lately.</param>
    public async Task<List<RuleStanding>> Of(Guid program, RecordBy by, bool ever) =>
        [.. (await db.Query<RuleCount>(Sql(by), new { program, since = ever ? DateTimeOffset.UnixEpoch : clock.Now().AddDays(-Days) }))
            .GroupBy(one => (one.Category, one.Rule)).Select(each => RuleStanding.Of([.. each]))];

    /// <summary>A letter that does not tell its language was screened by the rules of its writer's.</summary>
    internal static string Sql(RecordBy by) => $"""
        SELECT x.category, x.rule, x.language, COUNT(*) AS findings, COUNT(CASE WHEN x.score > 0 THEN 1 END) AS "right", COUNT(CASE WHEN x.score < 0 THEN 1 END) AS wrong
          FROM (SELECT f.category, f.rule, {(by == RecordBy.Letter ? "COALESCE(l.language, h.language)" : "h.language")} AS language,
                       (SELECT SUM(CASE k.verdict WHEN 'Right' THEN 1 ELSE -1 END) FROM finding_verdicts k WHERE k.letter_id = f.letter_id AND k.number = f.number AND k.ordinal = f.ordinal) AS score
                  FROM letters l JOIN people h ON h.id = l.writer_id JOIN findings f ON f.letter_id = l.id
                 WHERE l.program_id = @program AND l.submitted_at > @since AND f.screening_id IS NULL) x
         GROUP BY x.category, x.rule, x.language ORDER BY x.category, x.rule, x.language
        """;
}

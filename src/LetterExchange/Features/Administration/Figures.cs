using LetterExchange.Data;

namespace LetterExchange.Features.Administration;

/// <summary>The figures to watch: how much waits where, and since when. One statement that reads indexes of what waits, so that its cost is that of the waiting.</summary>
public sealed class Figures(Database db, TimeProvider clock)
{
    /// <summary>How long an answer is given again before the database is asked anew.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    internal const string Sql = """
        SELECT 'review.' || LOWER(route) AS name, COUNT(*) AS waiting, MIN(review_since) AS since FROM letters WHERE state = 'InReview' GROUP BY route
        UNION ALL SELECT 'late', COUNT(*), MIN(review_until) FROM letters WHERE state = 'InReview' AND review_until <= @now
        UNION ALL SELECT 'screening', COUNT(*), MIN(screen_at) FROM letters WHERE screen_at IS NOT NULL
        UNION ALL SELECT 'delivery', COUNT(*), MIN(deliver_at) FROM letters WHERE deliver_at IS NOT NULL
        UNION ALL SELECT 'notices', COUNT(*), MIN(mail_at) FROM notices WHERE mail_at IS NOT NULL
        UNION ALL SELECT 'mails', COUNT(*), MIN(claimed_at) FROM mails WHERE retry_at IS NOT NULL
        UNION ALL SELECT 'links', COUNT(*), MIN(asked_at) FROM link_mails WHERE send_at IS NOT NULL
        UNION ALL SELECT 'imports', COUNT(*), MIN(due_at) FROM roster_imports WHERE due_at IS NOT NULL
        UNION ALL SELECT 'exports', COUNT(*), MIN(work_at) FROM exports WHERE work_at IS NOT NULL
        UNION ALL SELECT 'index', COUNT(*), MIN(at) FROM search_due
        UNION ALL SELECT 'seal', COUNT(*), NULL FROM unsealed_events
        UNION ALL SELECT 'stuck', COUNT(*), MIN(since) FROM stuck_rows
        """;

    readonly Lock gate = new();
    (long At, IReadOnlyList<Figure>? Answer)? kept;

    /// <summary>Asks the database.</summary>
    public async Task<IReadOnlyList<Figure>> Look() => await db.Query<Figure>(Sql, new { now = clock.Now() });

    /// <summary>The last answer, asked for anew when it is older than <see cref="Fresh"/>; nothing while the database does not answer.</summary>
    public IReadOnlyList<Figure>? Latest()
    {
        lock (gate)
        {
            if (kept is { } last && clock.GetElapsedTime(last.At) < Fresh) return last.Answer;
            var answer = Asked();
            kept = (clock.GetTimestamp(), answer);
            return answer;
        }
    }

    /// <summary>Whoever reads gauges can't wait for a task. What goes wrong is told by /health/ready, and here by figures that are missing.</summary>
    IReadOnlyList<Figure>? Asked()
    {
        try
        {
            return Task.Run(Look).GetAwaiter().GetResult();
        }
        catch (System.Data.Common.DbException)
        {
            return null;
        }
    }
}

/// <summary>How much waits in one place.</summary>
public sealed record Figure
{
    /// <summary>Such as <c>review.standard</c> or <c>screening</c>.</summary>
    public string Name { get; init; } = "";

    public long Waiting { get; init; }

    /// <summary>Since when the oldest waits, or when it became due; may lie ahead. Nothing when none waits, or where that is not known.</summary>
    public DateTimeOffset? Since { get; init; }
}

/// <summary>Reads the figures by their names.</summary>
public static class FigureReading
{
    const string Review = "review.";

    public static Figure Of(this IReadOnlyList<Figure> figures, string name) => figures.FirstOrDefault(figure => figure.Name == name) ?? new() { Name = name };

    /// <summary>Letters in review by their routes, in lower case.</summary>
    public static IEnumerable<(string Route, Figure Figure)> InReview(this IReadOnlyList<Figure> figures) =>
        figures.Where(figure => figure.Name.StartsWith(Review, StringComparison.Ordinal)).Select(figure => (figure.Name[Review.Length..], figure));

    /// <summary>For how long the oldest has waited; zero when none has.</summary>
    public static TimeSpan Age(this Figure figure, DateTimeOffset now) => figure.Since is { } since && since < now ? now - since : TimeSpan.Zero;
}

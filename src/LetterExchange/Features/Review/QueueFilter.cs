using System.Globalization;
using LetterExchange.Features.Screening;
using Microsoft.AspNetCore.Http.Extensions;

namespace LetterExchange.Features.Review;

/// <summary>What of the queue somebody wants to see. It stands in the address, and goes along from letter to letter.</summary>
/// <param name="Mine">Letters that they hold, or that they returned and that have come again.</param>
/// <param name="Language">The writer's.</param>
/// <param name="Hours">Letters that have waited so long at the least.</param>
public sealed record QueueFilter(bool Mine, Route? Risk, string? Language, Guid? Cohort, int? Hours)
{
    public static readonly QueueFilter None = new(false, null, null, null, null);

    /// <summary>What one can choose as <see cref="Hours"/>.</summary>
    public static readonly IReadOnlyList<int> Ages = [4, 12, 24, 48];

    public bool IsAny => this != None;

    /// <summary>The parts of the address that it takes, for links and forms.</summary>
    public Dictionary<string, string> Values
    {
        get
        {
            var values = new Dictionary<string, string>();
            if (Mine) values["mine"] = "true";
            if (Risk is { } risk) values["risk"] = $"{risk}";
            if (Language is { } language) values["language"] = language;
            if (Cohort is { } cohort) values["cohort"] = $"{cohort}";
            if (Hours is { } hours) values["age"] = hours.ToString(CultureInfo.InvariantCulture);
            return values;
        }
    }

    /// <summary>From an address; what makes no sense in it counts for nothing.</summary>
    public static QueueFilter Of(IQueryCollection query) => new(
        query["mine"] == "true",
        Enum.TryParse<Route>(query["risk"], out var risk) && Enum.IsDefined(risk) ? risk : null,
        Text.Spoken.All.Contains(query["language"].ToString()) ? query["language"].ToString() : null,
        Guid.TryParse(query["cohort"], out var cohort) ? cohort : null,
        int.TryParse(query["age"], NumberStyles.None, CultureInfo.InvariantCulture, out var hours) && Ages.Contains(hours) ? hours : null);

    /// <summary>A path with it behind.</summary>
    public string On(string path) => path + new QueryBuilder(Values);

    /// <summary>Holds for a letter l of the queue; begins with AND, or is nothing.</summary>
    internal string Sql => string.Concat(
        Mine ? " AND (l.id IN (SELECT k.letter_id FROM claims k WHERE k.reviewer_id = @person AND k.until > @now) OR (l.revision > 1 AND EXISTS (SELECT 1 FROM decisions d WHERE d.letter_id = l.id AND d.number < l.revision AND d.kind = 'Return' AND d.reviewer_id = @person)))" : "",
        Language is not null ? " AND EXISTS (SELECT 1 FROM people h WHERE h.id = l.writer_id AND h.language = @language)" : "",
        Cohort is not null ? " AND l.pair_id IN (SELECT p.id FROM pairs p WHERE p.cohort_id = @cohort)" : "",
        Hours is not null ? " AND l.review_since <= @old" : "");

    /// <summary>Whether a route is wanted.</summary>
    internal bool Wants(Route route) => Risk is not { } only || only == route;
}

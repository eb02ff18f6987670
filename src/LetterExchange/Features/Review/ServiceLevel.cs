using LetterExchange.Features.Programs;
using LetterExchange.Features.Screening;

namespace LetterExchange.Features.Review;

/// <summary>Within what time a letter is to be reviewed, and whom its lateness reaches. The level is that of the policies when the letter came: what was promised then.</summary>
public static class ServiceLevel
{
    /// <summary>How long is waited at the most until the same letter is told of again.</summary>
    static readonly TimeSpan Longest = TimeSpan.FromDays(7), LongestInDanger = TimeSpan.FromDays(1);

    /// <summary>The end of the route's time.</summary>
    public static DateTimeOffset End(Policies policies, Route route, DateTimeOffset since) => since + Time(policies, route);

    /// <summary>When the queue is to be moved on again for a letter that has just been told of: after the route's time, then twice, four times that and so on.</summary>
    /// <param name="step">How often it has been told of, from 1.</param>
    public static DateTimeOffset Again(Policies policies, Route route, int step, DateTimeOffset now)
    {
        var (wait, longest) = (Time(policies, route) * Math.Pow(2, Math.Clamp(step - 1, 0, 20)), route == Route.Safeguarding ? LongestInDanger : Longest);
        return now + (wait < longest || step == 1 ? wait : longest);
    }

    /// <summary>Whom the step reaches beside those who may read the letter: coordinators from the second on, and in danger the administrators too.</summary>
    public static IReadOnlyList<string> Beside(Route route, int step) => (route, step) switch
    {
        (_, <= 1) => [],
        (Route.Safeguarding, _) => ["Coordinator", "Administrator"],
        _ => ["Coordinator"],
    };

    static TimeSpan Time(Policies policies, Route route) => TimeSpan.FromHours(route == Route.Safeguarding ? policies.SafeguardingReviewHours : policies.ReviewHours);
}

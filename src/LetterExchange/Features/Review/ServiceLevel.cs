using LetterExchange.Features.Programs;
using LetterExchange.Features.Screening;

namespace LetterExchange.Features.Review;

/// <summary>Within what time a letter is to be reviewed.</summary>
public static class ServiceLevel
{
    /// <summary>When the queue must be moved on next: the end of the route's time, from now.</summary>
    public static DateTimeOffset Next(Policies policies, Route route, DateTimeOffset now) =>
        now.AddHours(route == Route.Safeguarding ? policies.SafeguardingReviewHours : policies.ReviewHours);
}

using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Ratings;

/// <summary>The two times at which the standard questions are asked.</summary>
public enum SurveyPart { Start, End }

/// <summary>What one of a pair is asked on their desk: nothing more than one card.</summary>
/// <param name="Survey">Questions at the start or end; nothing for a rating.</param>
public sealed record Ask(Guid PairId, string PartnerName, Side Side, SurveyPart? Survey);

/// <summary>What is known of somebody's pair when it is decided whether they are asked.</summary>
public sealed record AskedPair
{
    public Guid PairId { get; init; }
    public string PartnerName { get; init; } = "";
    public PairState State { get; init; }
    public string? ClosedWhy { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>When they last rated it, or did not want to.</summary>
    public DateTimeOffset? RatedAt { get; init; }

    public bool AnsweredStart { get; init; }
    public bool AnsweredEnd { get; init; }

    /// <summary>Whether it has had rounds, and whether one is open or to come.</summary>
    public bool HadRounds { get; init; }

    public bool HasRounds { get; init; }

    /// <summary>Whether its plan, or the pair itself, has come to its end.</summary>
    bool IsOver(DateTimeOffset now) => State == PairState.Active ? HadRounds && !HasRounds : State == PairState.Closed && ClosedWhy == "finished" && ClosedAt > now - Asking.EndStands;

    /// <summary>What is asked of this pair now: the questions at the end, those at the start, or a rating. Nothing while it stands still.</summary>
    internal (bool Any, SurveyPart? Survey) Due(DateTimeOffset now) =>
        !AnsweredEnd && IsOver(now) ? (true, SurveyPart.End)
        : State != PairState.Active ? default
        : !AnsweredStart && CreatedAt > now - Asking.StartStands ? (true, SurveyPart.Start)
        : (CreatedAt <= now - Asking.Every && (RatedAt is null || RatedAt <= now - Asking.Every), null);
}

/// <summary>When the two of a pair are asked. Pure.</summary>
public static class Asking
{
    /// <summary>A rating is asked for so often, the first time when the pair is so old.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromDays(30);

    /// <summary>For so long after a pair was made its start is asked about, and after it finished its end.</summary>
    public static readonly TimeSpan StartStands = TimeSpan.FromDays(30), EndStands = TimeSpan.FromDays(60);

    /// <summary>The one card of somebody with these pairs.</summary>
    public static Ask? Of(IEnumerable<AskedPair> pairs, Side side, DateTimeOffset now) =>
        pairs.Select(pair => (pair, Due: pair.Due(now))).Where(one => one.Due.Any).OrderByDescending(one => one.Due.Survey).ThenBy(one => one.pair.RatedAt ?? one.pair.CreatedAt)
            .Select(one => new Ask(one.pair.PairId, one.pair.PartnerName, side, one.Due.Survey)).FirstOrDefault();
}

namespace LetterExchange.Features.Review;

/// <summary>How quickly somebody reads: the median of the times from one decision to the next, breaks not counted.</summary>
/// <param name="Each">What one letter takes.</param>
/// <param name="LastHour">On how many letters they decided in the last hour.</param>
public readonly record struct Pace(TimeSpan? Each, int LastHour)
{
    /// <summary>So many of the last decisions count.</summary>
    public const int Last = 30;

    /// <summary>Where more time lies between two decisions, something else was done.</summary>
    static readonly TimeSpan Break = TimeSpan.FromMinutes(15);

    /// <summary>So many times between decisions are needed to speak of a pace.</summary>
    const int Fewest = 5;

    /// <param name="decisions">When they decided, in any order.</param>
    public static Pace Of(IEnumerable<DateTimeOffset> decisions, DateTimeOffset now)
    {
        var at = decisions.Order().ToList();
        var gaps = at.Skip(1).Zip(at, (later, earlier) => later - earlier).Where(gap => gap <= Break).Order().ToList();
        return new(gaps.Count < Fewest ? null : (gaps[(gaps.Count - 1) / 2] + gaps[gaps.Count / 2]) / 2, at.Count(each => each > now.AddHours(-1)));
    }
}

/// <summary>A letter that waits, as the forecast sees it.</summary>
/// <param name="Until">The end of its service level.</param>
/// <param name="Decisions">How many it needs until it can go.</param>
public readonly record struct Awaiting(DateTimeOffset Until, int Decisions);

/// <summary>When the queue is done if those who read now go on as they do, and what it rests on.</summary>
/// <param name="DoneAt">When the last letter is decided on.</param>
/// <param name="Late">Letters whose time is over already.</param>
/// <param name="WillBeLate">Letters that are in time now, and will not be when it is their turn.</param>
/// <param name="Decided">Decisions that it rests on.</param>
/// <param name="People">By so many people.</param>
/// <param name="Since">From when on.</param>
/// <param name="PerHour">Decisions an hour.</param>
public sealed record Forecast(DateTimeOffset DoneAt, int Late, int WillBeLate, int Decided, int People, DateTimeOffset Since, double PerHour)
{
    /// <summary>So far back is looked, and so long after the last decision one counts as reading.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(1), Fresh = TimeSpan.FromMinutes(20);

    /// <summary>Fewer decisions say nothing.</summary>
    const int Fewest = 4;

    /// <summary>A handful of quick decisions are no pace for hours: less time than this counts as this.</summary>
    static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5);

    /// <summary>Decisions within the last hour, from the first of them until now, make the rate. Nothing where nobody has decided lately, or too little: no rate, no promise.</summary>
    /// <param name="queue">The letters that wait, in the order in which they are read.</param>
    /// <param name="decided">Who decided when on such letters.</param>
    public static Forecast? Of(IReadOnlyList<Awaiting> queue, IEnumerable<(Guid By, DateTimeOffset At)> decided, DateTimeOffset now)
    {
        var lately = decided.Where(each => each.At > now - Window && each.At <= now).ToList();
        if (queue.Count == 0 || lately.Count < Fewest || lately.Max(each => each.At) < now - Fresh) return null;
        var since = lately.Min(each => each.At);
        var took = now - since > Shortest ? now - since : Shortest;
        var each = took / (lately.Count - 1); // The work on the first lies before the time that is measured.
        var (at, late, willBeLate) = (now, 0, 0);
        foreach (var letter in queue)
        {
            at += each * letter.Decisions;
            if (letter.Until <= now) late++;
            else if (letter.Until < at) willBeLate++;
        }
        return new(at, late, willBeLate, lately.Count, lately.Select(one => one.By).Distinct().Count(), since, TimeSpan.FromHours(1) / each);
    }
}

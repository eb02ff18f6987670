using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Plans;

/// <summary>What is done about a mentor who has fallen silent, in this order.</summary>
public enum SilenceStep
{
    /// <summary>A friendly word.</summary>
    Reminder,

    /// <summary>It is said what will follow.</summary>
    Warning,

    /// <summary>A last time in which to write.</summary>
    Probation,

    /// <summary>The mentee gets another mentor.</summary>
    Rematch,
}

/// <summary>A turn that a mentor has missed: open and past its due date (then without an end), or lapsed.</summary>
public readonly record struct MissedLetter(DateTimeOffset OpenedAt, DateTimeOffset? LapsedAt);

/// <summary>A span that does not count as silence.</summary>
public readonly record struct Uncounted(DateTimeOffset From, DateTimeOffset To);

/// <summary>A step that has been taken, and when.</summary>
public readonly record struct StepTaken(SilenceStep Step, DateTimeOffset At);

/// <summary>How long a mentor has been silent, and which step that calls for. Pure (DESIGN.md, section 4, rule 5): silence runs from when the first letter that
/// they missed was theirs to write, or from their last letter (from when it came back to them, where it did) if that is later. What is in our hands, a pause and days away do not count.</summary>
public static class Silence
{
    /// <summary>How long somebody has at the least to answer a step before the next one is proposed.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromDays(7);

    /// <summary>Since when a mentor has been silent; nothing where no letter is missed, or one is in our hands.</summary>
    /// <param name="missed">All that is late or has lapsed without a letter.</param>
    /// <param name="lastWord">When their last letter was sent, or came back to them.</param>
    /// <param name="isInHand">Whether a letter of theirs is being screened or reviewed, or is on its way.</param>
    public static DateTimeOffset? Since(IEnumerable<MissedLetter> missed, DateTimeOffset? lastWord, bool isInHand)
    {
        if (isInHand) return null;
        var after = missed.Where(letter => lastWord is null || letter.LapsedAt is null || letter.LapsedAt > lastWord).Select(letter => (DateTimeOffset?)letter.OpenedAt).Min();
        return after is { } opened && lastWord > opened ? lastWord : after;
    }

    /// <summary>How long that is by now, without what does not count. Spans may overlap.</summary>
    public static TimeSpan Length(DateTimeOffset since, DateTimeOffset now, IEnumerable<Uncounted> uncounted)
    {
        var (left, from) = (now - since, since);
        foreach (var span in uncounted.OrderBy(span => span.From))
        {
            var begin = span.From > from ? span.From : from;
            var end = span.To < now ? span.To : now;
            if (end <= begin) continue;
            (left, from) = (left - (end - begin), end);
        }
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>The step that the program's rules propose: the first that has not been taken in this silence, once its weeks have passed and the step before has had its
    /// time, a week, and for a probation what the program gives. Nothing where none is called for yet, or all have been taken.</summary>
    /// <param name="taken">Steps of this silence.</param>
    public static SilenceStep? Proposed(TimeSpan silent, Policies policies, IReadOnlyCollection<StepTaken> taken, DateTimeOffset now)
    {
        var step = taken.Count == 0 ? SilenceStep.Reminder : taken.Max(one => one.Step) + 1;
        if (step > SilenceStep.Rematch || silent < Weeks(step, policies)) return null;
        var grace = step == SilenceStep.Rematch ? TimeSpan.FromDays(7 * policies.ProbationWeeks) : Grace;
        return taken.All(one => one.At + grace <= now) ? step : null;
    }

    /// <summary>After how much silence a step is proposed. A rematch follows a probation, whatever it was begun after.</summary>
    public static TimeSpan Weeks(SilenceStep step, Policies policies) => TimeSpan.FromDays(7 * step switch
    {
        SilenceStep.Reminder => policies.SilenceReminderWeeks,
        SilenceStep.Warning => policies.SilenceWarningWeeks,
        SilenceStep.Probation => policies.SilenceProbationWeeks,
        _ => policies.SilenceProbationWeeks + policies.ProbationWeeks,
    });
}

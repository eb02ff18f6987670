using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LetterExchange.Features.Programs;

/// <summary>How a keepsake book names the two of a pair. The letters in it are as they were delivered.</summary>
public enum BookNames
{
    /// <summary>By their given names.</summary>
    Given,

    /// <summary>By the first letters of these.</summary>
    Initial,

    /// <summary>The program makes no books.</summary>
    NoBook,
}

/// <summary>What a program may set for itself; the defaults are those of the design. Kept as JSON beside the program, so that a new
/// policy needs no migration.</summary>
public sealed record Policies
{
    const int MostKnown = 1000;

    static readonly ConcurrentDictionary<string, Policies> Known = new();
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Hours that a turn has at the least once it has opened (1 to 720).</summary>
    public int MinimumTurnHours { get; init; } = 72;

    /// <summary>Hours that a writer has at the least to mend a returned letter, weekends and holidays not counted (1 to 240).</summary>
    public int MendingHours { get; init; } = 48;

    /// <summary>Reminder steps, in hours before the effective due date, longest first.</summary>
    public IReadOnlyList<int> ReminderHours { get; init; } = [168, 72, 24];

    /// <summary>From this local time no mail is sent, safety excepted.</summary>
    public TimeOnly QuietFrom { get; init; } = new(20, 0);

    /// <summary>Until this local time no mail is sent, safety excepted.</summary>
    public TimeOnly QuietUntil { get; init; } = new(8, 0);

    /// <summary>On this weekday, at this local time, coordinators get the weekly mail of what needs a person; in the quiet hours it waits for their end.</summary>
    public DayOfWeek PulseDay { get; init; } = DayOfWeek.Monday;

    public TimeOnly PulseAt { get; init; } = new(7, 30);

    /// <summary>So many days more a writer gets at once when they ask, once a letter (0 to 14). Beyond that a coordinator is asked.</summary>
    public int MoreTimeDays { get; init; } = 3;

    /// <summary>So often in 90 days (0 to 20).</summary>
    public int MoreTimeCount { get; init; } = 2;

    /// <summary>So many days in a row a mentor may say that they are away, and their letters wait (0 to 60); with 0 nobody may.</summary>
    public int AwayDays { get; init; } = 21;

    /// <summary>Weeks of a mentor's silence after which a reminder is proposed (1 to 26).</summary>
    public int SilenceReminderWeeks { get; init; } = 3;

    /// <summary>Weeks of a mentor's silence after which a warning is proposed (1 to 26).</summary>
    public int SilenceWarningWeeks { get; init; } = 5;

    /// <summary>Weeks of a mentor's silence after which a probation is proposed (1 to 26).</summary>
    public int SilenceProbationWeeks { get; init; } = 7;

    /// <summary>Weeks that a mentor has once a probation has been said, before another mentor is proposed (1 to 12).</summary>
    public int ProbationWeeks { get; init; } = 2;

    /// <summary>With so many mentees a mentor is not offered another one where a pair needs a substitute or a new mentor (1 to 100).</summary>
    public int MostMentees { get; init; } = 6;

    /// <summary>Whether a plan may open a round, or have a letter due, on a Saturday or Sunday. Otherwise such a date is drawn on the next working day.</summary>
    public bool PlanOnWeekends { get; init; }

    /// <summary>Seconds between approval and delivery, in which an approval can be taken back (0 to 86,400).</summary>
    public int DeliveryDelaySeconds { get; init; } = 60;

    /// <summary>Hours within which a letter is to be reviewed (1 to 240).</summary>
    public int ReviewHours { get; init; } = 24;

    /// <summary>Hours within which a letter on the safeguarding route is to be reviewed (1 to 24).</summary>
    public int SafeguardingReviewHours { get; init; } = 1;

    /// <summary>Minutes for which a reviewer holds a letter (1 to 240).</summary>
    public int ClaimMinutes { get; init; } = 20;

    /// <summary>So many of a hundred approved letters are read once more, blind, by another reviewer (0 to 100).</summary>
    public int SecondReadPercent { get; init; } = 5;

    /// <summary>Whether such a letter waits with its delivery for that.</summary>
    public bool SecondReadBefore { get; init; }

    /// <summary>So many hours at the longest (1 to 72); then it goes as it was approved.</summary>
    public int SecondReadHours { get; init; } = 12;

    /// <summary>Whether somebody new reads the training letters before the queue opens to them.</summary>
    public bool TrainingFirst { get; init; }

    /// <summary>Whether pairs may write outside the rounds too.</summary>
    public bool FreeLetters { get; init; } = true;

    /// <summary>Whether mentees may have a mail address and get mail.</summary>
    public bool MenteeMail { get; init; }

    /// <summary>How the two of a pair are named on the book of their letters, or that there is none.</summary>
    public BookNames BookNames { get; init; }

    /// <summary>What has a range: the policy, its least and its most, in its unit.</summary>
    public static readonly IReadOnlyList<(string Policy, int Least, int Most, Func<Policies, int> Of)> Ranges =
    [
        (nameof(MinimumTurnHours), 1, 720, policies => policies.MinimumTurnHours),
        (nameof(MendingHours), 1, 240, policies => policies.MendingHours),
        (nameof(MoreTimeDays), 0, 14, policies => policies.MoreTimeDays),
        (nameof(MoreTimeCount), 0, 20, policies => policies.MoreTimeCount),
        (nameof(AwayDays), 0, 60, policies => policies.AwayDays),
        (nameof(SilenceReminderWeeks), 1, 26, policies => policies.SilenceReminderWeeks),
        (nameof(SilenceWarningWeeks), 1, 26, policies => policies.SilenceWarningWeeks),
        (nameof(SilenceProbationWeeks), 1, 26, policies => policies.SilenceProbationWeeks),
        (nameof(ProbationWeeks), 1, 12, policies => policies.ProbationWeeks),
        (nameof(MostMentees), 1, 100, policies => policies.MostMentees),
        (nameof(DeliveryDelaySeconds), 0, 86_400, policies => policies.DeliveryDelaySeconds),
        (nameof(ReviewHours), 1, 240, policies => policies.ReviewHours),
        (nameof(SafeguardingReviewHours), 1, 24, policies => policies.SafeguardingReviewHours),
        (nameof(ClaimMinutes), 1, 240, policies => policies.ClaimMinutes),
        (nameof(SecondReadPercent), 0, 100, policies => policies.SecondReadPercent),
        (nameof(SecondReadHours), 1, 72, policies => policies.SecondReadHours),
    ];

    /// <summary>Most reminder steps, and how many hours before the date the first may lie.</summary>
    public const int MostReminders = 6, EarliestReminder = 720;

    /// <summary>What is out of its range; the key is that of the words for it.</summary>
    public IEnumerable<(string Field, string Key, int Least, int Most)> Faults()
    {
        foreach (var (policy, least, most, of) in Ranges)
            if (of(this) < least || of(this) > most) yield return (policy, $"policy.range.{policy}", least, most);
        if (ReminderHours.Count > MostReminders || ReminderHours.Any(hours => hours is < 1 or > EarliestReminder)) yield return (nameof(ReminderHours), "policy.range.ReminderHours", MostReminders, EarliestReminder);
    }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Policies never change, and a program's are asked for at every step of a letter: what has been read once is kept by its text.</summary>
    public static Policies FromJson(string json)
    {
        if (Known.TryGetValue(json, out var known)) return known;
        if (Known.Count >= MostKnown) Known.Clear();
        return Known[json] = JsonSerializer.Deserialize<Policies>(json, Json) ?? new();
    }
}

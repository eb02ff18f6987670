using LetterExchange.Features.Programs;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace LetterExchange.Features.Plans;

/// <summary>A turn's two dates: on time is submitted at or before <see cref="Due"/>; at <see cref="CutOff"/> the turn lapses.</summary>
public readonly record struct Dates(DateTimeOffset Due, DateTimeOffset CutOff)
{
    /// <summary>The due date moved; its cut-off moves as much.</summary>
    public Dates MovedTo(DateTimeOffset due) => new(due, CutOff + (due - Due));

    public Dates MovedBy(TimeSpan span) => new(Due + span, CutOff + span);
}

/// <summary>The fair clock (DESIGN.md, section 4, rules 4, 5 and 10): every date of a turn, from what happened and when, and nothing else.
/// No move ever makes a date earlier.</summary>
public sealed class FairClock(DateTimeZone zone, Policies policies, IReadOnlySet<LocalDate> holidays)
{
    static readonly ZoneLocalMappingResolver Planned = Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnForwardShifted);
    static readonly LocalDateTimePattern Pattern = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");

    public DateTimeZone Zone => zone;

    public Policies Policies => policies;

    public IReadOnlySet<LocalDate> Holidays => holidays;

    /// <summary>The clock of a program.</summary>
    /// <exception cref="DateTimeZoneNotFoundException">The program's zone is not an IANA time zone.</exception>
    public static FairClock Of(MentoringProgram program, IEnumerable<DateOnly> holidays) =>
        new(DateTimeZoneProviders.Tzdb[program.Zone], program.Policies, holidays.Select(LocalDate.FromDateOnly).ToHashSet());

    /// <summary>The instant of a planned local time. A time that a clock change leaves out is later by what was left out; of one that comes twice it is the first.</summary>
    public DateTimeOffset At(LocalDateTime planned) => planned.InZone(zone, Planned).ToInstant().ToDateTimeOffset();

    /// <summary>The instant of a planned local time written as yyyy-MM-ddTHH:mm.</summary>
    /// <exception cref="UnparsableValueException">It is written in another way.</exception>
    public DateTimeOffset At(string planned) => At(Parse(planned));

    public static LocalDateTime Parse(string planned) => Pattern.Parse(planned).GetValueOrThrow();

    public static bool TryParse(string? planned, out LocalDateTime local)
    {
        var parsed = Pattern.Parse(planned ?? "");
        local = parsed.Success ? parsed.Value : default;
        return parsed.Success;
    }

    public static string Format(LocalDateTime planned) => Pattern.Format(planned);

    /// <summary>What a clock on the program's wall shows.</summary>
    public LocalDateTime Local(DateTimeOffset at) => Instant.FromDateTimeOffset(at).InZone(zone).LocalDateTime;

    /// <summary>The program's local day.</summary>
    public LocalDate Day(DateTimeOffset at) => Local(at).Date;

    /// <summary>The same local time some days later.</summary>
    public DateTimeOffset AddDays(DateTimeOffset at, int days) => At(Local(at).PlusDays(days));

    /// <summary>A turn that opens is due at the later of its planned date and the minimum after it opened.</summary>
    public Dates Open(Dates planned, DateTimeOffset openedAt) =>
        planned.MovedTo(Later(planned.Due, openedAt + TimeSpan.FromHours(policies.MinimumTurnHours)));

    /// <summary>A returned letter is due at the later of its date and the mending time after the return.</summary>
    public Dates AfterReturn(Dates dates, DateTimeOffset returnedAt) =>
        dates.MovedTo(Later(dates.Due, AfterWorkingHours(returnedAt, policies.MendingHours)));

    /// <summary>A letter that its writer took back: the time it was in our hands is given back.</summary>
    public static Dates AfterHold(Dates dates, DateTimeOffset heldAt, DateTimeOffset takenBackAt) => dates.MovedBy(AtLeastNone(takenBackAt - heldAt));

    /// <summary>A pause stops the clock; what lies after it moves by its length.</summary>
    public static Dates AfterPause(Dates dates, TimeSpan length) => dates.MovedBy(AtLeastNone(length));

    /// <summary>A date that a coordinator moved; an earlier one changes nothing.</summary>
    public static Dates Extended(Dates dates, DateTimeOffset due) => dates.MovedTo(Later(dates.Due, due));

    /// <summary>When to remind next. Steps that have passed collapse into the latest of them, which is due at once when
    /// <paramref name="catchUp"/>; otherwise only a step still ahead counts. None at and after the due date.</summary>
    public DateTimeOffset? RemindAt(DateTimeOffset due, DateTimeOffset now, bool catchUp)
    {
        if (now >= due) return null;
        if (catchUp && StepPassed(due, now) is { } hours) return due - TimeSpan.FromHours(hours);
        return Steps.Select(ahead => due - TimeSpan.FromHours(ahead)).Where(at => at > now).Select(at => (DateTimeOffset?)at).Min();
    }

    /// <summary>The latest reminder step that has passed, in hours before the due date; none when none has, or the due date has passed too.</summary>
    public int? StepPassed(DateTimeOffset due, DateTimeOffset now) =>
        now >= due ? null : Steps.Where(hours => due - TimeSpan.FromHours(hours) <= now).Select(hours => (int?)hours).Min();

    /// <summary>When the deadline has something to do: a millisecond after the due date (late), then at the cut-off (lapsed).</summary>
    public static DateTimeOffset EnforceAt(Dates dates, bool lateTold) =>
        lateTold || dates.Due >= dates.CutOff ? dates.CutOff : dates.Due + TimeSpan.FromMilliseconds(1);

    /// <summary>On time is submitted at the due date's very millisecond or before.</summary>
    public static bool IsLate(Dates dates, DateTimeOffset submittedAt) => submittedAt > dates.Due;

    /// <summary>A submit is taken as the turn's until just before the cut-off.</summary>
    public static bool HasLapsed(Dates dates, DateTimeOffset now) => now >= dates.CutOff;

    /// <summary>Whether the program works on this day.</summary>
    public bool IsOff(LocalDate day) => day.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday || holidays.Contains(day);

    IEnumerable<int> Steps => policies.ReminderHours;

    /// <summary>Hours that pass on working days of the program only, in its zone.</summary>
    DateTimeOffset AfterWorkingHours(DateTimeOffset from, int hours)
    {
        var at = Instant.FromDateTimeOffset(from);
        var left = Duration.FromHours(hours);
        for (var day = at.InZone(zone).Date; ; day = day.PlusDays(1))
        {
            var end = zone.AtStartOfDay(day.PlusDays(1)).ToInstant();
            if (!IsOff(day))
            {
                if (left <= end - at) return (at + left).ToDateTimeOffset();
                left -= end - at;
            }
            at = end;
        }
    }

    static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one >= other ? one : other;

    static TimeSpan AtLeastNone(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;
}

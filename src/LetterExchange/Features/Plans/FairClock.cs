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

/// <summary>Days of the program's calendar on which somebody is away, the first and the last among them.</summary>
public readonly record struct DaysAway(LocalDate First, LocalDate Last)
{
    internal bool Includes(LocalDate day) => First <= day && day <= Last;
}

/// <summary>The fair clock (DESIGN.md, section 4, rules 4, 5 and 10): every date of a turn, from what happened and when, and nothing else.
/// No move ever makes a date earlier.</summary>
/// <param name="away">The days away of those whose turns are asked about; nobody is away where it is not given.</param>
/// <param name="off">The reminder steps that they do not want, in hours before the due date.</param>
public sealed class FairClock(DateTimeZone zone, Policies policies, IReadOnlySet<LocalDate> holidays, ILookup<Guid, DaysAway>? away = null, ILookup<Guid, int>? off = null)
{
    static readonly ZoneLocalMappingResolver Planned = Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnForwardShifted);
    static readonly LocalDateTimePattern Pattern = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");

    public DateTimeZone Zone => zone;

    public Policies Policies => policies;

    public IReadOnlySet<LocalDate> Holidays => holidays;

    /// <summary>The clock of a program.</summary>
    /// <exception cref="DateTimeZoneNotFoundException">The program's zone is not an IANA time zone.</exception>
    public static FairClock Of(MentoringProgram program, IEnumerable<DateOnly> holidays, ILookup<Guid, DaysAway>? away = null, ILookup<Guid, int>? off = null) =>
        new(DateTimeZoneProviders.Tzdb[program.Zone], program.Policies, holidays.Select(LocalDate.FromDateOnly).ToHashSet(), away, off);

    /// <summary>The same clock under other rules of the zone.</summary>
    internal FairClock Under(DateTimeZone other) => new(other, policies, holidays, away, off);

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

    /// <summary>What a coordinator makes of the plan of a letter that is open: later, never earlier than it was promised.</summary>
    public static Dates Replanned(Dates dates, Dates planned)
    {
        var moved = Extended(dates, planned.Due);
        return moved with { CutOff = Later(moved.CutOff, planned.CutOff) };
    }

    /// <summary>Whether a plan would not name this day for anything: a holiday and, unless the program plans on weekends too, a Saturday or Sunday.</summary>
    public bool IsAvoided(LocalDate day) => holidays.Contains(day) || (!policies.PlanOnWeekends && day.DayOfWeek is (IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday));

    /// <summary>The same time of day on the first day from this one on that a plan would name. Midnight belongs to the day that it ends.</summary>
    public LocalDateTime OnWorkingDay(LocalDateTime planned)
    {
        var ends = planned.TimeOfDay == LocalTime.Midnight ? 1 : 0;
        var day = planned.Date.PlusDays(-ends);
        while (IsAvoided(day)) day = day.PlusDays(1);
        return day.PlusDays(ends).At(planned.TimeOfDay);
    }

    /// <summary>A due date that falls on a day on which its writer is away moves to the same local time on the first working day after the last of these days.
    /// Midnight belongs to the day that it ends, as it does in words (<see cref="Text.PlainTime.Moment"/>).</summary>
    public DateTimeOffset Back(DateTimeOffset due, IReadOnlyCollection<DaysAway> away)
    {
        var (date, time) = Local(due);
        var ends = time == LocalTime.Midnight ? 1 : 0;
        var day = date.PlusDays(-ends);
        while (away.Where(days => days.Includes(day)).Select(days => (LocalDate?)days.Last).Max() is { } last)
        {
            do day = day.PlusDays(1);
            while (day <= last || IsOff(day));
        }
        return day.PlusDays(ends) == date ? due : At(day.PlusDays(ends).At(time));
    }

    /// <summary>The same clock, with days more on which somebody is away.</summary>
    internal FairClock With(Guid person, DaysAway days) =>
        new(zone, policies, holidays, (away?.SelectMany(one => one.Select(each => (one.Key, each))) ?? []).Append((person, days)).ToLookup(one => one.Item1, one => one.Item2), off);

    /// <summary>The dates of a turn that this person writes, moved past the days on which they are away.</summary>
    public Dates Back(Dates dates, Guid writer) => away is null || !away.Contains(writer) ? dates : dates.MovedTo(Back(dates.Due, [.. away[writer]]));

    /// <summary>When to remind next. Steps that have passed collapse into the latest of them, which is due at once when
    /// <paramref name="catchUp"/>; otherwise only a step still ahead counts. None at and after the due date.</summary>
    /// <param name="steps">The writer's (<see cref="Steps"/>); the program's where none are given.</param>
    public DateTimeOffset? RemindAt(DateTimeOffset due, DateTimeOffset now, bool catchUp, IReadOnlyCollection<int>? steps = null)
    {
        if (now >= due) return null;
        if (catchUp && StepPassed(due, now, steps) is { } hours) return due - TimeSpan.FromHours(hours);
        return (steps ?? policies.ReminderHours).Select(ahead => due - TimeSpan.FromHours(ahead)).Where(at => at > now).Select(at => (DateTimeOffset?)at).Min();
    }

    /// <summary>The latest reminder step that has passed, in hours before the due date; none when none has, or the due date has passed too.</summary>
    public int? StepPassed(DateTimeOffset due, DateTimeOffset now, IReadOnlyCollection<int>? steps = null) =>
        now >= due ? null : (steps ?? policies.ReminderHours).Where(hours => due - TimeSpan.FromHours(hours) <= now).Select(hours => (int?)hours).Min();

    /// <summary>The reminder steps of somebody who writes, in hours before the due date.</summary>
    public IReadOnlyCollection<int> Steps(Guid writer, Side side) => off is null ? policies.ReminderHours : Wanted(policies.ReminderHours, [.. off[writer]], side);

    /// <summary>The program's steps without those that somebody does not want. A mentee keeps the last one before the date, whatever they chose.</summary>
    internal static IReadOnlyCollection<int> Wanted(IReadOnlyCollection<int> steps, IReadOnlyCollection<int> off, Side side) =>
        [.. steps.Where(hours => !off.Contains(hours) || (side == Side.Mentee && hours == steps.Min()))];

    /// <summary>When the deadline has something to do: a millisecond after the due date (late), then at the cut-off (lapsed).</summary>
    public static DateTimeOffset EnforceAt(Dates dates, bool lateTold) =>
        lateTold || dates.Due >= dates.CutOff ? dates.CutOff : dates.Due + TimeSpan.FromMilliseconds(1);

    /// <summary>On time is submitted at the due date's very millisecond or before.</summary>
    public static bool IsLate(Dates dates, DateTimeOffset submittedAt) => submittedAt > dates.Due;

    /// <summary>A submit is taken as the turn's until just before the cut-off.</summary>
    public static bool HasLapsed(Dates dates, DateTimeOffset now) => now >= dates.CutOff;

    /// <summary>Whether the program works on this day.</summary>
    public bool IsOff(LocalDate day) => day.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday || holidays.Contains(day);

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

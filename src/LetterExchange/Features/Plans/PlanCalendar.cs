using NodaTime;

namespace LetterExchange.Features.Plans;

/// <summary>What happens on a day of a plan.</summary>
public enum MarkKind { Opens, Due, CutOff }

/// <summary>A date of a plan on its calendar.</summary>
/// <param name="Round">From 1.</param>
/// <param name="Turn">From 1; 0 for the round's opening.</param>
/// <param name="Field">The form's field that holds it.</param>
public sealed record CalendarMark(LocalDateTime At, MarkKind Kind, int Round, int Turn, string Field);

/// <summary>A day of the calendar.</summary>
/// <param name="Holiday">What it is called, when the program is off.</param>
/// <param name="Away">How many mentors are away.</param>
public sealed record CalendarDay(LocalDate Day, bool IsInMonth, string? Holiday, int Away, IReadOnlyList<CalendarMark> Marks)
{
    public bool IsWeekend => Day.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday;
}

/// <summary>A plan drawn on months, Monday first, and the same as a list of weeks. Pure.</summary>
public sealed class PlanCalendar
{
    /// <summary>The most months that are drawn.</summary>
    public const int MostMonths = 18;

    readonly ILookup<LocalDate, CalendarMark> marks;
    readonly IReadOnlyDictionary<LocalDate, string> holidays;
    readonly IReadOnlyDictionary<LocalDate, int> away;

    /// <param name="away">How many mentors are away on a day; days on which nobody is may be missing.</param>
    public PlanCalendar(PlanSheet sheet, IReadOnlyDictionary<LocalDate, string> holidays, IReadOnlyDictionary<LocalDate, int> away)
    {
        (this.holidays, this.away) = (holidays, away);
        var all = Marks(sheet).OrderBy(mark => mark.At).ToList();
        // Midnight belongs to the day that it ends, as it does in words.
        marks = all.ToLookup(mark => mark.At.TimeOfDay == LocalTime.Midnight ? mark.At.Date.PlusDays(-1) : mark.At.Date);
        if (all.Count == 0) return;
        var first = marks.Min(day => day.Key).With(DateAdjusters.StartOfMonth);
        var count = Math.Min(MostMonths, Period.Between(first, marks.Max(day => day.Key), PeriodUnits.Months).Months + 1);
        Months = [.. Enumerable.Range(0, count).Select(first.PlusMonths)];
    }

    /// <summary>The first days of the months from the first date to the last; none where no date can be read.</summary>
    public IReadOnlyList<LocalDate> Months { get; } = [];

    /// <summary>The weeks of a month; what belongs to another month is there without its dates.</summary>
    public IEnumerable<IReadOnlyList<CalendarDay>> Weeks(LocalDate month)
    {
        for (var monday = month.With(DateAdjusters.PreviousOrSame(IsoDayOfWeek.Monday)); monday < month.PlusMonths(1); monday = monday.PlusWeeks(1))
            yield return [.. Enumerable.Range(0, 7).Select(n => Day(monday.PlusDays(n), monday.PlusDays(n).Month == month.Month))];
    }

    /// <summary>The weeks in which something happens, each by its Monday with the days that matter.</summary>
    public IEnumerable<(LocalDate Monday, IReadOnlyList<CalendarDay> Days)> List() => marks.Select(day => day.Key).Distinct().GroupBy(day => day.With(DateAdjusters.PreviousOrSame(IsoDayOfWeek.Monday)))
        .OrderBy(week => week.Key).Select(week => (week.Key, (IReadOnlyList<CalendarDay>)[.. Enumerable.Range(0, 7).Select(n => Day(week.Key.PlusDays(n), true)).Where(day => day.Marks.Count > 0 || day.Holiday is not null)]));

    CalendarDay Day(LocalDate day, bool inMonth) => new(day, inMonth, inMonth ? holidays.GetValueOrDefault(day) : null, inMonth ? away.GetValueOrDefault(day) : 0, inMonth ? [.. marks[day]] : []);

    static IEnumerable<CalendarMark> Marks(PlanSheet sheet)
    {
        foreach (var (n, round) in sheet.Rounds.Index())
        {
            if (DaysOff.Read(round.Opens) is { } opens) yield return new(opens, MarkKind.Opens, n + 1, 0, $"Sheet.Rounds[{n}].Opens");
            foreach (var (t, turn) in round.Turns.Index())
            {
                if (DaysOff.Read(turn.Due) is { } due) yield return new(due, MarkKind.Due, n + 1, t + 1, $"Sheet.Rounds[{n}].Turns[{t}].Due");
                if (DaysOff.Read(turn.CutOff) is { } cutOff) yield return new(cutOff, MarkKind.CutOff, n + 1, t + 1, $"Sheet.Rounds[{n}].Turns[{t}].CutOff");
            }
        }
    }
}

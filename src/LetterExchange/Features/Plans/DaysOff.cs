using System.Globalization;
using NodaTime;

namespace LetterExchange.Features.Plans;

/// <summary>A date of a plan that would have lain on a day off, or whose cut-off went with its due date, and where it lies now.</summary>
/// <param name="Round">From 1.</param>
/// <param name="Turn">From 1; 0 for the round's opening.</param>
public sealed record DateAvoided(int Round, int Turn, bool IsCutOff, LocalDateTime From, LocalDateTime To)
{
    /// <summary>Reads what a page before this one has written, one a line.</summary>
    internal static IReadOnlyList<DateAvoided> Read(string? lines) => [.. (lines ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))
        .Select(part => new DateAvoided(int.Parse(part[0], CultureInfo.InvariantCulture), int.Parse(part[1], CultureInfo.InvariantCulture), part[2] == "1", FairClock.Parse(part[3]), FairClock.Parse(part[4])))];

    internal static string Write(IEnumerable<DateAvoided> dates) => string.Join('\n', dates.Select(date =>
        string.Create(CultureInfo.InvariantCulture, $"{date.Round} {date.Turn} {(date.IsCutOff ? 1 : 0)} {FairClock.Format(date.From)} {FairClock.Format(date.To)}")));
}

/// <summary>Drawing dates: whole sheets move by days, and what would fall on a holiday (or on a weekend, unless the program plans on them) stands on the next working day. Pure.</summary>
public static class DaysOff
{
    /// <summary>Moves what falls on a day off. A cut-off goes with its due date before it is looked at itself. What cannot be read stays as it is typed.</summary>
    /// <param name="from">What lies before it stays where it is.</param>
    /// <returns>What has moved, in the order of the sheet.</returns>
    public static List<DateAvoided> Avoid(PlanSheet sheet, FairClock clock, LocalDateTime? from = null)
    {
        var avoided = new List<DateAvoided>();
        foreach (var (n, round) in sheet.Rounds.Index())
        {
            round.Opens = Off(round.Opens, n + 1, 0, false, 0, out _);
            foreach (var (t, turn) in round.Turns.Index())
            {
                turn.Due = Off(turn.Due, n + 1, t + 1, false, 0, out var days);
                turn.CutOff = Off(turn.CutOff, n + 1, t + 1, true, days, out _);
            }
        }
        return avoided;

        string? Off(string? typed, int round, int turn, bool isCutOff, int with, out int days)
        {
            days = 0;
            if (Read(typed) is not { } local || local < from) return typed;
            var to = clock.OnWorkingDay(local.PlusDays(with));
            days = Period.DaysBetween(local.Date, to.Date);
            if (to != local) avoided.Add(new(round, turn, isCutOff, local, to));
            return FairClock.Format(to);
        }
    }

    /// <summary>Moves every date from a moment on by days, then off days off. A cut-off goes with its due date.</summary>
    public static List<DateAvoided> Move(PlanSheet sheet, FairClock clock, LocalDateTime from, int days)
    {
        foreach (var round in sheet.Rounds)
        {
            round.Opens = Far(round.Opens, false);
            foreach (var turn in round.Turns)
            {
                var moves = Read(turn.Due) >= from;
                (turn.Due, turn.CutOff) = (Far(turn.Due, false), Far(turn.CutOff, moves));
            }
        }
        return Avoid(sheet, clock, from.PlusDays(Math.Min(days, 0)));

        string? Far(string? typed, bool anyway) => Read(typed) is { } local && (anyway || local >= from) ? FairClock.Format(local.PlusDays(days)) : typed;
    }

    /// <summary>By how many days a plan moves over a holiday: a short one by its days, one of a working week or more by whole weeks, so that the days of the week stay.</summary>
    public static int Over(DateOnly first, DateOnly last)
    {
        var days = last.DayNumber - first.DayNumber + 1;
        return days < 5 ? days : (days + 6) / 7 * 7;
    }

    /// <summary>The rounds of another year: the same days of the week, the same distances, from the first such day on or after the start; then off the days off of that year.</summary>
    /// <returns>Where the first round opens, and what has moved off a day off.</returns>
    public static (LocalDate Opens, List<DateAvoided> Avoided) Copy(PlanSheet sheet, FairClock clock, LocalDate start)
    {
        if (sheet.Rounds.Select(round => Read(round.Opens)).FirstOrDefault() is not { } first) return (start, []);
        var opens = start.With(DateAdjusters.NextOrSame(first.DayOfWeek));
        return (opens, Move(sheet, clock, LocalDate.MinIsoValue.AtMidnight(), Period.DaysBetween(first.Date, opens)));
    }

    internal static LocalDateTime? Read(string? typed) => FairClock.TryParse(typed, out var local) && local.Year is >= 2000 and <= 2200 ? local : null;
}

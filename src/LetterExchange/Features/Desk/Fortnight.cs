using LetterExchange.Features.Plans;
using LetterExchange.Text;
using NodaTime;

namespace LetterExchange.Features.Desk;

/// <summary>What falls on a day of somebody's fortnight.</summary>
public enum DayMark { Mine, Theirs, Round }

/// <summary>Two weeks from today on, a line a pair.</summary>
/// <param name="Days">Of the program's calendar, today first.</param>
public sealed record Fortnight(IReadOnlyList<LocalDate> Days, IReadOnlyList<FortnightLine> Lines)
{
    const int Length = 14;

    public bool IsEmpty => !Lines.Any(line => Days.Any(line.Marks.Contains));

    /// <summary>The pairs that go on, in the order given.</summary>
    public static Fortnight Of(IEnumerable<Season> seasons, PlainTime times)
    {
        var today = times.DayOf(times.Now);
        return new([.. Enumerable.Range(0, Length).Select(today.PlusDays)], [.. seasons.Where(season => season.IsLive(times.Now)).Select(season => new FortnightLine(season, Marks(season, times)))]);
    }

    public static bool IsWeekend(LocalDate day) => day.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday;

    /// <summary>Letters that are due in the open round, and rounds that open. What is overdue falls on no day.</summary>
    static ILookup<LocalDate, DayMark> Marks(Season season, PlainTime times)
    {
        var due = season.OpenRound is not { } open ? [] : season.TurnsOf(open)
            .Where(turn => turn.State == TurnState.Waiting || (turn.State == TurnState.Open && (turn.HeldAt is null || turn.WriterId == season.Partner)))
            .Select(turn => (At: turn.DueAt, Mark: turn.WriterId == season.Me ? DayMark.Mine : DayMark.Theirs));
        var opening = season.Rounds.Where(round => round.State == AssignmentState.Scheduled).Select(round => (At: round.OpensAt, Mark: DayMark.Round));
        return due.Concat(opening).ToLookup(one => times.DayOf(one.At), one => one.Mark);
    }
}

/// <summary>A pair's line in the fortnight.</summary>
public sealed record FortnightLine(Season Season, ILookup<LocalDate, DayMark> Marks);

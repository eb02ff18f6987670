using NodaTime;

namespace LetterExchange.Features.Plans;

/// <summary>One day of the forecast, in letters.</summary>
/// <param name="Arrivals">That are due on it, and so arrive.</param>
/// <param name="Room">That reviewers get through.</param>
/// <param name="Waiting">That wait at its end.</param>
/// <param name="Overdue">Of those, that have waited longer than the service level.</param>
/// <param name="Late">Of those, that have done so for the first time.</param>
public sealed record ForecastDay(LocalDate Day, int Arrivals, double Room, int Waiting, int Overdue, int Late);

/// <summary>What the review queue will look like. Pure.</summary>
/// <param name="Days">From today on.</param>
/// <param name="Overflow">The first day at whose end letters have waited longer than the service level; none when every letter is read in time.</param>
public sealed record Forecast(IReadOnlyList<ForecastDay> Days, LocalDate? Overflow)
{
    public int Most => Days.Count == 0 ? 0 : Days.Max(day => Math.Max(day.Waiting, day.Arrivals));

    public int Late => Days.Sum(day => day.Late);
}

/// <summary>Day by day: letters come on the day that they are due, reviewers take the oldest first, for as many minutes as they have said, as fast as they have been.</summary>
public static class Capacity
{
    /// <summary>How many decisions make somebody's pace their own, or a program's.</summary>
    public const int Enough = 20;

    /// <summary>Minutes a letter where too few have been decided to know.</summary>
    public const double Assumed = 3;

    /// <param name="arrivals">Letters by day; days without any may be missing.</param>
    /// <param name="room">How many letters are read on a day.</param>
    /// <param name="waiting">Letters that wait today already; they count as of today.</param>
    /// <param name="hours">The service level. A letter that came on a day is late at the end of the day on which that many hours have passed since that day's end.</param>
    public static Forecast Of(LocalDate today, int days, IReadOnlyDictionary<LocalDate, int> arrivals, Func<LocalDate, double> room, int waiting, int hours)
    {
        var queue = new Queue<(LocalDate Day, int Left)>();
        var all = new List<ForecastDay>();
        var (spare, first) = (0d, waiting);
        for (var n = 0; n < days; n++, first = 0)
        {
            var day = today.PlusDays(n);
            var (come, reads) = (arrivals.GetValueOrDefault(day), room(day));
            if (come + first > 0) queue.Enqueue((day, come + first));
            // What is left of a letter's time is not lost over night while there is something to read.
            spare = Read(queue, spare + reads);
            var late = queue.Where(part => Passed(part.Day, day) >= hours && Passed(part.Day, day.PlusDays(-1)) < hours).Sum(part => part.Left);
            all.Add(new(day, come, reads, queue.Sum(part => part.Left), queue.Where(part => Passed(part.Day, day) >= hours).Sum(part => part.Left), late));
        }
        return new(all, all.Find(day => day.Late > 0)?.Day);
    }

    /// <summary>How many letters the reviewers of a program get through on a day.</summary>
    /// <param name="reviewers">Of each the minutes by weekday, 1 for Monday, and the minutes a letter.</param>
    public static double Room(LocalDate day, IEnumerable<(IReadOnlyDictionary<int, int> Minutes, double Pace)> reviewers, Func<LocalDate, bool> isHoliday) =>
        isHoliday(day) ? 0 : reviewers.Sum(one => one.Minutes.GetValueOrDefault((int)day.DayOfWeek) / one.Pace);

    /// <summary>The middle of some times; of an even number the mean of the two in the middle.</summary>
    public static double? Median(IReadOnlyList<double> times)
    {
        if (times.Count == 0) return null;
        var sorted = times.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[sorted.Count / 2 - 1] + sorted[sorted.Count / 2]) / 2;
    }

    static int Passed(LocalDate from, LocalDate to) => Period.DaysBetween(from, to) * 24;

    /// <summary>Reads whole letters, the oldest first; gives back the part of one that is left over, nothing when nobody waits.</summary>
    static double Read(Queue<(LocalDate Day, int Left)> queue, double room)
    {
        while (queue.TryPeek(out var oldest) && room >= 1)
        {
            var read = (int)Math.Min(oldest.Left, Math.Floor(room));
            room -= read;
            queue.Dequeue();
            if (read == oldest.Left) continue;
            var rest = queue.ToList();
            queue.Clear();
            queue.Enqueue((oldest.Day, oldest.Left - read));
            rest.ForEach(queue.Enqueue);
        }
        return queue.Count == 0 ? 0 : room;
    }
}

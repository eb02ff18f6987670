using System.Collections.Concurrent;

namespace LetterExchange.Benchmarks.Load;

/// <summary>What was asked and how long it took, by page, and what failed, by kind. All users write into one.</summary>
sealed class Tally
{
    readonly ConcurrentDictionary<string, ConcurrentBag<double>> times = new();
    readonly ConcurrentDictionary<(string Page, string Kind), int> failures = new();
    long from = long.MaxValue, until = long.MaxValue;

    /// <summary>From now on it counts; what came before was warming up.</summary>
    public void Begin() => from = TimeProvider.System.GetTimestamp();

    /// <summary>What is asked from now on does not count any more.</summary>
    public void End() => until = TimeProvider.System.GetTimestamp();

    public bool HasFailures => !failures.IsEmpty;

    /// <summary>Requests that were answered as they should be.</summary>
    public int Answered => times.Values.Sum(bag => bag.Count);

    /// <param name="asked">The timestamp from which the answer was waited for.</param>
    public void Took(string page, long asked)
    {
        if (Counts(asked)) times.GetOrAdd(page, _ => []).Add(TimeProvider.System.GetElapsedTime(asked).TotalMilliseconds);
    }

    /// <summary>A failure counts also while it is warmed up: there must be none.</summary>
    /// <param name="kind">A status, or <c>time-out</c>, <c>refused</c>, <c>signed out</c>, <c>other page</c>.</param>
    public void Failed(string page, string kind) => failures.AddOrUpdate((page, kind), 1, (_, many) => many + 1);

    public int Failures => failures.Values.Sum();

    /// <summary>Milliseconds, in order: of one page, or of all.</summary>
    public List<double> Times(string? page = null) => [.. times.Where(one => page is null || one.Key == page).SelectMany(one => one.Value).Order()];

    public void Print(TextWriter to)
    {
        to.WriteLine($"  {"page",-16}{"requests",10}{"median ms",12}{"p95 ms",10}{"p99 ms",10}{"max ms",10}");
        foreach (var page in times.Keys.Order()) Print(to, page, Times(page));
        Print(to, "all", Times());
        foreach (var ((page, kind), many) in failures.OrderByDescending(one => one.Value)) to.WriteLine($"  failed: {page}, {kind}: {many}");
    }

    bool Counts(long asked) => asked >= from && asked < until;

    static void Print(TextWriter to, string page, List<double> times)
    {
        if (times.Count > 0) to.WriteLine($"  {page,-16}{times.Count,10:N0}{At(times, 50),12:0.0}{At(times, 95),10:0.0}{At(times, 99),10:0.0}{times[^1],10:0.0}");
    }

    /// <summary>The percentile of times in order; not a number where there are none.</summary>
    public static double At(List<double> times, int percent) => times.Count == 0 ? double.NaN : times[Math.Min(times.Count - 1, times.Count * percent / 100)];
}

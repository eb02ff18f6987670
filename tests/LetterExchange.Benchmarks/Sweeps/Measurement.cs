using LetterExchange.Benchmarks.Bench;

namespace LetterExchange.Benchmarks.Sweeps;

/// <summary>Runs sweeps that find nothing, and says what a look costs: the run and the question what is due next, as the scheduler makes them.
/// The sweeps take turns, so that what else the machine does falls on all of them alike.</summary>
static class Measurement
{
    /// <summary>What the median may be.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(2);

    const int WarmUp = 50;

    /// <summary>Prints a table. False when a sweep is over the limit.</summary>
    /// <param name="engine">On which database, for the figure.</param>
    /// <exception cref="InvalidOperationException">A sweep moved something: that was not a look with nothing due.</exception>
    public static async Task<bool> Of(IReadOnlyList<Sweep> sweeps, int runs, string engine)
    {
        var times = sweeps.ToDictionary(sweep => sweep, _ => new List<double>(runs));
        for (var run = -WarmUp; run < runs; run++)
            foreach (var sweep in sweeps)
            {
                var took = await Look(sweep);
                if (run >= 0) times[sweep].Add(took.TotalMilliseconds);
            }
        Console.WriteLine($"  {"sweep",-10}{"median ms",12}{"p95 ms",12}{"limit ms",12}");
        var medians = sweeps.Select(sweep => Print(sweep.Due, [.. times[sweep].Order()])).ToList();
        return Figure.SayWorst($"a sweep with nothing due, median, {engine}: the slowest", medians, "ms", Limit.TotalMilliseconds);
    }

    static (string, double) Print(Due due, double[] times)
    {
        var (median, late) = (times[times.Length / 2], times[times.Length * 95 / 100]);
        Console.WriteLine($"  {due,-10}{median,12:0.000}{late,12:0.000}{Limit.TotalMilliseconds,12:0.000}  {(median <= Limit.TotalMilliseconds ? "ok" : "over")}");
        return ($"{due}", median);
    }

    static async Task<TimeSpan> Look(Sweep sweep)
    {
        var began = TimeProvider.System.GetTimestamp();
        var moved = await sweep.Run(CancellationToken.None);
        await sweep.Next();
        var took = TimeProvider.System.GetElapsedTime(began);
        return moved == 0 ? took : throw new InvalidOperationException($"The sweep {sweep.Due} moved {moved}: something was due.");
    }
}

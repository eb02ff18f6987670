using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace LetterExchange;

/// <summary>What is measured while the service works: the meter <see cref="Name"/> and traces of the same name. Tags are codes and never anything of a person.</summary>
public sealed class Measures : IDisposable
{
    /// <summary>The meter's and the traces' name.</summary>
    public const string Name = "LetterExchange";

    static readonly ActivitySource Traces = new(Name);

    readonly Histogram<double> took, late, delivery;
    readonly Counter<long> failed, delivered;

    public Measures()
    {
        Meter = new(new MeterOptions(Name) { Scope = this }); // Its own: more than one service may run in a process.
        took = Meter.CreateHistogram("letterexchange.sweep.duration", "s", "How long a run of a sweep took.", null, Bounds(0.001, 0.005, 0.02, 0.1, 0.5, 1, 5, 15, 60, 300));
        late = Meter.CreateHistogram("letterexchange.sweep.lag", "s", "How long after it was asked for, or after the instant that the run before had named, a run of a sweep began.", null, Bounds(0.01, 0.05, 0.2, 1, 5, 15, 60, 300, 1800));
        failed = Meter.CreateCounter<long>("letterexchange.sweep.failures", "{run}", "Runs of sweeps that failed; the next run is the retry.");
        delivered = Meter.CreateCounter<long>("letterexchange.letters.delivered", "{letter}", "Letters delivered.");
        delivery = Meter.CreateHistogram("letterexchange.letters.delivery_time", "s", "From the first submit of a letter to its delivery.", null,
            Bounds(60, 900, 3600, 4 * 3600, 12 * 3600, 86_400, 2 * 86_400, 3 * 86_400, 7 * 86_400, 14 * 86_400, 30 * 86_400));
    }

    /// <summary>Where gauges are added.</summary>
    public Meter Meter { get; }

    /// <summary>A run of a sweep has ended.</summary>
    /// <param name="lag">How late it began; nothing for a routine look.</param>
    public void Swept(Due due, TimeSpan duration, TimeSpan? lag, bool hasFailed)
    {
        var sweep = new KeyValuePair<string, object?>("sweep", Jobs.IdOf(due));
        took.Record(duration.TotalSeconds, sweep);
        if (lag is { } waited) late.Record(waited.TotalSeconds, sweep);
        if (hasFailed) failed.Add(1, sweep);
    }

    /// <summary>Letters have been delivered.</summary>
    /// <param name="times">Of each, from its first submit to now.</param>
    public void Delivered(IReadOnlyCollection<TimeSpan> times)
    {
        delivered.Add(times.Count);
        foreach (var time in times) delivery.Record(time.TotalSeconds);
    }

    /// <summary>A trace of a run of a sweep; nothing where nobody follows traces.</summary>
    public static Activity? Trace(Due due) => Traces.StartActivity($"sweep {Jobs.IdOf(due)}", ActivityKind.Internal, default(ActivityContext));

    public void Dispose() => Meter.Dispose();

    static InstrumentAdvice<double> Bounds(params double[] seconds) => new() { HistogramBucketBoundaries = seconds };
}

using System.Diagnostics.Metrics;

namespace LetterExchange.Features.Administration;

/// <summary>The figures as gauges of the service's meter.</summary>
public sealed class Gauges
{
    static readonly string[] queues = ["screening", "delivery", "notices", "mails", "links", "imports", "exports", "index", "seal"];
    static readonly string[] routes = ["standard", "attention", "safeguarding"];

    public Gauges(Measures measures, Figures figures, TimeProvider clock)
    {
        var meter = measures.Meter;
        meter.CreateObservableGauge("letterexchange.review.letters", () => Read<long>(all => InReview(all, figure => figure.Waiting)), "{letter}", "Letters in review, by route.");
        meter.CreateObservableGauge("letterexchange.review.oldest_age", () => Read<double>(all => InReview(all, figure => figure.Age(clock.GetUtcNow()).TotalSeconds)), "s", "For how long the oldest letter has been in review, by route.");
        meter.CreateObservableGauge("letterexchange.review.late", () => Read<long>(all => [new Measurement<long>(all.Of("late").Waiting)]), "{letter}", "Letters in review past the time that was promised.");
        meter.CreateObservableGauge("letterexchange.notices.unsent", () => Read<long>(all => [new Measurement<long>(all.Of("notices").Waiting)]), "{notice}", "Notices that are to be mailed and are not yet.");
        meter.CreateObservableGauge("letterexchange.notices.oldest_age", () => Read<double>(all => [new Measurement<double>(all.Of("notices").Age(clock.GetUtcNow()).TotalSeconds)]), "s",
            "For how long the oldest unsent notice could have been mailed; waiting for the morning does not count.");
        meter.CreateObservableGauge("letterexchange.queue.size", () => Read<long>(all => queues.Select(name => new Measurement<long>(all.Of(name).Waiting, Tag("queue", name)))), "{row}", "How much waits for each sweep.");
        meter.CreateObservableGauge("letterexchange.stuck.rows", () => Read<long>(all => [new Measurement<long>(all.Of("stuck").Waiting)]), "{row}", "Rows that sweeps could not do.");

        IEnumerable<Measurement<T>> Read<T>(Func<IReadOnlyList<Figure>, IEnumerable<Measurement<T>>> of) where T : struct => figures.Latest() is { } all ? of(all) : [];
    }

    /// <summary>A route without a letter is nought, and not missing.</summary>
    static IEnumerable<Measurement<T>> InReview<T>(IReadOnlyList<Figure> all, Func<Figure, T> value) where T : struct
    {
        var waiting = all.InReview().ToDictionary(one => one.Route, one => one.Figure);
        return routes.Select(route => new Measurement<T>(value(waiting.GetValueOrDefault(route) ?? new()), Tag("route", route)));
    }

    static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}

using NodaTime;

namespace LetterExchange.Features.Programs;

/// <summary>Days of a program's calendar as instants.</summary>
public static class Days
{
    /// <summary>The day's first moment in the zone (where the clocks skip midnight: the first that exists).</summary>
    public static DateTimeOffset Start(DateOnly day, string zone) =>
        DateTimeZoneProviders.Tzdb[zone].AtStartOfDay(LocalDate.FromDateOnly(day)).ToInstant().ToDateTimeOffset();

    /// <summary>The moment at which the day is over.</summary>
    public static DateTimeOffset End(DateOnly day, string zone) => Start(day.AddDays(1), zone);

    /// <summary>The day on which an instant falls.</summary>
    public static DateOnly Of(DateTimeOffset at, string zone) =>
        Instant.FromDateTimeOffset(at).InZone(DateTimeZoneProviders.Tzdb[zone]).Date.ToDateOnly();

    /// <summary>The last day before an instant that ends something: the other way round from <see cref="End"/>.</summary>
    public static DateOnly LastBefore(DateTimeOffset end, string zone) => Of(end.AddMilliseconds(-1), zone);

    /// <summary>Every zone that exists, by name.</summary>
    public static IReadOnlyList<string> Zones { get; } = [.. DateTimeZoneProviders.Tzdb.Ids.Where(id => id.Contains('/') && !id.StartsWith("Etc/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public static bool IsZone(string? zone) => zone is not null && DateTimeZoneProviders.Tzdb.Ids.Contains(zone);
}

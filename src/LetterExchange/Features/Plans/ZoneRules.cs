using System.Text.Json;
using NodaTime;
using NodaTime.TimeZones;

namespace LetterExchange.Features.Plans;

/// <summary>The rules of a time zone over some years, as dates were derived by them, and how far the dates have followed newer ones.</summary>
/// <param name="Version">Of the data that they come from, such as 2026a.</param>
/// <param name="Offsets">From which instant (milliseconds of Unix time; the first also counts for all before) the zone is how many seconds ahead of UTC.</param>
/// <param name="Until">What is known of them ends here, in milliseconds of Unix time.</param>
/// <param name="After">The last pair whose dates have followed; nothing when none are to follow.</param>
sealed record ZoneRules(string Version, IReadOnlyList<ZoneOffset> Offsets, long Until, Guid? After = null)
{
    /// <summary>How far ahead the rules are kept, in days: no plan reaches further.</summary>
    const int Ahead = 3660;

    public static ZoneRules Of(DateTimeZone zone, string version, DateTimeOffset now)
    {
        var (from, until) = (Instant.FromDateTimeOffset(now), Instant.FromDateTimeOffset(now.AddDays(Ahead)));
        var offsets = zone.GetZoneIntervals(new Interval(from, until), ZoneEqualityComparer.Options.OnlyMatchWallOffset)
            .Select(interval => new ZoneOffset((interval.HasStart && interval.Start > from ? interval.Start : from).ToUnixTimeMilliseconds(), interval.WallOffset.Seconds));
        return new(version, [.. offsets], until.ToUnixTimeMilliseconds());
    }

    /// <summary>What the data of a provider is called: 2026a of <c>TZDB: 2026a (mapping: …)</c>.</summary>
    public static string VersionOf(IDateTimeZoneProvider zones) => zones.VersionId.Replace("TZDB:", "", StringComparison.Ordinal).Trim().Split(' ')[0];

    public static ZoneRules? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<ZoneRules>(json);

    public string ToJson() => JsonSerializer.Serialize(this);

    /// <summary>Whether these rules say the same from an instant on, as far as both are known.</summary>
    public bool SayTheSame(ZoneRules other, DateTimeOffset now)
    {
        var (from, until) = (now.ToUnixTimeMilliseconds(), Math.Min(Until, other.Until));
        return Changes(from, until).SequenceEqual(other.Changes(from, until));
    }

    /// <summary>A zone by these rules.</summary>
    public DateTimeZone Zone(string id) => new Kept(id, Offsets);

    IEnumerable<ZoneOffset> Changes(long from, long until) =>
        Offsets.Where((offset, n) => offset.From < until && (n + 1 == Offsets.Count || Offsets[n + 1].From > from)).Select(offset => offset with { From = Math.Max(offset.From, from) });

    sealed class Kept(string id, IReadOnlyList<ZoneOffset> offsets)
        : DateTimeZone(id, false, Offset.FromSeconds(offsets.Min(offset => offset.Seconds)), Offset.FromSeconds(offsets.Max(offset => offset.Seconds)))
    {
        readonly ZoneInterval[] intervals = [.. offsets.Select((offset, n) => new ZoneInterval(id,
            n == 0 ? null : Instant.FromUnixTimeMilliseconds(offset.From), n + 1 == offsets.Count ? null : Instant.FromUnixTimeMilliseconds(offsets[n + 1].From), Offset.FromSeconds(offset.Seconds), Offset.Zero))];

        public override ZoneInterval GetZoneInterval(Instant instant) => intervals.Last(interval => !interval.HasStart || interval.Start <= instant);
    }
}

/// <summary>From an instant on, in milliseconds of Unix time, a zone is so many seconds ahead of UTC.</summary>
readonly record struct ZoneOffset(long From, int Seconds);

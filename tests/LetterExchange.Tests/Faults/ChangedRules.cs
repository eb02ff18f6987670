using NodaTime;

namespace LetterExchange.Tests.Faults;

/// <summary>The time zones of some version, one of them by other rules than in the library.</summary>
public sealed class ChangedRules(string version, string id, DateTimeZone rules) : IDateTimeZoneProvider
{
    public string VersionId => $"TZDB: {version} (mapping: 1)";

    public System.Collections.ObjectModel.ReadOnlyCollection<string> Ids => DateTimeZoneProviders.Tzdb.Ids;

    public DateTimeZone this[string zone] => GetZoneOrNull(zone) ?? throw new NodaTime.TimeZones.DateTimeZoneNotFoundException(zone);

    public DateTimeZone GetSystemDefault() => DateTimeZoneProviders.Tzdb.GetSystemDefault();

    public DateTimeZone? GetZoneOrNull(string zone) => zone == id ? rules : DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone);
}

using System.Text.Json;
using NodaTime;
using NodaTime.TimeZones;

namespace LetterExchange.Features.Notices;

/// <summary>When a program's people are left alone, and whether its mentees get mail: what mail reads of a program's policies.</summary>
/// <param name="From">Local time from which no mail is sent, safety excepted.</param>
/// <param name="Until">Local time until which none is; the same as <paramref name="From"/> for no quiet hours.</param>
public sealed record QuietHours(string Zone, LocalTime From, LocalTime Until, bool MenteeMail)
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    static readonly ZoneLocalMappingResolver First = Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnForwardShifted);
    static readonly ZoneLocalMappingResolver Second = Resolvers.CreateMappingResolver(Resolvers.ReturnLater, Resolvers.ReturnForwardShifted);

    /// <summary>Reads a program's zone and policies; what they don't say is 20:00, 08:00 and no.</summary>
    public static QuietHours Of(string zone, string policies)
    {
        var set = JsonSerializer.Deserialize<Set>(policies, Json) ?? new Set();
        return new(zone, Local(set.QuietFrom), Local(set.QuietUntil), set.MenteeMail);
    }

    /// <summary>The instant at which the quiet that holds now ends; nothing when there is none. In a clock change: a gap, later; an overlap, the first.</summary>
    public DateTimeOffset? EndsAt(DateTimeOffset now)
    {
        var zone = DateTimeZoneProviders.Tzdb[Zone];
        var local = Instant.FromDateTimeOffset(now).InZone(zone).LocalDateTime;
        if (!IsQuiet(local.TimeOfDay)) return null;
        var day = local.TimeOfDay < Until ? local.Date : local.Date.PlusDays(1);
        var end = At(First);
        return end > now ? end : At(Second); // In the repeated hour the first end may lie behind.

        DateTimeOffset At(ZoneLocalMappingResolver resolver) => zone.ResolveLocal(day + Until, resolver).ToInstant().ToDateTimeOffset();
    }

    bool IsQuiet(LocalTime time) => From <= Until ? time >= From && time < Until : time >= From || time < Until;

    static LocalTime Local(TimeOnly time) => new(time.Hour, time.Minute);

    sealed record Set
    {
        public TimeOnly QuietFrom { get; init; } = new(20, 0);
        public TimeOnly QuietUntil { get; init; } = new(8, 0);
        public bool MenteeMail { get; init; }
    }
}

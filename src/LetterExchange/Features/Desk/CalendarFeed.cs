using System.Security.Cryptography;
using System.Text;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Text;
using Microsoft.Extensions.Localization;
using NodaTime;

namespace LetterExchange.Features.Desk;

/// <summary>A person's dates as iCalendar (RFC 5545), for calendar programs that fetch it by its address. Given names and titles of stories stand in it, no word of a letter.</summary>
public sealed class CalendarFeed(Calendars calendars, MailSettings settings, TimeProvider clock, IStringLocalizer<Texts> texts)
{
    /// <summary>A letter's time in the calendar ends when it is due.</summary>
    static readonly TimeSpan Shown = TimeSpan.FromMinutes(30);

    internal static void Map(WebApplication app) => app.MapGet("/calendar/{token}", async (string token, HttpContext context, CalendarFeed feed) =>
    {
        if (!token.EndsWith(".ics", StringComparison.Ordinal) || await feed.Find(token[..^4]) is not { } found) return Results.NotFound();
        context.Response.Headers.CacheControl = "private, no-cache";
        context.Response.Headers.ETag = found.ETag;
        return context.Request.Headers.IfNoneMatch.ToString() == found.ETag ? Results.StatusCode(304) : Results.Text(found.Text, "text/calendar; charset=utf-8");
    });

    async Task<(string Text, string ETag)?> Find(string token)
    {
        if (await calendars.Of(token) is not { } whose) return null;
        using var speaking = new Speaking(whose.Language);
        var dates = await calendars.Dates(whose.Person);
        var tag = SHA256.HashData(Encoding.UTF8.GetBytes(whose.Language + string.Join('\n', dates)));
        return (Write(dates), $"\"{Convert.ToHexStringLower(tag[..16])}\"");
    }

    string Write(IReadOnlyList<CalendarDate> dates)
    {
        var calendar = new Calendar { ProductId = "-//LetterExchange//EN", Method = "PUBLISH" };
        calendar.AddProperty("X-WR-CALNAME", "LetterExchange");
        calendar.AddProperty("REFRESH-INTERVAL;VALUE=DURATION", "PT1H"); // RFC 7986; the next is for those that do not know it.
        calendar.AddProperty("X-PUBLISHED-TTL", "PT1H");
        foreach (var date in dates) calendar.Events.Add(date.IsTurn ? Turn(date) : Round(date));
        return new CalendarSerializer().SerializeToString(calendar)!;
    }

    CalendarEvent Turn(CalendarDate date)
    {
        var times = PlainTime.In(date.Zone, clock.GetUtcNow());
        return Named(date, texts["calendar.write", date.PartnerName], texts["calendar.write.text", times.Date(date.At), times.Clock(date.At), PlainTime.City(date.Zone)], $"/turns/{date.Id}",
            new CalDateTime((date.At - Shown).UtcDateTime, "UTC"), new CalDateTime(date.At.UtcDateTime, "UTC"));
    }

    CalendarEvent Round(CalendarDate date)
    {
        var day = Instant.FromDateTimeOffset(date.At).InZone(DateTimeZoneProviders.Tzdb[date.Zone]).Date.ToDateOnly();
        return Named(date, texts["calendar.round", date.PartnerName], "", $"/assignments/{date.Id}", new CalDateTime(day), new CalDateTime(day.AddDays(1)));
    }

    CalendarEvent Named(CalendarDate date, string summary, string text, string link, CalDateTime from, CalDateTime to)
    {
        var story = calendars.Title(date) is { } title ? texts["calendar.story", title].Value : "";
        return new()
        {
            Uid = $"{(date.IsTurn ? "turn" : "round")}-{date.Id}@{settings.MessageHost}", Sequence = date.Version, DtStamp = new CalDateTime(clock.GetUtcNow().UtcDateTime, "UTC"),
            Summary = summary, Description = string.Join('\n', new[] { story, text }.Where(line => line.Length > 0)), Url = new Uri(settings.PublicUrl + link), Start = from, End = to,
            Transparency = TransparencyType.Transparent,
        };
    }
}

using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using NodaTime;

namespace LetterExchange.Text;

/// <summary>Instants in plain words, as a clock on the program's wall shows them: "Friday evening", "in 2 days". The same instants, zone and
/// language always give the same words.</summary>
/// <param name="zone">The program's.</param>
/// <param name="now">What "today" and "in" are counted from.</param>
/// <param name="culture">The reader's; the current one unless told.</param>
public sealed partial class PlainTime(DateTimeZone zone, DateTimeOffset now, CultureInfo? culture = null)
{
    static readonly ResourceManager Words = new(typeof(Texts));

    readonly CultureInfo reader = culture ?? CultureInfo.CurrentUICulture;

    /// <summary>What the words are counted from.</summary>
    public DateTimeOffset Now => now;

    /// <param name="zone">An IANA time zone.</param>
    /// <exception cref="NodaTime.TimeZones.DateTimeZoneNotFoundException">There is no such zone.</exception>
    public static PlainTime In(string zone, DateTimeOffset now, CultureInfo? culture = null) => new(DateTimeZoneProviders.Tzdb[zone], now, culture);

    /// <summary>What people call the time of an IANA zone by: "New York" for America/New_York.</summary>
    public static string City(string zone) => zone[(zone.LastIndexOf('/') + 1)..].Replace('_', ' ');

    /// <summary>"this evening", "tomorrow morning", "Friday evening", "Monday 22 March": follows "by" or "until". Midnight belongs to the day that it ends.</summary>
    public string Moment(DateTimeOffset at)
    {
        var local = Local(at);
        var day = Evening(local);
        var part = day != local.Date ? "midnight" : local.Hour switch { < 5 => "night", < 12 => "morning", < 17 => "afternoon", _ => "evening" };
        return Days(day) switch
        {
            0 => Say($"moment.today.{part}"),
            1 => Say($"moment.tomorrow.{part}"),
            > 1 and < 7 => Say($"moment.{part}", Format(day, "dddd")),
            _ => Say("moment.date", Date(day)),
        };
    }

    /// <summary>"in 2 days", "in 3 hours", "in 20 minutes"; of what is past "2 days ago". From 36 hours on, days of the calendar are counted.</summary>
    public string Away(DateTimeOffset at)
    {
        var span = (at - now).Duration();
        var way = at >= now ? "in" : "ago";
        if (span < TimeSpan.FromMinutes(1)) return Say($"{way}.now");
        if (span < TimeSpan.FromMinutes(59.5)) return Count($"{way}.minutes", (int)Math.Round(span.TotalMinutes));
        if (span < TimeSpan.FromHours(35.5)) return Count($"{way}.hours", (int)Math.Round(span.TotalHours));
        return Count($"{way}.days", DaysAway(at));
    }

    /// <summary>Days of the calendar between now and a moment, in either direction; midnight belongs to the day that it ends.</summary>
    public int DaysAway(DateTimeOffset at) => Math.Abs(Days(Evening(Local(at))));

    /// <summary>"today", "yesterday", "tomorrow", "Friday" (of this week ahead), "22 March".</summary>
    public string Day(DateTimeOffset at)
    {
        var day = Local(at).Date;
        return Days(day) switch
        {
            0 => Say("day.today"),
            1 => Say("day.tomorrow"),
            -1 => Say("day.yesterday"),
            > 1 and < 7 => Say("day.weekday", Format(day, "dddd")),
            _ => Date(day, "date.plain"),
        };
    }

    /// <summary>"today at 13:20", "22 March at 13:20".</summary>
    public string DayAndClock(DateTimeOffset at) => Say("day.clock", Day(at), Clock(at));

    /// <summary>"14:03".</summary>
    public string Clock(DateTimeOffset at) => Local(at).ToString(Say("clock"), reader);

    /// <summary>A day that hangs on no clock: "10 March 2027".</summary>
    public static string Of(DateOnly day)
    {
        var reader = CultureInfo.CurrentUICulture;
        var time = new PlainTime(DateTimeZone.Utc, default, reader);
        return time.Format(LocalDate.FromDateOnly(day), time.Say("date.alone"));
    }

    /// <summary>"Wednesday 10 March", with the year when it is another than this one.</summary>
    public string Date(DateTimeOffset at) => Date(Local(at).Date);

    /// <summary>"Wed 10 Mar", with the year when it is another than this one.</summary>
    public string ShortDate(DateTimeOffset at) => Date(Local(at).Date, "date.short");

    /// <summary>"10 Mar": a day of a calendar, as the marks of an axis say it.</summary>
    public string ShortDay(LocalDate day) => Format(day, "d MMM");

    /// <summary>"March", with the year when it is another than this one.</summary>
    public string Month(DateTimeOffset at) => Date(Local(at).Date, "date.month");

    /// <summary>The number of the day and the name of the month, a long one shortened: for postmarks.</summary>
    public (string Day, string Month) DayAndMonth(DateTimeOffset at)
    {
        var (day, month) = (Local(at).Date, Format(Local(at).Date, "MMMM"));
        return ($"{day.Day}", month.Length <= 6 ? month : Format(day, "MMM").TrimEnd('.'));
    }

    /// <summary>The program's local day.</summary>
    public LocalDate DayOf(DateTimeOffset at) => Local(at).Date;

    /// <summary>For the datetime attribute of time.</summary>
    public static string Machine(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    LocalDateTime Local(DateTimeOffset at) => Instant.FromDateTimeOffset(at).InZone(zone).LocalDateTime;

    /// <summary>The day that a time is felt to belong to: midnight ends one.</summary>
    static LocalDate Evening(LocalDateTime local) => local.TimeOfDay == LocalTime.Midnight ? local.Date.PlusDays(-1) : local.Date;

    int Days(LocalDate day) => Period.DaysBetween(Local(now).Date, day);

    string Date(LocalDate day, string pattern = "date") => Format(day, Say(day.Year == Local(now).Year ? pattern : $"{pattern}.year"));

    /// <summary>Some languages write the first of a month otherwise: "1er mars".</summary>
    string Format(LocalDate day, string pattern) => day.ToString(day.Day == 1 ? DayOfMonth().Replace(pattern, Say("date.first")) : pattern, reader);

    string Count(string key, int count) => Say(Plural.Key(key, count, reader), count);

    string Say(string key, params object[] arguments)
    {
        var text = Words.GetString(key, reader) ?? throw new MissingManifestResourceException(key);
        return arguments.Length == 0 ? text : string.Format(reader, text, arguments);
    }

    [GeneratedRegex(@"(?<!\S)d(?!\S)")]
    private static partial Regex DayOfMonth();
}

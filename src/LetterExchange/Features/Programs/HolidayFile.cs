using System.Text;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;
using LetterExchange.Features.People;

namespace LetterExchange.Features.Programs;

/// <summary>What becomes of one entry of a calendar file.</summary>
public enum HolidayVerdict
{
    /// <summary>Its days are added.</summary>
    Add,

    /// <summary>The program has all of its days already.</summary>
    Have,

    /// <summary>It is over.</summary>
    Past,

    /// <summary>It lies further ahead than anybody plans.</summary>
    Far,

    /// <summary>It has times of day, so it is no day off.</summary>
    Timed,

    /// <summary>It repeats otherwise than year by year.</summary>
    Repeats,

    /// <summary>It says that it is cancelled.</summary>
    Cancelled,

    /// <summary>It is longer than a holiday can be.</summary>
    Long,
}

/// <summary>One entry of a calendar file, or one year of one.</summary>
/// <param name="Name">Empty where it has none.</param>
public sealed record HolidayLine(DateOnly From, DateOnly To, string Name, HolidayVerdict Verdict);

/// <summary>Reads days off from a calendar file (iCalendar, RFC 5545): days and spans of days, also such as come back every year. Writes nothing.</summary>
public static class HolidayFile
{
    /// <summary>The largest file, in bytes; the most entries in it; the longest holiday and how far ahead, in days.</summary>
    public const int MostBytes = 512 * 1024, MostEntries = 2000, Longest = 100, Furthest = 3 * 366;

    /// <summary>Each entry with what becomes of it, by date.</summary>
    /// <param name="have">The days that the program has already.</param>
    /// <exception cref="Refusal">It is too large, no calendar, has no or too many entries.</exception>
    public static IReadOnlyList<HolidayLine> Read(byte[] file, DateOnly today, IReadOnlySet<DateOnly> have)
    {
        if (file.Length > MostBytes) throw new Refusal("ics.large", "File", MostBytes / 1024);
        var events = Events(Text(file));
        if (events.Count == 0) throw new Refusal("ics.empty", "File");
        if (events.Count > MostEntries) throw new Refusal("ics.many", "File", MostEntries);
        return [.. events.SelectMany(one => Lines(one, today, have)).DistinctBy(line => (line.From, line.To, line.Name)).OrderBy(line => line.From).ThenBy(line => line.To).ThenBy(line => line.Name, StringComparer.Ordinal)];
    }

    /// <summary>UTF-8 as the format has it; what is none is read as Windows programs of old wrote it.</summary>
    static string Text(byte[] file)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(file).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(file);
        }
    }

    static List<CalendarEvent> Events(string text)
    {
        if (!text.Contains("BEGIN:VCALENDAR", StringComparison.OrdinalIgnoreCase)) throw new Refusal("ics.none", "File");
        try
        {
            return [.. CalendarCollection.Load(text).SelectMany(calendar => calendar.Events)];
        }
        catch (Exception failure) when (failure is not OutOfMemoryException) // Whatever the reader stumbles over, the file is broken.
        {
            throw new Refusal("ics.broken", "File");
        }
    }

    static IEnumerable<HolidayLine> Lines(CalendarEvent one, DateOnly today, IReadOnlySet<DateOnly> have)
    {
        try
        {
            return Read(one, today, have);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            throw new Refusal("ics.broken", "File");
        }
    }

    static List<HolidayLine> Read(CalendarEvent one, DateOnly today, IReadOnlySet<DateOnly> have)
    {
        if (one.Start is not { } start) throw new Refusal("ics.broken", "File");
        var name = Typed.Line(one.Summary) is { } line ? line.Length > Typed.LongestName ? line[..(Typed.LongestName - 1)] + "…" : line : "";
        var days = Math.Max(1, one.End is { HasTime: false } end ? end.Date.DayNumber - start.Date.DayNumber : one.Duration is { } lasts ? (lasts.Weeks ?? 0) * 7 + (lasts.Days ?? 0) : 1);
        if (start.HasTime || one.End is { HasTime: true }) return [Of(start.Date, 1, HolidayVerdict.Timed)];
        if (string.Equals(one.Status, "CANCELLED", StringComparison.OrdinalIgnoreCase)) return [Of(start.Date, days, HolidayVerdict.Cancelled)];
        if (days > Longest) return [Of(start.Date, days, HolidayVerdict.Long)];
        if (one.RecurrenceRule is not { } rule) return [Judge(start.Date)];
        if (rule.Frequency != FrequencyType.Yearly) return [Of(start.Date, days, HolidayVerdict.Repeats)];
        // The years ahead; one that came back for the last time long ago is said to be over.
        var (first, last) = (today.AddDays(-days), today.AddDays(Furthest));
        var years = one.GetOccurrences(new CalDateTime(first), new EvaluationOptions { MaxUnmatchedIncrementsLimit = 1000 }).Select(each => each.Period.StartTime.Date)
            .TakeWhile(day => day <= last).Where(day => day.AddDays(days) > today).Take(50).Select(Judge).ToList();
        return years.Count > 0 ? years : [Of(start.Date, days, start.Date > last ? HolidayVerdict.Far : HolidayVerdict.Past)];

        HolidayLine Of(DateOnly day, int length, HolidayVerdict verdict) => new(day, day.AddDays(length - 1), name, verdict);

        HolidayLine Judge(DateOnly day) => Of(day, days, day.AddDays(days) <= today ? HolidayVerdict.Past : day > today.AddDays(Furthest) ? HolidayVerdict.Far
            : Enumerable.Range(0, days).All(n => have.Contains(day.AddDays(n))) ? HolidayVerdict.Have : HolidayVerdict.Add);
    }
}

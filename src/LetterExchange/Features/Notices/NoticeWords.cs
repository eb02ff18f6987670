using LetterExchange.Text;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Notices;

/// <summary>Puts notices into words, in the language of the current culture.</summary>
public sealed class NoticeWords(IStringLocalizer<Texts> texts, TimeProvider clock)
{
    /// <summary>A few words, for the bell and as a subject: <c>A letter from Amina has arrived</c>.</summary>
    public string Title(Notice notice) => Say(notice, "title");

    /// <summary>A sentence or two, for the mail and the list.</summary>
    public string Line(Notice notice) => Say(notice, "mail");

    /// <summary>What the link to the thing says.</summary>
    public string Link(Notice notice) => texts[$"link.{notice.Kind.LinkCode()}"];

    /// <summary>What waits, for all of a mail's notices: <c>2 letters to write by Friday</c>.</summary>
    public string Subject(IReadOnlyList<Notice> notices)
    {
        if (notices.Count == 1) return Title(notices[0]);
        if (notices.All(notice => notice.Kind.IsToWrite())) return ToWrite(notices);
        if (notices.All(notice => notice.Kind == NoticeKind.LetterArrived)) return texts["subject.arrived", notices.Count];
        return notices.Count == 2 ? texts["subject.and.one", Title(notices[0])] : texts["subject.and", Title(notices[0]), notices.Count - 1];
    }

    string ToWrite(IReadOnlyList<Notice> notices)
    {
        var letters = notices.Select(notice => notice.SubjectId).Distinct().Count();
        if (letters == 1) return Title(notices[^1]); // The newest of several about one letter.
        var first = notices.Where(notice => notice.DueAt is not null).MinBy(notice => notice.DueAt);
        return first?.DueAt is not { } due || due <= clock.GetUtcNow() ? texts["subject.write", letters]
            : Time(first) is var time && time.DayOf(due) == time.DayOf(time.Now) ? texts["subject.write.today", letters]
            : texts["subject.write.by", letters, time.Day(due)];
    }

    string Say(Notice notice, string what)
    {
        var key = $"kind.{notice.Kind}.{what}";
        var values = Values(notice);
        if (notice.ToMentee && texts[$"{key}.mentee", values] is { ResourceNotFound: false } forChild) return forChild;
        if (notice.Values is ["0", ..] && texts[$"{key}.none", values] is { ResourceNotFound: false } forNone) return forNone;
        if (notice.Values is [var first, ..] && int.TryParse(first, out var count) && Plural.IsOne(count) && texts[$"{key}.one", values] is { ResourceNotFound: false } forOne) return forOne;
        return texts[key, values];
    }

    object[] Values(Notice notice)
    {
        // As many as any text asks for: a caller that gave fewer gets a poorer sentence, not a failing sweep.
        var values = Enumerable.Range(0, Math.Max(3, notice.Values.Count)).Select(i => (object)(i < notice.Values.Count ? notice.Values[i] : "")).ToArray();
        if (notice is { DueAt: { } due } && notice.Kind.DueArgument() is { } place) values[place] = By(due, Time(notice));
        if (notice.Kind == NoticeKind.ServiceTrouble && texts[$"trouble.{values[0]}"] is { ResourceNotFound: false } trouble) values[0] = trouble.Value;
        if (notice.Kind == NoticeKind.MentorAway) values[2] = Days(notice.Values);
        return values;
    }

    /// <summary>"by Friday evening, in 2 days", "today by 18:00, in 3 hours"; of what is past "by Friday 8 January".</summary>
    string By(DateTimeOffset due, PlainTime time) =>
        due <= time.Now ? texts["due.past", time.Date(due)]
        : time.DayOf(due) == time.DayOf(time.Now) ? texts["due.today", time.Clock(due), time.Away(due)]
        : texts["due", time.Moment(due), time.Away(due)];

    /// <summary>"from 3 May 2027 until 20 May 2027", "on 3 May 2027".</summary>
    string Days(IReadOnlyList<string> values) => values is [_, _, var first, var last, ..] && DateOnly.TryParseExact(first, "yyyy-MM-dd", out var from) && DateOnly.TryParseExact(last, "yyyy-MM-dd", out var until)
        ? from == until ? texts["days.one", PlainTime.Of(from)] : texts["days", PlainTime.Of(from), PlainTime.Of(until)] : "";

    PlainTime Time(Notice notice) => PlainTime.In(notice.Zone, clock.GetUtcNow());
}

using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Pulse;

/// <summary>Puts into words what needs a person, and the signs of pairs, in the language of the current culture.</summary>
public sealed class ThingWords(IStringLocalizer<Texts> texts, PlainTime times, Policies policies)
{
    /// <summary>"Three children will receive nothing in this round".</summary>
    public string Title(Thing thing) => texts.Count($"thing.{thing.Kind}.title", thing.Count, thing.Names.Count > 0 ? thing.Names[0] : "");

    /// <summary>The evidence, in a sentence or two.</summary>
    public string Why(Thing thing)
    {
        var who = thing.Count > 1 && thing.Names.Count > 0 ? $"{texts["thing.who", Names(thing.Names, thing.Count)]} " : "";
        var of = thing.Count > 1 && thing.Names.Count > 0 ? thing.Names[0] : "";
        return who + thing.Kind switch
        {
            ThingKind.SecondKey => texts["thing.SecondKey.why", Ago(thing.At)],
            ThingKind.Danger => texts["thing.Danger.why", Ago(thing.At), policies.SafeguardingReviewHours],
            ThingKind.Unreviewed => thing.Latest == 0 ? texts["thing.Unreviewed.why.none"] : texts["thing.Unreviewed.why", thing.Latest, thing.Many],
            ThingKind.Nothing => texts["thing.Nothing.why", thing.At is { } until ? times.Moment(until) : ""],
            ThingKind.Review => texts["thing.Review.why", thing.Names[0], thing.Latest, policies.ReviewHours],
            ThingKind.SilentMentors or ThingKind.SilentMentees => texts["thing.Silent.why", thing.Latest, Last(thing.Since)],
            ThingKind.TimeAsked => texts["thing.TimeAsked.why", Ago(thing.At), thing.Latest],
            ThingKind.Unready => texts["thing.Unready.why", Day(thing.At)],
            ThingKind.Ending => texts["thing.Ending.why", Day(thing.At)],
            ThingKind.Mail => texts["thing.Mail.why", Day(thing.At)],
            ThingKind.Rating => texts["thing.Rating.why", Day(thing.At)],
            ThingKind.Later => texts["thing.Later.why", of, Span(thing.Latest), Span(thing.Usual), thing.Many],
            _ => texts["thing.Shorter.why", of, thing.Latest, thing.Usual, thing.Many],
        };
    }

    /// <summary>"26 h", "21 d": how long it lasts, or how long is left.</summary>
    public string Figure(Thing thing) => (thing.Kind switch
    {
        ThingKind.SilentMentors or ThingKind.SilentMentees => thing.Since ?? thing.At,
        _ => thing.At,
    }) is { } at ? Short(at) : "";

    /// <summary>What the link says that leads to where it is done.</summary>
    public string Do(Thing thing) => texts[$"thing.do.{thing.Do}"];

    /// <summary>Whether it is shown in the colour of what is late or dangerous.</summary>
    public static bool IsBad(Thing thing) => thing.Kind is ThingKind.SecondKey or ThingKind.Danger;

    /// <summary>What says that the sign holds, with the figures and what they are compared with.</summary>
    public string Evidence(SignRow row) => row.Kind switch
    {
        SignKind.Nothing when row.BrokenAt is { } broken => texts["sign.Nothing.mail", row.Writer, Day(broken)],
        SignKind.Nothing when row.Latest > 0 => texts.Count("sign.Nothing.silent", row.Latest, row.Writer),
        SignKind.Nothing => texts["sign.Nothing.late", row.Writer, times.DayAndClock(row.At)],
        SignKind.Silent => texts["sign.Silent", row.Latest, Last(row.Since)],
        SignKind.Later => texts["sign.Later", Span(row.Latest), Span(row.Usual), row.Many],
        SignKind.Shorter => texts["sign.Shorter", row.Latest, row.Usual, row.Many],
        _ => row.Many == 0 ? texts["sign.Rating.first", row.Latest] : texts["sign.Rating", row.Latest, row.Usual, row.Many],
    };

    /// <summary>"Desmond, Anneke and Bill", "Desmond, Anneke, Bill and 4 others".</summary>
    public string Names(IReadOnlyList<string> names, int count) =>
        count > names.Count ? texts["names.others", string.Join(", ", names), count - names.Count]
        : names.Count == 1 ? names[0] : texts["names.and", string.Join(", ", names.SkipLast(1)), names[^1]];

    /// <summary>"3 days", "7 hours".</summary>
    public string Span(long minutes) => minutes >= 48 * 60 ? texts.Count("span.days", (int)Math.Round(minutes / 1440.0)) : texts.Count("span.hours", (int)Math.Round(minutes / 60.0));

    /// <summary>"59 h", "41 d" from now to a moment, or from one till now: days of the calendar, as <see cref="PlainTime.Away"/> counts them.</summary>
    public string Short(DateTimeOffset at) => (times.Now - at).Duration() is { TotalHours: < 72 } span ? texts["figure.hours", (int)span.TotalHours] : texts["figure.days", times.DaysAway(at)];

    string Last(DateTimeOffset? at) => at is { } sent ? texts["last.letter", times.Away(sent)] : texts["last.never"];

    string Ago(DateTimeOffset? at) => at is { } moment ? times.Away(moment) : "";

    string Day(DateTimeOffset? at) => at is { } moment ? times.Date(moment) : "";
}

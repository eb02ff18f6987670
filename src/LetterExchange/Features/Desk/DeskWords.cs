using LetterExchange.Features.Letters;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Shared;
using LetterExchange.Text;
using Microsoft.AspNetCore.Html;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Desk;

/// <summary>Says a situation in words: to a mentee, to a mentor, and the times of both.</summary>
public sealed class DeskWords(IStringLocalizer<Texts> texts, PlainTime times)
{
    const int ReasonLength = 240;

    DateTimeOffset Now => times.Now;

    /// <summary>The situation's name in the texts: its state, and what about it wants other words.</summary>
    public string Key(Season season, Situation now) => now.State.ToString().ToLowerInvariant() + now.State switch
    {
        DeskState.Open when !season.IsLive(Now) => ".still",
        DeskState.Read when now.Round!.Part > 1 => ".begun",
        DeskState.Write or DeskState.Late when now.Letter is { HasDraft: true } => ".begun",
        DeskState.Travelling when now.Letter is { State: LetterState.Approved } => ".way",
        DeskState.Theirs when now.Turn!.DueAt < Now => ".late",
        DeskState.Between or DeskState.First when now.Round!.OpensAt <= Now => ".soon",
        DeskState.Over when season.FreeLetters => ".free",
        _ => "",
    };

    public IHtmlContent Title(Season season, Situation now) => Rich.Of(texts[$"mentee.{Key(season, now)}.title"], Arguments(season, now));

    /// <summary>What a mentee reads below the title, a sentence or two.</summary>
    public IEnumerable<IHtmlContent> Lines(Season season, Situation now)
    {
        yield return Rich.Of(texts[$"mentee.{Key(season, now)}"], Arguments(season, now));
        if (Ending(season, now) is { } ending) yield return ending;
        if (Time(season, now) is { } time) yield return time;
    }

    /// <summary>Where an end has been announced, until when one may write once more.</summary>
    IHtmlContent? Ending(Season season, Situation now) => season.Pair.EndsAt is { } ends && ends > Now && !now.IsStill && now.State != DeskState.Travelling
        ? Rich.Of(texts["ending"], season.PartnerName, times.Moment(ends), times.Away(ends)) : null;

    /// <summary>The time that is left, in plain words.</summary>
    IHtmlContent? Time(Season season, Situation now)
    {
        if (now.Due is not { } due)
            return now.State is DeskState.Open && season.IsLive(Now) ? Rich.Of(texts["time.none"])
                : now.State is DeskState.Choose or DeskState.Read && season.PartnersTurn is { } partners ? Rich.Of(texts["time.partner"], season.PartnerName, times.Moment(partners.DueAt))
                : null;
        if (due < Now) return Rich.Of(texts["time.late"], On(due), times.Moment(now.Turn!.CutOffAt), times.Away(now.Turn.CutOffAt));
        return Rich.Of(now.State switch
        {
            DeskState.Open => texts["time.back"],
            DeskState.Choose or DeskState.Read => texts["time.then"],
            _ => texts["time.until"],
        }, times.Moment(due), times.Away(due), season.PartnerName);
    }

    /// <summary>What a mentor reads beside a mentee's name.</summary>
    public IEnumerable<IHtmlContent> Row(Season season, Situation now)
    {
        if (now.State is DeskState.Write or DeskState.Read && Wrote(season) is { } wrote) yield return wrote;
        yield return Rich.Of(texts[$"mentor.{Key(season, now)}"], Arguments(season, now));
        if (Ending(season, now) is { } ending) yield return ending;
        if (now is { State: DeskState.Theirs, Letter: { IsDelivered: true } sent } && sent.AssignmentId == now.Round!.Id)
            yield return Rich.Of(sent.ReadAt is null ? texts["mentor.reached"] : texts["mentor.opened"], season.PartnerName, On(sent.ReadAt ?? sent.DeliveredAt!.Value));
        if (season.OpenRound is { } round && season.IsLive(Now) && Partner(season, round) is { } partner) yield return partner;
    }

    /// <summary>When the partner wrote last and this one read it, in the round that is open.</summary>
    IHtmlContent? Wrote(Season season) => season.LastArrived is { ReadAt: { } read, DeliveredAt: { } came } letter && letter.AssignmentId == season.OpenRound?.Id
        ? Rich.Of(texts["mentor.wrote"], season.PartnerName, On(came), On(read)) : null;

    /// <summary>What the mentee does with the round's story.</summary>
    IHtmlContent? Partner(Season season, SeasonRound round) => round switch
    {
        { StoryId: null, Offers.Count: > 0 } => Rich.Of(texts["mentor.choosing"], season.PartnerName),
        { Story: null } => null,
        { PartnerFinishedAt: not null } => Rich.Of(texts["mentor.partner.read"], season.PartnerName),
        { PartnerPart: { } part } when round.Story.Parts.Count > 1 => Rich.Of(texts["mentor.partner.part"], season.PartnerName, part, round.Story.Parts.Count),
        _ => null,
    };

    /// <summary>The large word and the small ones of a mentor's row: when.</summary>
    public (string Large, string Small) When(Situation now)
    {
        if (now.Due is { } due)
            return due < Now
                ? (texts["when.late"], texts["when.late.until", times.Day(due), times.Moment(now.Turn!.CutOffAt)])
                : (Capital(times.Day(Shown(due))), texts["when.by", times.Clock(Shown(due)), times.Away(due)]);
        return now.State switch
        {
            DeskState.Theirs => (texts["when.theirs"], now.Turn!.DueAt < Now ? texts["when.theirs.late", times.Day(now.Turn.DueAt)] : texts["when.theirs.until", times.Moment(now.Turn.DueAt)]),
            DeskState.Travelling => (texts["when.travelling"], texts["when.sent", times.Day(now.Letter!.SubmittedAt!.Value)]),
            DeskState.Between or DeskState.First when now.Round!.OpensAt > Now => (Capital(times.Day(now.Round.OpensAt)), texts["when.opens", times.Away(now.Round.OpensAt)]),
            DeskState.Open => (texts["when.new"], texts["when.came", times.DayAndClock(now.Letter!.DeliveredAt!.Value)]),
            _ => (texts[$"when.{now.State.ToString().ToLowerInvariant()}"], ""),
        };
    }

    /// <summary>The headline of a mentor's desk: how many letters are to be written, and the first date.</summary>
    public string Headline(IReadOnlyList<Situation> all)
    {
        var due = all.Where(now => now.Due is not null).Select(now => now.Due!.Value).Order().ToList();
        if (due.Count > 0)
        {
            var late = due[0] < Now;
            var first = late ? On(due[0]) : times.Moment(due[0]);
            return Plural.IsOne(due.Count) ? texts[late ? "head.late.one" : "head.one", first] : texts[late ? "head.late" : "head.many", Number(due.Count), first];
        }
        var unread = all.Count(now => now.State == DeskState.Open);
        return unread == 0 ? texts["head.none"] : Plural.IsOne(unread) ? texts["head.open.one"] : texts["head.open", Number(unread)];
    }

    /// <summary>By when a thing to come is due, or when it comes.</summary>
    public string When(Next next) => next switch
    {
        { At: null } => texts["next.any"],
        { Kind: NextKind.Round, At: { } at } => at <= Now ? texts["next.soon"] : Capital(times.Date(at)),
        { Kind: NextKind.Read, At: { } at } when at > Now => texts["next.before", times.Moment(at)],
        { At: { } at } when at > Now => texts["next.by", times.Moment(at)],
        { Kind: NextKind.Answer } => texts["next.expected"],
        _ => texts["next.now"],
    };

    /// <summary>The reviewer's words, in short.</summary>
    public static string Short(string reason) => reason.Length <= ReasonLength ? reason : string.Concat(reason.AsSpan(0, reason.LastIndexOf(' ', ReasonLength) is > 0 and var blank ? blank : ReasonLength), "…");

    /// <summary>"24 words".</summary>
    public string Count(int words) => texts.Count("words", words);

    /// <summary>"8 minutes": what is left to be read.</summary>
    public string Minutes(SeasonRound round) => texts.Count("next.minutes", round.MinutesLeft);

    string Number(int count) => count <= 12 ? texts[$"number.{count}"] : count.ToString(System.Globalization.CultureInfo.CurrentCulture);

    /// <summary>Midnight ends a day: a minute earlier says which.</summary>
    DateTimeOffset Shown(DateTimeOffset due) => times.DayOf(due) == times.DayOf(due.AddMinutes(-1)) ? due : due.AddMinutes(-1);

    /// <summary>"yesterday", "today", "on 8 March".</summary>
    string On(DateTimeOffset at) => Math.Abs(NodaTime.Period.DaysBetween(times.DayOf(Now), times.DayOf(at))) <= 1 ? times.Day(at) : texts["on.day", times.Day(at)];

    static string Capital(string text) => text.Length == 0 ? text : char.ToUpper(text[0], System.Globalization.CultureInfo.CurrentCulture) + text[1..];

    /// <summary>What the texts of a situation may name: {0} the partner, {1} the story, {2} its minutes, {3} its parts, {4} the part that was reached, {5} how long the
    /// draft or letter is, {6} how many stories are offered, {7} when the round opens, {8} how far that is, {9} the day on which the time was over.</summary>
    object[] Arguments(Season season, Situation now) =>
    [
        now is { State: DeskState.Open, Letter: { IsBridge: true } bridge } ? bridge.WriterName : season.PartnerName, now.Round?.Story?.Title ?? "", now.Round?.Story?.Minutes ?? 0, now.Round?.Story?.Parts.Count ?? 0, now.Round?.Part ?? 1,
        Count(now.Letter is { HasDraft: true } letter ? Markdown.WordCount(letter.Draft!) : now.Letter?.Words ?? 0), now.Round?.Offers.Count ?? 0,
        now.Round is { } round ? times.Date(round.OpensAt) : "", now.Round is { } far ? times.Away(far.OpensAt) : "",
        now.Turn is { } turn ? On(turn.CutOffAt) : "",
    ];
}

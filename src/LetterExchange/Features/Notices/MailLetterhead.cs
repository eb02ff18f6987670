using System.Globalization;
using LetterExchange.Text;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Notices;

/// <summary>Writes the mails that tell what waits, in the person's language, with links to it.</summary>
public sealed class MailLetterhead(IStringLocalizer<Texts> texts, NoticeWords words, UnsubscribeLinks links, MailSettings settings)
{
    const int Most = 30;

    public OutgoingMail Write(MailClaim claim)
    {
        using var speaking = new Speaking(claim.To.Language, claim.Notices.Any(notice => notice.ToMentee));
        var speech = CultureInfo.CurrentUICulture.Name;
        var stop = claim.Notices.All(notice => notice.Kind.IsSafety()) ? null : $"{settings.PublicUrl}/notices/unsubscribe/{links.Token(claim.To.PersonId)}?language={speech}";
        var sheet = new MailSheet
        {
            Home = settings.PublicUrl,
            Language = speech,
            Subject = MailSheet.OneLine(words.Subject(claim.Notices)),
            Greeting = claim.To.GivenName.Length == 0 ? texts["mail.greeting.nobody"] : texts["mail.greeting", claim.To.GivenName],
            Items = [.. claim.Notices.Take(Most).SelectMany(Items), .. More(claim)],
            Small = [.. claim.Notices.Any(notice => notice.DueAt is not null) ? [texts["mail.zone", string.Join(", ", Places(claim))].Value] : Array.Empty<string>(), .. Seals(claim)],
            Why = texts["mail.why"],
            Foot = [(texts["mail.choose"], $"{settings.PublicUrl}/me/notices"), stop is null ? (texts["mail.safety"], null) : (texts["mail.stop"], stop)],
        };
        return new(claim.MessageId, claim.To.Email!, $"{claim.To.GivenName} {claim.To.Surname}".Trim(), sheet.Subject, sheet.Text(), sheet.Html(), Headers(stop));
    }

    IEnumerable<MailItem> Items(MailableNotice notice) =>
        [new(words.Line(notice), words.Link(notice), settings.PublicUrl + notice.Link), .. notice.Points.Select(point => new MailItem(point.Line, texts["link.look"], settings.PublicUrl + point.Link))];

    /// <summary>The head of the hash chain over all that has happened: whoever keeps the mail can tell later whether history was changed.</summary>
    IEnumerable<string> Seals(MailClaim claim) =>
        claim.Notices.Where(notice => notice.Kind == NoticeKind.WeeklyPulse && notice.Values.Count > 2).Select(notice => texts["mail.seal", notice.Values[1], notice.Values[2]].Value).Take(1);

    IEnumerable<MailItem> More(MailClaim claim) =>
        claim.Notices.Count > Most ? [new(texts["mail.more", claim.Notices.Count - Most], texts["list.title"], $"{settings.PublicUrl}/notices")] : [];

    static IEnumerable<string> Places(MailClaim claim) =>
        claim.Notices.Where(notice => notice.DueAt is not null).Select(notice => Text.PlainTime.City(notice.Zone)).Distinct();

    /// <summary>RFC 2369 and RFC 8058: mail programs offer to stop such mail with one click.</summary>
    static Dictionary<string, string> Headers(string? stop) => stop is null ? [] : new()
    {
        ["List-Unsubscribe"] = $"<{stop}>",
        ["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click",
    };
}

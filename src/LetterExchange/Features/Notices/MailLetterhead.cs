using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Notices;

/// <summary>Writes the one kind of mail that goes out: what waits, in the person's language, with links to it. Nothing that a child wrote stands in it.</summary>
public sealed partial class MailLetterhead(IStringLocalizer<Texts> texts, NoticeWords words, UnsubscribeLinks links, MailSettings settings)
{
    const int Most = 30;
    static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    static readonly Lazy<string> Template = new(() =>
    {
        using var resource = new StreamReader(typeof(MailLetterhead).Assembly.GetManifestResourceStream("LetterExchange.Features.Notices.mail.html")!);
        return resource.ReadToEnd();
    });

    public OutgoingMail Write(MailClaim claim)
    {
        using var speaking = new Speaking(claim.To.Language);
        var page = new Page
        {
            Language = System.Globalization.CultureInfo.CurrentUICulture.Name,
            Subject = OneLine(words.Subject(claim.Notices)),
            Greeting = claim.To.GivenName.Length == 0 ? texts["mail.greeting.nobody"] : texts["mail.greeting", claim.To.GivenName],
            Items = [.. claim.Notices.Take(Most).Select(notice => new Item(words.Line(notice), words.Link(notice), settings.PublicUrl + notice.Link))],
            More = claim.Notices.Count > Most ? texts["mail.more", claim.Notices.Count - Most].Value : null,
            Zone = claim.Notices.Any(notice => notice.DueAt is not null) ? texts["mail.zone", string.Join(", ", Places(claim))].Value : null,
            Stop = claim.Notices.All(notice => notice.Kind.IsSafety()) ? null : $"{settings.PublicUrl}/notices/unsubscribe/{links.Token(claim.To.PersonId)}",
        };
        return new(claim.MessageId, claim.To.Email!, $"{claim.To.GivenName} {claim.To.Surname}".Trim(), page.Subject, Text(page), Html(page), Headers(page));
    }

    static IEnumerable<string> Places(MailClaim claim) =>
        claim.Notices.Where(notice => notice.DueAt is not null).Select(notice => notice.Zone[(notice.Zone.LastIndexOf('/') + 1)..].Replace('_', ' ')).Distinct();

    /// <summary>RFC 2369 and RFC 8058: mail programs offer to stop such mail with one click.</summary>
    static Dictionary<string, string> Headers(Page page) => page.Stop is null ? [] : new()
    {
        ["List-Unsubscribe"] = $"<{page.Stop}>",
        ["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click",
    };

    string Text(Page page)
    {
        var lines = new List<string> { page.Greeting, "" };
        foreach (var item in page.Items) lines.AddRange([item.Line, item.Address, ""]);
        if (page.More is not null) lines.AddRange([page.More, $"{settings.PublicUrl}/notices", ""]);
        if (page.Zone is not null) lines.AddRange([page.Zone, ""]);
        lines.AddRange(["-- ", "LetterExchange", texts["mail.why"], $"{texts["mail.choose"]}: {settings.PublicUrl}/me/notices"]);
        lines.Add(page.Stop is null ? texts["mail.safety"] : $"{texts["mail.stop"]}: {page.Stop}");
        return string.Join('\n', lines) + "\n";
    }

    string Html(Page page)
    {
        var items = page.Items.Select((item, i) => $"<p>{Safe(item.Line)}</p>\n<p><a class=\"{(i == 0 ? "first" : "then")}\" href=\"{Safe(item.Address)}\">{Safe(item.Link)}</a></p>");
        var more = page.More is null ? "" : $"<p>{Safe(page.More)} <a href=\"{Safe(settings.PublicUrl)}/notices\">{Safe(texts["list.title"])}</a></p>";
        var stop = page.Stop is null ? Safe(texts["mail.safety"]) : $"<a href=\"{Safe(page.Stop)}\">{Safe(texts["mail.stop"])}</a>";
        var parts = new Dictionary<string, string>
        {
            ["language"] = Safe(page.Language), ["home"] = Safe(settings.PublicUrl + "/"), ["subject"] = Safe(page.Subject), ["greeting"] = Safe(page.Greeting),
            ["items"] = string.Join("\n<hr>\n", items) + more, ["zone"] = page.Zone is null ? "" : $"<p>{Safe(page.Zone)}</p>",
            ["why"] = Safe(texts["mail.why"]), ["choose"] = Safe(texts["mail.choose"]), ["stop"] = stop,
        };
        return Place().Replace(Template.Value, place => parts[place.Groups[1].Value]);
    }

    static string Safe(string text) => Encoder.Encode(text);

    static string OneLine(string text) => string.Join(' ', text.Split(['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    [GeneratedRegex(@"\{([a-z]+)\}")]
    private static partial Regex Place();

    sealed record Item(string Line, string Link, string Address);

    sealed record Page
    {
        public required string Language { get; init; }
        public required string Subject { get; init; }
        public required string Greeting { get; init; }
        public required IReadOnlyList<Item> Items { get; init; }
        public required string? More { get; init; }
        public required string? Zone { get; init; }
        public required string? Stop { get; init; }
    }
}

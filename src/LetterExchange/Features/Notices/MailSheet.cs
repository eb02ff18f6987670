using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace LetterExchange.Features.Notices;

/// <summary>One mail as it is set: the same words as text and as HTML, in the program's look. Nothing that a child wrote stands in it.</summary>
sealed partial record MailSheet
{
    static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    static readonly Lazy<string> Template = new(() =>
    {
        using var resource = new StreamReader(typeof(MailSheet).Assembly.GetManifestResourceStream("LetterExchange.Features.Notices.mail.html")!);
        return resource.ReadToEnd();
    });

    /// <summary>The service's own address, without a slash at its end.</summary>
    public required string Home { get; init; }

    public required string Language { get; init; }
    public required string Subject { get; init; }
    public required string Greeting { get; init; }

    /// <summary>What it tells, each with a link to it.</summary>
    public required IReadOnlyList<MailItem> Items { get; init; }

    /// <summary>What stands under that.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>What stands under it in small type.</summary>
    public IReadOnlyList<string> Small { get; init; } = [];

    /// <summary>Why one gets this mail.</summary>
    public required string Why { get; init; }

    /// <summary>The links at the foot; one without an address is plain words.</summary>
    public IReadOnlyList<(string Words, string? Address)> Foot { get; init; } = [];

    /// <summary>Words on one line, as a subject must be.</summary>
    public static string OneLine(string text) => string.Join(' ', text.Split(['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    public string Text()
    {
        var lines = new List<string> { Greeting, "" };
        foreach (var item in Items) lines.AddRange([item.Line, item.Address, ""]);
        foreach (var line in After.Concat(Small)) lines.AddRange([line, ""]);
        lines.AddRange(["-- ", "LetterExchange", Why]);
        lines.AddRange(Foot.Select(link => link.Address is null ? link.Words : $"{link.Words}: {link.Address}"));
        return string.Join('\n', lines) + "\n";
    }

    public string Html()
    {
        var items = Items.Select((item, i) => $"<p>{Safe(item.Line)}</p>\n<p><a class=\"{(i == 0 ? "first" : "then")}\" href=\"{Safe(item.Address)}\">{Safe(item.Link)}</a></p>");
        var foot = Foot.Select(link => link.Address is null ? Safe(link.Words) : $"<a href=\"{Safe(link.Address)}\">{Safe(link.Words)}</a>");
        var parts = new Dictionary<string, string>
        {
            ["language"] = Safe(Language), ["home"] = Safe(Home + "/"), ["subject"] = Safe(Subject), ["greeting"] = Safe(Greeting),
            ["items"] = string.Join("\n<hr>\n", items), ["after"] = Paragraphs(After), ["small"] = Paragraphs(Small),
            ["why"] = Safe(Why), ["foot"] = Foot.Count == 0 ? "" : $"<p>{string.Join(" · ", foot)}</p>",
        };
        return Place().Replace(Template.Value, place => parts[place.Groups[1].Value]);
    }

    static string Paragraphs(IEnumerable<string> lines) => string.Join('\n', lines.Select(line => $"<p>{Safe(line)}</p>"));

    static string Safe(string text) => Encoder.Encode(text);

    [GeneratedRegex(@"\{([a-z]+)\}")]
    private static partial Regex Place();
}

/// <summary>One thing that a mail tells: a sentence or two, and where it leads.</summary>
sealed record MailItem(string Line, string Link, string Address);

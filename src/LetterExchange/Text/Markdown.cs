using System.Text;
using System.Text.RegularExpressions;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Html;

namespace LetterExchange.Text;

/// <summary>The one way from a writer's text to a page: a grammar without HTML, then a sanitizer. Each alone lets something
/// through that the other stops. Pages write the HtmlString that they get here, and need no Html.Raw.</summary>
public static partial class Markdown
{
    /// <summary>The longest letter, in UTF-16 code units. A longer one is still shown, as plain paragraphs.</summary>
    public const int LetterLimit = 20_000;

    /// <summary>A letter: emphasis, lists, quotes, paragraphs and the writer's own line breaks. No link can be followed,
    /// no picture is shown, no word is changed.</summary>
    public static HtmlString Letter(string text) => new(LetterHtml(TextNormal.Of(text)));

    /// <summary>A letter as its page shows it: the salutation, closing and signature carry the classes salute, close, sign.</summary>
    /// <param name="signer">The writer's display name, by which the signature is known; without it only a plain case is found.</param>
    public static HtmlString LetterPage(string text, string? signer = null)
    {
        var normal = TextNormal.Of(text);
        var parts = LetterParts.Of(normal, signer);
        var html = new StringBuilder();
        AppendPart(html, normal, parts.Salute, "salute");
        html.Append(LetterHtml(normal[parts.Body]));
        AppendPart(html, normal, parts.Close, "close");
        AppendPart(html, normal, parts.Sign, "sign");
        return new(html.ToString());
    }

    /// <summary>A story or a part of one: as a letter, with headings, with pictures of the library, and with links to other
    /// stories. Single line ends are spaces.</summary>
    public static HtmlString Story(string markdown)
    {
        var normal = TextNormal.Of(markdown);
        return new(Grammar.Html(normal, Grammar.Story) is { } html ? Cleaner.Story(html) : Html.Paragraphs(normal));
    }

    /// <summary>A letter's words as its reader sees them, without the marks of emphasis; paragraphs stand one blank line apart.</summary>
    public static string PlainText(string text)
    {
        var normal = TextNormal.Of(text);
        if (normal.Length > LetterLimit) return normal;
        return Grammar.Parse(CloseBlocks(normal), Grammar.Letter) is { } document ? PlainWriter.Of(document) : normal;
    }

    /// <summary>The letter's beginning on one line, cut between words, with an ellipsis when something was cut.</summary>
    public static string Opening(string text, int length = 160)
    {
        var line = Spaces().Replace(PlainText(text), " ").Trim();
        if (line.Length <= length) return line;
        var cut = line.LastIndexOf(' ', length);
        if (cut <= 0) cut = char.IsHighSurrogate(line[length - 1]) ? length - 1 : length;
        return line[..cut].TrimEnd(' ', ',', ';', ':') + "\u00A0…";
    }

    /// <summary>Words as a person counts them: runs between white space that hold a letter or a digit.</summary>
    /// <remarks>In the browser: text.split(/\s+/).filter(w => /[\p{L}\p{N}]/u.test(w)).length</remarks>
    public static int WordCount(string text)
    {
        var words = 0;
        var counted = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune)) counted = false;
            else if (!counted && Rune.IsLetterOrDigit(rune))
            {
                words++;
                counted = true;
            }
        }
        return words;
    }

    static string LetterHtml(string normal)
    {
        if (normal.Length > LetterLimit) return Html.Paragraphs(normal);
        return Grammar.Html(CloseBlocks(normal), Grammar.Letter) is { } html ? Cleaner.Letter(html) : Html.Paragraphs(normal);
    }

    static void AppendPart(StringBuilder html, string text, Range? part, string style)
    {
        if (part is not { } range) return;
        var inner = LetterHtml(text[range]);
        var isOneLine = inner.StartsWith("<p>", StringComparison.Ordinal) && inner.IndexOf("<p>", 1, StringComparison.Ordinal) < 0;
        html.Append(isOneLine ? $"<p class=\"{style}\">{inner[3..]}" : inner).Append('\n');
    }

    /// <summary>A quote or a list ends where its marks end. CommonMark would take the next line into it ("lazy continuation"),
    /// and the writer's answer would stand in the other's mouth.</summary>
    static string CloseBlocks(string text)
    {
        var closed = new StringBuilder(text.Length + 16);
        var open = false;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan(range);
            var starts = BlockStart().IsMatch(line);
            if (line.IsWhiteSpace()) open = false;
            else if (open && !starts && line[0] is not (' ' or '\t')) closed.Append('\n');
            open = starts || open && !line.IsWhiteSpace() && line[0] is ' ' or '\t';
            closed.Append(line).Append('\n');
        }
        return closed.ToString();
    }

    [GeneratedRegex(@"^[ \t]*(>|[-*]|[0-9]{1,2}[.)])[ \t]")]
    private static partial Regex BlockStart();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}

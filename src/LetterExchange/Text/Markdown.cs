using System.Text;
using System.Text.RegularExpressions;
using Markdig;
using Microsoft.AspNetCore.Html;

namespace LetterExchange.Text;

/// <summary>The one way from a writer's text to a page: a grammar without HTML, then a sanitizer. Each alone lets something
/// through that the other stops. Pages write the HtmlString that they get here, and need no Html.Raw.</summary>
public static partial class Markdown
{
    /// <summary>The longest letter, in UTF-16 code units. A longer one is still shown, as plain paragraphs.</summary>
    public const int LetterLimit = 20_000;

    /// <summary>The sanitizer's time grows with the square of the blocks that stand side by side, so it gets a few at a time.</summary>
    const int BlocksAtOnce = 100;

    /// <summary>A letter: emphasis, lists, quotes, paragraphs and the writer's own line breaks. No link can be followed,
    /// no picture is shown, no word is changed.</summary>
    public static HtmlString Letter(string text) => new(LetterHtml(TextNormal.Of(text)));

    /// <summary>A letter as its page shows it: the salutation, closing and signature carry the classes salute, close, sign.</summary>
    /// <param name="signer">The writer's display name, by which the signature is known; without it only a plain case is found.</param>
    /// <param name="place">Where a quotation stands in the story that the letter is about, from the root; nothing for what does not stand there. The reader can go there.</param>
    public static HtmlString LetterPage(string text, string? signer = null, Func<string, string?>? place = null)
        => LetterPage(text, signer) is var page && place is null ? page : new(Quotation().Replace(page.Value!, quotation => Led(quotation, place!)));

    static string Led(Match quotation, Func<string, string?> place)
    {
        var said = Spaces().Replace(System.Net.WebUtility.HtmlDecode(Tags().Replace(quotation.Groups[1].Value, "")), " ").Trim();
        return place(said) is { } at ? $"<blockquote><p><a href=\"{Text.Html.Text(at)}\">{quotation.Groups[1].Value}</a></p></blockquote>" : quotation.Value;
    }

    static HtmlString LetterPage(string text, string? signer)
    {
        var normal = TextNormal.Of(text);
        var parts = LetterParts.Of(normal, signer);
        if (normal.Length > LetterLimit || Pieces(CloseBlocks(normal[parts.Body]), Grammar.Letter) is not { } body) return new(Html.Paragraphs(normal));
        return new(Clean([Part("salute", parts.Salute), .. body, Part("close", parts.Close), Part("sign", parts.Sign)], Cleaner.Letter));

        string Part(string style, Range? range) => range is { } part ? WithClass(Grammar.Html(normal[part], Grammar.Letter) ?? Html.Paragraphs(normal[part]), style) : "";
    }

    /// <summary>A story or a part of one: as a letter, with headings, with pictures of the library, and with links to other
    /// stories. Single line ends are spaces.</summary>
    public static HtmlString Story(string markdown)
    {
        var normal = TextNormal.Of(markdown);
        return new(Fragment(normal, Grammar.Story, Cleaner.Story) ?? Html.Paragraphs(normal));
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
        return Fragment(CloseBlocks(normal), Grammar.Letter, Cleaner.Letter) ?? Html.Paragraphs(normal);
    }

    /// <summary>Both layers. Null when the nesting is deeper than any writing.</summary>
    static string? Fragment(string markdown, MarkdownPipeline pipeline, Func<string, string> clean)
        => Pieces(markdown, pipeline) is { } pieces ? Clean(pieces, clean) : null;

    /// <summary>The first layer. Null when the nesting is deeper than any writing.</summary>
    static List<string>? Pieces(string markdown, MarkdownPipeline pipeline)
    {
        if (Grammar.Parse(markdown, pipeline) is not { } document) return null;
        var pieces = new List<string>();
        foreach (var blocks in document.Chunk(BlocksAtOnce))
        {
            if (Grammar.Html(blocks, pipeline) is not { } html) return null;
            pieces.Add(html);
        }
        return pieces;
    }

    /// <summary>The second layer: in one go when there is little.</summary>
    static string Clean(List<string> pieces, Func<string, string> clean)
        => pieces.Sum(piece => piece.Length) < 10_000 ? clean(string.Concat(pieces)) : string.Concat(pieces.Select(clean));

    /// <summary>Gives the class to a line's paragraph; what is no plain paragraph stays as it is.</summary>
    static string WithClass(string html, string style)
        => html.StartsWith("<p>", StringComparison.Ordinal) && html.IndexOf("<p>", 1, StringComparison.Ordinal) < 0 ? $"<p class=\"{style}\">{html[3..]}" : html;

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

    [GeneratedRegex(@"<blockquote>\s*<p>((?:(?!</?(?:p|a|blockquote)\b).)*)</p>\s*</blockquote>", RegexOptions.Singleline)]
    private static partial Regex Quotation();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}

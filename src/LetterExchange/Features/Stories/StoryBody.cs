using AngleSharp.Html.Dom;
using LetterExchange.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Html;

namespace LetterExchange.Features.Stories;

/// <summary>A story's text: checked, cut into parts at its second-level headings, and rendered with its words explained.</summary>
sealed class StoryBody
{
    readonly MarkdownDocument document;
    readonly StoryReport report;
    readonly int firstLine;

    StoryBody(MarkdownDocument document, StoryReport report, int firstLine)
        => (this.document, this.report, this.firstLine) = (document, report, firstLine);

    /// <summary>Parses and checks. Null where the text is too long or too deep to be worth rendering, which is then reported.</summary>
    /// <param name="firstLine">The line of the file on which the text begins, from 1.</param>
    public static StoryBody? Read(string markdown, int firstLine, StoryReport report)
    {
        if (markdown.Length > StoryRules.MaxBody)
        {
            report.Add(firstLine, "body", $"is {markdown.Length:N0} characters long; at most {StoryRules.MaxBody:N0} are allowed");
            return null;
        }
        var checkedDocument = Grammar.Parse(markdown, Grammar.StoryWithHtml);
        if (checkedDocument is null || Grammar.Parse(markdown, Grammar.Story) is not { } document)
        {
            report.Add(firstLine, "body", "nests lists or quotes too deeply, or has hundreds of brackets; allowed: what a story needs");
            return null;
        }
        var body = new StoryBody(document, report, firstLine);
        foreach (var piece in checkedDocument.Descendants()) body.Check(piece);
        return body.HasRightLength() ? body : null;
    }

    /// <summary>The parts, with each glossary word explained where it first occurs (a word that does not occur is reported), and their sentences.</summary>
    public (IReadOnlyList<StoryPart> Parts, IReadOnlyList<Sentence> Sentences) Parts(IReadOnlyList<GlossaryEntry> glossary, string language, int minutes)
    {
        var parts = Cut().Where(p => p.Title is not null || p.Blocks.Count > 0).ToList();
        var doms = parts.ConvertAll(p => Cleaner.StoryDom(Grammar.Html(p.Blocks, Grammar.Story) ?? ""));
        foreach (var missing in new GlossaryNotes(glossary, language).Place(doms))
            report.Add(missing.Line, $"glossary.{missing.Word}", "does not occur in the body as a whole word; write it as it stands there, or leave it out");
        foreach (var dom in doms) GiveInitial(dom);
        var sentences = Sentences.Mark(doms);
        var words = parts.ConvertAll(p => Markdown.WordCount(PlainWriter.Of(p.Blocks)) + Markdown.WordCount(p.Title ?? ""));
        var all = Math.Max(1, words.Sum());
        return ([.. parts.Select((part, i) => new StoryPart(i + 1, part.Title, new HtmlString(doms[i].Body!.InnerHtml.Trim()), words[i],
            Math.Max(1, (int)Math.Round((double)minutes * words[i] / all))))], sentences);
    }

    List<(string? Title, List<Block> Blocks)> Cut()
    {
        var parts = new List<(string? Title, List<Block> Blocks)> { (null, []) };
        foreach (var block in document)
            if (block is HeadingBlock { Level: 2 } heading)
            {
                if (parts[^1] is { Title: not null, Blocks.Count: 0 }) Report(block, "the part before this heading has no text");
                parts.Add((PlainWriter.Of(heading), []));
            }
            else parts[^1].Blocks.Add(block);
        if (parts[^1] is { Title: not null, Blocks.Count: 0 }) Report(document[^1], "this part has no text");
        return parts;
    }

    /// <summary>A part that begins with a paragraph of three lines or more begins with a large letter.</summary>
    static void GiveInitial(IHtmlDocument part)
    {
        if (part.Body!.FirstElementChild is IHtmlParagraphElement { TextContent.Length: > 150 } first) first.ClassName = "first";
    }

    bool HasRightLength()
    {
        var words = Markdown.WordCount(PlainWriter.Of(document));
        if (words is < StoryRules.MinWords or > StoryRules.MaxWords)
            report.Add(firstLine, "body", $"has {words:N0} words; {StoryRules.MinWords} to {StoryRules.MaxWords:N0} are allowed");
        return words <= StoryRules.MaxWords;
    }

    void Check(MarkdownObject piece)
    {
        switch (piece)
        {
            case HeadingBlock { Level: 1 }:
                Report(piece, "has a first-level heading (#), which is the title's; begin a part with ##");
                break;
            case HeadingBlock { Level: > 3 }:
                Report(piece, "has a heading of the fourth level or below; allowed: ## for a part, ### within it");
                break;
            case HeadingBlock { Level: 2, Parent: not MarkdownDocument }:
                Report(piece, "has a part's heading (##) within a list or quote; put it at the beginning of a line");
                break;
            case HtmlBlock or HtmlInline:
                Report(piece, "has raw HTML; write Markdown, and &lt; where a < is meant");
                break;
            case AutolinkInline link:
                Report(piece, $"has a link to {link.Url}; allowed: links to /stories/ID");
                break;
            case LinkInline { IsImage: true } picture when !Cleaner.IsOurPicture(picture.Url):
                Report(piece, $"has a picture from {picture.Url}; allowed: pictures under /library/");
                break;
            case LinkInline { IsImage: false } link when !Cleaner.IsOurLink(link.Url):
                Report(piece, $"has a link to {link.Url}; allowed: links to /stories/ID");
                break;
        }
    }

    void Report(MarkdownObject piece, string message) => report.Add(firstLine + piece.Line, "body", message);
}

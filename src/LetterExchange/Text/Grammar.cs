using System.Text.RegularExpressions;
using Markdig;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace LetterExchange.Text;

/// <summary>The first layer: what Markdown means here. Raw HTML is text in both grammars, code and tables are unknown.</summary>
static partial class Grammar
{
    /// <summary>Deeper nesting than this is no writing; Markdig refuses it and the text is then shown as it stands.</summary>
    const int Depth = 32;

    /// <summary>More links and pictures than this has no story.</summary>
    const int Brackets = 500;

    /// <summary>Emphasis, lists, paragraphs, line breaks, quotes, and headings, links and pictures.</summary>
    public static readonly MarkdownPipeline Story = Common().Build();

    /// <summary>What a child means by pressing keys: each Enter is a line break; #, backticks, backslashes, entities, brackets and
    /// indents are themselves, and so is a star within a word or a sum. There are no links and no pictures at all.</summary>
    public static readonly MarkdownPipeline Letter = ForLetters().Build();

    /// <summary>The story grammar with raw HTML left on and the lines of everything kept, so that a check can name where it stands.</summary>
    public static readonly MarkdownPipeline StoryWithHtml = Common(html: true).UsePreciseSourceLocation().Build();

    /// <summary>Parses and renders. Null when the nesting is deeper than any writing.</summary>
    public static string? Html(string markdown, MarkdownPipeline pipeline)
        => Parse(markdown, pipeline) is { } document ? Html(document, pipeline) : null;

    /// <summary>Null when the nesting is deeper than any writing.</summary>
    public static MarkdownDocument? Parse(string markdown, MarkdownPipeline pipeline)
    {
        if (TooDeep().IsMatch(markdown)) return null; // Markdig would say so too, after quadratic work.
        if (pipeline != Letter && markdown.AsSpan().Count('[') > Brackets) return null; // Quadratic again.
        try
        {
            var document = Markdig.Markdown.Parse(markdown, pipeline);
            foreach (var list in document.Descendants<ListBlock>()) NumberAsWritten(list);
            return document;
        }
        catch (ArgumentException) // Markdig's word for "too deeply nested".
        {
            return null;
        }
    }

    /// <summary>Renders these blocks. Null when the nesting is deeper than any writing.</summary>
    public static string? Html(IEnumerable<Block> blocks, MarkdownPipeline pipeline)
    {
        using var written = new StringWriter();
        var renderer = new HtmlRenderer(written) { MaximumNestingDepth = 4 * Depth };
        pipeline.Setup(renderer);
        try
        {
            foreach (var block in blocks) renderer.Render(block);
        }
        catch (ArgumentException)
        {
            return null;
        }
        return written.ToString();
    }

    /// <summary>HTML counts list items by itself; a writer who jumps from 3 to 7 keeps the 7.</summary>
    static void NumberAsWritten(ListBlock list)
    {
        if (!list.IsOrdered) return;
        var expected = 1;
        foreach (var item in list.OfType<ListItemBlock>())
        {
            if (item.Order != expected) item.GetAttributes().AddProperty("value", $"{item.Order}");
            expected = item.Order + 1;
        }
        list.OrderedStart = null; // Said by the item.
    }

    static MarkdownPipelineBuilder Common(bool html = false)
    {
        var builder = new MarkdownPipelineBuilder { MaximumNestingDepth = Depth };
        if (!html) builder.DisableHtml();
        builder.BlockParsers.TryRemove<IndentedCodeBlockParser>();
        builder.BlockParsers.TryRemove<FencedCodeBlockParser>();
        builder.BlockParsers.Replace<ParagraphBlockParser>(new WholeParagraphs());
        builder.InlineParsers.TryRemove<CodeInlineParser>();
        return builder;
    }

    static MarkdownPipelineBuilder ForLetters()
    {
        var builder = Common().UseSoftlineBreakAsHardlineBreak();
        builder.BlockParsers.TryRemove<HeadingBlockParser>();
        builder.BlockParsers.Replace<QuoteBlockParser>(new SpacedQuotes());
        var lists = builder.BlockParsers.FindExact<ListBlockParser>()!;
        lists.ItemParsers.Replace<UnorderedListItemParser>(new Dashes());
        lists.ItemParsers.Replace<NumberedListItemParser>(new SmallNumbers());
        builder.InlineParsers.TryRemove<LinkInlineParser>();
        builder.InlineParsers.TryRemove<AutolinkInlineParser>();
        builder.InlineParsers.TryRemove<HtmlEntityParser>();
        builder.InlineParsers.TryRemove<EscapeInlineParser>();
        var emphasis = builder.InlineParsers.FindExact<EmphasisInlineParser>()!.EmphasisDescriptors;
        emphasis.Clear();
        emphasis.Add(new EmphasisDescriptor('*', 1, 2, enableWithinWord: false)); // 5*3*2 is a sum.
        emphasis.Add(new EmphasisDescriptor('_', 1, 2, enableWithinWord: false));
        return builder;
    }

    /// <summary>Keeps "[PS]: see you" as text, where CommonMark takes it for a link definition and swallows it,
    /// and "---" below a line as a rule instead of making that line a heading.</summary>
    sealed class WholeParagraphs : ParagraphBlockParser
    {
        public WholeParagraphs() => ParseSetextHeadings = false;

        public override bool Close(BlockProcessor processor, Block block)
        {
            if (block is not ParagraphBlock paragraph) return true;
            var count = paragraph.Lines.Count;
            for (var i = 0; i < count; i++) paragraph.Lines.Lines[i].Slice.TrimStart();
            if (count > 0) paragraph.Lines.Lines[count - 1].Slice.TrimEnd();
            return count > 0;
        }
    }

    /// <summary>A quote wants a space after its mark, so that >:( stays a face.</summary>
    sealed class SpacedQuotes : QuoteBlockParser
    {
        public override BlockState TryOpen(BlockProcessor processor)
            => processor.PeekChar(1) is ' ' or '\t' ? base.TryOpen(processor) : BlockState.None;
    }

    /// <summary>"+ one more" is not a list: the plus is a word there.</summary>
    sealed class Dashes : UnorderedListItemParser
    {
        public Dashes() => OpeningCharacters = ['-', '*'];
    }

    /// <summary>A list number has one or two digits and no leading zero: "007." and "2026." are words.</summary>
    sealed class SmallNumbers : NumberedListItemParser
    {
        public override bool TryParse(BlockProcessor state, char pendingBulletType, out ListInfo result)
        {
            result = default;
            var line = state.Line;
            var digits = 0;
            while (line.PeekChar(digits).IsDigit()) digits++;
            if (digits > 2 || digits == 2 && state.CurrentChar == '0') return false;
            return base.TryParse(state, pendingBulletType, out result);
        }
    }

    [GeneratedRegex(@"^(?:[ \t]*(?:>|[-*+][ \t]|[0-9]{1,9}[.)][ \t])){33}", RegexOptions.Multiline)]
    private static partial Regex TooDeep();
}

using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace LetterExchange.Text;

/// <summary>The words of a parsed text, one blank line between blocks, list marks kept.</summary>
static class PlainWriter
{
    public static string Of(IEnumerable<Block> blocks)
    {
        var text = new StringBuilder();
        Write(blocks, text);
        return text.ToString().TrimEnd();
    }

    /// <summary>The words of a heading or paragraph.</summary>
    public static string Of(LeafBlock block)
    {
        var text = new StringBuilder();
        Write(block.Inline, text);
        return text.ToString().Trim();
    }

    static void Write(IEnumerable<Block> blocks, StringBuilder text)
    {
        foreach (var block in blocks)
            switch (block)
            {
                case LeafBlock leaf:
                    Write(leaf.Inline, text);
                    text.Append("\n\n");
                    break;
                case ListItemBlock item:
                    text.Append(item.Parent is ListBlock { IsOrdered: true } list ? $"{item.Order}{list.OrderedDelimiter} " : "- ");
                    Write(item, text);
                    break;
                case ContainerBlock container:
                    Write(container, text);
                    break;
            }
    }

    static void Write(ContainerInline? inlines, StringBuilder text)
    {
        foreach (var inline in inlines ?? [])
            switch (inline)
            {
                case LiteralInline literal: text.Append(literal.Content.AsSpan()); break;
                case HtmlEntityInline entity: text.Append(entity.Transcoded.AsSpan()); break;
                case AutolinkInline link: text.Append(link.Url); break;
                case LineBreakInline line: text.Append(line.IsHard ? '\n' : ' '); break;
                case ContainerInline container: Write(container, text); break;
            }
    }
}

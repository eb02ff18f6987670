using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using LetterExchange.Features.Shared;

namespace LetterExchange.Features.Stories;

/// <summary>One sentence of a story: what is read aloud, kept in focus, marked and quoted.</summary>
/// <param name="Number">In the story, from 1; its element's id is <c>s</c> and this.</param>
/// <param name="Part">The part in which it stands, from 1.</param>
/// <param name="Text">As it is read: without explanations, blanks folded.</param>
public sealed record Sentence(int Number, int Part, string Text)
{
    /// <summary>Changes with its words.</summary>
    public string Print { get; } = Press.Hash(Text).ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Finds the sentences of a story and gives each an element of its own. A sentence never ends within emphasis, a link or an explained word.</summary>
static partial class Sentences
{
    /// <param name="parts">The cleaned parts, their words explained.</param>
    public static IReadOnlyList<Sentence> Mark(IReadOnlyList<IHtmlDocument> parts)
    {
        var found = new List<Sentence>();
        for (var i = 0; i < parts.Count; i++)
        {
            foreach (var block in parts[i].Body!.QuerySelectorAll("p, li").Where(block => !block.QuerySelectorAll("p, li").Any()).ToList()) Mark(parts[i], block, i + 1, found);
        }
        return found;
    }

    static void Mark(IHtmlDocument part, IElement block, int number, List<Sentence> found)
    {
        var nodes = block.ChildNodes.ToList();
        var run = new List<INode>();
        foreach (var node in nodes)
        {
            if (node is IElement { ClassName: "note" } or IElement { LocalName: "br" or "img" or "ul" or "ol" })
            {
                Wrap(part, run, number, found);
                continue;
            }
            run.Add(node);
            while (run[^1] is IText text && End().Match(text.Data) is { Success: true } end)
            {
                var rest = text.Split(end.Index + end.Length);
                Wrap(part, run, number, found);
                run.Add(rest);
            }
        }
        Wrap(part, run, number, found);
    }

    static void Wrap(IHtmlDocument part, List<INode> run, int number, List<Sentence> found)
    {
        var text = Blanks().Replace(string.Concat(run.Select(node => node.TextContent)), " ").Trim();
        if (text.Any(char.IsLetterOrDigit))
        {
            var sentence = new Sentence(found.Count + 1, number, text);
            var element = part.CreateElement("span");
            element.ClassName = "s";
            element.Id = $"s{sentence.Number}";
            run[0].Parent!.InsertBefore(element, run[0]);
            foreach (var node in run) element.AppendChild(node);
            found.Add(sentence);
        }
        run.Clear();
    }

    // What ends a sentence, closing marks, and the blank after it: where a capital, a digit or an opening mark follows. After an abbreviation of a title it goes on.
    [GeneratedRegex($$"""(?<!\b(?:{{LetterExchange.Text.SentenceRanges.Titles}}))[.!?…]+[\u202F\u00A0]?["”’»)]*\s+(?=["“‘«(—–¿¡\p{Lu}\p{N}])""")]
    private static partial Regex End();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}

using System.Globalization;
using System.Resources;
using System.Text;
using System.Text.RegularExpressions;
using LetterExchange.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace LetterExchange.Features.Stories;

/// <summary>Explains words in place. It works on the cleaned document, by nodes whose texts are set as text: nothing that an author
/// wrote in a word or an explanation can become markup.</summary>
sealed partial class GlossaryNotes(IReadOnlyList<GlossaryEntry> entries, string language)
{
    static readonly ResourceManager Resources = new(typeof(Texts));
    readonly List<Word> words = MakeWords(entries);

    /// <summary>Marks each word where it first occurs in the story, whole and in any case, and puts its note after that sentence.</summary>
    /// <returns>The words that do not occur.</returns>
    public IEnumerable<GlossaryEntry> Place(IEnumerable<IHtmlDocument> parts)
    {
        var left = words.ToList();
        foreach (var part in parts)
        {
            var found = new List<(IElement Anchor, Word Word)>();
            foreach (var text in part.Body!.Descendants<IText>().Where(MayExplain).ToList()) Mark(text, left, found);
            foreach (var (anchor, word) in found) PlaceNote(anchor, Note(part, word));
        }
        return left.Select(word => word.Entry).OrderBy(entry => entry.Line);
    }

    static bool MayExplain(INode text) => !text.Ancestors<IElement>().Any(e => e.LocalName is "h2" or "h3" or "a");

    /// <summary>Marks the words in this text, from its beginning to its end.</summary>
    static void Mark(IText text, List<Word> left, List<(IElement, Word)> found)
    {
        while (left.Count > 0)
        {
            var first = left.Select(word => (word, Match: word.Pattern.Match(text.Data))).Where(x => x.Match.Success)
                .OrderBy(x => x.Match.Index).ThenByDescending(x => x.Match.Length).FirstOrDefault();
            if (first.word is null) return;
            var rest = text.Split(first.Match.Index).Split(first.Match.Length);
            var anchor = text.Owner!.CreateElement("a");
            anchor.ClassName = "gl";
            anchor.Id = $"w-{first.word.Slug}";
            anchor.SetAttribute("href", $"#g-{first.word.Slug}");
            anchor.SetAttribute("aria-describedby", $"g-{first.word.Slug}");
            anchor.TextContent = first.Match.Value;
            rest.Parent!.ReplaceChild(anchor, rest.PreviousSibling!);
            left.Remove(first.word);
            found.Add((anchor, first.word));
            text = rest;
        }
    }

    IElement Note(IHtmlDocument part, Word word)
    {
        var note = part.CreateElement("span");
        note.ClassName = "note";
        note.SetAttribute("role", "note");
        note.Id = $"g-{word.Slug}";
        var term = part.CreateElement("b");
        term.TextContent = word.Entry.Word;
        var close = part.CreateElement("a");
        close.ClassName = "row tall";
        close.SetAttribute("href", $"#w-{word.Slug}");
        close.TextContent = Resources.GetString($"note.close.{language}", CultureInfo.InvariantCulture) ?? "×";
        note.Append(term, part.CreateTextNode($" {word.Entry.Meaning} "), close);
        return note;
    }

    /// <summary>Where the sentence ends, so that an opened note does not break it; else at the end of the paragraph.</summary>
    static void PlaceNote(IElement anchor, IElement note)
    {
        INode at = anchor;
        while (at.Parent is IElement { LocalName: not ("p" or "li" or "blockquote" or "body") } inline) at = inline;
        var block = (IElement)at.Parent!;
        for (INode? next = at.NextSibling; next is not null && next is not IHtmlUnorderedListElement and not IHtmlOrderedListElement; next = next.NextSibling)
        {
            if (next is not IText text || SentenceEnd().Match(text.Data) is not { Success: true } end) continue;
            if (end.Index + end.Length < text.Length) text.Split(end.Index + end.Length);
            var before = text.NextSibling;
            while (before is IElement { ClassName: "note" }) before = before.NextSibling;
            block.InsertBefore(note, before);
            return;
        }
        block.AppendChild(note);
    }

    static List<Word> MakeWords(IReadOnlyList<GlossaryEntry> entries)
    {
        var made = new List<Word>();
        foreach (var entry in entries)
        {
            var slug = Slug(entry.Word);
            if (slug == "" || made.Any(w => w.Slug == slug)) slug += $"{made.Count + 1}";
            var spelled = Regex.Escape(entry.Word).Replace("\\ ", @"\s+").Replace("'", "['’]").Replace("’", "['’]").Replace("['['’]]", "['’]");
            made.Add(new(entry, slug, new Regex($@"(?<![\p{{L}}\p{{M}}\p{{N}}]){spelled}(?![\p{{L}}\p{{M}}\p{{N}}])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)));
        }
        return made;
    }

    static string Slug(string word)
    {
        var plain = word.ToLowerInvariant().InForm(NormalizationForm.FormD).Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark);
        return Others().Replace(string.Concat(plain), "-").Trim('-');
    }

    sealed record Word(GlossaryEntry Entry, string Slug, Regex Pattern);

    [GeneratedRegex(@"[^a-z0-9]+")]
    private static partial Regex Others();

    [GeneratedRegex(@"[.!?…]+[""'”’»)\]]*(\s+|\z)")]
    private static partial Regex SentenceEnd();
}

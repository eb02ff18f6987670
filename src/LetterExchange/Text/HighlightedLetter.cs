using System.Text;
using Microsoft.AspNetCore.Html;

namespace LetterExchange.Text;

/// <summary>A passage to be marked: its place in the letter's stored text (UTF-16 code units), the number that the page gives
/// it, and whether it is drawn strong (class hi) or faint (lo).</summary>
public readonly record struct MarkedPassage(int Start, int Length, int Number, bool Strong);

/// <summary>A letter as a reviewer sees it: every character as it was written, no Markdown applied, findings marked in place.</summary>
public static class HighlightedLetter
{
    /// <summary>Paragraphs with <c>&lt;mark id="f1" class="hi"&gt;</c>, each passage ending in a link to <c>#n1</c>. A passage that crosses
    /// paragraphs or others is drawn in pieces: the first has its id, the last its link. One outside of the text, or empty,
    /// is a link alone. A surrogate pair is never split.</summary>
    /// <param name="signer">The writer's display name, to set the signature as the reader will see it.</param>
    public static HtmlString Render(string text, IReadOnlyList<MarkedPassage> passages, string? signer = null)
    {
        var spans = passages.Select(p => Span.Of(text, p)).OrderBy(s => s.Start).ThenByDescending(s => s.End).ToList();
        var paragraphs = Paragraphs(text, signer).ToList();
        var pieces = paragraphs.ConvertAll(p => Pieces(p, spans).ToList());
        foreach (var piece in pieces.SelectMany(p => p))
            foreach (var span in piece.Spans)
            {
                span.First ??= piece;
                span.Last = piece;
            }
        var html = new StringBuilder();
        for (var i = 0; i < paragraphs.Count; i++) Write(html, text, paragraphs[i], pieces[i]);
        var unseen = spans.Where(s => s.First is null).ToList();
        if (unseen.Count > 0) html.Append("<p>").AppendJoin(' ', unseen.Select(s => Link(s, withId: true))).Append("</p>\n");
        return new(html.ToString());
    }

    static IEnumerable<Paragraph> Paragraphs(string text, string? signer)
    {
        var parts = LetterParts.Of(text, signer);
        if (parts.Salute is { } salute) yield return Paragraph.Of(text, salute, "salute");
        foreach (var block in Html.Blocks(text, parts.Body)) yield return Paragraph.Of(text, block, null);
        if (parts.Close is { } close) yield return Paragraph.Of(text, close, "close");
        if (parts.Sign is { } sign) yield return Paragraph.Of(text, sign, "sign");
    }

    static IEnumerable<Piece> Pieces(Paragraph paragraph, List<Span> spans)
    {
        var within = spans.Where(s => s.Start < paragraph.End && s.End > paragraph.Start).ToList();
        var cuts = within.SelectMany(s => new[] { s.Start, s.End }).Append(paragraph.Start).Append(paragraph.End)
            .Select(cut => Math.Clamp(cut, paragraph.Start, paragraph.End)).Distinct().Order().ToList();
        for (var i = 1; i < cuts.Count; i++)
            yield return new(cuts[i - 1], cuts[i], [.. within.Where(s => s.Start <= cuts[i - 1] && s.End >= cuts[i])]);
    }

    static void Write(StringBuilder html, string text, Paragraph paragraph, List<Piece> pieces)
    {
        html.Append(paragraph.Style is null ? "<p>" : $"<p class=\"{paragraph.Style}\">");
        foreach (var piece in pieces)
        {
            var words = Html.Lines(text.AsSpan(piece.Start, piece.End - piece.Start));
            html.Append(piece.Spans.Count == 0 ? words : Mark(piece, words));
        }
        html.Append("</p>\n");
    }

    static string Mark(Piece piece, string words)
    {
        var starting = piece.Spans.Where(s => s.First == piece).ToList();
        var id = starting.Count > 0 ? $" id=\"f{starting[0].Number}\"" : "";
        var style = piece.Spans.Any(s => s.Strong) ? "hi" : "lo";
        var others = string.Concat(starting.Skip(1).Select(s => $"<span id=\"f{s.Number}\"></span>"));
        var links = string.Concat(piece.Spans.Where(s => s.Last == piece).Select(s => Link(s, withId: false)));
        return $"<mark{id} class=\"{style}\">{others}{words}{links}</mark>";
    }

    static string Link(Span span, bool withId)
        => $"<sup{(withId ? $" id=\"f{span.Number}\"" : "")}><a href=\"#n{span.Number}\">{span.Number}</a></sup>";

    sealed record Paragraph(int Start, int End, string? Style)
    {
        public static Paragraph Of(string text, Range range, string? style)
        {
            var (start, length) = range.GetOffsetAndLength(text.Length);
            return new(start, start + length, style);
        }
    }

    sealed record Piece(int Start, int End, List<Span> Spans);

    sealed class Span
    {
        public int Start { get; private init; }
        public int End { get; private init; }
        public int Number { get; private init; }
        public bool Strong { get; private init; }
        public Piece? First { get; set; }
        public Piece? Last { get; set; }

        public static Span Of(string text, MarkedPassage passage)
        {
            var start = Math.Clamp(passage.Start, 0, text.Length);
            var end = (int)Math.Clamp((long)passage.Start + passage.Length, start, text.Length);
            if (start < end && Splits(text, start)) start--;
            if (start < end && Splits(text, end)) end++;
            return new() { Start = start, End = end, Number = passage.Number, Strong = passage.Strong };
        }

        static bool Splits(string text, int at)
            => at > 0 && at < text.Length && char.IsHighSurrogate(text[at - 1]) && char.IsLowSurrogate(text[at]);
    }
}

namespace LetterExchange.Features.Archive;

/// <summary>A stretch of a letter, in pieces of which some are what was looked for.</summary>
/// <param name="IsOpening">Whether it begins where the letter does.</param>
public sealed record Passage(IReadOnlyList<(string Text, bool IsMarked)> Pieces, bool IsOpening)
{
    const int Before = 6, Words = 28, MostPassages = 2;

    /// <summary>The text without its marks.</summary>
    public string Plain => string.Concat(Pieces.Select(piece => piece.Text));

    /// <summary>The stretches of a text that show most of what was looked for, in their order; its beginning where nothing was.</summary>
    internal static IReadOnlyList<Passage> Of(string text, IReadOnlyList<IndexWord> words, Func<string, bool> isMarked)
    {
        if (words.Count == 0) return [];
        var hits = Enumerable.Range(0, words.Count).Where(at => isMarked(words[at].Stem)).ToList();
        if (hits.Count == 0) return [Cut(text, words, 0, Words, isMarked)];
        var begins = new List<int>();
        var shown = new HashSet<string>();
        while (begins.Count < MostPassages)
        {
            var (best, news) = (-1, 0);
            foreach (var hit in hits)
            {
                if (begins.Exists(begin => hit >= begin && hit < begin + Words)) continue;
                var fresh = hits.Where(other => other >= hit && other < hit + Words - Before).Select(other => words[other].Stem).Distinct().Count(stem => !shown.Contains(stem));
                if (fresh > news) (best, news) = (hit, fresh);
            }
            if (best < 0) break;
            begins.Add(Math.Max(0, best - Before));
            shown.UnionWith(hits.Where(hit => hit >= begins[^1] && hit < begins[^1] + Words).Select(hit => words[hit].Stem));
        }
        return [.. begins.Order().Select(begin => Cut(text, words, begin, Words, isMarked))];
    }

    static Passage Cut(string text, IReadOnlyList<IndexWord> words, int from, int count, Func<string, bool> isMarked)
    {
        var to = Math.Min(from + count, words.Count);
        var pieces = new List<(string, bool)>();
        var at = from == 0 ? 0 : words[from].Start;
        for (var n = from; n < to; n++)
        {
            if (!isMarked(words[n].Stem)) continue;
            if (words[n].Start > at) pieces.Add((Line(text[at..words[n].Start]), false));
            pieces.Add((Line(text.Substring(words[n].Start, words[n].Length)), true));
            at = words[n].End;
        }
        var end = to == words.Count ? text.Length : words[to - 1].End;
        if (end > at) pieces.Add((Line(text[at..end]), false));
        return new(pieces, from == 0);
    }

    // Text that is no words (a thousand exclamation marks) is cut too.
    static string Line(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length > 400) line = line[..(char.IsHighSurrogate(line[399]) ? 399 : 400)] + "…";
        return (text.Length > 0 && char.IsWhiteSpace(text[0]) ? " " : "") + line + (line.Length > 0 && char.IsWhiteSpace(text[^1]) ? " " : "");
    }
}

using System.Text.RegularExpressions;
using DiffPlex;

namespace LetterExchange.Features.Review;

/// <summary>What became of a piece of text between two versions.</summary>
public enum ChangeKind { Same, Gone, New, Folded }

/// <summary>A piece of the two versions together, in the order of reading.</summary>
/// <param name="Words">How many words a folded piece has; nothing for others.</param>
public readonly record struct Change(ChangeKind Kind, string Text, int Words = 0);

/// <summary>Two versions of a letter, word by word: first whole lines are compared, then the words of those that differ. Where that would cost too much, because nearly
/// everything differs, whole lines are gone and new.</summary>
public static partial class Changes
{
    /// <summary>So many words stay around a change when what is the same is folded.</summary>
    const int Around = 8;

    /// <summary>What is the same is folded from so many words on.</summary>
    const int Long = 30;

    /// <summary>The greatest product of pieces that are compared: where all 3,000 of 3,000 differ, about a quarter of a second.</summary>
    const int Most = 9_000_000;

    /// <summary>The pieces from the older to the newer text, unchanged stretches folded; none where both are the same.</summary>
    public static IReadOnlyList<Change> Between(string older, string newer)
    {
        if (older == newer) return [];
        var pieces = Compare(Lines(older), Lines(newer), (gone, added) => Compare(Words(gone), Words(added), Replace));
        return [.. Fold(Join(Close(Join(pieces))))];
    }

    static IEnumerable<Change> Replace(string gone, string added) => [new(ChangeKind.Gone, gone), new(ChangeKind.New, added)];

    /// <summary>Compares piece by piece; what differs is handed on together.</summary>
    static IEnumerable<Change> Compare(string[] older, string[] newer, Func<string, string, IEnumerable<Change>> differing)
    {
        var (start, end) = (0, 0);
        while (start < Math.Min(older.Length, newer.Length) && older[start] == newer[start]) start++;
        while (end < Math.Min(older.Length, newer.Length) - start && older[^(end + 1)] == newer[^(end + 1)]) end++;
        yield return new(ChangeKind.Same, string.Concat(older[..start]));
        foreach (var change in Middle(older[start..^end], newer[start..^end], differing)) yield return change;
        yield return new(ChangeKind.Same, string.Concat(older[^end..]));
    }

    static IEnumerable<Change> Middle(string[] older, string[] newer, Func<string, string, IEnumerable<Change>> differing)
    {
        if ((long)older.Length * newer.Length > Most) return differing(string.Concat(older), string.Concat(newer));
        return Blocks(older, newer, differing);
    }

    static IEnumerable<Change> Blocks(string[] older, string[] newer, Func<string, string, IEnumerable<Change>> differing)
    {
        var at = 0;
        foreach (var block in Differ.Instance.CreateDiffs("older", "newer", ignoreWhiteSpace: false, ignoreCase: false, new Chunks(older, newer)).DiffBlocks)
        {
            yield return new(ChangeKind.Same, string.Concat(older[at..block.DeleteStartA]));
            at = block.DeleteStartA + block.DeleteCountA;
            foreach (var change in differing(string.Concat(older[block.DeleteStartA..at]), string.Concat(newer[block.InsertStartB..(block.InsertStartB + block.InsertCountB)]))) yield return change;
        }
        yield return new(ChangeKind.Same, string.Concat(older[at..]));
    }

    /// <summary>A blank or a comma that stayed between two changed words makes them no two changes.</summary>
    static IEnumerable<Change> Close(List<Change> pieces)
    {
        for (var i = 0; i < pieces.Count; i++)
        {
            var between = i > 0 && i < pieces.Count - 1 && pieces[i].Kind == ChangeKind.Same && !pieces[i].Text.Any(letter => char.IsLetterOrDigit(letter) || letter == '\n');
            if (between) foreach (var change in Replace(pieces[i].Text, pieces[i].Text)) yield return change;
            else yield return pieces[i];
        }
    }

    /// <summary>Pieces of one kind as one, and of neighbouring changes what is gone before what is new.</summary>
    static List<Change> Join(IEnumerable<Change> pieces)
    {
        var joined = new List<Change>();
        var (gone, added) = ("", "");
        foreach (var piece in pieces.Where(piece => piece.Text.Length > 0).Append(new(ChangeKind.Same, "")))
        {
            if (piece.Kind == ChangeKind.Gone) gone += piece.Text;
            else if (piece.Kind == ChangeKind.New) added += piece.Text;
            else
            {
                if (gone.Length > 0) joined.Add(new(ChangeKind.Gone, gone));
                if (added.Length > 0) joined.Add(new(ChangeKind.New, added));
                (gone, added) = ("", "");
                if (piece.Text.Length == 0) continue;
                if (joined is [.., { Kind: ChangeKind.Same } last]) joined[^1] = last with { Text = last.Text + piece.Text };
                else joined.Add(piece);
            }
        }
        return joined;
    }

    static IEnumerable<Change> Fold(List<Change> pieces)
    {
        for (var i = 0; i < pieces.Count; i++)
        {
            var words = pieces[i].Kind == ChangeKind.Same ? Word().Matches(pieces[i].Text) : null;
            if (words is null || words.Count < Long)
            {
                yield return pieces[i];
                continue;
            }
            var (text, head, tail) = (pieces[i].Text, i == 0 ? 0 : Around, i == pieces.Count - 1 ? 0 : Around);
            var (from, to) = (head == 0 ? 0 : words[head - 1].Index + words[head - 1].Length, tail == 0 ? text.Length : words[^tail].Index);
            if (head > 0) yield return new(ChangeKind.Same, text[..from]);
            yield return new(ChangeKind.Folded, text[from..to], words.Count - head - tail);
            if (tail > 0) yield return new(ChangeKind.Same, text[to..]);
        }
    }

    static string[] Lines(string text) => [.. Line().Matches(text).Select(match => match.Value)];

    static string[] Words(string text) => [.. Piece().Matches(text).Select(match => match.Value)];

    [GeneratedRegex(@"[^\n]*\n|[^\n]+")]
    private static partial Regex Line();

    [GeneratedRegex(@"[\p{L}\p{M}\p{N}'’]+|\n|[^\S\n]+|[\uD800-\uDBFF][\uDC00-\uDFFF]|.", RegexOptions.Singleline)]
    private static partial Regex Piece();

    [GeneratedRegex(@"\S+")]
    private static partial Regex Word();

    /// <summary>Texts that are in pieces already.</summary>
    sealed class Chunks(string[] older, string[] newer) : IChunker
    {
        public IReadOnlyList<string> Chunk(string text) => text == "older" ? older : newer;
    }
}

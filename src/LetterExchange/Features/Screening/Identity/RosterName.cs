using System.Collections.Immutable;

namespace LetterExchange.Features.Screening.Identity;

/// <summary>A name of the roster as the words that it has, and where a text holds it.</summary>
sealed record RosterName(ImmutableArray<string> Words)
{
    static readonly HashSet<string> Small =
        ["the", "of", "and", "de", "des", "du", "d", "la", "le", "les", "l", "el", "los", "las", "del", "y", "et", "en", "sur", "sous", "van", "von", "der", "da", "dos"];

    /// <summary>The words of the name; none where it is not known.</summary>
    public static RosterName Of(string? name) => new([.. LetterText.Of(name ?? "").Words.Select(word => word.Text)]);

    /// <summary>The name without the words that many names have, from the first to the last that only this one has.</summary>
    public RosterName Without(IReadOnlySet<string> common)
    {
        bool IsOwn(string word) => !common.Contains(word) && !Small.Contains(word);
        var first = Words.TakeWhile(word => !IsOwn(word)).Count();
        var last = Words.Length - Words.Reverse().TakeWhile(word => !IsOwn(word)).Count();
        return new RosterName(first < last ? Words[first..last] : []);
    }

    /// <summary>The words that are more than an article or a preposition.</summary>
    public IEnumerable<string> Heavy => Words.Where(word => !Small.Contains(word));

    /// <summary>The indices of the first and last word of each place where the name stands, lower case or not.</summary>
    public IEnumerable<(int First, int Last)> In(ImmutableArray<Word> text)
    {
        if (Words.IsEmpty) yield break;
        for (var first = 0; first + Words.Length <= text.Length; first++)
        {
            var length = 0;
            while (length < Words.Length && text[first + length].Text == Words[length]) length++;
            if (length == Words.Length) yield return (first, first + length - 1);
        }
    }

    /// <summary>Whether it is written as a name: each word that has weight with a capital.</summary>
    public static bool IsWrittenAsName(ImmutableArray<Word> text, int first, int last)
    {
        for (var at = first; at <= last; at++)
            if (!text[at].IsCapital && !Small.Contains(text[at].Text)) return false;
        return true;
    }
}

/// <summary>What stands around a word.</summary>
static class Neighbours
{
    /// <summary>The word before in the same sentence, with nothing but a space or a hyphen between.</summary>
    public static Word? Before(LetterText text, int at) =>
        at > 0 && IsAdjacent(text, text.Words[at - 1], text.Words[at]) ? text.Words[at - 1] : null;

    /// <summary>The word after in the same sentence, with nothing but a space or a hyphen between.</summary>
    public static Word? After(LetterText text, int at) =>
        at + 1 < text.Words.Length && IsAdjacent(text, text.Words[at], text.Words[at + 1]) ? text.Words[at + 1] : null;

    static bool IsAdjacent(LetterText text, Word first, Word second) =>
        first.Sentence == second.Sentence && text.Folded.AsSpan(first.End, second.Start - first.End).IndexOfAnyExcept(" -'.") < 0;
}

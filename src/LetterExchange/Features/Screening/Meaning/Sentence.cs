using System.Collections.Immutable;

namespace LetterExchange.Features.Screening.Meaning;

/// <summary>A sentence, or a part of one that never seems to end: the words of a text from the first to the last, both included.</summary>
readonly record struct Sentence(int First, int Last)
{
    /// <summary>After so many words a sentence is parted at the next comma, and after so many at any word: children's letters often have no full stop at all.</summary>
    const int Comma = 14, Longest = 28;

    public int Count => Last - First + 1;

    public static List<Sentence> Of(LetterText text)
    {
        var sentences = new List<Sentence>();
        var words = text.Words;
        for (var first = 0; first < words.Length;)
        {
            var last = first;
            while (last + 1 < words.Length && words[last + 1].Sentence == words[first].Sentence && !IsLongEnough(text, words, first, last)) last++;
            sentences.Add(new(first, last));
            first = last + 1;
        }
        return sentences;
    }

    static bool IsLongEnough(LetterText text, ImmutableArray<Word> words, int first, int last)
    {
        var count = last - first + 1;
        return count >= Longest || count >= Comma && text.Folded.AsSpan(words[last].End..words[last + 1].Start).IndexOfAny(",:-()") >= 0;
    }
}

using System.Collections.Immutable;

namespace LetterExchange.Features.Screening.Phrases;

/// <summary>One group of a phrase list: phrases that mean the same thing, and what makes them mean another.</summary>
sealed class PhraseRule
{
    readonly Dictionary<string, List<Phrase>> phrases = new(StringComparer.Ordinal);
    readonly Dictionary<string, List<Phrase>> exceptions = new(StringComparer.Ordinal);

    public required string Name { get; init; }
    public required string Category { get; init; }
    public double Strength { get; init; } = 0.8;
    public bool IsRequest { get; init; }

    /// <summary>Only this side's letters, or null for both.</summary>
    public Side? Author { get; init; }

    /// <summary>Only letters in this language, or null for all.</summary>
    public string? Language { get; init; }

    /// <summary>Words that make a sentence harmless: a story's, the programme's.</summary>
    public ImmutableHashSet<string> Unless { get; init; } = [];

    public void Add(Phrase phrase) => Add(phrases, phrase);
    public void Except(Phrase phrase) => Add(exceptions, phrase);

    public IEnumerable<Finding> Find(LetterText text, ScreeningInput input)
    {
        if (Author is { } author && author != input.Author || Language is { } language && language != input.Language) yield break;
        for (var first = 0; first < text.Words.Length; first++)
        {
            if (Match(phrases, text.Words, first) is not { } last || IsHarmless(text.Words, first, last)) continue;
            yield return text.Find(Category, text.Words[first], text.Words[last], Name, Strength, IsRequest);
            first = last;
        }
    }

    bool IsHarmless(ImmutableArray<Word> words, int first, int last)
    {
        var sentence = words[first].Sentence;
        var begin = first;
        while (begin > 0 && words[begin - 1].Sentence == sentence) begin--;
        for (var at = begin; at < words.Length && words[at].Sentence == sentence; at++)
        {
            if (Unless.Contains(words[at].Text)) return true;
            if (at <= last && Match(exceptions, words, at) is { } end && end >= first) return true;
        }
        return false;
    }

    static void Add(Dictionary<string, List<Phrase>> index, Phrase phrase)
    {
        foreach (var word in phrase.FirstWords)
        {
            if (!index.TryGetValue(word, out var known)) index[word] = known = [];
            known.Add(phrase);
        }
    }

    static int? Match(Dictionary<string, List<Phrase>> index, ImmutableArray<Word> words, int first)
    {
        if (!index.TryGetValue(words[first].Text, out var known)) return null;
        int? longest = null;
        foreach (var phrase in known)
            if (phrase.LastWord(words, first) is { } last && !(last <= longest)) longest = last;
        return longest;
    }
}

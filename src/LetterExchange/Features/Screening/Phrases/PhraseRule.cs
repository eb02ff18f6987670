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
        bool[]? harmless = null; // Most letters never need it.
        for (var first = 0; first < text.Words.Length; first++)
        {
            if (Match(phrases, text.Words, first) is not { } last) continue;
            harmless ??= Harmless(text.Words);
            if (harmless.AsSpan(first..(last + 1)).Contains(true)) continue;
            yield return text.Find(Category, text.Words[first], text.Words[last], Name, Strength, IsRequest);
            first = last;
        }
    }

    // The words of an exception, and all words of a sentence that has one of the words of Unless.
    bool[] Harmless(ImmutableArray<Word> words)
    {
        var harmless = new bool[words.Length];
        var sentences = Unless.IsEmpty ? [] : words.Where(word => Unless.Contains(word.Text)).Select(word => word.Sentence).ToHashSet();
        for (var at = 0; at < words.Length; at++)
        {
            if (sentences.Contains(words[at].Sentence)) harmless[at] = true;
            if (Match(exceptions, words, at) is { } end) harmless.AsSpan(at..(end + 1)).Fill(true);
        }
        return harmless;
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

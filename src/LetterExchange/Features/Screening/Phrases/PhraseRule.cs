using System.Collections.Immutable;

namespace LetterExchange.Features.Screening.Phrases;

/// <summary>What must follow a phrase, and is a part of its passage then.</summary>
enum Follower
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A name, without which the phrase says nothing; one word without a capital may be one, where the writer uses none.</summary>
    Name,

    /// <summary>A name that is written as one.</summary>
    Capital,

    /// <summary>Whatever of a name there is.</summary>
    More,
}

/// <summary>One group of a phrase list: phrases that mean the same thing, and what makes them mean another.</summary>
sealed class PhraseRule
{
    List<Phrase>?[] phrases = []; // By the number of the word they begin with.
    List<Phrase>?[] exceptions = [];

    public required string Name { get; init; }
    public required string Category { get; init; }
    public double Strength { get; init; } = 0.8;
    public bool IsRequest { get; init; }

    /// <summary>Only this side's letters, or null for both.</summary>
    public Side? Author { get; init; }

    /// <summary>Only letters in this language, or null for all.</summary>
    public string? Language { get; init; }

    /// <summary>What follows.</summary>
    public Follower Then { get; init; }

    /// <summary>Words that make a sentence harmless: a story's, the programme's.</summary>
    public ImmutableHashSet<string> Unless { get; init; } = [];

    public void Add(Phrase phrase) => Add(ref phrases, phrase);
    public void Except(Phrase phrase) => Add(ref exceptions, phrase);

    public IEnumerable<Finding> Find(LetterText text, ScreeningInput input)
    {
        if (Author is { } author && author != input.Author || Language is { } language && language != input.Language) yield break;
        bool[]? harmless = null; // Most letters never need it.
        var numbers = text.Numbers;
        for (var first = 0; first < text.Words.Length; first++)
        {
            if (numbers[first] < 0 || Match(phrases, text, first) is not { } last) continue;
            if (Then != Follower.None)
            {
                var name = Then == Follower.Name || text.UsesCapitals ? NameAfter.Last(text, last) : null;
                if (name is null && Then != Follower.More) continue;
                last = name ?? last;
            }
            harmless ??= Harmless(text);
            if (harmless.AsSpan(first..(last + 1)).Contains(true)) continue;
            yield return text.Find(Category, text.Words[first], text.Words[last], Name, Strength, IsRequest);
            first = last;
        }
    }

    /// <summary>Whether one of the exceptions begins among these words: what the list calls harmless.</summary>
    public bool IsHarmless(LetterText text, int first, int last)
    {
        for (var at = first; at <= last; at++)
            if (text.Numbers[at] >= 0 && Match(exceptions, text, at) is not null) return true;
        return false;
    }

    // The words of an exception, and all words of a sentence that has one of the words of Unless.
    bool[] Harmless(LetterText text)
    {
        var (words, numbers) = (text.Words, text.Numbers);
        var harmless = new bool[words.Length];
        var sentences = Unless.IsEmpty ? [] : words.Where(word => Unless.Contains(word.Text)).Select(word => word.Sentence).ToHashSet();
        for (var at = 0; at < words.Length; at++)
        {
            if (sentences.Contains(words[at].Sentence)) harmless[at] = true;
            if (numbers[at] >= 0 && Match(exceptions, text, at) is { } end) harmless.AsSpan(at..(end + 1)).Fill(true);
        }
        return harmless;
    }

    static void Add(ref List<Phrase>?[] index, Phrase phrase)
    {
        foreach (var number in phrase.FirstWords.Select(Lexicon.Add).Distinct())
        {
            if (number >= index.Length) Array.Resize(ref index, Math.Max(number + 1, index.Length * 2));
            (index[number] ??= []).Add(phrase);
        }
    }

    static int? Match(List<Phrase>?[] index, LetterText text, int first)
    {
        var numbers = text.Numbers;
        if (numbers[first] >= index.Length || index[numbers[first]] is not { } known) return null;
        int? longest = null;
        foreach (var phrase in known)
            if (phrase.MayStand(text.Known) && phrase.LastWord(text.Words, numbers, first) is { } last && !(last <= longest)) longest = last;
        return longest;
    }
}

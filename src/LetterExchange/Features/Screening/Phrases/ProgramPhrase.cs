using System.Collections.Immutable;

namespace LetterExchange.Features.Screening.Phrases;

/// <summary>A phrase as a program writes it: words, of which one may end in a star (<c>kik*</c>, any ending), and stars between them for up to three words of the same sentence.
/// Unlike a <see cref="Phrase"/>, which only this house writes, it is followed without trying one way after another: the places it may have reached are bits of a number.</summary>
public sealed class ProgramPhrase
{
    public const int Fewest = 2;
    public const int Most = 80;
    const int MostWords = 20;
    const int MostGaps = 3;
    const int WidestGap = 3;
    const int ShortestBeginning = 2;

    readonly ImmutableArray<Step> steps;

    ProgramPhrase(ImmutableArray<Step> steps) => this.steps = steps;

    /// <summary>The word that it begins with, or what that word begins with.</summary>
    internal (string Word, bool IsBeginning) First => (steps[0].Word!, steps[0].IsBeginning);

    /// <summary>The phrase, or why it is none: <c>length</c>, <c>word</c> (nothing to look for), <c>star</c> (one where none may stand), or <c>words</c> (too many).</summary>
    public static ProgramPhrase? Parse(string text, out string? why)
    {
        var steps = ImmutableArray.CreateBuilder<Step>();
        why = text.Length is < Fewest or > Most ? "length" : Read(text, steps);
        return why is null ? new(steps.ToImmutable()) : null;
    }

    /// <summary>The index of the last word of the longest match that begins at the word <paramref name="first"/>, otherwise null.
    /// At most 29 words are looked at, each once a step.</summary>
    /// <param name="looks">Counted on by one for each look at a word.</param>
    internal int? LastWord(ImmutableArray<Word> words, int first, ref int looks)
    {
        var reached = 1UL; // Bit n: what came before this step ends before the word first + n.
        foreach (var step in steps)
        {
            var next = step.Word is null ? reached : 0;
            for (var left = reached; left != 0; left &= left - 1)
            {
                looks += step.Word is null ? WidestGap : 1;
                var offset = System.Numerics.BitOperations.TrailingZeroCount(left);
                if (step.Word is null)
                    for (var wide = 1; wide <= WidestGap && InSentence(words, first + offset, wide); wide++) next |= 1UL << (offset + wide);
                else if (first + offset < words.Length && step.Takes(words[first + offset].Text)) next |= 1UL << (offset + 1);
            }
            if ((reached = next) == 0) return null;
        }
        return first + System.Numerics.BitOperations.Log2(reached) - 1;
    }

    // A gap never leaves the sentence of the word before it.
    static bool InSentence(ImmutableArray<Word> words, int at, int wide) => at + wide - 1 < words.Length && words[at + wide - 1].Sentence == words[at - 1].Sentence;

    static string? Read(string text, ImmutableArray<Step>.Builder steps)
    {
        var plain = new List<string>(); // Words up to the next star, folded together, since letters that are pulled apart are one word.
        void Take() { foreach (var word in Phrase.Fold(string.Join(' ', plain))) steps.Add(new(word)); plain.Clear(); }
        foreach (var part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!part.Contains('*')) plain.Add(part);
            else if (part.IndexOf('*') < part.Length - 1) return "star";
            else
            {
                if (part.Length > 1) plain.Add(part[..^1]);
                Take();
                if (steps.Count == 0) return part == "*" ? "star" : "word";
                if (part == "*") steps.Add(new(null));
                else if (steps[^1].Word is not { Length: >= ShortestBeginning } word) return "word";
                else steps[^1] = new(word, true);
            }
        }
        Take();
        return Fault(steps);
    }

    static string? Fault(ImmutableArray<Step>.Builder steps)
    {
        if (steps.Count == 0) return "word";
        if (steps[^1].Word is null || steps.Zip(steps.Skip(1)).Any(two => two.First.Word is null && two.Second.Word is null)) return "star";
        if (steps.Count(step => step.Word is null) > MostGaps) return "star";
        return steps.Count(step => step.Word is not null) > MostWords ? "words" : null;
    }

    /// <param name="Word">Folded; null for a gap.</param>
    readonly record struct Step(string? Word, bool IsBeginning = false)
    {
        public bool Takes(string word) => IsBeginning ? word.StartsWith(Word!, StringComparison.Ordinal) : word == Word;
    }
}

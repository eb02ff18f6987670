using System.Collections.Frozen;
using System.Collections.Immutable;

namespace LetterExchange.Features.Screening.Phrases;

/// <summary>One line of a phrase list: a row of steps that follow one another within a sentence.
/// <c>a|b</c> either word; <c>@set</c> any word of the set; <c>word*</c> any word that begins so; <c>step?</c> may be missing;
/// <c>~3</c> up to three words of any kind (at most six).</summary>
sealed class Phrase
{
    const int WidestGap = 6;

    readonly Step[] steps;

    Phrase(Step[] steps) => this.steps = steps;

    /// <summary>The words that it can begin with.</summary>
    public IEnumerable<string> FirstWords => steps[0].Words.Concat(steps[0].Rows.Select(row => row[0]));

    /// <exception cref="FormatException">The line says nothing that can be looked for; the message says why.</exception>
    public static Phrase Parse(string line, IReadOnlyDictionary<string, ImmutableHashSet<string>> sets)
    {
        var steps = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => Step.Parse(part, sets)).ToArray();
        if (steps.Length == 0 || steps[0].IsOptional || steps[0].Gap > 0 || !steps[0].Beginnings.IsEmpty)
            throw new FormatException($"\"{line}\" must begin with a whole word that may not be missing.");
        if (steps[^1].Gap > 0) throw new FormatException($"\"{line}\" must not end in a gap.");
        return new Phrase(steps);
    }

    /// <summary>Whether each step that may not be missing has a word in the text, wherever it stands: most phrases have not, and need not be followed.</summary>
    public bool MayStand(WordsOf text)
    {
        foreach (var step in steps.AsSpan(1))
            if (!step.MayStand(text)) return false;
        return true;
    }

    /// <summary>The index of the last word of the phrase where it begins at the word <paramref name="first"/>, otherwise null.</summary>
    /// <param name="numbers">Of each word its number in the <see cref="Lexicon"/>.</param>
    public int? LastWord(ImmutableArray<Word> words, int[] numbers, int first) => Follow(words, numbers, first, words[first].Sentence, 0) - 1;

    // The word after the match. Gaps and missing words are few and short, so that the ways to try are bounded for each line.
    int? Follow(ImmutableArray<Word> words, int[] numbers, int at, int sentence, int step)
    {
        if (step == steps.Length) return at;
        var current = steps[step];
        if (current.Gap > 0)
        {
            for (var skipped = 0; skipped <= current.Gap && (skipped == 0 || IsHere(words, at + skipped - 1, sentence)); skipped++)
                if (Follow(words, numbers, at + skipped, sentence, step + 1) is { } end) return end;
            return null;
        }
        if (IsHere(words, at, sentence) && current.Takes(words[at].Text, numbers[at]) && Follow(words, numbers, at + 1, sentence, step + 1) is { } next) return next;
        foreach (var row in current.Rows)
            if (IsHere(words, at + row.Length - 1, sentence) && Stands(row, words, at) && Follow(words, numbers, at + row.Length, sentence, step + 1) is { } end) return end;
        return current.IsOptional ? Follow(words, numbers, at, sentence, step + 1) : null;
    }

    static bool IsHere(ImmutableArray<Word> words, int at, int sentence) => at < words.Length && words[at].Sentence == sentence;

    static bool Stands(string[] row, ImmutableArray<Word> words, int at)
    {
        for (var index = 0; index < row.Length; index++)
            if (words[at + index].Text != row[index]) return false;
        return true;
    }

    /// <summary>The words that the spelling is folded to in a text, in which it must be found.</summary>
    internal static string[] Fold(string spelling) => [.. LetterText.Of(spelling).Words.Select(word => word.Text)];

    // Rows are choices of several words, as l'enveloppe is in French.
    sealed record Step(FrozenSet<string> Words, ImmutableArray<string[]> Rows, ImmutableArray<string> Beginnings, bool IsOptional, int Gap)
    {
        readonly int[] numbers = [.. Words.Select(Lexicon.Add).Order()];

        readonly bool isSure = Rows.IsEmpty && Beginnings.IsEmpty && !IsOptional && Gap == 0; // That nothing but its words can stand for it.

        public bool MayStand(WordsOf text)
        {
            if (!isSure) return true;
            foreach (var number in numbers)
                if (text.Has(number)) return true;
            return false;
        }

        /// <param name="number">That of the word in the lexicon, or -1.</param>
        public bool Takes(string word, int number)
        {
            if (number >= 0 && (numbers.Length < 8 ? numbers.AsSpan().Contains(number) : numbers.AsSpan().BinarySearch(number) >= 0)) return true;
            foreach (var beginning in Beginnings)
                if (word.StartsWith(beginning, StringComparison.Ordinal)) return true;
            return false;
        }

        public static Step Parse(string part, IReadOnlyDictionary<string, ImmutableHashSet<string>> sets)
        {
            if (part[0] == '~') return new Step(FrozenSet<string>.Empty, [], [], false, GapOf(part));
            var choices = part.TrimEnd('?').Split('|', StringSplitOptions.RemoveEmptyEntries).ToLookup(choice => choice switch
            {
                ['@', ..] => Kind.Set,
                [.., '*'] => Kind.Beginning,
                _ => Kind.Word,
            });
            var spelt = choices[Kind.Word].Select(Fold).ToArray();
            if (spelt.Any(words => words.Length == 0)) throw new FormatException($"\"{part}\" holds a choice without a letter.");
            return new Step(
                spelt.Where(words => words.Length == 1).Select(words => words[0]).Concat(choices[Kind.Set].SelectMany(set => Named(set, sets))).ToFrozenSet(StringComparer.Ordinal),
                [.. spelt.Where(words => words.Length > 1)],
                [.. choices[Kind.Beginning].Select(choice => string.Concat(Fold(choice)))],
                part.EndsWith('?'), 0);
        }

        static int GapOf(string part) => int.TryParse(part.AsSpan(1), out var gap) && gap is >= 1 and <= WidestGap
            ? gap
            : throw new FormatException($"\"{part}\" must be ~1 to ~{WidestGap}.");

        static ImmutableHashSet<string> Named(string set, IReadOnlyDictionary<string, ImmutableHashSet<string>> sets) =>
            sets.TryGetValue(set[1..], out var words) ? words : throw new FormatException($"There is no set {set} above this line.");

        enum Kind { Word, Set, Beginning }
    }
}

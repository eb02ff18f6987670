using System.Collections.Immutable;

namespace LetterExchange.Features.Screening.Phrases;

/// <summary>One line of a phrase list: a row of steps that follow one another within a sentence.
/// <c>a|b</c> either word; <c>@set</c> any word of the set; <c>word*</c> any word that begins so; <c>step?</c> may be missing;
/// <c>~3</c> up to three words of any kind (at most five).</summary>
sealed class Phrase
{
    const int WidestGap = 5;

    readonly ImmutableArray<Step> steps;

    Phrase(ImmutableArray<Step> steps) => this.steps = steps;

    /// <summary>The words that it can begin with.</summary>
    public IEnumerable<string> FirstWords => steps[0].Words;

    /// <exception cref="FormatException">The line says nothing that can be looked for; the message says why.</exception>
    public static Phrase Parse(string line, IReadOnlyDictionary<string, ImmutableHashSet<string>> sets)
    {
        var steps = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(part => Step.Parse(part, sets)).ToImmutableArray();
        if (steps.IsEmpty || steps[0].IsOptional || steps[0].Gap > 0 || !steps[0].Beginnings.IsEmpty)
            throw new FormatException($"\"{line}\" must begin with a whole word that may not be missing.");
        return new Phrase(steps);
    }

    /// <summary>The index of the last word of the phrase where it begins at the word <paramref name="first"/>, otherwise null.</summary>
    public int? LastWord(ImmutableArray<Word> words, int first) => Follow(words, first, 0) - 1;

    // The word after the match. Gaps and missing words are few and short, so that the ways to try are bounded for each line.
    int? Follow(ImmutableArray<Word> words, int at, int step)
    {
        if (step == steps.Length) return at;
        var (current, left) = (steps[step], at > 0 && step > 0 ? words[at - 1].Sentence : (int?)null);
        bool IsHere(int index) => index < words.Length && (left is null || words[index].Sentence == left);
        if (current.Gap > 0)
        {
            for (var skipped = 0; skipped <= current.Gap && (skipped == 0 || IsHere(at + skipped - 1)); skipped++)
                if (Follow(words, at + skipped, step + 1) is { } end) return end;
            return null;
        }
        if (IsHere(at) && current.Takes(words[at].Text) && Follow(words, at + 1, step + 1) is { } next) return next;
        return current.IsOptional ? Follow(words, at, step + 1) : null;
    }

    sealed record Step(ImmutableHashSet<string> Words, ImmutableArray<string> Beginnings, bool IsOptional, int Gap)
    {
        public bool Takes(string word)
        {
            if (Words.Contains(word)) return true;
            foreach (var beginning in Beginnings)
                if (word.StartsWith(beginning, StringComparison.Ordinal)) return true;
            return false;
        }

        public static IEnumerable<Step> Parse(string part, IReadOnlyDictionary<string, ImmutableHashSet<string>> sets)
        {
            if (part[0] == '~')
            {
                if (!int.TryParse(part[1..], out var gap) || gap is < 1 or > WidestGap)
                    throw new FormatException($"\"{part}\" must be ~1 to ~{WidestGap}.");
                return [new Step([], [], false, gap)];
            }
            var optional = part.EndsWith('?');
            var choices = part.TrimEnd('?').Split('|');
            if (choices is [var only] && !only.StartsWith('@') && !only.EndsWith('*'))
                return Fold(only).Select(word => new Step([word], [], optional, 0));
            return [new Step(
                [.. choices.Where(choice => !choice.EndsWith('*')).SelectMany(choice => choice[0] == '@' ? Named(choice[1..], sets) : [FoldOne(choice)])],
                [.. choices.Where(choice => choice.EndsWith('*')).Select(choice => FoldOne(choice[..^1]))], optional, 0)];
        }

        static ImmutableHashSet<string> Named(string set, IReadOnlyDictionary<string, ImmutableHashSet<string>> sets) =>
            sets.TryGetValue(set, out var words) ? words : throw new FormatException($"There is no set @{set} above this line.");
    }

    /// <summary>The words that the spelling is folded to in a text, in which it must be found.</summary>
    internal static IEnumerable<string> Fold(string spelling) => LetterText.Of(spelling).Words.Select(word => word.Text);

    internal static string FoldOne(string spelling) => Fold(spelling).ToArray() is [var word]
        ? word
        : throw new FormatException($"\"{spelling}\" must be one word; write the others as steps of their own.");
}

using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using LetterExchange.Features.Screening.Phrases;

namespace LetterExchange.Features.Screening;

/// <summary>Swear words behind a mask of signs (asterisks, @, $) or with a letter drawn out. Plain ones are in the phrase list.</summary>
static class ProfanityRule
{
    public const string Name = "profanity.masked";

    static readonly Regex Masked = Patterns.Linear(@"[a-z@$][a-z0-9]*[*@$][a-z0-9*@$]*");
    static readonly ILookup<int, string> Known = PhraseBook.Set("Profanity", "masked").ToLookup(word => word.Length);
    static readonly ImmutableHashSet<string> Words = PhraseBook.Set("Profanity", "masked");

    public static IEnumerable<Finding> Find(LetterText text, ScreeningInput input)
    {
        if (text.Folded.AsSpan().IndexOfAny("*@$") >= 0) foreach (var match in Masked.EnumerateMatches(text.Folded).ToRanges())
        {
            var before = text.At(match.Start.Value - 1);
            if (!char.IsLetterOrDigit(before) && before is not ('*' or '.' or '_') && IsKnown(text.Folded[match]))
                yield return text.Find(Category.Profanity, match.Start.Value, match.End.Value, Name, 0.85);
        }
        foreach (var word in text.Words)
            if (Shortened(word.Text) is { } shortened && Words.Contains(shortened))
                yield return text.Find(Category.Profanity, word, word, Name, 0.85);
    }

    static bool IsKnown(string masked) => Known[masked.Length].Any(word => Fits(masked, word));

    // The first letter and one more must show, or three asterisks in a row say by themselves what was meant.
    static bool Fits(string masked, string word)
    {
        var shown = 0;
        for (var at = 0; at < word.Length; at++)
        {
            var sign = masked[at] switch { '@' => 'a', '$' => 's', '0' => 'o', '1' => 'i', '3' => 'e', '4' => 'a', '5' => 's', '7' => 't', var other => other };
            if (sign == '*') continue;
            if (sign != word[at]) return false;
            shown++;
        }
        return masked[0] != '*' && (shown > 1 || masked.Contains("***", StringComparison.Ordinal));
    }

    // "fooool": a letter three times or more is one.
    static string? Shortened(string word)
    {
        var run = 1;
        for (var at = 1; at < word.Length && run < 3; at++) run = word[at] == word[at - 1] ? run + 1 : 1;
        return run < 3 ? null : ShortenedRuns(word);
    }

    static string? ShortenedRuns(string word)
    {
        var shortened = new StringBuilder();
        var isDrawnOut = false;
        for (var at = 0; at < word.Length; at++)
        {
            var run = 1;
            while (at + run < word.Length && word[at + run] == word[at]) run++;
            isDrawnOut |= run > 2;
            shortened.Append(word[at], run > 2 ? 1 : run);
            at += run - 1;
        }
        return isDrawnOut ? shortened.ToString() : null;
    }
}

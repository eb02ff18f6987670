using System.Collections.Immutable;

namespace LetterExchange.Features.Screening.Phrases;

/// <summary>One phrase of a program, ready to be looked for.</summary>
/// <param name="Category">What a watched phrase is about; null for an allowed one.</param>
/// <param name="IsDanger">Whether a watched phrase always leads to the safeguarding route.</param>
public sealed record OwnPhrase(ProgramPhrase Phrase, string? Category, bool IsDanger = false);

/// <summary>The phrases of one program: watched ones become findings, allowed ones take findings away. Time is linear in the text: each phrase is tried only
/// at the words that it can begin with, and follows a bounded number of words there.</summary>
public sealed class ProgramPhrases
{
    /// <summary>What findings call this rule.</summary>
    public const string Rule = "program.phrase";

    readonly Dictionary<string, List<OwnPhrase>> words = new(StringComparer.Ordinal);
    readonly Dictionary<string, List<OwnPhrase>> beginnings = new(StringComparer.Ordinal); // By their first two letters.

    public ProgramPhrases(IEnumerable<OwnPhrase> phrases)
    {
        foreach (var phrase in phrases)
        {
            var (word, isBeginning) = phrase.Phrase.First;
            var (index, key) = isBeginning ? (beginnings, word[..2]) : (words, word);
            if (!index.TryGetValue(key, out var same)) index[key] = same = [];
            same.Add(phrase);
        }
    }

    /// <summary>Each place where a phrase stands. One that overlaps its last place is left out.</summary>
    public IEnumerable<(OwnPhrase Phrase, int Start, int Length)> Places(LetterText text)
    {
        var last = new Dictionary<OwnPhrase, int>(ReferenceEqualityComparer.Instance);
        for (var first = 0; first < text.Words.Length; first++)
        {
            foreach (var own in At(text.Words[first].Text))
            {
                if (last.GetValueOrDefault(own, -1) >= first || own.Phrase.LastWord(text.Words, first) is not { } end) continue;
                last[own] = end;
                var start = text.OriginalStart(text.Words[first].Start);
                yield return (own, start, text.OriginalEnd(text.Words[end].End - 1) - start);
            }
        }
    }

    /// <summary>The screening with this program's phrases. Danger is never allowed away.</summary>
    internal Screening Apply(LetterText text, Screening screening, Side author)
    {
        var places = Places(text).ToList();
        if (places.Count == 0) return screening;
        var watched = Screener.Merge([.. places.Where(place => place.Phrase.Category is not null).Select(place => new Finding(place.Phrase.Category!, place.Start, place.Length, Rule, 1))]);
        var allowed = places.Where(place => place.Phrase.Category is null).ToList();
        var danger = places.Where(place => place.Phrase.IsDanger).ToList();
        bool Stays(Finding finding) => Routes.Of([finding], author) == Route.Safeguarding || danger.Exists(place => place.Start >= finding.Start && place.Start + place.Length <= finding.End && finding.Rule == Rule)
            || !allowed.Exists(place => place.Start <= finding.Start && finding.End <= place.Start + place.Length);
        var left = screening.Findings.Concat(watched).Where(Stays).OrderBy(finding => finding.Start).ThenBy(finding => Category.All.IndexOf(finding.Category)).ToImmutableArray();
        return new(left, danger.Count > 0 ? Route.Safeguarding : Routes.Of(left, author));
    }

    IEnumerable<OwnPhrase> At(string word)
    {
        var whole = words.GetValueOrDefault(word) ?? [];
        return word.Length >= 2 && beginnings.GetValueOrDefault(word[..2]) is { } begun ? whole.Concat(begun) : whole;
    }
}

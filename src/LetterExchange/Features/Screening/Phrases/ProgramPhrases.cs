using System.Collections.Immutable;

namespace LetterExchange.Features.Screening.Phrases;

/// <summary>One phrase of a program, ready to be looked for.</summary>
/// <param name="Category">What a watched phrase is about; null for an allowed one.</param>
/// <param name="IsDanger">Whether a watched phrase always leads to the safeguarding route.</param>
public sealed record OwnPhrase(ProgramPhrase Phrase, string? Category, bool IsDanger = false);

/// <summary>The phrases of one program: watched ones become findings, allowed ones take findings away. Time is linear in the text: each phrase is tried only
/// at the words that it can begin with, and follows a bounded number of words there; and all of them together are bounded too.</summary>
public sealed class ProgramPhrases
{
    /// <summary>What findings call this rule.</summary>
    public const string Rule = "program.phrase";

    /// <summary>Most looks at words that one letter is given, well under a tenth of a second; an ordinary letter needs a few hundred.</summary>
    const int MostLooks = 2_000_000;

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

    /// <summary>Each place where a phrase stands, by the word it begins with. One that overlaps its last place is left out.</summary>
    /// <param name="isWhole">False where looking was given up before the end of the text, which only phrases and a letter made for it bring about.</param>
    public List<(OwnPhrase Phrase, int Start, int Length)> Places(LetterText text, out bool isWhole)
    {
        var places = new List<(OwnPhrase, int, int)>();
        var last = new Dictionary<OwnPhrase, int>(ReferenceEqualityComparer.Instance);
        var looks = 0;
        for (var first = 0; first < text.Words.Length && looks < MostLooks; first++)
        {
            foreach (var own in At(text.Words[first].Text))
            {
                if (last.GetValueOrDefault(own, -1) >= first || own.Phrase.LastWord(text.Words, first, ref looks) is not { } end) continue;
                last[own] = end;
                var start = text.OriginalStart(text.Words[first].Start);
                places.Add((own, start, text.OriginalEnd(text.Words[end].End - 1) - start));
            }
        }
        isWhole = looks < MostLooks;
        return places;
    }

    /// <summary>The screening with this program's phrases. Danger is never allowed away, and a letter that was not looked through to its end asks for attention.</summary>
    internal Screening Apply(LetterText text, Screening screening, Side author)
    {
        var places = Places(text, out var isWhole);
        if (places.Count == 0 && isWhole) return screening;
        var watched = Screener.Merge([.. places.Where(place => place.Phrase.Category is not null).Select(place => new Finding(place.Phrase.Category!, place.Start, place.Length, Rule, 1))]);
        var allowed = places.Where(place => place.Phrase.Category is null).ToList();
        var danger = places.Where(place => place.Phrase.IsDanger).ToList();
        bool IsDanger(Finding finding) => Routes.Of([finding], author) == Route.Safeguarding
            || finding.Rule == Rule && danger.Exists(place => finding.Start <= place.Start && place.Start + place.Length <= finding.End);
        bool IsAllowed(Finding finding) => allowed.Exists(place => place.Start <= finding.Start && finding.End <= place.Start + place.Length);
        var left = screening.Findings.Concat(watched).Where(finding => !IsAllowed(finding) || IsDanger(finding)).OrderBy(finding => finding.Start).ThenBy(finding => Category.All.IndexOf(finding.Category)).ToImmutableArray();
        var route = danger.Count > 0 ? Route.Safeguarding : Routes.Of(left, author);
        return new(left, route == Route.Standard && !isWhole ? Route.Attention : route);
    }

    IEnumerable<OwnPhrase> At(string word)
    {
        var whole = words.GetValueOrDefault(word) ?? [];
        return word.Length >= 2 && beginnings.GetValueOrDefault(word[..2]) is { } begun ? whole.Concat(begun) : whole;
    }
}

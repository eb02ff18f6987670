using System.Text.RegularExpressions;

namespace LetterExchange.Text;

/// <summary>How hard a text is to read, by the length of its sentences and words.</summary>
/// <param name="Score">English: school grade. French and Spanish: reading ease, 0 (hard) to 100 and above (easy).</param>
/// <param name="Age">About how old readers are who read such texts with ease, in years (8 to 20).</param>
/// <param name="Hardest">Its longest sentence, where that has more than twenty words.</param>
public sealed partial record Readability(double Score, double Age, string? Hardest)
{
    /// <summary>Shorter texts than this say nothing, in words.</summary>
    public const int FewestWords = 40;

    const int LongSentence = 20;

    // Reading ease and the age that goes with it: Flesch's own table of school grades (How to Write Plain English, 1979, chapter 2), a grade being its number plus five in years.
    static readonly (double Ease, double Age)[] Ages = [(110, 8), (100, 9), (90, 11), (80, 12), (70, 13), (60, 15), (50, 17), (30, 20)];

    /// <summary>Nothing for a text that is too short, or in another language than English, French or Spanish.</summary>
    public static Readability? Of(string text, string language)
    {
        var sentences = SentenceEnd().Split(Markdown.PlainText(text)).Select(sentence => (Text: sentence.Trim(), Words: Words(sentence))).Where(sentence => sentence.Words.Count > 0).ToList();
        var words = sentences.Sum(sentence => sentence.Words.Count);
        if (words < FewestWords) return null;
        var (perSentence, perWord) = ((double)words / sentences.Count, (double)sentences.Sum(sentence => sentence.Words.Sum(word => Syllables.Count(word, language))) / words);
        if (Formula(language, perSentence, perWord) is not var (score, age)) return null;
        var hardest = sentences.MaxBy(sentence => sentence.Words.Count);
        return new(score, age, hardest.Words.Count > LongSentence ? hardest.Text : null);
    }

    /// <summary>The formula of the language.</summary>
    /// <param name="words">Words a sentence.</param>
    /// <param name="syllables">Syllables a word.</param>
    /// <remarks>English: Kincaid, Fishburne, Rogers and Chissom, Derivation of New Readability Formulas (1975). French: Kandel and Moles, Application de l'indice de Flesch à la langue
    /// française (Cahiers d'études de radio-télévision, 1958). Spanish: Fernández Huerta, Medidas sencillas de lecturabilidad (Consigna, 1959).</remarks>
    internal static (double Score, double Age)? Formula(string language, double words, double syllables) => language switch
    {
        "en" => (0.39 * words + 11.8 * syllables - 15.59) is var grade ? (grade, Math.Clamp(grade + 5, 8, 20)) : null,
        "fr" => (207 - 1.015 * words - 73.6 * syllables) is var ease ? (ease, AgeOf(ease)) : null,
        "es" => (206.84 - 60 * syllables - 1.02 * words) is var ease ? (ease, AgeOf(ease)) : null,
        _ => null,
    };

    static double AgeOf(double ease)
    {
        if (ease >= Ages[0].Ease) return Ages[0].Age;
        for (var i = 1; i < Ages.Length; i++)
        {
            var (above, below) = (Ages[i - 1], Ages[i]);
            if (ease >= below.Ease) return below.Age + (above.Age - below.Age) * (ease - below.Ease) / (above.Ease - below.Ease);
        }
        return Ages[^1].Age;
    }

    static List<string> Words(string sentence) => [.. Word().Matches(sentence).Select(match => match.Value.ToLowerInvariant())];

    [GeneratedRegex(@"(?<=[.!?…])[""”’»)]*\s+|\n+")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"\p{L}[\p{L}\p{M}’']*")]
    private static partial Regex Word();
}

/// <summary>Counts the syllables of words, about as a child claps them: by the groups of their vowels, and what each language does not sound.</summary>
static partial class Syllables
{
    /// <param name="word">In small letters.</param>
    /// <returns>At least 1.</returns>
    public static int Count(string word, string language) => Math.Max(1, language switch
    {
        "fr" => FrenchVowels().Count(word) - (FrenchMute().IsMatch(word) ? 1 : 0),
        "es" => SpanishVowels().Count(word),
        _ => EnglishVowels().Count(word) - (EnglishMute().IsMatch(word) ? 1 : 0),
    });

    [GeneratedRegex("[aeiouy]+")]
    private static partial Regex EnglishVowels();

    // A final e, es or ed that is not sounded: not after l and a consonant (table), not where the ending needs it (wanted, boxes).
    [GeneratedRegex("(?:(?<![aeiouy])(?<![^aeiouy]l)e|(?<![aeiouytd])(?<![^aeiouy]l)ed|(?<![aeiouysxz])(?<![^aeiouy]l)(?<!ch|sh|[cg])es)$")]
    private static partial Regex EnglishMute();

    // A group of vowels is one syllable; a vowel with a diaeresis, and é before another vowel, begin another.
    [GeneratedRegex("[ëïü]|[aâàeéèêiîoôœuùûy]+?(?=[ëïü])|é(?=[aâo])|[aâàeéèêiîoôœuùûy]+")]
    private static partial Regex FrenchVowels();

    [GeneratedRegex("(?<=[^aâàeéèêiîoôuùûy])(?:e|es|ent)$")]
    private static partial Regex FrenchMute();

    // Two strong vowels are two syllables, and so is a weak one with an accent beside a strong one; the u of que, qui, gue and gui is not sounded.
    [GeneratedRegex("(?<=[qg])u(?=[eiéí])[eiéí]|[íú]|[iuü]?[aeoáéó](?:[iuy](?![aeoáéó]))?|[iuü]+|(?<![aeoáéóiu])y$")]
    private static partial Regex SpanishVowels();
}

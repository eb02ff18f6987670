using System.Collections.Frozen;
using Lingua;

namespace LetterExchange.Features.Screening;

/// <summary>Tells in which language a text is written: English and French by their commonest words where they are many, all others by Lingua (n-grams of letters).</summary>
public static class Languages
{
    /// <summary>How much of the text is looked at, in UTF-16 code units: more tells hardly more.</summary>
    const int Most = 400;

    /// <summary>A text of fewer words tells nothing.</summary>
    const int Fewest = 6;

    /// <summary>By how much the likeliest language must be ahead of the next (0 to 1): a wrong word about a child's language costs more than none.</summary>
    const double Lead = 0.2;

    /// <summary>One word in so many is among a language's commonest in any text of it.</summary>
    const int Share = 5;

    static readonly FrozenSet<string> English = Set("the and to of i you is it my was for in that have but with not are we they this be on me what when so as at your");
    static readonly FrozenSet<string> French = Set("le la les et je tu il elle de des un une est pas que qui dans mon ma pour avec sur nous on mais j c ce au en suis ai plus");

    /// <summary>The three that the rules know, and those that are spoken most in the homes of children who speak one of them at school.</summary>
    static readonly Lazy<LanguageDetector> Detector = new(() => LanguageDetectorBuilder.FromLanguages(
        Language.English, Language.French, Language.Spanish, Language.Arabic, Language.Chinese, Language.Dutch, Language.German, Language.Hindi, Language.Italian, Language.Korean, Language.Polish,
        Language.Portuguese, Language.Romanian, Language.Russian, Language.Somali, Language.Swahili, Language.Tagalog, Language.Turkish, Language.Ukrainian, Language.Vietnamese).WithLowAccuracyMode().WithMinimumRelativeDistance(Lead).Build());

    /// <summary>Its ISO 639-1 code (of 20 languages), or nothing where the text is too short or too strange to tell. Never fails.</summary>
    public static string? Of(string text)
    {
        var beginning = text[..Math.Min(Most, text.Length)];
        var words = LetterText.Of(beginning).Words;
        if (words.Length < Fewest) return null;
        var (english, french) = (0, 0);
        foreach (var word in words)
        {
            if (English.Contains(word.Text)) english++;
            if (French.Contains(word.Text)) french++;
        }
        if (Math.Max(english, french) * Share >= words.Length && Math.Max(english, french) >= 2 * Math.Min(english, french)) return english > french ? "en" : "fr";
        var language = Detector.Value.DetectLanguageOf(beginning);
        return language == Language.Unknown ? null : language.IsoCode6391().ToString().ToLowerInvariant();
    }

    /// <summary>That of the three (en, fr, es) by which the rules look at a text: its own, or what is given where it is in none of them.</summary>
    public static string ForRules(string? told, string otherwise) => told is "en" or "fr" or "es" ? told : otherwise;

    static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet();
}

using System.Collections.Frozen;
using LetterExchange.Features.Screening.Phrases;

namespace LetterExchange.Features.Screening.Memory;

/// <summary>The line of a bus or tram that a child takes: "the 42 bus", "la ligne 3", "el autobús 27", in a sentence in which it speaks of itself.</summary>
static class TransportLines
{
    static readonly FrozenSet<string> Vehicles = Set("bus tram metro route line autobus car tramway ligne linea autocar guagua colectivo micro tranvia");
    static readonly FrozenSet<string> Numbered = Set("the number no my our numero nr n le la el");
    static readonly FrozenSet<string> Between = Set("number no numero n nr el la le");
    static readonly FrozenSet<string> Self = Set("i im ive my we our me us were je j mon ma mes nous notre on moi yo mi mis nos nuestro nuestra me cojo tomo voy vamos subo bajo tomamos cogemos vuelvo");
    static readonly FrozenSet<string> Things = Set("stops stations rides drivers tickets trips journeys minutes hours times wheels seats euros pounds arrets minutos minuti paradas horas veces fois heures");
    static readonly FrozenSet<string> Tale = PhraseBook.Set("Details", "tale").ToFrozenSet(StringComparer.Ordinal);

    /// <summary>A line with its vehicle, in any order.</summary>
    public static IEnumerable<Finding> Find(LetterText text, ScreeningInput input)
    {
        HashSet<int>? own = null; // Sentences; most letters never need it.
        for (var at = 0; at < text.Words.Length; at++)
        {
            if (!Vehicles.Contains(text.Words[at].Text) || Around(text, at) is not { First: >= 0 } line) continue;
            own ??= Own(text);
            if (own.Contains(text.Words[at].Sentence)) yield return text.Find(Category.Place, text.Words[line.First], text.Words[line.Last], "line.number", 0.5);
        }
    }

    /// <summary>The first and the last word of the line's name, or -1 where the vehicle has no number beside it.</summary>
    static (int First, int Last) Around(LetterText text, int at)
    {
        if (IsNumber(text, at, at - 1) && Near(text, at, at - 2) is { } before && Numbered.Contains(before.Text) && !(Near(text, at, at + 1) is { } thing && Things.Contains(thing.Text))) return (at - 1, at);
        var number = Near(text, at, at + 1) is { } between && Between.Contains(between.Text) ? at + 2 : at + 1;
        return IsNumber(text, at, number) && !(Near(text, at, number + 1) is { } counted && Things.Contains(counted.Text)) ? (at, number) : (-1, -1);
    }

    static Word? Near(LetterText text, int of, int at) =>
        at >= 0 && at < text.Words.Length && text.Words[at].Sentence == text.Words[of].Sentence ? text.Words[at] : null;

    // Up to three digits and one letter; "8:15" and "8.15" are a time of day.
    static bool IsNumber(LetterText text, int of, int at)
    {
        if (Near(text, of, at) is not { } word) return false;
        var written = text.Folded.AsSpan(word.Start, word.End - word.Start);
        var digits = written.Length > 1 && char.IsAsciiLetter(written[^1]) && written[^1] != 'h' ? written[..^1] : written;
        return digits.Length is >= 1 and <= 3 && digits.IndexOfAnyExceptInRange('0', '9') < 0 && !IsTime(text, word);
    }

    static bool IsTime(LetterText text, Word word) =>
        text.At(word.Start - 1) is ':' or '.' or ',' && char.IsAsciiDigit(text.At(word.Start - 2)) || text.At(word.End) is ':' or '.' or ',' && char.IsAsciiDigit(text.At(word.End + 1));

    static HashSet<int> Own(LetterText text)
    {
        var own = text.Words.Where(word => Self.Contains(word.Text)).Select(word => word.Sentence).ToHashSet();
        own.ExceptWith(text.Words.Where(word => Tale.Contains(word.Text)).Select(word => word.Sentence));
        return own;
    }

    static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}

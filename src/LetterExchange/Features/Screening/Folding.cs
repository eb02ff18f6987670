using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using LetterExchange.Text;

namespace LetterExchange.Features.Screening;

/// <summary>Folds one character to what a reader takes it for: lower case, without accents, look-alikes as Latin letters.</summary>
static class Folding
{
    // Cyrillic and Greek letters beside the Latin ones that they pass for, upper case first because in it they look alike more often.
    const string Foreign = "АВЕЅІЈКМНОРСТУХԚԜабвгеѕіјкмнорстухһԁԛԝӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧαεινοκρτυχγ";
    const string Latin = "abesijkmhopctyxqwabbresijkmhopctyxhdqwlabezhikmnoptyxaeivokptuxy";

    static readonly FrozenDictionary<int, string> Alike = Foreign.Zip(Latin, (from, to) => KeyValuePair.Create((int)from, to.ToString()))
        .Concat(
        [
            new('ß', "ss"), new('æ', "ae"), new('Æ', "ae"), new('œ', "oe"), new('Œ', "oe"), new('ø', "o"), new('Ø', "o"),
            new('ł', "l"), new('Ł', "l"), new('đ', "d"), new('ð', "d"), new('ı', "i"), new('ɡ', "g"), new('ɑ', "a"),
            new('’', "'"), new('‘', "'"), new('ʼ', "'"), new('´', "'"), new('`', "'"), new('“', "\""), new('”', "\""), new('„', "\""),
            new('«', "\""), new('»', "\""), new('…', "..."), new('−', "-"), new('·', "."), new('•', "."), new('。', "."),
        ])
        .ToFrozenDictionary();

    /// <summary>The folded form, empty for a character that cannot be seen by itself (a mark, a zero-width character, a joiner).</summary>
    public static string Of(Rune rune)
    {
        if (Alike.TryGetValue(rune.Value, out var alike)) return alike;
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => "",
            UnicodeCategory.DashPunctuation => "-",
            UnicodeCategory.DecimalDigitNumber => ((char)('0' + (int)Rune.GetNumericValue(rune))).ToString(),
            UnicodeCategory.OtherSymbol when rune.Value > 0xFFFF => " ",
            _ => Decomposed(rune),
        };
    }

    static string Decomposed(Rune rune)
    {
        var folded = new StringBuilder();
        foreach (var part in rune.ToString().InForm(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(part) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark) continue;
            if (Alike.TryGetValue(part.Value, out var alike)) folded.Append(alike);
            else folded.Append(Rune.ToLowerInvariant(part).ToString());
        }
        return folded.ToString();
    }
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LetterExchange.Text;

/// <summary>Small words that change before what follows them. French drops a vowel before another: "la lettre d’Amina", "avant qu’Élodie écrive"; Spanish has another word
/// before the same sound: "Juan e Inés", "Ana u Olga". Translators write "de {0}", "que {0}", "y {0}" and "o {0}"; what is filled in decides.</summary>
public static partial class Elision
{
    /// <summary>The text with its small words as they stand before these arguments; in other languages as it is.</summary>
    /// <param name="format">With places such as {0}, which it keeps.</param>
    public static string In(string format, IReadOnlyList<object> arguments, CultureInfo? reader = null)
    {
        return (reader ?? CultureInfo.CurrentUICulture).TwoLetterISOLanguageName switch
        {
            "fr" => French().Replace(format, word => Begins(word, Vowel()) ? $"{word.Groups["kept"].Value}’" : word.Value),
            "es" => Spanish().Replace(format, word => word.Groups["word"].Value == "y" ? Begins(word, SoundOfI()) ? "e " : word.Value : Begins(word, SoundOfO()) ? "u " : word.Value),
            _ => format,
        };

        bool Begins(Match word, Regex sound) =>
            int.Parse(word.Groups["place"].ValueSpan, CultureInfo.InvariantCulture) is var place && place < arguments.Count
            && arguments[place] is string text && sound.IsMatch(text.InForm(NormalizationForm.FormD));
    }

    [GeneratedRegex(@"\b(?<kept>[Dd]|[Qq]u|[Ll]orsqu|[Pp]uisqu)e (?=[*_]?\{(?<place>\d)\})")]
    private static partial Regex French();

    [GeneratedRegex(@"\b(?<word>[yo]) (?=[*_]?\{(?<place>\d)\})")]
    private static partial Regex Spanish();

    // Of names with h some are said with a vowel (Henri) and some not (Harry), and y is mostly none (Yann): both are left alone.
    [GeneratedRegex(@"\A[aeiouœæ]", RegexOptions.IgnoreCase)]
    private static partial Regex Vowel();

    // Not before a diphthong: "nieve y hielo", "Ana y Iago".
    [GeneratedRegex(@"\Ah?i\u0301?(?![aeou])", RegexOptions.IgnoreCase)]
    private static partial Regex SoundOfI();

    [GeneratedRegex(@"\Ah?o", RegexOptions.IgnoreCase)]
    private static partial Regex SoundOfO();
}

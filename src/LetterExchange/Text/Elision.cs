using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LetterExchange.Text;

/// <summary>French drops a vowel before another: "la lettre d’Amina", "avant qu’Élodie écrive". Translators write "de {0}" and "que {0}"; what is filled in decides.</summary>
public static partial class Elision
{
    /// <summary>The text with its small words as they stand before these arguments; in other languages as it is.</summary>
    /// <param name="format">With places such as {0}, which it keeps.</param>
    public static string In(string format, IReadOnlyList<object> arguments, CultureInfo? reader = null) =>
        (reader ?? CultureInfo.CurrentUICulture).TwoLetterISOLanguageName != "fr" ? format
        : SmallWord().Replace(format, word => int.Parse(word.Groups["place"].ValueSpan, CultureInfo.InvariantCulture) is var place && place < arguments.Count && BeginsWithVowel(arguments[place])
            ? $"{word.Groups["kept"].Value}’" : word.Value);

    // Of names with h some are said with a vowel (Henri) and some not (Harry), and y is mostly none (Yann): both are left alone.
    static bool BeginsWithVowel(object argument) =>
        argument is string { Length: > 0 } text && "aeiouœæ".Contains(char.ToLowerInvariant(text.Normalize(NormalizationForm.FormD)[0]));

    [GeneratedRegex(@"\b(?<kept>[Dd]|[Qq]u|[Ll]orsqu|[Pp]uisqu)e (?=[*_]?\{(?<place>\d)\})")]
    private static partial Regex SmallWord();
}

using System.Globalization;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Text;

/// <summary>Which form of a text a number takes. A text that counts has two: its key, and its key with <c>.one</c>. The rules are those of CLDR (Unicode's language plural rules)
/// for whole numbers, without the form for millions, which nothing here reaches.</summary>
public static class Plural
{
    /// <summary>Whether the number takes the singular: 1 in English and Spanish, 0 and 1 in French.</summary>
    public static bool IsOne(long count, CultureInfo? reader = null) =>
        count == 1 || (count == 0 && (reader ?? CultureInfo.CurrentUICulture).TwoLetterISOLanguageName == "fr");

    /// <summary>The key of the form that the number takes.</summary>
    public static string Key(string key, long count, CultureInfo? reader = null) => IsOne(count, reader) ? $"{key}.one" : key;

    /// <summary>The text for a number, which is its {0}.</summary>
    /// <param name="more">{1} and so on.</param>
    public static LocalizedString Count(this IStringLocalizer texts, string key, long count, params object[] more) => texts[Key(key, count), [count, .. more]];
}

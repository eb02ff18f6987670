using System.Globalization;

namespace LetterExchange.Text;

/// <summary>The languages that the service speaks.</summary>
public static class Spoken
{
    /// <summary>What is spoken where nobody has said otherwise.</summary>
    public const string Default = "en";

    /// <summary>Their codes, in the order in which they are offered.</summary>
    public static readonly IReadOnlyList<string> All = [Default, "fr", "es"];

    public static bool Has(string? code) => code is not null && All.Contains(code);

    /// <summary>The language of a tag such as <c>fr-CA</c>; nothing for one that is not spoken here.</summary>
    public static string? Of(string? tag) => tag?.Split('-', 2)[0].ToLowerInvariant() is { } code && Has(code) ? code : null;

    /// <summary>What its speakers call it: Français.</summary>
    public static string NameOf(string code)
    {
        var culture = Culture(code);
        return culture.TextInfo.ToTitleCase(culture.NativeName);
    }

    /// <summary>How dates and numbers are written in it.</summary>
    public static CultureInfo Culture(string? language) => CultureInfo.GetCultureInfo(Of(language) ?? Default);
}

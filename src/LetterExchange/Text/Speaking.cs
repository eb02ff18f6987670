using System.Globalization;
using System.Text.RegularExpressions;

namespace LetterExchange.Text;

/// <summary>Speaks a person's language until disposed: texts, dates and numbers of this flow of work.</summary>
public readonly partial struct Speaking : IDisposable
{
    static readonly AsyncLocal<bool> toChild = new();

    readonly CultureInfo before = CultureInfo.CurrentCulture;
    readonly CultureInfo textsBefore = CultureInfo.CurrentUICulture;
    readonly bool toChildBefore = toChild.Value;

    /// <param name="language">A language code; English is spoken where it is none of the service's.</param>
    /// <param name="child">Whether it is a mentee who is spoken to: some languages have another "you" for them.</param>
    public Speaking(string? language, bool child = false)
    {
        var culture = Spoken.Culture(language);
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture, toChild.Value) = (culture, culture, child);
    }

    public void Dispose() => (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture, toChild.Value) = (before, textsBefore, toChildBefore);

    /// <summary>Whether it is a child to whom this flow of work speaks.</summary>
    internal static bool IsToChild => toChild.Value;

    /// <summary>A text as it is said to whom this flow of work speaks to: of <c>[Ta|Votre] lettre</c> the first is a child's, the second an adult's.</summary>
    internal static string You(string text) => text.Contains('[') ? Either().Replace(text, toChild.Value ? "$1" : "$2") : text;

    [GeneratedRegex(@"\[([^\[\]|]*)\|([^\[\]|]*)\]")]
    private static partial Regex Either();
}

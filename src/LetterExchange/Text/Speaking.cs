using System.Globalization;

namespace LetterExchange.Text;

/// <summary>Speaks a person's language until disposed: texts, dates and numbers of this flow of work.</summary>
public readonly struct Speaking : IDisposable
{
    readonly CultureInfo before = CultureInfo.CurrentCulture;
    readonly CultureInfo textsBefore = CultureInfo.CurrentUICulture;

    /// <param name="language">A language code; English is spoken where it is none of the service's.</param>
    public Speaking(string? language)
    {
        var culture = Spoken.Culture(language);
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, culture);
    }

    public void Dispose() => (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, textsBefore);
}

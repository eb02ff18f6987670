using System.Globalization;

namespace LetterExchange.Features.Notices;

/// <summary>Speaks a person's language until disposed: texts, dates and numbers of this flow of work.</summary>
readonly struct Speaking : IDisposable
{
    readonly CultureInfo before = CultureInfo.CurrentCulture;
    readonly CultureInfo textsBefore = CultureInfo.CurrentUICulture;

    public Speaking(string language)
    {
        var culture = Culture(language);
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, culture);
    }

    public void Dispose() => (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, textsBefore);

    static CultureInfo Culture(string language)
    {
        try
        {
            return CultureInfo.GetCultureInfo(language);
        }
        catch (CultureNotFoundException)
        {
            return CultureInfo.GetCultureInfo("en");
        }
    }
}

using System.Globalization;
using System.Text;
using LetterExchange.Text;

namespace LetterExchange.Features.People;

/// <summary>What somebody typed into a box of one line, as it is kept.</summary>
public static class Typed
{
    /// <summary>Most characters of a name.</summary>
    public const int LongestName = 60;

    /// <summary>Most characters of any other line.</summary>
    public const int LongestLine = 200;

    /// <summary>Composed (NFC), without control characters and marks that are not seen, single blanks; nothing when nothing is left.</summary>
    public static string? Line(string? text)
    {
        if (text is null) return null;
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
            }
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)) line.Append(rune.ToString());
        }
        return line.ToString().Trim().InForm(NormalizationForm.FormC) is { Length: > 0 } kept ? kept : null;
    }
}

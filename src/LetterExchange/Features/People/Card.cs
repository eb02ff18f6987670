using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using LetterExchange.Text;

namespace LetterExchange.Features.People;

/// <summary>The card that a mentee signs in with: three short words, easy to read, to say and to type.</summary>
public static partial class Card
{
    public const int WordsOnIt = 3;

    /// <summary>Fewest characters of a password that a coordinator chooses instead.</summary>
    public const int Shortest = 6;

    /// <summary>Three words from <see cref="CardWords"/>, no two the same: some 25 bits, which ten tries in five minutes do not get through in years.</summary>
    /// <param name="language">The mentee's: they read and type words of their own.</param>
    public static string New(string language)
    {
        var (all, words) = (CardWords.In(language), new List<string>());
        while (words.Count < WordsOnIt)
        {
            var word = all[RandomNumberGenerator.GetInt32(all.Count)];
            if (!words.Contains(word)) words.Add(word);
        }
        return string.Join(' ', words);
    }

    /// <summary>The form in which a mentee's password is kept and compared: capitals and extra blanks do not matter.</summary>
    public static string Normal(string typed) => Blanks().Replace(typed.InForm(NormalizationForm.FormKC), " ").Trim().ToLowerInvariant();

    [GeneratedRegex(@"[\s,]+")]
    private static partial Regex Blanks();
}

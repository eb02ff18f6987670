using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;

namespace LetterExchange.Features.People;

/// <summary>The one form in which names to sign in with are compared: NFKC, lower case, single blanks.</summary>
public sealed partial class SignInNames : ILookupNormalizer
{
    public static string Normal(string name) =>
        Blanks().Replace(name.Normalize(NormalizationForm.FormKC), " ").Trim().ToLowerInvariant();

    public string? NormalizeName(string? name) => name is null ? null : Normal(name);

    public string? NormalizeEmail(string? email) => NormalizeName(email);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}

using System.Text;
using System.Text.RegularExpressions;
using LetterExchange.Data;
using LetterExchange.Text;
using Microsoft.AspNetCore.Identity;

namespace LetterExchange.Features.People;

/// <summary>The one form in which names to sign in with are compared: NFKC, lower case, single blanks.</summary>
public sealed partial class SignInNames : ILookupNormalizer
{
    public static string Normal(string name) =>
        Blanks().Replace(name.InForm(NormalizationForm.FormKC), " ").Trim().ToLowerInvariant();

    /// <summary>A name that somebody chose, if it is free.</summary>
    /// <exception cref="Refusal">It is taken, or looks like an address.</exception>
    internal static async Task<string> Chosen(Tx tx, string chosen)
    {
        var name = Normal(chosen);
        if (name.Contains('@')) throw new Refusal("add.name.at", "SignInName");
        return await IsTaken(tx, name) ? throw new Refusal("add.name.taken", "SignInName") : name;
    }

    /// <summary>amina; amina k; amina k 2, and so on.</summary>
    internal static async Task<string> Free(Tx tx, string givenName, string surname)
    {
        var given = Normal(givenName.Replace('@', ' '));
        var name = given;
        for (var number = 1; await IsTaken(tx, name); number++)
        {
            var initial = Normal(surname) is { Length: > 0 } of ? $"{given} {of[..1]}" : given;
            name = number == 1 ? initial : $"{initial} {number}";
        }
        return name;
    }

    static async Task<bool> IsTaken(Tx tx, string name) => await tx.Find<int?>("SELECT 1 FROM people WHERE sign_in_name = @name", new { name }) is not null;

    public string? NormalizeName(string? name) => name is null ? null : Normal(name);

    public string? NormalizeEmail(string? email) => NormalizeName(email);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}

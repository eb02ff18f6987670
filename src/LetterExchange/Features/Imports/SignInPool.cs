using LetterExchange.Data;
using LetterExchange.Features.People;

namespace LetterExchange.Features.Imports;

/// <summary>Gives many mentees names to sign in with, as <see cref="SignInNames"/> gives one: amina; amina k; amina k 2, and so on.</summary>
public sealed class SignInPool(HashSet<string> taken)
{
    readonly Dictionary<string, int> numbers = [];

    /// <summary>Every name that is no address: what mentees sign in with.</summary>
    public static async Task<HashSet<string>> Taken(Database db) => [.. await db.Query<string>("SELECT sign_in_name FROM people WHERE sign_in_name IS NOT NULL AND sign_in_name NOT LIKE '%@%'")];

    /// <summary>A name that nobody has, from now on taken.</summary>
    public string Take(string givenName, string surname)
    {
        var given = SignInNames.Normal(givenName.Replace('@', ' '));
        if (taken.Add(given)) return given;
        var initial = SignInNames.Normal(surname) is { Length: > 0 } of ? $"{given} {of[..1]}" : given;
        var number = numbers.GetValueOrDefault(initial, 1);
        for (; ; number++)
        {
            var name = number == 1 ? initial : $"{initial} {number}";
            if (!taken.Add(name)) continue;
            numbers[initial] = number;
            return name;
        }
    }
}

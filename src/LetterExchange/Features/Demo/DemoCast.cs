using System.Text.Json;
using LetterExchange.Data;

namespace LetterExchange.Features.Demo;

/// <summary>One whom a visitor of the demo can be.</summary>
/// <param name="Role">Under what they stand on the sign-in page: a role's name.</param>
/// <param name="About">A few words about them.</param>
/// <param name="SignInName">For the ordinary way in.</param>
public sealed record CastMember(Guid Id, string Name, string Role, string About, string SignInName);

/// <summary>Who can be signed in as, as it was written into the database with them.</summary>
/// <param name="Zone">The program's.</param>
/// <param name="Words">Everybody's password: the three words of each mentee's card.</param>
public sealed record DemoCast(string Program, string Zone, string Words, IReadOnlyList<CastMember> Members)
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <exception cref="InvalidOperationException">The database is no demo.</exception>
    public static async Task<DemoCast> Load(Database db) =>
        await db.Find<string>("SELECT value FROM installation WHERE key = 'demo.cast'") is { } json ? JsonSerializer.Deserialize<DemoCast>(json, Json)!
            : throw new InvalidOperationException("This database is no demo.");

    public string ToJson() => JsonSerializer.Serialize(this, Json);
}

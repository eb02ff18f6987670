using System.Security.Cryptography;
using System.Text;
using LetterExchange.Data;
using Microsoft.AspNetCore.Mvc;

namespace LetterExchange.Features.People;

/// <summary>The keys with which browsers lock what they keep of somebody: words that have not gone up yet, and pages to be read without a network. A person's key is
/// always the same, so that what was kept last week opens again, and is given to that person's session alone: the next one at the same computer can read nothing.</summary>
public sealed class BrowserKeys(Database db)
{
    byte[]? secret;

    /// <summary>256 bits: HMAC-SHA256 of the person under the installation's secret.</summary>
    public async ValueTask<byte[]> Key(Guid person) => HMACSHA256.HashData(await Secret(), Encoding.ASCII.GetBytes($"key {person}"));

    /// <summary>By what a browser tells people apart: it says nothing about who they are.</summary>
    public async ValueTask<string> Name(Guid person) => Convert.ToHexStringLower(HMACSHA256.HashData(await Secret(), Encoding.ASCII.GetBytes($"name {person}"))[..8]);

    async ValueTask<byte[]> Secret()
    {
        if (secret is not null) return secret;
        if (await Kept() is { } kept) return secret = Convert.FromBase64String(kept); // No write where none is needed: a database that can only be read still shows its pages.
        await db.Execute("INSERT INTO installation (key, value) VALUES ('browser', @value) ON CONFLICT (key) DO NOTHING", new { value = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) });
        return secret = Convert.FromBase64String((await Kept())!);
    }

    Task<string?> Kept() => db.Find<string>("SELECT value FROM installation WHERE key = 'browser'");
}

/// <summary><c>/me/key</c>: <c>{"name":"…","key":"…","hours":4}</c>, for the script that keeps drafts. Hours are how long pages may be read without a network: as long as a session.</summary>
static class BrowserKeyEndpoint
{
    public static void MapBrowserKeys(this WebApplication app) => app.MapGet("/me/key", Give);

    static async Task<IResult> Give([FromServices] CurrentPerson me, BrowserKeys keys)
    {
        var lasts = me.Memberships.Any(m => m.Role == Role.Mentee) ? Sessions.MenteesLasts : Sessions.Lasts;
        return Results.Json(new { name = await keys.Name(me.Id), key = Convert.ToBase64String(await keys.Key(me.Id)), hours = lasts.TotalHours });
    }
}

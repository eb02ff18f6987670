using LetterExchange.Data;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LetterExchange.Features.People;

/// <summary>Lets each request speak its reader's language: the signed-in person's own; at the door the one that was chosen there, else the first that the browser
/// asks for and we speak, else the program's.</summary>
public sealed class ReadersLanguage(RequestDelegate next)
{
    /// <summary>What was chosen at the door. Whoever signs in speaks their own language, and leaves it as it is.</summary>
    public const string Cookie = "language";

    /// <summary>The part of an address that chooses a language at the door: also links in mails carry it.</summary>
    public const string Query = "language";

    public async Task Invoke(HttpContext context, CurrentPerson me, Database db)
    {
        using var speaking = me.IsSignedIn ? new Speaking(me.Language, me.IsIn(Role.Mentee)) : new Speaking(Chosen(context) ?? Asked(context) ?? (IsDoor(context) ? await OfProgram(db) : null));
        await next(context);
    }

    static string? Chosen(HttpContext context)
    {
        if (Spoken.Of(context.Request.Query[Query]) is not { } chosen) return Spoken.Of(context.Request.Cookies[Cookie]);
        context.Response.Cookies.Append(Cookie, chosen, new CookieOptions
        {
            MaxAge = TimeSpan.FromDays(365), HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, IsEssential = true,
        });
        return chosen;
    }

    static string? Asked(HttpContext context) =>
        context.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(one => one.Quality ?? 1).Select(one => Spoken.Of(one.Value.Value)).FirstOrDefault(language => language is not null);

    /// <summary>Health and errors have to do without a database.</summary>
    static bool IsDoor(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<PageActionDescriptor>()?.ViewEnginePath.StartsWith("/People/", StringComparison.Ordinal) == true;

    /// <summary>Where there is one program only: whose door it is.</summary>
    static async Task<string?> OfProgram(Database db) =>
        await db.Query<string>("SELECT languages FROM programs ORDER BY created_at LIMIT 2") is [var languages] ? languages.Split(' ')[0] : null;
}

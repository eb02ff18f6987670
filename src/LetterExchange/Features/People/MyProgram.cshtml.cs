using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LetterExchange.Features.People;

/// <summary>Chooses the program that one works in, of several.</summary>
public sealed class MyProgramModel(CurrentPerson me) : PageModel
{
    public IActionResult OnPost(Guid program)
    {
        if (!me.Programs.Contains(program)) return NotFound();
        Response.Cookies.Append(Sessions.ProgramCookie, program.ToString(), new CookieOptions
        {
            MaxAge = TimeSpan.FromDays(365), HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = Request.IsHttps, IsEssential = true,
        });
        return LocalRedirect("/"); // What one's work is depends on the program.
    }
}

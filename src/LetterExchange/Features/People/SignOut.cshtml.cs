using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LetterExchange.Features.People;

/// <summary>Ends this session; those on other devices go on.</summary>
public sealed class SignOutModel(CurrentPerson me) : PageModel
{
    public IActionResult OnGet() => me.IsSignedIn ? Page() : LocalRedirect("/sign-in");

    public async Task<IActionResult> OnPost()
    {
        await HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
        return LocalRedirect("/sign-in");
    }
}

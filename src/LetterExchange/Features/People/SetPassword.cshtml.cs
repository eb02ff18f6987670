using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.People;

/// <summary>Sets the password of whoever holds the link, once, and lets them in. A look changes nothing: mail programs look at links too.</summary>
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class SetPasswordModel(Passwords passwords, UserManager<Account> accounts, SignInManager<Account> manager, Sessions sessions, CurrentPerson me, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty] public string? Password { get; set; }

    /// <summary>Whose link it is; nothing when it does not stand (any more).</summary>
    public Passwords.Holder? Holder { get; private set; }

    public async Task OnGet(Guid person, string token)
    {
        Holder = await passwords.Find(person, token);
        if (Holder is null) Response.StatusCode = 404;
    }

    public async Task<IActionResult> OnPost(Guid person, string token)
    {
        Holder = await passwords.Find(person, token);
        try
        {
            if (Holder is null || !await passwords.Set(Holder, Password)) return Over();
        }
        catch (Refusal refusal)
        {
            return refusal.On(this, texts);
        }
        catch (TooBusy)
        {
            return new Refusal("in.busy", nameof(Password)).On(this, texts);
        }
        if (await accounts.FindByIdAsync(person.ToString()) is not { } account) return Over();
        await sessions.Start(HttpContext, manager, account);
        TempData["Said"] = texts["set.done"].Value;
        return LocalRedirect(me.Home);
    }

    PageResult Over()
    {
        (Holder, Response.StatusCode) = (null, 404);
        return Page();
    }
}

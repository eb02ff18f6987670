using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.People;

/// <summary>Mails an adult a link to choose a new password. The answer is the same for every address.</summary>
public sealed class ForgottenModel(LinkMails links, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty] public string? Email { get; set; }

    /// <summary>The address that was typed, once it was.</summary>
    public string? Asked { get; private set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPost()
    {
        if (Typed.Line(Email) is not { } email || !Emails.IsOne(email))
        {
            ModelState.AddModelError(nameof(Email), texts["need.mail"]);
            return Page();
        }
        await links.Forgotten(email);
        Asked = email;
        return Page();
    }
}

using LetterExchange.Features.People;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LetterExchange.Features.Notices;

/// <summary>Leads to what a notice tells of; the notice is read then.</summary>
public sealed class OpenModel(NoticeStore notices, CurrentPerson me) : PageModel
{
    public async Task<IActionResult> OnGet(Guid id) =>
        await notices.Open(me.Id, id) is not { } link ? NotFound() : Url.IsLocalUrl(link) ? Redirect(link) : Redirect("/notices");
}

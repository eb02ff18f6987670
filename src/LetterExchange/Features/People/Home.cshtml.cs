using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LetterExchange.Features.People;

/// <summary>The address that people know: leads to where one's work is, or to the door.</summary>
public sealed class HomeModel(CurrentPerson me) : PageModel
{
    public IActionResult OnGet() => LocalRedirect(me.Home);
}

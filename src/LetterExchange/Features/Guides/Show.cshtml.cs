using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LetterExchange.Features.Guides;

/// <summary>One guide, to read.</summary>
public sealed class ShowModel(Guides guides) : PageModel
{
    public Guide Guide { get; private set; } = null!;

    public IEnumerable<Guide> Others => guides.All.Where(guide => guide.Name != Guide.Name);

    public IActionResult OnGet(string name)
    {
        if (guides.Find(name) is not { } found) return NotFound();
        Guide = found;
        return Page();
    }
}

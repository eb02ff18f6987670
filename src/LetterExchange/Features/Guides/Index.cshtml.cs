using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LetterExchange.Features.Guides;

/// <summary>What mentors can read about writing to a child.</summary>
public sealed class IndexModel(Guides guides) : PageModel
{
    public IReadOnlyList<Guide> Guides => guides.All;
}

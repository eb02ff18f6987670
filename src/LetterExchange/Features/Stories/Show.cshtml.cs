using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LetterExchange.Features.Stories;

/// <summary>A story as staff look at it before they choose it: what to know about it, the prompts of both sides, the whole text.</summary>
public sealed class ShowModel(StoryLibrary library) : PageModel
{
    public Story Story { get; private set; } = null!;

    public IReadOnlyList<PartLink> Parts => [.. Story.Parts.Select(part => new PartLink(part, $"#p{part.Number}"))];

    public IActionResult OnGet(string story)
    {
        if (library.Find(story) is not { } found) return NotFound();
        Story = found;
        return Page();
    }
}

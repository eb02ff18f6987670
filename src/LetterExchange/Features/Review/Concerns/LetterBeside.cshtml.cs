using LetterExchange.Features.Letters;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Shared;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LetterExchange.Features.Review;

/// <summary>A letter that lies with a concern, as it was sent last, for those who may read the concern. Each look is a line of history.</summary>
public sealed class LetterBesideModel(ReviewStore reviews, ConcernLog log, LetterStore letters, ProgramStore programs, CurrentPerson me, TimeProvider clock) : PageModel
{
    public LetterUnderReview Letter { get; private set; } = null!;
    public Guid ConcernId { get; private set; }
    public PlainTime Times { get; private set; } = null!;

    public async Task<IActionResult> OnGet(Guid id)
    {
        if (!Request.IsLookedAt()) return new NoContentResult();
        if (await log.Letter(id) is not (var concern, var letterId) || await reviews.Find(letterId, me.Id) is not { } letter || await programs.Find(letter.ProgramId) is not { } program) return NotFound();
        (Letter, ConcernId, Times) = (letter, concern, PlainTime.In(program.Zone, clock.GetUtcNow()));
        await letters.Look(letter, me.Id, $"concern={concern}");
        return Page();
    }
}

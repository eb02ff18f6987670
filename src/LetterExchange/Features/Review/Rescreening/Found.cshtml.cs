using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Screening;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Review;

/// <summary>What a screening of the archive has found anew: a coordinator sees all, a safeguarding lead what tells of danger.</summary>
public sealed class FoundModel(ArchiveScreenings screenings, CurrentPerson me, CurrentProgram current, IStringLocalizer<Screening.Texts> explain) : PageModel
{
    public ArchiveScreening Screening { get; private set; } = null!;
    public IReadOnlyList<FoundLetter> Letters { get; private set; } = [];

    /// <summary>Whether there are more behind these.</summary>
    public bool HasMore { get; private set; }

    public bool IsCoordinator => me.IsIn(Role.Coordinator, Screening.ProgramId);
    public PlainTime Times { get; private set; } = null!;

    public string NameOf(string category) => explain[Explanations.NameOf(category)];

    public async Task<IActionResult> OnGet(Guid id, Guid? after)
    {
        if (await screenings.Find(id) is not { } screening) return NotFound();
        (Screening, Times) = (screening, await current.Times());
        var found = await screenings.Found(id, me.Id, !IsCoordinator, after);
        (Letters, HasMore) = ([.. found.Take(ArchiveScreenings.PageSize)], found.Count > ArchiveScreenings.PageSize);
        return Page();
    }
}

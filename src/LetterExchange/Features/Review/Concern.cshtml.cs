using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Review;

/// <summary>One concern, for a safeguarding lead whom it does not name: taken in hand, then closed with an outcome.</summary>
public sealed class ConcernModel(ConcernStore concerns, ReviewStore reviews, ProgramStore programs, CurrentPerson me, KeptForm kept, TimeProvider clock, IStringLocalizer<Texts> texts) : PageModel
{
    public Concern Concern { get; private set; } = null!;

    /// <summary>Whether its letter can be read on the table of reviewers by this person.</summary>
    public bool LetterIsThere { get; private set; }

    public PlainTime Times { get; private set; } = null!;

    /// <summary>Why nothing has been done; a part of the key of the words.</summary>
    public string? Refused { get; private set; }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? Outcome { get; set; }

    public Guid Me => me.Id;

    public async Task<IActionResult> OnGet(Guid id)
    {
        Outcome = kept["Outcome"];
        return await Show(id);
    }

    public async Task<IActionResult> OnPostTake(Guid id)
    {
        if (await concerns.Find(id) is not { } concern) return NotFound();
        return await Done(id, await concerns.Take(concern with { Version = Version }, me.Id), "said.concern.taken");
    }

    public async Task<IActionResult> OnPostClose(Guid id)
    {
        if (await concerns.Find(id) is not { } concern) return NotFound();
        if (string.IsNullOrWhiteSpace(Outcome)) return await Refuse(id, "outcome");
        if (Outcome.Length > Words.Most) return await Refuse(id, "long");
        return await Done(id, await concerns.Close(concern with { Version = Version }, me.Id, Outcome), "said.concern.closed");
    }

    async Task<IActionResult> Done(Guid id, bool done, string said)
    {
        if (!done) return await Refuse(id, "first");
        TempData["Said"] = texts[said].Value;
        return Redirect($"/concerns/{id}");
    }

    Task<IActionResult> Refuse(Guid id, string why)
    {
        Refused = why;
        return Show(id);
    }

    async Task<IActionResult> Show(Guid id)
    {
        if (await concerns.Find(id) is not { } concern || await programs.Find(concern.ProgramId) is not { } program) return NotFound();
        (Concern, Times) = (concern, PlainTime.In(program.Zone, clock.GetUtcNow()));
        LetterIsThere = concern.LetterId is { } letter && await reviews.IsOn(program.Id, letter, me.Id);
        return Page();
    }
}

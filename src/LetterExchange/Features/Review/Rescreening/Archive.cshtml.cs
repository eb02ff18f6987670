using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Review;

/// <summary>Has the delivered letters screened again by the rules as they are now, and tells how far that is.</summary>
public sealed class ArchiveModel(ArchiveScreenings screenings, CurrentPerson me, CurrentProgram current, IStringLocalizer<Texts> texts) : PageModel
{
    public IReadOnlyList<ArchiveScreening> All { get; private set; } = [];

    public ArchiveScreening? UnderWay => All.FirstOrDefault(one => one.IsUnderWay);

    /// <summary>How many letters have been sent in the program.</summary>
    public int Letters { get; private set; }

    public PlainTime Times { get; private set; } = null!;

    public async Task OnGet()
    {
        Times = await current.Times();
        All = await screenings.Of(me.ProgramId);
        Letters = await screenings.Letters(me.ProgramId);
    }

    public async Task<IActionResult> OnPost() => Said(await screenings.Begin(me.ProgramId, me.Id) is null ? "screening.there" : "screening.begun");

    public async Task<IActionResult> OnPostStop() => Said(await screenings.Stop(me.ProgramId, me.Id) ? "screening.stopped" : "screening.over");

    RedirectResult Said(string text)
    {
        TempData["Said"] = texts[text].Value;
        return Redirect("/quality/archive");
    }
}

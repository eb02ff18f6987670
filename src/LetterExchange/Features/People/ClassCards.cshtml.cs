using LetterExchange.Features.Programs;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.People;

/// <summary>The cards of a class, to be printed together: those that were just made, or new ones for everybody in it.</summary>
public sealed class ClassCardsModel(PeopleList list, Roster roster, Settings settings, CurrentPerson me, IStringLocalizer<Texts> texts) : PageModel
{
    IReadOnlyList<Cohort> cohorts = [];

    [BindProperty(SupportsGet = true)] public Guid? Cohort { get; set; }
    [BindProperty] public bool Sure { get; set; }

    public IReadOnlyList<FreshCard> Cards { get; private set; } = [];
    public string? CohortName => cohorts.FirstOrDefault(cohort => cohort.Id == Cohort)?.Name;
    public IEnumerable<SelectListItem> CohortItems => [new(texts["choose"], ""), .. cohorts.Select(cohort => new SelectListItem(cohort.Name, cohort.Id.ToString()))];

    public async Task OnGet()
    {
        cohorts = await settings.Cohorts(me.ProgramId);
        Cards = FreshCards.Take(TempData, me.Id);
    }

    public async Task<IActionResult> OnPost()
    {
        cohorts = await settings.Cohorts(me.ProgramId);
        if (CohortName is null) ModelState.AddModelError(nameof(Cohort), texts["need.cohort"]);
        if (!Sure) ModelState.AddModelError(nameof(Sure), texts["need.sure"]);
        if (!ModelState.IsValid) return Page();
        var mentees = await list.Mentees(me.ProgramId, Cohort!.Value);
        if (mentees.Count is 0 or > NewMenteeModel.MostAtOnce)
        {
            ModelState.AddModelError(nameof(Cohort), texts[mentees.Count == 0 ? "cards.nobody" : "cards.many", NewMenteeModel.MostAtOnce]);
            return Page();
        }
        var made = mentees.ConvertAll(mentee => (Mentee: mentee, Words: Card.New(mentee.Language)));
        try
        {
            await roster.SetWords([.. made.Select(one => (one.Mentee.Id, one.Words))], me.Id);
        }
        catch (TooBusy)
        {
            return new Refusal("in.busy").On(this, texts);
        }
        FreshCards.Put(TempData, me.Id, [.. made.Select(one => FreshCard.Of(one.Mentee.Id, one.Mentee.GivenName, one.Mentee.SignInName ?? "", one.Words, one.Mentee.Language))]);
        return Redirect($"/people/cards?cohort={Cohort}");
    }
}

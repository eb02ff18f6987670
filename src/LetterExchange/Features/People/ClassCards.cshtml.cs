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
    [BindProperty(SupportsGet = true)] public Guid? Import { get; set; }
    [BindProperty] public bool Sure { get; set; }

    public IReadOnlyList<FreshCard> Cards { get; private set; } = [];
    /// <summary>So many have no words yet, at most one more than are made at once.</summary>
    public int Waiting { get; private set; }

    public string Back => Import is { } import ? $"/people/import/{import}" : $"/people?cohort={Cohort}";
    public string? CohortName => cohorts.FirstOrDefault(cohort => cohort.Id == Cohort)?.Name;
    public IEnumerable<SelectListItem> CohortItems => [new(texts["choose"], ""), .. cohorts.Select(cohort => new SelectListItem(cohort.Name, cohort.Id.ToString()))];

    public async Task OnGet()
    {
        await Load();
        Cards = FreshCards.Take(TempData, me.Id);
    }

    /// <summary>New words for a whole class; the old ones end.</summary>
    public async Task<IActionResult> OnPost()
    {
        await Load();
        if (CohortName is null) ModelState.AddModelError(nameof(Cohort), texts["need.cohort"]);
        if (!Sure) ModelState.AddModelError(nameof(Sure), texts["need.sure"]);
        if (!ModelState.IsValid) return Page();
        var mentees = await list.Mentees(me.ProgramId, Cohort!.Value);
        if (mentees.Count is > 0 and <= NewMenteeModel.MostAtOnce) return await Make(mentees);
        ModelState.AddModelError(nameof(Cohort), texts[mentees.Count == 0 ? "cards.nobody" : "cards.many", NewMenteeModel.MostAtOnce]);
        return Page();
    }

    /// <summary>Words for those who have none: as many as are made at once, then the next ones.</summary>
    public async Task<IActionResult> OnPostNew()
    {
        if (Import is null && Cohort is null) return Redirect("/people/cards");
        var mentees = await Without();
        return mentees.Count == 0 ? Redirect(Here) : await Make([.. mentees.Take(NewMenteeModel.MostAtOnce)]);
    }

    async Task<IActionResult> Make(List<Person> mentees)
    {
        var made = mentees.ConvertAll(mentee => (Mentee: mentee, Words: Card.New(mentee.Language)));
        try
        {
            await roster.SetWords([.. made.Select(one => (one.Mentee.Id, one.Words))], me.Id);
        }
        catch (TooBusy)
        {
            await Load();
            return new Refusal("in.busy").On(this, texts);
        }
        FreshCards.Put(TempData, me.Id, [.. made.Select(one => FreshCard.Of(one.Mentee.Id, one.Mentee.GivenName, one.Mentee.SignInName ?? "", one.Words, one.Mentee.Language))]);
        return Redirect(Here);
    }

    string Here => Import is { } import ? $"/people/cards?import={import}" : $"/people/cards?cohort={Cohort}";

    Task<List<Person>> Without() => list.WithoutCard(me.ProgramId, Cohort, Import, me.Id, NewMenteeModel.MostAtOnce);

    async Task Load()
    {
        cohorts = await settings.Cohorts(me.ProgramId);
        Waiting = Cohort is null && Import is null ? 0 : (await Without()).Count;
    }
}

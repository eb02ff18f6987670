using LetterExchange.Features.People;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Programs;

/// <summary>The classes and sites of the program.</summary>
public sealed class CohortsModel(Settings settings, CurrentPerson me, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty] public string? Name { get; set; }
    [BindProperty] public string? NewName { get; set; }
    [BindProperty] public Guid? Cohort { get; set; }

    public IReadOnlyList<Cohort> Cohorts { get; private set; } = [];
    public bool MayStepIn => me.IsIn(Role.Coordinator);

    public async Task OnGet() => Cohorts = await settings.Cohorts(me.ProgramId);

    public Task<IActionResult> OnPost() => Do(Name, nameof(Name), async name =>
    {
        await settings.AddCohort(me.ProgramId, name, me.Id);
        return texts["cohorts.added", name];
    });

    public Task<IActionResult> OnPostRename() => Do(NewName, $"n-{Cohort}", async name =>
    {
        await settings.RenameCohort(me.ProgramId, Cohort ?? Guid.Empty, name, me.Id);
        return texts["cohorts.renamed", name];
    });

    async Task<IActionResult> Do(string? typed, string field, Func<string, Task<LocalizedString>> deed)
    {
        await OnGet();
        try
        {
            if (Typed.Line(typed) is not { Length: <= Typed.LongestName } name) throw new Refusal("cohorts.need", field, Typed.LongestName);
            TempData["Said"] = (await deed(name)).Value;
            return Redirect("/cohorts");
        }
        catch (Refusal refusal)
        {
            return refusal.On(this, texts, field);
        }
    }
}

using LetterExchange.Features.Programs;
using LetterExchange.Features.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.People;

/// <summary>Adds staff, who are invited by mail: reviewers and teachers for the cohorts ticked, the others for the whole program.</summary>
public sealed class NewStaffModel(Roster roster, Settings settings, CurrentProgram program, CurrentPerson me, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty] public string? GivenName { get; set; }
    [BindProperty] public string? Surname { get; set; }
    [BindProperty] public string? Email { get; set; }
    [BindProperty] public string? Language { get; set; }
    [BindProperty] public List<Role> Roles { get; set; } = [];
    [BindProperty] public List<Guid> Cohorts { get; set; } = [];

    public IReadOnlyList<Cohort> All { get; private set; } = [];

    /// <summary>Only an administrator makes administrators.</summary>
    public IEnumerable<Role> Offered =>
        [Role.Teacher, Role.Reviewer, Role.SafeguardingLead, Role.Coordinator, .. me.IsIn(Role.Administrator) ? [Role.Administrator] : Array.Empty<Role>()];

    public async Task OnGet() => (All, Language) = (await settings.Cohorts(me.ProgramId), (await program.Get()).Language);

    public async Task<IActionResult> OnPost()
    {
        All = await settings.Cohorts(me.ProgramId);
        ModelState.Unreadable(texts["need.readable"]);
        ModelState.CheckAdult(texts, GivenName, Surname, Email);
        var language = ModelState.ReadLanguage(nameof(Language), Language, (await program.Get()).Language, texts["need.language"]);
        if (Roles.Count == 0 || Roles.Except(Offered).Any()) ModelState.AddModelError(nameof(Roles), texts["need.roles"]);
        if (Roles.Contains(Role.Teacher) && Cohorts.Count == 0) ModelState.AddModelError(nameof(Cohorts), texts["role.cohort"]);
        if (!ModelState.IsValid) return Page();
        try
        {
            var added = await roster.Add(me.ProgramId, new NewAdult
            {
                GivenName = Typed.Line(GivenName)!, Surname = Typed.Line(Surname)!, Email = Typed.Line(Email)!, Language = language, Roles = [.. Roles.Distinct().SelectMany(Of)],
            }, me.Id);
            TempData["Said"] = added.Words(texts, Typed.Line(GivenName)!, Typed.Line(Email)!);
            return Redirect($"/people/{added.Id}");
        }
        catch (Refusal refusal)
        {
            return refusal.On(this, texts);
        }
    }

    IEnumerable<(Role, Guid?)> Of(Role role) =>
        role is Role.Teacher or Role.Reviewer && Cohorts.Count > 0 ? Cohorts.Distinct().Select(cohort => (role, (Guid?)cohort)) : [(role, null)];
}

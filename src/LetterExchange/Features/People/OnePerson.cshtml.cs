using LetterExchange.Data;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Shared;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.People;

/// <summary>One person and all about them: facts, roles, consents or clearances, pairs, account. Each form calls one verb.</summary>
public sealed class OnePersonModel(
    PersonFiles files, Roster roster, Accounts accounts, Standing standing, Settings settings, CurrentProgram program, CurrentPerson me, TimeProvider clock, IStringLocalizer<Texts> texts)
    : PageModel, IHasConsent
{
    MentoringProgram of = null!;

    [BindProperty] public FactsForm Facts { get; set; } = new();
    [BindProperty] public Role? NewRole { get; set; }
    [BindProperty] public Guid? NewCohort { get; set; }
    [BindProperty] public ConsentForm Consent { get; set; } = new();
    [BindProperty] public ClearanceForm Clearance { get; set; } = new();

    public PersonFile About { get; private set; } = null!;
    public Person Person => About.Person;
    public PlainTime Times { get; private set; } = null!;
    public IReadOnlyList<Consent> Consents { get; private set; } = [];
    public IReadOnlyList<Clearance> Clearances { get; private set; } = [];
    public IReadOnlyList<Cohort> Cohorts { get; private set; } = [];
    public string ProgramName => of.Name;
    public DateTimeOffset Now => clock.Now();
    public bool IsSelf => me.Id == Person.Id;
    public bool IsCoordinator => me.IsIn(Role.Coordinator);
    public bool MayHaveMail => !About.IsMentee || of.Policies.MenteeMail;
    public int? Age => Person.Born is { } born ? AgeOn(born, Days.Of(Now, of.Zone)) : null;

    /// <summary>What they can still become here.</summary>
    public IEnumerable<SelectListItem> RoleItems =>
    [
        new(texts["choose"], ""),
        .. Enum.GetValues<Role>().Where(role => (role == Role.Mentee) == About.IsMentee && (role != Role.Administrator || me.IsIn(Role.Administrator)))
            .Select(role => new SelectListItem(texts[$"role.{role}"], role.ToString())),
    ];

    public IEnumerable<SelectListItem> CohortItems => [new(texts["person.whole"], ""), .. Cohorts.Select(cohort => new SelectListItem(cohort.Name, cohort.Id.ToString()))];

    public async Task<IActionResult> OnGet(Guid id) => await Load(id) ? Page() : NotFound();

    public Task<IActionResult> OnPostRole(Guid id) => Do(id, async () =>
    {
        if (NewRole is not { } role) throw new Refusal("need.role", nameof(NewRole));
        return await roster.AddRole(id, role == Role.Administrator ? null : of.Id, role, role is Role.Coordinator or Role.SafeguardingLead or Role.Mentor or Role.Administrator ? null : NewCohort, me.Id)
            ? texts["person.role.added", texts[$"role.{role}"].Value] : throw new Refusal("person.role.has", nameof(NewRole));
    });

    public Task<IActionResult> OnPostEnd(Guid id, Guid membership) =>
        Do(id, async () => await roster.End(id, membership, me.Id) ? texts["person.role.ended"] : texts["person.first"]);

    public Task<IActionResult> OnPostConsent(Guid id) => Do(id, async () =>
    {
        if (Consent.Read(of.Zone, ModelState, texts) is not { } consent) return null;
        await standing.Record(id, consent, me.Id);
        return texts["person.consent.recorded"];
    });

    public Task<IActionResult> OnPostWithdraw(Guid id, Guid consent) =>
        Do(id, async () => await standing.Withdraw(id, consent, me.Id) ? texts["person.consent.withdrawn"] : texts["person.first"]);

    public Task<IActionResult> OnPostClearance(Guid id) => Do(id, async () =>
    {
        if (Clearance.Read(of.Zone, ModelState, texts) is not { } clearance) return null;
        await standing.Record(id, clearance, me.Id);
        return texts["person.clearance.recorded"];
    });

    public Task<IActionResult> OnPostRevoke(Guid id, Guid clearance) =>
        Do(id, async () => await standing.Revoke(id, clearance, me.Id) ? texts["person.clearance.revoked"] : texts["person.first"]);

    public Task<IActionResult> OnPostInvite(Guid id) =>
        Do(id, async () => await accounts.InviteAgain(id, me.Id) ? texts["person.invited", Person.Email ?? ""] : texts["person.first"]);

    public Task<IActionResult> OnPostSignOut(Guid id) => Do(id, async () =>
    {
        await roster.SignOutEverywhere(id, me.Id);
        return texts["person.signed.out", Person.GivenName];
    });

    public Task<IActionResult> OnPostUnlock(Guid id) => Do(id, async () => await accounts.Unlock(id, me.Id) ? texts["person.unlocked"] : texts["person.first"]);

    public Task<IActionResult> OnPostMail(Guid id) => Do(id, async () => await accounts.MailAgain(id, me.Id) ? texts["person.mail.again"] : texts["person.first"]);

    public Task<IActionResult> OnPostFacts(Guid id) => Do(id, async () =>
    {
        if (Facts.Read(About, MayHaveMail, ModelState, texts) is not { } facts) return null;
        return await accounts.Correct(id, facts, me.Id) ? texts["person.corrected"] : throw new Refusal("person.first");
    });

    /// <summary>Does it and says what came of it, or says beside the box why not. Nothing said: the form has the words already.</summary>
    async Task<IActionResult> Do(Guid id, Func<Task<LocalizedString?>> deed)
    {
        if (!await Load(id)) return NotFound();
        ModelState.Unreadable(texts["need.readable"]);
        try
        {
            if (await deed() is not { } said) return Page();
            TempData["Said"] = said.Value;
        }
        catch (Refusal refusal)
        {
            return refusal.On(this, texts);
        }
        return Redirect($"/people/{id}");
    }

    async Task<bool> Load(Guid id)
    {
        of = await program.Get();
        IReadOnlyCollection<Guid>? seen = me.IsIn(Role.Administrator) ? null : [.. me.Programs.Where(one => me.IsIn(Role.Coordinator, one))];
        if (await files.Find(id, me.Id, seen) is not { } file) return false;
        (About, Times) = (file, await program.Times());
        if (About.IsMentee) Consents = await standing.Consents(id);
        if (About.Roles.Any(role => role.Role == Role.Mentor)) Clearances = await standing.Clearances(id);
        Cohorts = await settings.Cohorts(of.Id);
        var today = Days.Of(Now, of.Zone);
        if (!IsPosted("Facts.")) Facts = FactsForm.Of(Person);
        if (!IsPosted("Consent.")) Consent = ConsentForm.Today(today);
        if (!IsPosted("Clearance.")) Clearance = ClearanceForm.Today(today);
        return true;
    }

    bool IsPosted(string form) => Request.HasFormContentType && Request.Form.Keys.Any(key => key.StartsWith(form, StringComparison.Ordinal));

    /// <summary>The key of the words for a pair's state.</summary>
    public static string Words(Pair pair) => pair.PausedWhy is { } why ? $"pair.Paused.{why}" : $"pair.{pair.State}";

    static int AgeOn(DateOnly born, DateOnly day) => day.Year - born.Year - (day < born.AddYears(day.Year - born.Year) ? 1 : 0);

    /// <summary>The last day on which something stands, in words.</summary>
    public string LastDay(DateTimeOffset until) => Times.ShortDate(until.AddMilliseconds(-1));
}

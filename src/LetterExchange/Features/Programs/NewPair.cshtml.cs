using LetterExchange.Data;
using LetterExchange.Features.People;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Programs;

/// <summary>Brings a mentor and one or more mentees of a cohort together.</summary>
public sealed class NewPairModel(Pairing pairing, PairChoices choices, Settings settings, CurrentPerson me, TimeProvider clock, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty(SupportsGet = true)] public Guid? Cohort { get; set; }
    [BindProperty(SupportsGet = true)] public string? Name { get; set; }
    [BindProperty(SupportsGet = true)] public Guid? Mentor { get; set; }
    [BindProperty(SupportsGet = true, Name = "mentees")] public List<Guid> Chosen { get; set; } = [];

    public IReadOnlyList<Cohort> Cohorts { get; private set; } = [];
    public IReadOnlyList<MentorChoice> Mentors { get; private set; } = [];
    public IReadOnlyList<MenteeChoice> Mentees { get; private set; } = [];
    public DateTimeOffset Now => clock.Now();

    public Task OnGet() => Load();

    public async Task<IActionResult> OnPost()
    {
        await Load();
        if (Mentor is null) ModelState.AddModelError("Mentor", texts["pair.need.mentor"]);
        if (Chosen.Count is 0 or > PairChoices.Most) ModelState.AddModelError("Mentees", texts["pair.need.mentee"]);
        if (!ModelState.IsValid) return Page();
        try
        {
            var made = await pairing.Make(me.ProgramId, Mentor!.Value, Chosen, Cohort ?? Guid.Empty, me.Id);
            TempData["Said"] = Words(made);
            return Redirect(made.Count == 1 ? $"/pairs/{made[0].Id}" : $"/pairs/new?cohort={Cohort}");
        }
        catch (Refusal refusal)
        {
            return refusal.On(this, texts);
        }
    }

    /// <summary>Who is together now, and what those that wait, paused, wait for.</summary>
    string Words(IReadOnlyList<MadePair> made)
    {
        var mentor = Mentors.FirstOrDefault(one => one.Id == Mentor);
        var names = made.ToDictionary(pair => pair.MenteeId, pair => Mentees.FirstOrDefault(one => one.Id == pair.MenteeId));
        var said = made.Count == 1 ? texts["pair.made.two", mentor?.GivenName ?? "", names.Values.First()?.GivenName ?? ""].Value : texts["pair.made", mentor?.GivenName ?? "", made.Count].Value;
        var without = made.Where(pair => !(names[pair.MenteeId]?.ConsentUntil > Now)).Select(pair => names[pair.MenteeId]?.GivenName).Where(name => name is not null).ToList();
        if (!(mentor?.ClearanceUntil > Now)) said += " " + texts["pair.made.clearance", mentor?.GivenName ?? ""];
        if (without.Count > 0) said += " " + texts["pair.made.consent", string.Join(", ", without)];
        return said;
    }

    async Task Load()
    {
        Cohorts = await settings.Cohorts(me.ProgramId);
        if (Cohort is null && Chosen.Count > 0) Cohort = await choices.CohortOf(me.ProgramId, Chosen[0]);
        Cohort ??= (Cohorts.FirstOrDefault(cohort => cohort.Waiting > 0) ?? (Cohorts.Count > 0 ? Cohorts[0] : null))?.Id;
        Mentors = await choices.Mentors(me.ProgramId, Typed.Line(Name), Mentor);
        Mentees = Cohort is { } of ? await choices.Mentees(me.ProgramId, of) : [];
    }
}

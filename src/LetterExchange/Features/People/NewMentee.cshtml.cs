using LetterExchange.Data;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.People;

/// <summary>Adds a child, or a whole class from a list of names; then shows their cards.</summary>
public sealed class NewMenteeModel(Roster roster, Settings settings, CurrentProgram program, CurrentPerson me, PeopleList list, TimeProvider clock, IStringLocalizer<Texts> texts)
    : PageModel, IHasConsent
{
    /// <summary>Most children in one list: a class, and each costs the hashing of a password.</summary>
    public const int MostAtOnce = 40;

    MentoringProgram of = null!;

    [BindProperty(SupportsGet = true)] public bool Class { get; set; }
    [BindProperty(SupportsGet = true)] public Guid? Cohort { get; set; }
    [BindProperty] public string? Names { get; set; }
    [BindProperty] public string? GivenName { get; set; }
    [BindProperty] public string? Surname { get; set; }
    [BindProperty] public bool SameName { get; set; }
    [BindProperty] public string? SignInName { get; set; }
    [BindProperty] public DateOnly? Born { get; set; }
    [BindProperty] public string? Email { get; set; }
    [BindProperty] public string? Organisation { get; set; }
    [BindProperty] public string? Town { get; set; }
    [BindProperty] public string? Language { get; set; }
    [BindProperty] public ConsentForm Consent { get; set; } = new();

    public IReadOnlyList<Cohort> Cohorts { get; private set; } = [];
    public IEnumerable<SelectListItem> CohortItems => [new(texts["choose"], ""), .. Cohorts.Select(cohort => new SelectListItem(cohort.Name, cohort.Id.ToString()))];
    public bool MayHaveMail => of.Policies.MenteeMail;

    /// <summary>The class has a child of that name: asks whether they are two.</summary>
    public bool Twin { get; private set; }

    public async Task OnGet()
    {
        await Load();
        Language = of.Language;
        Consent = ConsentForm.Today(Days.Of(clock.Now(), of.Zone));
        if (Cohort is { } cohort && await list.Classmate(of.Id, cohort) is { } classmate) (Organisation, Town) = (classmate.Organisation, classmate.Town);
    }

    public async Task<IActionResult> OnPost()
    {
        await Load();
        ModelState.Unreadable(texts["need.readable"]);
        var children = Class ? Children() : [(Given(), Typed.Line(Surname))];
        if (!Class && Typed.Line(Surname) is { Length: > Typed.LongestName }) ModelState.AddModelError(nameof(Surname), texts["need.surname", Typed.LongestName]);
        if (Cohort is null) ModelState.AddModelError(nameof(Cohort), texts["need.cohort"]);
        if (Typed.Line(Email) is { } mail && !Emails.IsOne(mail)) ModelState.AddModelError(nameof(Email), texts["need.mail"]);
        var language = ModelState.ReadLanguage(nameof(Language), Language, of.Language, texts["need.language"]);
        var consent = Consent.Kind is null ? null : Consent.Read(of.Zone, ModelState, texts);
        if (!ModelState.IsValid) return Page();
        var mentees = children.Select(child => (Mentee: new NewMentee
        {
            GivenName = child.Given!, Surname = child.Surname ?? "", CohortId = Cohort!.Value, SignInName = Class ? null : Typed.Line(SignInName), Email = Class || !MayHaveMail ? null : Typed.Line(Email),
            Born = Class ? null : Born, Organisation = Typed.Line(Organisation), Town = Typed.Line(Town), Language = language, Consent = consent, SameName = SameName,
        }, Words: Card.New(language))).ToList();
        try
        {
            return Shown(mentees, await roster.Add(of.Id, mentees, me.Id));
        }
        catch (Refusal refusal)
        {
            Twin = refusal.Key == "add.twin" && !Class;
            return refusal.On(this, texts, Class && refusal.Key.StartsWith("add.", StringComparison.Ordinal) ? nameof(Names) : null);
        }
        catch (TooBusy)
        {
            return new Refusal("in.busy").On(this, texts);
        }
    }

    IActionResult Shown(IReadOnlyList<(NewMentee Mentee, string Words)> mentees, IReadOnlyList<Added> added)
    {
        FreshCards.Put(TempData, me.Id, [.. mentees.Zip(added).Select(one => FreshCard.Of(one.Second.Id, one.First.Mentee.GivenName, one.Second.SignInName, one.First.Words, one.First.Mentee.Language))]);
        TempData["Said"] = Class ? texts["mentee.added.class", added.Count].Value : texts["mentee.added", mentees[0].Mentee.GivenName].Value;
        return Redirect(Class ? $"/people/cards?cohort={Cohort}" : $"/people/{added[0].Id}/card");
    }

    /// <summary>One child a line: given name and surname, parted by a comma where there is one, otherwise by the first blank.</summary>
    List<(string? Given, string? Surname)> Children()
    {
        var children = (Names ?? "").Split('\n').Select(Typed.Line).Where(line => line is not null).Select(line => line!.Split(line.Contains(',') ? ',' : ' ', 2))
            .Select(parts => (Given: Typed.Line(parts[0]), Surname: Typed.Line(parts.ElementAtOrDefault(1)))).ToList();
        if (children.Count is 0 or > MostAtOnce) ModelState.AddModelError(nameof(Names), texts["need.names", MostAtOnce]);
        else if (children.FindIndex(child => !Fits(child)) is >= 0 and var bad) ModelState.AddModelError(nameof(Names), texts["need.names.line", bad + 1, Typed.LongestName]);
        return children;
    }

    static bool Fits((string? Given, string? Surname) child) => child.Given is { Length: <= Typed.LongestName } && child.Surname is not { Length: > Typed.LongestName };

    string? Given()
    {
        if (Typed.Line(GivenName) is { Length: <= Typed.LongestName } name) return name;
        ModelState.AddModelError(nameof(GivenName), texts["need.given", Typed.LongestName]);
        return null;
    }

    async Task Load()
    {
        of = await program.Get();
        Cohorts = await settings.Cohorts(of.Id);
    }
}

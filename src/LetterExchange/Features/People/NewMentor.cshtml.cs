using LetterExchange.Data;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.People;

/// <summary>Adds a mentor, who is invited by mail.</summary>
public sealed class NewMentorModel(Roster roster, CurrentProgram program, CurrentPerson me, TimeProvider clock, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty] public string? GivenName { get; set; }
    [BindProperty] public string? Surname { get; set; }
    [BindProperty] public string? Email { get; set; }
    [BindProperty] public string? Organisation { get; set; }
    [BindProperty] public string? Town { get; set; }
    [BindProperty] public string? Language { get; set; }
    [BindProperty] public bool Cleared { get; set; }
    [BindProperty] public ClearanceForm Clearance { get; set; } = new();

    public async Task OnGet()
    {
        var of = await program.Get();
        (Language, Clearance) = (of.Language, ClearanceForm.Today(Days.Of(clock.Now(), of.Zone)));
    }

    public async Task<IActionResult> OnPost()
    {
        var of = await program.Get();
        ModelState.Unreadable(texts["need.readable"]);
        ModelState.CheckAdult(texts, GivenName, Surname, Email);
        var language = ModelState.ReadLanguage(nameof(Language), Language, of.Language, texts["need.language"]);
        var clearance = Cleared ? Clearance.Read(of.Zone, ModelState, texts) : null;
        if (!ModelState.IsValid) return Page();
        try
        {
            var added = await roster.Add(of.Id, new NewAdult
            {
                GivenName = Typed.Line(GivenName)!, Surname = Typed.Line(Surname)!, Email = Typed.Line(Email)!, Organisation = Typed.Line(Organisation), Town = Typed.Line(Town),
                Language = language, Roles = [(Role.Mentor, null)], Clearance = clearance,
            }, me.Id);
            TempData["Said"] = added.Words(texts, Typed.Line(GivenName)!, Typed.Line(Email)!);
            return Redirect($"/people/{added.Id}");
        }
        catch (Refusal refusal)
        {
            return refusal.On(this, texts);
        }
    }
}

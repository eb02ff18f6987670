using LetterExchange.Features.People;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Programs;

/// <summary>All programs of the installation.</summary>
public sealed class ProgramListModel(Settings settings, CurrentPerson me, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty] public string? Name { get; set; }
    [BindProperty] public string? Zone { get; set; }
    [BindProperty] public string? Language { get; set; }

    public IReadOnlyList<MentoringProgram> Programs { get; private set; } = [];
    public IReadOnlyList<LeadsOf> Leads { get; private set; } = [];

    public async Task OnGet()
    {
        await Load();
        Language = me.Language;
    }

    public async Task<IActionResult> OnPost()
    {
        await Load();
        var language = ModelState.ReadLanguage(nameof(Language), Language, me.Language, texts["program.need.language"]);
        if (!ModelState.IsValid) return Page();
        try
        {
            if (Typed.Line(Name) is not { Length: <= Typed.LongestName } name) throw new Refusal("program.need.name", nameof(Name), Typed.LongestName);
            var id = await settings.AddProgram(name, Typed.Line(Zone) ?? "", language, me.Id);
            TempData["Said"] = texts["programs.added", name].Value;
            return Redirect($"/programs/{id}");
        }
        catch (Refusal refusal)
        {
            return refusal.On(this, texts);
        }
    }

    async Task Load() => (Programs, Leads) = (await settings.All(), await settings.WithoutTwoLeads());
}

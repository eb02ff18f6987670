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

    public IReadOnlyList<MentoringProgram> Programs { get; private set; } = [];
    public IReadOnlyList<LeadsOf> Leads { get; private set; } = [];

    public async Task OnGet() => (Programs, Leads) = (await settings.All(), await settings.WithoutTwoLeads());

    public async Task<IActionResult> OnPost()
    {
        await OnGet();
        try
        {
            if (Typed.Line(Name) is not { Length: <= Typed.LongestName } name) throw new Refusal("program.need.name", nameof(Name), Typed.LongestName);
            var id = await settings.AddProgram(name, Typed.Line(Zone) ?? "", "en", me.Id);
            TempData["Said"] = texts["programs.added", name].Value;
            return Redirect($"/programs/{id}");
        }
        catch (Refusal refusal)
        {
            return refusal.On(this, texts);
        }
    }
}

using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Features.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Stories;

/// <summary>Keeps how a reader wants pages set, and goes back to the page on which they said so.</summary>
public sealed class SettingsModel(Database db, CurrentPerson me, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty] public string? Theme { get; set; }
    [BindProperty] public string? Size { get; set; }
    [BindProperty] public string? Lines { get; set; }
    [BindProperty] public string? Face { get; set; }

    [BindProperty] public string? Focus { get; set; }

    /// <summary>The page to go back to, from the root; any other address leads home.</summary>
    [BindProperty] public string? Back { get; set; }

    public async Task<IActionResult> OnPost()
    {
        var settings = new ReaderSettings { Theme = Theme, Size = Size, Lines = Lines, Face = Face, Focus = Focus }.Cleaned;
        await db.Execute("UPDATE people SET reading = @reading WHERE id = @me", new { me = me.Id, reading = settings.Words });
        TempData["Said"] = texts["settings.kept"].Value;
        return Redirect(Url.IsLocalUrl(Back) ? Back : "/");
    }
}

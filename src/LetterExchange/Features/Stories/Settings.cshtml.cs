using LetterExchange.Features.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Stories;

/// <summary>Keeps how a reader wants pages set on this device, and goes back to the page on which they said so.</summary>
public sealed class SettingsModel(IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty] public string? Theme { get; set; }
    [BindProperty] public string? Size { get; set; }
    [BindProperty] public string? Lines { get; set; }
    [BindProperty] public string? Face { get; set; }

    /// <summary>The page to go back to, from the root; any other address leads home.</summary>
    [BindProperty] public string? Back { get; set; }

    public IActionResult OnPost()
    {
        new ReaderSettings { Theme = Theme, Size = Size, Lines = Lines, Face = Face }.Keep(HttpContext);
        TempData["Said"] = texts["settings.kept"].Value;
        return Redirect(Url.IsLocalUrl(Back) ? Back : "/");
    }
}

using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using LetterExchange.Features.People;

namespace LetterExchange.Features.Archive;

/// <summary>The file of an export, for whoever asked for it.</summary>
public sealed class OneExportModel(Exports exports, CurrentPerson me, IStringLocalizer<Texts> texts) : PageModel
{
    public async Task<IActionResult> OnGet(Guid id)
    {
        if (await exports.Find(id) is not { } export) return NotFound();
        if (await exports.Take(export, me.Id) is not { } file)
        {
            TempData["Said"] = texts["export.not-there"].Value;
            return LocalRedirect("/archive/exports");
        }
        Response.Headers.CacheControl = "no-store";
        return File(file, export.ContentType, $"letters-{export.AskedAt:yyyy-MM-dd}.{export.Extension}");
    }

    public async Task<IActionResult> OnPost(Guid id)
    {
        if (await exports.Find(id) is not { } export) return NotFound();
        await exports.Delete(export);
        TempData["Said"] = texts["export.deleted.said"].Value;
        return LocalRedirect("/archive/exports");
    }
}

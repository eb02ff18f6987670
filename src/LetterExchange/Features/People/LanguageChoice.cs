using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LetterExchange.Features.People;

/// <summary>The language of somebody's pages and mails, as forms ask for it.</summary>
static class LanguageChoice
{
    /// <summary>What may be chosen, each by its own name.</summary>
    public static IEnumerable<SelectListItem> Items => Spoken.All.Select(code => new SelectListItem(Spoken.NameOf(code), code));

    /// <summary>What was chosen; the other where nothing was.</summary>
    /// <param name="refused">What is said beside the box of a language that is not spoken.</param>
    public static string ReadLanguage(this ModelStateDictionary form, string field, string? chosen, string otherwise, string refused)
    {
        if (string.IsNullOrEmpty(chosen)) return otherwise;
        if (!Spoken.Has(chosen)) form.AddModelError(field, refused);
        return chosen;
    }
}

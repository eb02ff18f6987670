using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.People;

/// <summary>Why something typed is not done: rolls the transaction back and becomes a sentence beside the field.</summary>
/// <param name="key">The text's key.</param>
/// <param name="field">The field it is about; none for the whole form.</param>
/// <param name="arguments">What the text fills in.</param>
public sealed class Refusal(string key, string field = "", params object[] arguments) : Exception
{
    public string Key => key;

    public override string Message => key;

    /// <summary>Says it on the page, which gives back what was typed.</summary>
    /// <param name="at">The page's own box for it, where that has another name.</param>
    public PageResult On(PageModel page, IStringLocalizer texts, string? at = null)
    {
        page.ModelState.AddModelError(at ?? field, texts[key, arguments]);
        return page.Page();
    }
}

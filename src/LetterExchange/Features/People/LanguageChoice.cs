using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.People;

/// <summary>The language of somebody's pages and mails, as forms ask for it.</summary>
static class LanguageChoice
{
    /// <summary>What may be chosen, each by its own name.</summary>
    public static IEnumerable<SelectListItem> LanguageItems(this IStringLocalizer texts) => Spoken.All.Select(code => new SelectListItem(texts[$"tongue.{code}"], code));

    /// <summary>The program's own, for whoever joins it.</summary>
    public static string OwnLanguage(this MentoringProgram program) => Spoken.Of(program.Languages.Split(' ')[0]) ?? Spoken.Default;

    /// <summary>What was chosen, with words about one that is not spoken; the other where nothing was.</summary>
    public static string ReadLanguage(this ModelStateDictionary form, IStringLocalizer texts, string field, string? chosen, string otherwise)
    {
        if (string.IsNullOrEmpty(chosen)) return otherwise;
        if (!Spoken.Has(chosen)) form.AddModelError(field, texts["need.language"]);
        return chosen;
    }
}

using LetterExchange.Features.People;
using LetterExchange.Features.Screening;
using LetterExchange.Features.Screening.Phrases;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Review;

/// <summary>What the program watches for and allows in its letters: tried on past letters, then kept.</summary>
public sealed class PhrasesModel(PhraseStore phrases, CurrentPerson me, IStringLocalizer<Texts> texts, IStringLocalizer<Screening.Texts> explain) : PageModel
{
    [BindProperty] public string? Words { get; set; }
    [BindProperty] public PhraseKind Kind { get; set; }
    [BindProperty] public string? About { get; set; } = Category.Offplatform;
    [BindProperty] public bool IsDanger { get; set; }

    public IReadOnlyList<KeptPhrase> Kept { get; private set; } = [];
    public Trial? Trial { get; private set; }

    public IEnumerable<SelectListItem> Kinds => Enum.GetValues<PhraseKind>().Select(kind => new SelectListItem(texts[$"phrases.kind.{kind}"], $"{kind}"));
    public IEnumerable<SelectListItem> Categories => Category.All.Select(category => new SelectListItem(NameOf(category), category));

    public string NameOf(string category) => explain[Explanations.NameOf(category)];

    public async Task OnGet() => Kept = await phrases.All(me.ProgramId);

    public Task<IActionResult> OnPostTry() => Do(async phrase =>
    {
        Trial = await phrases.Try(me.ProgramId, phrase, me.Id);
        return Page();
    });

    public Task<IActionResult> OnPost() => Do(async phrase =>
    {
        await phrases.Add(me.ProgramId, phrase, me.Id);
        TempData["Said"] = texts["phrases.saved"].Value;
        return Redirect("/phrases");
    });

    public async Task<IActionResult> OnPostEnd(Guid phrase)
    {
        await phrases.End(me.ProgramId, phrase, me.Id);
        TempData["Said"] = texts["phrases.ended"].Value;
        return Redirect("/phrases");
    }

    async Task<IActionResult> Do(Func<NewPhrase, Task<IActionResult>> deed)
    {
        await OnGet();
        if (!ModelState.IsValid) return Page();
        try
        {
            if (Words is { Length: > ProgramPhrase.Most * 2 }) throw new Refusal("phrases.no.length", nameof(Words), ProgramPhrase.Fewest, ProgramPhrase.Most); // Not even cleaned.
            var watched = Kind == PhraseKind.Watched;
            return await deed(new(Kind, Typed.Line(Words) ?? "", watched ? About : null, watched && IsDanger));
        }
        catch (Refusal refusal)
        {
            return refusal.On(this, texts);
        }
    }
}

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

    /// <param name="act">"save" keeps the phrase; whatever else only tries it.</param>
    public async Task<IActionResult> OnPost(string? act)
    {
        await OnGet();
        if (!ModelState.IsValid) return Page();
        try
        {
            if (act == "save")
            {
                await phrases.Add(me.ProgramId, Phrase(), me.Id);
                TempData["Said"] = texts["phrases.saved"].Value;
                return Redirect("/phrases");
            }
            Trial = await phrases.Try(me.ProgramId, Phrase(), me.Id);
            return Page();
        }
        catch (Refusal refusal)
        {
            return refusal.On(this, texts);
        }
    }

    public async Task<IActionResult> OnPostEnd(Guid phrase)
    {
        await phrases.End(me.ProgramId, phrase, me.Id);
        TempData["Said"] = texts["phrases.ended"].Value;
        return Redirect("/phrases");
    }

    NewPhrase Phrase()
    {
        if (Words is { Length: > ProgramPhrase.Most * 2 }) throw new Refusal("phrases.no.length", nameof(Words), ProgramPhrase.Fewest, ProgramPhrase.Most); // Not even cleaned.
        var watched = Kind == PhraseKind.Watched;
        return new(Kind, Typed.Line(Words) ?? "", watched ? About : null, watched && IsDanger);
    }
}

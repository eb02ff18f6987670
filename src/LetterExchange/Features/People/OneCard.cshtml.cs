using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.People;

/// <summary>What a mentee signs in with: new words, or a password that the coordinator chooses, shown once as a card to print.</summary>
public sealed class OneCardModel(PersonStore people, Roster roster, CurrentPerson me, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty] public string? Password { get; set; }

    public Person Mentee { get; private set; } = null!;
    public IReadOnlyList<FreshCard> Cards { get; private set; } = [];
    public Guid? Cohort => Mentee.Memberships.FirstOrDefault(m => m.Role == Role.Mentee)?.CohortId;

    public async Task<IActionResult> OnGet(Guid id)
    {
        if (!await Load(id)) return NotFound();
        Cards = [.. FreshCards.Take(TempData, me.Id).Where(card => card.Person == id)];
        if (Cards.Count > 0) Response.Headers.CacheControl = "no-store";
        return Page();
    }

    public async Task<IActionResult> OnPost(Guid id) => await Load(id) ? await Make(Card.New(Mentee.Language)) : NotFound();

    public async Task<IActionResult> OnPostOwn(Guid id)
    {
        if (!await Load(id)) return NotFound();
        var password = Card.Normal(Password ?? "");
        if (password.Length is >= Card.Shortest and <= Typed.LongestName && Typed.Line(Password) is not null) return await Make(password);
        ModelState.AddModelError(nameof(Password), texts["card.short", Card.Shortest, Typed.LongestName]);
        return Page();
    }

    async Task<IActionResult> Make(string words)
    {
        try
        {
            if (!await roster.SetWords(Mentee.Id, words, me.Id)) return NotFound();
        }
        catch (TooBusy)
        {
            return new Refusal("in.busy").On(this, texts);
        }
        FreshCards.Put(TempData, me.Id, [FreshCard.Of(Mentee.Id, Mentee.GivenName, Mentee.SignInName ?? "", words, Mentee.Language)]);
        return Redirect($"/people/{Mentee.Id}/card");
    }

    async Task<bool> Load(Guid id)
    {
        if (await people.Find(id) is not { LeftAt: null } person || !person.Memberships.Any(m => m.Role == Role.Mentee)) return false;
        Mentee = person;
        return true;
    }
}

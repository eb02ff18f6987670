using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Ratings;

/// <summary>How one of a pair finds the exchange: a number, then a sentence where they like. Coordinators alone read it.</summary>
public sealed class RateModel(RatingStore ratings, ProgramStore programs, CurrentPerson me, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty]
    public string? Note { get; set; }

    public Pair Pair { get; private set; } = null!;
    public Rating? Rating { get; private set; }

    public string PartnerName => Pair.NameOf(Pair.PartnerOf(me.Id));

    public bool IsMentee => Pair.MenteeId == me.Id;

    public async Task<IActionResult> OnGet(Guid pair)
    {
        if (!await Load(pair)) return NotFound();
        Note ??= Rating?.Note;
        return Page();
    }

    public async Task<IActionResult> OnPost(Guid pair, string? value)
    {
        if (!await Load(pair)) return NotFound();
        ModelState.Clear();
        if (!int.TryParse(value, out var given) || given is < RatingStore.Least or > RatingStore.Most)
        {
            ModelState.AddModelError("value", texts["rate.wrong", RatingStore.Least, RatingStore.Most]);
            return Page();
        }
        await ratings.Rate(pair, me.Id, given);
        return LocalRedirect($"/ratings/{pair}");
    }

    public async Task<IActionResult> OnPostSay(Guid pair)
    {
        if (!await Load(pair)) return NotFound();
        ModelState.Clear();
        if (Note?.Length > RatingStore.LongestNote)
        {
            ModelState.AddModelError(nameof(Note), texts["rate.wrong.long", RatingStore.LongestNote]);
            return Page();
        }
        if (await ratings.Say(pair, me.Id, Note)) TempData["Said"] = texts["rate.thanks"].Value;
        return LocalRedirect("/desk");
    }

    public async Task<IActionResult> OnPostSkip(Guid pair)
    {
        if (!await Load(pair)) return NotFound();
        await ratings.Rate(pair, me.Id, null);
        return LocalRedirect("/desk");
    }

    async Task<bool> Load(Guid id)
    {
        if (await programs.Pair(id) is not { } pair || !pair.Includes(me.Id)) return false;
        (Pair, Rating) = (pair, await ratings.Newest(id, me.Id));
        return true;
    }
}

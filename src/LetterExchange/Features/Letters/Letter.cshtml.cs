using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Shared;
using LetterExchange.Features.Stories;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Letters;

/// <summary>One letter. Its reader reads it; its writer sees where it is, and may take it back or throw a draft away.</summary>
public sealed class LetterModel(
    Reading reading, Writing writing, MemoryCards cards, BeforeSending before, ProgramStore programs, CurrentProgram current, Settings settings, StoryLibrary stories, CurrentPerson me, TimeProvider clock, IStringLocalizer<Texts> texts,
    IStringLocalizer<Screening.Texts> explain) : PageModel
{
    public SeenLetter Letter { get; private set; } = null!;

    public Pair Pair { get; private set; } = null!;

    public PlainTime Times { get; private set; } = null!;

    public Story? Story { get; private set; }

    /// <summary>What comes next.</summary>
    public NextStep Next { get; private set; } = null!;

    /// <summary>What this mentor keeps of this letter.</summary>
    public IReadOnlyList<MemoryCard> Cards { get; private set; } = [];

    /// <summary>Whether a mentor reads a mentee's words, of which some can be kept.</summary>
    public bool CanRemember => !IsMine && !Letter.IsBridge && Side == Side.Mentor && Letter.Text is not null && Pair.State != PairState.Closed;

    /// <summary>What somebody reads who told of danger in this letter, as long as it is being read.</summary>
    public string? Support { get; private set; }

    /// <summary>Whom to turn to, beside a letter that was withheld or tells of danger.</summary>
    public IReadOnlyList<HelpContact> Help { get; private set; } = [];

    /// <summary>Whether its reader opens it with this very look at it.</summary>
    public bool IsOpenedNow { get; private set; }

    public bool IsMine => Letter.WriterId == me.Id;

    /// <summary>The letter that was owed, on its way: where it is says all that comes next.</summary>
    public bool IsTheOneUnderWay => IsMine && !Letter.IsDelivered && Next.Kind == "sent";

    public Side Side => Pair.SideOf(me.Id);

    public string Partner => Pair.NameOf(Pair.PartnerOf(me.Id));

    public async Task<IActionResult> OnGet(Guid id)
    {
        if (await reading.Letter(id, me.Id) is not { } letter) return NotFound();
        IsOpenedNow = letter.ReaderId == me.Id && letter.State == LetterState.Delivered && Request.IsLookedAt();
        if (IsOpenedNow) await reading.Open(id, me.Id);
        Letter = letter;
        Pair = (await programs.Pair(letter.PairId))!;
        var program = await current.Of(letter.ProgramId);
        Times = PlainTime.In(program.Zone, clock.GetUtcNow());
        Story = letter.StoryId is { } story ? stories.Find(story) : null;
        Next = new(me.Id, Pair, await reading.Ahead(Pair.Id), program.Policies.FreeLetters, Times);
        if (CanRemember) Cards = [.. (await cards.Of(me.Id, Pair.Id)).Where(card => card.LetterId == id)];
        if (IsMine && letter is { State: LetterState.Screening or LetterState.InReview, IsBridge: false, Text: { } text }) Support = (await before.Look(Pair.Id, me.Id, text))?.Support(explain);
        if (letter.State == LetterState.Withheld || Support is not null) Help = await settings.HelpContacts(program.Id);
        return Page();
    }

    /// <summary>Takes the letter back, to go on writing.</summary>
    public async Task<IActionResult> OnPostRecall(Guid id)
    {
        if (await reading.Letter(id, me.Id) is not { } letter || letter.WriterId != me.Id) return NotFound();
        if (await writing.Recall(me.Id, id))
        {
            TempData["Said"] = texts["recalled"].Value;
            return LocalRedirect($"/letters/{id}/write");
        }
        TempData["Said"] = texts[letter.State == LetterState.Screening ? "recall.soon" : "recall.no", letter.ReaderName].Value;
        return LocalRedirect($"/letters/{id}");
    }

    /// <summary>Keeps a sentence to be remembered; the page comes back at the same place.</summary>
    /// <param name="start">Where it begins in the letter.</param>
    public async Task<IActionResult> OnPostRemember(Guid id, int start)
    {
        await cards.Keep(me.Id, id, start);
        return LocalRedirect($"/letters/{id}#remember");
    }

    public async Task<IActionResult> OnPostForget(Guid id, int start)
    {
        await cards.Forget(me.Id, id, start);
        return LocalRedirect($"/letters/{id}#remember");
    }

    /// <summary>Throws a draft away.</summary>
    public async Task<IActionResult> OnPostDiscard(Guid id)
    {
        if (await reading.Letter(id, me.Id) is not { } letter || letter.WriterId != me.Id) return NotFound();
        var discarded = await writing.Discard(me.Id, id);
        TempData["Said"] = texts[discarded ? "discarded" : "discard.no"].Value;
        return LocalRedirect(discarded ? $"/letters?pair={letter.PairId}" : $"/letters/{id}");
    }
}

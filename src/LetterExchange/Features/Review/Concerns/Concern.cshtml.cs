using LetterExchange.Features.Letters;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Shared;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Review;

/// <summary>One concern: its log, what is to be done, its letters, who may read it and whether it holds its pair. A safeguarding lead acts on it, a coordinator
/// to whom it is shown reads. Each look is a line of history.</summary>
public sealed partial class ConcernModel(
    ConcernStore concerns, ConcernLog log, ConcernHolds holds, ConcernReaders readers, ReviewStore reviews, ProgramStore programs, CurrentPerson me, KeptForm kept,
    TimeProvider clock, IStringLocalizer<Texts> texts) : PageModel
{
    public Concern Concern { get; private set; } = null!;
    public IReadOnlyList<ConcernEntry> Log { get; private set; } = [];
    public IReadOnlyList<ConcernAction> Actions { get; private set; } = [];

    /// <summary>The letters that lie with it; the first one may be that which it is about. By the key in their address.</summary>
    public IReadOnlyList<ConcernLetter> Letters { get; private set; } = [];

    /// <summary>Those that may be laid beside it.</summary>
    public IReadOnlyList<WorryLetter> Offered { get; private set; } = [];

    /// <summary>Who may read it, and who might.</summary>
    public IReadOnlyList<ConcernReader> People { get; private set; } = [];

    public Pair? Pair { get; private set; }
    public PlainTime Times { get; private set; } = null!;
    public string Zone { get; private set; } = "";

    /// <summary>Whether this person may act on it, and not only read.</summary>
    public bool Acts { get; private set; }

    /// <summary>Why nothing has been done, where that is no matter of a field; a part of the key of the words.</summary>
    public string? Refused { get; private set; }

    /// <summary>What was typed into a form that is not there any more.</summary>
    public string? Lost { get; private set; }

    /// <summary>Of the copy that the lead read.</summary>
    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? Outcome { get; set; }

    [BindProperty]
    public string? OutcomeWords { get; set; }

    [BindProperty]
    public string? ReopenWords { get; set; }

    public Guid Me => me.Id;

    public DateOnly Today => Days.Of(Times.Now, Zone);

    public IEnumerable<SelectListItem> Outcomes => Enum.GetValues<ConcernOutcome>().Select(outcome => new SelectListItem(texts[$"outcome.{outcome}"], $"{outcome}")).Prepend(new(texts["outcome.choose"], ""));

    /// <summary>Whether something of this form needs another look, or has been kept while its writer signed in again: then it stands open.</summary>
    public bool IsOpen(string form) => ModelState.Any(entry => entry.Key.StartsWith(form, StringComparison.Ordinal) && (entry.Value!.Errors.Count > 0 || kept.Any && !string.IsNullOrWhiteSpace(entry.Value.AttemptedValue)));

    public async Task<IActionResult> OnGet(Guid id)
    {
        if (!Request.IsLookedAt()) return new NoContentResult(); // What is fetched ahead of its reader, or without its text, is no look.
        return await Show(id, look: true);
    }

    public Task<IActionResult> OnPostTake(Guid id) => Do(id, "said.concern.taken", async concern => await concerns.Take(concern, me.Id) ? ConcernMoved.Done : ConcernMoved.SomebodyWasFirst);

    public Task<IActionResult> OnPostClose(Guid id)
    {
        if (!Enum.TryParse<ConcernOutcome>(Outcome, out var outcome) || !Enum.IsDefined(outcome)) ModelState.AddModelError(nameof(Outcome), texts["concern.refused.code"]);
        NeedWords(nameof(OutcomeWords), OutcomeWords, "concern.refused.outcome");
        Lost = OutcomeWords;
        return Do(id, "said.concern.closed", concern => concerns.Close(concern, me.Id, outcome, OutcomeWords!));
    }

    public Task<IActionResult> OnPostReopen(Guid id)
    {
        NeedWords(nameof(ReopenWords), ReopenWords, "concern.refused.why");
        Lost = ReopenWords;
        return Do(id, "said.concern.reopened", concern => concerns.Reopen(concern, me.Id, ReopenWords!));
    }

    /// <summary>Does it where all that was typed can be, and says what came of it.</summary>
    async Task<IActionResult> Do(Guid id, string said, Func<Concern, Task<ConcernMoved>> verb)
    {
        if (await concerns.Find(id) is not { } concern) return NotFound();
        if (!ModelState.IsValid) return await Show(id);
        var moved = await verb(concern with { Version = Version });
        if (moved == ConcernMoved.Done) return Said(id, texts[said]);
        Refused = $"{moved}";
        return await Show(id);
    }

    RedirectResult Said(Guid id, string words)
    {
        TempData["Said"] = words;
        return Redirect($"/concerns/{id}");
    }

    void NeedWords(string field, string? typed, string key)
    {
        if (string.IsNullOrWhiteSpace(typed)) ModelState.AddModelError(field, texts[key]);
        else if (typed.Length > Words.Most) ModelState.AddModelError(field, texts["too.long", Words.Most]);
    }

    async Task<IActionResult> Show(Guid id, bool look = false)
    {
        if (await concerns.Find(id) is not { } concern || await programs.Find(concern.ProgramId) is not { } program) return NotFound();
        (Concern, Zone, Times) = (concern, program.Zone, PlainTime.In(program.Zone, clock.GetUtcNow()));
        Log = await log.Of(id);
        Actions = ConcernAction.Of(Log);
        People = await readers.Choices(id);
        Acts = People.Any(one => one.IsLead && one.Id == me.Id);
        Letters = await ConcernLetter.Of(concern, Log, letter => reviews.IsOnTable(concern.ProgramId, letter, me.Id));
        Pair = concern.PairId is { } pair ? await programs.Pair(pair) : null;
        if (Acts && concern.IsOpen) Offered = await log.Attachable(concern, me.Id);
        if (ToldAt is null && ModelState[nameof(ToldAt)] is null) ToldAt = Plans.FairClock.Format(NodaTime.Instant.FromDateTimeOffset(Times.Now).InZone(NodaTime.DateTimeZoneProviders.Tzdb[Zone]).LocalDateTime);
        Keep();
        if (look) await concerns.Look(concern, me.Id);
        return Page();
    }
}

/// <summary>A letter that lies with a concern.</summary>
/// <param name="Key">Its line of the log; the concern itself for the letter that it is about.</param>
/// <param name="IsOnTable">Whether it waits or is held in review, where this person may read it.</param>
public sealed record ConcernLetter(Guid Key, Guid LetterId, string From, string To, DateTimeOffset? At, bool IsOnTable)
{
    internal static async Task<IReadOnlyList<ConcernLetter>> Of(Concern concern, IReadOnlyList<ConcernEntry> log, Func<Guid, Task<bool>> isOnTable)
    {
        var all = new List<ConcernLetter>();
        if (concern.LetterId is { } about) all.Add(new(concern.Id, about, concern.LetterFrom ?? "", concern.LetterTo ?? "", null, await isOnTable(about)));
        foreach (var entry in log.Where(entry => entry.LetterId is not null))
            all.Add(new(entry.Id, entry.LetterId!.Value, entry.LetterFrom ?? "", entry.LetterTo ?? "", entry.LetterAt, await isOnTable(entry.LetterId.Value)));
        return all;
    }

    public string Address => IsOnTable ? $"/review/{LetterId}" : $"/concerns/letters/{Key}";
}

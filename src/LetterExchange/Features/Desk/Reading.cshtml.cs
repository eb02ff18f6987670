using LetterExchange.Features.People;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Shared;
using LetterExchange.Features.Stories;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Desk;

/// <summary>What the page of a round shows.</summary>
public enum BookState
{
    /// <summary>The story, a part at a time.</summary>
    Story,

    /// <summary>The round opens later.</summary>
    Shut,

    /// <summary>The round was closed before it opened.</summary>
    Never,

    /// <summary>The mentee chooses from several.</summary>
    Choose,

    /// <summary>The mentor waits for the mentee's choice.</summary>
    Choosing,

    /// <summary>The round ended without a choice.</summary>
    Unchosen,

    /// <summary>The story has gone from the library.</summary>
    Gone,
}

/// <summary>The round's story for one of its two readers: chosen, read, ended. The page of a part keeps the reader's place.</summary>
public sealed class ReadingModel(DeskStore desks, Readings readings, Highlights highlights, CurrentProgram program, CurrentPerson me, TimeProvider clock, IStringLocalizer<Texts> texts) : PageModel
{
    public Season Season { get; private set; } = null!;
    public SeasonRound Round { get; private set; } = null!;
    public PlainTime Times { get; private set; } = null!;

    /// <summary>The part that is shown.</summary>
    public StoryPart Part { get; private set; } = null!;

    /// <summary>The story that was chosen from several.</summary>
    [BindProperty] public string? Chosen { get; set; }

    public bool IsLive => Season.IsLive(Times.Now);

    public bool IsLast => Part.Number == Round.Story!.Parts.Count;

    /// <summary>Whether the place in this part is worth keeping.</summary>
    public bool KeepsPlace => IsLive && Round.IsToRead && Part.Number == (Round.Part ?? 1);

    /// <summary>The sentences that are marked, as this reader may see them.</summary>
    public IReadOnlyList<MarkedSentence> Marked => Highlights.Of(Round.Story!, Round.Marks, Round.PartnerMarks, Round.FinishedAt is not null && Round.PartnerFinishedAt is not null);

    /// <summary>Whether the page asks which sentences to mark: for readers without scripts.</summary>
    [BindProperty(SupportsGet = true)] public bool Marks { get; set; }

    public BookState State => Round switch
    {
        { State: AssignmentState.Scheduled } => BookState.Shut,
        { OpenedAt: null } => BookState.Never,
        { Story: not null } => BookState.Story,
        { StoryId: not null } or { IsOpen: true, Offers.Count: 0 } => BookState.Gone,
        { IsOpen: true } => Season.Side == Side.Mentee ? BookState.Choose : BookState.Choosing,
        _ => BookState.Unchosen,
    };

    /// <summary>This one's turn in the round that can be written now: open, or lapsed without a letter.</summary>
    public Turn? TurnToWrite => Season.TurnsOf(Round).LastOrDefault(turn => turn.WriterId == me.Id
        && (turn is { State: TurnState.Open, HeldAt: null } || (turn.State == TurnState.Lapsed && Season.LetterOf(turn) is null or { IsOpenToItsWriter: true })));

    /// <summary>The other one's open turn, for which this one waits.</summary>
    public Turn? TurnToWaitFor => Season.TurnsOf(Round).FirstOrDefault(turn => turn.WriterId == Season.Partner && turn.State == TurnState.Open);

    public IReadOnlyList<PartLink> Parts => [.. Round.Story!.Parts.Select(part => new PartLink(
        part, $"/assignments/{Round.Id}?part={part.Number}", Round.FinishedAt is not null || part.Number < Round.Part, part == Part))];

    public async Task<IActionResult> OnGet(Guid id, int? part)
    {
        if (!await Load(id)) return NotFound();
        if (State != BookState.Story) return Page();
        if (IsLive && Request.IsLookedAt() && Round.IsToRead && (Round.Part is null || part > Round.Part) && await readings.Reach(id, me.Id, part ?? 1, 0)) await Load(id);
        Part = Round.Story!.Parts[Math.Clamp(part ?? (Round.FinishedAt is null ? Round.Part : null) ?? 1, 1, Round.Story.Parts.Count) - 1];
        return Page();
    }

    public async Task<IActionResult> OnPostChoose(Guid id)
    {
        if (!await Load(id)) return NotFound();
        if (string.IsNullOrEmpty(Chosen) && State == BookState.Choose)
        {
            ModelState.AddModelError(nameof(Chosen), texts["choose.none"]);
            return Page();
        }
        var outcome = await readings.Choose(id, me.Id, Chosen ?? "");
        TempData["Said"] = outcome == Plans.StoryChoice.Done ? texts["choose.done", Season.PartnerName].Value : texts[$"choose.{outcome}"].Value;
        return Redirect($"/assignments/{id}");
    }

    /// <summary>Marks a sentence, or takes the mark away.</summary>
    public async Task<IActionResult> OnPostMark(Guid id, int sentence, bool on)
    {
        if (!await Load(id) || State != BookState.Story) return NotFound();
        var became = await highlights.Set(id, me.Id, Round.Story!, sentence, on);
        var said = became == Desk.Marked.Done ? null : texts[$"marks.no.{became}", Highlights.Most].Value;
        if (Request.Headers.Accept.ToString().Contains("application/json", StringComparison.Ordinal)) return new JsonResult(new { done = said is null, said });
        if (said is not null) TempData["Said"] = said;
        var part = Round.Story!.Sentences.ElementAtOrDefault(sentence - 1)?.Part ?? 1;
        return LocalRedirect($"/assignments/{id}?part={part}{(on ? "&marks=true" : "")}#s{sentence}");
    }

    public async Task<IActionResult> OnPostRead(Guid id)
    {
        if (!await Load(id)) return NotFound();
        var finished = await readings.Finish(id, me.Id);
        if (finished && TurnToWrite is { State: TurnState.Open } turn) return Redirect($"/turns/{turn.Id}");
        TempData["Said"] = (!finished ? texts["reading.said.stopped"]
            : TurnToWaitFor is { } wait && Season.HasToWriteIn(Round) ? texts["reading.said.first", Season.PartnerName, Times.Moment(wait.DueAt)]
            : texts["reading.said"]).Value;
        return Redirect(finished ? "/desk" : $"/assignments/{id}");
    }

    async Task<bool> Load(Guid id)
    {
        if (await desks.Around(id, me.Id) is not { } season || season.Round(id) is not { } round) return false;
        (Season, Round, Times) = (season, round, PlainTime.In((await program.Of(season.Pair.ProgramId)).Zone, clock.GetUtcNow()));
        return true;
    }
}

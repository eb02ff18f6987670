using LetterExchange.Features.Letters;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Shared;
using LetterExchange.Features.Stories;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Review;

/// <summary>One letter read again, blind: the text, what screening marked and what it answers; nothing of the first decision.</summary>
[TrainingFirst]
public sealed class SecondLetterModel(SecondReadings readings, ProgramStore programs, StoryLibrary stories, CurrentPerson me, TimeProvider clock, IStringLocalizer<Texts> texts) : PageModel
{
    /// <summary>None where somebody has read it again already.</summary>
    public LetterUnderReview? Letter { get; private set; }

    public Story? Story { get; private set; }
    public PlainTime Times { get; private set; } = null!;

    [BindProperty]
    public int Number { get; set; }

    [BindProperty]
    public string? Verdict { get; set; }

    /// <summary>Of findings, by their ordinals: "right" or "wrong"; nothing said of the others.</summary>
    [BindProperty]
    public Dictionary<int, string?> Marks { get; set; } = [];

    /// <summary>Whether a concern is opened.</summary>
    [BindProperty]
    public bool Concern { get; set; }

    [BindProperty]
    public string? ConcernWords { get; set; }

    public async Task<IActionResult> OnGet(Guid id) => Request.IsLookedAt() ? await Show(id) : new NoContentResult();

    public async Task<IActionResult> OnPost(Guid id)
    {
        if (!Enum.TryParse<Verdict>(Verdict, out var verdict) || !Enum.IsDefined(verdict)) ModelState.AddModelError(nameof(Verdict), texts["second.need"]);
        if (Concern && string.IsNullOrWhiteSpace(ConcernWords)) ModelState.AddModelError(nameof(ConcernWords), texts["concern.need.words"]);
        if (ConcernWords?.Length > Words.Most) ModelState.AddModelError(nameof(ConcernWords), texts["too.long", Words.Most]);
        if (!ModelState.IsValid) return await Show(id);
        var marks = Marks.Where(mark => mark.Value is "right" or "wrong").ToDictionary(mark => mark.Key, mark => mark.Value == "right");
        if (!await readings.Read(id, Number, me.Id, verdict, marks, Concern ? ConcernWords : null))
        {
            TempData["Said"] = texts["second.first"].Value;
            return Redirect("/review/second");
        }
        TempData["Said"] = texts[Concern ? "said.second.concern" : "said.second"].Value;
        return Redirect(await readings.Waiting(me.ProgramId, me.Id) is [var next, ..] ? $"/review/second/{next.LetterId}" : "/review/second");
    }

    async Task<IActionResult> Show(Guid id)
    {
        if (await readings.Find(id) is not { } reading || await readings.Open(id, me.Id) is not { } letter || await programs.Find(letter.ProgramId) is not { } program) return NotFound();
        Times = PlainTime.In(program.Zone, clock.GetUtcNow());
        if (reading.ReadAt is not null) return Page();
        Letter = letter;
        Story = letter.StoryId is { } story ? stories.Find(story) : null;
        return Page();
    }
}

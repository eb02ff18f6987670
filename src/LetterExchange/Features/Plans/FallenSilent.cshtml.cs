using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Plans;

/// <summary>A mentor who has fallen silent: how long, by what count, what has been done, what the program's rules propose; and the taking of the step, with words to the mentor.</summary>
public sealed class FallenSilentModel(SilenceSteps steps, PairNotes notes, ProgramStore programs, PersonStore people, CurrentPerson me, TimeProvider clock, IStringLocalizer<Texts> texts) : PageModel
{
    /// <summary>The steps that are words to the mentor, in their order; the last step is a move of the pair.</summary>
    public static readonly IReadOnlyList<SilenceStep> Told = [SilenceStep.Reminder, SilenceStep.Warning, SilenceStep.Probation];

    /// <summary>The step that the form is for; the one that is proposed where none is named.</summary>
    [BindProperty(SupportsGet = true)] public string? Step { get; set; }

    /// <summary>What the mentor will read.</summary>
    [BindProperty] public string? Words { get; set; }

    public Pair Pair { get; private set; } = null!;
    public MentorSilence? Silent { get; private set; }
    public IReadOnlyList<PairNote> Taken { get; private set; } = [];
    public Policies Policies { get; private set; } = null!;
    public PlainTime Times { get; private set; } = null!;

    /// <summary>The step that is chosen, if one can be taken.</summary>
    public SilenceStep? Chosen { get; private set; }

    public async Task<IActionResult> OnGet(Guid id)
    {
        if (!await Load(id)) return NotFound();
        Words = ModelState[nameof(Words)]?.AttemptedValue ?? await Offered();
        return Page();
    }

    public async Task<IActionResult> OnPost(Guid id)
    {
        if (!await Load(id)) return NotFound();
        ModelState.Clear();
        if (Chosen is not { } step) return Page();
        if (string.IsNullOrWhiteSpace(Words)) ModelState.AddModelError(nameof(Words), texts["silent.wrong"]);
        else if (Words.Length > PairNotes.Longest) ModelState.AddModelError(nameof(Words), texts["silent.wrong.long", PairNotes.Longest]);
        if (!ModelState.IsValid) return Page();
        TempData["Said"] = texts[await steps.Take(id, step, Words!, me.Id) ? "silent.done" : "silent.first", Pair.MentorName].Value;
        return Redirect($"/pairs/{id}/silence");
    }

    /// <summary>Steps that can be taken now: those that have not been in this silence, nor one after them.</summary>
    public IEnumerable<SilenceStep> Open => Silent is null || Pair.State != PairState.Active ? [] : Told.Where(step => Silent.Taken.All(taken => taken.Step < step));

    /// <summary>How many weeks a step waits for.</summary>
    public int Weeks(SilenceStep step) => (int)Silence.Weeks(step, Policies).TotalDays / 7;

    async Task<bool> Load(Guid id)
    {
        if (await programs.Pair(id) is not { } pair) return false;
        Pair = pair;
        var program = (await programs.Find(pair.ProgramId))!;
        (Policies, Times) = (program.Policies, PlainTime.In(program.Zone, clock.GetUtcNow()));
        (Silent, Taken) = (await steps.Of(id), await notes.Steps(id));
        var named = Enum.TryParse<SilenceStep>(Step, out var step) ? step : Silent?.Proposed;
        Chosen = Open.Contains(named ?? SilenceStep.Rematch) ? named : null;
        return true;
    }

    /// <summary>Words to begin with, in the mentor's language.</summary>
    async Task<string> Offered()
    {
        if (Chosen is not { } step) return "";
        var mentor = (await people.Find(Pair.MentorId))!;
        using var speaking = new Speaking(mentor.Language);
        return texts[$"silent.offer.{step}", Pair.MentorName, Pair.MenteeName, me.GivenName, Policies.ProbationWeeks].Value.Replace("¶", "\n\n", StringComparison.Ordinal);
    }
}

using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Ratings;

/// <summary>The standard questions at the start or the end: four to tick, one to answer in words; each may be left out.</summary>
public sealed class SurveyModel(SurveyStore surveys, ProgramStore programs, CurrentPerson me, IStringLocalizer<Texts> texts) : PageModel
{
    /// <summary>The answers from 1 to 5, by question; left out where none is ticked.</summary>
    [BindProperty]
    public string?[] Ticked { get; set; } = new string?[SurveyStore.Scaled];

    [BindProperty]
    public string? Words { get; set; }

    public Pair Pair { get; private set; } = null!;
    public SurveyPart Part { get; private set; }

    public bool IsMentee => Pair.MenteeId == me.Id;

    /// <summary>Whose questions are asked.</summary>
    public Side Side => Pair.SideOf(me.Id);

    public string PartnerName => Pair.NameOf(Pair.PartnerOf(me.Id));

    public async Task<IActionResult> OnGet(Guid pair, string part)
    {
        if (!await Load(pair, part)) return NotFound();
        if (await surveys.Find(pair, me.Id, Part) is { } before) (Ticked, Words) = ([$"{before.First}", $"{before.Second}", $"{before.Third}", $"{before.Fourth}"], before.Words);
        return Page();
    }

    public async Task<IActionResult> OnPost(Guid pair, string part)
    {
        if (!await Load(pair, part)) return NotFound();
        ModelState.Clear();
        if (Words?.Length > SurveyStore.LongestWords) ModelState.AddModelError(nameof(Words), texts["rate.wrong.long", SurveyStore.LongestWords]);
        var answers = new Answers(Tick(0), Tick(1), Tick(2), Tick(3), Words);
        if (answers.AreNone) ModelState.AddModelError(nameof(Words), texts["survey.wrong"]);
        if (!ModelState.IsValid) return Page();
        await surveys.Answer(pair, me.Id, Part, answers);
        TempData["Said"] = texts["survey.thanks"].Value;
        return LocalRedirect("/desk");
    }

    public async Task<IActionResult> OnPostSkip(Guid pair, string part)
    {
        if (!await Load(pair, part)) return NotFound();
        if (await surveys.Find(pair, me.Id, Part) is null) await surveys.Answer(pair, me.Id, Part, new(null, null, null, null, null));
        return LocalRedirect("/desk");
    }

    int? Tick(int question) => question < Ticked.Length && int.TryParse(Ticked[question], out var answer) && answer is >= 1 and <= 5 ? answer : null;

    async Task<bool> Load(Guid id, string part)
    {
        if (!Enum.TryParse<SurveyPart>(part, ignoreCase: true, out var of) || !Enum.IsDefined(of) || await programs.Pair(id) is not { } pair || !pair.Includes(me.Id)) return false;
        (Pair, Part) = (pair, of);
        return true;
    }
}

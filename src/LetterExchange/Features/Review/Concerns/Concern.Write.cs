using System.Globalization;
using LetterExchange.Features.People;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LetterExchange.Features.Review;

/// <summary>What is written into a concern's log.</summary>
public sealed partial class ConcernModel
{
    [BindProperty]
    public string? HappenedWords { get; set; }

    [BindProperty]
    public string? ToldWhom { get; set; }

    [BindProperty]
    public string? ToldHow { get; set; }

    /// <summary>yyyy-MM-ddTHH:mm on the program's wall clock, as typed.</summary>
    [BindProperty]
    public string? ToldAt { get; set; }

    [BindProperty]
    public string? ToldWords { get; set; }

    [BindProperty]
    public string? ActionWords { get; set; }

    /// <summary>yyyy-MM-dd, as typed.</summary>
    [BindProperty]
    public string? ActionDay { get; set; }

    /// <summary>Which action is decided.</summary>
    [BindProperty]
    public Guid DecideAction { get; set; }

    [BindProperty]
    public string? DecideWords { get; set; }

    [BindProperty]
    public Guid? LetterChoice { get; set; }

    public IEnumerable<SelectListItem> Ways => Enum.GetValues<ToldHow>().Select(way => new SelectListItem(texts[$"told.{way}"], $"{way}"));

    public IEnumerable<SelectListItem> LetterChoices => Offered.Select(letter => new SelectListItem(texts["names.when", letter.WriterName, letter.ReaderName, Times.Day(letter.At)], $"{letter.Id}"));

    public Task<IActionResult> OnPostHappened(Guid id)
    {
        NeedWords(nameof(HappenedWords), HappenedWords, "concern.need.words");
        return Write(id, HappenedWords, "said.written", _ => log.Happened(id, me.Id, HappenedWords!));
    }

    public Task<IActionResult> OnPostTold(Guid id)
    {
        if (Typed.Line(ToldWhom) is not { Length: <= Typed.LongestLine }) ModelState.AddModelError(nameof(ToldWhom), texts["concern.need.whom", Typed.LongestLine]);
        if (!Enum.TryParse<ToldHow>(ToldHow, out var how) || !Enum.IsDefined(how)) ModelState.AddModelError(nameof(ToldHow), texts["concern.need.how"]);
        NeedWords(nameof(ToldWords), ToldWords, "concern.need.words");
        return Write(id, ToldWords, "said.written", async concern =>
        {
            var at = (await programs.Find(concern.ProgramId))!.Zone is var zone && FairClock.TryParse(ToldAt, out var local)
                ? local.InZoneLeniently(NodaTime.DateTimeZoneProviders.Tzdb[zone]).ToDateTimeOffset().ToUniversalTime() : (DateTimeOffset?)null;
            if (at is null || at > clock.GetUtcNow() || at < concern.OpenedAt.AddYears(-10))
            {
                ModelState.AddModelError(nameof(ToldAt), texts["concern.need.when"]);
                return null;
            }
            return await log.Told(id, me.Id, Typed.Line(ToldWhom)!, how, at.Value, ToldWords!);
        });
    }

    public Task<IActionResult> OnPostAct(Guid id)
    {
        NeedWords(nameof(ActionWords), ActionWords, "concern.need.action");
        if (!DateOnly.TryParseExact(ActionDay, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) ModelState.AddModelError(nameof(ActionDay), texts["concern.need.day"]);
        return Write(id, ActionWords, "said.action", async concern =>
        {
            var today = Days.Of(clock.GetUtcNow(), (await programs.Find(concern.ProgramId))!.Zone);
            if (day >= today && day <= today.AddYears(3)) return await log.Act(id, me.Id, ActionWords!, day);
            ModelState.AddModelError(nameof(ActionDay), texts["concern.need.day.ahead"]);
            return null;
        });
    }

    public Task<IActionResult> OnPostDone(Guid id)
    {
        if (DecideWords?.Length > Words.Most) ModelState.AddModelError(nameof(DecideWords), texts["too.long", Words.Most]);
        return Write(id, DecideWords, "said.action.done", _ => log.Decide(id, DecideAction, me.Id, done: true, DecideWords));
    }

    public Task<IActionResult> OnPostDrop(Guid id)
    {
        NeedWords(nameof(DecideWords), DecideWords, "concern.need.why");
        return Write(id, DecideWords, "said.action.dropped", _ => log.Decide(id, DecideAction, me.Id, done: false, DecideWords));
    }

    public Task<IActionResult> OnPostAttach(Guid id)
    {
        if (LetterChoice is null && ModelState.IsValid) ModelState.AddModelError(nameof(LetterChoice), texts["concern.need.letter"]);
        return Write(id, null, "said.attached", _ => log.Attach(id, LetterChoice!.Value, me.Id));
    }

    /// <summary>Adds to the log: true when done, false when it no longer can be, nothing when a field needs another look.</summary>
    async Task<IActionResult> Write(Guid id, string? words, string said, Func<Concern, Task<bool?>> verb)
    {
        if (await concerns.Find(id) is not { } concern) return NotFound();
        if (!ModelState.IsValid) return await Show(id);
        var done = await verb(concern);
        if (done == true) return Said(id, texts[said]);
        if (done == false) (Refused, Lost) = ("SomebodyWasFirst", words);
        return await Show(id);
    }

    Task<IActionResult> Write(Guid id, string? words, string said, Func<Concern, Task<bool>> verb) => Write(id, words, said, async concern => (bool?)await verb(concern));

    /// <summary>Whether what was typed is about this action.</summary>
    public string? DecideTyped(Guid action) => DecideAction == action ? DecideWords : null;

    public bool IsDecideRefused(Guid action) => DecideAction == action && ModelState[nameof(DecideWords)] is { Errors.Count: > 0 };
}

using LetterExchange.Features.Letters;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Pulse;

/// <summary>One pair: the two people, whether they stand, rounds and letters, what has been done; and its end.</summary>
public sealed class PairModel(PairRecords records, PairNotes notes, PairClosing closing, ProgramStore programs, CurrentPerson me, TimeProvider clock, IStringLocalizer<Texts> texts) : PageModel
{
    public const int LongestReason = 500;

    /// <summary>A code of <see cref="PairClosing.Reasons"/>.</summary>
    [BindProperty]
    public string? Why { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>A new note, as typed.</summary>
    [BindProperty]
    public string? Note { get; set; }

    /// <summary>Whether reviewers may read it.</summary>
    [BindProperty]
    public bool ForReviewers { get; set; }

    public PairRecord Record { get; private set; } = null!;

    /// <summary>Whether the coordinator is asked once more.</summary>
    public bool Asked { get; private set; }

    public PlainTime Times { get; private set; } = null!;
    public string Zone { get; private set; } = "";

    public async Task<IActionResult> OnGet(Guid id)
    {
        Why = ModelState[nameof(Why)]?.AttemptedValue; // Of a form that was kept while its writer signed in again.
        return await Load(id) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPost(Guid id, bool sure)
    {
        if (!await Load(id)) return NotFound();
        ModelState.Clear();
        if (Why is null || !PairClosing.Reasons.Contains(Why)) ModelState.AddModelError(nameof(Why), texts["close.wrong.why"]);
        if (string.IsNullOrWhiteSpace(Reason)) ModelState.AddModelError(nameof(Reason), texts["close.wrong.reason"]);
        else if (Reason.Length > LongestReason) ModelState.AddModelError(nameof(Reason), texts["close.wrong.long", LongestReason]);
        if (!ModelState.IsValid) return Page();
        if (!sure)
        {
            Asked = true;
            return Page();
        }
        TempData["Said"] = texts[await closing.Close(id, Why!, Reason!.Trim(), me.Id) ? "close.done" : "close.already"].Value;
        return Redirect($"/pairs/{id}");
    }

    /// <summary>Writes a note.</summary>
    public async Task<IActionResult> OnPostNote(Guid id)
    {
        if (!await Load(id)) return NotFound();
        ModelState.Clear();
        if (string.IsNullOrWhiteSpace(Note)) ModelState.AddModelError(nameof(Note), texts["notes.wrong"]);
        else if (Note.Length > PairNotes.Longest) ModelState.AddModelError(nameof(Note), texts["notes.wrong.long", PairNotes.Longest]);
        if (!ModelState.IsValid) return Page();
        await notes.Write(id, ForReviewers ? PairNoteKind.ForReviewers : PairNoteKind.Note, Note!, me.Id);
        TempData["Said"] = texts["notes.kept"].Value;
        return Redirect($"/pairs/{id}#notes");
    }

    /// <summary>Erases the words of a note.</summary>
    public async Task<IActionResult> OnPostErase(Guid id, Guid note)
    {
        TempData["Said"] = texts[await notes.Erase(id, note, me.Id) ? "notes.erase.done" : "notes.erase.already"].Value;
        return Redirect($"/pairs/{id}#notes");
    }

    /// <summary>Whether it was on this day of the program.</summary>
    public bool IsToday(DateTimeOffset? at) => at is { } then && Times.DayOf(then) == Times.DayOf(Times.Now);

    /// <summary>A moment, in the program's zone.</summary>
    public string At(DateTimeOffset at) => texts["at", Times.ShortDate(at), Times.Clock(at)];

    /// <summary>Whether the form that closes the pair is open: it came back.</summary>
    public bool IsClosing => Why is not null || ModelState[nameof(Why)]?.Errors.Count > 0 || ModelState[nameof(Reason)]?.Errors.Count > 0;

    async Task<bool> Load(Guid id)
    {
        if (await records.Find(id) is not { } record) return false;
        Record = record;
        Zone = (await programs.Find(record.Facts.ProgramId))!.Zone;
        Times = PlainTime.In(Zone, clock.GetUtcNow());
        return true;
    }
}

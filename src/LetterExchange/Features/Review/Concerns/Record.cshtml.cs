using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Shared;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LetterExchange.Features.Review;

/// <summary>The whole record of a concern, to be printed. To ask for it is a line of history.</summary>
public sealed class RecordModel(ConcernStore concerns, ConcernLog log, ConcernReaders readers, ReviewStore reviews, ProgramStore programs, CurrentPerson me, TimeProvider clock) : PageModel
{
    public Concern Concern { get; private set; } = null!;
    public IReadOnlyList<ConcernEntry> Log { get; private set; } = [];
    public IReadOnlyList<ConcernLetter> Letters { get; private set; } = [];
    public IReadOnlyList<ConcernReader> Readers { get; private set; } = [];
    public PlainTime Times { get; private set; } = null!;
    public MentoringProgram Program { get; private set; } = null!;
    public string By => me.GivenName ?? "";

    /// <summary>Day and time with the year: a record is read after years.</summary>
    public string When(DateTimeOffset at) => $"{PlainTime.Of(Days.Of(at, Program.Zone))}, {Times.Clock(at)}";

    public async Task<IActionResult> OnGet(Guid id)
    {
        if (!Request.IsLookedAt()) return new NoContentResult();
        if (await concerns.Find(id) is not { } concern || await programs.Find(concern.ProgramId) is not { } program) return NotFound();
        (Concern, Program, Times) = (concern, program, PlainTime.In(program.Zone, clock.GetUtcNow()));
        Log = await log.Of(id);
        Letters = await ConcernLetter.Of(concern, Log, letter => reviews.IsOnTable(concern.ProgramId, letter, me.Id));
        var all = await readers.Choices(id);
        var isRestricted = all.Exists(one => one is { IsLead: true, IsChosen: true });
        Readers = all.FindAll(one => one.IsChosen || (one.IsLead && !isRestricted));
        await concerns.Look(concern, me.Id, print: true);
        return Page();
    }
}

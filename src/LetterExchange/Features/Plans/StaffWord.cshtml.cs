using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LetterExchange.Features.Plans;

/// <summary>What a coordinator has written to a mentor about letters that are missing: for that mentor alone.</summary>
public sealed class StaffWordModel(PairNotes notes, ProgramStore programs, CurrentPerson me, TimeProvider clock) : PageModel
{
    public PairNote Note { get; private set; } = null!;
    public Pair Pair { get; private set; } = null!;
    public PlainTime Times { get; private set; } = null!;

    public async Task<IActionResult> OnGet(Guid id)
    {
        if (await notes.ToldTo(me.Id, id) is not { } note) return NotFound();
        Note = note;
        Pair = (await programs.Pair(note.PairId))!;
        Times = PlainTime.In((await programs.Find(Pair.ProgramId))!.Zone, clock.GetUtcNow());
        return Page();
    }
}

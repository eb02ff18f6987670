using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LetterExchange.Features.Pulse;

/// <summary>The pairs of a cohort × the rounds of a plan: where each pair stands with each letter.</summary>
public sealed class CohortPulseModel(Heat heat, Settings settings, CurrentProgram program, CurrentPerson me) : PageModel
{
    public CohortName Cohort { get; private set; } = null!;
    public HeatPlan? Plan { get; private set; }
    public IReadOnlyList<HeatPlan> Plans { get; private set; } = [];
    public IReadOnlyList<HeatRound> Rounds { get; private set; } = [];
    public IReadOnlyList<CohortRow> Rows { get; private set; } = [];
    public Guid? Next { get; private set; }
    public bool IsFirstPage { get; private set; }
    public PlainTime Times { get; private set; } = null!;

    public async Task<IActionResult> OnGet(Guid id, Guid? plan, Guid? after)
    {
        if (await settings.Cohort(me.ProgramId, id) is not { } cohort) return NotFound();
        (Cohort, Times, IsFirstPage) = (cohort, await program.Times(), after is null);
        (Plan, Plans, Rounds, Rows, Next) = await heat.OfCohort(me.ProgramId, id, plan, after);
        return Page();
    }
}

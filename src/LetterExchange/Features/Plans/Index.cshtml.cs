using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LetterExchange.Features.Plans;

/// <summary>The program's plans.</summary>
public sealed class IndexModel(PlanStore plans, CurrentProgram program, CurrentPerson me) : PageModel
{
    public IReadOnlyList<PlanLine> Plans { get; private set; } = [];
    public PlainTime Times { get; private set; } = null!;

    public async Task OnGet() => (Plans, Times) = (await plans.All(me.ProgramId), await program.Times());
}

using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LetterExchange.Features.Imports;

/// <summary>Who imported how many people into the program, and when. The lists themselves are kept nowhere.</summary>
public sealed class PastImportsModel(ImportStore imports, CurrentProgram program, CurrentPerson me) : PageModel
{
    public IReadOnlyList<RosterImport> Imports { get; private set; } = [];
    public PlainTime Times { get; private set; } = null!;

    public async Task OnGet() => (Imports, Times) = (await imports.Past(me.ProgramId), await program.Times());

    public bool IsMine(RosterImport import) => import.ById == me.Id;
}

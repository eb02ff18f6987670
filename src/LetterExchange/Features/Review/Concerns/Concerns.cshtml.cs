using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LetterExchange.Features.Review;

/// <summary>The program's concerns, for a safeguarding lead: those that name the lead are not there.</summary>
public sealed class ConcernsModel(ConcernStore concerns, CurrentProgram current, CurrentPerson me) : PageModel
{
    public IReadOnlyList<Concern> Concerns { get; private set; } = [];
    public PlainTime Times { get; private set; } = null!;
    public DateOnly Today { get; private set; }

    public async Task OnGet()
    {
        Times = await current.Times();
        Today = Days.Of(Times.Now, (await current.Get()).Zone);
        Concerns = await concerns.All(me.ProgramId, me.Id, Today);
    }
}

using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LetterExchange.Features.Review;

/// <summary>How far second readers agree with reviewers, per reviewer and per category of findings, and who has read the training letters.</summary>
public sealed class QualityModel(Agreement agreement, CurrentProgram current, CurrentPerson me) : PageModel
{
    public IReadOnlyList<Rate> Reviewers { get; private set; } = [];
    public IReadOnlyList<Rate> Categories { get; private set; } = [];
    public IReadOnlyList<Trained> Training { get; private set; } = [];
    public int Waiting { get; private set; }
    public Policies Policies { get; private set; } = null!;
    public PlainTime Times { get; private set; } = null!;

    public async Task OnGet()
    {
        (Policies, Times) = ((await current.Get()).Policies, await current.Times());
        Reviewers = await agreement.PerReviewer(me.ProgramId);
        Categories = await agreement.PerCategory(me.ProgramId);
        Training = await agreement.Training(me.ProgramId);
        Waiting = await agreement.Waiting(me.ProgramId);
    }
}

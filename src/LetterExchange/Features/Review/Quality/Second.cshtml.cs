using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LetterExchange.Features.Review;

/// <summary>Letters that wait for this reviewer's second reading.</summary>
[TrainingFirst]
public sealed class SecondModel(SecondReadings readings, CurrentProgram current, CurrentPerson me) : PageModel
{
    public IReadOnlyList<SecondReading> Letters { get; private set; } = [];
    public PlainTime Times { get; private set; } = null!;

    public async Task OnGet()
    {
        Times = await current.Times();
        Letters = await readings.Waiting(me.ProgramId, me.Id);
    }
}

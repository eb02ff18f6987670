using LetterExchange.Features.People;
using LetterExchange.Features.Plans;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LetterExchange.Features.Desk;

/// <summary>Where the reading page's script says how far the reader has come, now and then and on leaving. Nobody waits for the answer.</summary>
public sealed class PlaceModel(Readings readings, CurrentPerson me) : PageModel
{
    public async Task<IActionResult> OnPost(Guid id, int part, int place)
    {
        await readings.Reach(id, me.Id, part, place);
        return new NoContentResult();
    }
}

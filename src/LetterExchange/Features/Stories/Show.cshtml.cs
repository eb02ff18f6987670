using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Stories;

/// <summary>A story as staff look at it before they choose it: what to know about it, the prompts of both sides, the whole text. Coordinators also see how it
/// is read, and retire it.</summary>
public sealed class ShowModel(StoryLibrary library, StoryStore store, StoryUses uses, CurrentPerson me, TimeProvider clock, IStringLocalizer<Texts> texts) : PageModel
{
    public Story Story { get; private set; } = null!;
    public Shelf Shelf { get; private set; } = null!;

    /// <summary>For coordinators.</summary>
    public StoryUse? Use { get; private set; }

    public IReadOnlyList<PartLink> Parts => [.. Story.Parts.Select(part => new PartLink(part, $"#p{part.Number}"))];

    /// <summary>Whether it is the program's own, in its newest version, so that it can be mended.</summary>
    public bool CanMend => Use is not null && Shelf.Number(Story.Id) is not null && Shelf.Newest(Story.Id) == Story.Id;

    /// <summary>A day, in UTC: it tells of work of long ago.</summary>
    public string Day(DateTimeOffset at) => PlainTime.In("UTC", clock.GetUtcNow()).Date(at);

    public async Task<IActionResult> OnGet(string story)
    {
        Shelf = await library.Of(me.HasProgram ? me.ProgramId : null);
        if (Shelf.Find(story) is not { } found) return NotFound();
        Story = found;
        if (me.IsIn(Role.Coordinator)) Use = await uses.Of(me.ProgramId, story);
        return Page();
    }

    public Task<IActionResult> OnPostRetire(string story) => Do(story, "show.retired", store.Retire);

    public Task<IActionResult> OnPostOffer(string story) => Do(story, "show.offered", store.Offer);

    async Task<IActionResult> Do(string story, string said, Func<Guid, string, Guid, Task<bool>> verb)
    {
        if ((await library.Of(me.ProgramId)).Find(story) is not { } found) return NotFound();
        if (await verb(me.ProgramId, story, me.Id)) TempData["Said"] = texts[said, found.Title].Value;
        return Redirect($"/stories/{story}");
    }
}

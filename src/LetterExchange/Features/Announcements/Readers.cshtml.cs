using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Announcements;

/// <summary>One announcement, for those who make them: who has read it, who has not, and to take it back.</summary>
public sealed class ReadersModel(AnnouncementStore announcements, AnnouncementReaders readers, CurrentProgram program, CurrentPerson me, TimeProvider clock, IStringLocalizer<Texts> texts) : PageModel
{
    /// <summary>Whether those are listed who have read it, or those who have not.</summary>
    [BindProperty(SupportsGet = true)] public bool Read { get; set; }

    [BindProperty(SupportsGet = true)] public Guid? After { get; set; }

    public Announcement Announcement { get; private set; } = null!;
    public AnnouncementState State => Announcement.StateAt(Times.Now);
    public Reach Whole { get; private set; } = new();
    public Reach Have { get; private set; } = new();
    public IReadOnlyList<Reader> List { get; private set; } = [];

    /// <summary>The last of this page, where there are others.</summary>
    public Guid? Next { get; private set; }

    public PlainTime Times { get; private set; } = null!;

    public async Task<IActionResult> OnGet(Guid id)
    {
        if (await announcements.Find(id, me.Id) is not { } found) return NotFound();
        Announcement = found;
        Times = PlainTime.In((await program.Of(found.ProgramId)).Zone, clock.GetUtcNow());
        (Whole, Have) = (await readers.All(id), await readers.Read(id));
        var some = await readers.List(id, Read, After);
        List = [.. some.Take(AnnouncementReaders.PageSize)];
        Next = some.Count > AnnouncementReaders.PageSize ? List[^1].Id : null;
        return Page();
    }

    public async Task<IActionResult> OnPostWithdraw(Guid id)
    {
        TempData["Said"] = texts[await announcements.Withdraw(id, me.Id) ? "withdraw.done" : "withdraw.already"].Value;
        return Redirect($"/announcements/{id}/readers");
    }
}

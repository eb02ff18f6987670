using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Shared;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Announcements;

/// <summary>One announcement, for one of its readers. Where nothing need be said, to open it is to have read it.</summary>
public sealed class ShowModel(AnnouncementStore announcements, CurrentProgram program, CurrentPerson me, TimeProvider clock, IStringLocalizer<Texts> texts) : PageModel
{
    public Announcement Announcement { get; private set; } = null!;
    public PlainTime Times { get; private set; } = null!;
    public AnnouncementState State => Announcement.StateAt(Times.Now);
    public bool IsMentee => me.IsIn(Role.Mentee, Announcement.ProgramId);
    public string Home => me.Home;

    public async Task<IActionResult> OnGet(Guid id)
    {
        if (!await Load(id)) return NotFound();
        if (!Announcement.Must && State == AnnouncementState.Running && Request.IsLookedAt()) await announcements.Acknowledge(id, me.Id);
        return Page();
    }

    public async Task<IActionResult> OnPost(Guid id)
    {
        if (!await Load(id)) return NotFound();
        TempData["Said"] = texts[await announcements.Acknowledge(id, me.Id) ? "read.done" : "read.over"].Value;
        return LocalRedirect(me.Home);
    }

    async Task<bool> Load(Guid id)
    {
        if (await announcements.Find(id, me.Id) is not { } found || found.FromAt > clock.GetUtcNow()) return false;
        Announcement = found;
        Times = PlainTime.In((await program.Of(found.ProgramId)).Zone, clock.GetUtcNow());
        return true;
    }
}

using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LetterExchange.Features.Announcements;

/// <summary>The program's announcements, for those who make them.</summary>
public sealed class IndexModel(AnnouncementStore announcements, CurrentProgram program, CurrentPerson me) : PageModel
{
    public IReadOnlyList<Announcement> All { get; private set; } = [];
    public PlainTime Times { get; private set; } = null!;

    public async Task OnGet() => (All, Times) = (await announcements.All(me.ProgramId, me.Id), await program.Times());
}

using System.Globalization;
using LetterExchange.Features.People;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Notices;

/// <summary>All that one has been told, the newest first.</summary>
public sealed class IndexModel(NoticeStore notices, CurrentPerson me, TimeProvider clock, IStringLocalizer<Texts> texts) : PageModel
{
    public IReadOnlyList<Notice> Notices { get; private set; } = [];

    /// <summary>After which the next page begins; nothing on the last.</summary>
    public Guid? Older { get; private set; }

    public bool AnyUnread => Notices.Any(notice => notice.ReadAt is null);

    /// <summary>When the list was shown, in milliseconds of Unix time: what came later stays new.</summary>
    [BindProperty]
    public long Until { get; set; }

    public async Task OnGet(Guid? before)
    {
        var rows = await notices.List(me.Id, before);
        Notices = [.. rows.Take(NoticeStore.PageSize)];
        Older = rows.Count > NoticeStore.PageSize ? Notices[^1].Id : null;
        Until = clock.GetUtcNow().ToUnixTimeMilliseconds();
    }

    public async Task<IActionResult> OnPost()
    {
        var now = clock.GetUtcNow();
        await notices.MarkAllRead(me.Id, Until > 0 && Until < now.ToUnixTimeMilliseconds() ? DateTimeOffset.FromUnixTimeMilliseconds(Until) : now);
        TempData["Said"] = texts["list.marked"].Value;
        return Redirect("/notices");
    }
}

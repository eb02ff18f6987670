using LetterExchange.Features.Notices;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Desk;

/// <summary>Where one gets the address of one's calendar. It is shown once, when it is made.</summary>
public sealed class CalendarModel(Calendars calendars, MailSettings settings, CurrentProgram program, CurrentPerson me, IStringLocalizer<Texts> texts) : PageModel
{
    public DateTimeOffset? Since { get; private set; }

    /// <summary>The address, right after it was made.</summary>
    public string? Address { get; private set; }

    public PlainTime Times { get; private set; } = null!;

    public bool IsMentee => me.Side == Side.Mentee;

    public Task OnGet() => Load();

    public async Task OnPost()
    {
        Address = $"{settings.PublicUrl}/calendar/{await calendars.Make(me.Id)}.ics";
        Response.Headers["Referrer-Policy"] = "no-referrer";
        await Load();
    }

    public async Task<IActionResult> OnPostStop()
    {
        await calendars.Stop(me.Id);
        TempData["Said"] = texts["calendar.stopped"].Value;
        return LocalRedirect("/me/calendar");
    }

    async Task Load() => (Since, Times) = (await calendars.Since(me.Id), await program.Times());
}

using LetterExchange.Features.People;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Notices;

/// <summary>Which notices one also gets by mail, and when one is reminded of a letter to write.</summary>
public sealed class ChoicesModel(ChoiceStore choices, ReminderChoices reminders, CurrentPerson me, IStringLocalizer<Texts> texts) : PageModel
{
    /// <summary>The kinds to be mailed; a browser sends only those that are ticked.</summary>
    [BindProperty]
    public List<NoticeKind> Mail { get; set; } = [];

    /// <summary>The reminder steps that one wants, in hours; sent in the same way.</summary>
    [BindProperty]
    public List<int> Step { get; set; } = [];

    /// <summary>The steps that there are; none for who writes no letters.</summary>
    public IReadOnlyList<ReminderStep> Steps { get; private set; } = [];

    /// <summary>Where mails go, or why none do.</summary>
    public string Where { get; private set; } = "";

    /// <summary>Nothing to choose where no mail goes out.</summary>
    public IReadOnlyList<(string Head, IReadOnlyList<(NoticeKind Kind, bool Mail)> Kinds)> Groups { get; private set; } = [];

    public async Task<IActionResult> OnGet()
    {
        if (await choices.Find(me.Id) is not { } found) return NotFound();
        Where = found switch
        {
            { ForMenteeWithoutMail: true } => texts["choices.mentee"],
            { Address: null or "" } => texts["choices.noaddress"],
            { Broken: true } => texts["choices.broken", found.Address],
            _ => texts["choices.address", found.Address],
        };
        if (!found.ForMenteeWithoutMail) Groups = [.. found.Kinds.GroupBy(choice => Head(choice.Kind)).Select(group => (group.Key, (IReadOnlyList<(NoticeKind, bool)>)[.. group]))];
        Steps = await reminders.Of(me.Id);
        return Page();
    }

    public async Task<IActionResult> OnPostReminders()
    {
        if (!ModelState.IsValid) return await OnGet();
        await reminders.Choose(me.Id, Step);
        TempData["Said"] = texts["remind.saved"].Value;
        return Redirect("/me/notices");
    }

    /// <summary>"7 days before", "24 hours before".</summary>
    public string Before(ReminderStep step) => step.Hours > 24 && step.Hours % 24 == 0 ? texts.Count("remind.days", step.Hours / 24) : texts.Count("remind.hours", step.Hours);

    public async Task<IActionResult> OnPost()
    {
        if (!ModelState.IsValid || await choices.Find(me.Id) is not { } found) return await OnGet();
        await choices.Choose(me.Id, found.Kinds.ToDictionary(choice => choice.Kind, choice => Mail.Contains(choice.Kind)));
        TempData["Said"] = texts["choices.saved"].Value;
        return Redirect("/me/notices");
    }

    static string Head(NoticeKind kind) => kind switch
    {
        _ when kind.IsSafety() => "safety",
        NoticeKind.LetterArrived or NoticeKind.LetterDelivered or NoticeKind.LetterReturned or NoticeKind.LetterWithheld or NoticeKind.PartnerLapsed or NoticeKind.BridgeLetter => "letters",
        NoticeKind.PairPaused or NoticeKind.PairResumed or NoticeKind.PairClosed or NoticeKind.PairBegun or NoticeKind.PairEnding or NoticeKind.StaffWord => "pair",
        <= NoticeKind.TurnExcused => "dates",
        _ => "work",
    };
}

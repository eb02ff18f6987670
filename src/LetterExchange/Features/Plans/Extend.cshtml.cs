using System.Globalization;
using LetterExchange.Features.Notices;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Plans;

/// <summary>More time for all open letters of a plan, of one of its rounds, of all or some of its cohorts.</summary>
public sealed class ExtendModel(PlanStore plans, PlanForesight foresight, PlanWorks works, ProgramStore programs, NoticeWords notices, CurrentPerson me, KeptForm kept, TimeProvider clock, IStringLocalizer<Texts> texts) : PageModel
{
    /// <summary>The most days at once.</summary>
    public const int MostDays = 60;

    /// <summary>The round's number; none for all.</summary>
    [BindProperty] public string? Round { get; set; }

    [BindProperty] public List<Guid> Cohorts { get; set; } = [];
    [BindProperty] public string? Days { get; set; } = "7";
    [BindProperty] public string? Reason { get; set; }

    /// <summary>What the coordinator has been shown: nothing else is done.</summary>
    [BindProperty] public string? Seen { get; set; }

    public ReadingPlan Plan { get; private set; } = null!;
    public FairClock Fair { get; private set; } = null!;
    public PlainTime Times { get; private set; } = null!;
    public string Zone { get; private set; } = "";
    public IReadOnlyList<Holders> HeldBy { get; private set; } = [];
    public ForeseenChange? Ahead { get; private set; }
    public IReadOnlyList<ForeseenTurn> Turns { get; private set; } = [];
    public bool Changed { get; private set; }

    /// <summary>How many open letters get more time.</summary>
    public int Letters => Ahead!.Cohorts.Sum(cohort => cohort.Later);

    public async Task<IActionResult> OnGet(Guid id)
    {
        if (!await Load(id)) return NotFound();
        if (kept.Any) Round = kept[nameof(Round)];
        if (kept.Any && kept.Fields.TryGetValue(nameof(Cohorts), out var chosen)) Cohorts = [.. chosen.Select(typed => Guid.TryParse(typed, out var cohort) ? cohort : default)];
        return Page();
    }

    public async Task<IActionResult> OnPost(Guid id, string? act)
    {
        if (!await Load(id)) return NotFound();
        ModelState.Clear();
        var round = Plan.Rounds.FirstOrDefault(one => one.Ordinal.ToString(CultureInfo.InvariantCulture) == Round);
        if (round is null && !string.IsNullOrEmpty(Round)) ModelState.AddModelError(nameof(Round), texts["extend.wrong.round"]);
        if (!int.TryParse(Days, NumberStyles.None, CultureInfo.InvariantCulture, out var days) || days is < 1 or > MostDays) ModelState.AddModelError(nameof(Days), texts["step.wrong.days", MostDays]);
        if (string.IsNullOrWhiteSpace(Reason)) ModelState.AddModelError(nameof(Reason), texts["step.wrong.reason"]);
        else if (Reason.Length > StepInPage.LongestReason) ModelState.AddModelError(nameof(Reason), texts["step.wrong.long", StepInPage.LongestReason]);
        if (Cohorts.Except(HeldBy.Select(one => one.Id)).Any()) ModelState.AddModelError(nameof(Cohorts), texts["apply.stranger"]);
        if (!ModelState.IsValid) return Page();
        var asked = $"{days} {round?.Id} {string.Join(' ', Cohorts.Order())}";
        try
        {
            if (act == "do" && Seen == asked) return await Do(round, days);
        }
        catch (Refusal refused)
        {
            return refused.On(this, texts);
        }
        (Ahead, Turns) = await foresight.Extend(Plan, round?.Id, Cohorts, days);
        (Seen, Changed) = (asked, act == "do");
        return Page();
    }

    /// <summary>What somebody is told, as they will read it; in the coordinator's language here.</summary>
    public string Say(Notice notice) => notices.Line(notice);

    async Task<bool> Load(Guid id)
    {
        if (await plans.Find(id) is not { State: PlanState.Published } plan) return false;
        Plan = plan;
        var program = (await programs.Find(plan.ProgramId))!;
        (Fair, HeldBy) = (await plans.Clock(plan.ProgramId), await plans.HeldBy(id));
        (Zone, Times) = (program.Zone, PlainTime.In(program.Zone, clock.GetUtcNow()));
        return true;
    }

    async Task<IActionResult> Do(Round? round, int days)
    {
        var work = await works.Extend(Plan, round?.Id, Cohorts, days, Reason!.Trim(), me.Id);
        var done = await works.Go(work.Id, PlanWorks.AtOnce);
        TempData["Said"] = (done.IsUnderWay ? texts["work.begun"] : texts.Count("extend.done", done.Done)).Value;
        return Redirect($"/plans/{Plan.Id}");
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Stories;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;
using NodaTime;

namespace LetterExchange.Features.Plans;

/// <summary>Changes of a published plan: dates one by one or many at once, a story more, a round less. Shows every date before and after and who is told what, then does it.</summary>
public sealed class ChangeModel(PlanStore plans, PlanChanges changes, PlanForesight foresight, PlanWorks works, Settings settings, ProgramStore programs, StoryLibrary library, NoticeWords notices, CurrentPerson me, KeptForm kept, TimeProvider clock, IStringLocalizer<Texts> texts)
    : PageModel
{
    [BindProperty] public PlanSheet Sheet { get; set; } = new();

    /// <summary>Of the plan that the form was filled from.</summary>
    [BindProperty] public int Version { get; set; }

    /// <summary>Numbers of rounds that are to be dropped.</summary>
    [BindProperty] public List<int> Drop { get; set; } = [];

    /// <summary>Whose pairs follow; none for all.</summary>
    [BindProperty] public List<Guid> Cohorts { get; set; } = [];

    [BindProperty] public string? Reason { get; set; }

    /// <summary>How far many dates move, in days, and from which day on; as typed.</summary>
    [BindProperty] public string? Far { get; set; } = "7";

    [BindProperty] public string? FarFrom { get; set; }

    /// <summary>The first and the last day of a holiday, yyyy-MM-dd/yyyy-MM-dd.</summary>
    [BindProperty] public string? Over { get; set; }

    /// <summary>What the coordinator has been shown: nothing else is done.</summary>
    [BindProperty] public string? Seen { get; set; }

    public ReadingPlan Plan { get; private set; } = null!;
    public FairClock Fair { get; private set; } = null!;
    public PlainTime Times { get; private set; } = null!;
    public string Zone { get; private set; } = "";
    public IReadOnlyList<Holders> HeldBy { get; private set; } = [];
    public IReadOnlyList<Holiday> Holidays { get; private set; } = [];

    /// <summary>What the change is, once it has been asked for.</summary>
    public PlanChange? Asked { get; private set; }

    public ForeseenChange? Ahead { get; private set; }

    /// <summary>Whether the form was changed after it had been shown what it does.</summary>
    public bool Changed { get; private set; }

    /// <summary>Dates that had to step aside from days off.</summary>
    public IReadOnlyList<DateAvoided> Avoided { get; private set; } = [];

    public StoryLibrary Library => library;

    /// <summary>Holidays that are not over, as spans.</summary>
    public IEnumerable<(DateOnly From, DateOnly To, string Name)> Breaks => Holiday.Spans(Holidays).Where(span => span.To >= Fair.Day(clock.Now()).ToDateOnly());

    public async Task<IActionResult> OnGet(Guid id)
    {
        if (!await Load(id)) return NotFound();
        if (kept.Any)
        {
            Sheet = PlanSheet.From(field => kept[field]);
            if (kept.Fields.TryGetValue(nameof(Drop), out var dropped)) Drop = [.. dropped.Select(typed => int.TryParse(typed, out var round) ? round : 0)];
            if (kept.Fields.TryGetValue(nameof(Cohorts), out var chosen)) Cohorts = [.. chosen.Select(typed => Guid.TryParse(typed, out var cohort) ? cohort : default)];
        }
        Fill();
        FarFrom ??= Fair.Day(clock.Now()).PlusDays(1).ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);
        if (!kept.Any) Version = Plan.Version;
        return Page();
    }

    public async Task<IActionResult> OnPost(Guid id, string? act)
    {
        if (!await Load(id)) return NotFound();
        ModelState.Clear();
        Fill();
        if (act is "shift" or "over") return Shift(act == "over");
        if (PlanCheck.Unreadable(Sheet) is { Count: > 0 } unreadable) return Say(unreadable);
        if (string.IsNullOrWhiteSpace(Reason)) ModelState.AddModelError(nameof(Reason), texts["step.wrong.reason"]);
        else if (Reason.Length > StepInPage.LongestReason) ModelState.AddModelError(nameof(Reason), texts["step.wrong.long", StepInPage.LongestReason]);
        if (Cohorts.Except(HeldBy.Select(one => one.Id)).Any()) ModelState.AddModelError(nameof(Cohorts), texts["apply.stranger"]);
        if (await changes.Check(Plan, Sheet) is { Count: > 0 } problems) return Say(problems);
        if (!ModelState.IsValid) return Page();
        Asked = PlanChange.Between(Plan, Sheet, Drop);
        try
        {
            return act == "do" && Seen == Print() ? await Do() : await Look(act == "do");
        }
        catch (Refusal refused)
        {
            return refused.On(this, texts);
        }
    }

    /// <summary>The stories of which a round may offer one more.</summary>
    public IEnumerable<SelectListItem> More(Round round) =>
        [new(texts["change.story.none"], ""), .. library.All.Where(story => !round.Stories.Contains(story.Id)).Select(story => new SelectListItem(texts["edit.story.option", story.Title, story.MinAge, story.MaxAge], story.Id))];

    /// <summary>Whether a date of the plan can still be moved.</summary>
    public bool IsAhead(DateTimeOffset at) => at > Times.Now;

    /// <summary>How dates are called and written.</summary>
    public PlanDates Dates => new(Fair, Times, Holidays, texts);

    /// <summary>What somebody is told, as they will read it; in the coordinator's language here.</summary>
    public string Say(Notice notice) => notices.Line(notice);

    async Task<bool> Load(Guid id)
    {
        if (await plans.Find(id) is not { State: PlanState.Published } plan) return false;
        Plan = plan;
        var program = (await programs.Find(plan.ProgramId))!;
        (Fair, HeldBy, Holidays) = (await plans.Clock(plan.ProgramId), await plans.HeldBy(id), await settings.Holidays(plan.ProgramId));
        (Zone, Times) = (program.Zone, PlainTime.In(program.Zone, clock.GetUtcNow()));
        return true;
    }

    /// <summary>What the form does not have, or must not change, is the plan's: names, writers, stories that are offered already.</summary>
    void Fill()
    {
        var typed = Sheet.Rounds;
        Sheet = Plan.Sheet;
        foreach (var (round, one) in Sheet.Rounds.Zip(typed))
        {
            round.Opens = one.Opens ?? round.Opens;
            round.Stories.AddRange(one.Chosen.Except(round.Chosen));
            foreach (var (turn, dates) in round.Turns.Zip(one.Turns)) (turn.Due, turn.CutOff) = (dates.Due ?? turn.Due, dates.CutOff ?? turn.CutOff);
        }
    }

    /// <summary>Moves many dates in the form; nothing is done by it.</summary>
    PageResult Shift(bool over)
    {
        if (PlanCheck.Unreadable(Sheet) is { Count: > 0 } unreadable) return Say(unreadable);
        var (now, days, from) = (Fair.Local(clock.Now()), 0, default(LocalDateTime));
        if (over)
        {
            if (Over?.Split('/') is not [var first, var last] || Breaks.FirstOrDefault(span => Is(span.From, first) && Is(span.To, last)) is not { Name: not null } span) return Refuse(nameof(Over), "change.wrong.over");
            (days, from) = (DaysOff.Over(span.From, span.To), LocalDate.FromDateOnly(span.From).AtMidnight());
        }
        else if (!int.TryParse(Far, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out days) || days is 0 or < -PlanEdits.MostDays or > PlanEdits.MostDays) return Refuse(nameof(Far), "edit.move.wrong", PlanEdits.MostDays);
        else if (DateOnly.TryParseExact(FarFrom, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var typed)) from = LocalDate.FromDateOnly(typed).AtMidnight();
        else return Refuse(nameof(FarFrom), "away.wrong.day");
        Avoided = DaysOff.Move(Sheet, Fair, from < now ? now : from, days);
        TempData["Said"] = texts.Count("change.moved", days).Value;
        return Page();

        static bool Is(DateOnly day, string typed) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) == typed;
    }

    async Task<IActionResult> Look(bool changed)
    {
        if (Asked!.IsNothing) throw new Refusal("change.nothing");
        if (Cohorts.Count > 0 && Asked.Stories.Count + Asked.Dropped.Count > 0) throw new Refusal("change.dates.only", nameof(Cohorts));
        Ahead = await foresight.Of(Plan, Asked, Cohorts);
        (Seen, Changed) = (Print(), changed);
        return Page();
    }

    async Task<IActionResult> Do()
    {
        var (work, outcome) = await changes.Make(Plan.Id, Version, Sheet, Drop, Cohorts, Reason!.Trim(), me.Id);
        if (outcome.ChangedElsewhere)
        {
            Version = Plan.Version; // Whoever asks again now has seen what it replaces.
            ModelState.AddModelError("", texts["change.elsewhere"]);
            return await Look(true);
        }
        if (work is null) return Say(outcome.Problems);
        var done = await works.Go(work.Id, PlanWorks.AtOnce);
        TempData["Said"] = (done.IsUnderWay ? texts["work.begun"] : texts.Count("change.done", done.Done)).Value;
        return Redirect($"/plans/{Plan.Id}");
    }

    string Print() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { Asked, Cohorts = Cohorts.Order() }))))[..32];

    PageResult Say(IReadOnlyCollection<PlanProblem> problems)
    {
        ModelState.AddModelError("", texts.Count("change.wrong", problems.Count));
        foreach (var problem in problems) ModelState.AddModelError(problem.Field, texts[problem.Words.Key, problem.Words.Arguments]);
        return Page();
    }

    PageResult Refuse(string field, string key, params object[] arguments)
    {
        ModelState.AddModelError(field, texts[key, arguments]);
        return Page();
    }
}

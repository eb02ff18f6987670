using System.Globalization;
using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using NodaTime;

namespace LetterExchange.Features.Plans;

/// <summary>A plan again from another day on: the same days of the week, the same distances, days off avoided; shown before the draft is made.</summary>
public sealed class CopyModel(PlanStore plans, Settings settings, ProgramStore programs, CurrentPerson me, TimeProvider clock, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty] public string? Name { get; set; }

    /// <summary>The day on or after which the first round opens, yyyy-MM-dd, as typed.</summary>
    [BindProperty] public string? Start { get; set; }

    /// <summary>What the coordinator has been shown: nothing else is made.</summary>
    [BindProperty] public string? Seen { get; set; }

    public ReadingPlan Plan { get; private set; } = null!;
    public FairClock Fair { get; private set; } = null!;
    public string Zone { get; private set; } = "";
    public PlainTime Times { get; private set; } = null!;
    public IReadOnlyList<Holiday> Holidays { get; private set; } = [];

    /// <summary>The copy, once it has been asked for.</summary>
    public PlanSheet? Sheet { get; private set; }

    public IReadOnlyList<DateAvoided> Avoided { get; private set; } = [];

    /// <summary>Where the first round opens, when that is not the day that was typed.</summary>
    public LocalDate? Aside { get; private set; }

    public async Task<IActionResult> OnGet(Guid id)
    {
        if (!await Load(id)) return NotFound();
        Name ??= texts["show.copy.name", Plan.Name];
        // A year on, on the same day of the week.
        Start ??= (Plan.Rounds is [var first, ..] ? FairClock.Parse(first.OpensLocal).Date.PlusDays(364) : Fair.Day(clock.Now())).ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);
        return Page();
    }

    public async Task<IActionResult> OnPost(Guid id, string? act)
    {
        if (!await Load(id)) return NotFound();
        ModelState.Clear();
        var today = Fair.Day(clock.Now());
        if (!DateOnly.TryParseExact(Start, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var typed) || LocalDate.FromDateOnly(typed) is var start && (start < today || start > today.PlusYears(5)))
            ModelState.AddModelError(nameof(Start), texts["new.from.missing"]);
        if (string.IsNullOrWhiteSpace(Name)) ModelState.AddModelError(nameof(Name), texts["problem.name.missing"]);
        else if (Name.Length > PlanCheck.LongestName) ModelState.AddModelError(nameof(Name), texts["problem.name.long"]);
        if (!ModelState.IsValid) return Page();
        var sheet = plans.Sheet(Plan);
        sheet.Rounds = [.. sheet.Rounds.Zip(Plan.Rounds).Where(two => two.Second.DroppedAt is null).Select(two => two.First)];
        var (opens, avoided) = DaysOff.Copy(sheet, Fair, LocalDate.FromDateOnly(typed));
        sheet.Name = Name!.Trim();
        if (act == "do" && Seen == Start)
        {
            var (copy, outcome) = await plans.Create(Plan.ProgramId, sheet, me.Id);
            if (outcome.IsDone)
            {
                TempData["Said"] = texts["copy.done"].Value;
                return Redirect($"/plans/{copy}?check=true");
            }
            foreach (var problem in outcome.Problems) ModelState.AddModelError("", texts[problem.Words.Key, problem.Words.Arguments]);
        }
        (Sheet, Avoided, Seen) = (sheet, avoided, Start);
        Aside = opens == LocalDate.FromDateOnly(typed) ? null : opens;
        return Page();
    }

    /// <summary>How dates are called and written.</summary>
    public PlanDates Dates => new(Fair, Times, Holidays, texts);

    async Task<bool> Load(Guid id)
    {
        if (await plans.Find(id) is not { } plan) return false;
        Plan = plan;
        var program = (await programs.Find(plan.ProgramId))!;
        (Fair, Holidays) = (await plans.Clock(plan.ProgramId), await settings.Holidays(plan.ProgramId));
        (Zone, Times) = (program.Zone, PlainTime.In(program.Zone, clock.GetUtcNow()));
        return true;
    }
}

using System.Globalization;
using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Plans;

/// <summary>A page on which a coordinator steps in for a turn, a pair or a cohort: shows what would move, then does it.</summary>
public abstract class StepInPage(Interventions interventions, Foresight foresight, ProgramStore programs, PlanStore plans, CurrentPerson me, TimeProvider clock, IStringLocalizer<Texts> texts)
    : PageModel
{
    public const int LongestReason = 500, MostDays = 365;

    /// <summary>The most turns that are shown one by one.</summary>
    public const int MostShown = 40;

    [BindProperty]
    public string? What { get; set; }

    /// <summary>More days, as typed.</summary>
    [BindProperty]
    public string? Days { get; set; } = "7";

    /// <summary>A new due date, yyyy-MM-ddTHH:mm on the program's wall clock, as typed.</summary>
    [BindProperty]
    public string? Until { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>What the coordinator has been shown: nothing else is done.</summary>
    [BindProperty]
    public string? Seen { get; set; }

    /// <summary>What can be done here now.</summary>
    public abstract IReadOnlyList<StepKind> Kinds { get; }

    /// <summary>What will happen, once it has been asked for.</summary>
    public Foreseen? Ahead { get; private set; }

    /// <summary>Whether the form was changed after it had been shown what moves.</summary>
    public bool Changed { get; private set; }

    /// <summary>Whether it is about more than one letter at a time.</summary>
    public virtual bool IsMany => false;

    public FairClock Fair { get; private set; } = null!;
    public PlainTime Times { get; private set; } = null!;
    public string Zone { get; private set; } = "";

    StepKind Kind => Enum.Parse<StepKind>(What!);

    Extension By => Kind == StepKind.Until ? new(0, Until) : new(int.Parse(Days!, CultureInfo.InvariantCulture), null);

    public async Task<IActionResult> OnGet(Guid id)
    {
        What = ModelState[nameof(What)]?.AttemptedValue; // Of a form that was kept while its writer signed in again.
        return await Begin(id) is null ? NotFound() : Page();
    }

    public async Task<IActionResult> OnPost(Guid id, string? act)
    {
        if (await Begin(id) is not { } scope) return NotFound();
        Check();
        if (!ModelState.IsValid) return Page();
        var shown = Kind switch { StepKind.Days => $"Days {Days}", StepKind.Until => $"Until {Until}", var kind => kind.ToString() };
        if (act == "do" && Seen == shown) return await Do(scope);
        Ahead = await foresight.Of(scope, Kind, By);
        if (TooShort()) return Page();
        (Seen, Changed) = (shown, act == "do");
        return Page();
    }

    /// <summary>What the page is about, loaded; nothing when it does not exist.</summary>
    protected abstract Task<Scope?> Load(Guid id);

    /// <summary>Where to go when it is done.</summary>
    protected abstract string Onward { get; }

    async Task<Scope?> Begin(Guid id)
    {
        if (await Load(id) is not { } scope) return null;
        var program = (await programs.Find(scope.ProgramId))!;
        Fair = await plans.Clock(scope.ProgramId);
        (Zone, Times) = (program.Zone, PlainTime.In(program.Zone, clock.GetUtcNow()));
        return scope;
    }

    void Check()
    {
        ModelState.Clear();
        if (!Kinds.Select(kind => kind.ToString()).Contains(What)) ModelState.AddModelError(nameof(What), texts["step.wrong.what"]);
        else if (What == nameof(StepKind.Days) && (!int.TryParse(Days, NumberStyles.None, CultureInfo.InvariantCulture, out var days) || days is < 1 or > MostDays))
            ModelState.AddModelError(nameof(Days), texts["step.wrong.days", MostDays]);
        else if (What == nameof(StepKind.Until) && !IsAhead(Until)) ModelState.AddModelError(nameof(Until), texts["step.wrong.until"]);
        if (string.IsNullOrWhiteSpace(Reason)) ModelState.AddModelError(nameof(Reason), texts["step.wrong.reason"]);
        else if (Reason.Length > LongestReason) ModelState.AddModelError(nameof(Reason), texts["step.wrong.long", LongestReason]);
    }

    bool IsAhead(string? typed) => FairClock.TryParse(typed, out var local) && local.Year is >= 2000 and <= 2200
        && Fair.At(local) is var at && at > clock.Now() && at <= clock.Now().AddDays(MostDays);

    /// <summary>More time that leaves the only letter late would help nobody.</summary>
    bool TooShort()
    {
        if (Kind != StepKind.Days || Ahead!.Turns is not [{ Fate: Fate.Moves } only] || only.After.Due > clock.Now()) return false;
        ModelState.AddModelError(nameof(Days), texts["step.wrong.past"]);
        Ahead = null;
        return true;
    }

    async Task<RedirectResult> Do(Scope scope)
    {
        var done = Kind switch
        {
            StepKind.Excuse => await interventions.Excuse(scope, Reason!.Trim(), me.Id),
            StepKind.Pause => await interventions.Pause(scope, Reason!.Trim(), me.Id),
            StepKind.Resume => await interventions.Resume(scope, Reason!.Trim(), me.Id),
            _ => await interventions.Extend(scope, By, Reason!.Trim(), me.Id),
        };
        TempData["Said"] = Words(Kind, done.Done, done.LeftOut);
        return Redirect(Onward);
    }

    /// <summary>What has been done, in a sentence or two.</summary>
    string Words(StepKind kind, int done, int leftOut)
    {
        var what = kind == StepKind.Until ? StepKind.Days : kind;
        if (done == 0) return texts[$"done.{what}.none"];
        List<string> said = [texts.Count($"done.{what}", done)];
        if (leftOut > 0) said.Add(texts.Count($"left.{what}", leftOut));
        return string.Join(' ', said);
    }
}

using System.Globalization;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Stories;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Plans;

/// <summary>One plan: a draft as a form in which every date is seen and changed, a published one as a calendar.</summary>
public sealed class PlanModel(PlanStore plans, PlanWorks works, ReviewHours hours, Settings settings, ProgramStore programs, StoryLibrary library, CurrentPerson me, KeptForm kept, TimeProvider clock, IStringLocalizer<Texts> texts) : PageModel
{
    FairClock fair = null!;

    [BindProperty]
    public PlanSheet Sheet { get; set; } = new();

    /// <summary>Of the draft that the form was filled from.</summary>
    [BindProperty]
    public int Version { get; set; }

    /// <summary>How far a round is moved with all after it, in days; one box a round.</summary>
    [BindProperty]
    public List<string?> Far { get; set; } = [];

    public ReadingPlan Plan { get; private set; } = null!;

    /// <summary>Somebody else's, where they were first: both are shown.</summary>
    public bool ChangedElsewhere { get; private set; }

    public IReadOnlyList<Holders> HeldBy { get; private set; } = [];

    /// <summary>What has been done to its pairs, the newest first.</summary>
    public IReadOnlyList<PlanWork> Works { get; private set; } = [];

    public PlainTime Times { get; private set; } = null!;
    public string Zone { get; private set; } = "";
    public Shelf Library { get; private set; } = null!;

    public async Task<IActionResult> OnGet(Guid id, bool check)
    {
        if (!await Load(id)) return NotFound();
        ModelState.Remove("pairs"); // What is no number asks for nothing.
        if (kept.Any) (Sheet, Version, ChangedElsewhere) = (PlanSheet.From(field => kept[field]), int.TryParse(kept[nameof(Version)], out var version) ? version : 0, Plan.State != PlanState.Draft);
        else if (Plan.State == PlanState.Draft)
        {
            (Sheet, Version) = (plans.Sheet(Plan), Plan.Version);
            if (check) Say(await plans.Check(Plan.ProgramId, Sheet), "edit.check");
        }
        else (HeldBy, Works) = (await plans.HeldBy(id), await works.Of(id));
        return await Shown();
    }

    public async Task<IActionResult> OnPost(Guid id, string? act)
    {
        if (!await Load(id)) return NotFound();
        // All that was typed stands in the sheet, as text: the page is filled from there, so that rows can come and go.
        ModelState.Clear();
        foreach (var round in Sheet.Rounds) round.Stories = [.. round.Chosen];
        return act switch
        {
            null or "keep" => await Save(publish: false),
            "publish" => await Save(publish: true),
            "apart" => await Apart(),
            "check" => await Check(),
            _ => await Change(act),
        };
    }

    public async Task<IActionResult> OnPostDiscard(Guid id)
    {
        if (!await Load(id)) return NotFound();
        if (await plans.Discard(id, Version, me.Id))
        {
            TempData["Said"] = texts["edit.discarded", Plan.Name].Value;
            return Redirect("/plans");
        }
        TempData["Said"] = texts[Plan.State == PlanState.Draft ? "edit.discard.changed" : "edit.discard.published"].Value;
        return Redirect($"/plans/{id}");
    }

    /// <summary>The stories to choose from; one that is retired, or that the library does not have, is given back as it was typed.</summary>
    public IEnumerable<SelectListItem> Choices(string? chosen, bool first) =>
    [
        new(texts[first ? "edit.story.choose" : "edit.story.none"], ""),
        .. Library.Offered.Select(story => new SelectListItem(texts["edit.story.option", story.Title, story.MinAge, story.MaxAge], story.Id)),
        .. string.IsNullOrEmpty(chosen) || Library.Offered.Any(story => story.Id == chosen) ? Array.Empty<SelectListItem>() : [new(Library.Find(chosen)?.Title ?? chosen, chosen)],
    ];

    /// <summary>What a round is called where that is not its stories' titles.</summary>
    public string? TitleOf(Round round) => plans.Sheet(Plan).Rounds[round.Ordinal - 1].Title;

    /// <summary>The day of the week that was typed, and whether the program is off on it.</summary>
    public string Weekday(string? typed) => !FairClock.TryParse(typed, out var local) ? ""
        : fair.Holidays.Contains(local.Date) ? texts["edit.holiday", local.ToString("dddd", CultureInfo.CurrentUICulture)]
        : local.ToString("dddd", CultureInfo.CurrentUICulture);

    /// <summary>Dates that have just stepped aside from days off; said once.</summary>
    public IReadOnlyList<DateAvoided> Avoided => field ??= DateAvoided.Read(TempData["Avoided"] as string);

    public IReadOnlyList<Holiday> Holidays { get; private set; } = [];

    /// <summary>How dates are called and written.</summary>
    public PlanDates Dates { get; private set; } = null!;

    /// <summary>What the review queue will look like with it; with a draft, when so many pairs get it.</summary>
    public Forecast? Forecast { get; private set; }

    public ForecastBasis? Basis { get; private set; }

    [BindProperty(SupportsGet = true, Name = "pairs")]
    public int? Pairs { get; set; }

    public int ForPairs { get; private set; }

    /// <summary>The service level, in hours.</summary>
    public int ReviewWithin => fair.Policies.ReviewHours;

    /// <summary>The plan on a calendar: a draft as it is typed, a published one as it stands.</summary>
    public PlanCalendar Drawn { get; private set; } = null!;

    /// <summary>What a work did, in a few words.</summary>
    public string What(PlanWork work)
    {
        if (work.Kind == WorkKind.Give) return texts["work.did.Give"];
        if (work.Kind == WorkKind.Extend) return texts.Count("work.did.Extend", work.Errand.Days);
        var change = work.Errand.Change!;
        List<string> did = [.. change.Dates.Count > 0 ? [texts.Count("work.did.Change", change.Dates.Count)] : Array.Empty<string>()];
        if (change.Stories.Count > 0) did.Add(texts["work.did.stories", change.Stories.Count]);
        if (change.Dropped.Count > 0) did.Add(texts["work.did.dropped", change.Dropped.Count]);
        return string.Join(". ", did);
    }

    /// <summary>A browser shows only what it can read in a field for dates; the rest is given back in one for text.</summary>
    public static string TypeOf(string? typed) => string.IsNullOrEmpty(typed) || FairClock.TryParse(typed, out _) ? "datetime-local" : "text";

    async Task<bool> Load(Guid id)
    {
        if (await plans.Find(id) is not { } plan) return false;
        Plan = plan;
        var program = (await programs.Find(plan.ProgramId))!;
        (fair, Library, Holidays) = (await plans.Clock(plan.ProgramId), await library.Of(plan.ProgramId), await settings.Holidays(plan.ProgramId));
        (Zone, Times) = (program.Zone, PlainTime.In(program.Zone, clock.GetUtcNow()));
        Dates = new(fair, Times, Holidays, texts);
        return true;
    }

    async Task<IActionResult> Save(bool publish)
    {
        var outcome = publish ? await plans.Publish(Plan.Id, Version, Sheet, me.Id) : await plans.Keep(Plan.Id, Version, Sheet, me.Id);
        if (outcome.IsDone)
        {
            TempData["Said"] = texts[publish ? "edit.published" : "edit.kept"].Value;
            return Redirect($"/plans/{Plan.Id}");
        }
        if (outcome.ChangedElsewhere)
        {
            ChangedElsewhere = true;
            await Load(Plan.Id);
            Version = Plan.Version; // Whoever keeps theirs now has seen what it replaces.
        }
        Say(outcome.Problems, publish ? "edit.wrong" : "edit.unread");
        return await Shown();
    }

    async Task<IActionResult> Check()
    {
        var problems = await plans.Check(Plan.ProgramId, Sheet);
        if (problems.Count == 0) TempData["Said"] = texts["edit.sound"].Value;
        Say(problems, "edit.check");
        return await Shown();
    }

    /// <summary>Keeps what was typed beside what somebody else has made of the plan.</summary>
    async Task<IActionResult> Apart()
    {
        var (id, outcome) = await plans.Create(Plan.ProgramId, Sheet, me.Id);
        if (outcome.IsDone)
        {
            TempData["Said"] = texts["edit.apart.done"].Value;
            return Redirect($"/plans/{id}");
        }
        ChangedElsewhere = true;
        Say(outcome.Problems, "edit.unread");
        return await Shown();
    }

    async Task<IActionResult> Change(string act)
    {
        var days = int.TryParse(act.StartsWith("move:", StringComparison.Ordinal) && int.TryParse(act[5..], out var round) ? Far.ElementAtOrDefault(round) : "", out var far) ? far : 0;
        if (PlanEdits.Do(Sheet, act, days)) TempData["Said"] = texts["edit.changed"].Value;
        else if (act.StartsWith("move:", StringComparison.Ordinal)) ModelState.AddModelError($"Far[{act[5..]}]", texts["edit.move.wrong", PlanEdits.MostDays]);
        return await Shown();
    }

    /// <summary>Draws the calendar, forecasts the queue, and leaves room for one more story in each round.</summary>
    async Task<PageResult> Shown()
    {
        var sheet = Plan.State == PlanState.Draft || ChangedElsewhere ? Sheet : Plan.Sheet;
        Drawn = new(sheet, Holidays.ToDictionary(day => NodaTime.LocalDate.FromDateOnly(day.Day), day => day.Name), await plans.Away(Plan.ProgramId, sheet));
        var draft = Plan.State == PlanState.Draft;
        ForPairs = draft ? Math.Clamp(Pairs ?? await hours.Pairs(Plan.ProgramId), 0, 100_000) : 0;
        (Forecast, Basis) = await hours.Ahead(Plan.ProgramId, draft ? sheet : null, ForPairs);
        foreach (var round in Sheet.Rounds.Where(round => round.Stories.Count < PlanEdits.MostStories)) round.Stories.Add("");
        return Page();
    }

    void Say(IReadOnlyCollection<PlanProblem> problems, string head)
    {
        if (problems.Count == 0) return;
        ModelState.AddModelError("", texts.Count(head, problems.Count));
        foreach (var problem in problems) ModelState.AddModelError(problem.Field, texts[problem.Words.Key, problem.Words.Arguments]);
    }
}

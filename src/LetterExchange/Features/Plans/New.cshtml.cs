using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Stories;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using NodaTime;

namespace LetterExchange.Features.Plans;

/// <summary>A new plan by its rhythm: every date is filled in, and can be changed on the plan's own page.</summary>
public sealed class NewModel(PlanStore plans, CurrentProgram program, StoryLibrary library, CurrentPerson me, KeptForm kept, TimeProvider clock, IStringLocalizer<Texts> texts) : PageModel
{
    /// <summary>So many dates that stepped aside are named one by one.</summary>
    const int MostSaid = 40;

    Shelf shelf = null!;

    [BindProperty]
    public PlanPattern Pattern { get; set; } = new();

    /// <summary>Ids of stories, in the order of the rounds.</summary>
    [BindProperty]
    public List<string> Stories { get; set; } = [];

    /// <summary>The library, the program's own languages first.</summary>
    public IReadOnlyList<Story> Library { get; private set; } = [];

    public string Zone { get; private set; } = "";

    public async Task OnGet()
    {
        await Load();
        Pattern.From = NextMonday(await plans.Clock(me.ProgramId));
        if (kept.Fields.TryGetValue(nameof(Stories), out var chosen)) Stories = [.. chosen];
        if (Enum.TryParse<Side>(kept["Pattern.First"], out var first)) Pattern.First = first;
    }

    public async Task<IActionResult> OnPost()
    {
        await Load();
        var fair = await plans.Clock(me.ProgramId);
        Check(fair);
        if (!ModelState.IsValid) return Page();
        var (sheet, avoided) = Pattern.Draw(fair, Stories);
        var (id, outcome) = await plans.Create(me.ProgramId, sheet, me.Id);
        foreach (var problem in outcome.Problems)
            ModelState.AddModelError(problem.Field == "Sheet.Name" ? "Pattern.Name" : "Pattern.From", texts[problem.Words.Key, problem.Words.Arguments]);
        if (!outcome.IsDone) return Page();
        TempData["Said"] = string.Join(' ', [texts["new.made"].Value, .. avoided.Count > 0 ? [texts.Count("new.avoided", avoided.Count)] : Array.Empty<string>()]);
        // Which of them, the draft's page says once.
        TempData["Avoided"] = DateAvoided.Write(avoided.Take(MostSaid));
        return Redirect($"/plans/{id}?check=true");
    }

    async Task Load()
    {
        var one = await program.Get();
        var languages = one.Languages.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Library = [.. (shelf = await library.Of(me.ProgramId)).Offered.OrderBy(story => Array.IndexOf(languages, story.Language) is var place and >= 0 ? place : languages.Length)];
        Zone = one.Zone;
    }

    void Check(FairClock fair)
    {
        Number(nameof(Pattern.Rounds), Pattern.Rounds, 20);
        Number(nameof(Pattern.Weeks), Pattern.Weeks, 26);
        Number(nameof(Pattern.Turns), Pattern.Turns, 6);
        Number(nameof(Pattern.DaysATurn), Pattern.DaysATurn, 60);
        Number(nameof(Pattern.Grace), Pattern.Grace, 30);
        Say(nameof(Pattern.OpensAt), "new.time.missing", IsUnread(nameof(Pattern.OpensAt)));
        Say(nameof(Pattern.DueAt), "new.time.missing", IsUnread(nameof(Pattern.DueAt)));
        var today = fair.Day(clock.Now()).ToDateOnly();
        Say(nameof(Pattern.From), "new.from.missing", Pattern.From is not { } from || from < today || from > today.AddYears(5));
        if (Stories.Exists(story => !shelf.Offers(story))) ModelState.AddModelError(nameof(Stories), texts["new.stories.unknown"]);
        else if (Stories.Count > Pattern.Rounds) ModelState.AddModelError(nameof(Stories), texts["new.stories.many", Stories.Count, Pattern.Rounds]);
    }

    void Number(string field, int value, int most) => Say(field, "new.range", IsUnread(field) || value < 1 || value > most, 1, most);

    /// <summary>Says it in our words instead of the binder's; what was typed stays in the field.</summary>
    void Say(string field, string key, bool wrong, params object[] arguments)
    {
        if (!wrong) return;
        ModelState[$"Pattern.{field}"]?.Errors.Clear();
        ModelState.AddModelError($"Pattern.{field}", texts[key, arguments]);
    }

    bool IsUnread(string field) => !ModelState.TryGetValue($"Pattern.{field}", out var entry) || entry.Errors.Count > 0;

    /// <summary>The first Monday that is at least three days away: a class wants to know before it starts.</summary>
    DateOnly NextMonday(FairClock fair) => fair.Day(clock.Now()).PlusDays(3).With(DateAdjusters.NextOrSame(IsoDayOfWeek.Monday)).ToDateOnly();
}

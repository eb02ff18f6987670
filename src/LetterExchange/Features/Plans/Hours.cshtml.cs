using System.Globalization;
using LetterExchange.Features.People;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Plans;

/// <summary>For how long who reviews on which day of the week: reviewers say it of themselves, coordinators of everybody.</summary>
public sealed class HoursModel(ReviewHours hours, CurrentPerson me, KeptForm kept, IStringLocalizer<Texts> texts) : PageModel
{
    /// <summary>Whose hours are kept.</summary>
    [BindProperty] public Guid Who { get; set; }

    /// <summary>Minutes by weekday, Monday first, as typed.</summary>
    [BindProperty] public List<string?> Minutes { get; set; } = [];

    /// <summary>Those whose hours one may say.</summary>
    public IReadOnlyList<ReviewerHours> Reviewers { get; private set; } = [];

    public bool IsCoordinator => me.IsIn(Role.Coordinator);

    public async Task OnGet()
    {
        await Load();
        if (kept.Any && Guid.TryParse(kept[nameof(Who)], out var who)) (Who, Minutes) = (who, [.. kept.Fields.TryGetValue(nameof(Minutes), out var typed) ? typed.ToArray() : []]);
    }

    public async Task<IActionResult> OnPost()
    {
        await Load();
        ModelState.Clear();
        if (!Reviewers.Any(one => one.Id == Who)) ModelState.AddModelError("", texts["hours.nobody"]);
        var minutes = new Dictionary<int, int>();
        foreach (var (n, typed) in Minutes.Take(7).Index())
        {
            if (string.IsNullOrWhiteSpace(typed)) continue;
            if (int.TryParse(typed.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= ReviewHours.Longest) minutes[n + 1] = number;
            else ModelState.AddModelError($"{Who:N}-{n}", texts["hours.wrong", ReviewHours.Longest]);
        }
        if (!ModelState.IsValid) return Page();
        try
        {
            await hours.Keep(me.ProgramId, Who, minutes, me.Id);
        }
        catch (Refusal refusal)
        {
            return refusal.On(this, texts);
        }
        TempData["Said"] = texts["hours.kept", Reviewers.First(one => one.Id == Who).Name].Value;
        return Redirect("/hours");
    }

    /// <summary>What stands in a box: what was typed, or what is kept.</summary>
    public string? Box(ReviewerHours one, int day) => one.Id == Who ? Minutes.ElementAtOrDefault(day) : one.Minutes.TryGetValue(day + 1, out var minutes) ? minutes.ToString(CultureInfo.InvariantCulture) : null;

    async Task Load()
    {
        var all = await hours.All(me.ProgramId);
        Reviewers = IsCoordinator ? all : all.FindAll(one => one.Id == me.Id);
    }
}

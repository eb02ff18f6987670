using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Announcements;

/// <summary>An announcement is written, looked at as its readers will see it, with how many they are, and only then made known.</summary>
public sealed class NewModel(AnnouncementStore announcements, Settings settings, CurrentProgram program, CurrentPerson me, KeptForm kept, TimeProvider clock, IStringLocalizer<Texts> texts) : PageModel
{
    /// <summary>In days.</summary>
    public const int Longest = 366;

    [BindProperty] public string? Heading { get; set; }
    [BindProperty] public string? Words { get; set; }
    [BindProperty] public string? Cohort { get; set; }
    [BindProperty] public bool Mentees { get; set; }
    [BindProperty] public bool Mentors { get; set; }
    [BindProperty] public bool Staff { get; set; }
    [BindProperty] public bool Must { get; set; }

    /// <summary>yyyy-MM-dd, the first day in the program's zone.</summary>
    [BindProperty] public string? From { get; set; }

    /// <summary>The last day.</summary>
    [BindProperty] public string? Until { get; set; }

    public IReadOnlyList<SelectListItem> Cohorts { get; private set; } = [];
    public PlainTime Times { get; private set; } = null!;

    /// <summary>As it will be seen, and by how many.</summary>
    public (Announcement Announcement, Reach Reach)? Preview { get; private set; }

    public async Task OnGet()
    {
        await Load();
        var today = Days.Of(clock.GetUtcNow(), (await program.Get()).Zone);
        (From, Until, Cohort) = (kept[nameof(From)] ?? $"{today:yyyy-MM-dd}", kept[nameof(Until)] ?? $"{today.AddDays(14):yyyy-MM-dd}", kept[nameof(Cohort)]);
        (Mentees, Mentors, Staff, Must) = (Ticked(nameof(Mentees)), Ticked(nameof(Mentors)), Ticked(nameof(Staff)), Ticked(nameof(Must)));
    }

    public async Task<IActionResult> OnPost(string? act)
    {
        await Load();
        ModelState.Clear();
        if (act == "change" || await Check() is not { } draft) return Page();
        if (act != "publish")
        {
            Preview = (draft, await announcements.Reach(draft));
            return Page();
        }
        var id = await announcements.Publish(draft, me.Id);
        TempData["Said"] = texts[draft.FromAt <= clock.GetUtcNow() ? "new.done" : "new.done.later", Times.Date(draft.FromAt)].Value;
        return Redirect($"/announcements/{id}/readers");
    }

    async Task<Announcement?> Check()
    {
        var zone = (await program.Get()).Zone;
        var (heading, words) = (TextNormal.Of(Heading ?? "").Trim(), TextNormal.Of(Words ?? "").Trim());
        Wrong(nameof(Heading), heading.Length == 0, "wrong.heading");
        Wrong(nameof(Heading), heading.Length > Announcement.LongestTitle || heading.Contains('\n'), "wrong.heading.long", Announcement.LongestTitle);
        Wrong(nameof(Words), words.Length == 0, "wrong.words");
        Wrong(nameof(Words), words.Length > Announcement.LongestText, "wrong.words.long", Announcement.LongestText, words.Length);
        Wrong(nameof(Mentees), !Mentees && !Mentors && !Staff, "wrong.nobody");
        Wrong(nameof(Cohort), !string.IsNullOrEmpty(Cohort) && Cohorts.All(cohort => cohort.Value != Cohort), "wrong.cohort");
        var today = Days.Of(clock.GetUtcNow(), zone);
        var (from, until) = (Day(From), Day(Until));
        Wrong(nameof(From), from is null || from < today || from > today.AddDays(Longest), "wrong.from");
        Wrong(nameof(Until), until is null || until < (from ?? today) || until > today.AddDays(Longest), "wrong.until");
        if (!ModelState.IsValid) return null;
        var cohort = Guid.TryParse(Cohort, out var id) ? id : (Guid?)null;
        return new Announcement
        {
            ProgramId = me.ProgramId, CohortId = cohort, Cohort = Cohorts.FirstOrDefault(one => one.Value == $"{cohort}")?.Text, Title = heading, Text = words, Must = Must, ToMentees = Mentees, ToMentors = Mentors,
            ToStaff = Staff, FromAt = from == today ? clock.GetUtcNow() : Days.Start(from!.Value, zone), UntilAt = Days.End(until!.Value, zone),
        };
    }

    async Task Load()
    {
        Times = await program.Times();
        Cohorts = [new(texts["whom.program"], ""), .. (await settings.Cohorts(me.ProgramId)).Select(cohort => new SelectListItem(cohort.Name, $"{cohort.Id}"))];
    }

    bool Ticked(string field) => kept[field] is "true" or "True";

    static DateOnly? Day(string? typed) => DateOnly.TryParseExact(typed, "yyyy-MM-dd", out var day) ? day : null;

    void Wrong(string field, bool wrong, string key, params object[] arguments)
    {
        if (wrong) ModelState.AddModelError(field, texts[key, arguments]);
    }
}

using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Plans;

/// <summary>A mentor says on which days they are away: sees what moves, then has it kept.</summary>
public sealed class AwayModel(Absences absences, CurrentProgram program, CurrentPerson me, IStringLocalizer<Texts> texts) : PageModel
{
    /// <summary>yyyy-MM-dd, as typed; so is the last day.</summary>
    [BindProperty] public string? First { get; set; }
    [BindProperty] public string? Last { get; set; }

    /// <summary>The days for which the mentor has been shown what moves: no others are kept.</summary>
    [BindProperty] public string? Seen { get; set; }

    /// <summary>Those that are kept and not over.</summary>
    public IReadOnlyList<Absence> Kept { get; private set; } = [];

    /// <summary>What moves, once it has been asked for.</summary>
    public IReadOnlyList<ForeseenTurn>? Ahead { get; private set; }

    /// <summary>Whether other days were chosen after it had been shown what moves.</summary>
    public bool Changed { get; private set; }

    /// <summary>So many days in a row; 0 where the program has it not.</summary>
    public int Most { get; private set; }

    public PlainTime Times { get; private set; } = null!;
    public string Zone { get; private set; } = "";

    public Task OnGet() => Load();

    public async Task<IActionResult> OnPost(string? act)
    {
        await Load();
        ModelState.Clear();
        var (first, last) = (Read(nameof(First), First), Read(nameof(Last), Last));
        if (first is null || last is null) return Page();
        try
        {
            if (act == "do" && Seen == Shown(first.Value, last.Value)) return await Note(first.Value, last.Value);
            Ahead = await absences.Foresee(me.Id, me.ProgramId, first.Value, last.Value);
        }
        catch (Refusal refusal)
        {
            return refusal.On(this, texts);
        }
        (Seen, Changed) = (Shown(first.Value, last.Value), act == "do");
        return Page();
    }

    public async Task<IActionResult> OnPostCancel(Guid absence)
    {
        TempData["Said"] = texts[await absences.Cancel(me.Id, me.ProgramId, absence) ? "away.cancelled" : "away.over"].Value;
        return LocalRedirect("/me/away");
    }

    /// <summary>"From 3 May 2027 until 20 May 2027", "On 3 May 2027".</summary>
    public string Days(Absence of) => of.FirstDay == of.LastDay ? texts["away.day", PlainTime.Of(of.FirstDay)] : texts["away.days", PlainTime.Of(of.FirstDay), PlainTime.Of(of.LastDay)];

    async Task<IActionResult> Note(DateOnly first, DateOnly last)
    {
        var moved = await absences.Note(me.Id, me.ProgramId, first, last);
        TempData["Said"] = moved == 0 ? texts["away.said.none"].Value : texts.Count("away.said", moved).Value;
        return LocalRedirect("/me/away");
    }

    DateOnly? Read(string field, string? typed)
    {
        if (DateOnly.TryParseExact(typed, "yyyy-MM-dd", out var day)) return day;
        ModelState.AddModelError(field, texts["away.wrong.day"]);
        return null;
    }

    static string Shown(DateOnly first, DateOnly last) => FormattableString.Invariant($"{first:yyyy-MM-dd}/{last:yyyy-MM-dd}");

    async Task Load()
    {
        var of = await program.Get();
        (Most, Zone, Times) = (of.Policies.AwayDays, of.Zone, await program.Times());
        Kept = await absences.Ahead(me.Id, of.Id);
    }
}

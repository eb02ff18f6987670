using System.Globalization;
using LetterExchange.Features.Letters;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Pulse;

/// <summary>A move of a pair: a substitute, the mentor's return, another mentor, last letters, an end called off, a pair opened again. A form with a reason, asked once more, then done.</summary>
public sealed class ChangeModel(PairChanges changes, Endings endings, PairRecords records, PairChoices choices, ProgramStore programs, CurrentPerson me, TimeProvider clock, IStringLocalizer<Texts> texts) : PageModel
{
    /// <summary>The moves of this page; to pause, go on and close have forms of their own.</summary>
    public static readonly IReadOnlyList<PairMove> Moves = [PairMove.Substitute, PairMove.Return, PairMove.Rematch, PairMove.Announce, PairMove.Withdraw, PairMove.Reopen];

    /// <summary>The days that are offered for last letters.</summary>
    const int Usual = 21;

    [BindProperty(SupportsGet = true)] public string? What { get; set; }
    [BindProperty] public Guid? Mentor { get; set; }

    /// <summary>A code of <see cref="PairClosing.Reasons"/>.</summary>
    [BindProperty] public string? Why { get; set; }

    /// <summary>The last day for letters, as typed.</summary>
    [BindProperty] public string? LastDay { get; set; }

    [BindProperty] public string? Reason { get; set; }

    public PairRecord Record { get; private set; } = null!;
    public PairStand Stand { get; private set; }

    /// <summary>The move that is asked for; nothing where there is none, or it cannot be made now.</summary>
    public PairMove? Move { get; private set; }

    /// <summary>What can be done now.</summary>
    public IEnumerable<PairMove> Legal => Moves.Where(move => Stand.Can(move));

    public IReadOnlyList<MentorChoice> Mentors { get; private set; } = [];
    public bool Asked { get; private set; }
    public PlainTime Times { get; private set; } = null!;
    public string MentorName => Mentors.FirstOrDefault(mentor => mentor.Id == Mentor)?.Name ?? "";
    public bool NeedsMentor => Move is PairMove.Substitute or PairMove.Rematch;
    public bool NeedsWhy => Move is PairMove.Rematch or PairMove.Announce;

    public async Task<IActionResult> OnGet(Guid id)
    {
        if (!await Load(id)) return NotFound();
        LastDay ??= Days.Of(clock.GetUtcNow().AddDays(Usual), Zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return Page();
    }

    public async Task<IActionResult> OnPost(Guid id, bool sure)
    {
        if (!await Load(id)) return NotFound();
        ModelState.Clear();
        if (Move is null)
        {
            TempData["Said"] = texts["move.first"].Value;
            return Redirect($"/pairs/{id}/change");
        }
        Check();
        if (!ModelState.IsValid) return Page();
        if (!sure)
        {
            Asked = true;
            return Page();
        }
        try
        {
            return await Do(id);
        }
        catch (Refusal refusal)
        {
            if (refusal.Key.StartsWith("move.", StringComparison.Ordinal)) return refusal.On(this, texts);
            ModelState.AddModelError("", texts["move.first"]); // What pairing itself refuses has happened since the page was shown.
            return Page();
        }
    }

    async Task<RedirectResult> Do(Guid id)
    {
        var reason = Reason!.Trim();
        switch (Move)
        {
            case PairMove.Substitute: id = await changes.Substitute(id, Mentor!.Value, reason, me.Id); break;
            case PairMove.Return: id = await changes.Return(id, reason, me.Id); break;
            case PairMove.Rematch: id = await changes.Rematch(id, Mentor!.Value, Why!, reason, me.Id); break;
            case PairMove.Announce: await endings.Announce(id, Days.End(Day!.Value, Zone), Why!, reason, me.Id); break;
            case PairMove.Withdraw: await endings.Withdraw(id, reason, me.Id); break;
            default: await changes.Reopen(id, reason, me.Id); break;
        }
        TempData["Said"] = texts[$"move.{Move}.done"].Value;
        return Redirect($"/pairs/{id}");
    }

    void Check()
    {
        if (NeedsMentor && Mentors.All(mentor => mentor.Id != Mentor)) ModelState.AddModelError(nameof(Mentor), texts["move.room"]);
        if (NeedsWhy && (Why is null || !PairClosing.Reasons.Contains(Why))) ModelState.AddModelError(nameof(Why), texts["close.wrong.why"]);
        if (Move == PairMove.Announce && (Day is not { } day || Days.End(day, Zone) is var end && (end <= clock.GetUtcNow() || end > clock.GetUtcNow().AddDays(Endings.Furthest))))
            ModelState.AddModelError(nameof(LastDay), texts["move.date", Endings.Furthest]);
        if (string.IsNullOrWhiteSpace(Reason)) ModelState.AddModelError(nameof(Reason), texts["close.wrong.reason"]);
        else if (Reason.Length > PairModel.LongestReason) ModelState.AddModelError(nameof(Reason), texts["close.wrong.long", PairModel.LongestReason]);
    }

    DateOnly? Day => DateOnly.TryParseExact(LastDay, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 2000 and < 2200 ? day : null;

    public string DayInWords => Day is { } day ? PlainTime.Of(day) : "";

    string Zone { get; set; } = "UTC";

    async Task<bool> Load(Guid id)
    {
        if (await records.Find(id) is not { } record || await programs.Pair(id) is not { } pair) return false;
        Record = record;
        var program = (await programs.Find(pair.ProgramId))!;
        (Zone, Times) = (program.Zone, PlainTime.In(program.Zone, clock.GetUtcNow()));
        Stand = PairMoves.Of(pair, record.Facts.ClosedWhy);
        Move = Enum.TryParse<PairMove>(What, out var move) && Legal.Contains(move) ? move : null;
        if (NeedsMentor) Mentors = await choices.WithRoom(pair.ProgramId, program.Policies.MostMentees, [pair.MentorId], clock.GetUtcNow());
        return true;
    }
}

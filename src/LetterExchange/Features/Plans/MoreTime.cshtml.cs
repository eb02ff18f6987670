using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Plans;

/// <summary>A writer asks for more time: why, and how many days.</summary>
public sealed class MoreTimeModel(MoreTime time, CurrentProgram program, CurrentPerson me, TimeProvider clock, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty] public string? Why { get; set; }
    [BindProperty] public string? Days { get; set; }
    [BindProperty] public string? Note { get; set; }

    /// <summary>The due date that the page showed, in milliseconds of Unix time.</summary>
    [BindProperty] public long? Seen { get; set; }

    public Turn Turn { get; private set; } = null!;

    /// <summary>The days that are given at once.</summary>
    public IReadOnlyList<int> AtOnce { get; private set; } = [];

    /// <summary>Whether a coordinator has been asked already.</summary>
    public bool Waits { get; private set; }

    public PlainTime Times { get; private set; } = null!;

    public bool IsMentee => Turn.Writer == Side.Mentee;

    /// <summary>Whether there is anything to ask for.</summary>
    public bool IsOpen => Turn is { State: TurnState.Open, HeldAt: null } && Times.Now < Turn.CutOffAt && Turn.PairIsLive(Times.Now);

    public async Task<IActionResult> OnGet(Guid turn) => await Load(turn) ? Page() : NotFound();

    public async Task<IActionResult> OnPost(Guid turn)
    {
        if (!await Load(turn)) return NotFound();
        ModelState.Clear();
        if (!Enum.TryParse<TimeReason>(Why, out var why) || !Enum.IsDefined(why)) ModelState.AddModelError(nameof(Why), texts["time.wrong.why"]);
        if (!int.TryParse(Days, out var days) || !MoreTime.Choices.Contains(days)) ModelState.AddModelError(nameof(Days), texts["time.wrong.days"]);
        if (Note?.Length > MoreTime.LongestNote) ModelState.AddModelError(nameof(Note), texts["time.wrong.note", MoreTime.LongestNote]);
        if (!ModelState.IsValid) return Page();
        var answer = await time.Ask(me.Id, turn, why, Note, days, Seen);
        var moved = answer is TimeAnswer.Granted or TimeAnswer.Moved ? (await time.Find(me.Id, turn))!.Value.Turn.DueAt : Turn.DueAt;
        TempData["Said"] = texts[$"time.said.{answer}", Turn.ReaderName, Times.Moment(moved)].Value;
        return LocalRedirect(answer == TimeAnswer.NotNow ? "/desk" : $"/turns/{turn}");
    }

    async Task<bool> Load(Guid id)
    {
        if (await time.Find(me.Id, id) is not { } found) return false;
        (Turn, AtOnce, Waits) = found;
        Times = PlainTime.In((await program.Of(Turn.ProgramId)).Zone, clock.GetUtcNow());
        return true;
    }
}

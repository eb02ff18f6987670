using LetterExchange.Features.Notices;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Plans;

/// <summary>A kind word to the writer of a letter that is owed: what it says, and the button that sends it.</summary>
public sealed class NudgeModel(Nudges nudges, ProgramStore programs, CurrentPerson me, NoticeWords words, TimeProvider clock, IStringLocalizer<Texts> texts) : PageModel
{
    public Turn Turn { get; private set; } = null!;
    public DateTimeOffset? Reminded { get; private set; }
    public DateTimeOffset? Nudged { get; private set; }
    public PlainTime Times { get; private set; } = null!;
    string zone = "";

    public bool CanBeSent => Nudges.CanBeSent(Turn, Times.Now);

    public bool IsToday => Nudged is { } at && Times.DayOf(at) == Times.DayOf(Times.Now);

    /// <summary>The sentence that they will read.</summary>
    public string Words => words.Line(new Notice
    {
        Kind = NoticeKind.Nudge, Zone = zone, ToMentee = Turn.Writer == Side.Mentee,
        Arguments = System.Text.Json.JsonSerializer.Serialize(new[] { Turn.ReaderName, Turns.Notice(Turn.DueAt > Times.Now ? Turn.DueAt : Turn.CutOffAt) }),
    });

    public async Task<IActionResult> OnGet(Guid id) => await Load(id) ? Page() : NotFound();

    public async Task<IActionResult> OnPost(Guid id)
    {
        if (!await Load(id)) return NotFound();
        TempData["Said"] = texts[$"nudge.said.{await nudges.Send(id, me.Id)}", Turn.WriterName].Value;
        return LocalRedirect($"/pairs/{Turn.PairId}");
    }

    async Task<bool> Load(Guid id)
    {
        if (await nudges.Find(id) is not { } found) return false;
        (Turn, Reminded, Nudged) = found;
        zone = (await programs.Find(Turn.ProgramId))!.Zone;
        Times = PlainTime.In(zone, clock.GetUtcNow());
        return true;
    }
}

using System.ComponentModel.DataAnnotations;
using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Letters;

/// <summary>A coordinator writes to a mentee who would get no letter: the sheet, the proof, and where the letter is once it has been sent. Reached by the pair, or by a letter that has
/// been begun (Registration says under which addresses). Whatever is refused, the text is given back.</summary>
public sealed class BridgeModel(Bridges bridges, Writing writing, ProgramStore programs, KeptForm kept, CurrentPerson me, TimeProvider clock, IStringLocalizer<Texts> texts) : PageModel
{
    [FromRoute(Name = "id")] public Guid? PairId { get; set; }

    [FromRoute(Name = "letter")] public Guid? LetterId { get; set; }

    [BindProperty, DisplayFormat(ConvertEmptyStringToNull = false)] public string? Text { get; set; }

    /// <summary>Of the draft that the page was opened with; 0 for none.</summary>
    [BindProperty] public int? Version { get; set; }

    /// <summary>Set by the script where all that the browser keeps of this letter is on the paper that comes.</summary>
    [BindProperty] public string? Held { get; set; }

    /// <summary>The key that the letter will have once it is begun.</summary>
    [BindProperty] public Guid? New { get; set; }

    /// <summary>Whether the mentor's open turn is excused when the letter arrives.</summary>
    [BindProperty] public bool Excuse { get; set; }

    public BridgePaper Paper { get; private set; } = null!;

    public PlainTime Times { get; private set; } = null!;

    public WritingRefusal? Refused { get; private set; }

    /// <summary>The other version of a letter that was changed elsewhere.</summary>
    public string? Other { get; private set; }

    /// <summary>Whether the letter stands there as its reader will see it, to be sent.</summary>
    public bool IsProof { get; private set; }

    public string Written => Text ?? "";

    public int Words => Markdown.WordCount(Written);

    /// <summary>Whether nothing can happen in the pair now.</summary>
    public bool IsStill => !Paper.Pair.IsLive(Times.Now);

    /// <summary>Neither of a pair writes bridge letters to it.</summary>
    public bool IsTheirOwn => Paper.Pair.Includes(me.Id);

    public Guid Me => me.Id;

    public string MyName => me.GivenName ?? "";

    public string Address => Paper.Letter is { } letter ? $"/letters/{letter.Id}/bridge" : $"/pairs/{Paper.Pair.Id}/bridge";

    public string KeptWords => Paper.Draft is { } draft ? texts["kept.day", Times.DayAndClock(draft.KeptAt)] : texts["kept.none"];

    public async Task<IActionResult> OnGet()
    {
        if (await Lay() is { } nowhere) return nowhere;
        if (LetterId is null && Paper.Letter is { } begun && !kept.Any) return LocalRedirect($"/letters/{begun.Id}/bridge");
        Text = kept["Text"] ?? Paper.Draft?.Text ?? "";
        Version = int.TryParse(kept["Version"], out var version) ? version : Paper.Draft?.Version ?? 0;
        New = Guid.TryParse(kept["New"], out var id) ? id : clock.New();
        return Page();
    }

    public async Task<IActionResult> OnGetRead()
    {
        if (await Lay() is { } nowhere) return nowhere;
        if (!Paper.IsOpen || IsStill || Paper.Draft is not { } draft || Writing.Unfit(TextNormal.Of(draft.Text), false) is not null) return LocalRedirect(Address);
        (Text, Version, IsProof) = (draft.Text, draft.Version, true);
        return Page();
    }

    /// <summary>Keeps the draft: for the script, which hears of it in JSON, and for the button.</summary>
    public async Task<IActionResult> OnPostKeep()
    {
        if (await Lay() is { } nowhere) return nowhere;
        if (Paper.Letter is null && string.IsNullOrWhiteSpace(Text)) return ByScript ? new JsonResult(new { said = KeptWords, version = 0, address = Address }) : LocalRedirect(Address);
        var written = await writing.Keep(me.Id, Sheet, Written, Version ?? 0);
        if (ByScript) return Tell(written);
        if (written.Refusal is not null) return await Refuse(written);
        TempData["Said"] = texts["kept", Times.Clock(clock.Now())].Value;
        return LocalRedirect($"/letters/{written.LetterId}/bridge" + (Held is null ? "" : "#kept"));
    }

    /// <summary>Keeps the draft and goes on to the proof.</summary>
    public async Task<IActionResult> OnPostRead()
    {
        if (await Lay() is { } nowhere) return nowhere;
        if (Paper.Letter is null && string.IsNullOrWhiteSpace(Text)) return await Refuse(new Written(WritingRefusal.Empty));
        var written = await writing.Keep(me.Id, Sheet, Written, Version ?? 0);
        written = written with { Refusal = written.Refusal ?? Writing.Unfit(TextNormal.Of(Written), false) };
        return written.Refusal is null ? LocalRedirect($"/letters/{written.LetterId}/bridge?handler=Read") : await Refuse(written);
    }

    public async Task<IActionResult> OnPostSend()
    {
        if (await Lay() is { } nowhere) return nowhere;
        var written = await writing.Submit(me.Id, Sheet with { Excuses = Excuse ? Paper.Owed?.Id : null }, Written, version: Version ?? 0);
        if (written.Refusal is not null) return await Refuse(written);
        TempData["Said"] = texts["bridge.sent", Paper.Pair.MenteeName].Value;
        return LocalRedirect($"/letters/{written.LetterId}/bridge");
    }

    public async Task<IActionResult> OnPostRecall()
    {
        if (await Lay() is { } nowhere) return nowhere;
        var recalled = Paper.Letter is { } letter && await writing.Recall(me.Id, letter.Id);
        TempData["Said"] = texts[recalled ? "recalled" : "recall.no", Paper.Pair.MenteeName].Value;
        return LocalRedirect(Address);
    }

    public async Task<IActionResult> OnPostDiscard()
    {
        if (await Lay() is { } nowhere) return nowhere;
        var discarded = Paper.Letter is { } letter && await writing.Discard(me.Id, letter.Id);
        TempData["Said"] = texts[discarded ? "discarded" : "discard.no"].Value;
        return LocalRedirect($"/pairs/{Paper.Pair.Id}");
    }

    bool ByScript => Request.Headers.Accept.ToString().Contains("application/json", StringComparison.Ordinal);

    Sheet Sheet => new(Paper.Pair.Id, null, Paper.Letter?.Id ?? New) { IsBridge = true };

    async Task<IActionResult?> Lay()
    {
        var paper = LetterId is { } letter ? await bridges.OfLetter(letter, me.Id) : await bridges.OfPair(PairId!.Value, me.Id);
        if (paper is null) return NotFound();
        Paper = paper;
        Times = PlainTime.In((await programs.Find(paper.Pair.ProgramId))!.Zone, clock.GetUtcNow());
        return null;
    }

    async Task<IActionResult> Refuse(Written written)
    {
        if (written.Refusal == WritingRefusal.NotYours) return NotFound();
        if (written.LetterId != default) (LetterId, PairId) = (written.LetterId, null);
        if (await Lay() is { } nowhere) return nowhere;
        ModelState.Clear();
        (Refused, New) = (written.Refusal, New ?? clock.New());
        (Version, Other) = written.Refusal == WritingRefusal.ChangedElsewhere ? (written.DraftVersion, written.OtherText) : (Paper.Draft?.Version ?? 0, null);
        return Page();
    }

    IActionResult Tell(Written written)
    {
        if (written.Refusal == WritingRefusal.NotYours) return NotFound();
        if (written.Refusal is { } refusal) return new JsonResult(new { refused = refusal.ToString(), said = texts[$"refused.{refusal}", Paper.Pair.MenteeName].Value, version = written.DraftVersion });
        return new JsonResult(new { said = texts["kept", Times.Clock(clock.Now())].Value, version = written.DraftVersion, address = $"/letters/{written.LetterId}/bridge" });
    }
}

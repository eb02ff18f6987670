using System.ComponentModel.DataAnnotations;
using System.Globalization;
using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Shared;
using LetterExchange.Features.Stories;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Letters;

/// <summary>What a writer has before them.</summary>
public enum Face
{
    /// <summary>The paper to write on.</summary>
    Sheet,

    /// <summary>The letter as its reader will see it, asked once whether to send it.</summary>
    Proof,

    /// <summary>Two versions of the letter, of which one is chosen.</summary>
    Choice,

    /// <summary>No paper, and why; what was typed is given back.</summary>
    Shut,
}

/// <summary>The one page on which letters are written, reached in three ways: by a turn, by a letter that has been begun, or by a pair for a new free letter
/// (Registration says under which addresses). Whatever is refused, the text is given back.</summary>
public sealed partial class WriteModel(
    Papers papers, Writing writing, Pictures pictures, MemoryCards cards, Reading reading, BeforeSending before, CurrentProgram current, StoryLibrary stories, KeptForm kept, CurrentPerson me, TimeProvider clock,
    IStringLocalizer<Texts> texts, IStringLocalizer<Screening.Texts> explain) : PageModel
{
    /// <summary>From this length on the writer is told how much room is left.</summary>
    public const int NearlyFull = 18_000;

    /// <summary>A letter may be so many years beyond its reader's age: one reads up to a friend.</summary>
    const double Easier = 1.5;

    [FromRoute(Name = "turn")] public Guid? TurnId { get; set; }

    [FromRoute(Name = "letter")] public Guid? LetterId { get; set; }

    [FromRoute(Name = "pair")] public Guid? PairId { get; set; }

    [BindProperty, DisplayFormat(ConvertEmptyStringToNull = false)] public string? Text { get; set; }

    /// <summary>Of the draft that the page was opened with; 0 for none.</summary>
    [BindProperty] public int? Version { get; set; }

    /// <summary>Set by the script where all that the browser keeps of this letter is on the paper that comes.</summary>
    [BindProperty] public string? Held { get; set; }

    /// <summary>The key that a free letter will have once it is begun.</summary>
    [BindProperty] public Guid? New { get; set; }

    /// <summary>The other version of a letter that was changed elsewhere.</summary>
    [BindProperty, DisplayFormat(ConvertEmptyStringToNull = false)] public string? Other { get; set; }

    /// <summary>Of the hints that the writer has seen on the proof.</summary>
    [BindProperty] public string? Told { get; set; }

    public Paper Paper { get; private set; } = null!;

    public MentoringProgram Program { get; private set; } = null!;

    public Face Face { get; private set; }

    public WritingRefusal? Refused { get; private set; }

    /// <summary>Where there is no paper: closed, tocome, gone or rounds.</summary>
    public string Why { get; private set; } = "";

    public PlainTime Times { get; private set; } = null!;

    /// <summary>The story of the turn's assignment, once it is chosen.</summary>
    public Story? Story { get; private set; }

    /// <summary>What screening sees in the text on this page.</summary>
    public Foreseen? Foreseen { get; private set; }

    /// <summary>What the writer may want to change, in words for them.</summary>
    public IReadOnlyList<Hint> Hints => Foreseen?.Hints(explain) ?? [];

    public string Written => Text ?? "";

    /// <summary>In UTF-16 code units, as the letter would be sent.</summary>
    public int Length => TextNormal.Of(Written).Length;

    public int Words => Markdown.WordCount(Written);

    /// <summary>Whether the page holds words that are not kept yet.</summary>
    public bool IsUnkept => Written != (Paper.Draft?.Text ?? "");

    public bool IsLate => Paper.IsLate(Times.Now);

    public bool IsPaused => Paper.IsPaused(Times.Now);

    /// <summary>Where this sheet is found again.</summary>
    public string Address => TurnId is not null ? $"/turns/{TurnId}" : Paper.Letter is { } letter ? $"/letters/{letter.Id}/write" : $"/letters/to/{Paper.Pair.Id}";

    public string KeptWords => Paper.Draft is not { } draft ? texts["kept.none"]
        : Times.DayOf(draft.KeptAt) == Times.DayOf(Times.Now) ? texts["kept", Times.Clock(draft.KeptAt)] : texts["kept.day", Times.DayAndClock(draft.KeptAt)];

    public Deadline? Deadline => Paper.Turn is { State: TurnState.Open } turn ? Letters.Deadline.Of(turn.DueAt, turn.CutOffAt, Times, texts) : null;

    /// <summary>What a mentor hears, quietly, when the letter is harder than its reader reads: nothing to a child, and nothing where it is not.</summary>
    public IReadOnlyList<string> Mirror
    {
        get
        {
            if (Paper.Side != Side.Mentor || (Paper.ReaderAge(Times.DayOf(Times.Now).ToDateOnly()) ?? Story?.MaxAge) is not { } age) return [];
            var language = Story?.Language ?? CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
            if (Readability.Of(Written, language) is not { } found || found.Age <= age + Easier) return [];
            return found.Hardest is { } sentence ? [texts["mirror", Paper.Reader], texts["mirror.sentence", sentence]] : [texts["mirror", Paper.Reader]];
        }
    }

    public async Task<IActionResult> OnGet()
    {
        if (await Lay() is { } elsewhere) return elsewhere;
        Text = kept["Text"] ?? Paper.Draft?.Text ?? "";
        Version = int.TryParse(kept["Version"], out var version) ? version : Paper.Draft?.Version ?? 0;
        New = Guid.TryParse(kept["New"], out var id) ? id : clock.New();
        // Who has it before their eyes here has read it.
        if (Face == Face.Sheet && Paper.Answered is { State: LetterState.Delivered } letter && Request.IsLookedAt()) await reading.Open(letter.Id, me.Id);
        await Foresee();
        return Page();
    }

    public async Task<IActionResult> OnGetRead()
    {
        if (await Lay() is { } elsewhere) return elsewhere;
        if (Face == Face.Shut || IsPaused || Paper.Draft is not { } draft || Writing.Unfit(TextNormal.Of(draft.Text), draft.Pictures > 0) is not null) return LocalRedirect(Address);
        (Text, Version, Face) = (draft.Text, draft.Version, Face.Proof);
        await Foresee();
        return Page();
    }

    /// <summary>Keeps the draft: for the script, which hears of it in JSON, and for the button.</summary>
    public Task<IActionResult> OnPostKeep() => Keep();

    async Task<IActionResult> Keep(string? said = null)
    {
        if (await Lay() is { } nowhere) return nowhere;
        if (Paper.Letter is null && string.IsNullOrWhiteSpace(Text)) return ByScript ? new JsonResult(new { said = KeptWords, version = 0, address = Address }) : LocalRedirect(Address);
        var written = await writing.Keep(me.Id, Sheet, Written, Version ?? 0);
        if (ByScript) return await Tell(written);
        if (written.Refusal is not null) return await Refuse(written);
        TempData["Said"] = said ?? texts["kept", Times.Clock(clock.Now())].Value;
        return LocalRedirect(AddressOf(written) + (Held is null ? "" : "#kept")); // The browser may let go of what it has.
    }

    /// <summary>Keeps the draft and goes on to the proof.</summary>
    public async Task<IActionResult> OnPostRead()
    {
        if (await Lay() is { } nowhere) return nowhere;
        if (Paper.Letter is null && string.IsNullOrWhiteSpace(Text)) return await Refuse(new Written(Face == Face.Shut ? null : WritingRefusal.Empty));
        var written = await writing.Keep(me.Id, Sheet, Written, Version ?? 0);
        written = written with { Refusal = written.Refusal ?? Writing.Unfit(TextNormal.Of(Written), Paper.Draft is { Pictures: > 0 }) };
        return written.Refusal is null ? LocalRedirect(AddressOf(written) + "?handler=Read") : await Refuse(written);
    }

    /// <summary>Puts a sentence of the story into the letter, as a quotation: into what is on the paper, or into the draft where the wish comes from the story's page.</summary>
    public async Task<IActionResult> OnPostQuote(int sentence)
    {
        if (await Lay() is { } nowhere) return nowhere;
        if (Story is null || sentence < 1 || sentence > Story.Sentences.Count) return LocalRedirect(Address);
        var (text, version) = Text is null && Version is null ? (Paper.Draft?.Text ?? "", Paper.Draft?.Version ?? 0) : (Written, Version ?? 0);
        Text = (text.Length == 0 ? "" : text.TrimEnd() + "\n\n") + $"> {Story.Sentences[sentence - 1].Text}\n\n";
        Version = version;
        return await OnPostKeep();
    }

    /// <summary>Ticks off a question of the partner's, and keeps what is on the paper.</summary>
    /// <param name="settle">The letter and the question's number.</param>
    public async Task<IActionResult> OnPostSettle(string? settle)
    {
        if (Place(settle) is { } question) await papers.Settle(me.Id, question.Letter, question.Number);
        return await OnPostKeep();
    }

    /// <summary>Takes a memory card away, and keeps what is on the paper.</summary>
    /// <param name="card">The letter, and where the sentence begins.</param>
    public async Task<IActionResult> OnPostForget(string? card)
    {
        if (Place(card) is { } kept) await cards.Forget(me.Id, kept.Letter, kept.Number);
        return await OnPostKeep();
    }

    static (Guid Letter, int Number)? Place(string? named) =>
        named?.Split(':') is [var letter, var number] && Guid.TryParse(letter, out var id) && int.TryParse(number, CultureInfo.InvariantCulture, out var n) ? (id, n) : null;

    /// <summary>Makes one letter of the two versions.</summary>
    public Task<IActionResult> OnPostBoth()
    {
        ModelState.Clear();
        Text = Written.TrimEnd() + "\n\n" + Other;
        return OnPostKeep();
    }

    /// <summary>Sends it. A writer who has not seen the hints for this text sees them first, once.</summary>
    public async Task<IActionResult> OnPostSend(bool late)
    {
        if (await Lay() is { } nowhere) return nowhere;
        if (Face != Face.Shut && !IsPaused && await Foresee() is { HasHints: true } foreseen && foreseen.Mark != Told
            && await writing.Keep(me.Id, Sheet, Written, Version ?? 0) is { Refusal: null } draft) return LocalRedirect(AddressOf(draft) + "?handler=Read");
        var written = await writing.Submit(me.Id, Sheet, Written, late, Version ?? 0);
        if (written.Refusal is not null) return await Refuse(written);
        TempData["Said"] = texts["sent", Paper.Reader].Value;
        return LocalRedirect($"/letters/{written.LetterId}");
    }

    async Task<Foreseen?> Foresee() => Foreseen = await before.Look(Paper.Pair.Id, me.Id, Written);

    bool ByScript => Request.Headers.Accept.ToString().Contains("application/json", StringComparison.Ordinal);

    Sheet Sheet => new(Paper.Pair.Id, TurnId, LetterId ?? (TurnId is null ? New : null));

    string AddressOf(Written written) => TurnId is not null ? Address : $"/letters/{written.LetterId}/write";

    /// <summary>Lays out the paper. An answer where this address has none to show; what was typed before a session ended is not sent away.</summary>
    async Task<IActionResult?> Lay()
    {
        var paper = TurnId is { } turn ? await papers.OfTurn(turn) : LetterId is { } letter ? await papers.OfLetter(letter) : await papers.Free(PairId!.Value, me.Id);
        if (paper is null) return NotFound();
        Paper = paper;
        Program = await current.Of(paper.Pair.ProgramId);
        Times = PlainTime.In(Program.Zone, clock.GetUtcNow());
        Story = paper.Assignment?.StoryId is { } story ? stories.Find(story) : null;
        Why = paper.Pair.State == PairState.Closed ? "closed"
            : paper.IsToCome ? "tocome"
            : paper.IsGone ? "gone"
            : paper.Letter is null && paper.Turn is null && !Program.Policies.FreeLetters && paper.Pair.EndsAt is null ? "rounds"
            : "";
        if (Why != "") Face = Face.Shut;
        return HttpMethods.IsPost(Request.Method) || kept.Any ? null : Elsewhere();
    }

    IActionResult? Elsewhere() =>
        Paper.Letter is { } sent && Paper.IsGone ? LocalRedirect($"/letters/{sent.Id}")
        : LetterId is not null && Paper.Turn is { } turn ? LocalRedirect($"/turns/{turn.Id}" + (Request.Query.ContainsKey("handler") ? "?handler=Read" : ""))
        : PairId is not null && Paper.Letter is { } begun ? LocalRedirect($"/letters/{begun.Id}/write")
        : null;

    /// <summary>Shows the page again with the text as it was typed, and says why.</summary>
    async Task<IActionResult> Refuse(Written written)
    {
        if (written.Refusal == WritingRefusal.NotYours) return NotFound();
        if (await LayAgain(written) is { } nowhere) return nowhere;
        if (Face is Face.Sheet or Face.Proof) await Foresee();
        return Page();
    }

    async Task<IActionResult?> LayAgain(Written written)
    {
        if (TurnId is null && written.LetterId != default) (LetterId, PairId) = (written.LetterId, null); // A free letter that has begun by this has its own address now.
        if (await Lay() is { } nowhere) return nowhere;
        Refused = written.Refusal;
        New ??= clock.New();
        (Version, Other) = written.Refusal == WritingRefusal.ChangedElsewhere ? (written.DraftVersion, written.OtherText) : (Paper.Draft?.Version ?? 0, null);
        if (Face == Face.Shut) return null;
        if (written.Refusal == WritingRefusal.NotNow) (Face, Why) = (Face.Shut, "gone");
        else Face = written.Refusal switch { WritingRefusal.ChangedElsewhere => Face.Choice, WritingRefusal.CutOffPassed => Face.Proof, _ => Face.Sheet };
        return null;
    }

    async Task<IActionResult> Tell(Written written)
    {
        if (written.Refusal == WritingRefusal.NotYours) return NotFound();
        if (written.Refusal is { } refusal) return new JsonResult(new { refused = refusal.ToString(), said = texts[$"refused.{refusal}", Paper.Reader].Value, version = written.DraftVersion });
        await Foresee();
        return new JsonResult(new { said = texts["kept", Times.Clock(clock.Now())].Value, version = written.DraftVersion, address = AddressOf(written), mirror = Mirror, hints = Hints });
    }
}

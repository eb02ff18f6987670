using LetterExchange.Features.Letters;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Screening;
using LetterExchange.Features.Stories;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Review;

/// <summary>One letter, all that a reviewer needs beside it, and what they decide. To open it is to claim it: notices, mails and the queue lead here by plain
/// links, the claim is a lease that ends by itself, and the look is written down in the same breath. What a browser fetches ahead of its reader is
/// neither a look nor a claim, so it gets nothing.</summary>
[TrainingFirst]
public sealed class LetterModel(
    ReviewStore reviews, QueueStore queue, Decisions decisions, Verdicts verdicts, ClaimStore claims, ProgramStore programs, PairNotes notes, StoryLibrary stories, CurrentPerson me, KeptForm kept,
    TimeProvider clock, IStringLocalizer<Texts> texts,
    IStringLocalizer<LetterExchange.Features.Letters.Texts> letterTexts, IStringLocalizer<LetterExchange.Features.Screening.Texts> explanations) : PageModel
{
    /// <summary>So much of the queue stands beside the letter, and so many that can still be taken back.</summary>
    const int Beside = 40, Approved = 10;

    /// <summary>So far those that wait are counted on each route: a page is not to take longer because the queue is long.</summary>
    const int Counted = 999;

    public LetterUnderReview Letter { get; private set; } = null!;
    public Story? Story { get; private set; }

    /// <summary>What coordinators want the pair's reviewers to know.</summary>
    public IReadOnlyList<PairNote> Notes { get; private set; } = [];
    public IReadOnlyList<QueuedLetter> Queue { get; private set; } = [];
    public int Waiting { get; private set; }

    /// <summary>How many wait, but for some of them.</summary>
    public string Wait(int but = 0) => Waiting > Counted ? $"{Counted}+" : $"{Waiting - but}";

    public IReadOnlyList<HeldLetter> OnTheirWay { get; private set; } = [];
    public int DecidedToday { get; private set; }
    public PlainTime Times { get; private set; } = null!;

    /// <summary>What of the queue is gone through.</summary>
    public QueueFilter Filter => QueueFilter.Of(Request.Query);

    /// <summary>Why nothing has been done; a part of the key of the words.</summary>
    public string? Refused { get; private set; }

    /// <summary>Of the copy that the reviewer read.</summary>
    [BindProperty]
    public int Version { get; set; }

    /// <summary>What was typed: to the writer, for the record or to the safeguarding leads, as the panel says.</summary>
    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>The findings that a return names.</summary>
    [BindProperty]
    public List<int> Why { get; set; } = [];

    /// <summary>A passage that a return marks too, copied from the letter.</summary>
    [BindProperty]
    public string? Passage { get; set; }

    /// <summary>Whether withholding opens a concern too.</summary>
    [BindProperty]
    public bool Concern { get; set; }

    /// <summary>The route to put it on.</summary>
    [BindProperty]
    public Route To { get; set; }

    /// <summary>Which form was sent, and stands open when it comes back.</summary>
    [BindProperty]
    public string? Panel { get; set; }

    public Guid Me => me.Id;

    public bool IsMine => Letter.Claim?.ReviewerId == me.Id;

    public bool IsAnothers => Letter.Claim is { } claim && claim.ReviewerId != me.Id;

    /// <summary>Whether this person can decide something about it now.</summary>
    public bool IsFree => Letter.Me is not null && !IsAnothers;

    /// <summary>Whether this person may read the letter in the archive too.</summary>
    public bool IsInMyArchive => Letter.Me is { IsOfCohort: true } || me.IsIn(Role.Coordinator, Letter.ProgramId);

    /// <summary>Where this person may read another letter of the pair; null where they may not.</summary>
    public string? LinkTo(Recalled other) => other.LetterId == Letter.Id ? null : IsInMyArchive ? $"/archive/{other.LetterId}"
        : other.State is LetterState.InReview or LetterState.Approved or LetterState.Withheld ? $"/review/{other.LetterId}" : null;

    /// <summary>Whether the form that came back is on the page again.</summary>
    public bool IsOffered => IsFree && (Panel == "reopen" ? Letter.State is LetterState.Withheld : Letter.State is LetterState.InReview);

    public async Task<IActionResult> OnGet(Guid id)
    {
        if (IsFetchedAhead) return new NoContentResult();
        if (kept.Any) (Panel, Reason, Passage, Why) = (kept["Panel"], kept["Reason"], kept["Passage"], [.. kept.Fields.GetValueOrDefault("Why", []).Select(why => int.TryParse(why, out var number) ? number : 0)]);
        return await Show(id);
    }

    public Task<IActionResult> OnPostApprove(Guid id) => Decide(id, () => decisions.Approve(id, Version, me.Id), SayApproved);

    public async Task<IActionResult> OnPostReturn(Guid id)
    {
        if (!string.IsNullOrWhiteSpace(Reason) || Why.Count == 0) return await Decide(id, () => decisions.Return(id, Version, me.Id, Reason, Why, Passage), letter => texts["said.returned", letter.WriterName]);
        Refused = "NoteNew"; // An emptied note is written anew from what is ticked, and read over before it goes.
        return await Show(id);
    }

    /// <summary>What the note would look like; nothing is done. A script gets the preview alone, which is no look at the letter: it lies open before its reviewer.</summary>
    public async Task<IActionResult> OnPostPreview(Guid id)
    {
        Panel = "return";
        if (!IsAskedByScript) return await Show(id);
        if (await reviews.Find(id, me.Id) is not { State: LetterState.InReview, Me: not null } letter) return NotFound();
        Letter = letter;
        return Partial("_Preview", Preview(NoteShown));
    }

    public Task<IActionResult> OnPostWithhold(Guid id) => Decide(id, () => decisions.Withhold(id, Version, me.Id, Reason, Concern), _ => texts[Concern ? "said.withheld.concern" : "said.withheld"]);

    public Task<IActionResult> OnPostWorry(Guid id) => Decide(id, () => decisions.Worry(id, Version, me.Id, Reason), _ => texts["said.worry"]);

    public Task<IActionResult> OnPostReroute(Guid id) => Decide(id, () => decisions.Reroute(id, Version, me.Id, To, Reason), _ => texts["said.rerouted", texts[$"route.{To}"]], stay: true);

    public Task<IActionResult> OnPostTakeBack(Guid id) => Decide(id, () => decisions.TakeBack(id, Version, me.Id), _ => texts["said.taken.back"], stay: true);

    public Task<IActionResult> OnPostReopen(Guid id) => Decide(id, () => decisions.Reopen(id, Version, me.Id, Reason),
        letter => texts[letter.Asked is null ? "said.reopen.asked" : "said.reopened"], stay: true);

    /// <summary>Gives it back to the queue.</summary>
    public async Task<IActionResult> OnPostRelease(Guid id)
    {
        await claims.Release(id, me.Id);
        TempData["Said"] = texts["said.released"].Value;
        return Redirect(Filter.On("/review"));
    }

    /// <summary>Marks a finding right or wrong, or takes that back. A script gets no page in answer.</summary>
    /// <param name="mark">The finding's ordinal and the verdict: <c>2 Right</c>; without a verdict it is taken back.</param>
    /// <param name="revision">The one that the reviewer read.</param>
    public async Task<IActionResult> OnPostMark(Guid id, string? mark, int revision)
    {
        var parts = mark?.Split(' ') ?? [];
        if (!int.TryParse(parts.FirstOrDefault(), out var ordinal) || (parts is [_, var word, ..] && !Enum.IsDefined(typeof(Verdict), word))) return BadRequest();
        Verdict? verdict = parts.Length > 1 ? Enum.Parse<Verdict>(parts[1]) : null;
        var done = await verdicts.Give(id, revision, ordinal, me.Id, verdict);
        if (IsAskedByScript) return done ? new NoContentResult() : StatusCode(StatusCodes.Status409Conflict);
        return done ? Redirect($"{Filter.On($"/review/{id}")}#n{ordinal}") : await Refuse(id, nameof(Decided.SomebodyWasFirst));
    }

    public Task<IActionResult> OnPostNext(Guid id) => Leave(id, forward: true);

    public Task<IActionResult> OnPostPrevious(Guid id) => Leave(id, forward: false);

    /// <summary>Whether the finding is named in a return: as ticked, or else where screening was sure.</summary>
    public bool IsTicked(Passage passage) => Panel == "return" ? Why.Contains(passage.Ordinal) : passage.IsSure;

    /// <summary>The findings that a return would name now; never one that is not for its writer.</summary>
    public IReadOnlyList<Passage> Ticked => [.. Letter.Findings.Where(passage => passage.IsForWriter && IsTicked(passage))];

    /// <summary>The note in the box: what was typed, or else what is composed of the ticked findings.</summary>
    public string NoteShown => Typed("return") is { } typed && !string.IsNullOrWhiteSpace(typed) ? typed
        : string.Join("\n\n", Ticked.Select(passage => explanations.ReturnNote(Letter, passage)).Distinct());

    /// <summary>The note as its writer will read it, in the writer's language; a passage that is not in the letter is left out.</summary>
    public ReturnNote Preview(string note)
    {
        using var speaking = new Speaking(Letter.WriterLanguage, Letter.WriterSide == Side.Mentee);
        var chosen = Ticked.Select(passage => passage.Ordinal).ToList();
        var marks = Marks.Choose(Letter.Findings, chosen, Letter.Text, Passage) ?? Marks.Choose(Letter.Findings, chosen, Letter.Text, null)!;
        var text = Letter.Text ?? "";
        return ReturnNote.Of(letterTexts, explanations, Letter.WriterSide, note, [.. marks.Where(mark => mark.Start + mark.Length <= text.Length)
            .Select((mark, i) => new ReturnedPassage { Ordinal = i + 1, Start = mark.Start, Length = mark.Length, Category = mark.Category }.In(text))]);
    }

    /// <summary>What was typed into a form that has come back.</summary>
    public string? Typed(string panel) => Panel == panel ? Reason : null;

    /// <summary>Whether what is wrong is said beside a field, and not above the letter.</summary>
    public bool IsOfField => Refused is "ReasonNeeded" or "TooLong" or "NoteNew" || IsPassageRefused;

    /// <summary>Whether the passage that was to be marked is not in the letter.</summary>
    public bool IsPassageRefused => Refused is "PassageNotThere";

    public bool IsRefused(string panel) => Panel == panel && Refused is ("ReasonNeeded" or "TooLong");

    bool IsAskedByScript => Request.Headers.Accept.ToString().Contains("application/json", StringComparison.OrdinalIgnoreCase);

    bool IsFetchedAhead => !HttpMethods.IsGet(Request.Method) && !HttpMethods.IsPost(Request.Method)
        || Request.Headers["Sec-Purpose"].ToString().Contains("prefetch", StringComparison.OrdinalIgnoreCase)
        || Request.Headers["Purpose"].ToString().Contains("prefetch", StringComparison.OrdinalIgnoreCase);

    async Task<IActionResult> Decide(Guid id, Func<Task<Decided>> verb, Func<LetterUnderReview, string> said, bool stay = false)
    {
        if (Reason?.Length > Words.Most) return await Refuse(id, "TooLong");
        if (await reviews.Find(id, me.Id) is not { } letter || await programs.Find(letter.ProgramId) is not { } program) return NotFound();
        Times = PlainTime.In(program.Zone, clock.GetUtcNow());
        var place = await queue.PlaceOf(id) ?? QueuePlace.Start;
        var decided = await verb();
        if (decided is not (Decided.Done or Decided.FirstKey)) return await Refuse(id, decided.ToString());
        TempData["Said"] = said(letter);
        return stay && await reviews.IsOn(program.Id, id, me.Id) ? Redirect(Filter.On($"/review/{id}")) : await Onward(program, place);
    }

    Task<IActionResult> Refuse(Guid id, string why)
    {
        Refused = why;
        return Show(id);
    }

    async Task<IActionResult> Leave(Guid id, bool forward)
    {
        if (await reviews.Find(id, me.Id) is not { } letter || await programs.Find(letter.ProgramId) is not { } program) return NotFound();
        await claims.Release(id, me.Id);
        return await Onward(program, await queue.PlaceOf(id) ?? QueuePlace.Start with { Id = id }, forward);
    }

    async Task<IActionResult> Onward(MentoringProgram program, QueuePlace place, bool forward = true)
    {
        if (await queue.Next(program, me.Id, place, forward, Filter) is { } next) return Redirect(Filter.On($"/review/{next}"));
        return Redirect(Filter.On("/review"));
    }

    async Task<IActionResult> Show(Guid id)
    {
        if (await reviews.Open(id, me.Id) is not { } letter || await programs.Find(letter.ProgramId) is not { } program) return NotFound();
        (Letter, Times) = (letter, PlainTime.In(program.Zone, clock.GetUtcNow()));
        Notes = letter is { ShowsText: true, Me: not null } ? await notes.ForReviewers(letter.PairId) : [];
        Story = letter.StoryId is { } story ? stories.Find(story) : null;
        Queue = await queue.List(program, me.Id, QueuePlace.Start, Beside, Filter);
        Waiting = (await queue.Count(program, me.Id, Filter, Counted + 1)).Sum(each => each.Letters);
        OnTheirWay = await queue.OnTheirWay(program.Id, me.Id, Approved);
        DecidedToday = await queue.DecidedSince(me.Id, Days.Start(Days.Of(Times.Now, program.Zone), program.Zone));
        return Page();
    }

    /// <summary>Approved, or the first of two keys turned and who can turn the other.</summary>
    string SayApproved(LetterUnderReview letter)
    {
        if (!letter.NeedsTwo || letter.FirstKey is not null) return texts["said.approved", letter.WriterName, letter.ReaderName];
        var others = letter.OtherKeys(me.Id, letter.Me is { IsLead: true }).Names();
        return others.Length > 0 ? texts["said.first.key", others] : texts["said.first.key.alone"];
    }
}

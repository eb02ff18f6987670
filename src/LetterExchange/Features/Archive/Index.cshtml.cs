using LetterExchange.Features.Letters;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Stories;
using LetterExchange.Text;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Archive;

/// <summary>The letters that one may read: all that were sent, narrowed by pair, name, state, round and date; or those that were delivered or withheld, by their words.</summary>
public sealed class IndexModel(
    ArchiveStore archive, Search search, SavedSearches saved, CurrentPerson me, CurrentProgram program, StoryLibrary stories, IStringLocalizer<Texts> texts) : AskingPage
{
    public static readonly IReadOnlyList<LetterState> States =
        [LetterState.InReview, LetterState.Returned, LetterState.Approved, LetterState.Delivered, LetterState.Read, LetterState.Withheld, LetterState.Stopped];

    /// <summary>How facts are asked for: the same in every language.</summary>
    public static readonly IReadOnlyList<(string Way, string Ask)> Facts =
    [
        ("from", "from:Ada"), ("pair", "pair:\"Ada Byron\""), ("round", "round:2"), ("story", "story:lighthouse"), ("withheld", "state:withheld"), ("delivered", "state:delivered"), ("read", "state:read"),
        ("finding", "finding:contact"), ("days", "after:2027-01-31 before:2027-03 on:2027"),
    ];

    /// <summary>The name under which this search is to be kept.</summary>
    [BindProperty] public string? SaveAs { get; set; }

    public ArchivePage Found { get; private set; } = new([], null, false);

    /// <summary>What was found by words; none where no words were asked for.</summary>
    public SearchPage? Answer { get; private set; }

    public IReadOnlyList<SavedSearch> Saved { get; private set; } = [];
    public PlainTime Times { get; private set; } = null!;

    /// <summary>Whether one may have letters as files.</summary>
    public bool MayExport => me.IsIn(Role.Coordinator);

    /// <summary>Whether nothing narrows what is shown.</summary>
    public bool IsEverything => Filter.IsEmpty && Answer is null;

    public async Task OnGet(Guid? older) => await Load(older);

    public async Task<IActionResult> OnPostSave()
    {
        ModelState.Clear();
        var name = SaveAs?.Trim() ?? "";
        if (name.Length is 0 or > SavedSearches.LongestName) ModelState.AddModelError(nameof(SaveAs), texts["saved.wrong", SavedSearches.LongestName]);
        else if (!await saved.Save(me.Id, (await program.Get()).Id, name, Here.TrimStart('?'))) ModelState.AddModelError(nameof(SaveAs), texts["saved.full", SavedSearches.Most]);
        if (ModelState.IsValid)
        {
            TempData["Said"] = texts["saved.said", name].Value;
            return LocalRedirect($"/archive{Here}");
        }
        await Load(null);
        return Page();
    }

    public async Task<IActionResult> OnPostForget(Guid id)
    {
        await saved.Forget(me.Id, id);
        return LocalRedirect("/archive");
    }

    public string? Title(ArchivedLetter letter) => letter.StoryId is { } story ? stories.Find(story)?.Title ?? story : null;

    /// <summary>The address of the page that follows.</summary>
    public string OlderThan(Guid letter) => $"/archive{Here}&older={letter}";

    /// <summary>The same by the other order.</summary>
    public string InOrder(SearchOrder order) => $"/archive{Address(order)}";

    /// <summary>A passage with its marks; no blank comes between a mark and what follows it.</summary>
    public static IHtmlContent Shown(Passage passage)
    {
        var content = new HtmlContentBuilder();
        if (!passage.IsOpening) content.Append("… ");
        foreach (var (text, isMarked) in passage.Pieces)
            if (isMarked) content.AppendHtml("<mark>").Append(text).AppendHtml("</mark>");
            else content.Append(text);
        return content;
    }

    async Task Load(Guid? older)
    {
        var here = await program.Get();
        (Times, Saved) = (await program.Times(), await saved.Of(me.Id, here.Id));
        if (string.IsNullOrWhiteSpace(Q)) Found = await archive.List(here, me.Id, Filter, older);
        else Answer = await search.Find(here, me.Id, Q, Filter, By, older);
    }
}

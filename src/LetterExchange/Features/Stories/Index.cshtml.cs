using LetterExchange.Features.People;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LetterExchange.Features.Stories;

/// <summary>The shelf: every story that the program has, by language and theme.</summary>
public sealed class IndexModel(StoryLibrary library, CurrentPerson me) : PageModel
{
    /// <summary>Only stories in this language; empty for any.</summary>
    [BindProperty(SupportsGet = true)] public string? Language { get; set; }

    /// <summary>Only stories of this theme; empty for any.</summary>
    [BindProperty(SupportsGet = true)] public string? Theme { get; set; }

    public Shelf Shelf { get; private set; } = null!;

    public IReadOnlyList<string> Languages => [.. Shelf.All.Select(story => story.Language).Distinct().Order()];

    public IReadOnlyList<string> Themes => [.. Shelf.All.SelectMany(story => story.Themes).Distinct().Order()];

    /// <summary>What is offered.</summary>
    public IReadOnlyList<Story> Stories { get; private set; } = [];

    /// <summary>What is offered no longer.</summary>
    public IReadOnlyList<Story> Retired { get; private set; } = [];

    /// <summary>Whether one may add to the library.</summary>
    public bool MayAdd => me.IsIn(Role.Coordinator);

    public async Task OnGet()
    {
        Shelf = await library.Of(me.HasProgram ? me.ProgramId : null);
        var found = Shelf.All.Where(story => (string.IsNullOrEmpty(Language) || story.Language == Language) && (string.IsNullOrEmpty(Theme) || story.Themes.Contains(Theme))).ToLookup(story => Shelf.IsRetired(story.Id));
        (Stories, Retired) = ([.. found[false]], [.. found[true]]);
    }
}

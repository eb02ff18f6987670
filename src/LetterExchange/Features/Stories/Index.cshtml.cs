using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LetterExchange.Features.Stories;

/// <summary>The shelf: every story of the library, by language and theme.</summary>
public sealed class IndexModel(StoryLibrary library) : PageModel
{
    /// <summary>Only stories in this language; empty for any.</summary>
    [BindProperty(SupportsGet = true)] public string? Language { get; set; }

    /// <summary>Only stories of this theme; empty for any.</summary>
    [BindProperty(SupportsGet = true)] public string? Theme { get; set; }

    public IReadOnlyList<string> Languages => [.. library.All.Select(story => story.Language).Distinct().Order()];

    public IReadOnlyList<string> Themes => [.. library.All.SelectMany(story => story.Themes).Distinct().Order()];

    public IReadOnlyList<Story> Stories { get; private set; } = [];

    public void OnGet() => Stories =
    [
        .. library.All.Where(story => (string.IsNullOrEmpty(Language) || story.Language == Language) && (string.IsNullOrEmpty(Theme) || story.Themes.Contains(Theme))),
    ];
}

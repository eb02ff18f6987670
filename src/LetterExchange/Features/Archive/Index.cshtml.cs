using LetterExchange.Features.Letters;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Stories;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LetterExchange.Features.Archive;

/// <summary>The letters that one may read, narrowed by pair, name, state, round and date.</summary>
public sealed class IndexModel(ArchiveStore archive, CurrentPerson me, CurrentProgram program, StoryLibrary stories) : PageModel
{
    public static readonly IReadOnlyList<LetterState> States =
        [LetterState.InReview, LetterState.Returned, LetterState.Approved, LetterState.Delivered, LetterState.Read, LetterState.Withheld, LetterState.Stopped];

    /// <summary>The highest round that can be asked for.</summary>
    public const int MostRounds = 40;

    [BindProperty(SupportsGet = true)] public Guid? Pair { get; set; }
    [BindProperty(SupportsGet = true)] public string? Name { get; set; }
    [BindProperty(SupportsGet = true)] public LetterState? State { get; set; }
    [BindProperty(SupportsGet = true)] public int? Round { get; set; }
    [BindProperty(SupportsGet = true)] public DateOnly? From { get; set; }
    [BindProperty(SupportsGet = true)] public DateOnly? To { get; set; }

    public ArchivePage Found { get; private set; } = new([], null, false);
    public PlainTime Times { get; private set; } = null!;

    public ArchiveFilter Filter => new()
    {
        Pair = Pair, Name = string.IsNullOrWhiteSpace(Name) ? null : Name.Trim(), State = State, Round = Round is >= 1 and <= MostRounds ? Round : null, From = From, To = To,
    };

    public async Task OnGet(Guid? older)
    {
        Times = await program.Times();
        Found = await archive.List(await program.Get(), me.Id, Filter, older);
    }

    public string? Title(ArchivedLetter letter) => letter.StoryId is { } story ? stories.Find(story)?.Title ?? story : null;

    /// <summary>The address of the page that follows.</summary>
    public string OlderThan(Guid letter) => Url.Page(null, new { Pair, Name, State, Round, From = $"{From:yyyy-MM-dd}", To = $"{To:yyyy-MM-dd}", older = letter })!;
}

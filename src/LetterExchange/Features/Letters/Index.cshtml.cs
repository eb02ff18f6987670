using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Stories;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LetterExchange.Features.Letters;

/// <summary>A pair's letters as one conversation, with the stories between them.</summary>
public sealed class IndexModel(Reading reading, ProgramStore programs, CurrentProgram program, StoryLibrary stories, CurrentPerson me) : PageModel
{
    /// <summary>So many of the newest letters stand unfolded.</summary>
    const int Unfolded = 3;

    /// <summary>All pairs that one belongs or belonged to.</summary>
    public IReadOnlyList<OwnPair> Pairs { get; private set; } = [];

    /// <summary>The one whose letters are shown; none for somebody who has never been in one.</summary>
    public Pair? Pair { get; private set; }

    public Conversation Conversation { get; private set; } = new();

    /// <summary>Runs of letters about one story, or about none.</summary>
    public IReadOnlyList<IGrouping<int, SeenLetter>> Chapters { get; private set; } = [];

    public PlainTime Times { get; private set; } = null!;

    public NextStep? Next { get; private set; }

    /// <summary>Whether older letters are shown than the newest page.</summary>
    public bool IsEarlier { get; private set; }

    /// <summary>Whether the program lets pairs have their letters as a book.</summary>
    public bool HasBook { get; private set; }

    public Guid Me => me.Id;

    public Side Side => Pair?.SideOf(me.Id) ?? me.Side ?? Side.Mentee;

    public async Task<IActionResult> OnGet(Guid? pair, Guid? before)
    {
        Pairs = await reading.Pairs(me.ProgramId, me.Id);
        Times = await program.Times();
        if (pair is not null && Pairs.All(own => own.Id != pair)) return NotFound();
        if (Pairs.Count == 0) return Page();
        Pair = (await programs.Pair(pair ?? Pairs[0].Id))!;
        IsEarlier = before is not null;
        Conversation = await reading.Conversation(Pair.Id, me.Id, before);
        if (IsEarlier && Conversation.Letters.Count == 0) return NotFound();
        Chapters = Cut(Conversation.Letters);
        var policies = (await program.Get()).Policies;
        HasBook = policies.BookNames != BookNames.NoBook;
        Next = new(me.Id, Pair, await reading.Ahead(Pair.Id), policies.FreeLetters, Times);
        return Page();
    }

    public Story? StoryOf(SeenLetter letter) => letter.StoryId is { } story ? stories.Find(story) : null;

    /// <summary>Whether it has arrived and waits to be opened: it is opened on its own page.</summary>
    public bool IsSealed(SeenLetter letter) => letter.State == LetterState.Delivered && letter.ReaderId == me.Id;

    public bool IsFolded(SeenLetter letter) => letter.IsDelivered && letter.Text is not null && (IsEarlier || letter.Number <= Conversation.Delivered - Unfolded);

    static List<IGrouping<int, SeenLetter>> Cut(IReadOnlyList<SeenLetter> letters)
    {
        var chapter = 0;
        return [.. letters.Select((letter, i) => (letter, chapter: i > 0 && letter.AssignmentId != letters[i - 1].AssignmentId ? ++chapter : chapter))
            .GroupBy(one => one.chapter, one => one.letter)];
    }
}

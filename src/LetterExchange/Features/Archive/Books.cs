using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Stories;

namespace LetterExchange.Features.Archive;

/// <summary>One letter of a book.</summary>
public sealed record BookLetter
{
    public Guid Id { get; init; }
    public Guid WriterId { get; init; }
    public string WriterName { get; init; } = "";

    /// <summary>A coordinator's, to the mentee.</summary>
    public bool IsBridge { get; init; }

    public Guid? AssignmentId { get; init; }
    public string? StoryId { get; init; }
    public string? RoundTitle { get; init; }
    public DateTimeOffset DeliveredAt { get; init; }
    public int Revision { get; init; }
    public string Text { get; init; } = "";

    /// <summary>Those that went with it and have not been erased.</summary>
    public IReadOnlyList<LetterPicture> Pictures { get; init; } = [];
}

/// <summary>Letters about one story, or about none, one after the other.</summary>
/// <param name="Title">The story's or the round's; none for letters between the rounds.</param>
/// <param name="Story">None also where it has gone from the library.</param>
public sealed record BookChapter(int Number, string? Title, Story? Story, IReadOnlyList<BookLetter> Letters);

/// <summary>A pair's letters as a book to keep: the letters as they were delivered, and the stories' titles.</summary>
/// <param name="Names">How the two are named on it: policy of the program.</param>
public sealed record KeepsakeBook(Pair Pair, BookNames Names, IReadOnlyList<BookChapter> Chapters)
{
    public IEnumerable<BookLetter> Letters => Chapters.SelectMany(chapter => chapter.Letters);

    public DateTimeOffset From => Letters.First().DeliveredAt;

    public DateTimeOffset To => Letters.Last().DeliveredAt;

    /// <summary>Given name, or its first letter where the program wants no more.</summary>
    public string Name(Guid person) => Named(Pair.NameOf(person));

    /// <summary>Who wrote it.</summary>
    public string Writer(BookLetter letter) => Named(letter.WriterName);

    string Named(string name) => Names == BookNames.Given || name.Length == 0
        ? name : System.Globalization.StringInfo.GetNextTextElement(name) + ".";

    /// <summary>The one to whom this one's letters go.</summary>
    public string Reader(BookLetter letter) => Name(letter.IsBridge ? Pair.MenteeId : Pair.PartnerOf(letter.WriterId));
}

/// <summary>Binds the books of pairs.</summary>
public sealed class Books(Database db, ProgramStore programs, StoryLibrary stories, Pictures pictures, History history)
{
    /// <summary>The pair's book as one of the two may have it: letters that they wrote or have opened. Nothing where there is none yet, or the program wants no books.</summary>
    public async Task<KeepsakeBook?> Of(Pair pair, Guid person, MentoringProgram program)
    {
        if (program.Policies.BookNames == BookNames.NoBook) return null;
        var letters = await db.Read(tx => Letters(tx, pair, "(l.state = 'Read' OR (l.state = 'Delivered' AND l.writer_id = @me))", person));
        return letters.Count == 0 ? null : new(pair, program.Policies.BookNames, Bind(letters));
    }

    /// <summary>The pair's book as a coordinator may have it, whatever the program wants for the two: all delivered letters, each of which is looked at with this.</summary>
    public async Task<KeepsakeBook?> OfStaff(Pair pair, Guid person)
    {
        var letters = await db.Read(tx => Letters(tx, pair, $"l.state IN ('Delivered', 'Read') AND {ArchiveStore.Seen}", person));
        if (letters.Count == 0) return null;
        await db.Transact(tx => history.Record(tx, [.. letters.Select(letter => history.Line("letter.look", letter.Id, person, pair.Id, pair.ProgramId, "book"))]));
        return new(pair, BookNames.Given, Bind(letters));
    }

    static async Task<List<BookLetter>> Letters(Tx tx, Pair pair, string which, Guid me)
    {
        var letters = await tx.Query<BookLetter>($"""
            SELECT l.id, l.writer_id, w.given_name AS writer_name, l.bridge AS is_bridge, v.revision, a.id AS assignment_id, a.story_id, o.title AS round_title, l.delivered_at, t.text
              FROM letters l
                   JOIN pairs p ON p.id = l.pair_id
                   JOIN people w ON w.id = l.writer_id
                   JOIN deliveries v ON v.letter_id = l.id
                   JOIN revision_texts t ON t.letter_id = l.id AND t.number = v.revision
                   LEFT JOIN turns u ON u.id = l.turn_id
                   LEFT JOIN assignments a ON a.id = u.assignment_id
                   LEFT JOIN rounds o ON o.id = a.round_id
             WHERE l.pair_id = @Id AND {which}
             ORDER BY l.delivered_at, l.id
            """, new { pair.Id, me });
        var pictures = (await Pictures.Of(tx, [.. letters.Select(letter => letter.Id)])).Where(picture => !picture.IsErased).ToLookup(picture => (picture.LetterId, picture.Number));
        return letters.ConvertAll(letter => letter with { Pictures = [.. pictures[(letter.Id, letter.Revision)]] });
    }

    /// <summary>The pictures of a book, with their bytes.</summary>
    public async Task<IReadOnlyDictionary<Guid, PictureBytes>> PicturesOf(KeepsakeBook book)
    {
        var found = new Dictionary<Guid, PictureBytes>();
        foreach (var picture in book.Letters.SelectMany(letter => letter.Pictures))
            if (await pictures.Find(picture.Id) is { } bytes) found[picture.Id] = bytes;
        return found;
    }

    public Task<Pair?> Pair(Guid id) => programs.Pair(id);

    /// <summary>Records that a book left the house as a file.</summary>
    public Task Taken(Pair pair, Guid person) => db.Transact(tx => history.Record(tx, "pair.book", pair.Id, person, pair.Id, pair.ProgramId));

    List<BookChapter> Bind(List<BookLetter> letters)
    {
        var runs = new List<List<BookLetter>>();
        foreach (var letter in letters)
        {
            if (runs.Count == 0 || runs[^1][0].AssignmentId != letter.AssignmentId) runs.Add([]);
            runs[^1].Add(letter);
        }
        return [.. runs.Select((run, n) => Chapter(n + 1, run))];
    }

    BookChapter Chapter(int number, List<BookLetter> letters)
    {
        var story = letters[0].StoryId is { } id ? stories.Find(id) : null;
        return new(number, story?.Title ?? letters[0].RoundTitle, story, letters);
    }
}

using LetterExchange.Data;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Stories;

namespace LetterExchange.Features.Archive;

/// <summary>In which order a search answers.</summary>
public enum SearchOrder { Relevance, Date }

/// <summary>A letter that was found.</summary>
public sealed record FoundLetter(ArchivedLetter Letter, DateTimeOffset EndedAt, double Score, bool HasAll, IReadOnlyList<Passage> Passages);

/// <summary>A page of what was found.</summary>
public sealed record SearchPage
{
    public IReadOnlyList<FoundLetter> Letters { get; init; } = [];

    /// <summary>The last letter of this page, after which the next begins; none on the last page.</summary>
    public Guid? Next { get; init; }

    /// <summary>How many letters have all of the words, as far as was counted.</summary>
    public int Whole { get; init; }

    /// <summary>Whether only the newest letters with these words were ranked, because there are so many.</summary>
    public bool IsCut { get; init; }

    /// <summary>Whether not every letter with these words was looked through for the rest of what was asked, because there are so many.</summary>
    public bool IsShort { get; init; }

    /// <summary>Whether the query was a sentence, which is ranked by how much of it a letter has.</summary>
    public bool IsSentence { get; init; }

    /// <summary>Whether letters are still on their way into the index.</summary>
    public bool IsBehind { get; init; }
}

/// <summary>Finds delivered and withheld letters of a program by their words. A page shows text of letters: it is a look at each of them, and an event.</summary>
public sealed class Search(Database db, History history, StoryLibrary stories)
{
    public const int PageSize = 20;

    /// <summary>With fewer letters that have all of the words, those with some are given too.</summary>
    public const int Few = 10;

    /// <summary>How many letters are looked through for what the index cannot tell.</summary>
    public const int MostLooked = 10_000;

    /// <summary>A page of letters, each of which this person may see; nobody is the administrator's command line, which sees all.</summary>
    /// <param name="after">The last letter of the page before; none for the first.</param>
    public async Task<SearchPage> Find(MentoringProgram program, Guid? me, string? query, ArchiveFilter filter, SearchOrder order, Guid? after = null)
    {
        var page = await db.Read(tx => new Finding(tx, program, me, order, stories) { Size = PageSize }.Page(SearchQuery.Parse(query), filter, after));
        if (page.Letters.Count > 0)
            await db.Transact(tx => history.Record(tx, [.. page.Letters.Select(found => history.Line("letter.look", found.Letter.Id, me is { } person ? person : Actor.Service, found.Letter.PairId, program.Id, "search"))]));
        return page;
    }
}

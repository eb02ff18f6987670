using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Screening;
using LetterExchange.Features.Stories;

namespace LetterExchange.Features.Archive;

/// <summary>What a search's facts come to: keys and codes, which only ever reach the database as parameters.</summary>
sealed record Narrowed
{
    /// <summary>How many people or pairs of one name are looked at.</summary>
    const int MostNamed = 200;

    public IReadOnlyList<Guid>? Writers { get; init; }
    public IReadOnlyList<Guid>? NotWriters { get; init; }
    public IReadOnlyList<Guid>? Pairs { get; init; }
    public IReadOnlyList<Guid>? NotPairs { get; init; }
    public IReadOnlyList<int>? Rounds { get; init; }
    public IReadOnlyList<int>? NotRounds { get; init; }
    public IReadOnlyList<string>? Stories { get; init; }
    public IReadOnlyList<string>? NotStories { get; init; }
    public IReadOnlyList<string>? States { get; init; }
    public IReadOnlyList<string>? NotStates { get; init; }
    public IReadOnlyList<string>? Categories { get; init; }
    public IReadOnlyList<string>? NotCategories { get; init; }

    /// <summary>The cohorts to which whoever looks is bound; none: the whole program is theirs.</summary>
    public IReadOnlyList<Guid>? Cohorts { get; init; }

    public DateTimeOffset? From { get; init; }
    public DateTimeOffset? Before { get; init; }

    /// <summary>Whether nobody and nothing is like that.</summary>
    public bool IsImpossible => new[] { Writers?.Count, Pairs?.Count, Rounds?.Count, Stories?.Count, States?.Count, Categories?.Count, Cohorts?.Count }.Contains(0);

    public bool IsOpen => Sql.Length == 0;

    /// <summary>Conditions on search_letters s, letters l and pairs p, each with its AND before it.</summary>
    public string Sql { get; private init; } = "";

    public static async Task<Narrowed> Of(Tx tx, MentoringProgram program, StoryLibrary stories, SearchQuery query, ArchiveFilter filter, IReadOnlyList<Guid>? cohorts)
    {
        var all = query.Narrowings;
        async Task<(IReadOnlyList<T>? In, IReadOnlyList<T>? Out)> Lists<T>(Fact fact, Func<string, Task<IReadOnlyList<T>>> read, IReadOnlyList<T>? also = null)
        {
            var (within, without) = (also, (List<T>?)null);
            foreach (var one in all.Where(one => one.Fact == fact))
            {
                var found = await read(one.Value);
                if (one.IsUnwanted) (without ??= []).AddRange(found);
                else within = within is null ? found : [.. within.Intersect(found)];
            }
            return (within, without is { Count: > 0 } ? without : null);
        }

        var writers = await Lists(Fact.From, async name => (IReadOnlyList<Guid>)await Named(tx, program.Id, name));
        var pairs = await Lists(Fact.Pair, async name => Guid.TryParse(name, out var id) ? [id] : await PairsNamed(tx, program.Id, name),
            filter.Pair is { } one ? [one] : filter.Name is { Length: > 0 } name ? await PairsNamed(tx, program.Id, name) : null);
        var rounds = await Lists(Fact.Round, number => Task.FromResult<IReadOnlyList<int>>([int.Parse(number, System.Globalization.CultureInfo.InvariantCulture)]), filter.Round is { } round ? [round] : null);
        var read = await Lists(Fact.Story, text => Task.FromResult(Like(stories, text)));
        var states = await Lists(Fact.State, text => Task.FromResult<IReadOnlyList<string>>([.. SearchQuery.StatesOf(text)!.Select(state => state.ToString())]), filter.State is { } state ? [$"{state}"] : null);
        var categories = await Lists(Fact.Finding, text => Task.FromResult<IReadOnlyList<string>>([.. Category.All.Where(code => code.Contains(text, StringComparison.OrdinalIgnoreCase))]));
        var (from, before) = Span(all, filter, program.Zone);
        var narrowed = new Narrowed
        {
            Writers = writers.In, NotWriters = writers.Out, Pairs = pairs.In, NotPairs = pairs.Out, Rounds = rounds.In, NotRounds = rounds.Out, Stories = read.In, NotStories = read.Out,
            States = states.In, NotStates = states.Out, Categories = categories.In, NotCategories = categories.Out, Cohorts = cohorts, From = from, Before = before,
        };
        return narrowed with { Sql = string.Concat(narrowed.Conditions()) };
    }

    IEnumerable<string> Conditions()
    {
        if (Writers is not null) yield return " AND l.writer_id IN @Writers";
        if (NotWriters is not null) yield return " AND l.writer_id NOT IN @NotWriters";
        if (Pairs is not null) yield return " AND l.pair_id IN @Pairs";
        if (NotPairs is not null) yield return " AND l.pair_id NOT IN @NotPairs";
        if (Rounds is not null) yield return $" AND {InRound("o.ordinal IN @Rounds")}";
        if (NotRounds is not null) yield return $" AND NOT {InRound("o.ordinal IN @NotRounds")}";
        if (Stories is not null) yield return $" AND {InRound("a.story_id IN @Stories")}";
        if (NotStories is not null) yield return $" AND NOT {InRound("a.story_id IN @NotStories")}";
        if (States is not null) yield return " AND l.state IN @States";
        if (NotStates is not null) yield return " AND l.state NOT IN @NotStates";
        if (Categories is not null) yield return " AND EXISTS (SELECT 1 FROM findings f WHERE f.letter_id = l.id AND f.number = s.revision AND f.category IN @Categories)";
        if (NotCategories is not null) yield return " AND NOT EXISTS (SELECT 1 FROM findings f WHERE f.letter_id = l.id AND f.number = s.revision AND f.category IN @NotCategories)";
        if (Cohorts is not null) yield return " AND p.cohort_id IN @Cohorts";
        if (From is not null) yield return " AND s.ended_at >= @From";
        if (Before is not null) yield return " AND s.ended_at < @Before";
    }

    static string InRound(string what) =>
        $"EXISTS (SELECT 1 FROM turns u JOIN assignments a ON a.id = u.assignment_id JOIN rounds o ON o.id = a.round_id WHERE u.id = l.turn_id AND {what})";

    static (DateTimeOffset? From, DateTimeOffset? Before) Span(IReadOnlyList<Narrowing> all, ArchiveFilter filter, string zone)
    {
        var from = filter.From is { } first ? Days.Start(first, zone) : (DateTimeOffset?)null;
        var before = filter.To is { } last ? Days.End(last, zone) : (DateTimeOffset?)null;
        foreach (var one in all)
        {
            if (SearchQuery.DaysOf(one.Value) is not { } days) continue;
            if (one.Fact == Fact.After) from = Later(from, Days.End(days.Last, zone));
            if (one.Fact == Fact.On) from = Later(from, Days.Start(days.First, zone));
            if (one.Fact == Fact.Before) before = Earlier(before, Days.Start(days.First, zone));
            if (one.Fact == Fact.On) before = Earlier(before, Days.End(days.Last, zone));
        }
        return (from, before);
    }

    static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset other) => one > other ? one.Value : other;

    static DateTimeOffset Earlier(DateTimeOffset? one, DateTimeOffset other) => one < other ? one.Value : other;

    static IReadOnlyList<string> Like(StoryLibrary stories, string text) =>
        [.. stories.All.Where(story => story.Id.Contains(text, StringComparison.OrdinalIgnoreCase) || story.Title.Contains(text, StringComparison.CurrentCultureIgnoreCase)).Select(story => story.Id)];

    static Task<List<Guid>> Named(Tx tx, Guid program, string name) => tx.Query<Guid>($"""
        SELECT DISTINCT h.id FROM people h JOIN memberships m ON m.person_id = h.id
         WHERE m.program_id = @program AND m.role IN ('Mentor', 'Mentee') AND LOWER(h.given_name || ' ' || h.surname) LIKE @like ESCAPE '!'
         ORDER BY h.id LIMIT {MostNamed}
        """, new { program, like = ArchiveStore.Like(name) });

    static async Task<IReadOnlyList<Guid>> PairsNamed(Tx tx, Guid program, string name) => [.. (await ArchiveStore.Named(tx, program, name)).Take(MostNamed)];
}

using LetterExchange.Data;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Stories;

namespace LetterExchange.Features.Archive;

/// <summary>One search in one consistent state of the database: the index says which letters have the words, the letters themselves say the rest.</summary>
sealed class Finding(Tx tx, MentoringProgram program, Guid? me, SearchOrder order, StoryLibrary stories)
{
    /// <summary>When no more letters are like what is asked beside the words, these are looked up first.</summary>
    const int MostOnly = 10_000;

    const int Lot = 200;

    readonly List<Candidate> passed = [];
    int looked, whole;
    bool isShort;
    Narrowed narrowed = null!;
    Wanted wanted = null!;

    public int Size { get; init; } = Search.PageSize;

    /// <summary>By date: only letters before this number of the index, where it is said.</summary>
    public int? Below { get; init; }

    /// <summary>The number of the last letter of the page.</summary>
    public int? Reached { get; private set; }

    /// <summary>Whether letters are wanted to the last one, for an export: nothing is too many, and no passages are cut.</summary>
    public bool IsAll { get; init; }

    public async Task<SearchPage> Page(SearchQuery query, ArchiveFilter filter, Guid? after)
    {
        var isBehind = await tx.Find<int?>("SELECT 1 FROM search_due LIMIT 1") is not null;
        if (await Shelf.Of(tx, program.Id) is not { } shelf || !await Prepare(shelf, query, filter)) return new() { IsBehind = isBehind };
        var last = Below is not null ? Below : after is { } id ? await tx.Find<int?>("SELECT number FROM search_letters WHERE letter_id = @id AND program_id = @program", new { id, program = program.Id }) : null;
        var ranking = new Ranking(tx, program.Id, shelf) { Only = await Only(), Before = order == SearchOrder.Date ? last : null, Limit = order == SearchOrder.Date ? int.MaxValue : Ranking.Most, IsByWorth = order != SearchOrder.Date };
        var values = order == SearchOrder.Date ? [.. wanted.Words.Select(_ => 1f)] : await Values(ranking, wanted.Words);
        var weights = values.Select((value, n) => value * wanted.Words[n].Times).ToList();
        var isSentence = wanted.Words.Count(word => !word.IsUnwanted) >= Feedback.Sentence;
        if (order == SearchOrder.Date) await ByDate(ranking, weights);
        else await ByRelevance(ranking, shelf, values, weights, last, isSentence);
        var shown = passed.Take(Size).ToList();
        Reached = shown.Count > 0 ? shown[^1].Hit.Number : null;
        return new()
        {
            Letters = await Facts(shown), Next = passed.Count > Size ? shown[^1].LetterId : null, Whole = whole, IsCut = ranking.IsCut, IsShort = isShort,
            IsSentence = isSentence && order == SearchOrder.Relevance, IsBehind = isBehind,
        };
    }

    async Task<bool> Prepare(Shelf shelf, SearchQuery query, ArchiveFilter filter)
    {
        var cohorts = me is null ? null : await Cohorts();
        wanted = await Wanted.Of(tx, program, shelf.Blocks, query);
        narrowed = await Narrowed.Of(tx, program, stories, query, filter, cohorts);
        return !narrowed.IsImpossible;
    }

    /// <summary>The cohorts to which this person is bound; nothing where the whole program is theirs. What they may see is asked of every letter again.</summary>
    async Task<IReadOnlyList<Guid>?> Cohorts()
    {
        var roles = await tx.Query<(string Role, Guid? Cohort)>("""
            SELECT m.role, m.cohort_id FROM memberships m
             WHERE m.person_id = @me AND m.program_id = @program AND m.ended_at IS NULL AND m.role IN ('Coordinator', 'Reviewer', 'Teacher')
            """, new { me, program = program.Id });
        return roles.Exists(one => one.Role == "Coordinator" || one.Cohort is null) ? null : [.. roles.Select(one => one.Cohort!.Value).Distinct()];
    }

    /// <summary>The numbers of the letters that are like what is asked beside the words, where they are few enough to be looked up first.</summary>
    async Task<IReadOnlySet<int>?> Only()
    {
        if (narrowed.IsOpen) return null;
        var numbers = await tx.Query<int>($"""
            SELECT s.number FROM search_letters s JOIN letters l ON l.id = s.letter_id JOIN pairs p ON p.id = l.pair_id
             WHERE s.program_id = @program {narrowed.Sql} LIMIT {MostOnly + 1}
            """, Args([]));
        return numbers.Count > MostOnly ? null : numbers.ToHashSet();
    }

    static async Task<List<float>> Values(Ranking ranking, IReadOnlyList<Sought> words)
    {
        var letters = words.Count == 0 ? [] : await ranking.Frequencies(words.SelectMany(word => word.Stems));
        return [.. words.Select(word => ranking.Idf(word.Stems.Sum(stem => letters.GetValueOrDefault(stem))))];
    }

    async Task ByDate(Ranking ranking, List<float> weights)
    {
        await ranking.Read(wanted.Words, weights, async hits =>
        {
            whole += hits.Count;
            for (var lot = Size * 2; hits.Count > 0 && passed.Count <= Size && !isShort; lot = Lot)
            {
                passed.AddRange((await Look(hits.Take(lot))).OrderByDescending(letter => letter.Hit.Number));
                hits.RemoveRange(0, Math.Min(lot, hits.Count));
            }
            return passed.Count > Size || isShort;
        });
    }

    async Task ByRelevance(Ranking ranking, Shelf shelf, List<float> values, List<float> weights, int? last, bool isSentence)
    {
        var hits = new List<Hit>();
        var partly = await ranking.Read(wanted.Words, weights, all =>
        {
            hits.AddRange(all);
            return Task.FromResult(false);
        });
        whole = hits.Count;
        if (isSentence || hits.Count < Search.Few) hits.AddRange(partly);
        Sort(hits, isSentence);
        var isBeyond = last is null || !hits.Exists(hit => hit.Number == last); // A page after a letter that has gone begins at the beginning.
        for (var from = 0; from < hits.Count && passed.Count <= Size && !isShort; from += Lot)
        {
            var lot = await Look(hits.Skip(from).Take(Lot));
            Feedback.Nearness(lot, wanted.Words, values, shelf.AverageLength);
            if (isSentence && from == 0 && lot.Count > 0) await Feedback.Learn(lot, wanted.Words.Where(word => !word.IsUnwanted).Sum(word => word.Times), shelf.AverageLength, async stems => await Worth(ranking, stems));
            foreach (var letter in lot.OrderByDescending(letter => !isSentence && letter.Hit.HasAll).ThenByDescending(letter => letter.Score).ThenByDescending(letter => letter.Hit.Number))
            {
                if (isBeyond) passed.Add(letter);
                isBeyond |= letter.Hit.Number == last;
            }
        }
    }

    /// <summary>The best first, those with all words before the others; of equals the newest. By one number each, because there may be tens of thousands.</summary>
    static void Sort(List<Hit> hits, bool isSentence)
    {
        var keys = hits.ConvertAll(hit => (hit.HasAll && !isSentence ? 0 : 1ul << 63) | (ulong)(0x7FFFFFFF - BitConverter.SingleToUInt32Bits(hit.Score)) << 31 | (uint)(int.MaxValue - hit.Number)).ToArray();
        var sorted = hits.ToArray();
        Array.Sort(keys, sorted);
        hits.Clear();
        hits.AddRange(sorted);
    }

    /// <summary>The value of words that were not asked for: the newest letters tell it well enough.</summary>
    static async Task<Dictionary<string, float>> Worth(Ranking ranking, IReadOnlyList<string> stems)
    {
        var letters = await ranking.Frequencies(stems, sample: 3);
        return stems.ToDictionary(stem => stem, stem => ranking.Idf(letters.GetValueOrDefault(stem)));
    }

    /// <summary>Those of the letters that may be seen and are what was asked for, with their words.</summary>
    async Task<List<Candidate>> Look(IEnumerable<Hit> hits)
    {
        var some = hits.ToDictionary(hit => hit.Number);
        if (some.Count == 0) return [];
        looked += some.Count;
        isShort = looked >= Search.MostLooked && !IsAll;
        var rows = await tx.Query<Row>($"""
            SELECT s.number, s.letter_id, s.language, t.text
              FROM search_letters s JOIN letters l ON l.id = s.letter_id JOIN pairs p ON p.id = l.pair_id
                   JOIN revision_texts t ON t.letter_id = s.letter_id AND t.number = s.revision
             WHERE s.program_id = @program AND s.number IN @Numbers {(me is null ? "" : $"AND {ArchiveStore.Seen}")} {narrowed.Sql}
            """, Args([.. some.Keys]));
        return [.. rows.Select(row => new Candidate(some[row.Number], row.LetterId, row.Text, IndexWord.Of(row.Text, row.Language))).Where(letter => wanted.Exact?.Invoke(letter.Words) != false)];
    }

    async Task<IReadOnlyList<FoundLetter>> Facts(List<Candidate> shown)
    {
        if (shown.Count == 0) return [];
        var ids = shown.ConvertAll(letter => letter.LetterId);
        var facts = (await tx.Query<ArchivedLetter>($"{ArchiveStore.Facts} WHERE l.id IN @ids", new { ids })).ToDictionary(letter => letter.Id);
        var ends = (await tx.Query<(Guid Id, DateTimeOffset At)>("SELECT letter_id, ended_at FROM search_letters WHERE letter_id IN @ids", new { ids })).ToDictionary(one => one.Id, one => one.At);
        return shown.ConvertAll(letter => new FoundLetter(facts[letter.LetterId], ends[letter.LetterId], letter.Score, letter.Hit.HasAll, IsAll ? [] : Passage.Of(letter.Text, letter.Words, wanted.Marks)));
    }

    object Args(IReadOnlyList<int> numbers) => new
    {
        program = program.Id, me = me ?? Guid.Empty, Numbers = numbers, narrowed.Writers, narrowed.NotWriters, narrowed.Pairs, narrowed.NotPairs, narrowed.Rounds, narrowed.NotRounds,
        narrowed.Stories, narrowed.NotStories, narrowed.States, narrowed.NotStates, narrowed.Categories, narrowed.NotCategories, narrowed.Cohorts, narrowed.From, narrowed.Before,
    };

    sealed record Row
    {
        public int Number { get; init; }
        public Guid LetterId { get; init; }
        public string Language { get; init; } = "";
        public string Text { get; init; } = "";
    }
}

using LetterExchange.Data;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Archive;

/// <summary>Words of the index of which one must stand in a letter, should, or may not.</summary>
/// <param name="Stems">Any one of them will do: a word's stem in each language, or the words with one beginning.</param>
/// <param name="Times">How often the query has it: so much more it counts.</param>
sealed record Sought(IReadOnlyList<string> Stems, bool IsUnwanted, int Times = 1);

/// <summary>A query in the words of a program's index.</summary>
/// <param name="Words">In the order of the query, each once.</param>
/// <param name="Exact">Where the index alone cannot tell (phrases): asks a letter's own words.</param>
sealed record Wanted(IReadOnlyList<Sought> Words, Func<IReadOnlyList<IndexWord>, bool>? Exact)
{
    /// <summary>How many words with one beginning are looked for: the commonest.</summary>
    const int MostBeginnings = 100;

    /// <summary>Whether a stem is one of those that are wanted: what a passage marks.</summary>
    public bool Marks(string stem) => marked.Contains(stem);

    readonly HashSet<string> marked = [.. Words.Where(word => !word.IsUnwanted).SelectMany(word => word.Stems)];

    /// <param name="blocks">How many blocks the index has.</param>
    public static async Task<Wanted> Of(Tx tx, MentoringProgram program, int blocks, SearchQuery query)
    {
        var languages = program.Languages.Split(' ');
        var reading = new Reading(tx, program.Id, blocks, languages, IndexWord.LanguageOf(string.Join(' ', query.Clauses.SelectMany(clause => clause.Terms).Select(term => term.Text)), languages));
        var clauses = new List<(Clause Clause, List<IReadOnlyList<Spot>> Terms)>();
        foreach (var clause in query.Clauses)
        {
            var terms = new List<IReadOnlyList<Spot>>();
            foreach (var term in clause.Terms) terms.Add(await reading.Spots(term));
            clauses.Add((clause, terms));
        }
        // Common words say nothing beside others; where there are no others they are looked for themselves.
        var all = clauses.SelectMany(one => Soughts(one.Clause, one.Terms)).ToList();
        var telling = all.Where(one => !one.IsCommon).Select(one => one.Sought).ToList();
        var words = telling.Exists(word => !word.IsUnwanted) ? telling : all.ConvertAll(one => one.Sought);
        var phrases = clauses.FindAll(one => one.Terms.Exists(term => term.Count > 1));
        return new([.. words.GroupBy(word => (word.IsUnwanted, string.Join(' ', word.Stems))).Select(same => same.First() with { Times = same.Count() })],
            phrases.Count == 0 ? null : text => phrases.TrueForAll(one => one.Terms.Exists(term => StandsIn(text, term)) != one.Clause.IsUnwanted));
    }

    static IEnumerable<(Sought Sought, bool IsCommon)> Soughts(Clause clause, List<IReadOnlyList<Spot>> terms)
    {
        if (terms is [var only])
        {
            // A phrase that may not stand there is told by the letter itself, each of its words is innocent.
            if (clause.IsUnwanted && only.Count > 1) yield break;
            foreach (var spot in only) yield return (new(spot.Stems, clause.IsUnwanted), spot.IsCommon);
            yield break;
        }
        // Of several any will do, and of a phrase among them its most telling word stands for it.
        var spots = terms.ConvertAll(term => term.FirstOrDefault(spot => !spot.IsCommon) ?? term[0]);
        yield return (new([.. spots.SelectMany(spot => spot.Stems).Distinct()], false), spots.TrueForAll(spot => spot.IsCommon));
    }

    static bool StandsIn(IReadOnlyList<IndexWord> text, IReadOnlyList<Spot> term)
    {
        for (var at = 0; at + term.Count <= text.Count; at++)
        {
            var n = 0;
            while (n < term.Count && term[n].Stems.Contains(text[at + n].Stem)) n++;
            if (n == term.Count) return true;
        }
        return false;
    }

    /// <summary>One place of a term, which any one of these words fills.</summary>
    sealed record Spot(IReadOnlyList<string> Stems, bool IsCommon);

    sealed class Reading(Tx tx, Guid program, int blocks, IReadOnlyList<string> languages, string language)
    {
        public async Task<IReadOnlyList<Spot>> Spots(Term term)
        {
            var spots = IndexWord.Of(term.Text, language).Select((word, n) => (word, n)).ToList();
            var others = languages.Where(other => other != language).Select(other => IndexWord.Of(term.Text, other)).ToList();
            var read = spots.ConvertAll(one => new Spot([.. others.Select(other => other[one.n].Stem).Prepend(one.word.Stem).Distinct()], one.word.IsCommon));
            return term.Kind == TermKind.Beginning ? [await Beginning(term.Text, read[0])] : read;
        }

        /// <summary>The words of the index that begin so, and the stem itself: <c>houses*</c> finds a house.</summary>
        async Task<Spot> Beginning(string text, Spot stem)
        {
            var from = Folded(text);
            var found = await tx.Query<string>($"""
                SELECT w.word FROM search_words w WHERE w.program_id = @program AND w.block IN @all AND w.word >= @from AND w.word < @to
                 GROUP BY w.word ORDER BY SUM(w.letters) DESC, w.word LIMIT {MostBeginnings}
                """, new { program, all = Enumerable.Range(0, blocks), from, to = from[..^1] + (char)(from[^1] + 1) });
            return new([.. found.Concat(stem.Stems).Distinct()], false);
        }

        static string Folded(string text)
        {
            var words = new FoldedWords(text, stackalloc char[FoldedWords.Longest]);
            words.MoveNext();
            return words.Current.ToString();
        }
    }
}

using System.Collections.Concurrent;
using LetterExchange.Data;

namespace LetterExchange.Features.Archive;

/// <summary>A program's index as a whole.</summary>
sealed record Shelf
{
    /// <summary>The number that was given last, from 0.</summary>
    public int Last { get; init; }

    public int Letters { get; init; }
    public long Words { get; init; }

    public int Blocks => Last / Places.Block + 1;

    public double AverageLength => Letters == 0 ? 1 : Math.Max(1, (double)Words / Letters);

    public static Task<Shelf?> Of(Tx tx, Guid program) => tx.Find<Shelf>("SELECT last, letters, words FROM search_shelves WHERE program_id = @program AND last >= 0", new { program });
}

/// <summary>A letter that has some of the words, or all.</summary>
/// <param name="Number">In the index: the higher, the newer.</param>
readonly record struct Hit(int Number, float Score, bool HasAll);

/// <summary>Ranks the letters of a program's index by BM25 (Robertson and others, TREC-3, 1994), reading the places of the words block by block, the newest first. The order
/// is the same on both databases: it is reckoned here.</summary>
sealed class Ranking(Tx tx, Guid program, Shelf shelf)
{
    /// <summary>How soon further occurrences of a word cease to count, and how much a letter's length matters.</summary>
    internal const float K1 = 1.2f, B = 0.75f;

    /// <summary>Where more letters have all of the words, the newest so many are ranked.</summary>
    public const int Most = 50_000;

    /// <summary>Of letters that have some of the words only, the best so many are kept.</summary>
    const int MostPartly = 1_000;

    static readonly ConcurrentBag<Bench> benches = [];

    /// <summary>Only these letters, where it is said.</summary>
    public IReadOnlySet<int>? Only { get; init; }

    /// <summary>Only letters before this number, where it is said.</summary>
    public int? Before { get; init; }

    /// <summary>Whether it matters what a letter is worth; otherwise the lengths of letters are not read.</summary>
    public bool IsByWorth { get; init; } = true;

    /// <summary>After how many letters with all of the words no older ones are read.</summary>
    public int Limit { get; init; } = Most;

    /// <summary>Whether older letters were left out because there were <see cref="Limit"/> already.</summary>
    public bool IsCut { get; private set; }

    /// <summary>The number of letters that a word's stems stand in; what a look at the newest blocks alone tells is reckoned up.</summary>
    /// <param name="sample">How many of the newest blocks are looked at; all by default.</param>
    public async Task<Dictionary<string, double>> Frequencies(IEnumerable<string> stems, int? sample = null)
    {
        var (last, count) = (shelf.Blocks - 1, Math.Min(sample ?? shelf.Blocks, shelf.Blocks));
        var seen = Math.Max(1, count == shelf.Blocks ? shelf.Letters : Math.Min(shelf.Letters, (count - 1) * Places.Block + shelf.Last % Places.Block + 1));
        return (await tx.Query<(string Word, long Letters)>("""
            SELECT w.word, CAST(SUM(w.letters) AS BIGINT) FROM search_words w WHERE w.program_id = @program AND w.block IN @blocks AND w.word IN @words GROUP BY w.word
            """, new { program, blocks = Enumerable.Range(last - count + 1, count), words = stems.Distinct() })).ToDictionary(one => one.Word, one => (double)one.Letters * shelf.Letters / seen);
    }

    /// <summary>The value of a word that stands in so many letters.</summary>
    public float Idf(double letters) => (float)Math.Log(1 + (shelf.Letters - Math.Min(letters, shelf.Letters) + 0.5) / (letters + 0.5));

    /// <summary>Goes from the newest letters to the oldest and gives, lot by lot, those that have all of the words, and the best of those that have some.</summary>
    /// <param name="words">At most 64 that are wanted.</param>
    /// <param name="weights">Of each word, in their order; those of unwanted ones say nothing.</param>
    /// <param name="enough">Asked after each lot whether to stop.</param>
    /// <returns>Letters with some of the words.</returns>
    public async Task<List<Hit>> Read(IReadOnlyList<Sought> words, IReadOnlyList<float> weights, Func<List<Hit>, Task<bool>> enough)
    {
        var bench = benches.TryTake(out var free) ? free : new Bench();
        try
        {
            return await Read(bench, words, weights, enough);
        }
        finally
        {
            benches.Add(bench);
        }
    }

    async Task<List<Hit>> Read(Bench bench, IReadOnlyList<Sought> words, IReadOnlyList<float> weights, Func<List<Hit>, Task<bool>> enough)
    {
        var (scores, found, unwanted) = bench;
        var partly = new PriorityQueue<Hit, (float, int)>();
        var (all, count) = (0ul, 0);
        for (var i = 0; i < words.Count; i++) if (!words[i].IsUnwanted) all |= 1ul << i;
        for (var (top, lot) = (Before is { } before ? Math.Min(shelf.Blocks, Places.BlockOf(before) + 1) - 1 : shelf.Blocks - 1, 1); top >= 0; top -= lot, lot = Math.Min(lot * 2, 16))
        {
            var blocks = await Blocks(Math.Max(0, top - lot + 1), top, words);
            var hits = new List<Hit>();
            for (var block = top; block > top - lot && block >= 0; block--)
            {
                if (all != 0 && !blocks.ContainsKey(block)) continue;
                Score(bench, blocks.GetValueOrDefault(block) ?? [], words, weights);
                for (var within = Math.Min(Places.Block, shelf.Last - block * Places.Block + 1) - 1; within >= 0; within--)
                    if ((found[within] != 0 || all == 0) && !unwanted[within]) Keep(new(block * Places.Block + within, scores[within], found[within] == all), hits, partly);
            }
            count += hits.Count;
            if (await enough(hits)) break;
            if (count < Limit || top - lot < 0) continue;
            IsCut = true;
            break;
        }
        return [.. partly.UnorderedItems.Select(item => item.Element)];
    }

    void Keep(Hit hit, List<Hit> hits, PriorityQueue<Hit, (float, int)> partly)
    {
        if (hit.Number >= Before || (Only is not null && !Only.Contains(hit.Number))) return;
        if (hit.HasAll) hits.Add(hit);
        else if (partly.Count < MostPartly) partly.Enqueue(hit, (hit.Score, hit.Number));
        else partly.EnqueueDequeue(hit, (hit.Score, hit.Number));
    }

    void Score(Bench bench, Dictionary<string, byte[]> places, IReadOnlyList<Sought> words, IReadOnlyList<float> weights)
    {
        var (scores, found, unwanted) = bench;
        Array.Clear(scores);
        Array.Clear(found);
        Array.Clear(unwanted);
        var lengths = places.GetValueOrDefault(Places.Lengths) ?? [];
        var (fixedPart, perWord) = (K1 * (1 - B), (float)(K1 * B / shelf.AverageLength));
        for (var i = 0; i < words.Count; i++)
            foreach (var stem in words[i].Stems)
            {
                if (!places.TryGetValue(stem, out var bytes)) continue;
                var (weight, bit, isUnwanted) = (weights[i] * (K1 + 1), 1ul << i, words[i].IsUnwanted);
                for (var at = 0; at + Places.Width <= bytes.Length; at += Places.Width)
                {
                    var within = Places.Within(bytes, at);
                    if (isUnwanted)
                    {
                        unwanted[within] = true;
                        continue;
                    }
                    var times = bytes[at + 2];
                    scores[within] += weight * times / (times + fixedPart + perWord * Places.Length(lengths, within));
                    found[within] |= bit;
                }
            }
    }

    /// <summary>The places of the words in some blocks.</summary>
    async Task<Dictionary<int, Dictionary<string, byte[]>>> Blocks(int from, int to, IReadOnlyList<Sought> words)
    {
        if (words.Count == 0) return [];
        var rows = await Rows(Enumerable.Range(from, to - from + 1), words.SelectMany(word => word.Stems).Distinct());
        if (IsByWorth && rows.Count > 0) rows.AddRange(await Rows(rows.Select(row => row.Block).Distinct().ToList(), [Places.Lengths]));
        return rows.GroupBy(row => row.Block).ToDictionary(rows => rows.Key, rows => rows.ToDictionary(row => row.Word, row => row.Places));
    }

    Task<List<Row>> Rows(IEnumerable<int> blocks, IEnumerable<string> words) => tx.Query<Row>(
        "SELECT w.block, w.word, w.places FROM search_words w WHERE w.program_id = @program AND w.block IN @blocks AND w.word IN @words", new { program, blocks, words });

    /// <summary>What a block is reckoned on: of each letter what it is worth, which words it has, and whether it has one that it may not have. Used again and again, since they are large.</summary>
    sealed record Bench(float[] Scores, ulong[] Found, bool[] Unwanted)
    {
        public Bench() : this(new float[Places.Block], new ulong[Places.Block], new bool[Places.Block])
        {
        }
    }

    sealed record Row
    {
        public int Block { get; init; }
        public string Word { get; init; } = "";
        public byte[] Places { get; init; } = [];
    }
}

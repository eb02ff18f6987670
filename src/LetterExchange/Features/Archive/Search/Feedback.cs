namespace LetterExchange.Features.Archive;

/// <summary>A letter that has passed: its words, and what they are worth so far.</summary>
sealed record Candidate(Hit Hit, Guid LetterId, string Text, IReadOnlyList<IndexWord> Words)
{
    public float Score { get; set; } = Hit.Score;
}

/// <summary>Sets the best letters in order by more than single words: words of the query that stand near each other as in the query (after Metzler and Croft, 2005), and for whole
/// sentences the words that the best letters have in common (relevance feedback after Lavrenko and Croft, 2001, as RM3).</summary>
static class Feedback
{
    /// <summary>From so many words on a query is a sentence.</summary>
    public const int Sentence = 5;

    const float Ordered = 0.15f, Near = 0.05f, Echo = 0.5f;
    const int Window = 8, Beside = 2, Teachers = 5, Taught = 30, Looked = 120;

    /// <summary>Adds to each letter's worth what the nearness of the query's words is worth in it.</summary>
    /// <param name="values">Of each word, in their order.</param>
    public static void Nearness(IReadOnlyList<Candidate> letters, IReadOnlyList<Sought> words, IReadOnlyList<float> values, double average)
    {
        var wanted = Enumerable.Range(0, words.Count).Where(n => !words[n].IsUnwanted).ToList();
        if (wanted.Count < 2) return;
        var places = wanted.SelectMany((n, place) => words[n].Stems.Select(stem => (stem, place))).DistinctBy(one => one.stem).ToDictionary(one => one.stem, one => one.place);
        foreach (var letter in letters)
        {
            var at = letter.Words.Select((word, n) => (Place: places.GetValueOrDefault(word.Stem, -1), n)).Where(one => one.Place >= 0).ToList();
            var (beside, near) = (new float[wanted.Count], new float[wanted.Count]); // Of each word and the one after it in the query.
            for (var i = 0; i < at.Count; i++)
                for (var j = i + 1; j < at.Count && at[j].n - at[i].n <= Window; j++)
                {
                    if (Math.Abs(at[i].Place - at[j].Place) != 1) continue;
                    near[Math.Min(at[i].Place, at[j].Place)]++;
                    if (at[j].Place > at[i].Place && at[j].n - at[i].n <= Beside) beside[at[i].Place]++;
                }
            var length = Norm(letter, average);
            for (var n = 0; n + 1 < wanted.Count; n++)
                letter.Score += Math.Min(values[wanted[n]], values[wanted[n + 1]]) * (Ordered * Worth(beside[n], length) + Near * Worth(near[n], length));
        }
    }

    /// <summary>Adds what the words that the best letters have in common are worth in each.</summary>
    /// <param name="worth">Of stems: their value in the index.</param>
    public static async Task Learn(IReadOnlyList<Candidate> letters, int words, double average, Func<IReadOnlyList<string>, Task<Dictionary<string, float>>> worth)
    {
        var teachers = letters.OrderByDescending(letter => letter.Score).Take(Teachers).ToList();
        var weights = new Dictionary<string, float>();
        var sum = teachers.Sum(letter => letter.Score);
        foreach (var letter in teachers)
            foreach (var word in letter.Words.Where(word => !word.IsCommon && word.Stem.Length > 1 && !char.IsDigit(word.Stem[0])))
                weights[word.Stem] = weights.GetValueOrDefault(word.Stem) + letter.Score / sum / letter.Words.Count;
        var looked = weights.OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal).Take(Looked).Select(one => one.Key).ToList();
        var values = await worth(looked);
        var taught = looked.OrderByDescending(stem => weights[stem] * values[stem]).Take(Taught).ToList();
        var all = taught.Sum(stem => weights[stem]);
        foreach (var letter in letters)
        {
            var (times, length) = (Times(letter, taught), Norm(letter, average));
            foreach (var (stem, count) in times) letter.Score += Echo * words * weights[stem] / all * values[stem] * Worth(count, length);
        }
    }

    static Dictionary<string, int> Times(Candidate letter, IReadOnlyList<string> stems)
    {
        var (wanted, times) = (stems.ToHashSet(), new Dictionary<string, int>());
        foreach (var word in letter.Words) if (wanted.Contains(word.Stem)) times[word.Stem] = times.GetValueOrDefault(word.Stem) + 1;
        return times;
    }

    static float Norm(Candidate letter, double average) => Ranking.K1 * (1 - Ranking.B + Ranking.B * letter.Words.Count / (float)average);

    static float Worth(float times, float length) => (Ranking.K1 + 1) * times / (times + length);
}

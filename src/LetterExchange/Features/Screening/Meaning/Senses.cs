using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text;

namespace LetterExchange.Features.Screening.Meaning;

/// <summary>What sorts of things words stand for: "supper" and "crackers" are food in English, "goûter" is in French. The sorts are the same in each language, so that what is learnt of one word holds for others,
/// and what is learnt in one language for the others. Lists of <c>sort: words</c>, written for this; <c>hungr*</c> is each word that begins so, and <c>grand-mère</c> two words that follow one another.</summary>
sealed class Senses
{
    /// <summary>So many different words are remembered with their senses; others are looked up each time.</summary>
    const int MostKept = 50_000;

    static readonly FrozenDictionary<string, Senses> all = new[] { "en", "fr", "es" }.ToFrozenDictionary(language => language, language => new Senses(language));

    static readonly Senses none = new(null);

    readonly Dictionary<string, List<uint>> words = [], beginnings = [];
    readonly Dictionary<string, int> numbers = []; // Of the words of which pairs are made.
    readonly Dictionary<(int, int), List<uint>> pairs = [];
    readonly ConcurrentDictionary<string, Known> kept = new(StringComparer.Ordinal);
    readonly int shortest = int.MaxValue, longest;
    int many;

    /// <summary>A word's senses, each as the hash of its name, and its number where it is one of two.</summary>
    readonly record struct Known(uint[] Senses, int Number);

    Senses(string? language)
    {
        if (language is null) return;
        using var reader = new StreamReader(typeof(Senses).Assembly.GetManifestResourceStream(typeof(Senses), $"Senses.{language}.senses")!, Encoding.UTF8);
        var sense = 0u;
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            if (line.IndexOf(':') is var colon && colon > 0) sense = Traits.SenseOf(line[..colon]);
            foreach (var typed in line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)) Add(typed, sense);
        }
        foreach (var beginning in beginnings.Keys) (shortest, longest) = (Math.Min(shortest, beginning.Length), Math.Max(longest, beginning.Length));
    }

    /// <summary>Those of a language; of others nothing is known.</summary>
    public static Senses Of(string language) => all.GetValueOrDefault(language, none);

    /// <summary>Adds the senses of the words from the first to the last, both included, with the place of each.</summary>
    public void Read(ReadOnlySpan<Word> text, int first, int last, List<(int Place, uint Sense)> senses)
    {
        for (var at = first; at <= last; at++)
        {
            var word = Find(text[at].Text);
            if (word.Number >= 0 && at < last && Find(text[at + 1].Text) is { Number: >= 0 } next && pairs.TryGetValue((word.Number, next.Number), out var both))
            {
                foreach (var sense in both) senses.Add((at, sense));
                at++;
            }
            else foreach (var sense in word.Senses) senses.Add((at, sense));
        }
    }

    Known Find(string text)
    {
        if (kept.TryGetValue(text, out var word)) return word;
        var senses = new List<uint>(words.GetValueOrDefault(text) ?? []);
        for (var length = shortest; length <= Math.Min(longest, text.Length); length++)
            if (beginnings.TryGetValue(text[..length], out var more)) senses.AddRange(more.Except(senses));
        word = new([.. senses], numbers.GetValueOrDefault(text, -1));
        if (many < MostKept && kept.TryAdd(text, word)) Interlocked.Increment(ref many);
        return word;
    }

    void Add(string typed, uint sense)
    {
        var parts = LetterText.Of(typed.TrimEnd('*')).Words;
        if (typed.EndsWith('*')) Put(beginnings, parts[^1].Text, sense);
        else if (parts.Length == 1) Put(words, parts[0].Text, sense);
        else if (parts.Length == 2) Put(pairs, (Number(parts[0].Text), Number(parts[1].Text)), sense);
    }

    int Number(string word) => numbers.TryGetValue(word, out var number) ? number : numbers[word] = numbers.Count;

    static void Put<T>(Dictionary<T, List<uint>> into, T key, uint sense) where T : notnull
    {
        if (!into.TryGetValue(key, out var senses)) into[key] = senses = [];
        if (!senses.Contains(sense)) senses.Add(sense);
    }
}

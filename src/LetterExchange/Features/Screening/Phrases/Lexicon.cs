using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace LetterExchange.Features.Screening.Phrases;

/// <summary>The words that any phrase has, each with a number, so that a text's words are looked up once and not for each list.</summary>
static class Lexicon
{
    static readonly ConcurrentDictionary<string, int> numbers = new(StringComparer.Ordinal); // Read by every letter without waiting.
    static readonly Lock door = new();

    /// <summary>The number of a word, a new one where it has none.</summary>
    public static int Add(string word)
    {
        lock (door)
        {
            if (!numbers.TryGetValue(word, out var number)) numbers[word] = number = numbers.Count;
            return number;
        }
    }

    /// <summary>Of each word its number, or -1 where no phrase has it. Lists that are read later are not heard.</summary>
    public static int[] Numbers(ImmutableArray<Word> words)
    {
        var all = new int[words.Length];
        for (var at = 0; at < all.Length; at++) all[at] = numbers.GetValueOrDefault(words[at].Text, -1);
        return all;
    }
}

/// <summary>Which words of the lexicon a text has.</summary>
sealed class WordsOf
{
    readonly ulong[] bits;

    public WordsOf(int[] numbers)
    {
        bits = new ulong[numbers.Length == 0 ? 0 : Math.Max(0, numbers.Max()) / 64 + 1];
        foreach (var number in numbers)
            if (number >= 0) bits[number >> 6] |= 1ul << number;
    }

    public bool Has(int number) => number >> 6 < bits.Length && (bits[number >> 6] >> number & 1) != 0;
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LetterExchange.Features.Screening.Meaning;

/// <summary>What is counted of one sentence: its words, pairs and triples of words, pieces of words of four letters, the senses of its words alone and two by two, those of the sentences beside it, who writes
/// in which language, and what the rules saw; each as a number from 0 to <see cref="Size"/> by a hash (the "hashing trick", Weinberger and others, 2009).</summary>
sealed class Traits
{
    /// <summary>How many different traits there can be.</summary>
    public const int Size = 1 << 18;

    /// <summary>Kinds of traits. Those of one kind share out a fixed weight, so that a long sentence says no more than a short one.</summary>
    public const int Kinds = 6;

    const int Own = 0, Pieces = 1, Facts = 2, Sorts = 3, Together = 4, Beside = 5;

    /// <summary>The letters of a piece.</summary>
    const int Piece = 4;

    /// <summary>Two senses stand together where their words are not further apart.</summary>
    const int Near = 10;

    readonly List<int>[] hashes = [new(256), new(256), new(16), new(128), new(512), new(128)];

    readonly List<(int Place, uint Sense)> senses = new(64);

    /// <summary>The traits of one kind; the same one may occur twice.</summary>
    public ReadOnlySpan<int> this[int kind] => CollectionsMarshal.AsSpan(hashes[kind]);

    /// <summary>What one trait of a kind counts.</summary>
    public float Weight(int kind) => hashes[kind].Count == 0 ? 0 : kind switch
    {
        Facts => 0.5f,
        Beside => 0.5f / MathF.Sqrt(hashes[kind].Count),
        _ => 1 / MathF.Sqrt(hashes[kind].Count),
    };

    /// <summary>How a sense is counted, by the name of its sort.</summary>
    public static uint SenseOf(string sort) => Hash(sort, 41);

    /// <summary>Reads the n-th sentence.</summary>
    /// <param name="found">What the rules found in the whole text.</param>
    public void Read(LetterText text, IReadOnlyList<Sentence> sentences, int n, ScreeningInput input, IReadOnlyList<Finding> found)
    {
        foreach (var kind in hashes) kind.Clear();
        var words = text.Words.AsSpan();
        var (sentence, known) = (sentences[n], Senses.Of(input.Language));
        var author = (uint)(input.Author == Side.Mentor ? 0x9E37 : 0x79B9);
        ReadWords(words, sentence, author);
        for (var at = sentence.First; at <= sentence.Last; at++) ReadPieces(words[at].Text);
        ReadFacts(text, sentence, input, found, author);
        ReadSenses(words, sentence, known, author);
        if (n > 0 && IsBeside(text, sentences[n - 1], sentence)) ReadBeside(words, sentences[n - 1], known, 0x1B5u);
        if (n + 1 < sentences.Count && IsBeside(text, sentence, sentences[n + 1])) ReadBeside(words, sentences[n + 1], known, 0x2C7u);
    }

    void ReadSenses(ReadOnlySpan<Word> words, Sentence sentence, Senses known, uint author)
    {
        senses.Clear();
        known.Read(words, sentence.First, sentence.Last, senses);
        for (var at = 0; at < senses.Count; at++)
        {
            var (place, sense) = senses[at];
            Add(Sorts, sense);
            Add(Sorts, Join(sense, author));
            for (var next = at + 1; next < senses.Count && senses[next].Place - place <= Near; next++)
                if (senses[next].Place != place) Add(Together, Join(sense * 3, senses[next].Sense));
        }
    }

    void ReadBeside(ReadOnlySpan<Word> words, Sentence sentence, Senses known, uint where)
    {
        senses.Clear();
        known.Read(words, sentence.First, sentence.Last, senses);
        foreach (var (_, sense) in senses)
        {
            Add(Beside, Join(sense, where));
            Add(Beside, Join(sense, 0x3D1u));
        }
    }

    void ReadWords(ReadOnlySpan<Word> words, Sentence sentence, uint author)
    {
        var (before, beyond) = (Begin, Begin);
        for (var at = sentence.First; at <= sentence.Last + 1; at++)
        {
            var word = at > sentence.Last ? End : Hash(words[at].Text, 17);
            if (at <= sentence.Last)
            {
                Add(Own, word);
                Add(Own, Join(word, author));
            }
            Add(Own, Join(before, word));
            if (before != Begin)
            {
                Add(Own, Join(Join(beyond, before), word));
                Add(Own, Join(beyond * 3, word)); // With any word between.
            }
            (beyond, before) = (before, word);
        }
    }

    void ReadPieces(string word)
    {
        Span<char> spaced = stackalloc char[Math.Min(word.Length, 30) + 2];
        spaced[0] = spaced[^1] = '_';
        word.AsSpan(0, spaced.Length - 2).CopyTo(spaced[1..]);
        for (var at = 0; at + Piece <= spaced.Length; at++) Add(Pieces, Hash(spaced.Slice(at, Piece), Piece));
    }

    void ReadFacts(LetterText text, Sentence sentence, ScreeningInput input, IReadOnlyList<Finding> found, uint author)
    {
        Fact("author", author);
        Fact("language", Hash(input.Language, 1));
        Fact("both", Join(Hash(input.Language, 1), author));
        Fact("length", (uint)Math.Min(6, sentence.Count / 4));
        var (start, end) = (text.Words[sentence.First].Start, text.Words[sentence.Last].End);
        if (text.At(end) == '?') Fact("asks", author);
        if (text.At(end) == '!') Fact("exclaims", 1);
        var (from, to) = (text.OriginalStart(start), text.OriginalEnd(end - 1));
        foreach (var finding in found)
        {
            if (finding.Start >= to || finding.End <= from) continue;
            Fact("category", Hash(finding.Category, finding.IsRequest ? 5u : 3u));
            Fact("rule", Hash(finding.Rule, 7));
        }
    }

    /// <summary>Whether two sentences stand in one paragraph: what is written in another changes nothing.</summary>
    static bool IsBeside(LetterText text, Sentence one, Sentence next) => text.Folded.AsSpan(text.Words[one.Last].End..text.Words[next.First].Start).Count('\n') < 2;

    void Fact(string name, uint value) => Add(Facts, Join(Hash(name, 29), value));

    void Add(int kind, uint hash) => hashes[kind].Add((int)(Mix(hash ^ (uint)kind * 0x85EBCA6Bu) & (Size - 1)));

    const uint Begin = 0x51ED270B, End = 0x2545F491;

    // FNV-1a over UTF-16 code units.
    static uint Hash(ReadOnlySpan<char> text, uint seed)
    {
        var hash = 2166136261u ^ seed * 0x01000193u;
        foreach (var character in text) hash = (hash ^ character) * 16777619u;
        return hash;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint Join(uint one, uint other) => Mix(one * 31 + other);

    // The finish of MurmurHash3.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint Mix(uint hash)
    {
        hash = (hash ^ hash >> 16) * 0x85EBCA6Bu;
        hash = (hash ^ hash >> 13) * 0xC2B2AE35u;
        return hash ^ hash >> 16;
    }
}

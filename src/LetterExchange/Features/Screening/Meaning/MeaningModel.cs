using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace LetterExchange.Features.Screening.Meaning;

/// <summary>One thing that the model looks for.</summary>
/// <param name="Category">A code of the class Category.</param>
/// <param name="Slope">By which the sum of weights becomes a probability (Platt, 1999): 1 / (1 + exp(-(slope × sum + offset))).</param>
/// <param name="Least">From this probability on a sentence is marked for reviewers; above 1 where the rules do better alone.</param>
/// <param name="LeastForWriters">From this probability on it is marked for the one who writes.</param>
sealed record Head(string Category, float Scale, float Slope, float Offset, float Least, float LeastForWriters)
{
    /// <summary>How sure it is, from 0 to 1.</summary>
    public float Probability(float sum) => 1 / (1 + MathF.Exp(-(Slope * sum + Offset)));
}

/// <summary>A linear model over the traits of sentences, trained from the corpus beside it: for each category a weight from -127 to 127 a trait. The file is small enough to be part of
/// the program; nothing but sums is reckoned with it.</summary>
sealed class MeaningModel
{
    /// <summary>Room for as many heads: one load of a vector register.</summary>
    const int Width = 32;

    const string Magic = "LetterExchange screening model 2";

    static readonly Lazy<MeaningModel> built = new(() => Open(typeof(MeaningModel).Assembly.GetManifestResourceStream(typeof(MeaningModel), "screening.model")!));

    static readonly Lazy<MeaningModel> forWriters = new(() => Built.With([.. Built.Heads.Select(head => head with { Least = Math.Max(head.Least, head.LeastForWriters) })]));

    readonly sbyte[] weights;

    MeaningModel(string corpus, IReadOnlyList<Head> heads, sbyte[] weights) => (Corpus, Heads, this.weights) = (corpus, heads, weights);

    /// <summary>The one that is part of the program.</summary>
    public static MeaningModel Built => built.Value;

    /// <summary>The same, as sure as it must be before a writer hears of it.</summary>
    public static MeaningModel ForWriters => forWriters.Value;

    /// <summary>The SHA-256 of the corpus that it was trained from.</summary>
    public string Corpus { get; }

    public IReadOnlyList<Head> Heads { get; }

    /// <summary>Of each head the sum of the weights of the traits, before it is made a probability.</summary>
    public void Sums(Traits traits, Span<float> sums)
    {
        Span<int> counts = stackalloc int[Width];
        sums.Clear();
        for (var kind = 0; kind < Traits.Kinds; kind++)
        {
            var hashes = traits[kind];
            if (hashes.Length == 0) continue;
            Count(hashes, counts);
            var weight = traits.Weight(kind);
            for (var head = 0; head < Heads.Count; head++) sums[head] += weight * Heads[head].Scale * counts[head];
        }
    }

    void Count(ReadOnlySpan<int> hashes, Span<int> counts)
    {
        var (low, high) = (Vector256<int>.Zero, Vector256<int>.Zero);
        var (third, fourth) = (Vector256<int>.Zero, Vector256<int>.Zero);
        ref var all = ref MemoryMarshal.GetArrayDataReference(weights);
        foreach (var hash in hashes)
        {
            var (lower, upper) = Vector256.Widen(Vector256.LoadUnsafe(ref all, (nuint)hash * Width));
            var (one, two) = Vector256.Widen(lower);
            var (three, four) = Vector256.Widen(upper);
            low += one;
            high += two;
            third += three;
            fourth += four;
        }
        low.CopyTo(counts);
        high.CopyTo(counts[8..]);
        third.CopyTo(counts[16..]);
        fourth.CopyTo(counts[24..]);
    }

    /// <summary>Makes one from weights of full precision, by trait within head.</summary>
    public static MeaningModel Of(string corpus, IReadOnlyList<(Head Head, IReadOnlyList<float> Weights)> trained)
    {
        var weights = new sbyte[Traits.Size * Width];
        var heads = new List<Head>();
        foreach (var (head, values) in trained)
        {
            var scale = Math.Max(1e-6f, values.Max(Math.Abs)) / sbyte.MaxValue;
            for (var trait = 0; trait < Traits.Size; trait++) weights[trait * Width + heads.Count] = (sbyte)MathF.Round(values[trait] / scale);
            heads.Add(head with { Scale = scale });
        }
        return new(corpus, heads, weights);
    }

    public MeaningModel With(IReadOnlyList<Head> heads) => new(Corpus, heads, weights);

    /// <exception cref="InvalidDataException">It is no model, or of another version.</exception>
    public static MeaningModel Open(Stream stream)
    {
        using var unpacked = new BrotliStream(stream, CompressionMode.Decompress);
        using var reader = new BinaryReader(unpacked, Encoding.UTF8);
        if (reader.ReadString() != Magic) throw new InvalidDataException("This is no screening model of this version.");
        var corpus = reader.ReadString();
        var heads = new Head[reader.ReadInt32()];
        for (var n = 0; n < heads.Length; n++) heads[n] = new(reader.ReadString(), reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle());
        var weights = new sbyte[Traits.Size * Width];
        var column = new sbyte[Traits.Size];
        for (var n = 0; n < heads.Length; n++)
        {
            unpacked.ReadExactly(MemoryMarshal.AsBytes(column.AsSpan()));
            for (var trait = 0; trait < Traits.Size; trait++) weights[trait * Width + n] = column[trait];
        }
        return new(corpus, heads, weights);
    }

    public void Save(Stream stream)
    {
        using var packed = new BrotliStream(stream, CompressionLevel.SmallestSize, leaveOpen: true);
        using var writer = new BinaryWriter(packed, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(Corpus);
        writer.Write(Heads.Count);
        foreach (var head in Heads)
        {
            writer.Write(head.Category);
            foreach (var figure in (float[])[head.Scale, head.Slope, head.Offset, head.Least, head.LeastForWriters]) writer.Write(figure);
        }
        writer.Flush();
        var column = new sbyte[Traits.Size];
        for (var n = 0; n < Heads.Count; n++)
        {
            for (var trait = 0; trait < Traits.Size; trait++) column[trait] = weights[trait * Width + n];
            packed.Write(MemoryMarshal.AsBytes(column.AsSpan()));
        }
    }
}

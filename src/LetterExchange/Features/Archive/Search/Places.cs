using System.Buffers.Binary;
using LetterExchange.Data;

namespace LetterExchange.Features.Archive;

/// <summary>A word's places in a block, as they are stored: for each letter its number within the block (two bytes) and how often the word stands in it (one).
/// The lengths of a block's letters are two bytes each, in the order of their numbers.</summary>
static class Places
{
    /// <summary>How many numbers are a block.</summary>
    public const int Block = 16_384;

    /// <summary>The bytes of a place.</summary>
    public const int Width = 3;

    /// <summary>The "word" whose places are the lengths of the letters.</summary>
    public const string Lengths = "";

    public static int BlockOf(int number) => number / Block;

    public static void Add(List<byte> places, int number, int times)
    {
        var within = number % Block;
        places.Add((byte)(within & 0xFF));
        places.Add((byte)(within >> 8));
        places.Add((byte)Math.Min(times, byte.MaxValue));
    }

    public static void AddLength(List<byte> lengths, int words)
    {
        var length = (ushort)Math.Min(words, ushort.MaxValue);
        lengths.Add((byte)(length & 0xFF));
        lengths.Add((byte)(length >> 8));
    }

    /// <summary>The length of a letter; none said is none.</summary>
    public static int Length(ReadOnlySpan<byte> lengths, int within) => within * 2 + 1 < lengths.Length ? BinaryPrimitives.ReadUInt16LittleEndian(lengths[(within * 2)..]) : 0;

    public static int Within(ReadOnlySpan<byte> places, int at) => places[at] | places[at + 1] << 8;

    /// <summary>The places without those of some letters.</summary>
    /// <param name="gone">Numbers within the block.</param>
    public static byte[] Without(byte[] places, IReadOnlySet<int> gone)
    {
        var kept = new List<byte>(places.Length);
        for (var at = 0; at + Width <= places.Length; at += Width)
            if (!gone.Contains(Within(places, at))) kept.AddRange(places.AsSpan(at, Width));
        return kept.Count == places.Length ? places : [.. kept];
    }

    /// <summary>Puts what is new behind what is stored. The two engines part here: SQLite joins bytes as if they were text, PostgreSQL takes many rows as arrays.</summary>
    public static async Task Append(Tx tx, Guid program, IReadOnlyList<(int Block, string Word, List<byte> Places)> news)
    {
        if (tx.Engine == Engine.Sqlite)
        {
            await tx.ExecuteMany("""
                INSERT INTO search_words (program_id, block, word, letters, places) VALUES (@program, @Block, @Word, @letters, @places)
                    ON CONFLICT (program_id, block, word) DO UPDATE
                   SET letters = search_words.letters + excluded.letters, places = CAST(search_words.places || excluded.places AS BLOB)
                """, news.Select(one => new { program, one.Block, one.Word, letters = Count(one.Word, one.Places), places = one.Places.ToArray() }).ToList());
            return;
        }
        await tx.Execute("""
            INSERT INTO search_words (program_id, block, word, letters, places)
            SELECT @program, n.block, n.word, n.letters, n.places FROM unnest(@blocks, @words, @letters, @places) AS n (block, word, letters, places)
                ON CONFLICT (program_id, block, word) DO UPDATE
               SET letters = search_words.letters + excluded.letters, places = search_words.places || excluded.places
            """, new
        {
            program, blocks = news.Select(one => one.Block), words = news.Select(one => one.Word), letters = news.Select(one => Count(one.Word, one.Places)),
            places = news.Select(one => one.Places.ToArray()),
        });
    }

    static int Count(string word, List<byte> places) => places.Count / (word == Lengths ? 2 : Width);
}

using System.Security.Cryptography;

namespace LetterExchange.Data;

/// <summary>Keys (UUIDv7, ordered by time) and instants (whole milliseconds), both from the clock that is handed in.</summary>
public static class Ids
{
    /// <summary>Random bytes are fetched for many keys at once: a fetch costs far more than the six bytes of a key.</summary>
    const int Stock = 1536;

    static int counter;
    [ThreadStatic] static byte[]? stock;
    [ThreadStatic] static int used;

    /// <summary>A UUIDv7 (RFC 9562). Within a millisecond this process's keys keep the order in which they were made: a counter of 32 bits
    /// stands in the places that the RFC leaves to chance (its method 1), 42 random bits follow.</summary>
    public static Guid New(this TimeProvider clock)
    {
        Span<byte> bytes = stackalloc byte[16];
        Chance(bytes[10..]);
        var milliseconds = clock.GetUtcNow().ToUnixTimeMilliseconds();
        for (var i = 0; i < 6; i++) bytes[i] = (byte)(milliseconds >> (40 - 8 * i));
        var count = (uint)Interlocked.Increment(ref counter);
        bytes[6] = (byte)(0x70 | (count >> 28));
        bytes[7] = (byte)(count >> 20);
        bytes[8] = (byte)(0x80 | ((count >> 14) & 0x3F));
        bytes[9] = (byte)(count >> 6);
        bytes[10] = (byte)((count << 2) | (bytes[10] & 3u));
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The least key that can have been made at a moment.</summary>
    public static Guid First(DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        var milliseconds = at.ToUnixTimeMilliseconds();
        for (var i = 0; i < 6; i++) bytes[i] = (byte)(milliseconds >> (40 - 8 * i));
        return new Guid(bytes, bigEndian: true);
    }

    static void Chance(Span<byte> bytes)
    {
        if (stock is null || used + bytes.Length > Stock)
        {
            stock ??= new byte[Stock];
            RandomNumberGenerator.Fill(stock);
            used = 0;
        }
        stock.AsSpan(used, bytes.Length).CopyTo(bytes);
        used += bytes.Length;
    }

    /// <summary>Now, in UTC, cut to the millisecond: what the database keeps.</summary>
    public static DateTimeOffset Now(this TimeProvider clock) =>
        DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
}

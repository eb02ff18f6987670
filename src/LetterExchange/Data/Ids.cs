namespace LetterExchange.Data;

/// <summary>Keys (UUIDv7, ordered by time) and instants (whole milliseconds), both from the clock that is handed in.</summary>
public static class Ids
{
    public static Guid New(this TimeProvider clock) => Guid.CreateVersion7(clock.GetUtcNow());

    /// <summary>Now, in UTC, cut to the millisecond: what the database keeps.</summary>
    public static DateTimeOffset Now(this TimeProvider clock) =>
        DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
}

namespace LetterExchange.Data;

/// <summary>How a sweep works through what is due: many rows in one transaction, and when that fails each row by itself,
/// so that a bad row harms nobody else. The cursor moves on in any case; a row that failed is tried again by the next run.</summary>
public static class Batches
{
    /// <param name="find">The keys of the next due rows after the last one seen, at most as many as fit a batch; an empty list ends the run.</param>
    /// <param name="move">Moves these rows in one transaction and says how many it moved; asks each again whether it is due.</param>
    /// <returns>How many rows were moved.</returns>
    public static async Task<int> Work(Func<DueKey?, Task<List<DueKey>>> find, Func<IReadOnlyList<Guid>, Task<int>> move, ILogger log, CancellationToken stopping)
    {
        var moved = 0;
        DueKey? last = null;
        while (!stopping.IsCancellationRequested && await find(last) is { Count: > 0 } keys)
        {
            last = keys[^1];
            moved += await Together(keys, move, log);
        }
        return moved;
    }

    static async Task<int> Together(List<DueKey> keys, Func<IReadOnlyList<Guid>, Task<int>> move, ILogger log)
    {
        try
        {
            return await move([.. keys.Select(key => key.Id)]);
        }
        catch (Exception failure) when (keys.Count > 1)
        {
            log.LogWarning("A batch of {Count} failed ({Failure}); each row is tried by itself", keys.Count, failure.GetType().Name);
        }
        catch (Exception failure)
        {
            log.LogError("Row {Id} could not be moved: {Failure}", keys[0].Id, failure.GetType().Name);
            return 0;
        }
        var moved = 0;
        foreach (var key in keys) moved += await Together([key], move, log);
        return moved;
    }
}

/// <summary>A due row: when it was due, and its key. The order of a sweep.</summary>
public sealed record DueKey
{
    public DateTimeOffset At { get; init; }
    public Guid Id { get; init; }
}

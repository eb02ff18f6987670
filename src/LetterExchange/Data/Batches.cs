namespace LetterExchange.Data;

/// <summary>How a sweep works through what is due: many rows in one transaction, and when that fails each row by itself,
/// so that a bad row harms nobody else. The cursor moves on in any case; a row that failed rests for a while (<see cref="StuckRows"/>).</summary>
public static class Batches
{
    /// <param name="find">The keys of the next due rows after the last one seen, at most as many as fit a batch; an empty list ends the run.</param>
    /// <param name="move">Moves these rows in one transaction and says how many it moved; asks each again whether it is due.</param>
    /// <returns>How many rows were moved.</returns>
    public static async Task<int> Work(Due due, Func<DueKey?, Task<List<DueKey>>> find, Func<IReadOnlyList<Guid>, Task<int>> move, StuckRows stuck, CancellationToken stopping)
    {
        var run = await stuck.Begin(due);
        var moved = await Work(find, move, run, stopping);
        if (!stopping.IsCancellationRequested) await run.End();
        return moved;
    }

    /// <summary>The same within a run that looks at more than this.</summary>
    public static async Task<int> Work(Func<DueKey?, Task<List<DueKey>>> find, Func<IReadOnlyList<Guid>, Task<int>> move, StuckRun run, CancellationToken stopping)
    {
        var moved = 0;
        DueKey? last = null;
        while (!stopping.IsCancellationRequested && await find(last) is { Count: > 0 } keys)
        {
            last = keys[^1];
            moved += await run.Together([.. keys.Select(key => key.Id)], move);
        }
        return moved;
    }
}

/// <summary>A due row: when it was due, and its key. The order of a sweep.</summary>
public sealed record DueKey
{
    public DateTimeOffset At { get; init; }
    public Guid Id { get; init; }
}

using System.Collections.Concurrent;

namespace LetterExchange.Data;

/// <summary>Rows that a sweep could not do. Each stays due and is left alone for a while, longer after each failure, so that it neither harms the others nor is tried
/// without end; an administrator finds it by its sweep, its id and the sort of failure. The table only tells: what is due stands in the row itself.</summary>
public sealed class StuckRows(Database db, TimeProvider clock, ILogger<StuckRows> log)
{
    /// <summary>How long a row rests after its first failure; twice as long after each further one.</summary>
    public static readonly TimeSpan First = TimeSpan.FromSeconds(30);

    /// <summary>The longest rest.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>For how long a row that was passed over is told of.</summary>
    static readonly TimeSpan Told = TimeSpan.FromDays(30);

    readonly ConcurrentDictionary<Due, ConcurrentDictionary<Guid, StuckRow>> known = new();

    /// <summary>Those that are stuck now, the longest first.</summary>
    public Task<List<StuckRow>> All(int most = 50) => db.Query<StuckRow>("SELECT sweep, row_id, code, since, last_at, again_at, tries FROM stuck_rows ORDER BY since, row_id LIMIT @most", new { most });

    /// <summary>How many are stuck now.</summary>
    public Task<int> Count() => db.Get<int>("SELECT COUNT(*) FROM stuck_rows");

    /// <summary>Whether this process knows of a stuck row of the sweep.</summary>
    internal bool Any(Due due) => known.TryGetValue(due, out var rows) && !rows.IsEmpty;

    /// <summary>Begins a run of a sweep. A process that has just started tries each stuck row at once: it may be the version that can.</summary>
    internal async Task<StuckRun> Begin(Due due)
    {
        if (!known.TryGetValue(due, out var rows))
        {
            var kept = await db.Query<StuckRow>("SELECT row_id, code, since, last_at, tries FROM stuck_rows WHERE sweep = @due AND again_at IS NOT NULL", new { due });
            rows = known.GetOrAdd(due, new ConcurrentDictionary<Guid, StuckRow>(kept.Select(row => KeyValuePair.Create(row.RowId, row))));
        }
        return new(this, due, rows, clock.Now(), log);
    }

    /// <summary>A row that a sweep has gone past for good, since others wait behind it.</summary>
    internal async Task PassOver(Due due, Guid id, Exception failure)
    {
        var (now, code) = (clock.Now(), DatabaseTrouble.CodeOf(failure));
        log.LogError("Sweep {Sweep} has passed over row {Id}: {Failure}. It is not tried again by itself", due, id, code);
        await Note(new() { Sweep = due.ToString(), RowId = id, Code = code, Since = now, LastAt = now, Tries = 1 });
        await db.Execute("DELETE FROM stuck_rows WHERE again_at IS NULL AND last_at < @old", new { old = now - Told });
    }

    internal async Task Failed(Due due, ConcurrentDictionary<Guid, StuckRow> rows, Guid id, Exception failure)
    {
        var (now, before) = (clock.Now(), rows.GetValueOrDefault(id));
        var tries = (before?.Tries ?? 0) + 1;
        var rest = tries > 8 ? Longest : First * Math.Pow(2, tries - 1);
        var row = new StuckRow { Sweep = due.ToString(), RowId = id, Code = DatabaseTrouble.CodeOf(failure), Since = before?.Since ?? now, LastAt = now, AgainAt = now + (rest < Longest ? rest : Longest), Tries = tries };
        rows[id] = row;
        log.LogError("Sweep {Sweep} could not do row {Id}: {Failure}, {Tries} times by now. The others go on; it is tried again at {Again:u}", due, id, row.Code, tries, row.AgainAt);
        await Note(row);
    }

    internal async Task Forget(Due due, ConcurrentDictionary<Guid, StuckRow> rows, IReadOnlyCollection<Guid> ids)
    {
        if (ids.Count == 0) return;
        await db.Execute("DELETE FROM stuck_rows WHERE sweep = @due AND row_id IN @ids", new { due, ids });
        foreach (var id in ids) rows.TryRemove(id, out _);
        log.LogInformation("Sweep {Sweep} is rid of {Count} rows that were stuck", due, ids.Count);
    }

    /// <summary>That it can't be noted stops nobody: it was logged.</summary>
    async Task Note(StuckRow row)
    {
        try
        {
            await db.Execute("""
                INSERT INTO stuck_rows (sweep, row_id, code, since, last_at, again_at, tries) VALUES (@Sweep, @RowId, @Code, @Since, @LastAt, @AgainAt, @Tries)
                ON CONFLICT (sweep, row_id) DO UPDATE SET code = excluded.code, last_at = excluded.last_at, again_at = excluded.again_at, tries = excluded.tries
                """, row);
        }
        catch (System.Data.Common.DbException failure)
        {
            log.LogWarning("A stuck row of {Sweep} could not be noted: {Failure}", row.Sweep, DatabaseTrouble.CodeOf(failure));
        }
    }
}

/// <summary>A row that a sweep could not do.</summary>
public sealed record StuckRow
{
    /// <summary>The sweep's name; perhaps of another version.</summary>
    public string Sweep { get; init; } = "";

    /// <summary>The key of what was due.</summary>
    public Guid RowId { get; init; }

    /// <summary>The sort of the last failure.</summary>
    public string Code { get; init; } = "";

    public DateTimeOffset Since { get; init; }
    public DateTimeOffset LastAt { get; init; }

    /// <summary>When it is tried again; nothing where it was passed over.</summary>
    public DateTimeOffset? AgainAt { get; init; }

    public int Tries { get; init; }
}

/// <summary>One run of a sweep: what it leaves alone, and what has failed in it.</summary>
public sealed class StuckRun
{
    readonly StuckRows all;
    readonly Due due;
    readonly ConcurrentDictionary<Guid, StuckRow> rows;
    readonly DateTimeOffset began;
    readonly ILogger log;
    readonly HashSet<Guid> met = [], failed = [];

    internal StuckRun(StuckRows all, Due due, ConcurrentDictionary<Guid, StuckRow> rows, DateTimeOffset began, ILogger log) =>
        (this.all, this.due, this.rows, this.began, this.log) = (all, due, rows, began, log);

    /// <summary>Rows that have failed before, resting or not.</summary>
    internal IReadOnlyCollection<Guid> Known => rows.IsEmpty ? [] : [.. rows.Keys];

    /// <summary>Rows that are left alone.</summary>
    internal IReadOnlyCollection<Guid> Resting => rows.IsEmpty ? [] : [.. rows.Keys.Where(Rests)];

    /// <summary>Moves rows in one go, and when that fails each by itself, so that a bad row harms nobody else. What is wrong with the database itself ends the run instead:
    /// the next look is the retry.</summary>
    /// <returns>How many were moved.</returns>
    public async Task<int> Together(IReadOnlyList<Guid> ids, Func<IReadOnlyList<Guid>, Task<int>> move)
    {
        if (!rows.IsEmpty)
        {
            met.UnionWith(ids.Where(rows.ContainsKey));
            ids = [.. ids.Where(id => !Rests(id))];
        }
        return ids.Count == 0 ? 0 : await Move(ids, move);
    }

    /// <summary>The same with one row.</summary>
    public Task<int> Alone(Guid id, Func<Task<int>> move) => Together([id], _ => move());

    /// <summary>A row could not be done, though nothing was thrown.</summary>
    public Task Failed(Guid id, Exception failure)
    {
        failed.Add(id);
        met.Add(id);
        return all.Failed(due, rows, id, failure);
    }

    /// <summary>Those that rest count as met: for a sweep that does not even look for them.</summary>
    public void LeaveResting() => met.UnionWith(Resting);

    /// <summary>The run has looked at all that is due: what it has not met is due no more.</summary>
    public Task End() => rows.IsEmpty ? Task.CompletedTask : all.Forget(due, rows, [.. rows.Keys.Where(id => !met.Contains(id))]);

    async Task<int> Move(IReadOnlyList<Guid> ids, Func<IReadOnlyList<Guid>, Task<int>> move)
    {
        try
        {
            var moved = await move(ids);
            if (!rows.IsEmpty) await all.Forget(due, rows, [.. ids.Where(id => rows.ContainsKey(id) && !failed.Contains(id))]);
            return moved;
        }
        catch (Exception failure) when (failure is not OperationCanceledException && DatabaseTrouble.Of(failure) is null)
        {
            if (ids.Count == 1)
            {
                await Failed(ids[0], failure);
                return 0;
            }
            log.LogWarning("A batch of {Count} failed in {Sweep} ({Failure}); each row is tried by itself", ids.Count, due, DatabaseTrouble.CodeOf(failure));
        }
        var sum = 0;
        foreach (var id in ids) sum += await Move([id], move);
        return sum;
    }

    bool Rests(Guid id) => rows.TryGetValue(id, out var row) && row.AgainAt > began;
}

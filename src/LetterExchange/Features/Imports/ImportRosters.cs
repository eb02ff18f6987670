using LetterExchange.Data;

namespace LetterExchange.Features.Imports;

/// <summary>Goes on with accepted imports, and forgets previews that have waited a day. Each line is done once; whatever interrupts a run, the next one finds what is left.</summary>
public sealed class ImportRosters(Database db, Importing importing, StuckRows stuck, TimeProvider clock) : Sweep
{
    public override Due Due => Due.Import;

    public override Task<int> Run(CancellationToken stopping) => Batches.Work(Due, Find, ids => Move(ids, stopping), stuck, stopping);

    public override string Ahead => "SELECT due_at FROM roster_imports WHERE due_at > @now ORDER BY due_at LIMIT 1";

    public override Task<DateTimeOffset?> Next(DateTimeOffset? since = null) => db.Find<DateTimeOffset?>(Ahead, new { now = since ?? clock.Now() });

    Task<List<DueKey>> Find(DueKey? last) => db.Query<DueKey>("""
        SELECT due_at AS at, id FROM roster_imports WHERE due_at <= @now AND (due_at, id) > (@at, @id) ORDER BY due_at, id LIMIT 20
        """, new { now = clock.Now(), at = last?.At ?? DateTimeOffset.UnixEpoch, id = last?.Id ?? Guid.Empty });

    async Task<int> Move(IReadOnlyList<Guid> ids, CancellationToken stopping)
    {
        var moved = 0;
        foreach (var id in ids)
        {
            if (await db.Find<RosterImport>("SELECT id, program_id, by_id, state, due_at, invite FROM roster_imports WHERE id = @id", new { id }) is not { } import) continue;
            moved += import.State == ImportState.Running ? await importing.Work(import, stopping) : await Forget(id);
        }
        return moved;
    }

    Task<int> Forget(Guid id) => db.Transact(async tx =>
    {
        if (await tx.Find<Guid?>($"SELECT i.id FROM roster_imports i WHERE i.id = @id AND i.state = 'Preview' AND i.due_at <= @now {tx.ForUpdate("i")}", new { id, now = clock.Now() }) is null) return 0;
        await ImportStore.Delete(tx, id);
        return 1;
    });
}

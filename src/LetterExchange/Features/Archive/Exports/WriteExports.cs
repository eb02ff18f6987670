using LetterExchange.Data;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Stories;

namespace LetterExchange.Features.Archive;

/// <summary>Writes exports page by page, each page in a short transaction of its own, and deletes files whose time is over. A page is in the file when its row says so: after a crash
/// the file is cut to what the row knows. One process at a time works on an export: its version decides.</summary>
public sealed class WriteExports(Database db, ProgramStore programs, StoryLibrary stories, History history, ExportFolder folder, TimeProvider clock, StuckRows stuck, ILogger<WriteExports> log) : Sweep
{
    /// <summary>How long a page may take before another process believes that its writer is dead.</summary>
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>Letters of a page.</summary>
    internal int Size { get; init; } = 200;

    /// <summary>Called after each page, for tests.</summary>
    internal Action? Turned { get; init; }

    public override Due Due => Due.Exports;

    public override string Ahead => """
        SELECT MIN(at) FROM (SELECT (SELECT work_at FROM exports WHERE work_at > @now ORDER BY work_at LIMIT 1) AS at
                             UNION ALL SELECT (SELECT delete_at FROM exports WHERE delete_at > @now ORDER BY delete_at LIMIT 1)) AS first
        """;

    public override Task<DateTimeOffset?> Next(DateTimeOffset? since = null) => db.Find<DateTimeOffset?>(Ahead, new { now = since ?? clock.Now() });

    public override async Task<int> Run(CancellationToken stopping)
    {
        var (moved, run) = (0, await stuck.Begin(Due));
        foreach (var export in await DueBy("delete_at", run)) moved += await run.Alone(export.Id, async () => await Delete(export) ? 1 : 0);
        foreach (var export in await DueBy("work_at", run)) moved += await run.Alone(export.Id, async () => await Write(export, stopping) ? 1 : 0);
        run.LeaveResting();
        if (!stopping.IsCancellationRequested) await run.End();
        return moved;
    }

    Task<List<Export>> DueBy(string column, StuckRun run) => db.Query<Export>(
        $"SELECT {Exports.Columns} FROM exports x WHERE x.{column} <= @now {(run.Resting.Count > 0 ? "AND x.id NOT IN @Resting" : "")} ORDER BY x.{column}, x.id LIMIT 50", new { now = clock.Now(), run.Resting });

    async Task<bool> Write(Export export, CancellationToken stopping)
    {
        try
        {
            if (await programs.Find(export.ProgramId) is not { } program) return false;
            for (Export? now = export; now is not null && !stopping.IsCancellationRequested;) now = await Turn(now, program);
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException && DatabaseTrouble.Of(failure) is null)
        {
            log.LogError("Export {Id} failed: {Failure}", export.Id, failure.GetType().Name);
            await db.Execute("UPDATE exports SET state = 'Failed', work_at = NULL, delete_at = 0, version = version + 1 WHERE id = @Id AND state = 'Working'", new { export.Id });
            return false;
        }
    }

    /// <summary>Writes a page. Nothing when it was the last, or when somebody else works on the export or has stopped it.</summary>
    async Task<Export?> Turn(Export export, MentoringProgram program)
    {
        if (!await StillTheirs(export)) throw new NotYoursAnyMore();
        var filter = export.Narrowed;
        var page = await db.Read(async tx =>
        {
            var finding = new Finding(tx, program, export.AskedBy, SearchOrder.Date, stories) { Size = Size, IsAll = true, Below = export.Last };
            var found = await finding.Page(SearchQuery.Parse(export.Query), filter, null);
            return (Found: found, Letters: await new ExportReading(tx, stories, export).Letters(found), Last: found.Next is null ? null : finding.Reached, Thousandths: await Reached(tx, program.Id, found.Next is null ? null : finding.Reached));
        });
        var bytes = ExportWriter.Write(export.Form, [.. page.Letters.Select(one => one.Letter)], export.Findings, export.Letters == 0);
        await Append(export, bytes);
        var next = export with { Letters = export.Letters + page.Letters.Count, Last = page.Last, Bytes = export.Bytes + bytes.Length, Thousandths = page.Thousandths, Version = export.Version + 1 };
        var isKept = await Keep(export, next, page.Letters);
        Turned?.Invoke();
        return isKept && page.Last is not null ? next : null;
    }

    Task<bool> Keep(Export export, Export next, IReadOnlyList<(ExportedLetter Letter, int Revision)> letters) => db.Transact(async tx =>
    {
        var (isDone, now) = (next.Last is null, clock.Now());
        if (!await Stand(tx, letters)) return false; // Something was erased meanwhile: the page is written again.
        var moved = await tx.Execute("""
            UPDATE exports
               SET letters = @Letters, last = @Last, bytes = @Bytes, thousandths = @Thousandths, version = version + 1, state = @state, work_at = @work, ready_at = @ready, delete_at = @delete
             WHERE id = @Id AND version = @Version AND state = 'Working' AND delete_at IS NULL
            """, new
        {
            next.Letters, next.Last, next.Bytes, next.Thousandths, export.Id, export.Version, state = isDone ? ExportState.Ready : ExportState.Working,
            work = isDone ? (DateTimeOffset?)null : now + Lease, ready = isDone ? now : (DateTimeOffset?)null, delete = isDone ? now + ExportFolder.Waits : (DateTimeOffset?)null,
        });
        if (moved == 0) return false;
        await tx.ExecuteMany("INSERT INTO export_texts (letter_id, revision, export_id) VALUES (@Id, @Revision, @export) ON CONFLICT DO NOTHING",
            letters.Select(one => new { one.Letter.Id, one.Revision, export = export.Id }).ToList());
        // Whoever has a letter in a file has looked at it.
        await history.Record(tx, [.. letters.Select(one => history.Line("letter.look", one.Letter.Id, export.AskedBy, one.Letter.PairId, export.ProgramId, "export"))]);
        if (isDone) await history.Record(tx, "export.ready", export.Id, Actor.Service, programId: export.ProgramId, codes: $"letters={next.Letters}");
        return true;
    });

    /// <summary>Whether all texts of the page are still there; held, so that an erasure comes before or after the page and never between.</summary>
    static async Task<bool> Stand(Tx tx, IReadOnlyList<(ExportedLetter Letter, int Revision)> letters)
    {
        if (letters.Count == 0) return true;
        var there = await tx.Query<(Guid, int)>($"SELECT t.letter_id, t.number FROM revision_texts t WHERE t.letter_id IN @ids ORDER BY t.letter_id, t.number {tx.ForShare("t")}", new { ids = letters.Select(one => one.Letter.Id) });
        return letters.All(one => there.Contains((one.Letter.Id, one.Revision)));
    }

    async Task Append(Export export, byte[] bytes)
    {
        folder.Make();
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new FileStream(folder.Of(export), options);
        file.SetLength(export.Bytes);
        file.Position = export.Bytes;
        await file.WriteAsync(bytes);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Deletes the file, with a record; one that is being written begins again without what was erased.</summary>
    async Task<bool> Delete(Export export)
    {
        if (File.Exists(folder.Of(export))) File.Delete(folder.Of(export));
        return await db.Transact(async tx =>
        {
            var isAgain = export.State == ExportState.Working;
            var moved = await tx.Execute("""
                UPDATE exports
                   SET state = CASE state WHEN 'Ready' THEN 'Deleted' ELSE state END, delete_at = NULL, letters = CASE state WHEN 'Working' THEN 0 ELSE letters END, last = NULL,
                       bytes = CASE state WHEN 'Working' THEN 0 ELSE bytes END, work_at = CASE state WHEN 'Working' THEN @now ELSE NULL END, version = version + 1
                 WHERE id = @Id AND version = @Version
                """, new { export.Id, export.Version, now = clock.Now() });
            if (moved == 0) return false;
            await tx.Execute("DELETE FROM export_texts WHERE export_id = @Id", new { export.Id });
            if (!isAgain) await history.Record(tx, "export.delete", export.Id, Actor.Service, programId: export.ProgramId);
            return true;
        });
    }

    /// <summary>Whether whoever asked is still a coordinator of the program.</summary>
    async Task<bool> StillTheirs(Export export) => await db.Find<int?>(
        "SELECT 1 FROM memberships m WHERE m.person_id = @AskedBy AND m.program_id = @ProgramId AND m.role = 'Coordinator' AND m.ended_at IS NULL", new { export.AskedBy, export.ProgramId }) is not null;

    static async Task<int> Reached(Tx tx, Guid program, int? number)
    {
        if (number is not { } reached) return 1000;
        var top = await tx.Get<int>("SELECT last FROM search_shelves WHERE program_id = @program", new { program });
        return (int)(1000L * (top - reached) / Math.Max(1, top));
    }
}

/// <summary>Whoever asked for the export may not have it any more.</summary>
sealed class NotYoursAnyMore() : Exception("Whoever asked is no coordinator of the program any more.");

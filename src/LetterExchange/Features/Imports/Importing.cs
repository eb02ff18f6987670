using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Imports;

/// <summary>Does what was accepted, a part at a time, each all or nothing: a process that is killed leaves whole people and parts that are still to be done. A line that
/// would be done differently by now (somebody was first) is left out and counted; one that fails harms no other.</summary>
public sealed class Importing(Database db, PartWriter writer, ProgramStore programs, History history, TimeProvider clock, ILogger<Importing> log)
{
    /// <summary>Goes on with an import until it is done, or until told to stop. Safe to run twice and on two machines: a part belongs to whoever deletes it.</summary>
    /// <returns>How many lines it has dealt with.</returns>
    public async Task<int> Work(RosterImport import, CancellationToken stopping)
    {
        var program = await programs.Find(import.ProgramId) ?? throw new InvalidOperationException($"There is no program {import.ProgramId}.");
        var parts = (await db.Query<KeptPart>("SELECT ordinal, lines FROM roster_parts WHERE import_id = @Id ORDER BY ordinal", new { import.Id })).ConvertAll(part => (part.Ordinal, Lines: ImportStore.Lines(part.Lines)));
        var lines = parts.SelectMany(part => part.Lines).ToList();
        var wanted = lines.ToDictionary(line => line.Number, line => (line.Action, Does: Essence(line)));
        var known = await db.Read(async tx =>
        {
            var read = await Known.Load(tx, program.Id, lines);
            Planner.Plan(lines, read, program.Zone);
            return read;
        });
        var run = new ImportRun(import, program, known, new SignInPool(await SignInPool.Taken(db)));
        await writer.MakeCohorts(run, lines.Where(line => wanted[line.Number].Action is LineAction.Add or LineAction.Change && !line.IsFaulty));
        var moved = 0;
        foreach (var (ordinal, part) in parts)
        {
            if (stopping.IsCancellationRequested) return moved;
            var todo = part.Where(line => wanted[line.Number].Action is LineAction.Add or LineAction.Change).ToList();
            var (same, changed) = (todo.Where(line => line.Action == LineAction.Same).ToList(), todo.Where(line => line.Action != LineAction.Same && (line.Action != wanted[line.Number].Action || Essence(line) != wanted[line.Number].Does)).ToList());
            if (!await Do(run, ordinal, part.Count, [.. todo.Except(same).Except(changed)], changed.Count)) return moved; // Another machine is at it.
            moved += part.Count;
        }
        await Finish(import);
        return moved;
    }

    async Task<bool> Do(ImportRun run, int ordinal, int count, List<RosterLine> lines, int refused)
    {
        foreach (var line in lines) run.Name(line, clock);
        try
        {
            return await Part(run, ordinal, count, lines, refused);
        }
        catch (Exception failure) when (lines.Count > 0 && failure is not OperationCanceledException)
        {
            log.LogWarning("A part of {Count} lines failed ({Failure}); each line is tried by itself", lines.Count, failure.GetType().Name);
        }
        run.Refresh(await SignInPool.Taken(db)); // Perhaps somebody was first with a name.
        foreach (var line in lines)
        {
            try
            {
                run.Name(line, clock);
                await Part(run, null, 0, [line], 0);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogWarning("Line {Line} of import {Id} could not be done: {Failure}", line.Number, run.Import.Id, failure.GetType().Name);
                line.PersonId = Guid.Empty; // Who is to be paired with them can't be.
                refused++;
            }
        }
        return await Part(run, ordinal, count, [], refused);
    }

    /// <param name="ordinal">Of the part that is done with this; nothing for a line by itself.</param>
    Task<bool> Part(ImportRun run, int? ordinal, int count, List<RosterLine> lines, int refused) => db.Transact(async tx =>
    {
        if (await tx.Find<Guid?>($"SELECT i.id FROM roster_imports i WHERE i.id = @Id AND i.state = 'Running' {tx.ForUpdate("i")}", new { run.Import.Id }) is null) return false;
        if (ordinal is not null && await tx.Execute("DELETE FROM roster_parts WHERE import_id = @Id AND ordinal = @ordinal", new { run.Import.Id, ordinal }) == 0) return false;
        var pairs = lines.Count == 0 ? 0 : await writer.Write(tx, run, lines);
        await tx.Execute("UPDATE roster_imports SET worked = worked + @count, added = added + @added, changed = changed + @changed, pairs = pairs + @pairs, refused = refused + @refused WHERE id = @Id", new
        {
            run.Import.Id, count, added = lines.Count(line => line.Action == LineAction.Add), changed = lines.Count(line => line.Action == LineAction.Change), pairs, refused,
        });
        return true;
    });

    Task Finish(RosterImport import) => db.Transact(async tx =>
    {
        var done = await tx.Execute("""
            UPDATE roster_imports SET state = 'Done', done_at = @now, due_at = NULL
             WHERE id = @Id AND state = 'Running' AND NOT EXISTS (SELECT 1 FROM roster_parts p WHERE p.import_id = @Id)
            """, new { import.Id, now = clock.Now() });
        if (done > 0) await history.Record(tx, "roster.done", import.Id, import.ById, programId: import.ProgramId);
    });

    /// <summary>What a line does, apart from a class that may have been made by now.</summary>
    static string Essence(RosterLine line) => string.Join(' ', line.Does.Where(does => does != "cohort.new"));

    sealed record KeptPart
    {
        public int Ordinal { get; init; }
        public string Lines { get; init; } = "";
    }
}

/// <summary>One run of an import: what it knows, and which names are still free.</summary>
public sealed class ImportRun(RosterImport import, MentoringProgram program, Known known, SignInPool names)
{
    SignInPool names = names;

    public RosterImport Import => import;
    public MentoringProgram Program => program;
    public Known Known => known;
    public Actor By => import.ById;

    /// <summary>Names to sign in with of those who are added.</summary>
    internal Dictionary<Guid, string> SignIns { get; } = [];

    /// <summary>Says who the line's person is: somebody who is here, or somebody new.</summary>
    internal void Name(RosterLine line, TimeProvider clock)
    {
        line.PersonId = line.Existing?.Id ?? clock.New();
        if (line.Existing is null) SignIns[line.PersonId] = line.IsMentee ? names.Take(line.GivenName, line.Surname) : SignInNames.Normal(line.Email!);
    }

    internal void Refresh(HashSet<string> taken) => names = new(taken);

    internal Guid? CohortOf(RosterLine line) => line.Cohort is not null && line.Role != Role.Mentor ? known.Cohorts[Columns.Folded(line.Cohort)].Id : null;
}

using System.Text.Json;
using System.Text.Json.Serialization;
using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Imports;

/// <summary>Lists of people on their way in: previewed, accepted, forgotten after a day. Nothing of a preview is anywhere else.</summary>
public sealed class ImportStore(Database db, History history, Wakes wakes, TimeProvider clock)
{
    /// <summary>How long a preview waits.</summary>
    public static readonly TimeSpan Waits = TimeSpan.FromDays(1);

    /// <summary>Lines of a part: what one transaction does.</summary>
    internal const int PartSize = 500;

    static readonly JsonSerializerOptions json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Converters = { new JsonStringEnumConverter() } };

    const string Fields = """
        i.id, i.program_id, i.by_id, i.kind, i.state, i.uploaded_at, i.due_at, i.accepted_at, i.done_at, i.sha256, i.notes, i.lines, i.adds, i.adults, i.changes, i.same, i.faulty, i.skip, i.invite,
        i.worked, i.added, i.changed, i.pairs, i.cohorts, i.refused
        """;

    /// <summary>Keeps what a file says as a preview, in the place of any other preview of theirs.</summary>
    /// <exception cref="NotYours">The program is not theirs.</exception>
    public async Task<Guid> Keep(MentoringProgram program, ReadRoster read, Guid by)
    {
        var lines = Planner.InOrder(read.Lines);
        await Plan(program, lines);
        var id = clock.New();
        await db.Transact(async tx =>
        {
            await Authority.OverProgram(tx, by, program.Id);
            foreach (var old in await tx.Query<Guid>("SELECT id FROM roster_imports WHERE program_id = @Id AND by_id = @by AND state = 'Preview'", new { program.Id, by })) await Delete(tx, old);
            await tx.Execute("""
                INSERT INTO roster_imports (id, program_id, by_id, kind, state, uploaded_at, due_at, sha256, notes, lines, adds, adults, changes, same, faulty)
                VALUES (@id, @program, @by, @Kind, 'Preview', @now, @until, '', @notes, @Count, 0, 0, 0, 0, 0)
                """, new { id, program = program.Id, by, read.Kind, now = clock.Now(), until = clock.Now() + Waits, notes = JsonSerializer.Serialize(read.Faults, json), lines.Count });
            await Write(tx, id, lines);
            await history.Record(tx, "roster.read", id, by, programId: program.Id, codes: $"lines={lines.Count}");
        });
        wakes.WakeAt(Due.Import, clock.Now() + Waits);
        return id;
    }

    public Task<RosterImport?> Find(Guid id) => db.Find<RosterImport>($"SELECT {Fields} FROM roster_imports i WHERE i.id = @id", new { id });

    /// <summary>A preview of theirs that waits, or an import that runs.</summary>
    public Task<RosterImport?> Waiting(Guid program, Guid by) =>
        db.Find<RosterImport>($"SELECT {Fields} FROM roster_imports i WHERE i.program_id = @program AND i.by_id = @by AND i.state <> 'Done' ORDER BY i.uploaded_at DESC LIMIT 1", new { program, by });

    /// <summary>What was imported into a program, the newest first; at most 100.</summary>
    public Task<List<RosterImport>> Past(Guid program) => db.Query<RosterImport>($"""
        SELECT {Fields}, h.given_name || ' ' || h.surname AS by_name
          FROM roster_imports i JOIN people h ON h.id = i.by_id
         WHERE i.program_id = @program AND i.state <> 'Preview'
         ORDER BY i.uploaded_at DESC, i.id DESC LIMIT 100
        """, new { program });

    public static IReadOnlyList<Fault> Notes(RosterImport import) => import.Notes.Length == 0 ? [] : JsonSerializer.Deserialize<List<Fault>>(import.Notes, json)!;

    /// <summary>Its lines that are not done yet, by their number in the file.</summary>
    public async Task<List<RosterLine>> Lines(Guid id) => [.. (await db.Read(tx => Lines(tx, id))).OrderBy(line => line.Number)];

    internal static async Task<List<RosterLine>> Lines(Tx tx, Guid id) =>
        [.. (await tx.Query<string>("SELECT lines FROM roster_parts WHERE import_id = @id ORDER BY ordinal", new { id })).SelectMany(Lines)];

    internal static IReadOnlyList<RosterLine> Lines(string part)
    {
        var kept = JsonSerializer.Deserialize<RosterPart>(part, json)!;
        foreach (var line in kept.Lines) line.Named = kept.Named;
        return kept.Lines;
    }

    /// <summary>Takes the preview at its word. What was previewed is done, by the sweep, and nothing else; if anything would be done differently by now, it is previewed anew.</summary>
    /// <param name="seen">The hash of the preview that was looked at.</param>
    /// <param name="skip">Lines with mistakes are left out.</param>
    /// <param name="invite">New adults are invited by mail.</param>
    /// <exception cref="NotYours">The program is not theirs any more.</exception>
    public async Task<Acceptance> Accept(MentoringProgram program, Guid id, string seen, bool skip, bool invite, Guid by)
    {
        if (await Find(id) is not { State: ImportState.Preview } import || import.ById != by || import.ProgramId != program.Id) return Acceptance.Gone;
        var lines = await db.Read(tx => Lines(tx, id));
        await Plan(program, lines);
        var now = Planner.Digest(lines);
        if (now != import.Sha256 || seen != now)
        {
            await db.Transact(tx => Write(tx, id, lines));
            return Acceptance.Stale;
        }
        if (import.Faulty > 0 && !skip) return Acceptance.Faulty;
        if (import.ToDo == 0) return Acceptance.Nothing;
        return await db.Transact(async tx =>
        {
            await Authority.OverProgram(tx, by, program.Id);
            var accepted = await tx.Execute("""
                UPDATE roster_imports SET state = 'Running', accepted_at = @at, due_at = @at, notes = '', skip = @skip, invite = @invite WHERE id = @id AND state = 'Preview' AND sha256 = @now
                """, new { id, at = clock.Now(), skip, invite, now });
            if (accepted == 0) return Acceptance.Gone;
            await history.Record(tx, "roster.accept", id, by, programId: program.Id, codes: $"adds={import.Adds} changes={import.Changes} skip={(skip ? import.Faulty : 0)} invite={(invite ? 1 : 0)}");
            tx.AfterCommit(() => wakes.Wake(Due.Import));
            return Acceptance.Done;
        });
    }

    /// <summary>Throws a preview away. False when there is none.</summary>
    public Task<bool> Drop(Guid id, Guid by) => db.Transact(async tx =>
    {
        if (await tx.Find<Guid?>($"SELECT i.id FROM roster_imports i WHERE i.id = @id AND i.by_id = @by AND i.state = 'Preview' {tx.ForUpdate("i")}", new { id, by }) is null) return false;
        await Delete(tx, id);
        return true;
    });

    /// <summary>Mentees that it brought and who have no words to sign in with yet.</summary>
    public Task<int> WithoutCard(Guid id) => db.Get<int>("""
        SELECT COUNT(*) FROM roster_people r JOIN people h ON h.id = r.person_id
         WHERE r.import_id = @id AND h.left_at IS NULL AND h.password_hash IS NULL AND EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = h.id AND m.role = 'Mentee' AND m.ended_at IS NULL)
        """, new { id });

    internal static async Task Delete(Tx tx, Guid id)
    {
        await tx.Execute("DELETE FROM roster_parts WHERE import_id = @id", new { id });
        await tx.Execute("DELETE FROM roster_imports WHERE id = @id", new { id });
    }

    Task Plan(MentoringProgram program, List<RosterLine> lines) => db.Read(async tx =>
    {
        Planner.Plan(lines, await Known.Load(tx, program.Id, lines), program.Zone);
        return true;
    });

    static async Task Write(Tx tx, Guid id, List<RosterLine> lines)
    {
        await tx.Execute("DELETE FROM roster_parts WHERE import_id = @id", new { id });
        var parts = lines.Chunk(PartSize).Select((part, ordinal) => new { id, ordinal, lines = JsonSerializer.Serialize(new RosterPart(part[0].Named, part), json) }).ToList();
        await tx.ExecuteMany("INSERT INTO roster_parts (import_id, ordinal, lines) VALUES (@id, @ordinal, @lines)", parts);
        var (adds, changes, same, faulty) = (Count(LineAction.Add), Count(LineAction.Change), Count(LineAction.Same), Count(LineAction.Skip));
        await tx.Execute("UPDATE roster_imports SET sha256 = @sha256, adds = @adds, adults = @adults, changes = @changes, same = @same, faulty = @faulty WHERE id = @id AND state = 'Preview'",
            new { id, sha256 = Planner.Digest(lines), adds, adults = lines.Count(line => line.Action == LineAction.Add && !line.IsMentee), changes, same, faulty });

        int Count(LineAction action) => lines.Count(line => line.Action == action);
    }
}

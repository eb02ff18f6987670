using System.Text.Json;
using LetterExchange.Data;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Archive;

/// <summary>Where files of exports lie, and for how long.</summary>
/// <param name="Path">A folder of the data directory that only this user may open.</param>
public sealed record ExportFolder(string Path)
{
    /// <summary>How long a file waits.</summary>
    public static readonly TimeSpan Waits = TimeSpan.FromDays(7);

    public string Of(Export export) => System.IO.Path.Combine(Path, $"{export.Id:N}.{export.Extension}");

    internal void Make()
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(Path);
        else Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}

/// <summary>Exports: asked for by a coordinator, written by a sweep, and had by nobody else.</summary>
public sealed class Exports(Database db, History history, ExportFolder folder, TimeProvider clock, Wakes wakes)
{
    /// <summary>How many of one person may be under way at once.</summary>
    public const int MostAtOnce = 3;

    /// <summary>How many of the last ones are listed.</summary>
    const int Listed = 50;

    internal const string Columns = "x.id, x.program_id, x.asked_by, x.asked_at, x.query, x.filter, x.form, x.names, x.findings, x.state, x.letters, x.last, x.thousandths, x.bytes, x.ready_at, x.delete_at, x.version";

    /// <summary>One's own in a program, the newest first.</summary>
    public Task<List<Export>> Of(Guid person, Guid program) => db.Query<Export>($"""
        SELECT {Columns} FROM exports x WHERE x.asked_by = @person AND x.program_id = @program ORDER BY x.asked_at DESC, x.id DESC LIMIT {Listed}
        """, new { person, program });

    public Task<Export?> Find(Guid id) => db.Find<Export>($"SELECT {Columns} FROM exports x WHERE x.id = @id", new { id });

    /// <summary>Asks for a file of all letters of a search. Nothing when <see cref="MostAtOnce"/> are under way already.</summary>
    public async Task<Guid?> Ask(MentoringProgram program, Guid person, string? query, ArchiveFilter filter, ExportForm form, bool names, bool findings)
    {
        var id = await db.Transact(async tx =>
        {
            if (await tx.Get<int>("SELECT COUNT(*) FROM exports WHERE asked_by = @person AND state = 'Working'", new { person }) >= MostAtOnce) return (Guid?)null;
            var made = clock.New();
            await tx.Execute("""
                INSERT INTO exports (id, program_id, asked_by, asked_at, query, filter, form, names, findings, state, work_at)
                VALUES (@made, @program, @person, @now, @query, @filter, @form, @names, @findings, 'Working', @now)
                """, new { made, program = program.Id, person, now = clock.Now(), query = query?.Trim() ?? "", filter = JsonSerializer.Serialize(filter), form, names, findings });
            await history.Record(tx, "export.ask", made, person, programId: program.Id, codes: $"form={form} names={(names ? 1 : 0)} findings={(findings ? 1 : 0)}");
            return made;
        });
        if (id is not null) wakes.Wake(Due.Exports);
        return id;
    }

    /// <summary>The file, which leaves the house with this; nothing where it is not there (any more).</summary>
    public async Task<Stream?> Take(Export export, Guid person)
    {
        if (!export.IsThere(clock.Now()) || !File.Exists(folder.Of(export))) return null;
        var file = new FileStream(folder.Of(export), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        await db.Transact(tx => history.Record(tx, "export.take", export.Id, person, programId: export.ProgramId));
        return file;
    }

    /// <summary>Has the file deleted now, or what is under way given up.</summary>
    public async Task Delete(Export export)
    {
        await db.Execute("UPDATE exports SET state = CASE state WHEN 'Working' THEN 'Failed' ELSE state END, work_at = NULL, delete_at = 0, version = version + 1 WHERE id = @Id AND state IN ('Working', 'Ready')", new { export.Id });
        wakes.Wake(Due.Exports);
    }
}

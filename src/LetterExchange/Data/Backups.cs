using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace LetterExchange.Data;

/// <summary>Verified copies of the database, taken while it runs: SQLite's online backup, or <c>pg_dump</c>. The newest <see cref="Kept"/> stay.</summary>
public sealed class Backups(Database db, string folder, TimeProvider clock)
{
    /// <summary>How many daily copies stay.</summary>
    public const int Kept = 7;

    string Extension => db.Engine == Engine.Sqlite ? ".db" : ".dump";

    /// <summary>Takes one copy, reads it back, and removes the oldest beyond those kept. Returns its path.</summary>
    /// <exception cref="IOException">The copy could not be taken or does not read back; what was there before stays.</exception>
    public async Task<string> Take(CancellationToken stopping = default)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"letterexchange-{clock.GetUtcNow():yyyyMMdd-HHmmss}{Extension}");
        var partial = path + ".partial";
        File.Delete(partial);
        if (db.Engine == Engine.Sqlite) CopySqlite(partial);
        else await DumpPostgres(partial, stopping);
        File.Move(partial, path, overwrite: true);
        Prune();
        return path;
    }

    /// <summary>The newest copy that lies there; nothing when there is none.</summary>
    public BackupFile? Newest()
    {
        if (!Directory.Exists(folder)) return null;
        var newest = Directory.GetFiles(folder, $"letterexchange-*{Extension}").Order(StringComparer.Ordinal).LastOrDefault();
        return newest is not null && DateTimeOffset.TryParseExact(Path.GetFileNameWithoutExtension(newest)["letterexchange-".Length..], "yyyyMMdd-HHmmss",
            System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var at) ? new(newest, at, new FileInfo(newest).Length) : null;
    }

    void CopySqlite(string path)
    {
        using var source = (SqliteConnection)db.Connect();
        using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        copy.Open();
        source.BackupDatabase(copy);
        using var check = copy.CreateCommand();
        check.CommandText = "PRAGMA journal_mode = DELETE; PRAGMA integrity_check; ";
        using var answer = check.ExecuteReader();
        answer.NextResult();
        if (!answer.Read() || answer.GetString(0) != "ok") throw new IOException("The copy of the database does not read back.");
    }

    async Task DumpPostgres(string path, CancellationToken stopping)
    {
        var to = new NpgsqlConnectionStringBuilder(db.ConnectionString);
        await Run("pg_dump", ["--format=custom", $"--file={path}", $"--host={to.Host}", $"--port={to.Port}", $"--username={to.Username}", "--no-password", to.Database ?? ""], to.Password, stopping);
        await Run("pg_restore", ["--list", path], null, stopping);
    }

    static async Task Run(string tool, string[] arguments, string? password, CancellationToken stopping)
    {
        var start = new ProcessStartInfo(tool, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        if (password is not null) start.Environment["PGPASSWORD"] = password;
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync(stopping);
            var errors = await process.StandardError.ReadToEndAsync(stopping);
            await output;
            await process.WaitForExitAsync(stopping);
            if (process.ExitCode != 0) throw new IOException($"{tool} failed: {errors.Trim()}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new IOException($"{tool} is not installed; it comes with PostgreSQL's client programs.");
        }
    }

    void Prune()
    {
        foreach (var old in Directory.GetFiles(folder, $"letterexchange-*{Extension}").OrderDescending(StringComparer.Ordinal).Skip(Kept)) File.Delete(old);
    }
}

/// <summary>A copy of the database: where it lies, when it was taken, how large it is.</summary>
public sealed record BackupFile(string Path, DateTimeOffset At, long Bytes);

using System.Globalization;
using Microsoft.Data.Sqlite;

namespace LetterExchange.Data;

/// <summary>Verified copies of the database, taken while it runs: SQLite's online backup, or <c>pg_dump</c>. All that belongs to the service is in the
/// database (letters, pictures, keys, own stories), so a copy has all of it; exports and mails written as files are not in it.</summary>
public sealed class Backups(Database db, string folder, TimeProvider clock, BackupPolicy? policy = null)
{
    const string Prefix = "letterexchange-", Stamp = "yyyyMMdd-HHmmss";

    readonly BackupPolicy policy = policy ?? new();

    string Extension => db.Engine == Engine.Sqlite ? ".db" : ".dump";

    /// <summary>Takes one copy, reads it back whole, and removes those that the policy keeps no longer.</summary>
    /// <exception cref="IOException">The copy could not be taken, does not read back, or lacks something; what was there before stays.</exception>
    public async Task<BackupFile> Take(CancellationToken stopping = default)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var now = clock.GetUtcNow();
        var file = await Write(Path.Combine(folder, Prefix + now.ToString(Stamp, CultureInfo.InvariantCulture) + Extension), now, stopping);
        Prune(now);
        return file;
    }

    /// <summary>Takes one copy into a file that the policy has nothing to do with.</summary>
    /// <exception cref="IOException">As with <see cref="Take"/>; or the file exists.</exception>
    public Task<BackupFile> TakeTo(string path, CancellationToken stopping = default)
    {
        path = Path.GetFullPath(path);
        if (Path.Exists(path)) throw new IOException($"{path} is there already; name another file.");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return Write(path, clock.GetUtcNow(), stopping);
    }

    /// <summary>The newest copy that lies there; nothing when there is none.</summary>
    public BackupFile? Newest() => All().LastOrDefault() is { } newest ? newest with { Bytes = new FileInfo(newest.Path).Length } : null;

    async Task<BackupFile> Write(string path, DateTimeOffset now, CancellationToken stopping)
    {
        var partial = $"{path}.{Environment.ProcessId}.partial";
        try
        {
            var facts = db.Engine == Engine.Sqlite ? CopySqlite(partial) : await DumpPostgres(partial, stopping);
            File.Move(partial, path, overwrite: true);
            return new(path, now, new FileInfo(path).Length) { Facts = facts };
        }
        finally
        {
            File.Delete(partial);
        }
    }

    CopyFacts CopySqlite(string path)
    {
        using var source = (SqliteConnection)db.Connect();
        var before = SqliteCopy.Facts(source);
        SqliteCopy.Take(source, path);
        var facts = SqliteCopy.Read(path);
        facts.Has(before);
        return facts;
    }

    async Task<CopyFacts> DumpPostgres(string path, CancellationToken stopping)
    {
        var tools = new PostgresTools(db.ConnectionString);
        var before = await tools.Facts(stopping);
        await tools.Dump(path, stopping);
        var facts = await PostgresTools.Read(path, stopping);
        facts.Has(before);
        return facts;
    }

    /// <summary>The oldest first.</summary>
    IReadOnlyList<BackupFile> All() => !Directory.Exists(folder) ? [] :
    [
        .. from path in Directory.GetFiles(folder, $"{Prefix}*{Extension}").Order(StringComparer.Ordinal)
           let name = Path.GetFileNameWithoutExtension(path)[Prefix.Length..]
           let at = DateTimeOffset.TryParseExact(name, Stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : (DateTimeOffset?)null
           where at is not null
           select new BackupFile(path, at.Value, 0),
    ];

    void Prune(DateTimeOffset now)
    {
        var all = All();
        var over = policy.Over(all.Select(file => file.At), now).ToHashSet();
        foreach (var old in all.Where(file => over.Contains(file.At))) File.Delete(old.Path);
    }
}

/// <summary>A copy of the database: where it lies, when it was taken, how large it is.</summary>
public sealed record BackupFile(string Path, DateTimeOffset At, long Bytes)
{
    /// <summary>What was found in it when it was read back, right after it was taken; nothing for one that was only found.</summary>
    public CopyFacts? Facts { get; init; }
}

using LetterExchange.Commands;
using LetterExchange.Data;

namespace LetterExchange.Features.Administration;

/// <summary>The checks of what the service stands on: database, clock, disk, permissions.</summary>
sealed class Examination(Database db, ServeOptions options, Backups backups, TimeProvider clock)
{
    /// <summary>In bytes: a larger file is read through only when that is asked for.</summary>
    const long Small = 300_000_000;

    /// <summary>In bytes: with less, letters are in danger.</summary>
    const long LeastFree = 200_000_000;

    const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    bool IsSqlite => db.Engine == Engine.Sqlite;

    public async Task<Diagnosis> Database()
    {
        try
        {
            if (IsSqlite && !File.Exists(Path.Combine(options.DataDirectory, Data.Database.FileName))) return new("database", Verdict.Bad, "database.none", options.DataDirectory);
            var storage = await Storage.Look(db).WaitAsync(TimeSpan.FromSeconds(10));
            return new("database", Verdict.Good, "database.good", storage.Name, storage.Version, Megabytes(storage.Bytes));
        }
        catch (Exception failure)
        {
            return new("database", Verdict.Bad, "database.bad", failure is TimeoutException ? "10 s" : DataOptions.InWords(failure, options.DataDirectory).Message);
        }
    }

    /// <summary>How large the database is.</summary>
    public async Task<long> Bytes() => (await Storage.Look(db)).Bytes;

    public Diagnosis Schema()
    {
        try
        {
            var missing = Migrations.Missing(db);
            return missing == 0 ? new("schema", Verdict.Good, "schema.good") : new("schema", Verdict.Look, "schema.old", missing);
        }
        catch (DatabaseTooNew newer)
        {
            return new("schema", Verdict.Bad, "schema.new", newer.Migration);
        }
    }

    public Task<Diagnosis> Soundness(bool thorough) => IsSqlite ? SqliteSoundness(thorough) : PostgresSoundness();

    async Task<Diagnosis> SqliteSoundness(bool thorough)
    {
        var mode = await db.Get<string>("PRAGMA journal_mode");
        if (mode != "wal") return new("soundness", Verdict.Bad, "soundness.nolog", mode);
        if (!thorough && await Bytes() > Small)
            return backups.Newest() is { } copy ? new("soundness", Verdict.Good, "soundness.large", Megabytes(await Bytes()), (long)(clock.GetUtcNow() - copy.At).TotalHours) : new("soundness", Verdict.Look, "soundness.unread", Megabytes(await Bytes()));
        var found = await db.Get<string>("PRAGMA quick_check(1)");
        return found == "ok" ? new("soundness", Verdict.Good, "soundness.good") : new("soundness", Verdict.Bad, "soundness.damaged", found);
    }

    async Task<Diagnosis> PostgresSoundness()
    {
        if (await db.Get<bool>("SELECT pg_is_in_recovery() OR current_setting('default_transaction_read_only') = 'on'")) return new("soundness", Verdict.Bad, "soundness.standby");
        var failures = await db.Get<long>("SELECT COALESCE(MAX(checksum_failures), 0)::bigint FROM pg_stat_database WHERE datname = current_database()");
        if (failures > 0) return new("soundness", Verdict.Bad, "soundness.checksums", failures);
        return new("soundness", Verdict.Good, await db.Get<string>("SELECT current_setting('data_checksums')") == "on" ? "soundness.pages" : "soundness.unchecked");
    }

    /// <summary>Events are keyed by time, so the newest is the last of its index.</summary>
    public async Task<Diagnosis> Clock()
    {
        var newest = await db.Find<DateTimeOffset?>(await Has("events") ? "SELECT at FROM events ORDER BY id DESC LIMIT 1" : "SELECT NULL");
        if (newest is { } at && at - clock.GetUtcNow() is var ahead && ahead > TimeSpan.FromMinutes(1)) return new("clock", Verdict.Bad, "clock.back", (long)ahead.TotalMinutes);
        var apart = await Apart();
        return apart < 2 ? new("clock", Verdict.Good, "clock.good") : new("clock", apart < 60 ? Verdict.Look : Verdict.Bad, "clock.apart", apart);
    }

    /// <summary>How many seconds this machine's clock and the database's are apart; SQLite's is this machine's.</summary>
    async Task<long> Apart()
    {
        if (IsSqlite) return 0;
        var theirs = await db.Get<DateTimeOffset>("SELECT (EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::bigint");
        return (long)(TimeProvider.System.GetUtcNow() - theirs).Duration().TotalSeconds;
    }

    async Task<bool> Has(string table) => await db.Find<int?>(IsSqlite ? "SELECT 1 FROM sqlite_master WHERE name = @table" : "SELECT 1 FROM pg_class WHERE relname = @table AND relnamespace = 'public'::regnamespace", new { table }) is not null;

    public async Task<Diagnosis> History(bool thorough)
    {
        var waiting = await db.Find<DateTimeOffset?>("SELECT MIN(e.at) FROM unsealed_events u JOIN events e ON e.id = u.event_id");
        if (waiting is { } since && clock.GetUtcNow() - since is var waited && waited > TimeSpan.FromMinutes(10)) return new("history", Verdict.Look, "history.late", (long)waited.TotalMinutes);
        if (thorough && await new Seals(db).FirstBroken() is { } link) return new("history", Verdict.Bad, "history.broken", link);
        var count = await db.Get<long>("SELECT number FROM seal_head WHERE id = 1");
        return new("history", Verdict.Good, thorough ? "history.whole" : "history.good", count);
    }

    /// <param name="database">How large the database is: a copy of it needs as much.</param>
    public Diagnosis Disk(long database)
    {
        try
        {
            var there = new DirectoryInfo(options.DataDirectory);
            while (!there.Exists && there.Parent is { } parent) there = parent; // It is made where it is missing.
            var free = new DriveInfo(there.FullName).AvailableFreeSpace;
            var wanted = LeastFree + (database * 3 / 2);
            return free < LeastFree ? new("disk", Verdict.Bad, "disk.full", Megabytes(free), options.DataDirectory)
                : free < wanted ? new("disk", Verdict.Look, "disk.little", Megabytes(free), options.DataDirectory, Megabytes(wanted))
                : new("disk", Verdict.Good, "disk.good", Megabytes(free), options.DataDirectory);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new("disk", Verdict.Bad, "disk.unknown", options.DataDirectory, failure.Message);
        }
    }

    /// <summary>Letters and the keys of sessions lie in the database and its copies; without it, in PostgreSQL, only the copies are here.</summary>
    public Diagnosis Access()
    {
        if (!Directory.Exists(options.DataDirectory)) return new("access", Verdict.Look, "access.none", options.DataDirectory);
        if (!CanWrite()) return new("access", Verdict.Bad, "access.shut", options.DataDirectory);
        if (OperatingSystem.IsWindows() || (File.GetUnixFileMode(options.DataDirectory) & Others) == 0) return new("access", Verdict.Good, "access.good", options.DataDirectory);
        // A folder that others may enter is well as long as they can read nothing that is in it.
        string[] secret = [Path.Combine(options.DataDirectory, Data.Database.FileName), Path.Combine(options.DataDirectory, "backups"), Path.Combine(options.DataDirectory, "mail")];
        foreach (var path in secret)
            if (Path.Exists(path) && (File.GetUnixFileMode(path) & Others) != 0) return new("access", Verdict.Look, "access.open", path, options.DataDirectory);
        return new("access", Verdict.Good, "access.good", options.DataDirectory);
    }

    bool CanWrite()
    {
        try
        {
            var probe = Path.Combine(options.DataDirectory, $".probe-{Environment.ProcessId}");
            File.WriteAllText(probe, "x");
            File.Delete(probe);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    static long Megabytes(long bytes) => bytes / 1_000_000;
}

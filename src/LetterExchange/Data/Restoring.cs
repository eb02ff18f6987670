using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace LetterExchange.Data;

/// <summary>Puts a copy in the place of the database. The copy is checked whole first; it is brought forward when it is older, refused when it is newer.
/// What was erased since the copy was taken is erased again, as far as the database that goes can still say it.</summary>
/// <param name="directory">The data directory; who calls keeps other processes off it.</param>
/// <param name="connection">PostgreSQL; without it, SQLite in the data directory.</param>
public sealed class Restoring(string directory, string? connection, TimeProvider clock)
{
    readonly string file = Path.Combine(directory, Database.FileName);

    Engine Engine => string.IsNullOrWhiteSpace(connection) ? Engine.Sqlite : Engine.Postgres;

    /// <summary>Restores the copy.</summary>
    /// <param name="overwrite">Whether a database that holds anything may be replaced.</param>
    /// <exception cref="IOException">In words: why nothing was changed.</exception>
    /// <exception cref="DatabaseTooNew">The copy is from a newer program; nothing was changed.</exception>
    public async Task<Restored> From(string copy, bool overwrite, CancellationToken stopping)
    {
        var facts = await Check(copy, stopping);
        return Engine == Engine.Sqlite ? await IntoSqlite(copy, facts, overwrite) : await IntoPostgres(copy, facts, overwrite, stopping);
    }

    async Task<CopyFacts> Check(string copy, CancellationToken stopping)
    {
        if (!File.Exists(copy)) throw new IOException($"There is no file {copy}.");
        var kind = await KindOf(copy, stopping) ?? throw new IOException($"{copy} is neither a SQLite database nor a dump of pg_dump; nothing was changed.");
        if (kind != Engine)
            throw new IOException(kind == Engine.Postgres ? $"{copy} is a dump of PostgreSQL: name the database that it is for with --database." : $"{copy} is a SQLite database: restore it without --database.");
        var facts = kind == Engine.Sqlite ? SqliteCopy.Read(copy) : await PostgresTools.Read(copy, stopping);
        if (!facts.IsOurs) throw new IOException($"{copy} is no database of LetterExchange; nothing was changed.");
        Migrations.Check(kind, facts.Migrations);
        return facts;
    }

    static async Task<Engine?> KindOf(string copy, CancellationToken stopping)
    {
        var head = new byte[16];
        await using var bytes = File.OpenRead(copy);
        await bytes.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, stopping);
        return head.AsSpan().StartsWith("SQLite format 3\0"u8) ? Engine.Sqlite : head.AsSpan().StartsWith("PGDMP"u8) ? Engine.Postgres : null;
    }

    async Task<Restored> IntoSqlite(string copy, CopyFacts facts, bool overwrite)
    {
        var holds = File.Exists(file) && await SqliteHolds();
        if (holds && !overwrite) throw new IOException($"The database in {directory} is not empty; nothing was changed. Say --overwrite to replace it: it is kept beside the new one.");
        var erasures = holds ? await Known(() => new SqliteDatabase(file), SqliteFacts) : [];
        var made = file + ".restoring";
        using (var source = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = copy, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString()))
        {
            source.Open();
            SqliteCopy.Take(source, made);
        }
        int applied;
        await using (var db = new SqliteDatabase(made))
        {
            Migrations.Apply(db, clock, copyFirst: false);
            applied = await Erasures.Apply(db, erasures ?? []);
        }
        if (File.Exists(made + "-wal")) throw new IOException($"{made} could not be closed; nothing was changed.");
        var kept = holds ? Path.Combine(directory, $"letterexchange-replaced-{clock.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}.db") : null;
        Replace(made, kept);
        return new(facts) { Kept = kept, Erased = applied, ErasuresUnknown = erasures is null };
    }

    /// <summary>The log of the one that goes, first: beside the new file it would be taken for its own, and ruin it.</summary>
    void Replace(string made, string? kept)
    {
        foreach (var end in new[] { "-shm", "-wal", "" })
        {
            if (!File.Exists(file + end)) continue;
            if (kept is null || end == "-shm") File.Delete(file + end);
            else File.Move(file + end, kept + end);
        }
        File.Move(made, file);
    }

    /// <summary>A file that can't be read counts as one that holds something.</summary>
    async Task<bool> SqliteHolds()
    {
        try
        {
            await using var db = new SqliteDatabase(file);
            return await Holds(db, SqliteFacts(db).Tables);
        }
        catch (SqliteException)
        {
            return true;
        }
    }

    static CopyFacts SqliteFacts(Database db)
    {
        using var open = (SqliteConnection)db.Connect();
        return SqliteCopy.Facts(open);
    }

    async Task<Restored> IntoPostgres(string copy, CopyFacts facts, bool overwrite, CancellationToken stopping)
    {
        var tools = new PostgresTools(connection!);
        var now = await tools.Facts(stopping);
        if (now.Tables.Count > 0 && !now.IsOurs) throw new IOException("The database of the connection string holds tables that are not LetterExchange's; nothing was changed. Make another with createdb.");
        var holds = now.IsOurs && await Asked(db => Holds(db, now.Tables));
        if (holds && !overwrite) throw new IOException("The database of the connection string is not empty; nothing was changed. Restore into an empty one (createdb), or say --overwrite to drop what is in it.");
        if (await SomebodyElse(stopping))
            throw new IOException("A LetterExchange is connected to the database; nothing was changed. Stop it first, on every machine.");
        var erasures = holds ? await Known(() => new PostgresDatabase(connection!), _ => now) : [];
        await tools.Restore(copy, stopping);
        var applied = await Asked(async db =>
        {
            Migrations.Apply(db, clock);
            var count = await Erasures.Apply(db, erasures ?? []);
            using var open = db.Connect();
            using var analyze = open.CreateCommand();
            (analyze.CommandText, analyze.CommandTimeout) = ("ANALYZE", 0); // A dump has no statistics.
            await analyze.ExecuteNonQueryAsync(stopping);
            return count;
        });
        return new(facts) { Erased = applied, ErasuresUnknown = erasures is null };
    }

    /// <summary>Whether a service is connected. One that has just been stopped is given a moment to be gone.</summary>
    async Task<bool> SomebodyElse(CancellationToken stopping)
    {
        for (var looks = 0; looks < 20; looks++)
        {
            if (await Asked(db => db.Get<int>("SELECT COUNT(*)::int FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'LetterExchange'")) == 0) return false;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, stopping);
        }
        return true;
    }

    async Task<T> Asked<T>(Func<Database, Task<T>> question)
    {
        // No connection stays behind in the pool, which the next question would take for somebody else's.
        await using var db = new PostgresDatabase(new NpgsqlConnectionStringBuilder(connection!) { Pooling = false }.ToString());
        return await question(db);
    }

    static async Task<bool> Holds(Database db, IReadOnlySet<string> tables)
    {
        foreach (var table in new[] { "programs", "people" })
            if (tables.Contains(table) && await db.Find<int?>($"SELECT 1 FROM {table} LIMIT 1") is not null) return true;
        return false;
    }

    /// <summary>What the database that goes knows to have been erased; nothing when it can't say it any more.</summary>
    static async Task<IReadOnlyList<Erasure>?> Known(Func<Database> open, Func<Database, CopyFacts> facts)
    {
        try
        {
            await using var db = open();
            return await Erasures.Read(db, facts(db).Tables);
        }
        catch (Exception failure) when (failure is SqliteException or NpgsqlException)
        {
            return null;
        }
    }
}

/// <summary>What was restored.</summary>
/// <param name="Facts">What was in the copy.</param>
public sealed record Restored(CopyFacts Facts)
{
    /// <summary>Where the replaced SQLite file lies; nothing where there was none that held anything.</summary>
    public string? Kept { get; init; }

    /// <summary>How many erasures that came after the copy were applied to it.</summary>
    public int Erased { get; init; }

    /// <summary>Whether the replaced database was too damaged to say what had been erased.</summary>
    public bool ErasuresUnknown { get; init; }
}

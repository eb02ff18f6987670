using DbUp;
using DbUp.Builder;
using DbUp.Engine;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace LetterExchange.Data;

/// <summary>Forward-only numbered migrations. A name ends in <c>.sqlite.sql</c>, <c>.postgres.sql</c>, or, where one text serves both, in <c>.sql</c>.</summary>
public static class Migrations
{
    const long Lock = 0x1E77E4_0001;
    const int Tries = 5;

    /// <summary>Brings the database to this program's version: of processes that start at once over one PostgreSQL, one does it and the others wait. An existing SQLite
    /// file is copied into <c>backups</c> beside it first.</summary>
    /// <param name="copyFirst">Whether it is; not where the file is a copy itself.</param>
    /// <exception cref="DatabaseTooNew">A newer program has been here.</exception>
    /// <exception cref="MigrationFailed">What it did was rolled back.</exception>
    public static void Apply(Database database, TimeProvider clock, bool copyFirst = true)
    {
        using var alone = Alone(database);
        var upgrader = Upgrader(database);
        var done = upgrader.GetExecutedScripts();
        Check(database.Engine, done);
        if (!upgrader.IsUpgradeRequired()) return;
        if (copyFirst && database is SqliteDatabase && done.Count > 0) BackUp(database, clock);
        var result = upgrader.PerformUpgrade();
        for (var tries = 1; tries < Tries && result.Error is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected }; tries++) result = upgrader.PerformUpgrade(); // With what other processes do meanwhile.
        if (!result.Successful) throw new MigrationFailed(result.ErrorScript?.Name, result.Error);
    }

    /// <summary>Waits until no other process changes the tables of this PostgreSQL, and keeps others from it until disposed. A SQLite file has one process anyway.</summary>
    public static IDisposable? Alone(Database database)
    {
        if (database.Engine == Engine.Sqlite) return null;
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false, CommandTimeout = 0 }.ToString());
        try
        {
            connection.Open();
            using var command = new NpgsqlCommand($"SELECT pg_advisory_lock({Lock})", connection);
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Whether this program's migrations have all been applied.</summary>
    public static bool UpToDate(Database database) => !Upgrader(database).IsUpgradeRequired();

    /// <summary>Makes sure that this program knows every migration that a database has seen.</summary>
    /// <exception cref="DatabaseTooNew">It does not.</exception>
    public static void Check(Engine engine, IEnumerable<string> done)
    {
        var known = Names(engine);
        if (done.LastOrDefault(name => !known.Contains(name)) is { } unknown) throw new DatabaseTooNew(unknown);
    }

    /// <summary>How many of this program's migrations a database still lacks that has seen these.</summary>
    public static int Missing(Engine engine, IReadOnlyList<string> done) => Names(engine).Except(done).Count();

    /// <summary>How many of this program's migrations the database still lacks.</summary>
    /// <exception cref="DatabaseTooNew">It has one that this program does not know.</exception>
    public static int Missing(Database database)
    {
        var done = Upgrader(database).GetExecutedScripts();
        Check(database.Engine, done);
        return Missing(database.Engine, done);
    }

    static UpgradeEngine Upgrader(Database database)
    {
        var target = database.Engine == Engine.Sqlite
            ? DeployChanges.To.SqliteDatabase(database.ConnectionString)
            : DeployChanges.To.PostgresqlDatabase(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ToString()); // One that lay in a pool may have been broken since.
        return target.WithScripts(Scripts(database.Engine)).WithTransactionPerScript().WithVariablesDisabled().LogToNowhere().Build();
    }

    static HashSet<string> Names(Engine engine) => [.. Scripts(engine).Select(script => script.Name)];

    static IEnumerable<SqlScript> Scripts(Engine engine)
    {
        var assembly = typeof(Migrations).Assembly;
        const string prefix = "LetterExchange.Data.Migrations.";
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && Serves(name, engine))
            .Order(StringComparer.Ordinal)
            .Select(name => SqlScript.FromStream(name[prefix.Length..], assembly.GetManifestResourceStream(name)!));
    }

    static bool Serves(string name, Engine engine) =>
        name.EndsWith(".sqlite.sql", StringComparison.Ordinal) ? engine == Engine.Sqlite
        : name.EndsWith(".postgres.sql", StringComparison.Ordinal) ? engine == Engine.Postgres
        : name.EndsWith(".sql", StringComparison.Ordinal);

    static void BackUp(Database database, TimeProvider clock)
    {
        using var source = (SqliteConnection)database.Connect();
        var folder = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(source.DataSource))!, "backups");
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"before-migration-{clock.GetUtcNow():yyyyMMdd-HHmmss-fff}.db");
        SqliteCopy.Take(source, path);
    }
}

/// <summary>A migration could not be applied.</summary>
public sealed class MigrationFailed(string? migration, Exception cause) : Exception($"The migration {migration} failed and was rolled back: {cause.Message}", cause);

/// <summary>The database was written by a newer version of this program.</summary>
public sealed class DatabaseTooNew(string migration) : Exception(
    $"This database was written by a newer version of LetterExchange (it has the migration {migration}). Install that version or a later one; nothing was changed.")
{
    /// <summary>The one that this program does not know.</summary>
    public string Migration => migration;
}

using LetterExchange.Data;
using Microsoft.Extensions.Time.Testing;

namespace LetterExchange.Tests.Ground;

/// <summary>A fresh migrated database for a test, of either engine: a copy of a template that is made once a run.</summary>
public static class Databases
{
    /// <summary>The engines that every store test runs on.</summary>
    public static readonly Engine[] All = [Engine.Sqlite, Engine.Postgres];

    const string Template = "letterexchange";
    static readonly string Folder = Directory.CreateTempSubdirectory("letterexchange-tests-").FullName;
    static readonly Lazy<Task<string>> SqliteTemplate = new(() => Migrated(Path.Combine(Folder, "template.db")));
    static int copies;

    /// <summary>An empty database of its own. Give it back with <see cref="Drop"/>: the next test may get it again, emptied.</summary>
    public static async Task<Database> Fresh(Engine engine)
    {
        if (engine == Engine.Postgres) return new PostgresDatabase(await (await PostgresCluster.Shared).NewDatabase(Template, MigratedPostgres));
        var path = Path.Combine(Folder, $"{Interlocked.Increment(ref copies)}.db");
        await Lay(path);
        return new SqliteDatabase(path, throwaway: true);
    }

    /// <summary>Lays an empty SQLite database at a path.</summary>
    public static async Task Lay(string path) => File.Copy(await SqliteTemplate.Value, path);

    public static async Task Drop(Database database)
    {
        var connectionString = database.ConnectionString;
        await database.DisposeAsync();
        if (database.Engine == Engine.Postgres) await GiveBack(connectionString);
        else foreach (var file in Directory.GetFiles(Folder, Path.GetFileName(new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(connectionString).DataSource) + "*")) File.Delete(file);
    }

    /// <summary>Gives back a PostgreSQL database by its connection string, when nobody uses it any more.</summary>
    public static async Task GiveBack(string postgres) => await (await PostgresCluster.Shared).GiveBack(Template, postgres);

    /// <summary>Removes what the run has left.</summary>
    internal static void Clear() => Directory.Delete(Folder, recursive: true);

    static async Task<string> Migrated(string path)
    {
        await using var database = new SqliteDatabase(path, throwaway: true);
        Migrations.Apply(database, new FakeTimeProvider());
        return path;
    }

    static async Task MigratedPostgres(string connectionString)
    {
        await using var database = new PostgresDatabase(connectionString);
        Migrations.Apply(database, new FakeTimeProvider());
    }
}

using LetterExchange.Commands.Auditing;
using LetterExchange.Commands.Simulate;
using LetterExchange.Data;
using LetterExchange.Tests.Ground;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace LetterExchange.Tests.Commands.Simulate;

/// <summary>A small season, played once on an engine. Its copies have lost all constraints and triggers, so that anything can be planted in them.</summary>
public sealed class PlayedSeason : IAsyncDisposable
{
    static readonly SeasonSize Size = new(Pairs: 30, Rounds: 2, Seed: 5);
    readonly Database played;

    PlayedSeason(Database played, Evidence evidence, IReadOnlyDictionary<string, long> counts) => (this.played, Evidence, Counts) = (played, evidence, counts);

    public Evidence Evidence { get; }

    /// <summary>What was done in it.</summary>
    public IReadOnlyDictionary<string, long> Counts { get; }

    /// <summary>Itself, constraints and all.</summary>
    public Task<IReadOnlyDictionary<string, long>> Audit() => new Audit(played, Evidence).Run();

    public static async Task<PlayedSeason> On(Engine engine)
    {
        var db = await Databases.Fresh(engine);
        var evidence = await SimulatedSeason.Play(db, Size, _ => { }, CancellationToken.None);
        return new(db, evidence, await Report.Count(db));
    }

    /// <summary>A copy without constraints. Give it back with <see cref="Databases.Drop"/>.</summary>
    public async Task<Database> Copy()
    {
        var copy = await Databases.Fresh(played.Engine);
        var tables = await played.Query<string>(played.Engine == Engine.Sqlite
            ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            : "SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
        if (played.Engine == Engine.Sqlite) await CopySqlite(copy, tables);
        else await CopyPostgres(copy, tables);
        return copy;
    }

    async Task CopySqlite(Database copy, List<string> tables)
    {
        var from = new SqliteConnectionStringBuilder(played.ConnectionString).DataSource;
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder(copy.ConnectionString) { ForeignKeys = false }.ToString());
        await connection.OpenAsync();
        await Do(connection, $"PRAGMA synchronous = OFF; ATTACH DATABASE '{from}' AS played; BEGIN");
        foreach (var table in tables) await Do(connection, $"DROP TABLE {table}; CREATE TABLE {table} AS SELECT * FROM played.{table}");
        await Do(connection, "COMMIT");
    }

    async Task CopyPostgres(Database copy, List<string> tables)
    {
        await using var from = new NpgsqlConnection(played.ConnectionString);
        await using var to = new NpgsqlConnection(copy.ConnectionString);
        await from.OpenAsync();
        await to.OpenAsync();
        foreach (var table in tables)
        {
            await Do(to, $"CREATE TABLE loose AS TABLE {table}; DROP TABLE {table} CASCADE; ALTER TABLE loose RENAME TO {table}; TRUNCATE {table}");
            await using var rows = await from.BeginRawBinaryCopyAsync($"COPY {table} TO STDOUT (FORMAT BINARY)");
            await using var into = await to.BeginRawBinaryCopyAsync($"COPY {table} FROM STDIN (FORMAT BINARY)");
            await rows.CopyToAsync(into);
        }
    }

    static async Task Do(System.Data.Common.DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync() => await Databases.Drop(played);
}

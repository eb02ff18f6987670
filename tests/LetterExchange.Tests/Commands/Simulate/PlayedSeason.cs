using LetterExchange.Commands.Auditing;
using LetterExchange.Commands.Simulate;
using LetterExchange.Data;
using LetterExchange.Tests.Ground;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace LetterExchange.Tests.Commands.Simulate;

/// <summary>A small season, played once on an engine, and a copy of it that has lost all constraints and triggers, so that anything can be planted in it.</summary>
public sealed class PlayedSeason : IAsyncDisposable
{
    static readonly SeasonSize Size = new(Pairs: 30, Rounds: 2, Seed: 7);
    // What the audit looks things up by: the copy's unique keys are gone, and with them their indexes.
    static readonly (string Table, string Columns)[] looked =
    [
        ("events", "id"), ("events", "subject_id"), ("events", "pair_id"), ("seals", "number"), ("seals", "event_id"), ("letters", "id"), ("letters", "turn_id"), ("turns", "id"),
        ("pairs", "id"), ("notices", "subject_id"), ("deliveries", "letter_id"), ("decisions", "letter_id"), ("releases", "letter_id"), ("revisions", "letter_id, number"),
        ("revision_texts", "letter_id, number"), ("drafts", "letter_id"), ("assignments", "pair_id"), ("consents", "mentee_id"), ("clearances", "mentor_id"),
    ];

    readonly Database played, loose;

    PlayedSeason(Database played, Database loose, Evidence evidence, IReadOnlyDictionary<string, long> counts) =>
        (this.played, this.loose, Evidence, Counts) = (played, loose, evidence, counts);

    public Evidence Evidence { get; }

    /// <summary>What was done in it.</summary>
    public IReadOnlyDictionary<string, long> Counts { get; }

    /// <summary>Itself, constraints and all.</summary>
    public Task<IReadOnlyDictionary<string, long>> Audit() => new Audit(played, Evidence).Run();

    public static async Task<PlayedSeason> On(Engine engine)
    {
        var db = await Databases.Fresh(engine);
        var evidence = await SimulatedSeason.Play(db, Size, _ => { }, CancellationToken.None);
        return new(db, await Copy(db), evidence, await Report.Count(db));
    }

    /// <summary>The copy, as it is until this is disposed of.</summary>
    public Planting Plant() => new(loose);

    static async Task<Database> Copy(Database played)
    {
        var copy = await Databases.Fresh(played.Engine);
        var tables = await played.Query<string>(played.Engine == Engine.Sqlite
            ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            : "SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
        if (played.Engine == Engine.Sqlite) await CopySqlite(played, copy, tables);
        else await CopyPostgres(played, copy, tables);
        foreach (var (table, columns) in looked) await copy.Execute($"CREATE INDEX loose_{table}_{columns.Replace(", ", "_")} ON {table} ({columns})");
        return copy;
    }

    static async Task CopySqlite(Database played, Database copy, List<string> tables)
    {
        var from = new SqliteConnectionStringBuilder(played.ConnectionString).DataSource;
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder(copy.ConnectionString) { ForeignKeys = false }.ToString());
        await connection.OpenAsync();
        await Do(connection, $"PRAGMA synchronous = OFF; ATTACH DATABASE '{from}' AS played; BEGIN");
        foreach (var table in tables) await Do(connection, $"DROP TABLE {table}; CREATE TABLE {table} AS SELECT * FROM played.{table}");
        await Do(connection, "COMMIT");
    }

    static async Task CopyPostgres(Database played, Database copy, List<string> tables)
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

    public async ValueTask DisposeAsync()
    {
        await Databases.Drop(loose);
        await Databases.Drop(played);
    }
}

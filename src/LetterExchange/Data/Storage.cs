namespace LetterExchange.Data;

/// <summary>What the data lies in, and how much there is.</summary>
public sealed record Storage
{
    /// <summary>The engine's name.</summary>
    public string Name { get; init; } = "";

    public string Version { get; init; } = "";

    /// <summary>Bytes on disk; SQLite's write-ahead log is not counted.</summary>
    public long Bytes { get; init; }

    public static async Task<Storage> Look(Database db) => db.Engine == Engine.Sqlite
        ? new()
        {
            Name = "SQLite", Version = await db.Get<string>("SELECT sqlite_version()"),
            Bytes = await db.Get<long>("SELECT c.page_count * s.page_size FROM pragma_page_count() AS c, pragma_page_size() AS s"),
        }
        : new()
        {
            Name = "PostgreSQL", Version = (await db.Get<string>("SELECT current_setting('server_version')")).Split(' ')[0],
            Bytes = await db.Get<long>("SELECT pg_database_size(current_database())"),
        };
}

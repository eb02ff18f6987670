using System.Data.Common;

namespace LetterExchange.Data;

/// <summary>The one door to the database. <see cref="Read"/> sees one consistent state; <see cref="Transact{T}"/> is all or nothing.
/// The work handed in may be run again (after a deadlock, or when a common commit failed), so it touches nothing but its <see cref="Tx"/>.</summary>
public abstract class Database : IAsyncDisposable
{
    /// <summary>Which of the two engines this is; only locking hints, full-text search and catalogues may ask.</summary>
    public abstract Engine Engine { get; }

    /// <summary>A connection string for tools that need one of their own (migrations, backup, Hangfire's storage). Holds secrets: never log it.</summary>
    public abstract string ConnectionString { get; }

    /// <summary>Reads from one consistent state of the database.</summary>
    public abstract Task<T> Read<T>(Func<Tx, Task<T>> work);

    /// <summary>Runs the work in one transaction; an exception rolls back all of it.</summary>
    public abstract Task<T> Transact<T>(Func<Tx, Task<T>> work);

    /// <summary>Reads by one statement, which sees one consistent state by itself: a transaction around it would only cost more.</summary>
    public abstract Task<T> One<T>(Func<Tx, Task<T>> statement);

    /// <summary>A plain open connection, for the few tools that must have one; dispose it.</summary>
    public abstract DbConnection Connect();

    public Task Transact(Func<Tx, Task> work) => Transact(async tx =>
    {
        await work(tx);
        return true;
    });

    public Task<List<T>> Query<T>(string sql, object? args = null) => One(tx => tx.Query<T>(sql, args));

    public Task<T?> Find<T>(string sql, object? args = null) => One(tx => tx.Find<T>(sql, args));

    public Task<T> Get<T>(string sql, object? args = null) => One(tx => tx.Get<T>(sql, args));

    public Task<int> Execute(string sql, object? args = null) => Transact(tx => tx.Execute(sql, args));

    public abstract ValueTask DisposeAsync();

    /// <summary>What the SQLite database in a data directory is called.</summary>
    public const string FileName = "letterexchange.db";

    /// <summary>Opens SQLite in the data directory, or PostgreSQL when a connection string is given.</summary>
    /// <param name="throwaway">Whether the data directory is deleted after its use, by a process that does one thing after the other.</param>
    public static Database Open(string? connectionString, string dataDirectory, bool throwaway = false) =>
        string.IsNullOrWhiteSpace(connectionString)
            ? throwaway ? new SqliteAlone(Path.Combine(dataDirectory, FileName)) : new SqliteDatabase(Path.Combine(dataDirectory, FileName))
            : new PostgresDatabase(connectionString);
}

/// <summary>The two databases that the service runs on.</summary>
public enum Engine { Sqlite, Postgres }

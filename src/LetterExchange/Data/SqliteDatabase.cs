using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace LetterExchange.Data;

/// <summary>SQLite in WAL mode with <c>synchronous=FULL</c>: readers from a pool, one writer that commits waiting transactions together.</summary>
public sealed class SqliteDatabase : Database
{
    const int Readers = 16;

    /// <summary>Pages that a connection keeps by itself, in kB. The readers' are few: what they read lies in the machine's own cache too, and sixteen times as much would be half of the service's memory.</summary>
    const int CacheOfReader = 4_000, CacheOfWriter = 32_000;

    readonly ConcurrentBag<SqliteConnection> idle = [];
    readonly SemaphoreSlim readers = new(Readers, Readers);
    readonly Lock opening = new();
    SqliteWriter? writer;
    bool isClosed;
    readonly int patience;
    readonly string synchronous;
    readonly int checkpoint; // Pages of the write-ahead log after which they go into the file.

    /// <param name="path">The database file; it is made when it does not exist.</param>
    /// <param name="throwaway">Whether it is deleted after its use anyway: then no commit waits for the disk, and a power cut may ruin it.</param>
    /// <param name="patience">How many seconds to wait for another process that writes.</param>
    public SqliteDatabase(string path, bool throwaway = false, int patience = 30)
    {
        this.patience = patience;
        (synchronous, checkpoint) = throwaway ? ("OFF", 20_000) : ("FULL", 1_000);
        Columns.Register();
        // Without recursive triggers INSERT OR REPLACE would take a row away unseen by those that keep it.
        ConnectionString = new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = true, RecursiveTriggers = true, Pooling = false, DefaultTimeout = patience }.ToString();
    }

    public override Engine Engine => Engine.Sqlite;

    public override string ConnectionString { get; }

    public override Task<T> Read<T>(Func<Tx, Task<T>> work) => WithReader(async connection =>
    {
        using var transaction = connection.BeginTransaction(deferred: true);
        return await work(new Tx(connection, transaction, Engine.Sqlite));
    });

    public override Task<T> One<T>(Func<Tx, Task<T>> statement) => WithReader(connection => statement(new Tx(connection, null, Engine.Sqlite)));

    async Task<T> WithReader<T>(Func<SqliteConnection, Task<T>> read)
    {
        await readers.WaitAsync();
        var connection = idle.TryTake(out var free) ? free : null;
        try
        {
            connection ??= Connection();
            return await read(connection);
        }
        finally
        {
            if (connection is not null) idle.Add(connection);
            readers.Release();
        }
    }

    public override Task<T> Transact<T>(Func<Tx, Task<T>> work) => Writer().Enqueue(work);

    public override DbConnection Connect() => Connection();

    /// <summary>A connection that keeps as many pages as one that writes.</summary>
    internal SqliteConnection Writing() => Connection(CacheOfWriter);

    public override async ValueTask DisposeAsync()
    {
        lock (opening) isClosed = true;
        if (writer is not null) await writer.DisposeAsync();
        while (idle.TryTake(out var connection)) await connection.DisposeAsync();
        readers.Dispose();
    }

    /// <summary>One that could not be opened is opened for the next who writes.</summary>
    SqliteWriter Writer()
    {
        if (Volatile.Read(ref writer) is { } open) return open;
        lock (opening)
        {
            ObjectDisposedException.ThrowIf(isClosed, this);
            return writer ??= new(Writing());
        }
    }

    SqliteConnection Connection(int cache = CacheOfReader)
    {
        var connection = new KeptStatements(ConnectionString);
        try
        {
            Open(connection, cache);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    void Open(KeptStatements connection, int cache)
    {
        connection.Open();
        using var pragmas = connection.CreateCommand();
        pragmas.CommandText = $"""
            PRAGMA busy_timeout = {patience * 1000};
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = {synchronous};
            PRAGMA temp_store = MEMORY;
            PRAGMA cache_size = -{cache};
            PRAGMA wal_autocheckpoint = {checkpoint};
            """;
        pragmas.ExecuteNonQuery();
    }
}

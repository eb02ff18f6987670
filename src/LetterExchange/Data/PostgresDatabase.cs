using System.Data.Common;
using Npgsql;

namespace LetterExchange.Data;

/// <summary>PostgreSQL behind a pool. A deadlock or a serialization failure runs the transaction again, at most five times.</summary>
public sealed class PostgresDatabase : Database
{
    const int Tries = 5;
    readonly NpgsqlDataSource source;

    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    public PostgresDatabase(string connectionString)
    {
        Columns.Register();
        ConnectionString = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "LetterExchange", MaxAutoPrepare = 200 }.ToString();
        source = NpgsqlDataSource.Create(ConnectionString);
    }

    public override Engine Engine => Engine.Postgres;

    public override string ConnectionString { get; }

    public override async Task<T> Read<T>(Func<Tx, Task<T>> work)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        return await work(new Tx(connection, transaction, Engine.Postgres));
    }

    public override async Task<T> One<T>(Func<Tx, Task<T>> statement)
    {
        await using var connection = await source.OpenConnectionAsync();
        return await statement(new Tx(connection, null, Engine.Postgres));
    }

    public override async Task<T> Transact<T>(Func<Tx, Task<T>> work)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await Once(work);
            }
            catch (PostgresException conflict) when (attempt < Tries && conflict.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure)
            {
            }
        }
    }

    public override DbConnection Connect() => source.OpenConnection();

    public override ValueTask DisposeAsync() => source.DisposeAsync();

    async Task<T> Once<T>(Func<Tx, Task<T>> work)
    {
        Tx tx;
        T result;
        await using (var connection = await source.OpenConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            tx = new Tx(connection, transaction, Engine.Postgres);
            result = await work(tx);
            await tx.Finish();
            await transaction.CommitAsync();
        }
        tx.Committed();
        return result;
    }
}

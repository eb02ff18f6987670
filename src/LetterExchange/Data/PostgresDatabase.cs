using System.Data;
using System.Data.Common;
using System.Security.Cryptography;
using Npgsql;

namespace LetterExchange.Data;

/// <summary>PostgreSQL behind a pool. A deadlock, a serialization failure, or a connection that breaks before the commit runs the transaction again, at most five times.</summary>
public sealed class PostgresDatabase : Database
{
    const int Tries = 5;

    /// <summary>What a lost machine held is free again after seconds, and what a frozen process holds in a transaction after a minute: other machines wait for it.</summary>
    const string LetGo = "-c tcp_keepalives_idle=3 -c tcp_keepalives_interval=1 -c tcp_keepalives_count=3 -c tcp_user_timeout=6000 -c idle_in_transaction_session_timeout=60000";

    readonly NpgsqlDataSource source;

    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    public PostgresDatabase(string connectionString)
    {
        Columns.Register();
        var wanted = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "LetterExchange", MaxAutoPrepare = 200 };
        wanted.Options ??= LetGo;
        ConnectionString = wanted.ToString();
        source = NpgsqlDataSource.Create(ConnectionString);
    }

    public override Engine Engine => Engine.Postgres;

    public override string ConnectionString { get; }

    /// <summary>Which of the processes over this database this is, to the others.</summary>
    internal string Name { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));

    public override Task<T> Read<T>(Func<Tx, Task<T>> work) => Again(async connection =>
    {
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        return await work(new Tx(connection, transaction, Engine.Postgres));
    });

    public override Task<T> One<T>(Func<Tx, Task<T>> statement) => Again(connection => statement(new Tx(connection, null, Engine.Postgres)));

    public override async Task<T> Transact<T>(Func<Tx, Task<T>> work)
    {
        var (tx, result) = await Again(async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync();
            var tx = new Tx(connection, transaction, Engine.Postgres);
            var result = await work(tx);
            await tx.Finish();
            await tx.Say(Name);
            await Commit(connection, transaction);
            return (tx, result);
        });
        tx.Committed();
        return result;
    }

    public override DbConnection Connect() => source.OpenConnection();

    public override ValueTask DisposeAsync() => source.DisposeAsync();

    /// <summary>Does it on a connection, and again on another one where that is right: after a deadlock, or when the connection broke before a commit was asked for.</summary>
    async Task<T> Again<T>(Func<NpgsqlConnection, Task<T>> work)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var connection = await source.OpenConnectionAsync(); // A database that can't be reached is said at once.
            try
            {
                return await work(connection);
            }
            catch (PostgresException conflict) when (attempt < Tries && conflict.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure)
            {
            }
            catch (NpgsqlException) when (attempt < Tries && IsBroken(connection))
            {
                NpgsqlConnection.ClearPool(connection); // The others that lie there were perhaps broken by the same.
            }
        }
    }

    static bool IsBroken(NpgsqlConnection connection) => connection.FullState is ConnectionState.Broken or ConnectionState.Closed;

    /// <summary>Nobody can know whether a commit was made that broke off: it is not tried again, and who asked for it finds out from the database.</summary>
    static async Task Commit(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        try
        {
            await transaction.CommitAsync();
        }
        catch (NpgsqlException failure) when (IsBroken(connection))
        {
            throw new CommitUnknown(failure);
        }
    }
}

/// <summary>The connection to the database broke in the midst of a commit: it was made or it was not.</summary>
public sealed class CommitUnknown(Exception cause) : DbException($"The connection to the database broke during a commit: {cause.Message}", cause);

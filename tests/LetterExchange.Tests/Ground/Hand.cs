using System.Data.Common;
using LetterExchange.Data;

namespace LetterExchange.Tests.Ground;

/// <summary>Another hand on PostgreSQL: a transaction that holds rows until it lets go, so that those who want them can be seen waiting.</summary>
public sealed class Hand : IAsyncDisposable
{
    readonly Database db;
    readonly DbConnection connection;
    readonly DbTransaction transaction;

    Hand(Database db, DbConnection connection, DbTransaction transaction) => (this.db, this.connection, this.transaction) = (db, connection, transaction);

    /// <summary>Locks the row against all that would lock it too.</summary>
    public static async Task<Hand> On(Database db, string table, Guid id)
    {
        var connection = db.Connect();
        var transaction = await connection.BeginTransactionAsync();
        await new Tx(connection, transaction, Engine.Postgres).Get<Guid>($"SELECT id FROM {table} WHERE id = @id FOR UPDATE", new { id });
        return new(db, connection, transaction);
    }

    /// <summary>Waits until so many transactions wait for a lock in this database.</summary>
    public static async Task SeesWaiting(Database db, int count)
    {
        for (var looks = 0; looks < 2000; looks++)
        {
            if (await db.Get<int>("SELECT COUNT(*)::int FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") >= count) return;
            await Task.Delay(10);
        }
        Assert.Fail($"{count} transactions should have come to wait for a lock.");
    }

    public Task SeesWaiting(int count) => SeesWaiting(db, count);

    public async ValueTask DisposeAsync()
    {
        await transaction.RollbackAsync();
        await connection.DisposeAsync();
    }
}

using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace LetterExchange.Data;

/// <summary>A SQLite file for one process that does one thing after the other and deletes it in the end: everything goes through one connection, and
/// transactions, each in its savepoint, go to the file by the thousand. Another connection sees them late.</summary>
public sealed class SqliteAlone(string path) : Database
{
    const int Together = 1_000;
    const string Savepoint = "one";

    readonly SqliteDatabase file = new(path, throwaway: true);
    readonly SemaphoreSlim turn = new(1, 1);
    readonly AsyncLocal<bool> mine = new();
    SqliteConnection? connection;
    SqliteTransaction? open;
    int done;

    public override Engine Engine => Engine.Sqlite;

    public override string ConnectionString => file.ConnectionString;

    public override Task<T> Read<T>(Func<Tx, Task<T>> work) => InTurn(work);

    public override Task<T> One<T>(Func<Tx, Task<T>> statement) => InTurn(statement);

    public override async Task<T> Transact<T>(Func<Tx, Task<T>> work)
    {
        if (mine.Value) throw new InvalidOperationException("A transaction was asked for inside a transaction: hand the open one on.");
        var (tx, result) = await InTurn(async tx =>
        {
            open!.Save(Savepoint);
            try
            {
                var result = await work(tx);
                await tx.Finish();
                open.Release(Savepoint);
                return (tx, result);
            }
            catch
            {
                open.Rollback(Savepoint);
                open.Release(Savepoint);
                throw;
            }
        });
        tx.Committed();
        return result;
    }

    public override DbConnection Connect() => file.Connect();

    public override async ValueTask DisposeAsync()
    {
        Write();
        if (connection is not null) await connection.DisposeAsync();
        await file.DisposeAsync();
        turn.Dispose();
    }

    async Task<T> InTurn<T>(Func<Tx, Task<T>> work)
    {
        if (mine.Value) return await work(new Tx(connection!, open, Engine.Sqlite));
        await turn.WaitAsync();
        mine.Value = true;
        try
        {
            connection ??= file.Writing();
            open ??= connection.BeginTransaction();
            var result = await work(new Tx(connection, open, Engine.Sqlite));
            if (++done % Together == 0) Write();
            return result;
        }
        finally
        {
            mine.Value = false;
            turn.Release();
        }
    }

    void Write()
    {
        open?.Commit();
        open?.Dispose();
        open = null;
    }
}

using System.Data.Common;
using LetterExchange.Data;

namespace LetterExchange.Tests.Commands.Simulate;

/// <summary>A database seen from within one open transaction, which is rolled back in the end: whatever is planted in it leaves no trace.</summary>
public sealed class Planting : Database
{
    readonly Database ground;
    readonly DbConnection connection;
    readonly DbTransaction transaction;

    public Planting(Database ground)
    {
        (this.ground, connection) = (ground, ground.Connect());
        transaction = connection.BeginTransaction();
    }

    public override Engine Engine => ground.Engine;

    public override string ConnectionString => ground.ConnectionString;

    Tx Tx => new(connection, transaction, Engine);

    public override Task<T> Read<T>(Func<Tx, Task<T>> work) => work(Tx);

    public override Task<T> Transact<T>(Func<Tx, Task<T>> work) => work(Tx);

    public override DbConnection Connect() => ground.Connect();

    public override Task<T> One<T>(Func<Tx, Task<T>> statement) => statement(Tx);

    public override async ValueTask DisposeAsync()
    {
        await transaction.RollbackAsync();
        await connection.DisposeAsync();
    }
}

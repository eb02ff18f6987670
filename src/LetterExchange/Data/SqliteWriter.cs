using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace LetterExchange.Data;

/// <summary>SQLite's single writer. It takes all waiting transactions into one commit, each in its savepoint: a failing one rolls back
/// alone, and when the common commit fails each is run again by itself, so that no one suffers for another.</summary>
sealed class SqliteWriter : IAsyncDisposable
{
    const int MostTogether = 256;
    readonly SqliteConnection connection;
    readonly Channel<Work> waiting = Channel.CreateUnbounded<Work>(new() { SingleReader = true });
    readonly Thread thread;
    [ThreadStatic] static bool writing;

    public SqliteWriter(SqliteConnection connection)
    {
        this.connection = connection;
        thread = new Thread(Run) { IsBackground = true, Name = "SQLite writer" };
        thread.Start();
    }

    public Task<T> Enqueue<T>(Func<Tx, Task<T>> work)
    {
        if (writing) throw new InvalidOperationException("A transaction was asked for inside a transaction: hand the open one on.");
        var item = new Work<T>(work);
        if (!waiting.Writer.TryWrite(item)) throw new ObjectDisposedException(nameof(SqliteDatabase));
        return item.Outcome;
    }

    public ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        thread.Join();
        return connection.DisposeAsync();
    }

    void Run()
    {
        writing = true;
        var group = new List<Work>(MostTogether);
        while (waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (group.Count < MostTogether && waiting.Reader.TryRead(out var item)) group.Add(item);
            if (!Commit(group) && group.Count > 1)
                foreach (var item in group) Commit([item]);
            group.Clear();
        }
    }

    /// <summary>False when the common commit failed; a single transaction is told of its own failure instead.</summary>
    bool Commit(List<Work> group)
    {
        try
        {
            using (var transaction = connection.BeginTransaction())
            {
                var tx = group.ConvertAll(_ => new Tx(connection, transaction, Engine.Sqlite));
                for (var i = 0; i < group.Count; i++) Attempt(group[i], tx[i], transaction);
                transaction.Commit();
            }
        }
        catch (Exception failure)
        {
            if (group.Count == 1) group[0].Fail(failure);
            return false;
        }
        foreach (var item in group) item.Complete();
        return true;
    }

    static void Attempt(Work item, Tx tx, SqliteTransaction transaction)
    {
        transaction.Save("w");
        try
        {
            item.Run(tx);
            transaction.Release("w");
        }
        catch (Exception failure)
        {
            item.Failure = failure;
            transaction.Rollback("w");
            transaction.Release("w");
        }
    }

    abstract class Work
    {
        public Exception? Failure { get; set; }

        public abstract void Run(Tx tx);

        public abstract void Complete();

        public abstract void Fail(Exception failure);
    }

    sealed class Work<T>(Func<Tx, Task<T>> work) : Work
    {
        readonly TaskCompletionSource<T> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
        T result = default!;
        Tx? done;

        public Task<T> Outcome => outcome.Task;

        public override void Run(Tx tx)
        {
            Failure = null;
            result = work(tx).GetAwaiter().GetResult();
            done = tx;
        }

        public override void Complete()
        {
            if (Failure is not null)
            {
                outcome.TrySetException(Failure);
                return;
            }
            done?.Committed();
            outcome.TrySetResult(result);
        }

        public override void Fail(Exception failure) => outcome.TrySetException(failure);
    }
}

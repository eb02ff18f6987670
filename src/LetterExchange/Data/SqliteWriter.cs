using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace LetterExchange.Data;

/// <summary>SQLite's single writer. Who comes while nobody writes, writes on their own thread; whoever comes meanwhile waits, and all who wait
/// go into one commit, each in its savepoint: a failing one rolls back alone, and when the common commit fails each is run again by itself,
/// so that no one suffers for another. When not even a transaction can be begun (another process holds the file), all who wait are told so at once.</summary>
sealed class SqliteWriter(SqliteConnection connection) : IAsyncDisposable
{
    const int MostTogether = 256;
    readonly ConcurrentQueue<Work> waiting = new();
    readonly SemaphoreSlim gate = new(1, 1);
    volatile bool closed;
    [ThreadStatic] static bool writing;

    public Task<T> Enqueue<T>(Func<Tx, Task<T>> work)
    {
        if (writing) throw new InvalidOperationException("A transaction was asked for inside a transaction: hand the open one on.");
        ObjectDisposedException.ThrowIf(closed, typeof(SqliteDatabase));
        var item = new Work<T>(work);
        waiting.Enqueue(item);
        if (gate.Wait(0)) Write();
        return item.Outcome;
    }

    public async ValueTask DisposeAsync()
    {
        closed = true;
        await gate.WaitAsync();
        while (!waiting.IsEmpty) CommitWaiting();
        await connection.DisposeAsync();
        Write(); // Fails whoever slipped in.
    }

    /// <summary>Writes for all who wait. Who comes after them is served by the pool, so that nobody writes for others for long.</summary>
    void Write()
    {
        CommitWaiting();
        if (!waiting.IsEmpty)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static writer => writer.Write(), this, preferLocal: false);
            return;
        }
        gate.Release();
        if (!waiting.IsEmpty && gate.Wait(0)) Write(); // Somebody came between the look and the release.
    }

    void CommitWaiting()
    {
        var group = new List<Work>();
        while (group.Count < MostTogether && waiting.TryDequeue(out var item)) group.Add(item);
        if (group.Count == 0) return;
        writing = true;
        try
        {
            if (!Commit(group) && group.Count > 1)
                foreach (var item in group) Commit([item]);
        }
        finally
        {
            writing = false;
        }
    }

    /// <summary>False when the common commit failed; a single transaction is told of its own failure instead.</summary>
    bool Commit(List<Work> group)
    {
        if (Begin(group) is not { } begun) return true;
        try
        {
            using (var transaction = begun)
            {
                var tx = group.ConvertAll(_ => new Tx(connection, transaction, Engine.Sqlite));
                if (group.Count == 1) group[0].Run(tx[0]); // Alone it needs no savepoint.
                else for (var i = 0; i < group.Count; i++) Attempt(group[i], tx[i], transaction);
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

    /// <summary>Nothing when it can't be begun: trying again for each would let them wait as long one after the other.</summary>
    SqliteTransaction? Begin(List<Work> group)
    {
        try
        {
            return connection.BeginTransaction();
        }
        catch (Exception failure)
        {
            foreach (var item in group) item.Fail(failure);
            return null;
        }
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
            tx.Finish().GetAwaiter().GetResult();
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

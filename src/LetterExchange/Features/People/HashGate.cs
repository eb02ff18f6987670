namespace LetterExchange.Features.People;

/// <summary>Lets as many password checks run at once as there are cores: one costs about 110 ms of computing, and thirty pupils
/// who come in within a minute must not starve everybody else. Who waits, waits without a thread.</summary>
public sealed class HashGate : IDisposable
{
    const int MostWaiting = 300;
    readonly SemaphoreSlim gate = new(Environment.ProcessorCount, Environment.ProcessorCount);
    int waiting;

    /// <exception cref="TooBusy">More than 300 checks wait already.</exception>
    public async Task<T> Run<T>(Func<Task<T>> work)
    {
        if (Interlocked.Increment(ref waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref waiting);
            throw new TooBusy();
        }
        await gate.WaitAsync();
        try
        {
            return await Task.Run(work);
        }
        finally
        {
            gate.Release();
            Interlocked.Decrement(ref waiting);
        }
    }

    public Task<T> Run<T>(Func<T> work) => Run(() => Task.FromResult(work()));

    public void Dispose() => gate.Dispose();
}

/// <summary>So many people are signing in that another check would wait too long; worth another try in a minute.</summary>
public sealed class TooBusy() : Exception("Too many password checks are waiting.");

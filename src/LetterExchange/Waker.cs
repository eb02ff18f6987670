using System.Threading.Channels;
using Hangfire;
using LetterExchange.Commands;
using LetterExchange.Data;

namespace LetterExchange;

/// <summary>Hands wake-ups to the scheduler, off the path of whoever gave them. Where sweeps run in this process, it looks at everything once at the start and when
/// another process has ended, and takes a share of what others call for.</summary>
sealed class Waker(
    Wakes wakes, Sweeps sweeps, Peers peers, ServeOptions options, IBackgroundJobClient jobs, IRecurringJobManager recurring, TimeProvider clock, ILogger<Waker> log) : BackgroundService
{
    static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    readonly Channel<Due> asked = Channel.CreateUnbounded<Due>(new() { SingleReader = true });
    readonly Dictionary<Due, Task> helping = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        wakes.Woken = due => asked.Writer.TryWrite(due);
        var work = options.Part == Part.Web ? Task.CompletedTask : Work(stoppingToken);
        try
        {
            await foreach (var due in asked.Reader.ReadAllAsync(stoppingToken)) Start(due, stoppingToken);
        }
        finally
        {
            await work;
        }
    }

    async Task Work(CancellationToken stopping)
    {
        sweeps.Busy += Call;
        peers.Called += Help;
        peers.Lost += LookTwice;
        try
        {
            wakes.WakeAll();
            await Schedule(stopping);
            await Task.Delay(Timeout.Infinite, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // What is under way comes to its end.
        }
        sweeps.Busy -= Call;
        peers.Called -= Help;
        peers.Lost -= LookTwice;
        Task[] last;
        lock (helping) last = [.. helping.Values];
        await Task.WhenAll(last);

        void Call(Due due) => _ = peers.Call(due.ToString());
        void Help(string what) => TakeShare(what, stopping);
        void LookTwice() => _ = Look(stopping);
    }

    /// <summary>At everything, now and a little later: what a dead process held may still be held for a moment.</summary>
    async Task Look(CancellationToken stopping)
    {
        wakes.WakeAll();
        await Task.Delay(Moment, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stopping.IsCancellationRequested) wakes.WakeAll();
    }

    void TakeShare(string what, CancellationToken stopping)
    {
        if (!Enum.TryParse<Due>(what, out var due)) return;
        lock (helping)
        {
            if (!helping.TryGetValue(due, out var at) || at.IsCompleted) helping[due] = Task.Run(Share, CancellationToken.None);
        }

        async Task Share()
        {
            try
            {
                await sweeps.Help(due, stopping);
            }
            catch (Exception failure)
            {
                log.LogWarning("A share of {Sweep} failed: {Failure}", due, failure.GetType().Name); // Whoever called for it goes on.
            }
        }
    }

    /// <summary>Declares the recurring jobs, again and again until it is done: a process that was killed while it did so may have left a lock behind.</summary>
    async Task Schedule(CancellationToken stopping)
    {
        for (var done = false; !done;)
        {
            try
            {
                await Task.Run(() => Jobs.Schedule(recurring), stopping);
                done = true;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogWarning("The recurring jobs could not be declared yet: {Failure}", failure.GetType().Name);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, stopping);
            }
        }
    }

    void Start(Due due, CancellationToken stopping)
    {
        if (!sweeps.Ask(due)) return;
        try
        {
            jobs.Enqueue<Sweeps>(all => all.Run(due.ToString(), CancellationToken.None));
            _ = AskAgain(due, stopping);
        }
        catch (Exception failure)
        {
            // The recurring job is the retry: it clears the waiting mark by running.
            log.LogWarning("The scheduler did not take {Sweep}: {Failure}", due, failure.GetType().Name);
            sweeps.Forget(due);
        }
    }

    /// <summary>For those who asked while this asking was believed to be waiting.</summary>
    async Task AskAgain(Due due, CancellationToken stopping)
    {
        await Task.Delay(Sweeps.Believed + TimeSpan.FromMilliseconds(1), clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stopping.IsCancellationRequested && sweeps.Unheard(due)) asked.Writer.TryWrite(due);
    }
}

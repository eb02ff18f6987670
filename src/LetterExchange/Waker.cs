using System.Threading.Channels;
using Hangfire;

namespace LetterExchange;

/// <summary>Hands wake-ups to the scheduler, off the path of whoever gave them, and looks at everything once at the start.</summary>
sealed class Waker(Wakes wakes, Sweeps sweeps, IBackgroundJobClient jobs, IRecurringJobManager recurring, TimeProvider clock, ILogger<Waker> log) : BackgroundService
{
    readonly Channel<Due> asked = Channel.CreateUnbounded<Due>(new() { SingleReader = true });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        wakes.Woken = due => asked.Writer.TryWrite(due);
        wakes.WakeAll();
        var scheduled = Schedule(stoppingToken);
        await foreach (var due in asked.Reader.ReadAllAsync(stoppingToken)) Start(due);
        await scheduled;
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

    void Start(Due due)
    {
        if (!sweeps.Ask(due)) return;
        try
        {
            jobs.Enqueue<Sweeps>(all => all.Run(due, CancellationToken.None));
        }
        catch (Exception failure)
        {
            // The recurring job is the retry: it clears the waiting mark by running.
            log.LogWarning("The scheduler did not take {Sweep}: {Failure}", due, failure.GetType().Name);
            sweeps.Forget(due);
        }
    }
}

using System.Threading.Channels;
using Hangfire;

namespace LetterExchange;

/// <summary>Hands wake-ups to the scheduler, off the path of whoever gave them, and looks at everything once at the start.</summary>
sealed class Waker(Wakes wakes, Sweeps sweeps, IBackgroundJobClient jobs, IRecurringJobManager recurring, ILogger<Waker> log) : BackgroundService
{
    readonly Channel<Due> asked = Channel.CreateUnbounded<Due>(new() { SingleReader = true });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        wakes.Woken = due => asked.Writer.TryWrite(due);
        Jobs.Schedule(recurring);
        wakes.WakeAll();
        await foreach (var due in asked.Reader.ReadAllAsync(stoppingToken)) Start(due);
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

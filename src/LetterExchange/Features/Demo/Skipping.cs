using LetterExchange.Data;

namespace LetterExchange.Features.Demo;

/// <summary>Skips the demo's time forward. The scheduler does what is due on the way at its own time, as it would have; when this returns, it has.</summary>
public sealed class Skipping(DemoClock clock, DemoTime kept, IEnumerable<Sweep> all, Sweeps sweeps, Wakes wakes) : IDisposable
{
    /// <summary>How long a visitor waits at the most for what is due on the way; then the rest is due at once.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>How long the scheduler may take for one stop on the way.</summary>
    static readonly TimeSpan Stop = TimeSpan.FromSeconds(8);

    readonly IReadOnlyList<Sweep> sweepers = [.. all.Where(sweep => sweep.Due != Due.Backup)];
    readonly SemaphoreSlim one = new(1, 1);

    /// <summary>By an hour, a day, or however long. True.</summary>
    public Task<bool> By(TimeSpan step) => Alone(async () => await Way(clock.GetUtcNow() + step));

    /// <summary>To the next thing that is due. False when nothing is any more.</summary>
    public Task<bool> ToNext() => Alone(async () =>
    {
        if (await Next() is not { } next) return false;
        await Move(next);
        return true;
    });

    async Task<bool> Way(DateTimeOffset until)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < Patience && await Next() is { } next && next < until) await Move(next);
        await Move(until);
        return true;
    }

    async Task Move(DateTimeOffset to)
    {
        clock.SkipTo(to);
        await kept.Keep();
        await Settling.Wait(sweepers, sweeps, wakes, Stop);
    }

    /// <summary>The next full minute in which something is due: the scheduler looks once a minute.</summary>
    async Task<DateTimeOffset?> Next()
    {
        DateTimeOffset? next = null;
        foreach (var sweep in sweepers)
            if (await sweep.Next() is { } at && (next is null || at < next)) next = at;
        var now = clock.GetUtcNow();
        return next is null ? null : new DateTimeOffset((Math.Max(next.Value.Ticks, now.Ticks) / TimeSpan.TicksPerMinute + 1) * TimeSpan.TicksPerMinute, TimeSpan.Zero);
    }

    async Task<bool> Alone(Func<Task<bool>> skip)
    {
        await one.WaitAsync();
        try
        {
            return await skip();
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();
}

/// <summary>Wakes the scheduler and waits until it has looked at everything and found nothing more to move.</summary>
static class Settling
{
    public static async Task Wait(IReadOnlyList<Sweep> all, Sweeps sweeps, Wakes wakes, TimeSpan most)
    {
        var (gate, quiet, since) = (new Lock(), new HashSet<Due>(), sweeps.Begun);
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        sweeps.Ran += Look;
        try
        {
            wakes.WakeAll();
            await Task.WhenAny(settled.Task, Task.Delay(most));
        }
        finally
        {
            sweeps.Ran -= Look;
        }

        void Look(SweepRun run)
        {
            lock (gate)
            {
                if (run.Moved > 0)
                {
                    since = sweeps.Begun; // What has moved may make more due.
                    quiet.Clear();
                    wakes.WakeAll();
                }
                else if (run.Number > since) quiet.Add(run.Due);
                if (all.All(sweep => quiet.Contains(sweep.Due))) settled.TrySetResult();
            }
        }
    }
}

using Hangfire;
using LetterExchange.Data;

namespace LetterExchange;

/// <summary>A sweep asks the database for rows whose time has come and makes the same move that a page would make. It is safe to run
/// twice, late, in the middle of a crash, and on two machines at once: the schedule only wakes it, the row decides.</summary>
public abstract class Sweep
{
    /// <summary>What it looks for.</summary>
    public abstract Due Due { get; }

    /// <summary>Whether several processes at once do more than one: each takes rows that no other has in hand. While it runs for long, the others are called.</summary>
    public virtual bool IsShared => false;

    /// <summary>Does all that is due, batch by batch. Returns how many rows it moved.</summary>
    public abstract Task<int> Run(CancellationToken stopping);

    /// <summary>When something will be due next, or nothing: one look at an index.</summary>
    /// <param name="since">When the run before began: what has become due in the meantime was perhaps not seen by it. By default now.</param>
    public virtual Task<DateTimeOffset?> Next(DateTimeOffset? since = null) => Task.FromResult<DateTimeOffset?>(null);

    /// <summary>The statement behind <see cref="Next"/> where one is all there is to it: the first instant after @now. Who asks many sweeps puts them into one.</summary>
    public virtual string? Ahead => null;
}

/// <summary>Every recurring job: its sweep and when the scheduler looks, whatever else wakes it. Cron with seconds, UTC.</summary>
public static class Jobs
{
    public static readonly IReadOnlyList<(Due Due, string Cron)> All =
    [
        (Due.Standing, "0 * * * * *"),
        (Due.Release, "5 * * * * *"),
        (Due.Remind, "10 * * * * *"),
        (Due.Enforce, "15 * * * * *"),
        (Due.Plans, "18 * * * * *"),
        (Due.Screen, "20 * * * * *"),
        (Due.Rescreen, "22 * * * * *"),
        (Due.Archive, "44 * * * * *"),
        (Due.Queue, "25 * * * * *"),
        (Due.Deliver, "30 * * * * *"),
        (Due.Endings, "32 * * * * *"),
        (Due.Announce, "33 * * * * *"),
        (Due.Notices, "35 * * * * *"),
        (Due.Import, "36 * * * * *"),
        (Due.Index, "37 * * * * *"),
        (Due.Links, "38 * * * * *"),
        (Due.Pulse, "39 * * * * *"),
        (Due.Exports, "42 * * * * *"),
        (Due.Seal, "40 * * * * *"),
        (Due.Backup, "0 30 2 * * *"),
    ];

    /// <summary>What the scheduler calls it.</summary>
    public static string IdOf(Due due) => due.ToString().ToLowerInvariant();

    public static void Schedule(IRecurringJobManager jobs)
    {
        foreach (var (due, cron) in All)
            jobs.AddOrUpdate<Sweeps>(IdOf(due), sweeps => sweeps.Run(due.ToString(), CancellationToken.None), cron);
    }
}

/// <summary>Runs sweeps for the scheduler: one run of a sweep at a time in this process, and one waiting at most.</summary>
public sealed class Sweeps(IEnumerable<Sweep> all, Wakes wakes, Measures measures, TimeProvider clock, ILogger<Sweeps> log)
{
    /// <summary>How long an asking is believed to be waiting: it may have gone to another process, where it is done and not heard of here. Who asks in that time is <see cref="Unheard"/>.</summary>
    internal static readonly TimeSpan Believed = TimeSpan.FromMilliseconds(500);

    /// <summary>After how long, and then how often, a run of a shared sweep calls the other processes.</summary>
    static readonly TimeSpan Long = TimeSpan.FromMilliseconds(250), StillLong = TimeSpan.FromSeconds(1);

    readonly Dictionary<Due, Lane> lanes = all.ToDictionary(sweep => sweep.Due, sweep => new Lane(sweep));
    long begun;

    /// <summary>Raised after each run.</summary>
    public event Action<SweepRun>? Ran;

    /// <summary>Raised when a shared sweep has more to do than is done in a moment.</summary>
    public event Action<Due>? Busy;

    /// <summary>How many runs have begun.</summary>
    public long Begun => Interlocked.Read(ref begun);

    /// <summary>Asks for a run soon; true when none was waiting yet, so that one must be started.</summary>
    public bool Ask(Due due)
    {
        if (!lanes.TryGetValue(due, out var lane)) return false;
        lane.Unheard = true;
        var now = clock.GetTimestamp();
        var since = Interlocked.Read(ref lane.Waiting);
        if ((since != 0 && clock.GetElapsedTime(since, now) <= Believed) || Interlocked.CompareExchange(ref lane.Waiting, now, since) != since) return false;
        lane.Unheard = false;
        return true;
    }

    /// <summary>Whether somebody asked while another asking was believed to be waiting, and no run has begun here since: that one may have begun elsewhere, too early to see
    /// what this one is about. Says so once.</summary>
    public bool Unheard(Due due) => lanes.TryGetValue(due, out var lane) && Interlocked.Exchange(ref lane.Unheard, false);

    /// <summary>How the last run in this process ended; nothing when there was none.</summary>
    public SweepEnd? LastRun(Due due) => lanes.TryGetValue(due, out var lane) ? lane.Last : null;

    /// <summary>Takes an asking back: no run could be started.</summary>
    public void Forget(Due due)
    {
        if (lanes.TryGetValue(due, out var lane)) Interlocked.Exchange(ref lane.Waiting, 0);
    }

    /// <summary>The same by the sweep's name, as the scheduler keeps it: processes of two versions mean the same by it. One that this version does not know is left to the others.</summary>
    [AutomaticRetry(Attempts = 0)]
    public Task Run(string due, CancellationToken stopping) => Enum.TryParse<Due>(due, out var known) ? Run(known, stopping) : Task.CompletedTask;

    /// <summary>Runs the sweep where another process that is at it has called, unless this one is at it already.</summary>
    public Task Help(Due due, CancellationToken stopping) =>
        lanes.TryGetValue(due, out var lane) && lane.Sweep.IsShared && Volatile.Read(ref lane.Here) == 0 ? Run(due, stopping) : Task.CompletedTask;

    /// <summary>Runs the sweep and sets the alarm for what is due next. At most once at a time; the next run is the retry.</summary>
    [AutomaticRetry(Attempts = 0)]
    public async Task Run(Due due, CancellationToken stopping)
    {
        if (!lanes.TryGetValue(due, out var lane)) return;
        try
        {
            if (Interlocked.Increment(ref lane.Here) <= 2) await Run(due, lane, stopping); // Of more than two, one waits already: it will see all that this one would.
        }
        finally
        {
            Interlocked.Decrement(ref lane.Here);
        }
    }

    async Task Run(Due due, Lane lane, CancellationToken stopping)
    {
        await lane.Gate.WaitAsync(stopping);
        // By the time that the work takes, not by the program's, which the demo moves by days.
        using var calling = lane.Sweep.IsShared ? TimeProvider.System.CreateTimer(_ => Busy?.Invoke(due), null, Long, StillLong) : null;
        var (number, moved) = (Interlocked.Increment(ref begun), 0);
        var (started, since) = (clock.GetTimestamp(), clock.GetUtcNow());
        var lag = lane.Lag(Interlocked.Exchange(ref lane.Waiting, 0), started, since, clock);
        using var trace = Measures.Trace(due);
        try
        {
            lane.Unheard = false;
            moved = await lane.Sweep.Run(stopping);
            lane.Last = new(clock.GetUtcNow(), moved, null);
            trace?.SetTag("moved", moved);
            if (moved > 0) log.LogInformation("Sweep {Sweep} moved {Count}", due, moved);
            lane.Named = await lane.Sweep.Next(since);
            if (lane.Named is { } next) wakes.WakeAt(due, next);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            var trouble = DatabaseTrouble.Of(failure);
            lane.Last = new(clock.GetUtcNow(), 0, DatabaseTrouble.CodeOf(failure), trouble);
            trace?.SetStatus(System.Diagnostics.ActivityStatusCode.Error, failure.GetType().Name);
            if (trouble is not null) log.LogError("Sweep {Sweep} has stopped, and is tried again at the next look. {Trouble}", due, DatabaseTrouble.InWords(trouble));
            throw;
        }
        finally
        {
            measures.Swept(due, clock.GetElapsedTime(started), lag, lane.Last?.Failure is not null);
            lane.Gate.Release();
            Ran?.Invoke(new(due, number, moved));
        }
    }

    sealed class Lane(Sweep sweep)
    {
        public readonly Sweep Sweep = sweep;
        public readonly SemaphoreSlim Gate = new(1, 1);
        public long Waiting; // Since which timestamp one waits; 0 for none.
        public bool Unheard;
        public int Here; // One runs, the others wait.
        public volatile SweepEnd? Last;
        public DateTimeOffset? Named; // When something would be due, by the run before; touched inside the gate only.

        /// <summary>How long a run that begins now has been waited for; nothing when nobody has.</summary>
        public TimeSpan? Lag(long asked, long timestamp, DateTimeOffset now, TimeProvider clock)
        {
            var since = asked == 0 ? (TimeSpan?)null : clock.GetElapsedTime(asked, timestamp);
            var named = Named <= now ? now - Named : null;
            return since > named || named is null ? since : named;
        }
    }
}

/// <summary>How a run of a sweep ended: when, how many rows it moved, and the sort of failure where there was one.</summary>
/// <param name="Trouble">What was wrong with the database itself (<see cref="DatabaseTrouble"/>); nothing where the failure was another.</param>
public sealed record SweepEnd(DateTimeOffset At, int Moved, string? Failure, string? Trouble = null);

/// <summary>One run of a sweep: its number in the order in which runs began, and how many rows it moved (none when it failed).</summary>
public readonly record struct SweepRun(Due Due, long Number, int Moved);

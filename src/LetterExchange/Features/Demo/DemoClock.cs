namespace LetterExchange.Features.Demo;

/// <summary>The demo's time: it runs as the machine's does, from wherever it was set, and can be skipped forward. Timers that are made from it ring
/// when a skip passes them.</summary>
public sealed class DemoClock : TimeProvider
{
    /// <summary>What a machine's timer can wait for at the longest, with room to spare.</summary>
    static readonly TimeSpan Longest = TimeSpan.FromDays(20);

    readonly TimeProvider real;
    readonly Lock gate = new();
    readonly HashSet<Alarm> alarms = [];
    long ahead;

    /// <param name="real">What it runs by.</param>
    /// <param name="now">The time that it shows now.</param>
    public DemoClock(TimeProvider real, DateTimeOffset now) => (this.real, ahead) = (real, (now - real.GetUtcNow()).Ticks);

    public override DateTimeOffset GetUtcNow() => real.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref ahead));

    public override long TimestampFrequency => real.TimestampFrequency;

    public override long GetTimestamp() => real.GetTimestamp();

    /// <summary>Skips to an instant; one that has passed already changes nothing.</summary>
    public void SkipTo(DateTimeOffset to)
    {
        lock (gate)
        {
            var step = to - GetUtcNow();
            if (step <= TimeSpan.Zero) return;
            Volatile.Write(ref ahead, ahead + step.Ticks);
            foreach (var alarm in alarms) alarm.Wind();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state);
        alarm.Change(dueTime, period);
        return alarm;
    }

    /// <summary>A timer of the machine, wound anew whenever the demo's time skips.</summary>
    sealed class Alarm : ITimer
    {
        readonly DemoClock clock;
        readonly TimerCallback callback;
        readonly object? state;
        readonly ITimer timer;
        DateTimeOffset? at;
        TimeSpan every = Timeout.InfiniteTimeSpan;

        public Alarm(DemoClock clock, TimerCallback callback, object? state)
        {
            (this.clock, this.callback, this.state) = (clock, callback, state);
            timer = clock.real.CreateTimer(_ => Ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                at = dueTime == Timeout.InfiniteTimeSpan ? null : clock.GetUtcNow() + dueTime;
                every = period;
                if (at is null) clock.alarms.Remove(this);
                else clock.alarms.Add(this);
                return Wind();
            }
        }

        /// <summary>Sets the machine's timer to what is left.</summary>
        public bool Wind()
        {
            var left = at - clock.GetUtcNow() ?? Timeout.InfiniteTimeSpan;
            return timer.Change(left == Timeout.InfiniteTimeSpan ? left : left < TimeSpan.Zero ? TimeSpan.Zero : left < Longest ? left : Longest, Timeout.InfiniteTimeSpan);
        }

        void Ring()
        {
            lock (clock.gate)
            {
                if (at is not { } due) return;
                if (due > clock.GetUtcNow())
                {
                    Wind();
                    return;
                }
                at = every > TimeSpan.Zero ? clock.GetUtcNow() + every : null;
                if (at is null) clock.alarms.Remove(this);
                else Wind();
            }
            callback(state);
        }

        public void Dispose()
        {
            Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

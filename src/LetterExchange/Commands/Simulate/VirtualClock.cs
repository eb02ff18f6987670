namespace LetterExchange.Commands.Simulate;

/// <summary>Time that passes as fast as the work in it allows. Timers ring when it is moved past them.</summary>
public sealed class VirtualClock(DateTimeOffset start) : TimeProvider
{
    readonly PriorityQueue<VirtualTimer, DateTimeOffset> timers = new();
    readonly Lock gate = new();
    DateTimeOffset now = start;

    public override DateTimeOffset GetUtcNow() => now;

    /// <summary>Told each time that it is moved, before what lies on the way rings.</summary>
    public Action<DateTimeOffset>? Moved { get; set; }

    /// <summary>When the next timer rings; none when there is none.</summary>
    public DateTimeOffset? NextTimer
    {
        get
        {
            lock (gate)
            {
                while (timers.TryPeek(out var timer, out _) && timer.Stopped) timers.Dequeue();
                return timers.TryPeek(out _, out var at) ? at : null;
            }
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(callback, state);
        lock (gate) timers.Enqueue(timer, now + dueTime);
        return timer;
    }

    /// <summary>Moves on to an instant and rings what lies on the way.</summary>
    public void MoveTo(DateTimeOffset to)
    {
        if (to > now) now = to;
        Moved?.Invoke(now);
        while (NextTimer is { } at && at <= now)
        {
            VirtualTimer timer;
            lock (gate) timer = timers.Dequeue();
            timer.Ring();
        }
    }

    sealed class VirtualTimer(TimerCallback callback, object? state) : ITimer
    {
        public bool Stopped { get; private set; }

        public void Ring()
        {
            if (!Stopped) callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException("A timer of the virtual clock rings once.");

        public void Dispose() => Stopped = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

namespace LetterExchange.Commands.Simulate.Nodes;

/// <summary>The clock of one process of a season: it stands where the season stands, give or take what it has been put wrong by. Its timers ring when the season has passed them, a moment
/// after (the machine looks every few milliseconds).</summary>
public sealed class NodeClock : TimeProvider, IDisposable
{
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    readonly SeasonTime season;
    readonly int node;
    readonly Lock gate = new();
    readonly HashSet<Alarm> alarms = [];
    readonly ITimer looking;

    public NodeClock(SeasonTime season, int node)
    {
        (this.season, this.node) = (season, node);
        looking = System.CreateTimer(_ => Ring(), null, Look, Look);
    }

    public override DateTimeOffset GetUtcNow() => season.Now + season.Wrong(node);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state);
        alarm.Change(dueTime, period);
        return alarm;
    }

    public void Dispose() => looking.Dispose();

    void Ring()
    {
        List<Alarm> due;
        lock (gate)
        {
            var now = GetUtcNow();
            due = [.. alarms.Where(alarm => alarm.At <= now)];
            foreach (var alarm in due) alarm.GoOn(now);
        }
        foreach (var alarm in due) alarm.Callback(alarm.State);
    }

    sealed class Alarm(NodeClock clock, TimerCallback callback, object? state) : ITimer
    {
        TimeSpan every;

        public DateTimeOffset At { get; private set; }

        public TimerCallback Callback => callback;

        public object? State => state;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                every = period;
                if (dueTime == Timeout.InfiniteTimeSpan) clock.alarms.Remove(this);
                else
                {
                    At = clock.GetUtcNow() + dueTime;
                    clock.alarms.Add(this);
                }
            }
            return true;
        }

        /// <summary>It rings now; however much the season has skipped, one that rings again and again rings once.</summary>
        public void GoOn(DateTimeOffset now)
        {
            if (every > TimeSpan.Zero) At = now + every;
            else clock.alarms.Remove(this);
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

namespace LetterExchange.Commands.Simulate;

/// <summary>What people mean to do, and when. They act on full steps of so many minutes, so that a tick serves many.</summary>
public sealed class Agenda(VirtualClock clock, int minutes = 5)
{
    readonly PriorityQueue<Func<Task>, (DateTimeOffset At, long Order)> entries = new();
    long order;

    public DateTimeOffset? Next => entries.TryPeek(out _, out var at) ? at.At : null;

    public void After(TimeSpan wait, Func<Task> act) => At(clock.GetUtcNow() + wait, act);

    public void At(DateTimeOffset at, Func<Task> act)
    {
        var step = TimeSpan.FromMinutes(minutes).Ticks;
        entries.Enqueue(act, (new DateTimeOffset((at.Ticks + step - 1) / step * step, TimeSpan.Zero), order++));
    }

    /// <summary>Does all whose time has come, in the order in which it was meant.</summary>
    public async Task<int> Act()
    {
        var done = 0;
        while (entries.TryPeek(out var act, out var at) && at.At <= clock.GetUtcNow())
        {
            entries.Dequeue();
            await act();
            done++;
        }
        return done;
    }
}

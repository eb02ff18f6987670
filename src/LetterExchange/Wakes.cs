using System.Collections.Concurrent;

namespace LetterExchange;

/// <summary>What can be due, one name a sweep (Jobs.cs lists when each is looked at).</summary>
public enum Due { Standing, Release, Remind, Enforce, Screen, Rescreen, Archive, Queue, Deliver, Announce, Index, Exports, Endings, Import, Plans, Pulse, Notices, Links, Seal, Backup }

/// <summary>Tells that something is due now, or will be at a time. It holds no truth: whatever is lost here, the next regular look finds
/// in the database. Wake-ups are coalesced: one waiting a sweep is enough.</summary>
public sealed class Wakes(TimeProvider clock) : IDisposable
{
    readonly ConcurrentDictionary<Due, (DateTimeOffset At, ITimer Timer)> alarms = new();

    /// <summary>Who looks when woken: the scheduler while serving, the simulation in virtual time, a test.</summary>
    public Action<Due>? Woken { get; set; }

    public void Wake(Due due) => Woken?.Invoke(due);

    /// <summary>Wakes the sweep at an instant, unless it will be woken earlier anyway.</summary>
    public void WakeAt(Due due, DateTimeOffset at)
    {
        var wait = at - clock.GetUtcNow();
        if (wait <= TimeSpan.Zero)
        {
            Wake(due);
            return;
        }
        if (wait > TimeSpan.FromMinutes(10)) return; // The regular look is soon enough to set the alarm.
        lock (alarms)
        {
            if (alarms.TryGetValue(due, out var set))
            {
                if (set.At <= at && set.At > clock.GetUtcNow()) return;
                set.Timer.Dispose();
            }
            alarms[due] = (at, clock.CreateTimer(_ => Ring(due, at), null, wait + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan));
        }
    }

    // A timer may ring a little before its time. It is over then, so that who looks too early and finds nothing can set another one.
    void Ring(Due due, DateTimeOffset at)
    {
        lock (alarms)
        {
            if (alarms.TryGetValue(due, out var set) && set.At == at) alarms.TryRemove(due, out _);
        }
        Wake(due);
    }

    /// <summary>Wakes every sweep: at the start of the service, and after the clock has jumped.</summary>
    public void WakeAll()
    {
        foreach (var due in Enum.GetValues<Due>()) if (due != Due.Backup) Wake(due);
    }

    public void Dispose()
    {
        foreach (var (_, timer) in alarms.Values) timer.Dispose();
    }
}


namespace LetterExchange.Tests;

/// <summary>A timer may ring a little before its time: whoever looks then and finds nothing due sets it again.</summary>
public sealed class EarlyAlarmTests
{
    [Test]
    public void An_alarm_that_rang_too_early_is_set_again()
    {
        var clock = new EarlyClock();
        using var wakes = new Wakes(clock);
        var at = clock.GetUtcNow().AddMilliseconds(500);
        wakes.Woken = due => wakes.WakeAt(due, at); // Nothing is due yet.
        wakes.WakeAt(Due.Deliver, at);
        clock.Rings[0].Invoke();
        Assert.That(clock.Rings, Has.Count.EqualTo(2));
    }

    /// <summary>Its time stands still; its timers ring when a test says so.</summary>
    sealed class EarlyClock : TimeProvider
    {
        public List<Action> Rings { get; } = [];

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Rings.Add(() => callback(state));
            return new Silent();
        }

        sealed class Silent : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}

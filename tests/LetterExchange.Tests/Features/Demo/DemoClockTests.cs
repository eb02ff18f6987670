using LetterExchange.Features.Demo;
using Microsoft.Extensions.Time.Testing;

namespace LetterExchange.Tests.Features.Demo;

public sealed class DemoClockTests
{
    static readonly DateTimeOffset Then = new(2027, 1, 14, 9, 40, 0, TimeSpan.Zero);

    FakeTimeProvider real = null!;
    DemoClock clock = null!;
    int rung;

    [SetUp]
    public void Wind()
    {
        real = new FakeTimeProvider(new DateTimeOffset(2031, 5, 1, 0, 0, 0, TimeSpan.Zero));
        clock = new DemoClock(real, Then);
        rung = 0;
    }

    [Test]
    public void It_runs_on_from_where_it_was_set()
    {
        real.Advance(TimeSpan.FromSeconds(90));
        Assert.That(clock.GetUtcNow(), Is.EqualTo(Then.AddSeconds(90)));
    }

    [Test]
    public void It_runs_on_from_where_it_was_skipped_to()
    {
        clock.SkipTo(Then.AddDays(1));
        real.Advance(TimeSpan.FromHours(1));
        Assert.That(clock.GetUtcNow(), Is.EqualTo(Then.AddDays(1).AddHours(1)));
    }

    [Test]
    public void It_is_not_skipped_back()
    {
        clock.SkipTo(Then.AddHours(-1));
        Assert.That(clock.GetUtcNow(), Is.EqualTo(Then));
    }

    [TestCase(59, 0)]
    [TestCase(60, 1)]
    [TestCase(6000, 1)]
    public void A_timer_rings_once_when_a_skip_reaches_it_and_not_before(int minutes, int expected)
    {
        using var timer = Timer(TimeSpan.FromHours(1));
        clock.SkipTo(Then.AddMinutes(minutes));
        real.Advance(TimeSpan.Zero);
        Assert.That(rung, Is.EqualTo(expected));
    }

    [Test]
    public void A_timer_rings_by_itself_after_what_a_skip_has_left()
    {
        using var timer = Timer(TimeSpan.FromHours(1));
        clock.SkipTo(Then.AddMinutes(50));
        real.Advance(TimeSpan.FromMinutes(9));
        Assert.That(rung, Is.Zero);
        real.Advance(TimeSpan.FromMinutes(1));
        Assert.That(rung, Is.EqualTo(1));
    }

    [Test]
    public void A_timer_may_be_further_away_than_a_machine_s_timer_can_wait()
    {
        using var timer = Timer(TimeSpan.FromDays(100));
        for (var day = 0; day < 99; day++) real.Advance(TimeSpan.FromDays(1));
        Assert.That(rung, Is.Zero);
        real.Advance(TimeSpan.FromDays(1));
        Assert.That(rung, Is.EqualTo(1));
    }

    [Test]
    public void A_timer_that_comes_again_comes_again_after_a_skip()
    {
        using var timer = clock.CreateTimer(_ => rung++, null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));
        clock.SkipTo(Then.AddHours(1));
        real.Advance(TimeSpan.Zero);
        Assert.That(rung, Is.EqualTo(1)); // What was passed over is one time.
        real.Advance(TimeSpan.FromMinutes(10));
        Assert.That(rung, Is.EqualTo(2));
    }

    [Test]
    public void A_timer_that_is_gone_does_not_ring()
    {
        Timer(TimeSpan.FromHours(1)).Dispose();
        clock.SkipTo(Then.AddHours(2));
        real.Advance(TimeSpan.FromHours(2));
        Assert.That(rung, Is.Zero);
    }

    [Test]
    public void The_alarm_of_a_sweep_rings_when_it_is_skipped_over()
    {
        var woken = new List<Due>();
        using var wakes = new Wakes(clock) { Woken = woken.Add };
        wakes.WakeAt(Due.Deliver, Then.AddMinutes(5));
        clock.SkipTo(Then.AddMinutes(6));
        real.Advance(TimeSpan.Zero);
        Assert.That(woken, Is.EqualTo(new[] { Due.Deliver }));
    }

    ITimer Timer(TimeSpan wait) => clock.CreateTimer(_ => rung++, null, wait, Timeout.InfiniteTimeSpan);
}

using LetterExchange.Commands.Simulate.Nodes;

namespace LetterExchange.Tests.Commands.Simulate.Nodes;

public sealed class NodeClockTests
{
    static readonly DateTimeOffset Then = new(2027, 2, 24, 14, 0, 0, TimeSpan.Zero);
    static readonly TimeSpan patience = TimeSpan.FromSeconds(20);

    string path = "";
    SeasonTime set = null!, read = null!;
    NodeClock first = null!, second = null!;

    [SetUp]
    public void Open()
    {
        path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        (set, read) = (SeasonTime.Create(path, Then), SeasonTime.Open(path));
        (first, second) = (new(read, 0), new(read, 1));
    }

    [TearDown]
    public void Close()
    {
        foreach (var one in new IDisposable[] { first, second, set, read }) one.Dispose();
        File.Delete(path);
    }

    [Test]
    public void It_stands_where_the_season_stands()
    {
        Assert.That(first.GetUtcNow(), Is.EqualTo(Then));
        set.Now = Then.AddDays(3);
        Assert.That(first.GetUtcNow(), Is.EqualTo(Then.AddDays(3)));
        Assert.That(second.GetUtcNow(), Is.EqualTo(Then.AddDays(3)));
    }

    [TestCase(90)]
    [TestCase(-90)]
    public void One_that_is_put_wrong_goes_wrong_alone_until_it_is_put_right(int seconds)
    {
        set.Put(1, TimeSpan.FromSeconds(seconds));
        Assert.That(first.GetUtcNow(), Is.EqualTo(Then));
        Assert.That(second.GetUtcNow(), Is.EqualTo(Then.AddSeconds(seconds)));
        set.Put(1, TimeSpan.Zero);
        Assert.That(second.GetUtcNow(), Is.EqualTo(Then));
    }

    [Test]
    public async Task A_timer_rings_when_the_season_has_passed_it_and_not_before()
    {
        var (soon, late) = (Task.Delay(TimeSpan.FromHours(1), first), Task.Delay(TimeSpan.FromHours(2), first));
        set.Now = Then.AddMinutes(90);
        await soon.WaitAsync(patience);
        Assert.That(late.IsCompleted, Is.False);
        set.Now = Then.AddMinutes(120);
        await late.WaitAsync(patience);
    }

    [Test]
    public async Task A_timer_that_rings_again_and_again_rings_once_for_a_skip_and_goes_on()
    {
        var rung = new SemaphoreSlim(0);
        using var timer = first.CreateTimer(_ => rung.Release(), null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        set.Now = Then.AddHours(1);
        Assert.That(await rung.WaitAsync(patience));
        set.Now = Then.AddHours(2);
        Assert.That(await rung.WaitAsync(patience));
        timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Assert.That(rung.CurrentCount, Is.Zero);
    }
}

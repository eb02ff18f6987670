using LetterExchange.Data;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Faults;

/// <summary>The database is full, can only be read or is locked while a round opens for many: the sweep stops at once with one clear line, names no row for it, and when it is over
/// all is done, once.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class DatabaseFaultsTests(Engine engine) : DatabaseFaultsTest(engine)
{
    [TestCase("full")]
    [TestCase("readonly")]
    [TestCase("locked")]
    public async Task What_could_not_be_done_is_done_once_when_it_is_over(string fault)
    {
        // Who waits behind a lock of PostgreSQL's hears nothing in time.
        var trouble = fault == "locked" && Engine == Engine.Postgres ? "slow" : fault;
        await using (await Begin(fault))
        {
            var began = TimeProvider.System.GetTimestamp();
            for (var looks = 1; looks <= 2; looks++)
            {
                var failure = (await Assert.CatchAsync(() => Sweeps.Run(Due.Release, default)))!;
                Assert.That(DatabaseTrouble.Of(failure), Is.EqualTo(trouble), failure.ToString());
                Clock.Advance(TimeSpan.FromMinutes(29));
            }
            Assert.That(TimeProvider.System.GetElapsedTime(began), Is.LessThan(TimeSpan.FromSeconds(20)), "no row waits after the other");
            Assert.That(Sweeps.LastRun(Due.Release)!.Trouble, Is.EqualTo(trouble));
            Assert.That(Said, Has.Count.EqualTo(2).And.All.Contain("Sweep Release has stopped").And.All.Contain(DatabaseTrouble.InWords(trouble)), "a line a look");
        }
        await AllIsDone();
    }

    [Test]
    public void Each_trouble_has_words_of_its_own() => Assert.That(DatabaseTrouble.All.Select(DatabaseTrouble.InWords), Is.Unique);
}

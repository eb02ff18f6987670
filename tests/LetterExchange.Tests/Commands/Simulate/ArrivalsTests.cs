using LetterExchange.Commands.Simulate;
using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Tests.Ground;
using Microsoft.Extensions.Time.Testing;

namespace LetterExchange.Tests.Commands.Simulate;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class ArrivalsTests(Engine engine) : DatabaseTest(engine)
{
    [Test]
    public async Task Each_notice_is_met_once_also_one_of_another_machine_whose_clock_is_behind()
    {
        var person = await Given.Person("Mentor");
        var behind = new Notifier(new FakeTimeProvider(Start.AddMinutes(-2)), Get<Wakes>());
        var arrivals = new Arrivals(Db, Clock, isAlone: false);
        Assert.That(await Fresh(arrivals), Is.Empty);
        var first = await Tell(Get<Notifier>(), person);
        Assert.That(await Fresh(arrivals), Is.EqualTo(new[] { first }));
        var second = await Tell(behind, person);
        Assert.That(await Fresh(arrivals), Is.EqualTo(new[] { second }));
        Clock.Advance(TimeSpan.FromDays(1));
        var third = await Tell(Get<Notifier>(), person);
        Assert.That(await Fresh(arrivals), Is.EqualTo(new[] { third }));
        Assert.That(await Fresh(arrivals), Is.Empty);
    }

    [Test]
    public async Task A_process_that_is_alone_looks_only_when_it_has_told_somebody_something()
    {
        var person = await Given.Person("Mentor");
        var arrivals = new Arrivals(Db, Clock, isAlone: true);
        var first = await Tell(Get<Notifier>(), person);
        Assert.That(await Fresh(arrivals), Is.Empty);
        arrivals.Told();
        Assert.That(await Fresh(arrivals), Is.EqualTo(new[] { first }));
        arrivals.Told();
        Assert.That(await Fresh(arrivals), Is.Empty);
    }

    async Task<Guid> Tell(Notifier notifier, Guid person)
    {
        var subject = Guid.NewGuid();
        await Db.Transact(tx => notifier.Tell(tx, new Telling(person, null, NoticeKind.TurnOpened, subject, "", "/desk")));
        return subject;
    }

    static async Task<List<Guid>> Fresh(Arrivals arrivals)
    {
        var subjects = new List<Guid>();
        await foreach (var one in arrivals.Fresh()) subjects.Add(one.SubjectId);
        return subjects;
    }
}

using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Features.People;
using LetterExchange.Tests.Features.Notices;
using LetterExchange.Tests.Features.People;
using LetterExchange.Tests.Ground;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LetterExchange.Tests;

/// <summary>Each thing that time brings about (<see cref="TimedEffects"/>), in a program whose clocks change in the night before. It comes at its moment and not a millisecond sooner,
/// once however often one looks, and once from two places that look at once after two days in which nobody did.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
[SetCulture("en"), SetUICulture("en")]
public sealed class TimeTests(Engine engine) : DatabaseTest(engine)
{
    // Eight in the morning, written in UTC, of the days on which the clocks go forward and back: an hour off shows.
    static readonly (string Zone, string Morning)[] changes =
    [
        ("America/New_York", "2027-03-14T12:00Z"), ("Europe/Paris", "2027-03-28T06:00Z"), ("Europe/Paris", "2027-10-31T07:00Z"), ("America/New_York", "2027-11-07T13:00Z"),
    ];

    readonly Caught post = new();

    static IEnumerable<string> Effects => TimedEffects.All.Keys;

    [SetUp]
    public void Equip() => Equip(Parts);

    [TestCaseSource(nameof(Effects))]
    public async Task It_comes_at_its_moment_across_every_change_of_the_clocks_and_once(string effect)
    {
        var (sweep, prepare) = TimedEffects.All[effect];
        foreach (var (zone, morning) in changes)
        {
            var due = DateTimeOffset.Parse(morning);
            var count = await prepare(await Stage(zone), due);
            Clock.SetUtcNow(due.AddMilliseconds(-1));
            await sweep(Parts).Run(CancellationToken.None);
            Assert.That(await count(), Is.Zero, $"a millisecond before, {zone} {morning}");
            if (effect != TimedEffects.NotAwaited) Assert.That(await sweep(Parts).Next(), Is.InRange(due, due.AddSeconds(1)), $"when to look next, {zone} {morning}"); // Mail never looks again at once.
            Clock.SetUtcNow(due);
            if (effect != TimedEffects.NotAwaited)
                Assert.That(await sweep(Parts).Next(due.AddMilliseconds(-1)), Is.InRange(due, due.AddSeconds(1)), $"what becomes due between a run and this question, {zone} {morning}");
            await sweep(Parts).Run(CancellationToken.None);
            Assert.That(await count(), Is.EqualTo(1), $"at its moment, {zone} {morning}");
            await sweep(Parts).Run(CancellationToken.None);
            Assert.That(await count(), Is.EqualTo(1), $"twice, {zone} {morning}");
        }
    }

    [TestCaseSource(nameof(Effects))]
    public async Task After_two_days_down_it_comes_once_from_two_places_at_once(string effect)
    {
        var (sweep, prepare) = TimedEffects.All[effect];
        using var elsewhere = Equip(new Parts(Db, Clock));
        foreach (var (zone, morning) in changes)
        {
            var due = DateTimeOffset.Parse(morning);
            var count = await prepare(await Stage(zone), due);
            Clock.SetUtcNow(due.AddDays(2));
            var (here, there) = (sweep(Parts), sweep(elsewhere));
            await Task.WhenAll(Task.Run(() => here.Run(CancellationToken.None)), Task.Run(() => there.Run(CancellationToken.None)));
            await here.Run(CancellationToken.None); // What each passed over because the other held it.
            Assert.That(await count(), Is.EqualTo(1), $"{zone} {morning}");
        }
    }

    async Task<Stage> Stage(string zone)
    {
        var given = new Given(Db, Clock);
        await given.Program(zone);
        return new(Db, Clock, Parts, given, post);
    }

    Parts Equip(Parts parts)
    {
        var words = new StringLocalizer<LetterExchange.Features.People.Texts>(new ResourceManagerStringLocalizerFactory(Options.Create(new LocalizationOptions()), NullLoggerFactory.Instance));
        return parts.With<IMailer>(post).With(new MailSettings { Folder = Path.GetTempPath(), PublicUrl = "https://letters.example.org" })
            .With(NoticesTest.Words).With<IStringLocalizer<LetterExchange.Features.People.Texts>>(words)
            .With<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
    }
}

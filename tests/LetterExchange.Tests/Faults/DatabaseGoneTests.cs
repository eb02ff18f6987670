using LetterExchange.Commands;
using LetterExchange.Commands.Auditing;
using LetterExchange.Data;
using LetterExchange.Tests.Ground;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LetterExchange.Tests.Faults;

/// <summary>A PostgreSQL that is stopped under the running service, for an hour of its time, and started again.</summary>
public sealed class DatabaseGoneTests
{
    static readonly DateTimeOffset start = new(2027, 1, 11, 10, 0, 0, TimeSpan.Zero);
    static readonly TimeSpan patience = TimeSpan.FromSeconds(30);
    static readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(20) };

    [Test]
    public async Task It_goes_on_by_itself_when_it_answers_again_and_nothing_is_lost_or_doubled()
    {
        await using var cluster = await PostgresCluster.Start(restartable: true);
        var (clock, folder, said) = (new FakeTimeProvider(start), Directory.CreateTempSubdirectory("letterexchange-gone-").FullName, new List<string>());
        var options = new ServeOptions { Urls = "http://127.0.0.1:0", DataDirectory = folder, ConnectionString = await cluster.NewDatabase(), Clock = clock };
        await using (var service = await Service.Start(options with { Log = log => log.Services.AddSingleton<Microsoft.Extensions.Logging.ILogger<Sweeps>>(new Lines<Sweeps>(said)) }))
        {
            var (db, given, url) = (service.Services.GetRequiredService<Database>(), new Given(service.Services.GetRequiredService<Database>(), clock), service.Addresses.Single());
            await given.Program("Europe/Paris");
            var pairs = await given.Pairs(30);
            var due = start.AddMinutes(20);
            await given.Assignments(pairs, await given.Round(due), due, (Side.Mentee, start.AddDays(9), start.AddDays(12)));
            Assert.That(await Health(url), Is.EqualTo("ok"));

            await cluster.Stop();
            Assert.That(await Health(url), Does.Contain(DatabaseTrouble.InWords("away")));
            for (var minute = 0; minute < 60; minute++)
            {
                clock.Advance(TimeSpan.FromMinutes(1));
                if (minute % 20 == 0) Assert.That(DatabaseTrouble.Of((await Assert.CatchAsync(() => service.Services.GetRequiredService<Sweeps>().Run(Due.Release, default)))!), Is.EqualTo("away"));
            }
            Assert.That(said, Has.Some.Contains("Sweep Release has stopped").And.Some.Contains(DatabaseTrouble.InWords("away")));
            await cluster.Restart();

            await Until("all are released, by the service itself", async () => await Open(db) == pairs.Count);
            await Until("it is ready", async () => await Health(url) == "ok");
            await service.Services.GetRequiredService<Sweeps>().Run(Due.Seal, default);
            Assert.That(await db.Get<int>("SELECT COUNT(*) FROM events WHERE kind = 'assignment.open'"), Is.EqualTo(pairs.Count));
            Assert.That(await db.Get<int>("SELECT COUNT(*) FROM notices WHERE kind = 'RoundOpened'"), Is.EqualTo(2 * pairs.Count));
            Assert.That(await db.Get<int>("SELECT COUNT(*) FROM stuck_rows"), Is.Zero);
            Assert.That((await new Audit(db, new Evidence { Until = clock.Now(), Outage = (start, clock.Now()) }).Run()).Where(rule => rule.Value > 0), Is.Empty);
        }
        Directory.Delete(folder, recursive: true);
    }

    static async Task<int> Open(Database db)
    {
        try
        {
            return await db.Get<int>("SELECT COUNT(*) FROM assignments WHERE state = 'Open'");
        }
        catch (System.Data.Common.DbException)
        {
            return 0;
        }
    }

    static async Task<string> Health(string url) => (await (await http.GetAsync(new Uri(new Uri(url), "/health/ready"))).Content.ReadAsStringAsync()).Trim();

    static async Task Until(string what, Func<Task<bool>> isSo)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            Assert.That(TimeProvider.System.GetElapsedTime(began), Is.LessThan(patience), $"Waited in vain: {what}.");
            await Task.Delay(20);
        }
    }
}

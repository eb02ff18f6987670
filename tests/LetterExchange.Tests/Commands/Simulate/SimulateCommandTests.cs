using System.Text.Json;
using LetterExchange.Commands.Simulate;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Commands.Simulate;

public sealed class SimulateCommandTests
{
    static readonly string[] violations =
    [
        "delivered_without_release", "delivered_twice", "delivered_while_stopped", "reviewed_by_party", "one_key_for_danger", "notice_twice", "mail_twice",
        "released_at_wrong_time", "lapsed_at_wrong_time", "reminded_wrongly", "text_lost", "events_broken",
    ];

    [Test]
    public async Task A_season_is_played_counted_and_audited_and_the_file_says_the_same()
    {
        var file = Path.GetTempFileName();
        var (status, output) = await Run("--pairs", "4", "--rounds", "1", "--seed", "7", "--json", file);
        Assert.That(status, Is.Zero, output);
        foreach (var word in new[] { "released", "delivered", "lapsed", "reminders", "mails", "repeats", "wall time", "peak memory", "database", "events broken" }) Assert.That(output, Does.Contain(word));
        var report = JsonElement.Parse(await File.ReadAllTextAsync(file));
        Assert.That(report.GetProperty("violations").EnumerateObject().Select(count => count.Name), Is.EquivalentTo(violations));
        Assert.That(report.GetProperty("violations").EnumerateObject().Select(count => count.Value.GetInt64()), Is.All.Zero);
        Assert.That(report.GetProperty("counts").GetProperty("released").GetInt64(), Is.EqualTo(4));
        File.Delete(file);
    }

    [TestCaseSource(nameof(violations))]
    public void Any_violation_gives_exit_status_1(string broken)
    {
        var report = new Report { Counts = new Dictionary<string, long>(), Violations = violations.ToDictionary(name => name, _ => 0L), WallSeconds = 1, PeakMemoryMegabytes = 1, DatabaseMegabytes = 1 };
        Assert.That(SimulateCommand.Status(report), Is.Zero);
        Assert.That(SimulateCommand.Status(report with { Violations = report.Violations.ToDictionary(count => count.Key, count => count.Key == broken ? 1L : 0L) }), Is.EqualTo(1));
    }

    [Test]
    public async Task The_same_seed_gives_the_same_season_and_another_another()
    {
        var counts = new List<IReadOnlyDictionary<string, long>>();
        foreach (var seed in new[] { 5, 5, 6 })
        {
            var db = await Databases.Fresh(LetterExchange.Data.Engine.Sqlite);
            await SimulatedSeason.Play(db, new(12, 1, seed), _ => { }, CancellationToken.None);
            counts.Add(await Report.Count(db));
            await Databases.Drop(db);
        }
        Assert.That(counts[1], Is.EqualTo(counts[0]));
        Assert.That(counts[2], Is.Not.EqualTo(counts[0]));
    }

    [TestCase("--pairs", "0")]
    [TestCase("--rounds", "21")]
    [TestCase("--seed", "one")]
    public async Task What_cannot_be_played_is_refused_in_words(string option, string value)
    {
        var (status, output) = await Run(option, value);
        Assert.That(status, Is.Not.Zero);
        Assert.That(output, Does.Contain(option).Or.Contain(value));
    }

    [Test]
    public async Task A_database_in_use_is_not_played_in()
    {
        var db = await Databases.Fresh(LetterExchange.Data.Engine.Postgres);
        await new Given(db, new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Site.Start)).Program();
        var (status, output) = await Run("--pairs", "4", "--database", db.ConnectionString);
        Assert.That(status, Is.EqualTo(1));
        Assert.That(output, Does.Contain("in use").And.Contain("--database"));
        await Databases.Drop(db);
    }

    static async Task<(int Status, string Output)> Run(params string[] args)
    {
        await using var program = await Child.Start(Exchange.Dotnet, [typeof(Program).Assembly.Location, "simulate", .. args]);
        return (await program.Exit(), program.Output);
    }
}

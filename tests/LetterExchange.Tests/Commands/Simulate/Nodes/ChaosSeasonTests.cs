using System.Text.Json;
using LetterExchange.Data;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Commands.Simulate.Nodes;

/// <summary>A season whose sweeps run in real processes over one PostgreSQL, which are killed, frozen, put wrong and cut off from the mail server meanwhile.</summary>
public sealed class ChaosSeasonTests
{
    // A season takes half a minute of several processes' time: with --long only.
    static IEnumerable<TestCaseData> Seasons => Variants.Long ? [new(2, 20, 2, 1), new(3, 40, 3, 2)] : [];

    [TestCaseSource(nameof(Seasons))]
    public async Task Whatever_befalls_the_processes_no_rule_is_broken_and_mails_that_come_again_are_listed(int nodes, int pairs, int rounds, int seed)
    {
        string[] size = ["--nodes", $"{nodes}", "--pairs", $"{pairs}", "--rounds", $"{rounds}", "--seed", $"{seed}"];
        var db = await Databases.Fresh(Engine.Postgres);
        var file = Path.GetTempFileName();
        await using (var program = await Child.Start(Exchange.Dotnet, [typeof(Program).Assembly.Location, "simulate", "--chaos", .. size, "--database", db.ConnectionString, "--json", file], grace: TimeSpan.FromSeconds(30)))
        {
            Assert.That(await program.Exit(), Is.Zero, program.Output);
            Assert.That(program.Output, Does.Contain("kill with mail").And.Contain("mails taken up again"));
        }
        var report = JsonElement.Parse(await File.ReadAllTextAsync(file));
        Assert.That(report.GetProperty("violations").EnumerateObject().Select(count => count.Value.GetInt64()), Is.All.Zero);
        Assert.That(report.GetProperty("chaos").EnumerateObject().Select(fault => fault.Value.GetInt64()), Has.Exactly(6).Positive, "each kind of fault has struck");
        var repeated = report.GetProperty("repeated").EnumerateArray().ToList();
        Assert.That(repeated.Sum(mail => mail.GetProperty("times").GetInt64()), Is.EqualTo(report.GetProperty("counts").GetProperty("repeats").GetInt64()));
        Assert.That(repeated.Select(mail => mail.GetProperty("taken").GetInt32()), Has.Some.GreaterThan(1), "who was killed with a mail in hand had sent it");
        Assert.That(await db.Get<int>("SELECT COUNT(*) FROM mails WHERE state <> 'Sent'"), Is.Zero, "no mail was lost");
        Assert.That(await db.Get<int>("SELECT COUNT(*) FROM deliveries"), Is.Positive);
        File.Delete(file);
        await Databases.Drop(db);
    }

    [TestCase("needs PostgreSQL", "--nodes", "2")]
    [TestCase("--nodes is from 1 to 16", "--nodes", "0", "--database", "Host=nowhere")]
    [TestCase("--chaos needs --nodes 2 or more", "--chaos")]
    [TestCase("--chaos needs --nodes 2 or more", "--chaos", "--nodes", "1", "--database", "Host=nowhere")]
    public async Task What_several_processes_can_t_play_is_refused_in_words(string words, params string[] options)
    {
        var (status, _, errors) = await Exchange.Run(["simulate", .. options]);
        Assert.That(status, Is.EqualTo(1));
        Assert.That(errors, Does.Contain(words).And.Not.Contain("   at "));
    }

    [Test]
    public async Task No_process_is_started_on_another_time_than_a_season_s()
    {
        var file = Path.GetTempFileName();
        foreach (var (path, words) in new[] { (file, "does not hold a season's time"), ($"{file}.missing", "There is no season") })
        {
            var (status, _, errors) = await Exchange.Run(["simulate", "node", "--time", path, "--number", "0", "--mail", "25"]);
            Assert.That(status, Is.EqualTo(1));
            Assert.That(errors, Does.Contain(words));
        }
        File.Delete(file);
        var (_, help, _) = await Exchange.Run(["simulate", "--help"]);
        Assert.That(help, Does.Contain("--chaos").And.Not.Contain("node "));
    }
}

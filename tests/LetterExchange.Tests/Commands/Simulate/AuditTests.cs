using LetterExchange.Commands.Auditing;
using LetterExchange.Data;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Commands.Simulate;

/// <summary>A season that was played well has no violation; each that is planted in it is found, and no other.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class AuditTests(Engine engine)
{
    PlayedSeason season = null!;

    [OneTimeSetUp]
    public async Task Play() => season = await PlayedSeason.On(engine);

    [OneTimeTearDown]
    public async Task Leave() => await season.DisposeAsync();

    [Test]
    public async Task A_season_has_no_violation()
    {
        Assert.That(await season.Audit(), Has.Count.EqualTo(12).And.All.Property("Value").Zero);
        Assert.That(season.Counts, Has.All.Property("Value").Positive.Or.Property("Key").EqualTo("repeats"), "something of everything has happened");
    }

    static IEnumerable<TestCaseData> Planted => Violations.All.Select(planted => new TestCaseData(planted).SetArgDisplayNames(planted.Name, planted.How));

    [TestCaseSource(nameof(Planted))]
    public async Task A_violation_is_counted_under_its_name_and_no_other(Violation planted)
    {
        await using var copy = season.Plant();
        Assert.That(await copy.Execute(planted.Sql), Is.Positive, "nothing was planted");
        await ShouldCount(copy, season.Evidence, planted.Name);
    }

    [Test]
    public async Task A_mail_that_the_far_end_took_twice_is_counted_unless_it_is_a_known_repeat()
    {
        await using var copy = season.Plant();
        var twice = season.Evidence with { MessageIds = [.. season.Evidence.MessageIds, season.Evidence.MessageIds.First()] };
        await ShouldCount(copy, twice, "mail_twice");
        await copy.Execute("UPDATE mails SET repeats = 1 WHERE message_id = @id", new { id = twice.MessageIds.First() });
        Assert.That((await new Audit(copy, twice).Run()).Values, Is.All.Zero);
    }

    [Test]
    public async Task A_letter_approved_by_somebody_who_had_read_another_revision_is_counted()
    {
        await using var copy = season.Plant();
        var read = season.Evidence.Read!.ToHashSet();
        var approved = await copy.Query<Guid>("SELECT c.letter_id FROM decisions c JOIN deliveries d ON d.letter_id = c.letter_id AND d.revision = c.number WHERE c.kind = 'Approve' ORDER BY c.letter_id LIMIT 1");
        read.RemoveWhere(one => one.Letter == approved[0]);
        await ShouldCount(copy, season.Evidence with { Read = read }, "delivered_without_release");
    }

    [TestCase(60_000, 1, 0)] // The audit's own planting.
    [TestCase(600_000, 1, 1)]
    public async Task What_two_machines_recorded_beside_each_other_is_forgiven_as_far_as_their_clocks_may_differ(int after, int together, int apart)
    {
        await using var copy = season.Plant();
        var planted = Violations.All.First(one => one.How == "in a pause");
        await copy.Execute(planted.Sql.Replace("+ 60000", $"+ {after}"));
        foreach (var (far, count) in new[] { (TimeSpan.Zero, together), (TimeSpan.FromMinutes(5), apart) })
            Assert.That((await new Audit(copy, season.Evidence with { Apart = far }).Run())["delivered_while_stopped"], Is.EqualTo(count), $"{far}");
    }

    [Test]
    public async Task A_text_that_was_sent_and_is_not_there_is_counted()
    {
        await using var copy = season.Plant();
        var (letter, revision) = season.Evidence.Sent.Keys.First();
        var more = season.Evidence.Sent.ToDictionary();
        more[(letter, revision + 50)] = "0";
        await ShouldCount(copy, season.Evidence with { Sent = more }, "text_lost");
    }

    static async Task ShouldCount(Database copy, Evidence evidence, string name)
    {
        var found = (await new Audit(copy, evidence).Run()).Where(count => count.Value != 0).ToDictionary();
        Assert.That(found, Is.EqualTo(new Dictionary<string, long> { [name] = 1 }));
    }
}

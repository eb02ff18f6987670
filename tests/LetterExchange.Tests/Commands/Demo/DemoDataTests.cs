using LetterExchange.Commands.Demo;
using LetterExchange.Commands.Auditing;
using LetterExchange.Commands.Simulate;
using LetterExchange.Data;
using LetterExchange.Features.Demo;
using LetterExchange.Features.People;
using LetterExchange.Tests.Ground;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Time.Testing;

namespace LetterExchange.Tests.Commands.Demo;

/// <summary>What the demo is filled with, on both databases.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class DemoDataTests(Engine engine)
{
    static readonly DateTimeOffset Begins = new(2027, 1, 14, 9, 40, 0, TimeSpan.Zero);
    readonly FakeTimeProvider real = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    Database db = null!;
    OpenedDemo demo = null!;

    [OneTimeSetUp]
    public async Task Fill()
    {
        db = await Databases.Fresh(engine);
        demo = await DemoData.Open(db, real, CancellationToken.None);
    }

    [OneTimeTearDown]
    public Task Drop() => Databases.Drop(db);

    [Test]
    public async Task Its_time_begins_in_the_second_week_of_the_fourth_round()
    {
        Assert.That(demo.Clock.GetUtcNow(), Is.EqualTo(Begins));
        Assert.That(await db.Query<string>("SELECT a.state || ' ' || o.ordinal FROM assignments a JOIN rounds o ON o.id = a.round_id JOIN pairs p ON p.id = a.pair_id JOIN people h ON h.id = p.mentee_id WHERE h.given_name = 'Lin' ORDER BY o.ordinal"),
            Is.EqualTo(new[] { "Complete 1", "Complete 2", "Complete 3", "Open 4", "Scheduled 5", "Scheduled 6" }));
    }

    [TestCase("state = 'Draft'", 2)]
    [TestCase("state = 'InReview' AND route = 'Standard'", 3)]
    [TestCase("state = 'InReview' AND route = 'Attention' AND EXISTS (SELECT 1 FROM findings f WHERE f.letter_id = l.id AND f.number = l.revision)", 1)]
    [TestCase("state = 'InReview' AND route = 'Safeguarding' AND (SELECT COUNT(*) FROM decisions d WHERE d.letter_id = l.id AND d.kind = 'Approve') = 1", 1)]
    [TestCase("state = 'Returned' AND EXISTS (SELECT 1 FROM drafts f WHERE f.letter_id = l.id)", 1)]
    [TestCase("state = 'Withheld'", 1)]
    [TestCase("state = 'Approved' AND deliver_at > 1799919600000", 1)] // Thursday 14 January 2027, 09:40.
    [TestCase("state = 'Delivered'", 4)]
    [TestCase("state = 'Read'", 60)]
    [TestCase("state = 'Read' AND revision = 2", 1)]
    [TestCase("state = 'Discarded'", 1)]
    [TestCase("state = 'Stopped'", 1)]
    [TestCase("turn_id IS NULL", 4)]
    public async Task There_are_letters_in_every_state(string condition, int least) =>
        Assert.That(await db.Get<int>($"SELECT COUNT(*) FROM letters l WHERE {condition}"), Is.GreaterThanOrEqualTo(least));

    [TestCase("SELECT COUNT(*) FROM pairs WHERE state <> 'Closed'", 12)]
    [TestCase("SELECT COUNT(*) FROM pairs WHERE state = 'Paused' AND paused_why = 'Coordinator'", 1)]
    [TestCase("SELECT COUNT(*) FROM pairs WHERE state = 'Closed'", 1)]
    [TestCase("SELECT COUNT(*) FROM pairs p WHERE p.state = 'Active' AND NOT EXISTS (SELECT 1 FROM letters l WHERE l.pair_id = p.id AND l.submitted_at > 1793491200000)", 1)] // Since November.
    [TestCase("SELECT COUNT(*) FROM (SELECT mentor_id FROM pairs WHERE state <> 'Closed' GROUP BY mentor_id HAVING COUNT(*) = 3) m", 1)]
    [TestCase("SELECT COUNT(*) FROM cohorts", 2)]
    [TestCase("SELECT COUNT(*) FROM rounds", 6)]
    [TestCase("SELECT COUNT(*) FROM concerns WHERE state = 'Open'", 1)]
    [TestCase("SELECT COUNT(*) FROM concerns WHERE state = 'Closed'", 1)]
    [TestCase("SELECT COUNT(*) FROM help_contacts", 3)]
    [TestCase("SELECT COUNT(*) FROM memberships WHERE ended_at IS NULL AND role = 'SafeguardingLead'", 2)]
    [TestCase("SELECT COUNT(*) FROM memberships WHERE ended_at IS NULL AND role = 'Coordinator'", 2)]
    [TestCase("SELECT COUNT(*) FROM memberships m JOIN memberships n ON n.person_id = m.person_id WHERE m.role = 'Coordinator' AND n.role = 'Reviewer' AND n.cohort_id IS NOT NULL", 1)]
    [TestCase("SELECT COUNT(*) FROM memberships WHERE role = 'Teacher'", 1)]
    [TestCase("SELECT COUNT(*) FROM memberships WHERE role = 'Administrator'", 1)]
    [TestCase("SELECT COUNT(*) FROM people WHERE left_at IS NOT NULL", 1)]
    [TestCase("SELECT COUNT(DISTINCT language) FROM people", 2)]
    [TestCase("SELECT COUNT(*) FROM events e WHERE e.kind = 'turn.extend'", 1)]
    public async Task The_program_is_as_it_was_drawn(string count, int expected) => Assert.That(await db.Get<int>(count), Is.EqualTo(expected));

    [TestCase("Amina", "SELECT COUNT(*) FROM letters WHERE reader_id = @me AND state = 'Delivered'")]
    [TestCase("Kit", "SELECT COUNT(*) FROM letters WHERE writer_id = @me AND state = 'Draft'")]
    [TestCase("Eli", "SELECT COUNT(*) FROM letters WHERE writer_id = @me AND state = 'Returned'")]
    [TestCase("Harry", "SELECT COUNT(*) FROM letters WHERE reader_id = @me AND state = 'Delivered'")]
    [TestCase("Beatriz", "SELECT COUNT(*) FROM turns WHERE writer_id = @me AND state = 'Open' AND held_at IS NULL")]
    [TestCase("Maddalena", "SELECT COUNT(*) FROM letters l JOIN pairs p ON p.id = l.pair_id JOIN memberships m ON m.cohort_id = p.cohort_id AND m.person_id = @me WHERE l.state = 'InReview' HAVING COUNT(*) > 2")]
    [TestCase("Tomasz", "SELECT COUNT(*) FROM letters l JOIN pairs p ON p.id = l.pair_id JOIN memberships m ON m.cohort_id = p.cohort_id AND m.person_id = @me WHERE l.state = 'InReview' HAVING COUNT(*) > 1")]
    [TestCase("Sade", "SELECT COUNT(*) FROM notices WHERE person_id = @me AND kind = 'LapsesDigest' AND read_at IS NULL")]
    [TestCase("Ruth", "SELECT COUNT(*) FROM notices WHERE person_id = @me AND kind = 'ConcernOpened' AND read_at IS NULL")]
    public async Task Who_signs_in_has_something_to_do(string name, string count)
    {
        var me = demo.Cast.Members.Single(member => member.Name.Split(' ')[0] == name).Id;
        Assert.That(await db.Get<int>(count, new { me }), Is.GreaterThan(0));
    }

    [Test]
    public async Task Its_past_holds_before_the_audit()
    {
        var violations = await new Audit(db, new() { Until = Begins }).Run();
        Assert.That(violations.Where(one => one.Value != 0), Is.Empty);
        Assert.That(await new Seals(db).FirstBroken(), Is.Null);
    }

    [Test]
    public async Task A_child_s_disclosure_has_reached_the_leads_and_nobody_else()
    {
        var told = await db.Query<string>("""
            SELECT DISTINCT h.given_name FROM notices n JOIN people h ON h.id = n.person_id JOIN letters l ON l.id = n.subject_id AND l.state = 'InReview' AND l.route = 'Safeguarding' ORDER BY 1
            """);
        Assert.That(told, Is.EqualTo(new[] { "Imran", "Ruth" }));
    }

    [Test]
    public async Task What_it_would_have_mailed_counts_as_sent() =>
        Assert.That(await db.Get<(long, long)>("SELECT COUNT(*), SUM(CASE WHEN state = 'Sent' THEN 1 ELSE 0 END) FROM mails"), Is.EqualTo((120L, 120L)).Or.Matches<(long All, long Sent)>(m => m.All > 50 && m.All == m.Sent));

    [TestCase("Amina")]
    [TestCase("harry@example.org")]
    [TestCase("priya@example.org")]
    public async Task Everybody_can_come_in_by_the_ordinary_way(string name)
    {
        var hash = await db.Get<string>("SELECT password_hash FROM people WHERE sign_in_name = @name", new { name = SignInNames.Normal(name) });
        Assert.That(new PasswordHasher<Account>().VerifyHashedPassword(new Account(), hash, Company.Words), Is.Not.EqualTo(PasswordVerificationResult.Failed));
    }

    [Test]
    public void The_cast_are_all_its_people_but_he_who_has_left() =>
        Assert.That(demo.Cast.Members.Select(member => member.Role).CountBy(role => role).ToDictionary(), Is.EquivalentTo(new Dictionary<string, int>
        {
            ["Mentee"] = 12, ["Mentor"] = 10, ["Teacher"] = 1, ["Coordinator"] = 2, ["SafeguardingLead"] = 2, ["Administrator"] = 1,
        }));

    [Test]
    public async Task Opening_it_again_changes_nothing()
    {
        const string count = "SELECT COUNT(*), MAX(at) FROM events";
        var before = await db.Get<(long, long)>(count);
        real.Advance(TimeSpan.FromDays(3)); // Nobody served it meanwhile.
        var again = await DemoData.Open(db, real, CancellationToken.None);
        Assert.That(await db.Get<(long, long)>(count), Is.EqualTo(before));
        Assert.That((again.Clock.GetUtcNow(), again.Cast.ToJson()), Is.EqualTo((Begins, demo.Cast.ToJson())));
    }
}

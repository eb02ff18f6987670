using LetterExchange.Data;
using LetterExchange.Features.Administration;
using LetterExchange.Features.Notices;
using LetterExchange.Features.People;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Administration;

/// <summary>What the administrator's page says, of a running service.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class OverviewTests(Engine engine) : AdministratorTest(engine)
{
    [Test]
    public async Task It_says_where_everything_is()
    {
        var page = await Page();
        Assert.That(page, Does.Contain("LetterExchange 0.1.0").And.Contain(Engine == Engine.Sqlite ? "SQLite 3." : "PostgreSQL 1").And.Match(@"\d (kB|MB)"));
        Assert.That(page, Does.Contain($".eml files, into the folder below: no SMTP server is configured. {Site.Folder}/mail"));
        Assert.That(page, Does.Contain("All is well").And.Contain("deliver letters"));
    }

    [Test]
    public async Task It_names_programs_without_two_leads_until_there_are_two()
    {
        Assert.That(await Page(), Does.Contain("has no safeguarding lead"));
        await Site.Given.Person("SafeguardingLead");
        Assert.That(await Page(), Does.Contain("has only one safeguarding lead"));
        await Site.Given.Person("SafeguardingLead");
        Assert.That(await Page(), Does.Not.Contain("safeguarding lead"));
    }

    [Test]
    public async Task It_names_people_whose_mail_comes_back_and_counts_mails()
    {
        var mentor = await Site.Given.Person("Mentor", name: "Maribel");
        await Site.Db.Execute("UPDATE people SET email = 'maribel@example.org', mail_broken_at = @Now WHERE id = @mentor", new { mentor, Site.Now });
        await Site.Db.Execute("INSERT INTO mails (id, person_id, message_id, state, claimed_at, repeats, error) VALUES (@id, @mentor, 'm1', 'Failed', @Now, 1, '550')", new { id = Site.Clock.New(), mentor, Site.Now });
        await Site.Db.Execute("INSERT INTO link_mails (id, person_id, kind, asked_at, send_at, error) VALUES (@id, @mentor, 'Forgotten', @Now, @Now, 'timeout')", new { id = Site.Clock.New(), mentor, Site.Now });
        var page = await Page();
        Assert.That(page, Does.Contain("Mail to Maribel Tester comes back maribel@example.org"));
        Assert.That(page, Does.Contain("Waiting 1").And.Contain("Not taken: timeout").And.Contain("Given up 1").And.Contain("Repeated 1").And.Contain("550"));
        var state = await Site.Get<MailStatusStore>().Find();
        Assert.That((state.GivenUp, state.Repeated, state.Failed.Single().Surname), Is.EqualTo((1, 1, "Tester")));
    }

    [Test]
    public async Task It_names_the_last_backup()
    {
        Assert.That(await Page(), Does.Contain("No fresh backup").And.Contain("none yet"));
        await Site.Get<Backups>().Take();
        Assert.That(await Page(), Does.Contain("letterexchange-20270111-100000").And.Not.Contain("No fresh backup"));
        Site.Clock.Advance(TimeSpan.FromDays(3));
        Assert.That(await Page(), Does.Contain("No fresh backup"));
    }

    [Test]
    public async Task It_names_a_letter_for_which_two_people_are_missing_until_there_are_two_and_one_a_lead()
    {
        var pair = await Site.Given.Pair();
        var letter = Site.Clock.New();
        await Site.Db.Transact(async tx =>
        {
            await tx.Execute("INSERT INTO letters (id, program_id, pair_id, writer_id, reader_id, state, created_at) VALUES (@letter, @ProgramId, @Id, @MenteeId, @MentorId, 'Draft', 1)",
                new { letter, pair.ProgramId, pair.Id, pair.MenteeId, pair.MentorId });
            await tx.Execute("UPDATE letters SET state = 'InReview', route = 'Safeguarding', revision = 1, review_since = @Now WHERE id = @letter", new { letter, Site.Now });
        });
        Assert.That(await Page(), Does.Contain("Two people are missing for a letter"));
        await Site.Given.Person("Reviewer");
        await Site.Given.Person("Reviewer");
        Assert.That(await Page(), Does.Contain("Two people are missing for a letter"), "no lead among them");
        await Site.Given.Person("SafeguardingLead");
        Assert.That(await Page(), Does.Not.Contain("Two people are missing for a letter").And.Not.Contain(letter.ToString()));
    }

    [Test]
    public async Task A_sweep_says_when_it_ran_and_how_it_failed()
    {
        await Site.Get<Sweeps>().Run(Due.Release, CancellationToken.None);
        Assert.That(await Page(), Does.Contain("open rounds today at 11:00"));
        await Site.Db.Execute("ALTER TABLE link_mails RENAME COLUMN send_at TO gone_at");
        await Assert.CatchAsync(() => Site.Get<Sweeps>().Run(Due.Links, CancellationToken.None));
        await Site.Db.Execute("ALTER TABLE link_mails RENAME COLUMN gone_at TO send_at");
        Assert.That(await Page(), Does.Contain("A sweep has failed: mail invitations and links"));
    }
}

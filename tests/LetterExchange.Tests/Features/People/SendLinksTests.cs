using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Features.People;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.People;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class SendLinksTests(Engine engine) : PeopleTest(engine)
{
    [Test]
    public async Task An_adult_who_is_added_is_invited_once()
    {
        var mentor = (await Roster.Add(Program, Adult(), Coordinator)).Id;
        Assert.That(await SendLinks(), Is.EqualTo(1));
        Assert.That(await SendLinks(), Is.Zero);
        var mail = Post.Mails.Single();
        Assert.That((mail.ToAddress, mail.ToName), Is.EqualTo(("henrik@example.org", "Henrik Solberg")));
        Assert.That(mail.Subject, Is.EqualTo("Program 1 invites you to LetterExchange"));
        Assert.That(mail.Text, Does.StartWith("Hello Henrik,").And.Contain("Coordinator 2 Tester has added you to Program 1").And.Contain("within seven days"));
        Assert.That(mail.Html, Does.Contain($"/password/{mentor}/").And.Contain("Choose a password"));
        Assert.That(await LinkOf(mentor), Is.EqualTo(new LinkRow { Kind = LinkKind.Invitation, SentAt = Now, Tries = 1 }));
    }

    [Test]
    public async Task A_mail_server_that_is_down_for_a_while_loses_none_and_the_link_is_logged_nowhere()
    {
        var mentor = (await Roster.Add(Program, Adult(), Coordinator)).Id;
        Post.Refuses = new MailFailure(MailTrouble.Server, "connection");
        Assert.That(await SendLinks(), Is.Zero);
        Assert.That((await LinkOf(mentor)).SendAt, Is.EqualTo(Now.AddMinutes(1)));
        Clock.Advance(TimeSpan.FromMinutes(1));
        Post.Refuses = null;
        Assert.That(await SendLinks(), Is.EqualTo(1));
        var (_, token) = Post.Link;
        Assert.That(Log.Lines, Has.Count.EqualTo(1).And.All.Not.Contain(token[..20]));
        Assert.That(Log.Lines[0], Does.Contain("connection"));
    }

    [Test]
    public async Task The_link_stands_nowhere_in_the_database()
    {
        await Roster.Add(Program, Adult(), Coordinator);
        await SendLinks();
        var (_, token) = Post.Link;
        foreach (var (table, column) in new[] { ("link_mails", "error"), ("events", "codes"), ("mails", "error"), ("notices", "arguments"), ("notices", "link"), ("people", "security_stamp"), ("installation", "value") })
            Assert.That(await Db.Query<string>($"SELECT COALESCE({column}, '') FROM {table}"), Has.None.Contains(token[..20]), $"{table}.{column}");
    }

    [Test]
    public async Task While_the_server_is_down_the_others_are_not_tried_and_keep_their_place()
    {
        await Roster.Add(Program, Adult("one@example.org"), Coordinator);
        Clock.Advance(TimeSpan.FromMilliseconds(5));
        var second = (await Roster.Add(Program, Adult("two@example.org"), Coordinator)).Id;
        Post.Refuses = new MailFailure(MailTrouble.Server, "timeout");
        await SendLinks();
        Assert.That(await LinkOf(second), Has.Property("Tries").EqualTo(0).And.Property("SendAt").Not.Null);
    }

    [Test]
    public async Task An_address_that_takes_no_mail_is_marked_and_the_administrators_hear_of_it()
    {
        var admin = await Given.Person("Administrator");
        var mentor = (await Roster.Add(Program, Adult(), Coordinator)).Id;
        Post.Refuses = new MailFailure(MailTrouble.Address, "550");
        await SendLinks();
        Assert.That(await LinkOf(mentor), Has.Property("SendAt").Null.And.Property("Error").EqualTo("550"));
        Assert.That((await Person(mentor))!.MailBrokenAt, Is.EqualTo(Now));
        Assert.That(await KindsTo(admin), Is.EqualTo(new[] { "ServiceTrouble" }));
    }

    [Test]
    public async Task A_claim_that_was_lost_is_sent_again_with_the_same_message_id_and_counted()
    {
        var mentor = (await Roster.Add(Program, Adult(), Coordinator)).Id;
        var id = await Db.Get<Guid>("SELECT id FROM link_mails");
        Assert.That(await Get<LinkMails>().Claim(id), Is.Not.Null); // And this process dies.
        Assert.That(await SendLinks(), Is.Zero);
        Clock.Advance(LinkMails.Lease);
        Assert.That(await SendLinks(), Is.EqualTo(1));
        Assert.That((await LinkOf(mentor)).Repeats, Is.EqualTo(1));
        Assert.That(Post.Mails.Single().MessageId, Is.EqualTo($"{id}@letters.example.org"));
    }

    [Test]
    public async Task An_invitation_that_has_been_overtaken_is_not_sent()
    {
        var mentor = (await Roster.Add(Program, Adult(), Coordinator)).Id;
        await Db.Execute("UPDATE people SET password_hash = 'set' WHERE id = @mentor", new { mentor });
        Assert.That(await SendLinks(), Is.Zero);
        Assert.That((await LinkOf(mentor)).Error, Is.EqualTo("settled"));
    }

    [TestCase(LinkKind.Invitation, 72)]
    [TestCase(LinkKind.Forgotten, 24)]
    public async Task What_could_not_be_sent_in_time_is_given_up(LinkKind kind, int hours)
    {
        var mentor = (await Roster.Add(Program, Adult(), Coordinator)).Id;
        if (kind == LinkKind.Forgotten)
        {
            await Db.Execute("DELETE FROM link_mails");
            await Get<LinkMails>().Forgotten("henrik@example.org");
        }
        Post.Refuses = new MailFailure(MailTrouble.Later, "451");
        for (var at = TimeSpan.Zero; at < TimeSpan.FromHours(hours + 5); at += TimeSpan.FromHours(1))
        {
            await SendLinks();
            Clock.Advance(TimeSpan.FromHours(1));
        }
        Assert.That(await LinkOf(mentor), Has.Property("SendAt").Null.And.Property("SentAt").Null);
        Assert.That((await Get<LinkMails>().Status()).GivenUp, Is.EqualTo(1));
    }

    [Test]
    public async Task A_forgotten_password_is_mailed_to_adults_who_are_here()
    {
        var mentor = (await Roster.Add(Program, Adult(), Coordinator)).Id;
        await Db.Execute("DELETE FROM link_mails");
        await Get<LinkMails>().Forgotten(" HENRIK@example.org ");
        Assert.That(await SendLinks(), Is.EqualTo(1));
        Assert.That(Post.Mails.Single().Subject, Is.EqualTo("A link to choose a new password"));
        Assert.That(await EventsOf(mentor), Does.Contain("person.forgotten"));
    }

    [TestCase("nobody")]
    [TestCase("left")]
    [TestCase("mentee")]
    public async Task Nobody_else_gets_one(string who)
    {
        var mentor = (await Roster.Add(Program, Adult(), Coordinator)).Id;
        await Db.Execute("DELETE FROM link_mails");
        if (who == "left") await Roster.EndAll(mentor, Program, Coordinator);
        if (who == "mentee") await Roster.Add(Program, await Mentee() with { SignInName = "amina", Email = "amina@example.org" }, "a b c", Coordinator);
        await Get<LinkMails>().Forgotten(who switch { "nobody" => "nobody@example.org", "left" => "henrik@example.org", _ => "amina" });
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM link_mails"), Is.Zero);
    }

    [Test]
    public async Task Nobody_fills_somebody_else_s_mailbox()
    {
        await Roster.Add(Program, Adult(), Coordinator);
        await SendLinks();
        for (var i = 0; i < 5; i++) await Get<LinkMails>().Forgotten("henrik@example.org");
        Assert.That(await SendLinks(), Is.EqualTo(1));
        Clock.Advance(LinkMails.Apart);
        await Get<LinkMails>().Forgotten("henrik@example.org");
        Assert.That(await SendLinks(), Is.EqualTo(1));
    }

    [Test]
    public async Task The_sweep_knows_when_it_is_wanted_next()
    {
        Assert.That(await Get<SendLinks>().Next(), Is.Null);
        await Roster.Add(Program, Adult(), Coordinator);
        Assert.That(await Get<SendLinks>().Next(), Is.EqualTo(Now.AddSeconds(1)));
    }
}

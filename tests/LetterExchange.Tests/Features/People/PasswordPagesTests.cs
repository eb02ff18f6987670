using System.Net;
using System.Text.RegularExpressions;
using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.People;

/// <summary>From an invitation to a password and a forgotten one, with the scheduler at work and a real mail server.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class PasswordPagesTests(Engine engine)
{
    MailServer mail = null!;
    Site site = null!;
    Guid program;

    [OneTimeSetUp]
    public async Task Open()
    {
        mail = await MailServer.Start();
        site = await Site.Open(engine, work: true, settings: new Dictionary<string, string?>
        {
            ["Mail:Host"] = "127.0.0.1", ["Mail:Port"] = $"{mail.Port}", ["Mail:Security"] = "None", ["Mail:FromAddress"] = "letters@example.org",
        });
        program = (await site.Given.Program()).Id;
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        await site.DisposeAsync();
        await mail.DisposeAsync();
    }

    [Test]
    public async Task An_invitation_leads_in_once()
    {
        await Add("henrik@example.org");
        var link = await LinkTo("henrik@example.org");
        using var visitor = new Visitor(site.Address);
        Assert.That((await visitor.Get(link)).Text, Does.Contain("Welcome, Henrik").And.Contain("At least 10 characters"));
        Assert.That((await visitor.Post(link, null, ("Password", "short"))).Text, Does.Contain("Please choose a password of at least 10 characters."));
        Assert.That((await visitor.Post(link, null, ("Password", "henriksolberg"))).Text, Does.Contain("This is your name"));
        Assert.That((await visitor.Post(link, null, ("Password", "seven brown kettles"))).Path, Is.EqualTo("/desk"));
        Assert.That((await visitor.Get("/me")).Text, Does.Contain("henrik@example.org"));

        using var other = new Visitor(site.Address);
        var again = await other.Get(link);
        Assert.That((again.Status, again.Text.Contains("This link does not work any more.")), Is.EqualTo((HttpStatusCode.NotFound, true)));
        Assert.That((await other.Post("/sign-in", "Adult", ("mail", "henrik@example.org"), ("password", "seven brown kettles"))).Path, Is.EqualTo("/desk"));
    }

    [Test]
    public async Task A_forgotten_password_is_chosen_anew_and_every_device_is_signed_out()
    {
        var person = await Add("anneke@example.org");
        await LinkTo("anneke@example.org");
        using var device = await site.As(person);
        using var visitor = new Visitor(site.Address);
        Assert.That((await visitor.Post("/password/forgotten", null, ("Email", "Anneke@example.org"))).Text, Does.Contain("Look into your mail."));
        var link = await LinkTo("anneke@example.org", "A link to choose a new password");
        Assert.That((await device.Get("/me")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await visitor.Post(link, null, ("Password", "nine green bottles"))).Path, Is.EqualTo("/desk"));
        Assert.That((await device.Get("/me")).Path, Does.StartWith("/sign-in"));
    }

    [Test]
    public async Task The_answer_is_the_same_for_every_address_and_waits_for_no_mail_server()
    {
        await Add("desmond@example.org");
        await LinkTo("desmond@example.org");
        mail.Behave(MailBehaviour.Hang, "desmond@example.org");
        using var visitor = new Visitor(site.Address);
        var known = await visitor.Post("/password/forgotten", null, ("Email", "desmond@example.org"));
        await mail.WaitUntil(MailBehaviour.Hang, "desmond@example.org"); // The answer is here, the mail still hangs.
        var unknown = await visitor.Post("/password/forgotten", null, ("Email", "nobody.1@example.org"));
        mail.Behave(MailBehaviour.Accept, "desmond@example.org");
        Assert.That(Plain(unknown.Html).Replace("nobody.1@", "desmond@"), Is.EqualTo(Plain(known.Html)));

        static string Plain(string html) => Regex.Replace(html, "__RequestVerificationToken[^>]*>", "");
    }

    [Test]
    public async Task A_mail_server_that_is_down_for_a_minute_loses_no_invitation()
    {
        mail.Behave(MailBehaviour.TryLater, "ruth@example.org");
        var person = await Add("ruth@example.org");
        await mail.WaitUntil(MailBehaviour.TryLater, "ruth@example.org");
        await WaitFor("SELECT COUNT(*) FROM link_mails WHERE person_id = @person AND tries = 1", person);
        mail.Behave(MailBehaviour.Accept, "ruth@example.org");
        site.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.That(await LinkTo("ruth@example.org"), Does.StartWith("/password/"));
    }

    [TestCase("")]
    [TestCase("not an address")]
    public async Task What_is_no_address_is_said_beside_the_box(string typed)
    {
        using var visitor = new Visitor(site.Address);
        Assert.That((await visitor.Post("/password/forgotten", null, ("Email", typed))).Text, Does.Contain("Please write an e-mail address"));
    }

    [Test]
    public async Task A_look_at_a_link_changes_nothing()
    {
        await Add("bill@example.org");
        var link = await LinkTo("bill@example.org");
        for (var i = 0; i < 3; i++)
        {
            using var scanner = new Visitor(site.Address);
            Assert.That((await scanner.Get(link)).Status, Is.EqualTo(HttpStatusCode.OK));
        }
        using var visitor = new Visitor(site.Address);
        Assert.That((await visitor.Post(link, null, ("Password", "seven brown kettles"))).Path, Is.EqualTo("/desk"));
    }

    async Task<Guid> Add(string email) => (await site.Get<Roster>().Add(program, new NewAdult
    {
        GivenName = "Henrik", Surname = "Solberg", Email = email, Roles = [(Role.Mentor, null)],
    }, Actor.Service)).Id;

    /// <summary>The path of the link in the mail to this address, both parts alike.</summary>
    async Task<string> LinkTo(string address, string? subject = null)
    {
        var received = await mail.WaitForMail(one => one.To.Contains(address) && (subject is null || one.Message.Subject == subject), TimeSpan.FromSeconds(60));
        var link = Regex.Match(received.Message.TextBody!, @"https?://[^/\s]+(/password/\S+)").Groups[1].Value;
        Assert.That(received.Message.HtmlBody, Does.Contain(link));
        Assert.That(received.Message.Headers["Auto-Submitted"], Is.EqualTo("auto-generated"));
        return link;
    }

    async Task WaitFor(string count, Guid person)
    {
        for (var i = 0; i < 200 && await site.Db.Get<int>(count, new { person }) == 0; i++) await Task.Delay(100);
    }
}

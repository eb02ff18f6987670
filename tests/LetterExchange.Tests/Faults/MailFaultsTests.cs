using LetterExchange.Commands.Auditing;
using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Tests.Features.Notices;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Faults;

/// <summary>A real mail server that is down, slow, refuses, or dies after it has taken a mail. Nothing is lost, nothing is doubled unseen, and an administrator finds out why.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
[SetCulture("en"), SetUICulture("en")]
public sealed class MailFaultsTests(Engine engine) : NoticesTest(engine)
{
    static readonly string[] names = ["ann@example.org", "ben@example.org", "cem@example.org", "dora@example.org"];

    MailServer server = null!;
    SmtpMailer mailer = null!;
    Guid administrator;

    [SetUp]
    public async Task Begin()
    {
        server = await MailServer.Start();
        Connect();
        await Given.Program("Europe/Paris", new LetterExchange.Features.Programs.Policies { QuietFrom = default, QuietUntil = default });
        administrator = await Given.Person("Administrator");
        foreach (var name in names) await Tell(await Person(name));
    }

    [TearDown]
    public async Task End()
    {
        mailer.Dispose();
        await server.DisposeAsync();
    }

    [Test]
    public async Task A_server_that_is_down_for_hours_is_left_alone_for_minutes_and_loses_no_mail()
    {
        await server.DisposeAsync();
        var (looks, until) = (0, Now.AddHours(7));
        for (; Now < until; looks++)
        {
            Assert.That(await Send(), Is.LessThanOrEqualTo(1));
            var next = (await Get<SendNotices>().Next())!.Value;
            Assert.That(next, Is.GreaterThan(Now));
            Clock.SetUtcNow(next);
        }
        Assert.That(looks, Is.InRange(30, 60), "a minute, then longer, ten at the most");
        var status = await Get<MailStatusStore>().Find();
        Assert.That((status.LastError, status.GivenUp, status.Repeated), Is.EqualTo(("connection", 0, 0)));
        Assert.That(status.OldestUnsent, Is.EqualTo(Start), "since when, for the administrator");
        Assert.That(await Get<NoticeStore>().List(await Mentor(names[0]), null), Has.Count.EqualTo(1), "and everybody finds it in the app meanwhile");

        server = await MailServer.Start(port: server.Port);
        await UntilSent();
        await AllCameOnce();
    }

    [Test]
    public async Task A_server_that_takes_one_mail_for_ever_keeps_no_other_waiting_for_longer_than_a_minute()
    {
        server.Behave(MailBehaviour.Hang, names[0]);
        Connect(TimeSpan.FromMilliseconds(400));
        await Send();
        Assert.That((await Rows()).Single(row => row.Error is not null), Has.Property("Error").EqualTo("timeout").And.Property("Tries").EqualTo(1));
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Send();
        await Came(names[1..]);
        server.Behave(MailBehaviour.Accept, names[0]);
        Connect();
        await UntilSent();
        await AllCameOnce();
    }

    [Test]
    public async Task What_a_slow_server_does_not_take_before_its_claim_runs_out_is_given_back_and_comes_once()
    {
        Parts.With<IMailer>(new Slow(mailer, Clock, TimeSpan.FromSeconds(45)));
        Parts.Forget<SendNotices>();
        Assert.That(await Send(), Is.InRange(2, 3));
        await UntilSent();
        await AllCameOnce();
        Assert.That((await Rows()).Select(row => (row.Tries, row.Repeats)), Has.All.EqualTo((1, 0)));
    }

    [Test]
    public async Task An_address_that_is_refused_for_good_is_tried_once_and_shown()
    {
        server.Behave(MailBehaviour.Refuse, names[1]);
        await Send();
        var ben = await Mentor(names[1]);
        await Came([.. names.Except([names[1]])]);
        Assert.That((await Rows()).Single(row => row.PersonId == ben), Is.Not.Null.And.Matches<MailRow>(row => row is { State: "Failed", Error: "550", Tries: 1, RetryAt: null }));
        Assert.That((await Get<MailStatusStore>().Find()).Failed.Select(failed => (failed.PersonId, failed.Error)), Is.EqualTo(new[] { (ben, "550") }));
        Assert.That(await KindsTo(administrator), Is.EqualTo(new[] { "ServiceTrouble" }));
        Clock.Advance(TimeSpan.FromDays(1));
        await Tell(ben, NoticeKind.LetterArrived, "Noor");
        await Send();
        Assert.That(await Rows(), Has.Count.EqualTo(names.Length), "until the address is mended, nothing more goes there");
    }

    [Test]
    public async Task An_address_that_is_refused_for_now_is_tried_again_and_again_with_longer_waits_while_the_others_get_theirs()
    {
        server.Behave(MailBehaviour.TryLater, names[2]);
        await Send();
        await Came([.. names.Except([names[2]])]);
        var waits = new List<double>();
        for (var n = 0; n < 6; n++)
        {
            var row = (await Rows()).Single(row => row.State == "Retry");
            Assert.That((row.Error, row.Tries), Is.EqualTo(("451", n + 1)));
            waits.Add((row.RetryAt!.Value - Now).TotalMinutes);
            Clock.SetUtcNow(row.RetryAt.Value);
            if (n < 5) await Send();
        }
        Assert.That(waits, Is.EqualTo(new double[] { 1, 2, 4, 8, 16, 32 }));
        server.Behave(MailBehaviour.Accept, names[2]);
        await UntilSent();
        await AllCameOnce();
    }

    [Test]
    public async Task A_server_that_dies_after_it_has_taken_a_mail_gets_it_again_with_the_same_Message_ID_and_that_is_counted()
    {
        server.Behave(MailBehaviour.AcceptThenDrop, names[3]);
        await Send();
        Clock.Advance(TimeSpan.FromMinutes(1));
        server.Behave(MailBehaviour.Accept, names[3]);
        await UntilSent();
        await server.WaitForMail(one => one.To[0] == names[3] && server.Messages.Count(copy => copy.To[0] == names[3]) == 2);
        foreach (var name in names[..3]) await server.WaitForMail(one => one.To[0] == name);
        var (twice, others) = (server.Messages.Where(one => one.To[0] == names[3]).ToList(), server.Messages.Where(one => one.To[0] != names[3]));
        Assert.That(twice, Has.Count.EqualTo(2));
        Assert.That(twice[0].Message.MessageId, Is.EqualTo(twice[1].Message.MessageId));
        Assert.That(others.Select(one => one.To[0]), Is.EquivalentTo(names[..3]));
        Assert.That((await Rows()).Where(row => row.Repeats > 0).Select(row => (row.MessageId, row.Repeats)), Is.EqualTo(new[] { (twice[0].Message.MessageId, 1) }));
        Assert.That((await Audited())["mail_twice"], Is.Zero, "a repeat that was counted is no double");
    }

    void Connect(TimeSpan? timeout = null)
    {
        mailer?.Dispose();
        var settings = Settings with { Host = "127.0.0.1", Port = server.Port, Security = MailSecurity.None, Timeout = timeout ?? TimeSpan.FromSeconds(10) };
        Parts.With(settings).Forget<SendNotices>();
        Parts.With<IMailer>(mailer = new SmtpMailer(settings, Clock));
    }

    /// <summary>Looks whenever something is due, until nothing is.</summary>
    async Task UntilSent()
    {
        for (var looks = 0; await Get<SendNotices>().Next() is { } next; looks++)
        {
            Assert.That(looks, Is.LessThan(20));
            if (next > Now) Clock.SetUtcNow(next);
            await Send();
        }
        Assert.That((await Rows()).Select(row => row.State), Has.All.EqualTo("Sent"));
    }

    /// <summary>Each mail to these has come once. The server says so a moment later.</summary>
    async Task Came(params string[] addresses)
    {
        foreach (var address in addresses) await server.WaitForMail(one => one.To[0] == address);
        Assert.That(server.Messages.Select(one => one.To[0]), Is.EquivalentTo(addresses));
    }

    async Task AllCameOnce()
    {
        await Came(names);
        Assert.That(server.Messages.Select(one => one.Message.MessageId), Is.Unique);
    }

    Task<Guid> Mentor(string email) => Db.Get<Guid>("SELECT id FROM people WHERE email = @email", new { email });

    Task<IReadOnlyDictionary<string, long>> Audited() => new Audit(Db, new Evidence { Until = Now, MessageIds = [.. server.Messages.Select(one => one.Message.MessageId!)] }).Run();

    /// <summary>A server that takes its time.</summary>
    sealed class Slow(SmtpMailer mailer, Microsoft.Extensions.Time.Testing.FakeTimeProvider clock, TimeSpan time) : IMailer
    {
        public async Task Send(OutgoingMail mail, CancellationToken stopping)
        {
            clock.Advance(time);
            await mailer.Send(mail, stopping);
        }
    }
}

using MailKit.Net.Smtp;
using MimeKit;

namespace LetterExchange.Tests.Ground;

public sealed class MailServerTests
{
    [Test]
    public async Task An_accepted_mail_can_be_read_as_it_was_sent()
    {
        await using var mail = await MailServer.Start();
        await Send(mail, "henrik@example.org", "Ein Brief für dich");
        var got = await mail.WaitForMail(m => m.Message.Subject == "Ein Brief für dich");
        Assert.That((got.Sender, got.To.Single(), got.Message.Subject, got.Message.TextBody?.Trim()),
            Is.EqualTo(("exchange@example.org", "henrik@example.org", "Ein Brief für dich", "Grüße")));
        Assert.That(mail.Messages, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Two_servers_share_nothing()
    {
        await using var one = await MailServer.Start();
        await using var other = await MailServer.Start();
        await Send(one, "henrik@example.org");
        await one.WaitForMail();
        Assert.That(other.Messages, Is.Empty);
    }

    [TestCase(MailBehaviour.Refuse, SmtpStatusCode.MailboxUnavailable)]
    [TestCase(MailBehaviour.TryLater, (SmtpStatusCode)451)]
    public async Task One_address_can_be_refused_while_others_are_served(MailBehaviour how, SmtpStatusCode status)
    {
        await using var mail = await MailServer.Start();
        mail.Behave(how, "gone@example.org");
        var refused = (await Assert.ThrowsAsync<SmtpCommandException>(() => Send(mail, "Gone@example.org")))!;
        Assert.That(refused.StatusCode, Is.EqualTo(status));
        await mail.WaitUntil(how, "gone@example.org");
        await Send(mail, "henrik@example.org");
        mail.Behave(MailBehaviour.Accept, "gone@example.org");
        await Send(mail, "gone@example.org");
        await mail.WaitForMail(m => m.To.Contains("gone@example.org"));
        Assert.That(mail.Messages.Select(m => m.To.Single()), Is.EqualTo(new[] { "henrik@example.org", "gone@example.org" }));
    }

    [Test]
    public async Task A_server_that_hangs_keeps_nothing_and_goes_on_serving_others()
    {
        await using var mail = await MailServer.Start();
        mail.Behave(MailBehaviour.Hang, "slow@example.org");
        using var patience = new CancellationTokenSource();
        var sending = Send(mail, "slow@example.org", stopping: patience.Token);
        await mail.WaitUntil(MailBehaviour.Hang, "slow@example.org");
        await Send(mail, "henrik@example.org");
        await mail.WaitForMail();
        await patience.CancelAsync();
        await Assert.ThatAsync(() => sending, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(mail.Messages.Select(m => m.To.Single()), Is.EqualTo(new[] { "henrik@example.org" }));
    }

    [Test]
    public async Task A_mail_may_be_kept_though_the_sender_never_hears_of_it()
    {
        await using var mail = await MailServer.Start();
        mail.Behave(MailBehaviour.AcceptThenDrop);
        await Assert.ThatAsync(() => Send(mail, "henrik@example.org"), Throws.Exception);
        await mail.WaitForMail(m => m.To.Contains("henrik@example.org"));
    }

    [TestCase("exchange", "right", true)]
    [TestCase("exchange", "wrong", false)]
    [TestCase(null, null, false)]
    public async Task A_server_with_a_password_wants_it(string? user, string? password, bool served)
    {
        await using var mail = await MailServer.Start("exchange", "right");
        await Assert.ThatAsync(() => Send(mail, "henrik@example.org", user: user, password: password), served ? Throws.Nothing : Throws.Exception);
        if (served) await mail.WaitForMail();
        else Assert.That(mail.Messages, Is.Empty);
    }

    [Test]
    public async Task A_server_can_come_back_where_it_was()
    {
        var mail = await MailServer.Start();
        await mail.DisposeAsync();
        await Assert.ThatAsync(() => Send(mail, "henrik@example.org"), Throws.Exception);
        await using var again = await MailServer.Start(port: mail.Port);
        await Send(again, "henrik@example.org");
        await again.WaitForMail();
    }

    [Test]
    public async Task A_missing_server_is_an_error_that_says_what_to_install()
    {
        var error = (await Assert.ThrowsAsync<InvalidOperationException>(() => MailServer.Start(python: "/nowhere/python3")))!;
        Assert.That(error.Message, Does.Contain("/nowhere/python3").And.Contain("python3-aiosmtpd").And.Contain("scripts/test"));
    }

    static async Task Send(MailServer server, string to, string subject = "A letter", string? user = null, string? password = null, CancellationToken stopping = default)
    {
        var message = new MimeMessage { Subject = subject, Body = new TextPart { Text = "Grüße" } };
        message.From.Add(MailboxAddress.Parse("exchange@example.org"));
        message.To.Add(MailboxAddress.Parse(to));
        using var client = new SmtpClient();
        await client.ConnectAsync("127.0.0.1", server.Port, MailKit.Security.SecureSocketOptions.None, stopping);
        if (user is not null) await client.AuthenticateAsync(user, password ?? "", stopping);
        await client.SendAsync(message, stopping);
        await client.DisconnectAsync(true, stopping);
    }
}

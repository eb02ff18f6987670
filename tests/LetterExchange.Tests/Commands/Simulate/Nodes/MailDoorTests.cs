using LetterExchange.Commands.Simulate;
using LetterExchange.Commands.Simulate.Nodes;
using LetterExchange.Features.Notices;

namespace LetterExchange.Tests.Commands.Simulate.Nodes;

/// <summary>The simulation's post, with the service's own way to send.</summary>
public sealed class MailDoorTests
{
    readonly Post post = new(TimeProvider.System);
    int taken;

    [Test]
    public async Task It_takes_mails_until_it_is_shut_and_again_when_it_is_open()
    {
        await using var door = new MailDoor(post, () => taken++);
        using var mailer = new SmtpMailer(new MailSettings { Host = "127.0.0.1", Port = door.Port, Security = MailSecurity.None, Folder = "", PublicUrl = SimulatedSeason.Url }, TimeProvider.System);
        await mailer.Send(Of("one@localhost"), CancellationToken.None);
        await mailer.Send(Of("two@localhost"), CancellationToken.None);
        door.Shut();
        Assert.That(() => mailer.Send(Of("three@localhost"), CancellationToken.None), Throws.InstanceOf<MailFailure>().With.Property("Trouble").EqualTo(MailTrouble.Server));
        door.Open();
        await mailer.Send(Of("one@localhost"), CancellationToken.None);
        Assert.That(post.MessageIds, Is.EqualTo(new[] { "one@localhost", "two@localhost", "one@localhost" }));
        Assert.That(taken, Is.EqualTo(3));
    }

    static OutgoingMail Of(string id) => new(id, "ada@example.org", "Ada", "Something waits", "It waits for you.", "<p>It waits for you.</p>", new Dictionary<string, string>());
}

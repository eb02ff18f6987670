using System.Net;
using LetterExchange.Features.Messages;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Messages;

/// <summary>A thread from the mentor's desk to the coordinator's page and back.</summary>
public sealed class MessagePagesTests
{
    Site site = null!;
    Pair pair = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        site = await Site.Open();
        pair = await site.Given.Pair();
    }

    [OneTimeTearDown]
    public async Task Close() => await site.DisposeAsync();

    [Test]
    public async Task A_mentor_writes_from_the_desk_and_the_coordinator_answers()
    {
        using var mentor = await site.As(pair.MentorId);
        using var coordinator = await site.As(await site.Given.Coordinator());
        var desk = await mentor.Get("/desk");
        Assert.That(desk.Html, Does.Contain("href=\"/messages\""));
        Assert.That((await mentor.Get("/messages")).Html, Does.Contain($"/messages/{pair.Id}"));
        var sent = await mentor.Post($"/messages/{pair.Id}", null, ("Words", "Is <b>she</b> well?\nI wonder."));
        Assert.That(sent.Text, Does.Contain("Your message is sent.").And.Contain("Safeguarding leads can, where there is a concern").And.Contain("can’t."));
        Assert.That(sent.Html, Does.Contain("&lt;b&gt;she&lt;/b&gt;"));
        Assert.That((await coordinator.Get("/messages")).Text, Does.Contain("New"));
        Assert.That((await coordinator.Get($"/pairs/{pair.Id}")).Html, Does.Contain($"href=\"/messages/{pair.Id}\""));
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        await coordinator.Post($"/messages/{pair.Id}", null, ("Words", "She is."));
        Assert.That((await mentor.Get("/notices")).Text, Does.Contain("A message from your coordinator"));
        Assert.That((await mentor.Get("/messages")).Text, Does.Contain("New About"));
        Assert.That((await mentor.Get($"/messages/{pair.Id}")).Text, Does.Contain("She is."));
        Assert.That((await mentor.Get("/messages")).Text, Does.Not.Contain("New About"));
        using var mentee = await site.As(pair.MenteeId);
        foreach (var path in new[] { "/messages", $"/messages/{pair.Id}" }) Assert.That((await mentee.Get(path)).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await mentee.Get("/desk")).Html, Does.Not.Contain("/messages"));
    }

    [TestCase(0, "There is nothing in it yet.")]
    [TestCase(Message.Longest + 1, "At most 4000 characters; these are 4001.")]
    public async Task What_can_t_be_sent_is_given_back(int length, string says)
    {
        using var mentor = await site.As(pair.MentorId);
        var answer = await mentor.Post($"/messages/{pair.Id}", null, ("Words", new string('a', length)));
        Assert.That(answer.Text, Does.Contain(says));
        Assert.That(answer.Html, Does.Contain(new string('a', length) + "</textarea>"));
    }
}

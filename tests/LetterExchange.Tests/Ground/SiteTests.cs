using System.Net;
using LetterExchange.Data;

namespace LetterExchange.Tests.Ground;

/// <summary>The service as the tests of pages find it.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class SiteTests(Engine engine)
{
    Site site = null!;

    [OneTimeSetUp]
    public async Task Open() => site = await Site.Open(engine);

    [OneTimeTearDown]
    public async Task Close() => await site.DisposeAsync();

    [Test]
    public async Task Somebody_who_is_signed_in_gets_their_pages()
    {
        using var visitor = await site.As(await site.Given.Person("Mentor", name: "Henrik"));
        var answer = await visitor.Get("/notices");
        Assert.That((answer.Status, answer.Path), Is.EqualTo((HttpStatusCode.OK, "/notices")));
        Assert.That(answer.Text, Does.Contain("Henrik"));
    }

    [Test]
    public async Task Somebody_who_is_not_is_led_to_the_door()
    {
        using var visitor = await site.As();
        Assert.That((await visitor.Get("/notices")).Path, Is.EqualTo("/sign-in?to=%2Fnotices"));
    }

    [Test]
    public async Task A_form_is_sent_with_its_hidden_fields()
    {
        using var visitor = await site.As(await site.Given.Person("Mentor"));
        Assert.That((await visitor.Post("/sign-out")).Path, Is.EqualTo("/sign-in"));
        Assert.That((await visitor.Get("/notices")).Path, Does.StartWith("/sign-in"));
    }
}

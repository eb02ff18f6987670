using LetterExchange.Tests.Ground;
using Microsoft.Playwright;

namespace LetterExchange.Tests.Features.Desk;

/// <summary>What happens shows on the pages that are open, without a reload.</summary>
public sealed class LiveTests
{
    Site site = null!;

    [OneTimeSetUp]
    public async Task Open() => site = await Site.Open();

    [OneTimeTearDown]
    public async Task Close() => await site.DisposeAsync();

    [Test]
    public async Task A_letter_arrives_on_an_open_desk_and_opens_with_its_stamp()
    {
        var scene = await Scene.On(site);
        await scene.OpenRound(Side.Mentor, Scene.Lighthouse);
        await using var window = await Listening(scene.Amina, "/desk");
        await scene.Deliver(scene.Henrik);
        await Assertions.Expect(window.Page.Locator("h1")).ToContainTextAsync("Henrik has");
        await Assertions.Expect(window.Page.Locator(".head .count")).ToBeVisibleAsync();
        await ShouldBeTheSamePage(window);
        await window.Page.Locator("a.envelope").ClickAsync();
        await Assertions.Expect(window.Page.Locator("article.opened .posted")).ToBeVisibleAsync();
        await window.Page.ReloadAsync();
        await Assertions.Expect(window.Page.Locator("article:not(.opened) .posted")).ToBeVisibleAsync(); // It opens once.
        Assert.That(window.Complaints, Is.Empty);
    }

    [Test]
    public async Task A_writer_sees_each_step_of_a_letter_as_it_is_made()
    {
        var scene = await Scene.On(site);
        await scene.OpenRound(Scene.Lighthouse);
        var letter = await scene.Send(scene.Amina);
        await using var window = await Listening(scene.Amina, $"/letters/{letter}");
        var step = window.Page.Locator(".track [aria-current=step]");
        var inReview = await step.InnerTextAsync();
        await scene.Approve(letter);
        await Assertions.Expect(step).Not.ToHaveTextAsync(inReview);
        var onItsWay = await step.InnerTextAsync();
        await site.Pass(TimeSpan.FromMinutes(2));
        await Assertions.Expect(step).Not.ToHaveTextAsync(onItsWay);
        await scene.Open(letter, scene.Henrik);
        await Assertions.Expect(step).ToContainTextAsync("read");
        await ShouldBeTheSamePage(window);
        Assert.That(window.Complaints, Is.Empty);
    }

    [Test]
    public async Task Letters_that_were_unfolded_stay_so_when_another_one_arrives()
    {
        var scene = await Scene.On(site);
        for (var n = 0; n < 4; n++) await scene.Deliver(scene.Henrik, free: true);
        await using var window = await Listening(scene.Amina, "/letters");
        await site.Db.Execute("UPDATE letters SET state = 'Read', read_at = @Now WHERE pair_id = @Id", new { scene.Pair.Id, site.Now });
        await window.Page.ReloadAsync();
        await Hear(window);
        await window.Page.Locator("summary").First.ClickAsync();
        await scene.Deliver(scene.Henrik, "Dear friend, a fifth letter.", free: true);
        await Assertions.Expect(window.Page.Locator(".sealed .envelope")).ToHaveCountAsync(1);
        await Assertions.Expect(window.Page.Locator("details[open]")).ToHaveCountAsync(1);
        await ShouldBeTheSamePage(window);
    }

    async Task<Window> Listening(Guid person, string path)
    {
        var window = await site.Window(person);
        await window.Page.GotoAsync(path);
        await Hear(window);
        return window;
    }

    /// <summary>Waits until the page hears what is told, and marks it.</summary>
    static async Task Hear(Window window)
    {
        await window.Page.WaitForFunctionAsync("() => document.querySelector('[data-bell]').hasAttribute('data-hears')");
        await window.Page.EvaluateAsync("() => { window.isTheSame = true; }");
    }

    static async Task ShouldBeTheSamePage(Window window) => Assert.That(await window.Page.EvaluateAsync<bool>("() => window.isTheSame === true"));
}

using LetterExchange.Data;
using LetterExchange.Features.Review;
using LetterExchange.Features.Screening;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Review;

/// <summary>A coordinator tries a phrase on past letters, keeps it, and it works on the next one.</summary>
public sealed class PhrasesPageTests
{
    Office office = null!;

    [OneTimeSetUp]
    public async Task Open() => office = await Office.Open();

    [OneTimeTearDown]
    public async Task Close() => await office.DisposeAsync();

    [Test]
    public async Task A_phrase_is_tried_saved_works_on_the_next_letter_and_is_ended()
    {
        using var visitor = await office.Site.As(office.Coordinator);
        Assert.That((await office.Send()).Route, Is.EqualTo(Route.Standard));
        (string, string)[] typed = [("Words", "notebook * rain"), ("Kind", "Watched"), ("About", Category.Place)];
        var tried = await visitor.Post("/phrases", null, [.. typed, ("act", "try")]);
        Assert.That(tried.Text, Does.Contain("Would have marked ").And.Contain("There are none yet."));
        Assert.That(tried.Html, Does.Contain("<mark>notebook for rain</mark>").And.Contain("value=\"notebook * rain\""));
        Assert.That((await visitor.Post("/phrases", null, [.. typed, ("act", "save")])).Text, Does.Contain("It is saved").And.Contain("notebook * rain Watched"));
        var letter = await office.Send(pair: office.Other);
        Assert.That(letter.Route, Is.EqualTo(Route.Attention));
        using (var reviewer = await office.Site.As(office.Bea))
            Assert.That((await reviewer.Get($"/review/{letter.Id}")).Text, Does.Contain("A phrase this program watches for."));
        Assert.That((await visitor.Get($"/archive/{letter.Id}")).Text, Does.Contain("A phrase this program watches for."));
        var id = (await office.Site.Get<PhraseStore>().All(office.Program)).Single().Id;
        Assert.That((await visitor.Post("/phrases", "End", ("phrase", $"{id}"))).Text, Does.Contain("It is ended.").And.Contain("There are none yet."));
    }

    [TestCase("try")]
    [TestCase("save")]
    public async Task A_hostile_phrase_is_refused_in_words(string act)
    {
        using var visitor = await office.Site.As(office.Coordinator);
        foreach (var (words, said) in new[] { (new string('a', 100_000), "A phrase has 2 to 80 characters."), ("a* * * *", "two letters before a star"), ("ab * * cd", "A star stands at the end of a word"), ("", "A phrase has 2 to 80 characters.") })
            Assert.That((await visitor.Post("/phrases", null, ("act", act), ("Words", words), ("Kind", "Watched"), ("About", Category.Place))).Text, Does.Contain(said));
        Assert.That((await visitor.Post("/phrases", null, ("act", act), ("Words", "fine words"), ("Kind", "Watched"), ("About", "none"))).Text, Does.Contain("Please choose what it is about."));
    }

    [Test]
    public async Task What_was_tried_fits_every_window_without_JavaScript([Values(390, 1280)] int width)
    {
        var phrase = await office.Site.Get<PhraseStore>().Add(office.Program, new(PhraseKind.Watched, $"blobby * account {width}", Category.Offplatform, true), Actor.Service);
        await office.Send(pair: await office.NewPair(office.Class5A, "Kofi", "Bill"));
        await using var window = await office.Site.Window(office.Coordinator, new Variant("en", "light", width), javaScript: false);
        await window.Page.GotoAsync("/phrases");
        await window.Page.Locator("#Words").FillAsync("lighthouse");
        await window.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Try it" }).ClickAsync();
        Assert.That(await window.Page.Locator("mark").First.InnerTextAsync(), Is.EqualTo("lighthouse"));
        await window.Shot("phrases-tried");
        await window.ShouldFitItsWidth();
        Assert.That(window.Complaints, Is.Empty);
        await office.Site.Get<PhraseStore>().End(office.Program, phrase, Actor.Service);
    }
}

using System.Net;
using System.Text.RegularExpressions;
using LetterExchange.Features.Stories;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Stories;

/// <summary>The shelf and a story's page, for staff.</summary>
public sealed partial class ShelfTests
{
    Site site = null!;
    Visitor coordinator = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        site = await Site.Open();
        coordinator = await site.As(await site.Given.Coordinator());
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        coordinator.Dispose();
        await site.DisposeAsync();
    }

    [TestCase("", 24)]
    [TestCase("?language=fr", 5)]
    [TestCase("?language=en&theme=", 14)]
    [TestCase("?theme=nobody", 0)]
    public async Task Stories_are_found_by_language_and_theme(string filter, int stories)
    {
        var page = await coordinator.Get("/stories" + filter);
        Assert.That(Books(page.Html), Has.Count.EqualTo(stories));
        Assert.That(page.Text, Does.Contain(stories == 1 ? "1 story" : $"{stories} stories"));
    }

    [Test]
    public async Task Each_theme_shows_the_stories_that_have_it()
    {
        foreach (var theme in site.Get<StoryLibrary>().All.SelectMany(story => story.Themes).Distinct())
            Assert.That(Books((await coordinator.Get($"/stories?theme={theme}")).Html), Is.EquivalentTo(site.Get<StoryLibrary>().All.Where(story => story.Themes.Contains(theme)).Select(story => story.Id)), theme);
    }

    [Test]
    public async Task A_book_on_the_shelf_says_what_one_chooses_by() =>
        Assert.That((await coordinator.Get("/stories")).Text, Does.Contain("Grey Letters Anton Rhee-Castell English, ages 14 to 17, 10 minutes Friendship, Journeys, Invention"));

    [Test]
    public async Task A_story_s_page_has_its_notes_the_prompts_of_both_and_the_whole_text()
    {
        var story = site.Get<StoryLibrary>().Find("grey-letters")!;
        var page = await coordinator.Get("/stories/grey-letters");
        Assert.That(page.Status, Is.EqualTo(HttpStatusCode.OK));
        foreach (var text in story.Notes.Concat(story.MenteePrompts).Concat(story.MentorPrompts).Append(story.Question)) Assert.That(page.Text, Does.Contain(text));
        foreach (var part in story.Parts) Assert.That(page.Html, Does.Contain(part.Html.Value));
        Assert.That(page.Html, Does.Contain("data-story=\"ember\""));
    }

    [Test]
    public async Task A_story_that_does_not_exist_is_not_found([Values("no-such-story", "..%2Fsecret", "README")] string id) =>
        Assert.That((await coordinator.Get($"/stories/{id}")).Status, Is.EqualTo(HttpStatusCode.NotFound));

    [TestCase("Mentee")]
    [TestCase("Mentor")]
    public async Task The_shelf_is_for_staff(string role)
    {
        using var visitor = await site.As(await site.Given.Person(role));
        foreach (var path in new[] { "/stories", "/stories/grey-letters" }) Assert.That((await visitor.Get(path)).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    static IEnumerable<TestCaseData> Looks() =>
        from page in new[] { ("/stories", "shelf"), ("/stories/grey-letters", "shelf-story"), ("/stories/la-tuba-ocupada", "shelf-one-part") }.Index()
        from variant in Variants.For(page.Index)
        select new TestCaseData(page.Item.Item1, page.Item.Item2, variant).SetArgDisplayNames(page.Item.Item2, $"{variant}");

    [TestCaseSource(nameof(Looks))]
    public async Task The_shelf_can_be_used_by_everybody(string path, string name, Variant variant)
    {
        await using var window = await site.Window(await site.Given.Coordinator(), variant);
        await window.Page.GotoAsync(path);
        await window.Shot(name);
        await window.ShouldFitItsWidth();
        await window.ShouldPassAxe();
        Assert.That(window.Complaints, Is.Empty);
    }

    static List<string> Books(string html) => [.. Book().Matches(html).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("<a href=\"/stories/([^\"]+)\"><svg")]
    private static partial Regex Book();
}

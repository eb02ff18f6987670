using System.Net;
using System.Text;
using LetterExchange.Features.Stories;
using LetterExchange.Tests.Features.Plans;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Stories;

/// <summary>A coordinator brings a story: what is wrong with it, what a child will see, and that nothing typed is lost.</summary>
public sealed class StoryPagesTests
{
    const string New = "/stories/new";
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

    [Test]
    public async Task A_story_is_checked_looked_at_as_a_child_will_and_then_added()
    {
        var preview = await Check(Named("the-walk"));
        Assert.That(preview.Text, Does.Contain("So a child will see it").And.Contain("It is not in the library yet."));
        var body = StoryParser.Parse("the-walk.md", Encoding.UTF8.GetBytes(Named("the-walk"))).Story!;
        foreach (var part in body.Parts) Assert.That(preview.Html, Does.Contain(part.Html.Value), "the very rendering of the reading page");
        Assert.That(preview.Html, Does.Contain("class=\"mentee story\"").And.Contain("data-story="));
        Assert.That(await Count(), Is.Zero);
        var shown = await new FilledForm(preview.Html, "Markdown").Press(coordinator, New, "add");
        Assert.That(shown.Text, Does.Contain("The story is in your library").And.Contain("The Fox"));
        Assert.That(shown.Path, Does.Match(@"^/stories/the-walk\.[0-9a-f]{8}\.1$"));
        Assert.That((await coordinator.Get("/stories")).Text, Does.Contain("Yours"));
        using var elsewhere = await site.As(await site.Given.Person("Coordinator", (await site.Given.Program("Europe/Paris", null)).Id));
        Assert.That((await elsewhere.Get(shown.Path)).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await elsewhere.Get($"{New}?of={shown.Path.Split('/')[^1]}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await elsewhere.Get("/stories")).Html, Does.Not.Contain("the-walk"));
        Assert.That((await elsewhere.Post("/stories/grey-letters", "Retire")).Status, Is.EqualTo(HttpStatusCode.OK));
        var own = await elsewhere.Get("/stories/grey-letters");
        Assert.That((await elsewhere.Send($"{shown.Path}?handler=Retire", [.. own.Hidden("Offer")])).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await coordinator.Get("/stories/grey-letters")).Text, Does.Not.Contain("is not offered any more"), "what one program retires another keeps");
    }

    static IEnumerable<TestCaseData> Broken()
    {
        TestCaseData Case(string name, string story, params string[] says) => new TestCaseData(story, says).SetArgDisplayNames(name);
        yield return Case("no front matter", "Once upon a time.", "has no front matter; it begins with a line ---");
        yield return Case("an unclosed head", "---\nid: the-fox\ntitle: [The\n---\n\nText", "is not YAML");
        yield return Case("no question", StoryFile.With("question: What is worth keeping?\n", ""), "question", "is missing; allowed: a text on one line");
        yield return Case("HTML", StoryFile.Sound + "\n<script>alert(1)</script>\n", "has raw HTML; write Markdown");
        yield return Case("a picture from elsewhere", StoryFile.Sound + "\n![a](https://example.org/a.png)\n", "allowed: pictures under /library/");
        yield return Case("a wrong theme", StoryFile.With("[home, loss]", "[homes]"), "did you mean \"home\"?");
        yield return Case("too short", StoryFile.Head + "Short.", "200 to 5,000 are allowed");
    }

    [TestCaseSource(nameof(Broken))]
    public async Task What_is_wrong_is_named_by_line_and_field_and_all_that_was_typed_is_given_back(string story, string[] says)
    {
        var answer = await Check(story);
        foreach (var text in says) Assert.That(answer.Text, Does.Contain(text));
        Assert.That(new FilledForm(answer.Html, "Markdown")["Markdown"]!.ReplaceLineEndings("\n").Trim(), Is.EqualTo(story.ReplaceLineEndings("\n").Trim()));
        Assert.That(answer.Html, Does.Not.Contain("<script>alert").And.Not.Contain("src=\"https://example.org"));
    }

    [Test]
    public async Task Five_megabytes_are_refused_in_words_and_given_back()
    {
        var story = StoryFile.Sound + new string('x', 5_000_000);
        var answer = await Upload([], ("Markdown", story), ("act", "check"));
        Assert.That(answer.Text, Does.Contain("at most 262,144 are allowed"));
        Assert.That(new FilledForm(answer.Html, "Markdown")["Markdown"], Has.Length.GreaterThan(5_000_000));
    }

    [Test]
    public async Task A_file_takes_the_place_of_the_box_and_one_that_is_no_UTF8_is_shown_to_be_mended()
    {
        var good = await Upload(Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(Named("by-file"))).ToArray(), ("Markdown", "old"), ("act", "check"));
        Assert.That(good.Text, Does.Contain("So a child will see it"));
        var bad = await Upload(Encoding.Latin1.GetBytes(Named("in-latin").Replace("slept", "dormé")), ("act", "check"));
        Assert.That(bad.Text, Does.Contain("holds bytes that are not UTF-8; save it as UTF-8"));
        var mended = new FilledForm(bad.Html, "Markdown");
        Assert.That(mended["Markdown"], Does.Contain("dormé"));
        Assert.That((await Check(mended["Markdown"]!)).Text, Does.Contain("So a child will see it"));
    }

    [Test]
    public async Task A_story_of_Windows_line_ends_is_added_and_mended_and_retired()
    {
        var preview = await Check(Named("the-den").Replace("\n", "\r\n"));
        var first = await new FilledForm(preview.Html, "Markdown").Press(coordinator, New, "add");
        var id = first.Path.Split('/')[^1];
        var edit = await coordinator.Get($"{New}?of={id}");
        var form = new FilledForm(edit.Html, "Markdown");
        Assert.That(form["Markdown"], Does.StartWith("---\nid: the-den"));
        var again = await form.Type("Markdown", form["Markdown"]!.Replace("Line one", "Lines one")).Press(coordinator, $"{New}?of={id}", "add");
        Assert.That(again.Text, Does.Contain("The new version is in your library").And.Contain("Version 2"));
        Assert.That((await coordinator.Get(first.Path)).Text, Does.Contain("This is an older version"));
        var stale = await form.Press(coordinator, $"{New}?of={id}", "add");
        Assert.That(stale.Text, Does.Contain("Somebody else has mended this story meanwhile"));
        var retired = await coordinator.Post(again.Path, "Retire");
        Assert.That(retired.Text, Does.Contain("“The Fox” is not offered any more."));
        Assert.That((await coordinator.Get("/stories")).Text, Does.Contain("No longer offered"));
        Assert.That((await coordinator.Get("/plans/new")).Html, Does.Not.Contain(again.Path.Split('/')[^1]));
        Assert.That((await coordinator.Post(again.Path, "Offer")).Text, Does.Contain("“The Fox” is offered again."));
        Assert.That((await coordinator.Get("/plans/new")).Html, Does.Contain(again.Path.Split('/')[^1]));
    }

    [Test]
    public async Task A_story_typed_before_the_session_ended_is_there_after_signing_in()
    {
        using var visitor = await site.As(await site.Given.Coordinator());
        var page = await visitor.Get(New);
        Assert.That(page.Html, Does.Contain("_who"));
    }

    static IEnumerable<TestCaseData> Looks() => Variants.For(0).SelectMany(variant => new[] { true, false }, (variant, sound) => new TestCaseData(sound, variant).SetArgDisplayNames(sound ? "preview" : "wrong", $"{variant}"));

    [TestCaseSource(nameof(Looks))]
    public async Task Preview_and_mistakes_can_be_read_by_everybody(bool sound, Variant variant)
    {
        await using var window = await site.Window(await site.Given.Coordinator(), variant);
        await window.Page.GotoAsync(New);
        await window.Page.FillAsync("#Markdown", sound ? Named("to-look-at") : StoryFile.With("level: 10-12", "level: 3-30").Replace("question: What is worth keeping?\n", ""));
        await window.Page.ClickAsync("button[value=check]");
        await window.Page.WaitForSelectorAsync(sound ? ".proofbar" : ".box.bad");
        await window.Shot(sound ? "story-preview" : "story-wrong");
        await window.ShouldFitItsWidth();
        await window.ShouldPassAxe();
        Assert.That(window.Complaints, Is.Empty);
    }

    [TestCaseSource(nameof(Ways))]
    public async Task What_a_coordinator_sees_of_a_story_can_be_read_by_everybody(Variant variant)
    {
        var program = (await site.Given.Program()).Id;
        var by = await site.Given.Coordinator();
        var first = (await site.Get<StoryStore>().Add(program, Encoding.UTF8.GetBytes(Named($"seen-at-{variant.Width}")), by)).Id!;
        var second = (await site.Get<StoryStore>().Mend(program, first, Encoding.UTF8.GetBytes(Named($"seen-at-{variant.Width}").Replace("slept", "sang")), by)).Id!;
        var turn = await site.Given.OpenTurn(pair: await site.Given.Pair());
        await site.Db.Execute("UPDATE assignments SET story_id = @first WHERE id = @AssignmentId", new { first, turn.AssignmentId });
        await using var window = await site.Window(by, variant);
        await window.Page.GotoAsync($"/stories/{second}");
        await window.Shot("story-use");
        await window.ShouldFitItsWidth();
        await window.ShouldPassAxe();
        Assert.That(window.Complaints, Is.Empty);
    }

    static IEnumerable<TestCaseData> Ways() => Variants.For(1).Select(variant => new TestCaseData(variant).SetArgDisplayNames($"{variant}"));

    async Task<Visitor.Answer> Check(string story) => await new FilledForm((await coordinator.Get(New)).Html, "Markdown").Type("Markdown", story).Press(coordinator, New, "check");

    async Task<Visitor.Answer> Upload(byte[] file, params (string Name, string Value)[] fields)
    {
        var token = new FilledForm((await coordinator.Get(New)).Html, "Markdown")["__RequestVerificationToken"]!;
        return await coordinator.Upload(New, file, [.. fields, ("__RequestVerificationToken", token)]);
    }

    Task<int> Count() => site.Db.Get<int>("SELECT COUNT(*) FROM own_stories WHERE name = 'the-walk'");

    static string Named(string id) => StoryFile.With("the-fox", id);
}

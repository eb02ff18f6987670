using System.Net;
using LetterExchange.Features.Archive;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Archive;

/// <summary>Search, saved searches and files of letters as a coordinator meets them.</summary>
public sealed class SearchPagesTests
{
    Site site = null!;
    Pair pair = null!;
    Guid coordinator, reviewer, letter;

    [OneTimeSetUp]
    public async Task Open()
    {
        site = await Site.Open();
        pair = await site.Given.Pair();
        coordinator = await site.Given.Person("Coordinator", name: "Dilnoza");
        reviewer = await site.Given.Person("Reviewer", cohortId: pair.CohortId, name: "Ruth");
        letter = await Sent("Dear Henrik, the lighthouses <b>shone</b>. My notebook for rain has 211 days in it, and the harbour was full of boats & nets.");
        for (var i = 0; i < 22; i++) await Sent($"Dear Henrik, a pelican sat on post {i} and looked at the sea for a long time, as pelicans do when there is nothing to be had.");
        await site.Sweep();
    }

    [OneTimeTearDown]
    public async Task Close() => await site.DisposeAsync();

    [Test]
    public async Task What_was_found_shows_its_marks_and_nothing_of_a_letter_becomes_part_of_the_page()
    {
        using var visitor = await site.As(coordinator);
        var found = await visitor.Get("/archive?q=lighthouse+shining+harbours");
        Assert.That(found.Html, Does.Contain("<mark>lighthouses</mark> &lt;b&gt;").And.Contain("<mark>harbour</mark> was full of boats &amp; nets.").And.Contain($"/archive/{letter}"));
        Assert.That(found.Html, Does.Not.Contain("<b>shone"));
        Assert.That(await site.Db.Query<Guid>("SELECT actor_id FROM events WHERE kind = 'letter.look' AND subject_id = @letter AND codes = 'search'", new { letter }), Does.Contain(coordinator));
    }

    [Test]
    public async Task A_long_answer_goes_on_and_an_empty_one_says_what_to_do()
    {
        using var visitor = await site.As(reviewer);
        var first = await visitor.Get("/archive?q=pelican&by=date");
        var next = System.Text.RegularExpressions.Regex.Match(WebUtility.HtmlDecode(first.Html), "href=\"(/archive\\?q=pelican&by=date&older=[^\"]+)\"").Groups[1].Value;
        Assert.That(next, Is.Not.Empty);
        Assert.That((await visitor.Get(next)).Text, Does.Contain("post 0").And.Contain("post 1").And.Not.Contain("post 2 "));
        Assert.That((await visitor.Get("/archive?q=unheard")).Text, Does.Contain("No letter has that."));
        Assert.That((await visitor.Get("/archive?q=pelican+harbour")).Text, Does.Contain("No letter has all of the words."));
    }

    [Test]
    public async Task A_search_is_kept_under_a_name_is_one_s_own_and_can_go()
    {
        using var visitor = await site.As(coordinator);
        Assert.That((await visitor.Post("/archive?q=pelican&by=date", "Save", ("SaveAs", " "))).Text, Does.Contain("Give the search a name"));
        var kept = await visitor.Post("/archive?q=pelican&by=date", "Save", ("SaveAs", "Big birds"));
        Assert.That(kept.Text, Does.Contain("“Big birds” is kept"));
        Assert.That(kept.Html, Does.Contain("/archive?q=pelican&amp;by=date"));
        using var other = await site.As(reviewer);
        Assert.That((await other.Get("/archive")).Text, Does.Not.Contain("Big birds"));
        var id = await site.Db.Get<Guid>("SELECT id FROM saved_searches");
        await site.Get<SavedSearches>().Forget(reviewer, id);
        Assert.That((await visitor.Get("/archive")).Text, Does.Contain("Big birds"));
        await visitor.Post("/archive", "Forget", ("id", $"{id}"));
        Assert.That((await visitor.Get("/archive")).Text, Does.Not.Contain("Big birds"));
    }

    [Test]
    public async Task A_coordinator_takes_letters_as_a_file_and_a_reviewer_does_not()
    {
        using var visitor = await site.As(coordinator);
        Assert.That((await visitor.Post("/archive/exports?q=pelican", null, ("Form", "Nothing"))).Text, Does.Contain("Choose what the file is to be."));
        Assert.That((await visitor.Post("/archive/exports?q=pelican", null, ("Form", "JsonLines"), ("Roles", "true"))).Text, Does.Contain("The file is being made.").And.Contain("Give it up"));
        await site.Sweep();
        Assert.That((await visitor.Get("/archive/exports")).Text, Does.Contain("22 letters").And.Contain("Take it"));
        var id = await site.Db.Get<Guid>("SELECT id FROM exports ORDER BY id DESC LIMIT 1");
        using var file = await visitor.Fetch($"/archive/exports/{id}");
        Assert.That(file.Content.Headers.ContentDisposition!.FileName, Does.EndWith(".jsonl"));
        Assert.That((await file.Content.ReadAsStringAsync()).Split('\n'), Has.Length.EqualTo(23).And.Some.Contains("\"from\":\"mentee\""));
        using var other = await site.As(await site.Given.Person("Coordinator"));
        Assert.That((await other.Get($"/archive/exports/{id}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        using var reader = await site.As(reviewer);
        Assert.That((await reader.Get("/archive")).Html, Does.Not.Contain("/archive/exports"));
        await visitor.Send($"/archive/exports/{id}", [.. (await visitor.Get("/archive/exports")).Form(null)]);
        await site.Sweep();
        Assert.That((await visitor.Get($"/archive/exports/{id}")).Path, Is.EqualTo("/archive/exports"));
    }

    [Test]
    public async Task A_coordinator_has_a_pair_s_letters_as_a_book_and_each_is_looked_at()
    {
        using var visitor = await site.As(coordinator);
        Assert.That((await visitor.Get($"/archive?pair={pair.Id}")).Html, Does.Contain($"/archive/book/{pair.Id}"));
        Assert.That((await visitor.Get($"/archive/book/{pair.Id}")).Text, Does.Contain("My notebook for rain"));
        Assert.That(await site.Db.Query<string>("SELECT codes FROM events WHERE kind = 'letter.look' AND subject_id = @letter", new { letter }), Does.Contain("book"));
        using var file = await visitor.Fetch($"/archive/book/{pair.Id}?handler=Epub");
        Assert.That(file.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/epub+zip"));
    }

    [TestCase("/archive?q=lighthouse+harbour+pelican")]
    [TestCase("/archive?q=pelican&by=date")]
    [TestCase("/archive/exports?q=pelican&state=Delivered")]
    public async Task Pages_fit_and_pass_axe(string page)
    {
        foreach (var variant in Variants.For(page.Length))
        {
            await using var window = await site.Window(coordinator, variant, javaScript: true);
            await window.Page.GotoAsync(page);
            await window.Page.EvaluateAsync("document.querySelectorAll('details').forEach(one => one.open = true)");
            await window.ShouldFitItsWidth();
            await window.ShouldPassAxe();
            await window.Shot($"search{page.Replace('/', '-').Replace('?', '-').Replace('&', '-')}");
            Assert.That(window.Complaints, Is.Empty);
        }
    }

    async Task<Guid> Sent(string text)
    {
        var sent = await site.Get<Writing>().Submit(pair.MenteeId, new Sheet(pair.Id, null, null), text);
        Assert.That(sent.Refusal, Is.Null);
        await site.Sweep();
        var now = (await site.Get<LetterStore>().Find(sent.LetterId))!;
        await site.Get<Decisions>().Approve(now.Id, now.Version, reviewer);
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        await site.Sweep();
        return sent.LetterId;
    }
}

using System.Net;
using LetterExchange.Data;
using LetterExchange.Features.Plans;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Desk;

/// <summary>The reading page of a round.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class ReadingTests(Engine engine)
{
    Site site = null!;
    Scene scene = null!;

    [OneTimeSetUp]
    public async Task Open() => site = await Site.Open(engine);

    [OneTimeTearDown]
    public async Task Close() => await site.DisposeAsync();

    [SetUp]
    public async Task Begin() => scene = await Scene.On(site);

    [Test]
    public async Task A_story_opens_at_its_first_part_with_all_that_one_wants_to_know()
    {
        var id = await scene.OpenRound(Scene.Lighthouse);
        using var amina = await site.As(scene.Amina);
        var page = await amina.Get(Address(id));
        Assert.That(page.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(page.Html, Does.Contain("data-story=\"tide\"").And.Contain("id=\"p1\"").And.Not.Contain("id=\"p2\"").And.Contain("class=\"gl\""));
        Assert.That(page.Text, Does.Contain("The Lighthouse With No Sea Ines Calloway The question to carry with you What is worth keeping up").And.Contain("Part 1 The Bill").And.Contain("Part 2: The Box Marked Purpose"));
        Assert.That(await Place(id, scene.Amina), Is.EqualTo((1, 0)), "It has been begun.");
    }

    [Test]
    public async Task The_part_that_was_reached_is_found_again_and_a_look_back_does_not_change_it()
    {
        var id = await scene.OpenRound(Scene.Lighthouse);
        using var amina = await site.As(scene.Amina);
        await amina.Get(Address(id));
        await amina.Get(Address(id) + "?part=2");
        Assert.That((await amina.Get(Address(id))).Html, Does.Contain("id=\"p2\""));
        Assert.That((await amina.Get(Address(id) + "?part=1")).Html, Does.Contain("id=\"p1\"").And.Not.Contain("data-place"));
        Assert.That((await amina.Get(Address(id) + "?part=4")).Html, Does.Contain("id=\"p4\"").And.Not.Contain("data-place"), "A look ahead.");
        Assert.That((await amina.Get(Address(id) + "?part=99")).Html, Does.Contain("id=\"p4\""));
        Assert.That(await Place(id, scene.Amina), Is.EqualTo((2, 0)));
        using var henrik = await site.As(scene.Henrik);
        Assert.That((await henrik.Get(Address(id))).Text, Does.Contain("Amina is reading part 2."));
    }

    [Test]
    public async Task The_script_s_place_is_kept_and_given_back()
    {
        var id = await scene.OpenRound(Scene.Lighthouse);
        using var amina = await site.As(scene.Amina);
        var fields = (await amina.Get(Address(id))).Form(null, "/place").ToArray();
        Assert.That((await amina.Send(Address(id) + "/place", [.. fields, ("place", "430")])).Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await Place(id, scene.Amina), Is.EqualTo((1, 430)));
        Assert.That((await amina.Get(Address(id))).Html, Does.Contain("data-place=\"430\""));
        Assert.That((await amina.Send(Address(id) + "/place", ("part", "1"), ("place", "900"))).Status, Is.EqualTo(HttpStatusCode.BadRequest), "Another site's page.");
        Assert.That(await Place(id, scene.Amina), Is.EqualTo((1, 430)));
    }

    [Test]
    public async Task Who_has_read_it_writes()
    {
        var id = await scene.OpenRound(Scene.Lighthouse);
        using var amina = await site.As(scene.Amina);
        var answer = await amina.Post(Address(id) + "?part=4", "Read");
        Assert.That(answer.Path, Is.EqualTo($"/turns/{await scene.TurnOf(scene.Amina)}"));
        var page = await amina.Get(Address(id));
        Assert.That(page.Text, Does.Contain("Part 1 read").And.Contain("Part 4 read"));
        Assert.That(page.Html, Does.Contain("id=\"p1\"").And.Not.Contain("data-place"), "To be read again from its beginning.");
        Assert.That((await amina.Get(Address(id) + "?part=4")).Text, Does.Contain("Write to Henrik").And.Contain("You have read it."));
        using var henrik = await site.As(scene.Henrik);
        Assert.That((await henrik.Get(Address(id))).Text, Does.Contain("Amina has read the whole story."));
    }

    [Test]
    public async Task Who_writes_second_hears_who_writes_first_and_by_when()
    {
        var id = await scene.OpenRound(Side.Mentor, Scene.Lighthouse);
        using var amina = await site.As(scene.Amina);
        var answer = await amina.Post(Address(id) + "?part=4", "Read");
        Assert.That(answer.Path, Is.EqualTo("/desk"));
        Assert.That(answer.Text, Does.Match(@"You have read it\. Henrik writes first, by \w+ \d+ \w+\. Then it is your turn\."));
    }

    [Test]
    public async Task Of_several_stories_the_mentee_chooses_one_once()
    {
        var id = await scene.OpenRound(Scene.Kite, Scene.Bus);
        using var henrik = await site.As(scene.Henrik);
        Assert.That((await henrik.Get(Address(id))).Text, Does.Contain("Amina is choosing the story.").And.Contain("Eleven Ways to Mend a Kite").And.Not.Contain("We read this one"));
        using var amina = await site.As(scene.Amina);
        Assert.That((await amina.Get(Address(id))).Text, Does.Contain("Choose your story. Round").And.Contain("Can something be both a lie and a kindness"));
        Assert.That((await amina.Post(Address(id), "Choose")).Text, Does.Contain("Choose one of the stories first."));
        Assert.That((await amina.Post(Address(id), "Choose", ("Chosen", Scene.Thunder))).Text, Does.Contain("That story is not among these."));
        using var tab = await site.As(scene.Amina);
        var form = (await tab.Get(Address(id))).Form("Choose").ToArray();
        var chosen = await amina.Post(Address(id), "Choose", ("Chosen", Scene.Bus));
        Assert.That(chosen.Path, Is.EqualTo(Address(id)));
        Assert.That(chosen.Text, Does.Contain("Chosen. Henrik sees it too.").And.Contain("The Night Bus Knows My Name Morven Adair"));
        Assert.That((await tab.Send(Address(id) + "?handler=Choose", [.. form, ("Chosen", Scene.Kite)])).Text, Does.Contain("A story has been chosen already. Here it is.").And.Contain("The Night Bus Knows My Name Morven Adair"));
        Assert.That((await henrik.Get(Address(id))).Text, Does.Contain("The Night Bus Knows My Name Morven Adair"));
    }

    [Test]
    public async Task Before_its_day_a_story_is_not_open()
    {
        var id = await scene.Plan(5, Scene.Lighthouse);
        using var amina = await site.As(scene.Amina);
        var page = await amina.Get(Address(id) + "?part=1");
        Assert.That(page.Text, Does.Contain("This story is not open yet. It opens on").And.Contain("in 5 days").And.Not.Contain("Lighthouse"));
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM reading_progress WHERE assignment_id = @id", new { id }), Is.Zero);
    }

    [Test]
    public async Task After_its_end_a_story_can_still_be_read()
    {
        var id = await scene.OpenRound(Scene.Lighthouse);
        await scene.Deliver(scene.Amina);
        await scene.Deliver(scene.Henrik);
        using var amina = await site.As(scene.Amina);
        Assert.That((await amina.Get(Address(id) + "?part=2")).Text, Does.Contain("The Box Marked Purpose"));
        await scene.Close();
        Assert.That((await amina.Get(Address(id) + "?part=4")).Html, Does.Contain("id=\"p4\"").And.Not.Contain("handler=Read").And.Not.Contain("data-place"));
    }

    [Test]
    public async Task In_a_break_one_can_read_and_nothing_is_kept()
    {
        var id = await scene.OpenRound(Scene.Lighthouse);
        using var amina = await site.As(scene.Amina);
        await amina.Get(Address(id));
        var fields = (await amina.Get(Address(id))).Form(null, "/place").ToArray();
        await scene.Pause();
        var page = await amina.Get(Address(id) + "?part=2");
        Assert.That(page.Text, Does.Contain("The Box Marked Purpose").And.Contain("You two are having a break. You can read on"));
        Assert.That(page.Html, Does.Not.Contain("data-place"));
        await amina.Send(Address(id) + "/place", [.. fields, ("place", "430")]);
        Assert.That((await amina.Send(Address(id) + "?handler=Read", fields)).Text, Does.Contain("That could not be kept just now"));
        Assert.That(await Place(id, scene.Amina), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task In_a_break_nothing_is_chosen()
    {
        var id = await scene.OpenRound(Scene.Kite, Scene.Bus);
        await scene.Pause();
        using var amina = await site.As(scene.Amina);
        Assert.That((await amina.Get(Address(id))).Text, Does.Contain("You can choose when it goes on.").And.Not.Contain("We read this one"));
        Assert.That((await amina.Post(Address(id), "Choose", ("Chosen", Scene.Bus))).Text, Does.Contain("Nothing can be chosen just now"));
    }

    [Test]
    public async Task A_story_that_has_gone_is_said_so_and_one_can_write_without_it()
    {
        var id = await scene.OpenRound(Scene.Lighthouse);
        await site.Db.Execute("UPDATE assignments SET story_id = 'a-story-that-has-gone' WHERE id = @id", new { id });
        using var amina = await site.As(scene.Amina);
        var page = await amina.Get(Address(id));
        Assert.That(page.Text, Does.Contain("This story is not on the shelf any more."));
        Assert.That(page.Html, Does.Contain($"/turns/{await scene.TurnOf(scene.Amina)}"));
        Assert.That((await amina.Get("/desk")).Text, Does.Contain("Write to Henrik."));
    }

    [Test]
    public async Task A_round_that_was_never_opened_or_chosen_says_so()
    {
        var never = await scene.Plan(5, Scene.Lighthouse);
        await scene.Close();
        using var amina = await site.As(scene.Amina);
        Assert.That((await amina.Get(Address(never))).Text, Does.Contain("This round was not opened."));
        scene = await Scene.On(site);
        var unchosen = await scene.OpenRound(Scene.Kite, Scene.Bus);
        await scene.Close();
        using var other = await site.As(scene.Amina);
        Assert.That((await other.Get(Address(unchosen))).Text, Does.Contain("No story was chosen in this round."));
    }

    [Test]
    public async Task A_stranger_to_the_pair_finds_nothing()
    {
        var id = await scene.OpenRound(Scene.Lighthouse);
        var other = await Scene.On(site);
        var own = await other.OpenRound(Scene.Lighthouse);
        foreach (var person in new[] { other.Amina, other.Henrik, await site.Given.Coordinator(), scene.Reviewer })
        {
            using var visitor = await site.As(person);
            Assert.That((await visitor.Get(Address(id))).Status, Is.EqualTo(HttpStatusCode.NotFound));
        }
        using var stranger = await site.As(other.Amina);
        var fields = (await stranger.Get(Address(own))).Form(null, "/place").ToArray();
        foreach (var path in new[] { "/place", "?handler=Read", "?handler=Choose" })
            Assert.That((await stranger.Send(Address(id) + path, [.. fields, ("place", "1")])).Status, Is.EqualTo(HttpStatusCode.NotFound), path);
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM reading_progress WHERE assignment_id = @id", new { id }), Is.Zero);
    }

    [Test]
    public async Task The_reader_s_settings_are_kept_and_the_page_is_found_again()
    {
        var id = await scene.OpenRound(Scene.Lighthouse);
        using var amina = await site.As(scene.Amina);
        var form = (await amina.Get(Address(id) + "?part=2")).Form(null, "/me/reading").ToArray();
        var answer = await amina.Send("/me/reading", [.. form, ("size", "large"), ("lines", "wide"), ("face", "plain"), ("theme", "dark")]);
        Assert.That(answer.Path, Is.EqualTo(Address(id) + "?part=2"));
        Assert.That(answer.Html, Does.Contain("data-theme=\"dark\" data-size=\"large\" data-lines=\"wide\" data-face=\"plain\"").And.Match("id=\"sz-l\"[^>]*checked"));
        Assert.That(answer.Text, Does.Contain("on every device."));
        await site.Db.Execute("UPDATE people SET reading = reading || ' theme-neon lines-\"><script>' WHERE id = @Amina", new { scene.Amina });
        Assert.That((await amina.Get("/desk")).Html, Does.Contain("data-theme=\"dark\" data-size=\"large\" data-lines=\"wide\" data-face=\"plain\"").And.Not.Contain("neon").And.Not.Contain("<script>"));
        amina.Take("session", await site.Session(scene.Henrik));
        Assert.That((await amina.Get("/desk")).Html, Does.Not.Contain("data-theme").And.Not.Contain("data-size"), "Whoever sits down next has settings of their own.");
        amina.Take("session", await site.Session(scene.Amina));
        answer = await amina.Send("/me/reading", [.. form.Where(field => field.Name != "back"), ("back", "https://example.org/"), ("size", "medium")]);
        Assert.That(answer.Path, Is.EqualTo("/desk"), "Home, not away.");
        Assert.That(answer.Html, Does.Not.Contain("data-size"));
    }

    static string Address(Guid assignment) => $"/assignments/{assignment}";

    async Task<(int Part, int Place)> Place(Guid assignment, Guid person)
    {
        var (part, place) = await site.Db.Get<(long, long)>("SELECT part, place FROM reading_progress WHERE assignment_id = @assignment AND person_id = @person", new { assignment, person });
        return ((int)part, (int)place);
    }
}

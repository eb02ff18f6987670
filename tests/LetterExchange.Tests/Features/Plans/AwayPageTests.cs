using System.Net;
using Ical.Net;
using LetterExchange.Data;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Features.Desk;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Plans;

/// <summary>The page on which a mentor says when they are away, as a browser without JavaScript uses it. Today is Monday 8 March 2027 in Paris.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class AwayPageTests(Engine engine)
{
    const string Page = "/me/away";

    Site site = null!;
    Scene scene = null!;
    Visitor henrik = null!;

    [SetUp]
    public async Task Open()
    {
        site = await Site.Open(engine, at: new DateTimeOffset(2027, 3, 8, 12, 20, 0, TimeSpan.Zero));
        scene = await Scene.On(site);
        henrik = await site.As(scene.Henrik);
    }

    [TearDown]
    public async Task Close()
    {
        henrik.Dispose();
        await site.DisposeAsync();
    }

    [Test]
    public async Task Days_are_kept_once_it_has_been_seen_what_moves()
    {
        await scene.OpenRound(Side.Mentor, Scene.Lighthouse);
        using var coordinator = await site.As(await site.Given.Coordinator());
        var shown = await henrik.Post(Page, null, ("First", "2027-03-12"), ("Last", "2027-03-19"), ("act", "look"));
        Assert.That(shown.Text, Does.Contain("One letter will be due later").And.Contain("Henrik to Amina").And.Contain("Mon 15 Mar, 13:20").And.Contain("Mon 22 Mar, 13:20"));
        Assert.That(await Kept(), Is.Zero, "Only shown so far.");
        var kept = await new FilledForm(shown.Html, "Seen").Press(henrik, Page, "do");
        Assert.That(kept.Path, Is.EqualTo(Page));
        Assert.That(kept.Text, Does.Contain("These days are kept. One letter is due later").And.Contain("From 12 March 2027 until 19 March 2027"));
        Assert.That((await coordinator.Get("/notices")).Text, Does.Contain("Henrik Tester is away from 12 March 2027 until 19 March 2027. One letter moves to after these days; the child hears the new date."));
        Assert.That((await coordinator.Get($"/pairs/{scene.Pair.Id}/step-in")).Text, Does.Contain("Henrik is away from 12 March 2027 until 19 March 2027."));
        using var amina = await site.As(scene.Amina);
        Assert.That((await amina.Get("/notices")).Text, Does.Contain("Henrik’s letter will come a little later").And.Not.Contain("away"));
        var feed = await henrik.Post("/me/calendar");
        var address = System.Text.RegularExpressions.Regex.Match(feed.Html, @"/calendar/[\w-]{43}\.ics").Value;
        Assert.That(Calendar.Load(await (await henrik.Fetch(address)).Content.ReadAsStringAsync())!.Events.Single().End!.AsUtc, Is.EqualTo(new DateTime(2027, 3, 22, 12, 20, 0)));
    }

    [Test]
    public async Task Only_the_days_that_were_shown_are_kept()
    {
        var shown = await henrik.Post(Page, null, ("First", "2027-03-12"), ("Last", "2027-03-12"), ("act", "look"));
        Assert.That(shown.Text, Does.Contain("No letter is due on these days"));
        var again = await new FilledForm(shown.Html, "Seen").Type("Last", "2027-03-13").Press(henrik, Page, "do");
        Assert.That(again.Text, Does.Contain("You have changed the form since."));
        Assert.That(await Kept(), Is.Zero);
        await new FilledForm(again.Html, "Seen").Press(henrik, Page, "do");
        Assert.That(await Kept(), Is.EqualTo(1));
    }

    [Test]
    public async Task Kept_days_are_cancelled_with_one_press()
    {
        await new FilledForm((await henrik.Post(Page, null, ("First", "2027-03-12"), ("Last", "2027-03-12"))).Html, "Seen").Press(henrik, Page, "do");
        Assert.That((await henrik.Get(Page)).Text, Does.Contain("On 12 March 2027"));
        Assert.That((await henrik.Post(Page, "Cancel")).Text, Does.Contain("Cancelled. Dates that have moved stay where they are").And.Not.Contain("On 12 March 2027"));
    }

    [TestCase("", "2027-03-12", "Please choose a day.")]
    [TestCase("2027-03-12", "soon", "Please choose a day.")]
    [TestCase("2027-03-07", "2027-03-12", "The first day can’t lie before today.")]
    [TestCase("2027-03-12", "2027-03-11", "The last day can’t come before the first.")]
    [TestCase("2027-03-12", "2027-04-02", "At most 21 days in a row.")]
    [TestCase("2028-03-12", "2028-03-13", "Please choose days within a year from now.")]
    public async Task What_is_wrong_is_said_and_what_was_typed_stays(string first, string last, string said)
    {
        var answer = await henrik.Post(Page, null, ("First", first), ("Last", last), ("act", "look"));
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer.Text, Does.Contain(said));
        Assert.That((new FilledForm(answer.Html, "First")["First"], new FilledForm(answer.Html, "First")["Last"]), Is.EqualTo((first, last)));
    }

    [Test]
    public async Task It_is_found_from_the_desk_from_one_s_own_page_and_where_one_asks_for_time_and_a_child_has_it_not()
    {
        await scene.OpenRound(Side.Mentor, Scene.Lighthouse);
        foreach (var page in new[] { "/desk", "/me", $"/turns/{await scene.TurnOf(scene.Henrik)}/time" })
            Assert.That((await henrik.Get(page)).Html, Does.Contain($"href=\"{Page}\""), page);
        using var amina = await site.As(scene.Amina);
        foreach (var page in new[] { "/desk", "/me" }) Assert.That((await amina.Get(page)).Html, Does.Not.Contain(Page), page);
        Assert.That((await amina.Get(Page)).Status, Is.Not.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Where_the_program_has_it_not_the_page_says_so()
    {
        await site.Db.Execute("UPDATE programs SET policies = @policies, version = version + 1", new { policies = new Policies { AwayDays = 0 }.ToJson() });
        Assert.That((await henrik.Get(Page)).Text, Does.Contain("Your program does not have this."));
    }

    Task<int> Kept() => site.Db.Get<int>("SELECT COUNT(*) FROM absences");
}

using System.Net;
using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Plans;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Pulse;

/// <summary>The pulse, as a coordinator's browser without JavaScript uses it.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class PulsePagesTests(Engine engine)
{
    Site site = null!;
    Visitor visitor = null!;

    [SetUp]
    public async Task Open()
    {
        site = await Site.Open(engine);
        await site.Given.Program();
        visitor = await site.As(await site.Given.Coordinator());
    }

    [TearDown]
    public async Task Close()
    {
        visitor.Dispose();
        await site.DisposeAsync();
    }

    [Test]
    public async Task A_coordinator_lands_on_the_pulse_also_of_a_program_that_has_nothing_yet()
    {
        var page = await visitor.Get("/");
        Assert.That((page.Path, page.Status), Is.EqualTo(("/pulse", HttpStatusCode.OK)));
        Assert.That(page.Text, Does.Contain("Nothing needs anybody now").And.Contain("No round has been published yet.").And.Contain("There is nothing to draw yet."));
    }

    [Test]
    public async Task From_a_silent_mentor_to_a_kind_word_in_two_clicks()
    {
        await site.Given.Person("Reviewer");
        var turn = await site.Given.OpenTurn(site.Now.AddDays(1), site.Now.AddDays(30));
        await site.Db.Transact(tx => site.Get<Turns>().Excused(tx, turn.Id, site.Now));
        await site.Sweep();
        var owed = await site.Db.Get<Turn>("SELECT id, due_at, pair_id FROM turns WHERE state = 'Open'");
        await site.Pass(owed.DueAt - site.Now + TimeSpan.FromHours(1));
        var page = await visitor.Get("/pulse");
        Assert.That(page.Text, Does.Contain("One thing that needs a person").And.Contain($"{turn.WriterName} will receive nothing in this round").And.Contain("One child will receive nothing"));
        Assert.That(page.Html, Does.Contain($"href=\"/turns/{owed.Id}/nudge\"").And.Contain($"href=\"/turns/{owed.Id}/dates\""));
        Assert.That(page.Text, Does.Contain("0 so far").Or.Contain(" 0 "), "None of one on time.");
        var done = await visitor.Post($"/turns/{owed.Id}/nudge");
        Assert.That(done.Path, Is.EqualTo($"/pairs/{owed.PairId}"));
        Assert.That(done.Text, Does.Contain($"{turn.ReaderName} has been sent a kind word.").And.Contain("A kind word"));
        Assert.That((await visitor.Get("/pulse")).Text, Does.Contain("Word sent today"));
        Assert.That((await visitor.Get($"/turns/{owed.Id}/nudge")).Text, Does.Contain("One a day is enough."));
    }

    [Test]
    public async Task A_cohort_opens_to_its_pairs_with_where_each_stands()
    {
        var turn = await site.Given.OpenTurn(site.Now.AddDays(1), site.Now.AddDays(2));
        await site.Pass(TimeSpan.FromDays(3));
        var cohort = await site.Given.Cohort();
        var map = await visitor.Get("/pulse");
        Assert.That(map.Html, Does.Contain($"/pulse/cohorts/{cohort}?plan="));
        var page = await visitor.Get($"/pulse/cohorts/{cohort}");
        Assert.That(page.Text, Does.Contain($"{turn.WriterName}: no letter").And.Contain($"{turn.ReaderName}: being written"));
        Assert.That((await visitor.Get($"/pulse/cohorts/{cohort}?plan={Guid.NewGuid()}&after=nonsense")).Status, Is.EqualTo(HttpStatusCode.OK).Or.EqualTo(HttpStatusCode.BadRequest));
    }

    [TestCase("Silent", "Who is silent")]
    [TestCase("Later", "36 hours")]
    [TestCase("Shorter", "75 percent")]
    [TestCase("Rating", "Only coordinators see ratings")]
    [TestCase("nonsense", "Who will receive nothing")]
    public async Task Each_list_says_its_rule(string kind, string words) =>
        Assert.That((await visitor.Get($"/pulse/signs?kind={kind}&after=nonsense")).Text, Does.Contain(words).And.Contain("Nobody now."));

    [Test]
    public async Task Cohorts_are_paged_by_name()
    {
        await site.Given.Round();
        await site.Db.Execute("UPDATE rounds SET opens_at = 0");
        var program = (await site.Given.Program()).Id;
        for (var i = 0; i < 27; i++) await site.Given.Cohort(program);
        var first = await visitor.Get("/pulse");
        Assert.That(first.Text, Does.Contain("More cohorts"));
        var link = System.Text.RegularExpressions.Regex.Match(WebUtility.HtmlDecode(first.Html), "href=\"(/pulse\\?plan=[^\"]*after=[^\"#]*)").Groups[1].Value;
        var second = await visitor.Get(link);
        Assert.That(System.Text.RegularExpressions.Regex.Count(second.Html, "/pulse/cohorts/"), Is.EqualTo(2));
        Assert.That(second.Text, Does.Not.Contain("More cohorts"));
    }
}

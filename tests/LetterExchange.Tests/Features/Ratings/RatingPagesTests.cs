using System.Net;
using LetterExchange.Data;
using LetterExchange.Features.Ratings;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Ratings;

/// <summary>Ratings and surveys, as the two of a pair give them and a coordinator reads them.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class RatingPagesTests(Engine engine)
{
    Site site = null!;

    [SetUp]
    public async Task Open() => site = await Site.Open(engine);

    [TearDown]
    public async Task Close() => await site.DisposeAsync();

    [Test]
    public async Task One_tap_rates_a_sentence_may_follow_and_the_partner_learns_nothing()
    {
        var pair = await site.Given.Pair();
        await Old(pair.Id);
        using var child = await site.As(pair.MenteeId);
        using var mentor = await site.As(pair.MentorId);
        Assert.That((await child.Get("/desk")).Text, Does.Contain($"How are the letters with {pair.MentorName} going?").And.Contain($"{pair.MentorName} never does."));
        var page = await child.Post($"/ratings/{pair.Id}", null, ("value", "3"));
        Assert.That(page.Text, Does.Contain("Thank you: 3 of 10"));
        var done = await child.Post($"/ratings/{pair.Id}", "Say", ("Note", "He does not answer."));
        Assert.That(done.Path, Is.EqualTo("/desk"));
        Assert.That(done.Text, Does.Not.Contain("How are the letters"));
        await site.Sweep();
        using var coordinator = await site.As(await site.Given.Coordinator());
        Assert.That((await coordinator.Get("/pulse/signs?kind=Rating")).Text, Does.Contain("rated 3 of 10").And.Contain("He does not answer."));
        foreach (var path in new[] { "/desk", "/letters", $"/ratings/{pair.Id}", "/notices" }) Assert.That((await mentor.Get(path)).Text, Does.Not.Contain("He does not").And.Not.Contain("3 of 10"));
        await site.Pass(TimeSpan.FromDays(30));
        Assert.That((await child.Get("/desk")).Text, Does.Contain("How are the letters"));
    }

    [TestCase("0")]
    [TestCase("11")]
    [TestCase("ten")]
    [TestCase("")]
    public async Task What_is_no_number_from_one_to_ten_is_refused_in_words(string value)
    {
        var pair = await site.Given.Pair();
        using var child = await site.As(pair.MenteeId);
        Assert.That((await child.Post($"/ratings/{pair.Id}", null, ("value", value))).Text, Does.Contain("Choose a number from 1 to 10."));
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM ratings"), Is.Zero);
    }

    [Test]
    public async Task Not_now_asks_again_in_thirty_days_and_a_second_tap_corrects_the_first()
    {
        var pair = await site.Given.Pair();
        await Old(pair.Id);
        using var mentor = await site.As(pair.MentorId);
        Assert.That((await mentor.Post($"/ratings/{pair.Id}", "Skip")).Text, Does.Not.Contain("How are the letters"));
        await site.Get<RatingStore>().Rate(pair.Id, pair.MentorId, 6);
        await site.Get<RatingStore>().Rate(pair.Id, pair.MentorId, 7);
        Assert.That(await site.Db.Query<int>("SELECT value FROM ratings"), Is.EqualTo([7]));
    }

    [Test]
    public async Task Answers_at_the_start_and_the_end_are_counted_beside_one_another()
    {
        var pair = await site.Given.Pair();
        using var child = await site.As(pair.MenteeId);
        Assert.That((await child.Get("/desk")).Text, Does.Contain("Five short questions before you begin"));
        var none = await child.Post($"/surveys/{pair.Id}/start");
        Assert.That(none.Text, Does.Contain("Answer one question at least"));
        var done = await child.Post($"/surveys/{pair.Id}/start", null, ("Ticked[0]", "2"), ("Ticked[3]", "4"), ("Words", "Real letters!"));
        Assert.That(done.Path, Is.EqualTo("/desk"));
        Assert.That(done.Text, Does.Contain("Thank you for your answers."));
        await child.Post($"/surveys/{pair.Id}/end", null, ("Ticked[0]", "5"));
        var other = await site.Given.Pair();
        await site.Get<SurveyStore>().Answer(other.Id, other.MenteeId, SurveyPart.Start, new(3, null, null, null, null));
        var result = (await site.Get<SurveyStore>().Results(pair.ProgramId))[0];
        Assert.That(result.Start, Is.EqualTo([0, 1, 1, 0, 0]));
        Assert.That((result.End, result.Both.Many, result.Both.Before, result.Both.After), Is.EqualTo((new[] { 0, 0, 0, 0, 1 }, 1, 2.0, 5.0)));
        using var coordinator = await site.As(await site.Given.Coordinator());
        Assert.That((await coordinator.Get("/surveys")).Text, Does.Contain("Real letters!").And.Contain("5.0 (of 1)").And.Not.Contain(pair.MenteeName));
        Assert.That((await child.Get($"/surveys/{pair.Id}/middle")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    Task Old(Guid pair) => site.Db.Execute("UPDATE pairs SET created_at = @then WHERE id = @pair", new { pair, then = site.Now.AddDays(-40) });
}

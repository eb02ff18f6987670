using System.Net;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Archive;

/// <summary>The archive and the class as those who use them see them.</summary>
public sealed class ArchivePagesTests
{
    const string Text = "Dear Henrik, call me on 07700 900461, it is too long to write.\n\nWith greetings,\nMentee2";

    Site site = null!;
    Pair pair = null!;
    Guid coordinator, teacher, letter;

    [OneTimeSetUp]
    public async Task Open()
    {
        site = await Site.Open();
        pair = await site.Given.Pair();
        var turn = await site.Given.OpenTurn(pair: pair);
        coordinator = await site.Given.Person("Coordinator", name: "Dilnoza");
        teacher = await site.Given.Person("Teacher", cohortId: pair.CohortId, name: "Grace");
        letter = (await site.Get<Writing>().Submit(pair.MenteeId, new Sheet(pair.Id, turn.Id, null), Text)).LetterId;
        await site.Sweep();
        var sent = (await site.Get<LetterStore>().Find(letter))!;
        await site.Get<Decisions>().Return(letter, sent.Version, teacher, "Please leave out the number.");
    }

    [OneTimeTearDown]
    public async Task Close() => await site.DisposeAsync();

    [Test]
    public async Task A_coordinator_lists_letters_and_reads_one_s_whole_history()
    {
        using var visitor = await site.As(coordinator);
        var list = await visitor.Get("/archive");
        Assert.That(list.Text, Does.Contain($"{pair.MenteeName} Tester to {pair.MentorName} Tester").And.Contain("Returned").And.Contain("Round 1"));
        var one = await visitor.Get($"/archive/{letter}");
        Assert.That(one.Text, Does.Contain("07700 900461").And.Contain("Telephone number").And.Contain("Please leave out the number.").And.Contain("by Grace Tester").And.Contain("version 1"));
        Assert.That((await site.Db.Query<Guid>("SELECT actor_id FROM events WHERE kind = 'letter.look' AND subject_id = @letter", new { letter })), Does.Contain(coordinator));
    }

    [Test]
    public async Task Looks_of_one_person_one_after_the_other_are_one_line()
    {
        using var visitor = await site.As(await site.Given.Person("Coordinator", name: "Yusuf"));
        for (var i = 0; i < 3; i++) await visitor.Get($"/archive/{letter}");
        Assert.That((await visitor.Get($"/archive/{letter}")).Text, Does.Contain("Looked at by Yusuf Tester, 3 times"));
    }

    [Test]
    public async Task What_was_asked_for_stands_in_the_form_again_and_a_page_after_it_asks_the_same()
    {
        using var visitor = await site.As(coordinator);
        var found = await visitor.Get($"/archive?name={pair.MenteeName.ToLowerInvariant()}&state=Returned&round=1&from=2027-01-01&to=2027-12-31");
        Assert.That(found.Html, Does.Contain($"value=\"{pair.MenteeName.ToLowerInvariant()}\"").And.Contain("value=\"2027-01-01\"").And.Contain($"/archive/{letter}"));
        Assert.That((await visitor.Get("/archive?state=Withheld")).Text, Does.Contain("No letter is like that."));
    }

    [TestCase("/archive?from=yesterday")]
    [TestCase("/archive?state=Lost")]
    [TestCase("/archive?round=many")]
    public async Task What_cannot_be_read_is_said_so(string address)
    {
        using var visitor = await site.As(coordinator);
        var answer = await visitor.Get(address);
        Assert.That((answer.Status, answer.Text.Contains("Something needs another look")), Is.EqualTo((HttpStatusCode.OK, true)));
    }

    [Test]
    public async Task A_teacher_sees_the_class_and_never_another_one()
    {
        var other = await site.Given.Cohort((await site.Given.Program()).Id);
        var stranger = await site.Given.Pair(other);
        using var visitor = await site.As(teacher);
        Assert.That((await visitor.Get("/class")).Text, Does.Contain($"{pair.MenteeName} Tester").And.Contain("Returned, to be mended"));
        Assert.That((await visitor.Get($"/class?cohort={other}")).Text, Does.Contain($"{pair.MenteeName} Tester").And.Not.Contain(stranger.MenteeName + " Tester"));
    }

    static IEnumerable<TestCaseData> Pages() =>
        from page in new[] { "/archive", "/archive?state=Withheld", "/archive/{letter}", "/class" }
        from javaScript in new[] { true, false }
        select new TestCaseData(page, javaScript);

    [TestCaseSource(nameof(Pages))]
    public async Task Pages_fit_and_pass_axe(string page, bool javaScript)
    {
        foreach (var variant in Variants.For(page.Length + (javaScript ? 0 : 1)))
        {
            await using var window = await site.Window(page == "/class" ? teacher : coordinator, variant, javaScript);
            await window.Page.GotoAsync(page.Replace("{letter}", letter.ToString()));
            await window.ShouldFitItsWidth();
            await window.ShouldPassAxe();
            await window.Shot($"archive{page.Replace('/', '-').Replace("{letter}", "letter").Replace('?', '-')}");
            Assert.That(window.Complaints, Is.Empty);
        }
    }
}

using System.Net;
using LetterExchange.Features.Guides;
using LetterExchange.Features.Review;
using LetterExchange.Tests.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Guides;

/// <summary>The guides' pages, and where a mentor is led to them.</summary>
public sealed class GuidePagesTests
{
    const string Beside = "target=\"_blank\"";

    Office office = null!;
    Visitor henrik = null!;
    Visitor amina = null!;

    Site Site => office.Site;

    [SetUp]
    public async Task Open()
    {
        office = await Office.Open();
        henrik = await Site.As(office.Pair.MentorId);
        amina = await Site.As(office.Pair.MenteeId);
    }

    [TearDown]
    public async Task Close()
    {
        henrik.Dispose();
        amina.Dispose();
        await office.DisposeAsync();
    }

    [Test]
    public async Task The_list_says_of_each_what_it_is_about_and_leads_to_it()
    {
        var list = await henrik.Get("/guides");
        foreach (var guide in Site.Get<LetterExchange.Features.Guides.Guides>().In("en"))
        {
            Assert.That(list.Text, Does.Contain($"{guide.Title} {guide.Lede} {guide.Minutes} minutes to read"));
            Assert.That(list.Html, Does.Contain($"href=\"{guide.Address}\""));
            var page = await henrik.Get(guide.Address);
            Assert.That(page.Html, Does.Contain(guide.Html.Value));
            Assert.That(LetterExchange.Features.Guides.Guides.Names.Where(name => page.Html.Contains($"href=\"/guides/{name}\"")), Is.EquivalentTo(LetterExchange.Features.Guides.Guides.Names.Where(name => name != guide.Name)));
        }
    }

    [Test]
    public async Task A_guide_that_does_not_exist_is_not_found([Values("no-such-guide", "hard-news.en", "Hard-News")] string name) =>
        Assert.That((await henrik.Get($"/guides/{name}")).Status, Is.EqualTo(HttpStatusCode.NotFound));

    [TestCase("fr", "Quand un enfant écrit une nouvelle difficile")]
    [TestCase("es", "Cuando llega una noticia difícil")]
    public async Task A_guide_speaks_its_reader_s_language(string language, string title)
    {
        await Site.Db.Execute("UPDATE people SET language = @language WHERE id = @MentorId", new { language, office.Pair.MentorId });
        Assert.That((await henrik.Get("/guides/hard-news")).Text, Does.Contain(title));
    }

    [Test]
    public async Task The_desk_leads_to_the_guides_and_before_the_first_letter_to_how_one_writes_it()
    {
        Assert.That((await henrik.Get("/desk")).Text, Does.Contain("Your first letter? Writing to a child Guides for mentors"));
        await office.Send(byMentor: true);
        Assert.That((await henrik.Get("/desk")).Text, Does.Contain("Guides for mentors").And.Not.Contain("Your first letter?"));
        Assert.That((await amina.Get("/desk")).Html, Does.Not.Contain("/guides"));
    }

    [Test]
    public async Task The_paper_of_a_mentor_leads_beside_itself_to_what_helps()
    {
        var paper = (await henrik.Get($"/letters/to/{office.Pair.Id}")).Html;
        Assert.That(paper, Does.Contain(Link("writing-to-a-child")).And.Contain(Link("hard-news")).And.Not.Contain("/guides/what-"));
        Assert.That((await amina.Get($"/letters/to/{office.Pair.Id}")).Html, Does.Not.Contain("/guides"));
    }

    [Test]
    public async Task A_returned_letter_of_a_mentor_leads_to_what_review_does_and_what_is_not_allowed([Values] bool byMentor)
    {
        var letter = await office.Send(Office.WithNumber, byMentor: byMentor);
        await Site.Get<Decisions>().Return(letter.Id, letter.Version, office.Grace, "There is a telephone number in it.");
        var paper = (await (byMentor ? henrik : amina).Get($"/letters/{letter.Id}/write")).Html;
        Assert.That(paper, Does.Contain("There is a telephone number in it."));
        Assert.That(paper.Contains(Link("what-happens-in-review")) && paper.Contains(Link("what-is-not-allowed")), Is.EqualTo(byMentor));
    }

    [Test]
    public async Task A_withheld_letter_of_a_mentor_leads_to_what_review_does([Values] bool byMentor)
    {
        var letter = await office.Send(byMentor: byMentor);
        await Site.Get<Decisions>().Withhold(letter.Id, letter.Version, office.Grace, "It needs a talk first.", concern: false);
        var page = (await (byMentor ? henrik : amina).Get($"/letters/{letter.Id}")).Html;
        Assert.That(page, Does.Contain("This letter stays here for now"));
        Assert.That(page.Contains("/guides/what-happens-in-review"), Is.EqualTo(byMentor));
    }

    [Test]
    public async Task A_mentor_who_is_worried_is_led_to_how_one_answers_hard_news()
    {
        Assert.That((await henrik.Get("/worried")).Html, Does.Contain(Link("hard-news")));
        Assert.That((await henrik.Get("/worried?sent=true")).Html, Does.Contain("/guides/hard-news"));
        Assert.That((await amina.Get("/worried")).Html, Does.Not.Contain("/guides"));
    }

    [Test]
    public async Task The_shelf_leads_staff_to_them()
    {
        using var coordinator = await Site.As(office.Coordinator);
        Assert.That((await coordinator.Get("/stories")).Html, Does.Contain("href=\"/guides\""));
    }

    static IEnumerable<TestCaseData> Looks() =>
        from page in new[] { ("/guides", "guides"), ("/guides/hard-news", "guide") }.Index()
        from variant in Variants.For(page.Index)
        select new TestCaseData(page.Item.Item1, page.Item.Item2, variant).SetArgDisplayNames(page.Item.Item2, $"{variant}");

    [TestCaseSource(nameof(Looks))]
    public async Task The_guides_can_be_read_by_everybody(string path, string name, Variant variant)
    {
        await using var window = await Site.Window(office.Pair.MentorId, variant);
        await window.Page.GotoAsync(path);
        await window.Shot(name);
        await window.ShouldFitItsWidth();
        await window.ShouldPassAxe();
        Assert.That(window.Complaints, Is.Empty);
    }

    static string Link(string name) => $"href=\"/guides/{name}\" {Beside}";
}

using System.Net;
using LetterExchange.Features.Announcements;
using LetterExchange.Tests.Features.Plans;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Announcements;

/// <summary>An announcement from the coordinator's form to a child's desk and back.</summary>
public sealed class AnnouncementPagesTests
{
    const string New = "/announcements/new";
    Site site = null!;

    [SetUp]
    public async Task Open() => site = await Site.Open();

    [TearDown]
    public async Task Close() => await site.DisposeAsync();

    [Test]
    public async Task It_is_previewed_with_how_many_see_it_made_known_read_and_acknowledged()
    {
        var pair = await site.Given.Pair();
        using var coordinator = await site.As(await site.Given.Coordinator());
        var form = new FilledForm((await coordinator.Get(New)).Html, "Heading").Type("Heading", "No letters on Friday").Type("Words", "The school is *closed*. See https://example.org")
            .Tick("Mentees", "true").Tick("Mentors", "true").Tick("Must", "true");
        var preview = await form.Press(coordinator, New, "check");
        Assert.That(preview.Text, Does.Contain("So it will be seen").And.Contain("Mentees 1").And.Contain("Mentors 1").And.Contain("Each is asked to say that they have read it."));
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM announcements"), Is.Zero);
        var made = await new FilledForm(preview.Html, "Heading").Press(coordinator, New, "publish");
        Assert.That(made.Text, Does.Contain("It is announced.").And.Contain("Mentees 0 1"));
        await site.Sweep();

        using var mentee = await site.As(pair.MenteeId);
        var desk = await mentee.Get("/desk");
        Assert.That(desk.Html, Does.Contain("<em>closed</em>").And.Not.Contain("href=\"https://example.org"));
        Assert.That(desk.Text, Does.Contain("No letters on Friday").And.Contain("I have read it"));
        var link = (await site.Db.Get<string>("SELECT link FROM notices WHERE person_id = @MenteeId", new { pair.MenteeId }));
        Assert.That((await mentee.Get(link)).Text, Does.Contain("I have read it"), "to open it is not to acknowledge it");
        Assert.That((await mentee.Get("/desk")).Text, Does.Contain("No letters on Friday"));
        var thanks = await mentee.Post(link);
        Assert.That(thanks.Text, Does.Contain("Thank you. It is noted.").And.Not.Contain("No letters on Friday"));
        var readers = await coordinator.Get($"{link}/readers?read=true");
        Assert.That(readers.Text, Does.Contain("Mentees 1 1").And.Contain("Mentors 0 1"));
        Assert.That((await coordinator.Post($"{link}/readers", "Withdraw")).Text, Does.Contain("It is withdrawn."));
        using var mentor = await site.As(pair.MentorId);
        Assert.That((await mentor.Get("/desk")).Text, Does.Not.Contain("No letters on Friday"));
        Assert.That((await mentor.Get(link)).Text, Does.Contain("This was taken back.").And.Not.Contain("closed"));
    }

    [Test]
    public async Task Where_nothing_need_be_said_to_open_it_is_to_have_read_it_and_a_coordinator_finds_it_on_their_first_page()
    {
        var coordinator = await site.Given.Coordinator();
        var id = await site.Get<AnnouncementStore>().Publish(new Announcement
        {
            ProgramId = (await site.Given.Program()).Id, Title = "A meeting", Text = new string('a', 700), ToStaff = true, FromAt = site.Now, UntilAt = site.Now.AddDays(1),
        }, coordinator);
        using var visitor = await site.As(coordinator);
        Assert.That((await visitor.Get("/pulse")).Text, Does.Contain("A meeting").And.Contain("Read all of it"));
        Assert.That((await visitor.Get("/plans")).Text, Does.Not.Contain("A meeting"));
        Assert.That((await visitor.Get($"/announcements/{id}")).Text, Does.Contain("A meeting"));
        Assert.That((await visitor.Get("/pulse")).Text, Does.Not.Contain("A meeting"));
    }

    [TestCase("Heading", "", "Give it a title.")]
    [TestCase("Words", "  ", "Write what it is about.")]
    [TestCase("Until", "2027-01-10", "Choose a day that is not before the first one")]
    [TestCase("From", "soon", "Choose a day from today on")]
    [TestCase("Cohort", "6f9619ff-8b86-d011-b42d-00cf4fc964ff", "Choose one of your program’s groups")]
    [TestCase("Mentors", "false", "Choose who it is for.")]
    public async Task What_is_wrong_is_said_and_all_that_was_typed_is_given_back(string field, string typed, string says)
    {
        using var coordinator = await site.As(await site.Given.Coordinator());
        var form = new FilledForm((await coordinator.Get(New)).Html, "Heading").Type("Heading", "A title").Type("Words", "Some words").Type("Mentors", "true").Type(field, typed);
        var answer = await form.Press(coordinator, New, "publish");
        Assert.That(answer.Text, Does.Contain(says));
        var again = new FilledForm(answer.Html, "Heading");
        Assert.That((again["Heading"], again["Words"]?.Trim()), Is.EqualTo((form["Heading"], form["Words"]!.Trim())));
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM announcements"), Is.Zero);
    }

    [Test]
    public async Task Another_program_s_cohort_can_t_be_addressed()
    {
        using var coordinator = await site.As(await site.Given.Coordinator());
        var foreign = await site.Given.Cohort((await site.Given.Program("Europe/Paris", null)).Id);
        var answer = await new FilledForm((await coordinator.Get(New)).Html, "Heading").Type("Heading", "A").Type("Words", "B").Type("Mentors", "true").Type("Cohort", $"{foreign}").Press(coordinator, New, "publish");
        Assert.That(answer.Text, Does.Contain("Choose one of your program’s groups"));
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.OK));
    }

    static IEnumerable<TestCaseData> Looks() => Variants.For(3).Select(variant => new TestCaseData(variant).SetArgDisplayNames($"{variant}"));

    [TestCaseSource(nameof(Looks))]
    public async Task A_desk_with_an_announcement_can_be_used_by_everybody(Variant variant)
    {
        var pair = await site.Given.Pair();
        await site.Get<AnnouncementStore>().Publish(new Announcement
        {
            ProgramId = pair.ProgramId, Title = "No letters on Friday", Text = "The school is *closed* on Friday.\n\nLetters that are due then are due on Monday.", Must = true, ToMentees = true, ToMentors = true, FromAt = site.Now, UntilAt = site.Now.AddDays(7),
        }, await site.Given.Coordinator());
        foreach (var (person, name) in new[] { (pair.MenteeId, "mentee"), (pair.MentorId, "mentor") })
        {
            await using var window = await site.Window(person, variant);
            await window.Page.GotoAsync("/desk");
            await window.Shot($"desk-announcement-{name}");
            await window.ShouldFitItsWidth();
            await window.ShouldPassAxe();
            Assert.That(window.Complaints, Is.Empty);
        }
    }
}

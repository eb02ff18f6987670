using System.Net;
using System.Text.RegularExpressions;
using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Features.Plans;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Desk;

/// <summary>The desk as its page.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed partial class DeskTests(Engine engine)
{
    const string Reason = "You wrote the name of your street. Please take it out.";

    Site site = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        site = await Site.Open(engine);
        await site.Get<LetterExchange.Features.Programs.Settings>().AddHelpContact((await site.Given.Program()).Id, "Ms Okonkwo", "Room 12, after any lesson", Actor.Service);
    }

    [OneTimeTearDown]
    public async Task Close() => await site.DisposeAsync();

    /// <summary>Each with what Amina reads, where the filled button leads (parts of addresses), and what Henrik reads in her row.</summary>
    static readonly (string Name, Func<Scene, Site, Task> Arrange, string Says, string? Leads, string Mentor)[] cases =
    [
        ("before the first round", (scene, _) => scene.Plan(10, Scene.Bus), "Soon it begins. Your first story comes on", null, "The first round opens on"),
        ("several stories", (scene, _) => scene.OpenRound(Scene.Kite, Scene.Bus), "Choose your story. There are 2 to choose from. Henrik reads the one that you choose, too. Then write to Henrik by", "/assignments/", "Amina is choosing the story."),
        ("a story to read", (scene, _) => scene.OpenRound(Scene.Bus), "Read The Night Bus Knows My Name . It takes about 11 minutes.", "/assignments/", "You have not read the story yet: 11 minutes."),
        ("a story begun", async (scene, site) =>
        {
            var round = await scene.OpenRound(Scene.Bus);
            foreach (var part in new[] { 1, 2 }) await site.Get<Readings>().Reach(round, scene.Amina, part, 100);
        }, "Go on with The Night Bus Knows My Name . You were in part 2 of 4. Your place is kept. Then write to Henrik by", "#p2", "Amina is reading part 2 of 4."),
        ("a letter to write", async (scene, _) => await scene.Finish(await scene.OpenRound(Scene.Bus), scene.Amina), "Write to Henrik. What you write keeps itself. You have until", "/turns/", "Amina has read the story."),
        ("a letter begun", async (scene, _) =>
        {
            await scene.OpenRound(Scene.Bus);
            await scene.Draft(scene.Amina, "Dear Henrik, I am secretly happy.");
        }, "Finish your letter to Henrik. You have written 6 words so far. You have until", "/turns/", "You have not read the story yet"),
        ("a letter that is late", async (scene, site) =>
        {
            await scene.Finish(await scene.OpenRound(Scene.Bus), scene.Amina);
            await site.Pass(TimeSpan.FromDays(8));
        }, "Write to Henrik. What you write keeps itself. It was due yesterday. You can still send it until", "/turns/", "You have not read the story yet"),
        ("a turn that has lapsed", async (scene, site) =>
        {
            await scene.OpenRound(Scene.Bus);
            await scene.Draft(scene.Amina, "Dear Henrik, I was ill.");
            await site.Pass(TimeSpan.FromDays(10));
        }, "Your letter to Henrik can still go. The time for it was over today, but your 5 words are safe. Send it as a late letter.", "/turns/", "You have not read the story yet"),
        ("a letter being reviewed", async (scene, _) =>
        {
            await scene.OpenRound(Scene.Bus);
            await scene.Send(scene.Amina);
        }, "Your letter is on its way. A reviewer is reading it now. Then it goes to Henrik.", null, "You have not read the story yet"),
        ("an approved letter", async (scene, _) =>
        {
            await scene.OpenRound(Scene.Bus);
            await scene.Approve(await scene.Send(scene.Amina));
        }, "Your letter is on its way. A reviewer has read it. In a moment Henrik gets it.", null, "You have not read the story yet"),
        ("a returned letter", async (scene, _) =>
        {
            await scene.OpenRound(Scene.Bus);
            await scene.Return(await scene.Send(scene.Amina), Reason);
        }, $"What the reviewer wrote {Reason} Everything that you wrote is still there.", "/turns/", "You have not read the story yet"),
        ("a withheld letter", async (scene, _) =>
        {
            await scene.Finish(await scene.OpenRound(Scene.Bus), scene.Henrik);
            await scene.Withhold(await scene.Send(scene.Amina));
        }, "Somebody will talk with you about your letter. It has not gone to Henrik. You are not in trouble for writing it.", null, "No draft yet."),
        ("a letter delivered", async (scene, _) =>
        {
            await scene.OpenRound(Scene.Bus);
            await scene.Deliver(scene.Amina);
        }, "It is Henrik’s turn. There is nothing that you have to do now.", null, "New letter , 24 words."),
        ("a partner who is silent", async (scene, site) =>
        {
            await scene.OpenRound(Scene.Bus);
            await scene.Deliver(scene.Amina);
            await site.Pass(TimeSpan.FromDays(15));
        }, "Henrik’s letter is not here yet. That has nothing to do with what you wrote: some weeks are just too full. Henrik knows that you are waiting,", "/letters/to/", "New letter , 24 words."),
        ("a letter that has arrived", async (scene, _) =>
        {
            await scene.OpenRound(Side.Mentor, Scene.Bus);
            await scene.Deliver(scene.Henrik);
        }, "Henrik has written to you. Open the letter. Then you have until", "/letters/", "Amina writes next. Your letter arrived today."),
        ("a letter that has arrived in a break", async (scene, _) =>
        {
            await scene.OpenRound(Side.Mentor, Scene.Bus);
            await scene.Deliver(scene.Henrik);
            await scene.Pause();
        }, "Henrik has written to you. Open the letter. You are having a break from writing, so there is nothing else to do.", "/letters/", "You two are having a break."),
        ("between rounds", async (scene, site) =>
        {
            await Round(scene);
            await scene.Plan(14, Scene.Kite, Scene.Thunder);
        }, "Nothing to do just now. Your next story comes on", null, "The next round opens on"),
        ("after the last round", (scene, _) => Round(scene), "All the rounds lie behind you. Your letters stay here. And you can write to Henrik whenever you like.", "/letters\"", "All rounds lie behind you. You can still write whenever you like."),
        ("no rounds at all", (_, _) => Task.CompletedTask, "Write to Henrik whenever you like. There is no date to keep.", "/letters/to/", "No rounds and no dates: write whenever you like."),
        ("a pause", async (scene, _) =>
        {
            await scene.OpenRound(Scene.Bus);
            await scene.Pause();
        }, "You and Henrik are having a break. Nothing is late, and nothing that you wrote is lost.", null, "You two are having a break. Dates stand still, and nothing is lost."),
        ("an ended consent", async (scene, _) =>
        {
            await scene.OpenRound(Scene.Bus);
            await scene.EndConsent();
        }, "Your letters are having a rest. A paper has to be renewed before you and Henrik can go on.", null, "A consent or a check has to be renewed before you two can go on."),
        ("a closed pair", async (scene, _) =>
        {
            await Round(scene);
            await scene.Close();
        }, "You and Henrik have finished writing to each other. The letters stay here.", "/letters\"", "Letters from before Amina finished today"),
    ];

    static IEnumerable<TestCaseData> Cases => cases.Select(one => new TestCaseData(one.Arrange, one.Says, one.Leads, one.Mentor).SetArgDisplayNames(one.Name));

    [TestCaseSource(nameof(Cases))]
    public async Task A_desk_says_the_one_thing_to_do_now(Func<Scene, Site, Task> arrange, string says, string? leads, string mentor)
    {
        var scene = await Scene.On(site);
        await arrange(scene, site);
        using (var amina = await site.As(scene.Amina))
        {
            var page = await amina.Get("/desk");
            Assert.That(page.Status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(page.Text, Does.Contain(says).And.Match(@"My desk .* Now \w"));
            Assert.That(Filled(page.Html), Has.Count.EqualTo(leads is null ? 0 : 1));
            if (leads is not null) Assert.That(Filled(page.Html)[0] + "\"", Does.Contain(leads));
            Assert.That(page.Text, Does.Not.Match(Key()), "A text is missing.");
        }
        using var henrik = await site.As(scene.Henrik);
        var row = await henrik.Get("/desk");
        Assert.That(row.Text, Does.Contain(mentor).And.Not.Match(Key()));
        Assert.That(Filled(row.Html).Count, Is.LessThanOrEqualTo(1));
        Assert.That(row.Text, Does.Not.Contain("secretly").And.Not.Contain(Reason), "What Amina typed, or was told, is not for Henrik.");
    }

    [Test]
    public async Task Somebody_without_a_pair_hears_what_happens_and_whom_to_turn_to([Values] Side side)
    {
        using var visitor = await site.As(await site.Given.Person($"{side}", cohortId: side == Side.Mentee ? await site.Given.Cohort() : null));
        var page = await visitor.Get("/desk");
        Assert.That(page.Text, Does.Contain(side == Side.Mentee ? "We are looking for somebody for you to write to." : "You have no mentee yet.").And.Contain("Ms Okonkwo Room 12, after any lesson").And.Contain("Tell us that you are worried"));
    }

    [Test]
    public async Task Whoever_was_stopped_hears_whom_to_turn_to()
    {
        var scene = await Scene.On(site);
        await scene.OpenRound(Scene.Bus);
        using var amina = await site.As(scene.Amina);
        Assert.That((await amina.Get("/desk")).Text, Does.Not.Contain("Ms Okonkwo"));
        await scene.Withhold(await scene.Send(scene.Amina));
        Assert.That((await amina.Get("/desk")).Text, Does.Contain("Ms Okonkwo").And.Not.Contain("For the record"));
        await scene.Deliver(scene.Henrik);
        Assert.That((await amina.Get("/desk")).Text, Does.Contain("Henrik has written to you.").And.Contain("You are not in trouble for writing it.").And.Contain("Ms Okonkwo"));
    }

    [Test]
    public async Task A_letter_s_way_is_shown_with_its_dates()
    {
        var scene = await Scene.On(site);
        await scene.OpenRound(Scene.Bus);
        var letter = await scene.Deliver(scene.Amina);
        using var amina = await site.As(scene.Amina);
        var page = await amina.Get("/desk");
        Assert.That(page.Text, Does.Match(@"Where your last letter is It has reached Henrik\. It was your letter about The Night Bus Knows My Name \. You sent it \w{3} \d+ \w{3} A reviewer read it \w{3} \d+ \w{3} It went on its way It was delivered \w{3} \d+ \w{3} Henrik reads it"));
        await scene.Open(letter, scene.Henrik);
        Assert.That((await amina.Get("/desk")).Text, Does.Match(@"Henrik has read it\..* Henrik read it \w{3} \d+ \w{3}"));
    }

    [Test]
    public async Task Rounds_leave_stamps_and_those_to_come_their_dates()
    {
        var scene = await Scene.On(site);
        await Round(scene);
        await scene.OpenRound(Scene.Kite);
        await scene.Plan(21, Scene.Thunder);
        using var amina = await site.As(scene.Amina);
        var page = await amina.Get("/desk");
        Assert.That(page.Text, Does.Match(@"Your stamps The Night Bus Knows My Name finished \w+ Eleven Ways to Mend a Kite You are here \d+ \w+ Round \d+ from \d+ \w+"));
        Assert.That(page.Html, Does.Contain("A new story: <cite>Second-Hand Thunder</cite>"));
    }

    [Test]
    public async Task A_free_letter_is_offered_where_the_program_lets_it()
    {
        var scene = await Scene.On(site);
        await scene.OpenRound(Scene.Bus);
        using var amina = await site.As(scene.Amina);
        Assert.That((await amina.Get("/desk")).Html, Does.Contain($"href=\"/letters/to/{scene.Pair.Id}\""));
        await using var strict = await Site.Open(engine);
        await strict.Given.Program("Europe/Paris", new() { FreeLetters = false });
        var other = await Scene.On(strict);
        using var visitor = await strict.As(other.Amina);
        var page = await visitor.Get("/desk");
        Assert.That(page.Text, Does.Contain("Nothing is planned yet."));
        Assert.That(page.Html, Does.Not.Contain("/letters/to/"));
    }

    [Test]
    public async Task A_mentor_s_most_urgent_mentee_comes_first_and_has_the_filled_button()
    {
        await using var other = await Site.Open(engine);
        var amina = await Scene.On(other);
        var (bilal, chloe, dana, emre) = (await amina.With("Bilal"), await amina.With("Chloe"), await amina.With("Dana"), await amina.With("Emre"));
        await amina.Plan(9, Scene.Kite); // Far.
        await bilal.OpenRound(Side.Mentee, Scene.Bus); // His turn: only to be read.
        await chloe.OpenRound(Side.Mentor, Scene.Thunder); // Due in seven days.
        await emre.OpenRound(Scene.Lighthouse);
        await emre.Pause();
        await other.Pass(TimeSpan.FromDays(2));
        await dana.OpenRound(Side.Mentor, Scene.Kite); // Due in seven days from now.
        using var henrik = await other.As(amina.Henrik);
        var page = await henrik.Get("/desk");
        Assert.That(Names(page.Html), Is.EqualTo(["Chloe", "Dana", "Bilal", "Amina", "Emre"]));
        Assert.That(page.Text, Does.Contain("Two letters to write, the first by Monday"));
        Assert.That(Filled(page.Html), Has.Count.EqualTo(1));
        await other.Pass(TimeSpan.FromDays(6)); // Chloe's letter is late now; Dana's is due the day after tomorrow.
        page = await henrik.Get("/desk");
        Assert.That(page.Text, Does.Contain("Two letters to write. The first was due yesterday.").And.Contain("Late due yesterday, can go until"));
        await chloe.Deliver(chloe.Henrik);
        Assert.That(Names((await henrik.Get("/desk")).Html), Is.EqualTo(["Dana", "Bilal", "Chloe", "Amina", "Emre"]), "Hers has been written.");
    }

    [Test]
    public async Task A_mentor_of_two_programs_sees_the_one_that_they_work_in()
    {
        var here = await Scene.On(site);
        var elsewhere = await site.Given.Program("America/New_York");
        var there = await site.Given.Pair(await site.Given.Cohort(elsewhere.Id), mentor: here.Henrik);
        await site.Db.Execute("UPDATE people SET given_name = 'Zoe' WHERE id = @MenteeId", new { there.MenteeId });
        await site.Db.Execute("INSERT INTO memberships (id, person_id, program_id, role, since) VALUES (@id, @Henrik, @program, 'Mentor', @now)",
            new { id = site.Clock.New(), here.Henrik, program = elsewhere.Id, now = site.Now });
        using var henrik = await site.As(here.Henrik);
        Assert.That(Names((await henrik.Get("/desk")).Html), Is.EqualTo(["Amina"]));
    }

    [TestCase("Coordinator")]
    [TestCase("Reviewer")]
    public async Task Staff_have_no_desk(string role)
    {
        using var visitor = await site.As(await site.Given.Person(role));
        Assert.That((await visitor.Get("/desk")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    /// <summary>A round that both have read and written about.</summary>
    static async Task Round(Scene scene)
    {
        await scene.OpenRound(Scene.Bus);
        await scene.Open(await scene.Deliver(scene.Amina), scene.Henrik);
        await scene.Open(await scene.Deliver(scene.Henrik), scene.Amina);
    }

    static List<string> Names(string html) => [.. Row().Matches(html).Select(match => match.Groups[1].Value.Trim())];

    static List<string> Filled(string html) => [.. Button().Matches(html).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value))];

    [GeneratedRegex("<h2 class=\"row\"><svg.*?</svg>([^<]*)</h2>", RegexOptions.Singleline)]
    private static partial Regex Row();

    [GeneratedRegex("<a class=\"btn\" href=\"([^\"]*)\"")]
    private static partial Regex Button();

    /// <summary>A text that does not exist shows its key.</summary>
    [GeneratedRegex(@"\b(mentee|mentor|when|time|track|last|next|album|do|head)\.[a-z]+")]
    private static partial Regex Key();
}

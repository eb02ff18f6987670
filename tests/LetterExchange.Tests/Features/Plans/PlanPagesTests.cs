using System.Net;
using LetterExchange.Data;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Stories;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Plans;

/// <summary>The pages on which plans are made, as a browser without JavaScript uses them.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class PlanPagesTests(Engine engine)
{
    Site site = null!;
    Visitor visitor = null!;
    Guid coordinator;
    Guid program;

    [SetUp]
    public async Task Open()
    {
        site = await Site.Open(engine);
        program = (await site.Given.Program()).Id;
        coordinator = await site.Given.Coordinator();
        visitor = await site.As(coordinator);
    }

    [TearDown]
    public async Task Close()
    {
        visitor.Dispose();
        await site.DisposeAsync();
    }

    [Test]
    public async Task A_plan_made_by_its_rhythm_is_a_draft_with_every_date_filled_in()
    {
        var form = new FilledForm((await visitor.Get("/plans/new")).Html, "Pattern.Name");
        Assert.That((form["Pattern.From"], form["Pattern.Rounds"], form["Pattern.First"]), Is.EqualTo(("2027-01-18", "6", "Mentee")), "The next Monday is proposed.");
        form.Type("Pattern.Name", "Spring 2027").Type("Pattern.First", "Mentor").Type("Pattern.DueAt", "18:30").Tick("Stories", Story(0)).Tick("Stories", Story(1));
        var answer = await form.Press(visitor, "/plans/new");
        Assert.That(answer.Path, Does.StartWith("/plans/").And.EndsWith("?check=true"));
        Assert.That(answer.Text, Does.Contain("Here is the plan, as a draft").And.Contain("4 things need another look").And.Contain("Round 3: choose a story.").And.Contain("Paris time"));
        var sheet = new FilledForm(answer.Html, "Sheet.Name");
        Assert.That((sheet["Sheet.Rounds[5].Opens"], sheet["Sheet.Rounds[0].Stories[0]"], sheet["Sheet.Rounds[0].Turns[0].Writer"], sheet["Sheet.Rounds[0].Turns[0].Due"], sheet["Sheet.Rounds[0].Turns[1].CutOff"]),
            Is.EqualTo(("2027-05-03T08:00", Story(0), "Mentor", "2027-01-25T18:30", "2027-02-04T18:30")));
        Assert.That((await visitor.Get("/plans")).Text, Does.Contain("Spring 2027 Draft 6"));
    }

    [Test]
    public async Task A_rhythm_that_cannot_be_is_refused_beside_its_fields_and_given_back()
    {
        var form = new FilledForm((await visitor.Get("/plans/new")).Html, "Pattern.Name")
            .Type("Pattern.Name", " ").Type("Pattern.Rounds", "two").Type("Pattern.Weeks", "99").Type("Pattern.From", "2020-01-06").Type("Pattern.DueAt", "late");
        foreach (var i in new[] { 0, 1, 2 }) form.Tick("Stories", Story(i));
        var answer = await form.Press(visitor, "/plans/new");
        Assert.That(answer.Text, Does.Contain("A whole number from 1 to 20, please.").And.Contain("A whole number from 1 to 26, please.").And.Contain("today or later").And.Contain("Give a time of day"));
        var back = new FilledForm(answer.Html, "Pattern.Name");
        Assert.That((back["Pattern.Rounds"], back["Pattern.Weeks"], back["Pattern.From"], back["Pattern.DueAt"], back.All("Stories").Length), Is.EqualTo(("two", "99", "2020-01-06", "late", 3)));
        answer = await back.Type("Pattern.Rounds", "2").Type("Pattern.Weeks", "3").Type("Pattern.From", "2027-01-18").Type("Pattern.DueAt", "20:00").Press(visitor, "/plans/new");
        Assert.That(answer.Text, Does.Contain("You have ticked 3 stories for 2 rounds."));
        answer = await new FilledForm(answer.Html, "Pattern.Name").Type("Pattern.Rounds", "3").Press(visitor, "/plans/new");
        Assert.That(answer.Text, Does.Contain("Give the plan a name."));
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM reading_plans"), Is.Zero);
    }

    [Test]
    public async Task Rounds_and_letters_come_and_go_without_script_and_keep_all_that_is_typed()
    {
        var path = $"/plans/{await Draft()}";
        var form = (await Sheet(path)).Type("Sheet.Name", "Mine").Type("Sheet.Rounds[0].Opens", "some day").Type("Sheet.Rounds[1].Title", "The second");
        var answer = await form.Press(visitor, path, "add-round");
        Assert.That(answer.Text, Does.Contain("Changed on this page."));
        form = new FilledForm(answer.Html, "Sheet.Name");
        Assert.That((form["Sheet.Name"], form["Sheet.Rounds[0].Opens"], form["Sheet.Rounds[1].Title"], form["Sheet.Rounds[2].Opens"]), Is.EqualTo(("Mine", "some day", "The second", "2027-03-01T08:00")));
        form = new FilledForm((await form.Press(visitor, path, "remove-turn:1:0")).Html, "Sheet.Name");
        Assert.That((form["Sheet.Rounds[1].Turns[0].Due"], form["Sheet.Rounds[1].Turns[1].Due"]), Is.EqualTo(("2027-02-22T20:00", (string?)null)));
        form = new FilledForm((await form.Press(visitor, path, "remove-round:0")).Html, "Sheet.Name");
        Assert.That((form["Sheet.Rounds[0].Title"], form["Sheet.Rounds[1].Opens"], form["Sheet.Rounds[2].Opens"]), Is.EqualTo(("The second", "2027-03-01T08:00", (string?)null)));
        form = new FilledForm((await form.Type("Far[1]", "-7").Press(visitor, path, "move:1")).Html, "Sheet.Name");
        Assert.That((form["Sheet.Rounds[0].Opens"], form["Sheet.Rounds[1].Opens"]), Is.EqualTo(("2027-02-08T08:00", "2027-02-22T08:00")));
        Assert.That((await form.Type("Far[1]", "far").Press(visitor, path, "move:1")).Text, Does.Contain("A number of days up to 366"));
        Assert.That((await Sheet(path))["Sheet.Name"], Is.EqualTo("Spring"), "Nothing is kept before it is said.");
        Assert.That((await form.Press(visitor, path)).Text, Does.Contain("The draft is kept."), "Enter keeps the draft.");
        form = await Sheet(path);
        Assert.That((form["Sheet.Name"], form["Sheet.Rounds[0].Title"], form["Sheet.Rounds[1].Title"], form["Sheet.Rounds[1].Opens"]), Is.EqualTo(("Mine", "The second", "", "2027-02-22T08:00")));
    }

    [Test]
    public async Task What_is_wrong_is_said_beside_each_field_and_nothing_is_saved_half()
    {
        await site.Db.Execute("INSERT INTO holidays (program_id, day, name) VALUES (@program, '2027-02-08', 'Carnival')", new { program });
        var id = await Draft();
        var path = $"/plans/{id}";
        var form = (await Sheet(path)).Type("Sheet.Name", "Other").Type("Sheet.Rounds[0].Opens", "2027-01-04T08:00").Type("Sheet.Rounds[0].Stories[0]", "no-such-story")
            .Type("Sheet.Rounds[0].Turns[0].CutOff", "2027-01-25T20:00").Type("Sheet.Rounds[1].Turns[1].Due", "2027-02-17T20:00");
        var answer = await form.Press(visitor, path, "publish");
        Assert.That(answer.Text, Does.Contain("Nothing has been published: 5 things need another look first."));
        foreach (var (field, words) in new[]
        {
            ("Sheet.Rounds[0].Opens", "Round 1: the opening lies in the past."), ("Sheet.Rounds[0].Stories[0]", "Round 1: the library has no story “no-such-story”."),
            ("Sheet.Rounds[0].Turns[0].CutOff", "Round 1, letter 1: the cut-off must come after the due date."), ("Sheet.Rounds[1].Opens", "Round 2: the opening falls on a holiday of the program."),
            ("Sheet.Rounds[1].Turns[1].Due", "Round 2, letter 2: its writer would have less than 72 hours."),
        })
        {
            var id1 = field.Replace('.', '_').Replace("[", "_").Replace("]", "_");
            Assert.That(WebUtility.HtmlDecode(answer.Html), Does.Contain($"<a href=\"#{id1}\">{words}</a>").And.Contain($"data-valmsg-for=\"{field}\" data-valmsg-replace=\"true\">{words}</span>"));
            Assert.That(answer.Html, Does.Contain($"id=\"{id1}\""));
        }
        var back = new FilledForm(answer.Html, "Sheet.Name");
        Assert.That((back["Sheet.Name"], back["Sheet.Rounds[0].Opens"], back["Sheet.Rounds[0].Stories[0]"], back["Sheet.Rounds[1].Turns[1].Due"]), Is.EqualTo(("Other", "2027-01-04T08:00", "no-such-story", "2027-02-17T20:00")));
        var plan = (await site.Get<PlanStore>().Find(id))!;
        Assert.That((plan.Name, plan.State, plan.Version), Is.EqualTo(("Spring", PlanState.Draft, 1)));
    }

    [TestCase("add-round", "Round 3: choose a story.")]
    [TestCase("remove-turn:0:1 remove-turn:0:0", "Round 1: nobody writes. Add a letter.")]
    [TestCase("remove-round:1 remove-round:0", "Add at least one round.")]
    public async Task What_is_missing_is_said_when_the_dates_are_checked(string acts, string words)
    {
        var path = $"/plans/{await Draft()}";
        var form = await Sheet(path);
        foreach (var act in acts.Split(' ')) form = new FilledForm((await form.Press(visitor, path, act)).Html, "Sheet.Name");
        var answer = await form.Press(visitor, path, "check");
        Assert.That(answer.Text, Does.Contain("Before this can be published, one thing needs another look.").And.Contain(words));
        Assert.That((await (await Sheet(path)).Press(visitor, path, "check")).Text, Does.Contain("The dates are sound"));
    }

    [Test]
    public async Task What_cannot_be_read_is_not_kept_and_stands_in_the_field_again()
    {
        var path = $"/plans/{await Draft()}";
        var answer = await (await Sheet(path)).Type("Sheet.Rounds[0].Turns[0].Due", "2027-02-30T20:00").Type("Sheet.Rounds[1].Opens", "").Press(visitor, path, "keep");
        Assert.That(answer.Text, Does.Contain("Nothing has been kept: 2 things cannot be read.").And.Contain("a due date is not a date and time that exists").And.Contain("Round 2: say when it opens."));
        Assert.That(answer.Html, Does.Match("<input[^>]*type=\"text\"[^>]*Sheet_Rounds_0__Turns_0__Due"), "A field for dates would show nothing.");
        Assert.That(new FilledForm(answer.Html, "Sheet.Name")["Sheet.Rounds[0].Turns[0].Due"], Is.EqualTo("2027-02-30T20:00"));
    }

    [Test]
    public async Task A_title_follows_its_story_unless_the_round_has_one_of_its_own()
    {
        var id = await Draft();
        var path = $"/plans/{id}";
        await (await Sheet(path)).Type("Sheet.Rounds[0].Stories[0]", Story(5)).Type("Sheet.Rounds[1].Title", "Two of a kind").Press(visitor, path, "keep");
        var plan = (await site.Get<PlanStore>().Find(id))!;
        Assert.That(plan.Rounds.Select(round => round.Title), Is.EqualTo([site.Get<StoryLibrary>().All[5].Title, "Two of a kind"]));
        var copy = (await site.Get<PlanStore>().Find(await site.Get<PlanStore>().Copy(id, "Copy", coordinator)))!;
        Assert.That(copy.Rounds.Select(round => round.Title), Is.EqualTo(plan.Rounds.Select(round => round.Title)));
    }

    [Test]
    public async Task A_published_plan_is_a_calendar_that_can_be_copied()
    {
        var path = $"/plans/{await Draft()}";
        var answer = await (await Sheet(path)).Press(visitor, path, "publish");
        Assert.That(answer.Path, Is.EqualTo(path));
        Assert.That(answer.Text, Does.Contain("The plan is published.").And.Contain("Published on Monday 11 January").And.Contain("All times are Paris time").And.Contain("Mon 18 Jan, 08:00").And.Contain("The mentor writes"));
        Assert.That(answer.Html, Does.Not.Contain("Sheet.Rounds"));
        var seen = await visitor.Post($"{path}/copy", null, ("Name", "Spring, copy"), ("Start", "2028-01-17"), ("act", "look"));
        Assert.That(seen.Text, Does.Contain("Mon 17 Jan 2028, 08:00"));
        var copy = await new FilledForm(seen.Html, "Seen").Press(visitor, $"{path}/copy", "do");
        Assert.That(copy.Text, Does.Contain("Here is the copy, as a draft"));
        Assert.That(new FilledForm(copy.Html, "Sheet.Name")["Sheet.Name"], Is.EqualTo("Spring, copy"));
    }

    [Test]
    public async Task A_draft_is_thrown_away_from_its_page_unless_somebody_has_just_changed_it()
    {
        var id = await Draft();
        var path = $"/plans/{id}";
        Assert.That((await visitor.Post(path, "Discard", ("Version", "7"))).Text, Does.Contain("somebody else has just changed this draft"));
        var answer = await visitor.Post(path, "Discard");
        Assert.That((answer.Path, answer.Text.Contains("The draft “Spring” is thrown away.")), Is.EqualTo(("/plans", true)));
        Assert.That(await site.Get<PlanStore>().Find(id), Is.Null);
    }

    [Test]
    public async Task Who_was_second_sees_both_and_may_replace_the_other_s()
    {
        var id = await Draft();
        var path = $"/plans/{id}";
        var mine = (await Sheet(path)).Type("Sheet.Name", "Mine").Type("Sheet.Rounds[0].Opens", "2027-01-19T08:00");
        await (await Sheet(path)).Type("Sheet.Name", "Theirs").Type("Sheet.Rounds[0].Opens", "2027-01-20T08:00").Press(visitor, path, "keep");
        var answer = await mine.Press(visitor, path, "keep");
        Assert.That(answer.Text, Does.Contain("Somebody else has changed this plan since you opened it").And.Contain("As they have left it").And.Contain("Wed 20 Jan, 08:00"));
        var form = new FilledForm(answer.Html, "Sheet.Name");
        Assert.That((form["Sheet.Name"], form["Sheet.Rounds[0].Opens"]), Is.EqualTo(("Mine", "2027-01-19T08:00")));
        Assert.That((await site.Get<PlanStore>().Find(id))!.Name, Is.EqualTo("Theirs"));
        Assert.That((await form.Press(visitor, path, "keep")).Text, Does.Contain("The draft is kept."));
        Assert.That((await site.Get<PlanStore>().Find(id))!.Name, Is.EqualTo("Mine"));
    }

    [Test]
    public async Task What_was_typed_into_a_plan_that_somebody_published_becomes_a_draft_of_its_own()
    {
        var id = await Draft();
        var path = $"/plans/{id}";
        var mine = (await Sheet(path)).Type("Sheet.Name", "Mine");
        await (await Sheet(path)).Press(visitor, path, "publish");
        var answer = await mine.Press(visitor, path, "publish");
        Assert.That(answer.Text, Does.Contain("They have published it, so it stays as it is."));
        answer = await new FilledForm(answer.Html, "Sheet.Name").Press(visitor, path, "apart");
        Assert.That(answer.Text, Does.Contain("kept as a draft of its own"));
        Assert.That(answer.Path, Is.Not.EqualTo(path));
        Assert.That((await site.Get<PlanStore>().All(program)).Select(plan => (plan.Name, plan.State)), Is.EquivalentTo([("Spring", PlanState.Published), ("Mine", PlanState.Draft)]));
    }

    [Test]
    public async Task A_plan_typed_into_an_expired_session_is_not_lost()
    {
        var path = $"/plans/{await Draft()}";
        var form = new FilledForm((await (await Sheet(path)).Press(visitor, path, "add-round")).Html, "Sheet.Name").Type("Sheet.Rounds[2].Opens", "2027-03-02T08:00");
        using var signedOut = await site.As();
        var door = await form.Press(signedOut, path, "keep");
        Assert.That(door.Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        var kept = new FilledForm(door.Html, "_kept")["_kept"]!;
        var back = new FilledForm((await visitor.Send($"{path}?kept=1", ("_kept", kept))).Html, "Sheet.Name");
        Assert.That((back["Sheet.Rounds[2].Opens"], back["Sheet.Rounds[0].Opens"]), Is.EqualTo(("2027-03-02T08:00", "2027-01-18T08:00")));
        Assert.That((await back.Press(visitor, path, "keep")).Text, Does.Contain("The draft is kept."));
    }

    [Test]
    public async Task A_plan_is_given_to_a_cohort_after_it_was_said_what_will_happen()
    {
        var id = await Published();
        await site.Given.Pairs(3);
        await site.Db.Execute("UPDATE pairs SET stands_until = @Now WHERE id = (SELECT id FROM pairs ORDER BY id LIMIT 1)", new { site.Now });
        var cohort = await site.Given.Cohort();
        var path = $"/plans/{id}/apply";
        Assert.That((await visitor.Post(path)).Text, Does.Contain("Choose at least one cohort or one pair."));
        var answer = await visitor.Post(path, null, ("Whole", $"{cohort}"));
        Assert.That(answer.Text, Does.Contain("2 pairs get up to 2 rounds each.").And.Contain("One is left out because a consent or a clearance does not stand."));
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM assignments"), Is.Zero);
        answer = await new FilledForm(answer.Html, "sure").Press(visitor, path);
        Assert.That(answer.Path, Is.EqualTo($"/plans/{id}"));
        Assert.That(answer.Text, Does.Contain("2 pairs have the plan now.").And.Contain("1 were left out"));
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM assignments"), Is.EqualTo(4));
        Assert.That((await visitor.Post(path, null, ("Whole", $"{cohort}"))).Text, Does.Contain("nothing would change").And.Not.Contain("Give the plan to"));
    }

    [Test]
    public async Task A_plan_is_given_to_single_pairs()
    {
        var id = await Published();
        var pairs = await site.Given.Pairs(2);
        var path = $"/plans/{id}/apply?cohort={await site.Given.Cohort()}";
        Assert.That((await visitor.Get(path)).Html, Does.Contain($"value=\"{pairs[0].Id}\"").And.Contain($"value=\"{pairs[1].Id}\""));
        var answer = await visitor.Post(path, null, ("Single", $"{pairs[1].Id}"));
        answer = await new FilledForm(answer.Html, "sure").Press(visitor, path);
        Assert.That(answer.Text, Does.Contain("One pair has the plan now."));
        Assert.That(await site.Db.Query<Guid>("SELECT DISTINCT pair_id FROM assignments"), Is.EqualTo([pairs[1].Id]));
    }

    [Test]
    public async Task Another_program_s_plan_is_not_there_and_its_cohorts_and_pairs_are_refused()
    {
        await site.Given.Cohort();
        var id = await Published();
        var elsewhere = await site.Given.Cohort((await site.Given.Program("Europe/Paris", null)).Id);
        var stranger = await site.Given.Pair(elsewhere);
        var path = $"/plans/{id}/apply";
        foreach (var (name, value) in new[] { ("Whole", $"{elsewhere}"), ("Single", $"{stranger.Id}"), ("Single", "not a key") })
        {
            Assert.That((await visitor.Post(path, null, (name, value))).Text, Does.Contain("not of this plan’s program"));
            Assert.That((await visitor.Post(path, null, (name, value), ("sure", "true"))).Text, Does.Contain("not of this plan’s program"));
        }
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM assignments"), Is.Zero);
        using var other = await site.As(await site.Given.Person("Coordinator", stranger.ProgramId));
        foreach (var page in new[] { $"/plans/{id}", path }) Assert.That((await other.Get(page)).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await other.Get("/plans")).Text, Does.Not.Contain("Spring"));
        Assert.That((await visitor.Get($"/plans/{await Draft()}/apply")).Status, Is.EqualTo(HttpStatusCode.NotFound), "A draft is given to nobody.");
    }

    async Task<FilledForm> Sheet(string path) => new((await visitor.Get(path)).Html, "Sheet.Name");

    async Task<Guid> Draft() => (await site.Get<PlanStore>().Create(program, PlanCheckTests.Sound(), coordinator)).Id;

    async Task<Guid> Published()
    {
        var id = await Draft();
        Assert.That((await site.Get<PlanStore>().Publish(id, 1, PlanCheckTests.Sound(), coordinator)).IsDone);
        return id;
    }

    string Story(int n) => site.Get<StoryLibrary>().All[n].Id;
}

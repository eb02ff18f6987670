using System.Net;
using System.Text;
using LetterExchange.Data;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Plans;

/// <summary>The pages on which a published plan is changed, extended and copied, days off come from a file and hours are said, as a browser without JavaScript uses them.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class PlanningPagesTests(Engine engine)
{
    const string Why = "The school is closed.";

    Site site = null!;
    Visitor visitor = null!;
    Guid coordinator, program, plan;
    List<Pair> pairs = null!;

    [SetUp]
    public async Task Open()
    {
        site = await Site.Open(engine);
        program = (await site.Given.Program("Europe/Paris", null, new DateOnly(2027, 1, 25), new(2027, 1, 26), new(2027, 1, 27), new(2027, 1, 28), new(2027, 1, 29))).Id;
        coordinator = await site.Given.Coordinator();
        visitor = await site.As(coordinator);
        var sheet = PlanCheckTests.Sound();
        (sheet.Rounds[0].Turns[0].Due, sheet.Rounds[0].Turns[0].CutOff) = ("2027-01-22T20:00", "2027-01-24T20:00");
        plan = (await site.Get<PlanStore>().Create(program, sheet, coordinator)).Id;
        Assert.That((await site.Get<PlanStore>().Publish(plan, 1, sheet, coordinator)).Problems, Is.Empty);
        pairs = await site.Given.Pairs(2);
        await site.Get<PlanApplication>().ToPairs(plan, [.. pairs.Select(pair => pair.Id)], coordinator);
    }

    [TearDown]
    public async Task Close()
    {
        visitor.Dispose();
        await site.DisposeAsync();
    }

    [Test]
    public async Task A_plan_is_shifted_over_a_holiday_once_every_date_and_everyone_told_have_been_seen()
    {
        var path = $"/plans/{plan}/change";
        var form = await Form(path, "Reason");
        var moved = await form.Type("Over", "2027-01-25/2027-01-29").Press(visitor, path, "over");
        form = new FilledForm(moved.Html, "Reason");
        Assert.That((form["Sheet.Rounds[0].Turns[0].Due"], form["Sheet.Rounds[0].Turns[1].Due"], form["Sheet.Rounds[1].Opens"]), Is.EqualTo(("2027-01-22T20:00", "2027-02-08T20:00", "2027-02-15T08:00")), "What lies before it stays.");
        var seen = await form.Type("Reason", Why).Press(visitor, path, "look");
        Assert.That(seen.Text, Does.Contain("Round 1, letter 2 is due").And.Contain("Mon 1 Feb, 20:00").And.Contain("Mon 8 Feb, 20:00").And.Contain("4 people are told, each of them once").And.Contain("The dates of your letters have changed."));
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM plan_works"), Is.Zero, "Only shown so far.");
        var done = await new FilledForm(seen.Html, "Reason").Press(visitor, path, "do");
        Assert.That((done.Path, done.Text), Is.EqualTo(($"/plans/{plan}", done.Text)));
        Assert.That(done.Text, Does.Contain("The plan is changed; 2 pairs follow").And.Contain("What has been done to its pairs").And.Contain(Why));
        Assert.That(await site.Db.Get<int>("SELECT COUNT(DISTINCT person_id) FROM notices WHERE kind = 'PlanChanged'"), Is.EqualTo(4));
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM notices WHERE arguments LIKE @why", new { why = $"%{Why}%" }), Is.Zero);
        using var child = await site.As(pairs[0].MenteeId);
        Assert.That((await child.Get("/notices")).Text, Does.Contain("New dates for your letters"));
    }

    [Test]
    public async Task Only_what_has_been_shown_is_done()
    {
        var path = $"/plans/{plan}/change";
        var seen = await (await Form(path, "Reason")).Type("Sheet.Rounds[1].Opens", "2027-02-09T08:00").Type("Reason", Why).Press(visitor, path, "look");
        var again = await new FilledForm(seen.Html, "Reason").Type("Sheet.Rounds[1].Opens", "2027-02-10T08:00").Press(visitor, path, "do");
        Assert.That(again.Text, Does.Contain("You have changed the form since."));
        Assert.That((await Plan()).Rounds[1].OpensLocal, Is.EqualTo("2027-02-08T08:00"));
        await new FilledForm(again.Html, "Reason").Press(visitor, path, "do");
        Assert.That((await Plan()).Rounds[1].OpensLocal, Is.EqualTo("2027-02-10T08:00"));
    }

    [TestCase("look", "Reason", "", "Say why.")]
    [TestCase("look", "Reason", Why, "Nothing would change.")]
    [TestCase("look", "Sheet.Rounds[0].Opens", "soon", "the opening is not a date and time that exists")]
    [TestCase("look", "Sheet.Rounds[0].Opens", "2027-01-04T08:00", "the opening lies in the past")]
    [TestCase("look", "Sheet.Rounds[1].Opens", "2027-01-27T08:00", "the opening falls on a holiday of the program")]
    [TestCase("shift", "Far", "0", "A number of days up to 366, please")]
    [TestCase("shift", "Far", "a week", "A number of days up to 366, please")]
    [TestCase("shift", "FarFrom", "tomorrow", "Please choose a day.")]
    [TestCase("over", "Over", "2027-01-01/2027-01-02", "Choose a holiday of the program.")]
    public async Task What_is_wrong_is_said_and_given_back(string act, string field, string typed, string words)
    {
        var path = $"/plans/{plan}/change";
        var answer = await (await Form(path, "Reason")).Type("Reason", Why).Type(field, typed).Press(visitor, path, act);
        Assert.That(answer.Text, Does.Contain(words));
        if (field != "Over") Assert.That(new FilledForm(answer.Html, "Reason")[field]?.Trim(), Is.EqualTo(typed));
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM plan_works"), Is.Zero);
    }

    [Test]
    public async Task A_round_is_dropped_and_a_story_added_for_all_and_not_for_one_cohort()
    {
        var path = $"/plans/{plan}/change";
        var other = await site.Given.Cohort(program);
        await site.Get<PlanApplication>().ToPairs(plan, [(await site.Given.Pair(other)).Id], coordinator);
        var form = (await Form(path, "Reason")).Type("Reason", Why).Tick("Drop", "2").Type("Sheet.Rounds[0].Stories[0]", (await Plan()).Rounds[1].Stories[0]);
        Assert.That((await form.Tick("Cohorts", $"{other}").Press(visitor, path, "look")).Text, Does.Contain("For single cohorts only dates can move."));
        form = (await Form(path, "Reason")).Type("Reason", Why).Tick("Drop", "2").Type("Sheet.Rounds[0].Stories[0]", (await Plan()).Rounds[1].Stories[0]);
        var seen = await form.Press(visitor, path, "look");
        Assert.That(seen.Text, Does.Contain("is dropped for all for whom it has not opened").And.Contain("nobody is told").And.Contain("6 people are told").And.Contain("falls out"));
        var done = await new FilledForm(seen.Html, "Reason").Press(visitor, path, "do");
        Assert.That(done.Text, Does.Contain("Dropped").And.Contain("Stories added: 1"));
        Assert.That((await Plan()).Rounds.Select(round => (round.Stories.Count, round.DroppedAt is null)), Is.EqualTo([(2, true), (2, false)]));
    }

    [Test]
    public async Task Open_letters_get_more_time_as_was_shown()
    {
        await site.Pass(TimeSpan.FromDays(8));
        var path = $"/plans/{plan}/extend";
        Assert.That((await (await Form(path, "Reason")).Type("Days", "61").Type("Reason", "").Press(visitor, path, "look")).Text, Does.Contain("from 1 to 60").And.Contain("Say why."));
        var seen = await (await Form(path, "Reason")).Type("Round", "1").Type("Days", "3").Type("Reason", Why).Press(visitor, path, "look");
        Assert.That(seen.Text, Does.Contain("2 due dates will move").And.Contain("Fri 22 Jan, 20:00").And.Contain("Mon 25 Jan, 20:00").And.Contain("2 people are told"));
        var done = await new FilledForm(seen.Html, "Reason").Press(visitor, path, "do");
        Assert.That(done.Text, Does.Contain("2 pairs have more time").And.Contain("3 days more for open letters"));
        Assert.That((await (await Form(path, "Reason")).Type("Round", "2").Type("Reason", Why).Press(visitor, path, "look")).Text, Does.Contain("no letter is open here"));
    }

    [Test]
    public async Task A_copy_for_another_year_says_what_it_moved_and_why()
    {
        var path = $"/plans/{plan}/copy";
        await site.Db.Execute("INSERT INTO holidays (program_id, day, name) VALUES (@program, '2028-01-24', 'Snow day')", new { program });
        var seen = await (await Form(path, "Start")).Type("Start", "2028-01-12").Press(visitor, path, "look");
        Assert.That(seen.Text, Does.Contain("The first round opens on Monday 17 January 2028").And.Contain("Mon 24 Jan 2028, 20:00 becomes Tue 25 Jan 2028, 20:00 (Snow day)").Or.Contain("(weekend)"));
        Assert.That((await site.Get<PlanStore>().All(program)), Has.Count.EqualTo(1), "Only shown so far.");
        var done = await new FilledForm(seen.Html, "Start").Press(visitor, path, "do");
        Assert.That(done.Text, Does.Contain("Here is the copy, as a draft."));
        Assert.That((await (await Form(path, "Start")).Type("Start", "2026-01-12").Type("Name", "").Press(visitor, path, "look")).Text, Does.Contain("today or later").And.Contain("Give the plan a name."));
    }

    [Test]
    public async Task Days_off_come_from_a_file_once_they_have_been_seen()
    {
        var path = $"/programs/{program}/holidays";
        var file = Encoding.UTF8.GetBytes("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Spring <b>break</b>\r\nDTSTART;VALUE=DATE:20270405\r\nDTEND;VALUE=DATE:20270417\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\nSUMMARY:Meeting\r\nDTSTART:20270215T090000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
        var token = (await visitor.Get(path)).Hidden(null).ToArray();
        var seen = await visitor.Upload(path, file, token);
        Assert.That(seen.Text, Does.Contain("One entry can be added").And.Contain("it has times of day"));
        Assert.That(await site.Get<Settings>().Holidays(program), Has.Count.EqualTo(5), "Only shown so far.");
        var done = await new FilledForm(seen.Html, "Take").Press(visitor, path + "?handler=Add");
        Assert.That(done.Text, Does.Contain("12 days off were added."));
        Assert.That((await visitor.Upload(path, file, token)).Text, Does.Contain("There is nothing to add").And.Contain("you have these days already"));
        Assert.That((await visitor.Upload(path, Encoding.UTF8.GetBytes("a;b;c"), token)).Text, Does.Contain("This is no calendar file"));
        Assert.That((await visitor.Upload(path, new byte[HolidayFile.MostBytes + 1], token)).Text, Does.Contain("This file is too large"));
        Assert.That((await visitor.Send(path + "?handler=Add", [.. token, ("Take", "2027-04-05/2030-04-05/Forever")])).Text, Does.Contain("Tick at least one entry"));
        await visitor.Send(path + "?handler=Remove", [.. token, ("from", "2027-04-05"), ("to", "2027-04-16")]);
        Assert.That(await site.Get<Settings>().Holidays(program), Has.Count.EqualTo(5));
    }

    [Test]
    public async Task Hours_are_said_and_the_plan_s_page_forecasts_with_them()
    {
        var ruth = await site.Given.Person("Reviewer", name: "Ruth");
        await site.Given.Person("Reviewer", name: "Omar");
        Assert.That((await visitor.Get($"/plans/{plan}")).Text, Does.Contain("Nobody has said how long they review").Or.Contain("letters wait too long"));
        using var reviewer = await site.As(ruth);
        Assert.That((await reviewer.Get("/hours")).Text, Does.Contain("Ruth").And.Not.Contain("Omar"));
        var form = new FilledForm((await reviewer.Get("/hours")).Html, "Who");
        var minutes = form.Fields.Where(field => field.Name != "Minutes").ToArray();
        Assert.That((await reviewer.Send("/hours", [.. minutes, .. new[] { "90", "an hour", "", "", "", "", "" }.Select(typed => ("Minutes", typed))])).Text, Does.Contain("A whole number of minutes up to 720"));
        Assert.That((await reviewer.Send("/hours", [.. minutes, .. new[] { "90", "90", "90", "90", "90", "", "0" }.Select(typed => ("Minutes", typed))])).Text, Does.Contain("The minutes of Ruth Tester are kept."));
        Assert.That((await visitor.Get($"/plans/{plan}")).Text, Does.Contain("every letter is read within 24 hours").And.Contain("3 minutes a letter are assumed"));
        Assert.That((await visitor.Get("/hours")).Html, Does.Contain("value=\"90\""));
    }

    [Test]
    public async Task What_was_typed_into_an_expired_session_is_not_lost()
    {
        var path = $"/plans/{plan}/change";
        var form = (await Form(path, "Reason")).Type("Sheet.Rounds[1].Opens", "2027-02-09T08:00").Type("Reason", Why);
        using var signedOut = await site.As();
        var kept = new FilledForm((await form.Press(signedOut, path, "look")).Html, "_kept")["_kept"]!;
        var back = new FilledForm((await visitor.Send($"{path}?kept=1", ("_kept", kept))).Html, "Reason");
        Assert.That((back["Sheet.Rounds[1].Opens"], back["Reason"]?.Trim()), Is.EqualTo(("2027-02-09T08:00", Why)));
    }

    [Test]
    public async Task Another_program_s_plan_is_not_there_and_a_draft_is_not_changed_here()
    {
        using var other = await site.As(await site.Given.Person("Coordinator", (await site.Given.Program("Europe/Paris", null)).Id));
        foreach (var page in new[] { "change", "extend", "copy" }) Assert.That((await other.Get($"/plans/{plan}/{page}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await other.Get($"/programs/{program}/holidays")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        var draft = (await site.Get<PlanStore>().Create(program, PlanCheckTests.Sound(), coordinator)).Id;
        foreach (var page in new[] { "change", "extend" }) Assert.That((await visitor.Get($"/plans/{draft}/{page}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    async Task<FilledForm> Form(string path, string field) => new((await visitor.Get(path)).Html, field);

    async Task<ReadingPlan> Plan() => (await site.Get<PlanStore>().Find(plan))!;
}

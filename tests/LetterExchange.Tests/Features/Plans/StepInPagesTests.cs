using System.Net;
using LetterExchange.Data;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Plans;

/// <summary>The pages on which a coordinator steps in, as a browser without JavaScript uses them.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class StepInPagesTests(Engine engine)
{
    const string Why = "Her class is on a trip.";

    Site site = null!;
    Visitor visitor = null!;

    DateTimeOffset Start => Site.Start;

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
    public async Task A_turn_gets_more_time_once_its_dates_before_and_after_have_been_seen()
    {
        var turn = await site.Given.OpenTurn(Start.AddDays(5), Start.AddDays(8));
        var path = $"/turns/{turn.Id}/dates";
        var shown = await Look(path, ("What", "Days"), ("Days", "7"));
        Assert.That(shown.Text, Does.Contain("The due date will move").And.Contain("Sat 16 Jan, 11:00").And.Contain("Sat 23 Jan, 11:00").And.Contain("cut-off Tue 26 Jan, 11:00"));
        Assert.That((await TurnOf(turn.Id)).DueAt, Is.EqualTo(turn.DueAt), "Only shown so far.");
        var done = await new FilledForm(shown.Html, "Seen").Press(visitor, path, "do");
        Assert.That(done.Path, Is.EqualTo(path));
        Assert.That(done.Text, Does.Contain("The due date has moved; the writer has been told.").And.Contain("Sat 23 Jan, 11:00"));
        var moved = await TurnOf(turn.Id);
        Assert.That((moved.DueAt, moved.CutOffAt, moved.RemindAt, moved.EnforceAt), Is.EqualTo(
            (Start.AddDays(12), Start.AddDays(15), (DateTimeOffset?)Start.AddDays(5), (DateTimeOffset?)Start.AddDays(12).AddMilliseconds(1))), "Reminders move with it.");
        var kept = (await site.Get<Interventions>().OfPair(turn.PairId)).Single();
        Assert.That((kept.Kind, kept.Reason), Is.EqualTo(("Extend", Why)));
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM events WHERE kind = 'turn.extend' AND subject_id = @Id AND actor_id IS NOT NULL", new { turn.Id }), Is.EqualTo(1));
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM notices WHERE arguments LIKE @why OR occasion LIKE @why", new { why = $"%{Why}%" }), Is.Zero, "The reason stays with the staff.");
        foreach (var person in new[] { turn.WriterId, turn.ReaderId })
        {
            using var one = await site.As(person);
            Assert.That((await one.Get("/notices")).Text, Does.Not.Contain(Why));
            Assert.That((await one.Get(path)).Status, Is.EqualTo(HttpStatusCode.NotFound));
        }
    }

    [Test]
    public async Task Only_what_has_been_shown_is_done()
    {
        var turn = await site.Given.OpenTurn();
        var path = $"/turns/{turn.Id}/dates";
        var shown = await Look(path, ("What", "Days"), ("Days", "7"));
        var again = await new FilledForm(shown.Html, "Seen").Type("Days", "40").Press(visitor, path, "do");
        Assert.That(again.Text, Does.Contain("You have changed the form since."));
        Assert.That((await TurnOf(turn.Id)).DueAt, Is.EqualTo(turn.DueAt));
        await new FilledForm(again.Html, "Seen").Press(visitor, path, "do");
        Assert.That((await TurnOf(turn.Id)).DueAt, Is.EqualTo(turn.DueAt.AddDays(40)));
    }

    [Test]
    public async Task A_turn_gets_a_later_date_on_the_program_s_clock_across_its_change()
    {
        var turn = await site.Given.OpenTurn(Start.AddDays(70));
        var path = $"/turns/{turn.Id}/dates";
        var shown = await Look(path, ("What", "Until"), ("Until", "2027-03-29T20:00"));
        await new FilledForm(shown.Html, "Seen").Press(visitor, path, "do");
        Assert.That((await TurnOf(turn.Id)).DueAt, Is.EqualTo(new DateTimeOffset(2027, 3, 29, 18, 0, 0, TimeSpan.Zero)), "20:00 in Paris, in summer");
    }

    [TestCase("", "7", "", Why, "Choose what to do.")]
    [TestCase("Resume", "7", "", Why, "Choose what to do.")]
    [TestCase("Days", "0", "", Why, "A whole number of days from 1 to 365, please.")]
    [TestCase("Days", "a week", "", Why, "A whole number of days from 1 to 365, please.")]
    [TestCase("Days", "366", "", Why, "A whole number of days from 1 to 365, please.")]
    [TestCase("Until", "7", "2027-01-11T10:00", Why, "A date and a time that lie ahead, within a year.")]
    [TestCase("Until", "7", "2029-01-11T10:00", Why, "A date and a time that lie ahead, within a year.")]
    [TestCase("Until", "7", "soon", Why, "A date and a time that lie ahead, within a year.")]
    [TestCase("Excuse", "7", "", "  ", "Say why.")]
    public async Task What_cannot_be_done_is_refused_in_words_and_given_back(string what, string days, string until, string reason, string words)
    {
        var turn = await site.Given.OpenTurn();
        var path = $"/turns/{turn.Id}/dates";
        var answer = await visitor.Post(path, null, ("What", what), ("Days", days), ("Until", until), ("Reason", reason), ("act", "do"));
        Assert.That(answer.Text, Does.Contain(words));
        var back = new FilledForm(answer.Html, "Reason");
        Assert.That((back["Days"], back["Until"], back["Reason"]?.Trim()), Is.EqualTo((days, until, reason.Trim())));
        Assert.That(await TurnOf(turn.Id), Is.EqualTo(turn));
    }

    [Test]
    public async Task A_reason_may_be_long_but_not_endless()
    {
        var path = $"/turns/{(await site.Given.OpenTurn()).Id}/dates";
        var answer = await visitor.Post(path, null, ("What", "Excuse"), ("Reason", new string('a', 501)), ("act", "look"));
        Assert.That(answer.Text, Does.Contain("500 characters at most"));
        Assert.That(new FilledForm(answer.Html, "Reason")["Reason"], Has.Length.EqualTo(501));
    }

    [Test]
    public async Task Too_little_time_for_a_late_letter_is_refused()
    {
        var turn = await site.Given.OpenTurn(Start.AddDays(2), Start.AddDays(9));
        await site.Pass(TimeSpan.FromDays(4));
        var path = $"/turns/{turn.Id}/dates";
        Assert.That((await visitor.Get(path)).Text, Does.Contain("State Late"));
        Assert.That((await Look(path, ("What", "Days"), ("Days", "1"))).Text, Does.Contain("With so few days the letter would still be late."));
        var done = await new FilledForm((await Look(path, ("What", "Days"), ("Days", "3"))).Html, "Seen").Press(visitor, path, "do");
        Assert.That(done.Text, Does.Contain("State Open"));
        await site.Pass(TimeSpan.FromDays(1.5));
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM notices WHERE kind = 'TurnLate'"), Is.EqualTo(2), "It can be late again.");
    }

    [Test]
    public async Task An_excused_letter_lets_the_next_one_open_as_was_shown()
    {
        var turn = await site.Given.OpenTurn();
        var path = $"/turns/{turn.Id}/dates";
        var shown = await Look(path, ("What", "Excuse"));
        Assert.That(shown.Text, Does.Contain("The letter will be excused").And.Contain("Need not be written").And.Contain("Opens at once"));
        var done = await new FilledForm(shown.Html, "Seen").Press(visitor, path, "do");
        Assert.That(done.Text, Does.Contain("The letter is excused, and the round goes on.").And.Contain("This turn is over."));
        Assert.That(await site.Db.Query<string>("SELECT state FROM turns ORDER BY ordinal"), Is.EqualTo(["Excused", "Open"]));
    }

    [Test]
    public async Task A_letter_that_is_with_a_reviewer_is_not_offered_an_excuse()
    {
        var turn = await site.Given.OpenTurn();
        await site.Db.Transact(tx => site.Get<Turns>().Submitted(tx, turn.Id, site.Now));
        var page = await visitor.Get($"/turns/{turn.Id}/dates");
        Assert.That(page.Text, Does.Contain("With a reviewer").And.Not.Contain("Excuse the letter"));
    }

    [Test]
    public async Task A_pair_is_paused_and_goes_on_with_its_dates_moved()
    {
        var turn = await site.Given.OpenTurn(Start.AddDays(5), Start.AddDays(8));
        var path = $"/pairs/{turn.PairId}/step-in";
        var shown = await Look(path, ("What", "Pause"));
        Assert.That(shown.Text, Does.Contain("The pair will be paused").And.Contain("The clock stands still"));
        Assert.That((await new FilledForm(shown.Html, "Seen").Press(visitor, path, "do")).Text, Does.Contain("The pair is paused."));
        await site.Pass(TimeSpan.FromDays(10));
        Assert.That((await TurnOf(turn.Id)).State, Is.EqualTo(TurnState.Open), "Nothing lapses in the meantime.");
        Assert.That((await visitor.Get(path)).Text, Does.Contain("This pair has been paused since 11 January at 11:00.").And.Contain("A coordinator paused it."));
        shown = await Look(path, ("What", "Resume"));
        Assert.That(shown.Text, Does.Contain("The pair will go on").And.Contain("Sat 16 Jan, 11:00").And.Contain("Tue 26 Jan, 11:00"));
        Assert.That((await new FilledForm(shown.Html, "Seen").Press(visitor, path, "do")).Text, Does.Contain("The pair goes on."));
        var moved = await TurnOf(turn.Id);
        Assert.That((moved.DueAt, moved.CutOffAt), Is.EqualTo((Start.AddDays(15), Start.AddDays(18))));
        Assert.That(moved.RemindAt, Is.Not.Null);
    }

    [Test]
    public async Task A_pair_whose_consent_has_ended_does_not_go_on()
    {
        var pair = await site.Given.Pair(standsUntil: Start.AddDays(1));
        await site.Pass(TimeSpan.FromDays(2));
        var path = $"/pairs/{pair.Id}/step-in";
        Assert.That((await visitor.Get(path)).Text, Does.Contain("A consent or a clearance had ended.").And.Contain("It can go on when consent and clearance stand."));
        var shown = await Look(path, ("What", "Resume"));
        Assert.That(shown.Text, Does.Contain("Nothing would change: no pair here may go on.").And.Contain("One left out because consent or clearance does not stand"));
        Assert.That((await new FilledForm(shown.Html, "Seen").Press(visitor, path, "do")).Text, Does.Contain("Nothing has changed"));
    }

    [Test]
    public async Task A_cohort_s_turns_move_and_who_is_left_out_is_said()
    {
        await site.Given.OpenTurn(Start.AddDays(3));
        await site.Given.OpenTurn(Start.AddDays(4));
        await site.Given.OpenTurn(Start.AddDays(40));
        var path = $"/cohorts/{await site.Given.Cohort()}/step-in";
        var shown = await Look(path, ("What", "Until"), ("Until", "2027-01-22T20:00"));
        Assert.That(shown.Text, Does.Contain("2 due dates will move").And.Contain("One left out because its date is later already.").And.Contain("Stays as it is"));
        var done = await new FilledForm(shown.Html, "Seen").Press(visitor, path, "do");
        Assert.That(done.Text, Does.Contain("2 turns moved; their writers have been told. One left out because its date is later already."));
        var clock = FairClock.Of(await site.Given.Program(), []);
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM turns WHERE state = 'Open' AND due_at = @due AND remind_at < @due", new { due = clock.At("2027-01-22T20:00") }), Is.EqualTo(2));
    }

    [Test]
    public async Task A_cohort_s_letters_are_excused_but_for_those_that_are_with_a_reviewer()
    {
        var turns = new[] { await site.Given.OpenTurn(), await site.Given.OpenTurn(), await site.Given.OpenTurn() };
        await site.Db.Transact(tx => site.Get<Turns>().Submitted(tx, turns[0].Id, site.Now));
        var path = $"/cohorts/{await site.Given.Cohort()}/step-in";
        var done = await new FilledForm((await Look(path, ("What", "Excuse"))).Html, "Seen").Press(visitor, path, "do");
        Assert.That(done.Text, Does.Contain("2 letters are excused, and their rounds go on. One left out because its letter is with a reviewer already: it needs no excuse."));
    }

    [Test]
    public async Task A_cohort_is_paused_and_goes_on()
    {
        var turn = await site.Given.OpenTurn();
        await site.Given.OpenTurn();
        var path = $"/cohorts/{await site.Given.Cohort()}/step-in";
        Assert.That((await new FilledForm((await Look(path, ("What", "Pause"))).Html, "Seen").Press(visitor, path, "do")).Text, Does.Contain("2 pairs are paused."));
        await site.Pass(TimeSpan.FromDays(3));
        Assert.That((await new FilledForm((await Look(path, ("What", "Resume"))).Html, "Seen").Press(visitor, path, "do")).Text, Does.Contain("2 pairs go on."));
        Assert.That((await TurnOf(turn.Id)).DueAt, Is.EqualTo(turn.DueAt.AddDays(3)));
    }

    [Test]
    public async Task What_was_typed_into_an_expired_session_is_not_lost()
    {
        var path = $"/turns/{(await site.Given.OpenTurn()).Id}/dates";
        var form = new FilledForm((await visitor.Get(path)).Html, "Reason").Tick("What", "Until").Type("Until", "2027-02-01T20:00").Type("Reason", Why);
        using var signedOut = await site.As();
        var kept = new FilledForm((await form.Press(signedOut, path, "look")).Html, "_kept")["_kept"]!;
        var back = new FilledForm((await visitor.Send($"{path}?kept=1", ("_kept", kept))).Html, "Reason");
        Assert.That((back["What"], back["Until"], back["Reason"]), Is.EqualTo(("Until", "2027-02-01T20:00", Why)));
    }

    [Test]
    public async Task Another_program_s_turn_pair_and_cohort_are_not_there()
    {
        var turn = await site.Given.OpenTurn();
        using var other = await site.As(await site.Given.Person("Coordinator", (await site.Given.Program("Europe/Paris", null)).Id));
        foreach (var path in new[] { $"/turns/{turn.Id}/dates", $"/pairs/{turn.PairId}/step-in", $"/cohorts/{await site.Given.Cohort()}/step-in" })
        {
            Assert.That((await visitor.Get(path)).Status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That((await other.Get(path)).Status, Is.EqualTo(HttpStatusCode.NotFound));
        }
    }

    Task<Visitor.Answer> Look(string path, params (string, string)[] fields) => visitor.Post(path, null, [.. fields, ("Reason", Why), ("act", "look")]);

    Task<Turn> TurnOf(Guid id) => site.Db.Read(async tx => (await site.Get<TurnStore>().Find(tx, id))!);
}

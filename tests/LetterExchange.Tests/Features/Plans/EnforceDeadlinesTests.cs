using LetterExchange.Data;
using LetterExchange.Features.Plans;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Plans;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class EnforceDeadlinesTests(Engine engine) : SweepTest<EnforceDeadlines>(engine)
{
    [TestCase("America/New_York", "2027-03-14T02:30", "2027-03-16T20:00")]
    [TestCase("America/New_York", "2027-11-07T01:30", "2027-11-09T20:00")]
    [TestCase("Europe/Paris", "2027-03-28T02:30", "2027-03-30T20:00")]
    [TestCase("Europe/Paris", "2027-10-31T02:30", "2027-11-02T20:00")]
    public async Task Late_is_told_once_after_the_due_date_and_a_turn_lapses_at_its_cut_off(string zone, string due, string cutOff)
    {
        await Given.Program(zone);
        var clock = FairClock.Of(await Given.Program(), []);
        Clock.SetUtcNow(clock.At(due).AddDays(-9));
        var turn = await Given.OpenTurn(clock.At(due), clock.At(cutOff));
        await SweepAt(turn.DueAt);
        Assert.That(await KindsTo(turn.WriterId), Is.Empty, "At the due date it is on time.");
        await SweepAt(turn.DueAt.AddMilliseconds(1));
        await Sweep();
        await SweepAt(turn.CutOffAt.AddMilliseconds(-1));
        Assert.That(await KindsTo(turn.WriterId), Is.EqualTo(["TurnLate"]));
        Assert.That((await TurnOf(turn.Id)).State, Is.EqualTo(TurnState.Open));
        await SweepAt(turn.CutOffAt);
        await Sweep();
        Assert.That((await TurnOf(turn.Id)).State, Is.EqualTo(TurnState.Lapsed));
        Assert.That(await KindsTo(turn.WriterId), Is.EqualTo(["TurnLate", "TurnLapsed"]));
        Assert.That(await KindsTo(turn.ReaderId), Is.EqualTo(["PartnerLapsed", "TurnOpened"]));
        var next = await TurnOf((await TurnsOf(turn.AssignmentId))[1]);
        Assert.That((next.State, next.OpenedAt), Is.EqualTo((TurnState.Open, (DateTimeOffset?)turn.CutOffAt)));
        Assert.That(next.DueAt, Is.EqualTo(turn.DueAt.AddDays(7)));
    }

    [Test]
    public async Task After_two_days_down_past_both_dates_a_turn_lapses_without_a_word_about_lateness()
    {
        var turn = await Given.OpenTurn(Start.AddDays(7), Start.AddDays(8));
        await SweepAt(Start.AddDays(9));
        Assert.That(await KindsTo(turn.WriterId), Is.EqualTo(["TurnLapsed"]));
        var next = await TurnOf((await TurnsOf(turn.AssignmentId))[1]);
        Assert.That(next.DueAt, Is.EqualTo(Start.AddDays(14)), "Two days late, the planned date is still five days off.");
    }

    [Test]
    public async Task A_letter_in_our_hands_does_not_lapse()
    {
        var turn = await Given.OpenTurn(Start.AddDays(7), Start.AddDays(8));
        Clock.SetUtcNow(Start.AddDays(6));
        await Db.Transact(tx => Get<Turns>().Submitted(tx, turn.Id, Now));
        await SweepAt(Start.AddDays(9));
        Assert.That((await TurnOf(turn.Id)).State, Is.EqualTo(TurnState.Open));
        Assert.That(await KindsTo(turn.WriterId), Is.Empty);
    }

    [Test]
    public async Task The_last_lapse_closes_the_assignment_as_incomplete()
    {
        var turn = await Given.OpenTurn(Start.AddDays(7), Start.AddDays(8));
        await SweepAt(Start.AddDays(9));
        await SweepAt(Start.AddDays(30));
        var one = await AssignmentOf(turn.AssignmentId);
        Assert.That((one.State, one.ClosedAt), Is.EqualTo((AssignmentState.ClosedIncomplete, (DateTimeOffset?)Now)));
        Assert.That(await EventsOf(one.Id), Is.EqualTo(["assignment.close"]));
    }

    [Test]
    public async Task Coordinators_hear_of_all_lapses_of_a_day_in_one_notice_the_next_morning()
    {
        var coordinators = new[] { await Given.Coordinator(), await Given.Coordinator() };
        await Given.Assignments(await Given.Pairs(30), await Given.Round(Start), Start, (Side.Mentee, Start.AddDays(3), Start.AddDays(4)));
        await Given.Assignments(await Given.Pairs(12), await Given.Round(Start), Start, (Side.Mentee, Start.AddDays(3), Start.AddDays(4).AddHours(5)));
        await Get<ReleaseAssignments>().Run(CancellationToken.None);
        await SweepAt(Start.AddDays(4));
        await SweepAt(Start.AddDays(4).AddHours(5));
        foreach (var person in coordinators) Assert.That(await NoticesTo(person), Is.Empty);
        var morning = new DateTimeOffset(2027, 1, 16, 7, 0, 0, TimeSpan.Zero); // 8:00 in Paris
        Assert.That(await Get<EnforceDeadlines>().Next(), Is.EqualTo(morning));
        await SweepAt(morning);
        await SweepTwiceAtOnce();
        foreach (var person in coordinators)
        {
            var told = await NoticesTo(person);
            Assert.That(told.Select(one => (one.Kind, one.Occasion, one.Arguments)), Is.EqualTo([("LapsesDigest", "2027-01-15", "[\"42\"]")]));
        }
    }

    [Test]
    public async Task Two_places_at_once_lapse_once()
    {
        await Given.Assignments(await Given.Pairs(600), await Given.Round(Start), Start, (Side.Mentee, Start.AddDays(3), Start.AddDays(4)), (Side.Mentor, Start.AddDays(9), Start.AddDays(10)));
        await Get<ReleaseAssignments>().Run(CancellationToken.None);
        Clock.Advance(TimeSpan.FromDays(4));
        await SweepTwiceAtOnce();
        Assert.That((await Notices("TurnLapsed"), await Notices("PartnerLapsed"), await Notices("TurnOpened")), Is.EqualTo((600, 600, 600)));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM events WHERE kind = 'turn.lapse'"), Is.EqualTo(600));
        Assert.That(await Db.Get<int>("SELECT lapses FROM lapse_digests"), Is.EqualTo(600));
    }

    [Test]
    public async Task A_bad_row_harms_nobody_else()
    {
        var pairs = await Given.Pairs(9);
        pairs.Insert(3, await Given.Pair(await Given.Cohort((await Given.Program("Europe/Paris")).Id)));
        var ones = await Given.Assignments(pairs, await Given.Round(Start), Start, (Side.Mentee, Start.AddDays(3), Start.AddDays(4)));
        await Get<ReleaseAssignments>().Run(CancellationToken.None);
        await Db.Execute("UPDATE programs SET zone = 'Nowhere/Land' WHERE id = @ProgramId", new { pairs[3].ProgramId });
        await SweepAt(Start.AddDays(4));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM turns WHERE state = 'Lapsed'"), Is.EqualTo(9));
        Assert.That((await TurnOf((await TurnsOf(ones[3].Id))[0])).State, Is.EqualTo(TurnState.Open));
    }

    [Test]
    public async Task Looking_for_what_is_due_is_one_look_at_an_index()
    {
        if (Engine == Engine.Postgres) return;
        Assert.That(await Plan(EnforceDeadlines.FindDue, DueRows.After(null, Now)), Does.Match(@"^SEARCH turns USING COVERING INDEX turns_enforce \([^\n]*\)$"));
        Assert.That(await Plan(EnforceDeadlines.FindNext, new { now = Now }), Does.Contain("INDEX turns_enforce (enforce_at>?)"));
    }
}

using LetterExchange.Data;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Plans;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class InterventionsTests(Engine engine) : SweepTest<RemindWriters>(engine)
{
    const string Reason = "The school is closed for a week.";

    Interventions Interventions => Get<Interventions>();

    [Test]
    public async Task More_days_move_due_date_cut_off_and_reminders_and_tell_the_writer()
    {
        var turn = await Given.OpenTurn(Start.AddDays(5), Start.AddDays(8));
        var by = await Given.Coordinator();
        Assert.That(await Interventions.Extend(Of(turn), new Extension(7, null), Reason, by), Is.EqualTo(new SteppedIn(1, 0)));
        var moved = await TurnOf(turn.Id);
        Assert.That((moved.DueAt, moved.CutOffAt, moved.RemindAt, moved.EnforceAt), Is.EqualTo(
            (Start.AddDays(12), Start.AddDays(15), (DateTimeOffset?)Start.AddDays(5), (DateTimeOffset?)Start.AddDays(12).AddMilliseconds(1))));
        Assert.That(await KindsTo(turn.WriterId), Is.EqualTo(["DueMoved"]));
        Assert.That(await NoticesTo(turn.ReaderId), Is.Empty);
        Assert.That(await EventsOf(turn.Id), Is.EqualTo(["turn.extend"]));
        var told = (await Interventions.OfPair(turn.PairId)).Single();
        Assert.That((told.Kind, told.Reason, told.At), Is.EqualTo(("Extend", Reason, Now)));
    }

    [Test]
    public async Task A_week_more_keeps_the_local_time_across_a_clock_change()
    {
        await Given.Program("America/New_York");
        var clock = FairClock.Of(await Given.Program(), []);
        Clock.SetUtcNow(clock.At("2027-03-05T09:00"));
        var turn = await Given.OpenTurn(clock.At("2027-03-12T20:00"));
        await Interventions.Extend(Of(turn), new Extension(7, null), Reason, await Given.Coordinator());
        Assert.That((await TurnOf(turn.Id)).DueAt, Is.EqualTo(clock.At("2027-03-19T20:00")));
    }

    [Test]
    public async Task A_date_never_moves_back()
    {
        var turn = await Given.OpenTurn(Start.AddDays(7));
        Assert.That(await Interventions.Extend(Of(turn), new Extension(0, "2027-01-15T20:00"), Reason, await Given.Coordinator()), Is.EqualTo(new SteppedIn(0, 1)));
        Assert.That((await TurnOf(turn.Id)).DueAt, Is.EqualTo(turn.DueAt));
        Assert.That(await KindsTo(turn.WriterId), Is.Empty);
    }

    [Test]
    public async Task A_late_turn_that_gets_more_time_can_be_late_again()
    {
        var turn = await Given.OpenTurn(Start.AddDays(7), Start.AddDays(14));
        Clock.SetUtcNow(Start.AddDays(8));
        await Get<EnforceDeadlines>().Run(CancellationToken.None);
        await Interventions.Extend(Of(turn), new Extension(3, null), Reason, await Given.Coordinator());
        Clock.SetUtcNow(Start.AddDays(11));
        await Get<EnforceDeadlines>().Run(CancellationToken.None);
        Assert.That((await KindsTo(turn.WriterId)).Count(kind => kind == "TurnLate"), Is.EqualTo(2));
    }

    [Test]
    public async Task A_cohorts_open_turns_get_more_time_together()
    {
        var turns = new[] { await Given.OpenTurn(), await Given.OpenTurn(), await Given.OpenTurn() };
        var elsewhere = await Given.OpenTurn(pair: await Given.Pair(await Given.Cohort((await Given.Program()).Id)));
        await Db.Transact(tx => Get<Turns>().Submitted(tx, turns[1].Id, Now));
        var scope = new Scope((await Given.Program()).Id, CohortId: await Given.Cohort());
        Assert.That(await Interventions.Extend(scope, new Extension(2, null), Reason, await Given.Coordinator()), Is.EqualTo(new SteppedIn(3, 0)));
        foreach (var turn in turns) Assert.That((await TurnOf(turn.Id)).DueAt, Is.EqualTo(turn.DueAt.AddDays(2)));
        Assert.That((await TurnOf(elsewhere.Id)).DueAt, Is.EqualTo(elsewhere.DueAt));
        Assert.That(await KindsTo(turns[1].WriterId), Is.Empty, "Who has written need not be told.");
        Assert.That((await TurnOf(turns[1].Id)).EnforceAt, Is.Null);
    }

    [Test]
    public async Task An_excused_turn_lets_the_assignment_go_on()
    {
        var turn = await Given.OpenTurn();
        Assert.That(await Interventions.Excuse(Of(turn), Reason, await Given.Coordinator()), Is.EqualTo(new SteppedIn(1, 0)));
        Assert.That((await TurnOf(turn.Id)).State, Is.EqualTo(TurnState.Excused));
        Assert.That((await TurnOf((await TurnsOf(turn.AssignmentId))[1])).State, Is.EqualTo(TurnState.Open));
        Assert.That(await KindsTo(turn.WriterId), Is.EqualTo(["TurnExcused"]));
        Assert.That(await KindsTo(turn.ReaderId), Is.EqualTo(["PartnerLapsed", "TurnOpened"]));
    }

    [Test]
    public async Task A_waiting_turn_can_be_excused_before_it_opens()
    {
        var turn = await Given.OpenTurn();
        var next = await TurnOf((await TurnsOf(turn.AssignmentId))[1]);
        Assert.That(await Interventions.Excuse(Of(next), Reason, await Given.Coordinator()), Is.EqualTo(new SteppedIn(1, 0)));
        await Db.Transact(tx => Get<Turns>().Answered(tx, turn.Id, Now));
        Assert.That((await AssignmentOf(turn.AssignmentId)).State, Is.EqualTo(AssignmentState.ClosedIncomplete));
    }

    [Test]
    public async Task A_letter_in_our_hands_needs_no_excuse()
    {
        var turn = await Given.OpenTurn();
        await Db.Transact(tx => Get<Turns>().Submitted(tx, turn.Id, Now));
        Assert.That(await Interventions.Excuse(Of(turn), Reason, await Given.Coordinator()), Is.EqualTo(new SteppedIn(0, 1)));
        Assert.That((await TurnOf(turn.Id)).State, Is.EqualTo(TurnState.Open));
    }

    [Test]
    public async Task A_cohort_is_paused_and_goes_on()
    {
        var turns = new[] { await Given.OpenTurn(), await Given.OpenTurn() };
        var scope = new Scope((await Given.Program()).Id, CohortId: await Given.Cohort());
        var by = await Given.Coordinator();
        Assert.That(await Interventions.Pause(scope, Reason, by), Is.EqualTo(new SteppedIn(2, 0)));
        Clock.Advance(TimeSpan.FromDays(14));
        Assert.That(await Interventions.Resume(scope, Reason, by), Is.EqualTo(new SteppedIn(2, 0)));
        foreach (var turn in turns) Assert.That((await TurnOf(turn.Id)).DueAt, Is.EqualTo(turn.DueAt.AddDays(14)));
        Assert.That((await Interventions.OfPair(turns[0].PairId)).Select(one => one.Kind), Is.EqualTo(["Resume", "Pause"]));
    }

    [Test]
    public async Task Another_programs_turns_are_out_of_reach()
    {
        var turn = await Given.OpenTurn();
        var other = new Scope((await Given.Program("Europe/Paris", null)).Id, TurnId: turn.Id);
        Assert.That(await Interventions.Extend(other, new Extension(7, null), Reason, await Given.Coordinator()), Is.EqualTo(new SteppedIn(0, 0)));
        Assert.That(await Interventions.Excuse(other, Reason, await Given.Coordinator()), Is.EqualTo(new SteppedIn(0, 0)));
    }

    [Test]
    public async Task A_pause_beside_a_sweep_and_a_submit_neither_deadlocks_nor_loses_anything()
    {
        var pairs = await Given.Pairs(300);
        await Given.Assignments(pairs, await Given.Round(Start), Start, (Side.Mentee, Start.AddDays(3), Start.AddDays(4)), (Side.Mentor, Start.AddDays(9), Start.AddDays(10)));
        await Get<ReleaseAssignments>().Run(CancellationToken.None);
        Clock.Advance(TimeSpan.FromDays(4));
        var scope = new Scope((await Given.Program()).Id, CohortId: await Given.Cohort());
        var by = await Given.Coordinator();
        using var elsewhere = new Parts(Db, Clock);
        await Task.WhenAll(Task.Run(() => Get<EnforceDeadlines>().Run(CancellationToken.None)), Task.Run(() => elsewhere.Get<Interventions>().Pause(scope, Reason, by)));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM pairs WHERE state = 'Paused'"), Is.EqualTo(300));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM turns WHERE remind_at IS NOT NULL OR enforce_at IS NOT NULL"), Is.Zero);
        await Interventions.Resume(scope, Reason, by);
        await Get<EnforceDeadlines>().Run(CancellationToken.None);
        Assert.That(await Notices("TurnLapsed"), Is.EqualTo(300));
    }

    Scope Of(Turn turn) => new(turn.ProgramId, TurnId: turn.Id);
}

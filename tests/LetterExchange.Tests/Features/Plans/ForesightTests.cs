using LetterExchange.Data;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Plans;

/// <summary>What is shown before stepping in is what then happens.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class ForesightTests(Engine engine) : DatabaseTest(engine)
{
    const string Reason = "The school is closed for a week.";

    Foresight Foresight => Get<Foresight>();
    Interventions Interventions => Get<Interventions>();

    [Test]
    public async Task More_days_for_a_cohort()
    {
        var turns = new[] { await Given.OpenTurn(Start.AddDays(3)), await Given.OpenTurn(Start.AddDays(5)) };
        var scope = await Cohort();
        var ahead = await Foresight.Of(scope, StepKind.Days, new Extension(7, null));
        Assert.That((ahead.Done, ahead.LeftOut), Is.EqualTo((2, 0)));
        Assert.That(ahead.Turns.Select(turn => (turn.Turn.Id, turn.Fate)), Is.EqualTo([(turns[0].Id, Fate.Moves), (turns[1].Id, Fate.Moves)]));
        Assert.That(await TurnOf(turns[0].Id), Is.EqualTo(turns[0]), "Nothing has moved yet.");
        Assert.That(await Interventions.Extend(scope, new Extension(7, null), Reason, await Given.Coordinator()), Is.EqualTo(new SteppedIn(2, 0)));
        foreach (var turn in ahead.Turns) Assert.That((await TurnOf(turn.Turn.Id)).Dates, Is.EqualTo(turn.After));
    }

    [Test]
    public async Task One_later_date_for_a_cohort_leaves_out_whose_date_is_later_already()
    {
        await Given.OpenTurn(Start.AddDays(3));
        var later = await Given.OpenTurn(Start.AddDays(30));
        var by = new Extension(0, "2027-01-25T20:00");
        var ahead = await Foresight.Of(await Cohort(), StepKind.Until, by);
        Assert.That((ahead.Done, ahead.LeftOut), Is.EqualTo((1, 1)));
        Assert.That(ahead.Turns.Single(turn => turn.Fate == Fate.Stays).Turn.Id, Is.EqualTo(later.Id));
        Assert.That(await Interventions.Extend(await Cohort(), by, Reason, await Given.Coordinator()), Is.EqualTo(new SteppedIn(1, 1)));
    }

    [Test]
    public async Task An_excuse_opens_the_next_turn_by_the_fair_clock()
    {
        var turn = await Given.OpenTurn(Start.AddHours(5));
        await Db.Execute("UPDATE turns SET due_at = @due, cut_off_at = @due WHERE state = 'Waiting'", new { due = Start.AddHours(9) });
        var scope = new Scope(turn.ProgramId, TurnId: turn.Id);
        var ahead = await Foresight.Of(scope, StepKind.Excuse, default);
        Assert.That(ahead.Turns.Select(one => one.Fate), Is.EqualTo([Fate.Excused, Fate.Opens]));
        await Interventions.Excuse(scope, Reason, await Given.Coordinator());
        var next = await TurnOf(ahead.Turns[1].Turn.Id);
        Assert.That((next.State, next.Dates), Is.EqualTo((TurnState.Open, ahead.Turns[1].After)));
        Assert.That(next.DueAt, Is.EqualTo(Start.AddHours(72)), "It has the minimum time.");
    }

    [Test]
    public async Task A_letter_in_our_hands_is_left_out_of_an_excuse()
    {
        var turn = await Given.OpenTurn();
        await Given.OpenTurn();
        await Db.Transact(tx => Get<Turns>().Submitted(tx, turn.Id, Now));
        var ahead = await Foresight.Of(await Cohort(), StepKind.Excuse, default);
        Assert.That((ahead.Done, ahead.LeftOut), Is.EqualTo((1, 1)));
        Assert.That(ahead.Turns.Single(one => one.Fate == Fate.Stays).Turn.Id, Is.EqualTo(turn.Id));
    }

    [Test]
    public async Task A_pause_and_going_on_move_what_lies_ahead_by_its_length()
    {
        var turn = await Given.OpenTurn();
        var by = await Given.Coordinator();
        var ahead = await Foresight.Of(await Cohort(), StepKind.Pause, default);
        Assert.That((ahead.Done, ahead.Turns.Single().Fate), Is.EqualTo((1, Fate.Stops)));
        await Interventions.Pause(await Cohort(), Reason, by);
        Clock.Advance(TimeSpan.FromDays(9));
        ahead = await Foresight.Of(await Cohort(), StepKind.Resume, default);
        Assert.That((ahead.Done, ahead.Turns.Count), Is.EqualTo((1, 2)), "The open turn and the waiting one.");
        await Interventions.Resume(await Cohort(), Reason, by);
        foreach (var one in ahead.Turns) Assert.That((await TurnOf(one.Turn.Id)).Dates, Is.EqualTo(one.After));
        Assert.That(ahead.Turns[0].After.Due, Is.EqualTo(turn.DueAt.AddDays(9)));
    }

    [Test]
    public async Task A_cohort_goes_on_without_those_that_may_not_and_without_those_that_were_paused_for_safety()
    {
        var pairs = await Given.Pairs(3);
        await Db.Execute("UPDATE pairs SET state = 'Paused', paused_at = @Now, paused_why = 'Coordinator'", new { Now });
        await Db.Execute("UPDATE pairs SET paused_why = 'Concern' WHERE id = @Id", new { pairs[0].Id });
        await Db.Execute("UPDATE pairs SET stands_until = @Now WHERE id = @Id", new { Now, pairs[1].Id });
        var ahead = await Foresight.Of(await Cohort(), StepKind.Resume, default);
        Assert.That((ahead.Done, ahead.LeftOut), Is.EqualTo((1, 2)));
        var by = await Given.Coordinator();
        Assert.That(await Interventions.Resume(await Cohort(), Reason, by), Is.EqualTo(new SteppedIn(1, 2)));
        Assert.That(await Interventions.Resume(new Scope(pairs[0].ProgramId, PairId: pairs[0].Id), Reason, by), Is.EqualTo(new SteppedIn(1, 0)), "Named itself, it goes on.");
    }

    [Test]
    public async Task Nothing_is_foreseen_in_another_program()
    {
        var turn = await Given.OpenTurn();
        var elsewhere = (await Given.Program("Europe/Paris", null)).Id;
        foreach (var scope in new[] { new Scope(elsewhere, TurnId: turn.Id), new Scope(elsewhere, PairId: turn.PairId), new Scope(elsewhere, CohortId: await Given.Cohort()) })
            foreach (var kind in Enum.GetValues<StepKind>())
                Assert.That((await Foresight.Of(scope, kind, new Extension(7, null))).Turns, Is.Empty);
    }

    [Test]
    public async Task A_writer_is_not_told_of_a_new_date_that_has_passed_too()
    {
        var turn = await Given.OpenTurn(Start.AddDays(2), Start.AddDays(9));
        Clock.Advance(TimeSpan.FromDays(4));
        var by = await Given.Coordinator();
        await Interventions.Extend(new Scope(turn.ProgramId, TurnId: turn.Id), new Extension(1, null), Reason, by);
        Assert.That(await KindsTo(turn.WriterId), Is.Empty);
        await Interventions.Extend(new Scope(turn.ProgramId, TurnId: turn.Id), new Extension(2, null), Reason, by);
        Assert.That(await KindsTo(turn.WriterId), Is.EqualTo(["DueMoved"]));
    }

    async Task<Scope> Cohort() => new((await Given.Program()).Id, CohortId: await Given.Cohort());

    Task<Turn> TurnOf(Guid id) => Db.Read(async tx => (await Get<TurnStore>().Find(tx, id))!);
}

using LetterExchange.Data;
using LetterExchange.Features.Plans;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Plans;

/// <summary>Reminders as set: each of a pair chooses by which of the program's steps they are reminded.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class ReminderStepsTests(Engine engine) : SweepTest<RemindWriters>(engine)
{
    ReminderSteps Steps => Get<ReminderSteps>();

    [Test]
    public async Task A_step_that_is_not_wanted_is_skipped_and_the_next_one_comes()
    {
        var turn = await Given.OpenTurn(Start.AddDays(10));
        await Steps.Choose(turn.WriterId, [168, 24]);
        Assert.That((await TurnOf(turn.Id)).RemindAt, Is.EqualTo(turn.DueAt.AddDays(-7)));
        foreach (var days in new[] { 7, 3, 1 }) await SweepAt(turn.DueAt.AddDays(-days));
        Assert.That(await Told(turn.WriterId), Is.EqualTo(new[] { 168, 24 }));
    }

    [Test]
    public async Task A_letter_that_is_owed_already_is_reminded_of_by_the_new_choice()
    {
        var turn = await Given.OpenTurn(Start.AddDays(10));
        await Steps.Choose(turn.WriterId, [24]);
        Assert.That((await TurnOf(turn.Id)).RemindAt, Is.EqualTo(turn.DueAt.AddDays(-1)));
        Clock.SetUtcNow(turn.DueAt.AddDays(-5));
        await Steps.Choose(turn.WriterId, [168, 72, 24]);
        Assert.That((await TurnOf(turn.Id)).RemindAt, Is.EqualTo(turn.DueAt.AddDays(-3)), "The step of a week before has passed.");
    }

    [Test]
    public async Task A_child_keeps_the_last_step_and_a_mentor_need_not()
    {
        var turn = await Given.OpenTurn(Start.AddDays(10));
        await Steps.Choose(turn.WriterId, []);
        await Steps.Choose(turn.ReaderId, []);
        Assert.That((await Steps.Of(turn.WriterId)).Select(step => (step.Hours, step.IsWanted, step.IsFixed)), Is.EqualTo(new[] { (168, false, false), (72, false, false), (24, true, true) }));
        Assert.That((await Steps.Of(turn.ReaderId)).Select(step => step.IsWanted), Has.All.False);
        await Db.Transact(tx => Get<Turns>().Answered(tx, turn.Id, Now));
        var answer = await TurnOf((await TurnsOf(turn.AssignmentId))[1]);
        Assert.That((answer.State, answer.RemindAt), Is.EqualTo((TurnState.Open, (DateTimeOffset?)null)));
    }

    [Test]
    public async Task Who_chose_nothing_is_reminded_by_all_and_staff_have_nothing_to_choose()
    {
        var turn = await Given.OpenTurn(Start.AddDays(10));
        Assert.That((await Steps.Of(turn.WriterId)).Select(step => step.IsWanted), Is.EqualTo(new[] { true, true, true }));
        Assert.That(await Steps.Of(await Given.Coordinator()), Is.Empty);
    }

    [Test]
    public async Task A_paused_pair_s_letter_is_reminded_of_by_the_choice_once_the_pair_goes_on()
    {
        var turn = await Given.OpenTurn(Start.AddDays(10));
        var (scope, coordinator) = (new Scope(turn.ProgramId, PairId: turn.PairId), await Given.Coordinator());
        await Get<Interventions>().Pause(scope, "A pause.", coordinator);
        await Steps.Choose(turn.WriterId, [24]);
        Assert.That((await TurnOf(turn.Id)).RemindAt, Is.Null);
        await Get<Interventions>().Resume(scope, "It is over.", coordinator);
        Assert.That((await TurnOf(turn.Id)).RemindAt, Is.EqualTo(turn.DueAt.AddDays(-1)));
    }

    /// <summary>The steps by which this person has been reminded.</summary>
    async Task<int[]> Told(Guid person) =>
        [.. (await Db.Query<string>("SELECT occasion FROM notices WHERE person_id = @person AND kind = 'Reminder' ORDER BY created_at", new { person })).Select(occasion => int.Parse(occasion.Split('/')[1]))];
}

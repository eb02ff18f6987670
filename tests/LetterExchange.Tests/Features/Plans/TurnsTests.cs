using LetterExchange.Data;
using LetterExchange.Features.Plans;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Plans;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class TurnsTests(Engine engine) : DatabaseTest(engine)
{
    Turns Turns => Get<Turns>();

    [Test]
    public async Task While_a_letter_is_in_our_hands_its_turn_is_neither_reminded_nor_lapsed()
    {
        var turn = await Given.OpenTurn();
        Assert.That((turn.RemindAt, turn.EnforceAt), Is.Not.EqualTo(((DateTimeOffset?)null, (DateTimeOffset?)null)));
        Clock.Advance(TimeSpan.FromDays(2));
        turn = await Db.Transact(tx => Turns.Submitted(tx, turn.Id, Now));
        Assert.That((turn.HeldAt, turn.SubmittedAt, turn.WasLate, turn.RemindAt, turn.EnforceAt), Is.EqualTo(((DateTimeOffset?)Now, (DateTimeOffset?)Now, false, (DateTimeOffset?)null, (DateTimeOffset?)null)));
        Assert.That(await Db.Read(tx => Turns.Find(tx, turn.Id)), Is.EqualTo(turn));
    }

    [TestCase(0, false)]
    [TestCase(1, true)]
    public async Task On_time_is_submitted_at_the_due_date_or_before(int millisecondsAfter, bool late)
    {
        var turn = await Given.OpenTurn(due: Start.AddDays(7));
        Clock.SetUtcNow(turn.DueAt.AddMilliseconds(millisecondsAfter));
        turn = await Db.Transact(tx => Turns.Submitted(tx, turn.Id, Now));
        Assert.That(turn.WasLate, Is.EqualTo(late));
    }

    [TestCase(-1, TurnState.Open)]
    [TestCase(0, TurnState.Lapsed)]
    public async Task A_submit_is_the_turns_until_just_before_its_cut_off(int millisecondsAfter, TurnState state)
    {
        var turn = await Given.OpenTurn(cutOff: Start.AddDays(10));
        Clock.SetUtcNow(turn.CutOffAt.AddMilliseconds(millisecondsAfter));
        turn = await Db.Transact(tx => Turns.Submitted(tx, turn.Id, Now));
        Assert.That(turn.State, Is.EqualTo(state));
        Assert.That(turn.HeldAt, Is.EqualTo(state == TurnState.Open ? Now : (DateTimeOffset?)null));
    }

    [Test]
    public async Task A_returned_letter_is_due_48_working_hours_after_the_return_at_the_least()
    {
        var turn = await Given.OpenTurn(due: Start.AddDays(4), cutOff: Start.AddDays(6)); // Friday, Sunday
        Clock.Advance(TimeSpan.FromDays(3)); // Thursday, 11:00 in Paris
        await Db.Transact(tx => Turns.Submitted(tx, turn.Id, Now));
        Clock.Advance(TimeSpan.FromDays(1));
        turn = await Db.Transact(tx => Turns.Returned(tx, turn.Id, Now));
        Assert.That(turn.DueAt, Is.EqualTo(Start.AddDays(8)), "Friday 11:00 to Tuesday 11:00");
        Assert.That(turn.CutOffAt, Is.EqualTo(Start.AddDays(10)));
        Assert.That((turn.HeldAt, turn.RemindAt, turn.EnforceAt), Is.EqualTo(((DateTimeOffset?)null, (DateTimeOffset?)Start.AddDays(5), (DateTimeOffset?)turn.DueAt.AddMilliseconds(1))));
    }

    [Test]
    public async Task A_letter_taken_back_gets_the_time_back_that_it_was_in_our_hands()
    {
        var turn = await Given.OpenTurn(due: Start.AddDays(4));
        await Db.Transact(tx => Turns.Submitted(tx, turn.Id, Now));
        Clock.Advance(TimeSpan.FromHours(5));
        var back = await Db.Transact(tx => Turns.Recalled(tx, turn.Id, Now));
        Assert.That((back.DueAt, back.CutOffAt), Is.EqualTo((turn.DueAt.AddHours(5), turn.CutOffAt.AddHours(5))));
    }

    [Test]
    public async Task An_answered_turn_opens_the_next_with_three_days_at_the_least()
    {
        var turn = await Given.OpenTurn(due: Start.AddDays(7));
        Clock.Advance(TimeSpan.FromDays(13));
        await Db.Transact(tx => Turns.Answered(tx, turn.Id, Now));
        var next = await Next(turn);
        Assert.That((next.State, next.OpenedAt, next.DueAt, next.CutOffAt), Is.EqualTo((TurnState.Open, (DateTimeOffset?)Now, Now.AddHours(72), Now.AddHours(144))));
        Assert.That(await KindsTo(next.WriterId), Is.Empty, "The letter's arrival tells its reader.");
        Assert.That(await EventsOf(turn.Id), Is.EqualTo(["turn.answer"]));
        Assert.That(await EventsOf(next.Id), Is.EqualTo(["turn.open"]));
    }

    [Test]
    public async Task The_last_answer_completes_the_assignment_and_puts_the_next_in_line()
    {
        var pair = await Given.Pair();
        var turn = await Given.OpenTurn(pair: pair);
        var later = (await Given.Assignments([pair], await Given.Round(), Start.AddDays(21), (Side.Mentor, Start.AddDays(28), Start.AddDays(31))))[0];
        await Db.Transact(tx => Turns.Answered(tx, turn.Id, Now));
        Assert.That(await AssignmentOf(later.Id), Has.Property("ReleaseAt").Null);
        await Db.Transact(async tx => await Turns.Answered(tx, (await Next(turn)).Id, Now));
        Assert.That(await AssignmentOf(turn.AssignmentId), Has.Property("State").EqualTo(AssignmentState.Complete));
        Assert.That(await AssignmentOf(later.Id), Has.Property("ReleaseAt").EqualTo(Start.AddDays(21)));
    }

    [Test]
    public async Task An_excused_turn_tells_the_partner_and_leaves_the_assignment_incomplete()
    {
        var turn = await Given.OpenTurn();
        await Db.Transact(tx => Turns.Submitted(tx, turn.Id, Now));
        turn = await Db.Transact(tx => Turns.Excused(tx, turn.Id, Now));
        Assert.That((turn.State, turn.HeldAt), Is.EqualTo((TurnState.Excused, (DateTimeOffset?)null)));
        Assert.That(await KindsTo(turn.ReaderId), Is.EqualTo(["PartnerLapsed", "TurnOpened"]));
        await Db.Transact(async tx => await Turns.Answered(tx, (await Next(turn)).Id, Now));
        Assert.That(await AssignmentOf(turn.AssignmentId), Has.Property("State").EqualTo(AssignmentState.ClosedIncomplete));
    }

    [Test]
    public async Task A_closed_turn_stays_as_it_is()
    {
        var turn = await Given.OpenTurn();
        var closed = await Db.Transact(tx => Turns.Excused(tx, turn.Id, Now));
        foreach (var verb in new Func<Tx, Guid, DateTimeOffset, Task<Turn>>[] { Turns.Submitted, Turns.Returned, Turns.Recalled, Turns.Answered, Turns.Excused })
            Assert.That(await Db.Transact(tx => verb(tx, turn.Id, Now)), Is.EqualTo(closed));
    }

    async Task<Turn> Next(Turn turn) => (await Db.Read(async tx =>
        await Turns.Find(tx, await tx.Get<Guid>("SELECT id FROM turns WHERE assignment_id = @AssignmentId AND ordinal = @next", new { turn.AssignmentId, next = turn.Ordinal + 1 }))))!;

    Task<Assignment?> AssignmentOf(Guid id) => Db.Read(tx => Get<TurnStore>().Assignment(tx, id));
}

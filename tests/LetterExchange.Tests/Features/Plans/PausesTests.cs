using LetterExchange.Data;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Plans;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class PausesTests(Engine engine) : SweepTest<EnforceDeadlines>(engine)
{
    static readonly TimeSpan Length = TimeSpan.FromDays(5) + TimeSpan.FromMinutes(17);

    [Test]
    public async Task Resuming_shifts_what_lies_ahead_by_the_length_of_the_pause()
    {
        var pair = await Given.Pair();
        var turn = await Given.OpenTurn(Start.AddDays(3), Start.AddDays(4), pair);
        var later = (await Given.Assignments([pair], await Given.Round(), Start.AddDays(21), (Side.Mentor, Start.AddDays(28), Start.AddDays(31))))[0];
        await Pause(pair);
        await SweepAt(Now + Length);
        Assert.That((await TurnOf(turn.Id)).State, Is.EqualTo(TurnState.Open), "The clock stood.");
        await Resume(pair);
        var open = await TurnOf(turn.Id);
        Assert.That((open.DueAt, open.CutOffAt), Is.EqualTo((turn.DueAt + Length, turn.CutOffAt + Length)));
        Assert.That((open.RemindAt, open.EnforceAt), Is.EqualTo(((DateTimeOffset?)open.DueAt.AddDays(-3), (DateTimeOffset?)open.DueAt.AddMilliseconds(1))));
        var waiting = await TurnOf((await TurnsOf(turn.AssignmentId))[1]);
        Assert.That((waiting.DueAt, waiting.CutOffAt), Is.EqualTo((Start.AddDays(10) + Length, Start.AddDays(11) + Length)));
        Assert.That((await AssignmentOf(later.Id)).OpensAt, Is.EqualTo(Start.AddDays(21) + Length));
        Assert.That((await TurnOf((await TurnsOf(later.Id))[0])).DueAt, Is.EqualTo(Start.AddDays(28) + Length));
        Assert.That(await KindsTo(pair.MenteeId), Is.EqualTo(["PairPaused", "PairResumed"]));
        Assert.That(await KindsTo(pair.MentorId), Is.EqualTo(["PairPaused", "PairResumed"]));
    }

    [Test]
    public async Task The_first_in_line_is_put_back_in_line_at_its_later_time()
    {
        var pair = await Given.Pair();
        var one = (await Given.Assignments([pair], await Given.Round(), Start.AddDays(1), (Side.Mentor, Start.AddDays(8), Start.AddDays(9))))[0];
        await Pause(pair);
        Assert.That((await AssignmentOf(one.Id)).ReleaseAt, Is.Null);
        Clock.Advance(Length);
        await Resume(pair);
        Assert.That((await AssignmentOf(one.Id)).ReleaseAt, Is.EqualTo(Start.AddDays(1) + Length));
    }

    [Test]
    public async Task A_letter_that_was_in_our_hands_over_a_pause_gets_that_time_back_once()
    {
        var pair = await Given.Pair();
        var turn = await Given.OpenTurn(Start.AddDays(3), Start.AddDays(4), pair);
        await Db.Transact(tx => Get<Turns>().Submitted(tx, turn.Id, Now));
        Clock.Advance(TimeSpan.FromHours(1));
        await Pause(pair);
        Clock.Advance(Length);
        await Resume(pair);
        Clock.Advance(TimeSpan.FromHours(2));
        var back = await Db.Transact(tx => Get<Turns>().Recalled(tx, turn.Id, Now));
        Assert.That(back.DueAt, Is.EqualTo(turn.DueAt + Length + TimeSpan.FromHours(3)));
    }

    [Test]
    public async Task What_a_pause_kept_from_opening_opens_when_it_ends()
    {
        var pair = await Given.Pair();
        var turn = await Given.OpenTurn(pair: pair);
        await Db.Transact(tx => Get<Turns>().Submitted(tx, turn.Id, Now));
        await Pause(pair);
        await Db.Transact(tx => Get<Turns>().Excused(tx, turn.Id, Now));
        var next = (await TurnsOf(turn.AssignmentId))[1];
        Assert.That((await TurnOf(next)).State, Is.EqualTo(TurnState.Waiting));
        Clock.Advance(Length);
        await Resume(pair);
        Assert.That((await TurnOf(next)).State, Is.EqualTo(TurnState.Open));
    }

    [Test]
    public async Task A_pair_whose_consent_has_ended_does_not_go_on()
    {
        var pair = await Given.Pair(standsUntil: Start.AddDays(2));
        await Pause(pair);
        Clock.Advance(Length);
        Assert.That(await Resume(pair), Is.Zero);
        Assert.That((await Get<ProgramStore>().Pair(pair.Id))!.State, Is.EqualTo(PairState.Paused));
    }

    [Test]
    public async Task Pausing_and_resuming_twice_does_it_once()
    {
        var pair = await Given.Pair();
        var turn = await Given.OpenTurn(pair: pair);
        Assert.That((await Pause(pair), await Pause(pair)), Is.EqualTo((1, 0)));
        Clock.Advance(Length);
        Assert.That((await Resume(pair), await Resume(pair)), Is.EqualTo((1, 0)));
        Assert.That((await TurnOf(turn.Id)).DueAt, Is.EqualTo(turn.DueAt + Length));
    }

    Task<int> Pause(Pair pair) => Db.Transact(tx => Get<Pauses>().Pause(tx, [pair.Id], PauseReason.Coordinator, Actor.Service, Now));

    Task<int> Resume(Pair pair) => Db.Transact(tx => Get<Pauses>().Resume(tx, [pair.Id], Actor.Service, Now));
}

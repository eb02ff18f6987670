using LetterExchange.Data;
using LetterExchange.Features.Plans;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Plans;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class RemindWritersTests(Engine engine) : SweepTest<RemindWriters>(engine)
{
    [TestCase("America/New_York", "2027-03-15T20:00")]
    [TestCase("America/New_York", "2027-11-08T20:00")]
    [TestCase("Europe/Paris", "2027-03-29T20:00")]
    [TestCase("Europe/Paris", "2027-11-01T20:00")]
    public async Task Each_step_is_told_once_at_its_moment_and_only_to_the_writer(string zone, string due)
    {
        await Given.Program(zone);
        var dueAt = FairClock.Of(await Given.Program(), []).At(due);
        Clock.SetUtcNow(dueAt.AddDays(-9));
        var turn = await Given.OpenTurn(dueAt);
        foreach (var (hours, before, after) in new[] { (168, 0, 1), (72, 1, 2), (24, 2, 3) })
        {
            await SweepAt(dueAt.AddHours(-hours).AddMilliseconds(-1));
            Assert.That(await NoticesTo(turn.WriterId), Has.Count.EqualTo(before), $"just before {hours} h");
            await SweepAt(dueAt.AddHours(-hours));
            await Sweep();
            var told = await NoticesTo(turn.WriterId);
            Assert.That(told, Has.Count.EqualTo(after), $"at {hours} h");
            Assert.That(told[^1].Occasion, Is.EqualTo($"{dueAt.ToUnixTimeMilliseconds()}/{hours}"));
        }
        await SweepAt(dueAt);
        await SweepAt(dueAt.AddDays(1));
        Assert.That(await KindsTo(turn.WriterId), Is.EqualTo(["Reminder", "Reminder", "Reminder"]));
        Assert.That(await NoticesTo(turn.ReaderId), Is.Empty);
    }

    [Test]
    public async Task After_two_days_down_only_the_latest_step_is_told()
    {
        var turn = await Given.OpenTurn(Start.AddDays(10), Start.AddDays(12));
        await SweepAt(Start.AddDays(8)); // 168 and 72 hours before have passed.
        Assert.That((await NoticesTo(turn.WriterId)).Select(told => told.Occasion), Is.EqualTo([$"{turn.DueAt.ToUnixTimeMilliseconds()}/72"]));
        Assert.That((await TurnOf(turn.Id)).RemindAt, Is.EqualTo(Start.AddDays(9)));
    }

    [Test]
    public async Task A_turn_that_was_down_past_its_due_date_is_not_reminded()
    {
        var turn = await Given.OpenTurn(Start.AddDays(10), Start.AddDays(12));
        await SweepAt(Start.AddDays(10));
        Assert.That(await NoticesTo(turn.WriterId), Is.Empty);
        Assert.That((await TurnOf(turn.Id)).RemindAt, Is.Null);
    }

    [Test]
    public async Task A_letter_in_our_hands_is_not_asked_for_and_one_that_came_back_is()
    {
        var turn = await Given.OpenTurn(Start.AddDays(10), Start.AddDays(12));
        await Db.Transact(tx => Get<Turns>().Submitted(tx, turn.Id, Now));
        await SweepAt(Start.AddDays(4));
        Assert.That(await NoticesTo(turn.WriterId), Is.Empty);
        await Db.Transact(tx => Get<Turns>().Returned(tx, turn.Id, Now));
        await SweepAt(Start.AddDays(7));
        Assert.That(await KindsTo(turn.WriterId), Is.EqualTo(["Reminder"]));
    }

    [Test]
    public async Task Nobody_is_reminded_while_the_pair_is_paused()
    {
        var pair = await Given.Pair();
        var turn = await Given.OpenTurn(Start.AddDays(10), Start.AddDays(12), pair);
        await Db.Transact(tx => Get<Pauses>().Pause(tx, [pair.Id], LetterExchange.Features.Programs.PauseReason.Coordinator, Actor.Service, Now));
        await SweepAt(Start.AddDays(9));
        Assert.That(await KindsTo(turn.WriterId), Is.EqualTo(["PairPaused"]));
    }

    [Test]
    public async Task Two_places_at_once_remind_once()
    {
        await Given.Assignments(await Given.Pairs(600), await Given.Round(Start), Start, (Side.Mentee, Start.AddDays(8), Start.AddDays(10)));
        await Get<ReleaseAssignments>().Run(CancellationToken.None);
        Clock.Advance(TimeSpan.FromDays(1));
        await SweepTwiceAtOnce();
        Assert.That(await Notices("Reminder"), Is.EqualTo(600));
    }

    [Test]
    public async Task Looking_for_what_is_due_is_one_look_at_an_index()
    {
        if (Engine == Engine.Postgres) return;
        Assert.That(await Plan(RemindWriters.FindDue, DueRows.After(null, Now)), Does.Match(@"^SEARCH turns USING COVERING INDEX turns_remind \([^\n]*\)$"));
        Assert.That(await Plan(RemindWriters.FindNext, new { now = Now }), Does.Contain("INDEX turns_remind (remind_at>?)"));
    }
}

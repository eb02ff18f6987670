using LetterExchange.Data;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Plans;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class WatchStandingTests(Engine engine) : SweepTest<WatchStanding>(engine)
{
    [Test]
    public async Task A_pair_is_paused_as_of_the_moment_at_which_consent_or_clearance_ended()
    {
        var coordinator = await Given.Coordinator();
        var pair = await Given.Pair(standsUntil: Start.AddDays(2));
        var turn = await Given.OpenTurn(pair: pair);
        await SweepAt(pair.StandsUntil.AddMilliseconds(-1));
        Assert.That((await PairOf(pair)).State, Is.EqualTo(PairState.Active));
        await SweepAt(pair.StandsUntil.AddDays(2));
        await SweepTwiceAtOnce();
        var paused = await PairOf(pair);
        Assert.That((paused.State, paused.PausedAt, paused.PausedWhy), Is.EqualTo((PairState.Paused, (DateTimeOffset?)pair.StandsUntil, (PauseReason?)PauseReason.Standing)));
        var stopped = await TurnOf(turn.Id);
        Assert.That((stopped.RemindAt, stopped.EnforceAt), Is.EqualTo(((DateTimeOffset?)null, (DateTimeOffset?)null)));
        Assert.That(await KindsTo(coordinator), Is.EqualTo(["StandingEnded"]));
        Assert.That(await KindsTo(pair.MenteeId), Is.Empty);
        Assert.That(await EventsOf(pair.Id), Is.EqualTo(["pair.pause"]));
    }

    [Test]
    public async Task Looking_for_what_is_due_is_one_look_at_an_index()
    {
        if (Engine == Engine.Postgres) return;
        Assert.That(await Plan(WatchStanding.FindDue, DueRows.After(null, Now)), Does.Match(@"^SEARCH pairs USING COVERING INDEX pairs_standing \([^\n]*\)$"));
        Assert.That(await Plan(WatchStanding.FindNext, new { now = Now }), Does.Contain("INDEX pairs_standing (stands_until>?)"));
    }

    async Task<Pair> PairOf(Pair pair) => (await Get<ProgramStore>().Pair(pair.Id))!;
}

using LetterExchange.Data;
using LetterExchange.Features.Plans;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Plans;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class ReleaseAssignmentsTests(Engine engine) : SweepTest<ReleaseAssignments>(engine)
{
    [TestCase("America/New_York", "2027-03-14T02:30", "2027-03-14T07:30:00Z")]
    [TestCase("America/New_York", "2027-11-07T01:30", "2027-11-07T05:30:00Z")]
    [TestCase("Europe/Paris", "2027-03-28T02:30", "2027-03-28T01:30:00Z")]
    [TestCase("Europe/Paris", "2027-10-31T02:30", "2027-10-31T00:30:00Z")]
    public async Task A_round_opens_at_its_local_time_and_not_a_millisecond_before(string zone, string local, string instant)
    {
        await Given.Program(zone);
        var opens = FairClock.Of(await Given.Program(), []).At(local);
        Assert.That(opens, Is.EqualTo(DateTimeOffset.Parse(instant)));
        var one = await Scheduled(opens);
        await SweepAt(opens.AddMilliseconds(-1));
        Assert.That((await AssignmentOf(one.Id)).State, Is.EqualTo(AssignmentState.Scheduled));
        Assert.That(await Get<ReleaseAssignments>().Next(), Is.EqualTo(opens));
        await SweepAt(opens);
        var open = await AssignmentOf(one.Id);
        Assert.That((open.State, open.OpenedAt, open.ReleaseAt), Is.EqualTo((AssignmentState.Open, (DateTimeOffset?)opens, (DateTimeOffset?)null)));
    }

    [Test]
    public async Task It_opens_the_first_turn_and_tells_both_once_however_often_it_runs()
    {
        var pair = await Given.Pair();
        var one = await Scheduled(Start.AddHours(1), pair, "a-story");
        await SweepAt(Start.AddHours(1));
        await Sweep();
        await SweepTwiceAtOnce();
        var turns = await TurnsOf(one.Id);
        var first = await TurnOf(turns[0]);
        Assert.That((first.State, first.DueAt, first.WriterId), Is.EqualTo((TurnState.Open, Start.AddDays(7), pair.MenteeId)));
        Assert.That((await TurnOf(turns[1])).State, Is.EqualTo(TurnState.Waiting));
        Assert.That((await AssignmentOf(one.Id)).StoryId, Is.EqualTo("a-story"), "One story is no choice.");
        Assert.That(await KindsTo(pair.MenteeId), Is.EqualTo(["RoundOpened"]));
        Assert.That(await KindsTo(pair.MentorId), Is.EqualTo(["RoundOpened"]));
        Assert.That(await EventsOf(one.Id), Is.EqualTo(["assignment.open"]));
        Assert.That(await EventsOf(first.Id), Is.EqualTo(["turn.open"]));
    }

    [Test]
    public async Task Two_days_late_the_first_writer_still_has_three_days()
    {
        var one = await Scheduled(Start.AddHours(1), due: Start.AddDays(4));
        await SweepAt(Start.AddHours(49));
        var first = await TurnOf((await TurnsOf(one.Id))[0]);
        Assert.That((first.DueAt, first.CutOffAt), Is.EqualTo((Start.AddHours(49 + 72), Start.AddHours(49 + 72 + 72))));
    }

    [Test]
    public async Task Where_a_round_offers_several_stories_none_is_chosen_yet()
    {
        var one = await Scheduled(Start, null, "a-story", "another-story");
        await Sweep();
        Assert.That((await AssignmentOf(one.Id)).StoryId, Is.Null);
    }

    [Test]
    public async Task Nothing_opens_for_a_pair_that_is_paused_or_whose_consent_has_ended()
    {
        var paused = await Given.Pair();
        var ended = await Given.Pair(standsUntil: Start.AddHours(1));
        var ones = new[] { await Scheduled(Start.AddHours(1), paused), await Scheduled(Start.AddHours(1), ended) };
        await Db.Execute("UPDATE pairs SET state = 'Paused', paused_at = @Now WHERE id = @Id", new { Now, paused.Id });
        await SweepAt(Start.AddHours(1));
        foreach (var one in ones) Assert.That((await AssignmentOf(one.Id)).State, Is.EqualTo(AssignmentState.Scheduled));
        Assert.That(await Notices("RoundOpened"), Is.Zero);
    }

    [Test]
    public async Task Twelve_hundred_open_once_each_in_two_places_at_once()
    {
        await Given.Assignments(await Given.Pairs(1200), await Given.Round(Start), Start, (Side.Mentee, Start.AddDays(7), Start.AddDays(10)));
        await SweepTwiceAtOnce();
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM assignments WHERE state = 'Open' AND version = 2"), Is.EqualTo(1200));
        Assert.That(await Notices("RoundOpened"), Is.EqualTo(2400));
    }

    [Test]
    public async Task A_bad_row_harms_nobody_else()
    {
        var pairs = await Given.Pairs(19);
        pairs.Insert(7, await Given.Pair(await Given.Cohort((await Given.Program("Nowhere/Land")).Id)));
        var ones = await Given.Assignments(pairs, await Given.Round(Start), Start, (Side.Mentee, Start.AddDays(7), Start.AddDays(10)));
        Assert.That(await Sweep(), Is.EqualTo(19));
        Assert.That((await AssignmentOf(ones[7].Id)).State, Is.EqualTo(AssignmentState.Scheduled));
        Assert.That(await Get<ReleaseAssignments>().Next(), Is.Null, "What failed waits for the regular look: it is no reason to look again at once.");
    }

    [Test]
    public async Task Looking_for_what_is_due_is_one_look_at_an_index()
    {
        if (Engine == Engine.Postgres) return;
        Assert.That(await Plan(ReleaseAssignments.FindDue, DueRows.After(null, Now)), Does.Match(@"^SEARCH assignments USING COVERING INDEX assignments_release \([^\n]*\)$"));
        Assert.That(await Plan(ReleaseAssignments.FindNext, new { now = Now }), Does.Contain("INDEX assignments_release (release_at>?)"));
    }

    async Task<Assignment> Scheduled(DateTimeOffset opens, LetterExchange.Features.Programs.Pair? pair = null, params string[] stories) =>
        await Scheduled(opens, pair, Start.AddDays(7), stories);

    async Task<Assignment> Scheduled(DateTimeOffset opens, DateTimeOffset due) => await Scheduled(opens, null, due);

    async Task<Assignment> Scheduled(DateTimeOffset opens, LetterExchange.Features.Programs.Pair? pair, DateTimeOffset due, params string[] stories) =>
        (await Given.Assignments([pair ?? await Given.Pair()], await Given.Round(opens, stories), opens,
            (Side.Mentee, due, due.AddDays(3)), (Side.Mentor, due.AddDays(7), due.AddDays(10))))[0];
}

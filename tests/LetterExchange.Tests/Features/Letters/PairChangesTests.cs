using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.People;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Letters;

/// <summary>A substitute and the mentor's return, another mentor, a pair opened again.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class PairChangesTests(Engine engine) : DatabaseTest(engine)
{
    Pair pair = null!;
    Guid by, mentor;

    PairChanges Changes => Get<PairChanges>();

    [SetUp]
    public async Task Fill()
    {
        pair = await Given.Pair();
        by = await Given.Coordinator();
        mentor = (await Given.Pair()).MentorId;
        await Given.OpenTurn(pair: pair);
        foreach (var weeks in new[] { 4, 8 })
            await Given.Assignments([pair], await Given.Round(Now.AddDays(7 * weeks)), Now.AddDays(7 * weeks), (Side.Mentee, Now.AddDays(7 * weeks + 7), Now.AddDays(7 * weeks + 10)), (Side.Mentor, Now.AddDays(7 * weeks + 14), Now.AddDays(7 * weeks + 17)));
    }

    [Test]
    public async Task While_a_substitute_stands_in_the_pair_rests_and_its_rounds_ahead_go_along()
    {
        var other = await Pair(await Changes.Substitute(pair.Id, mentor, "In hospital", by));
        var resting = await Pair(pair.Id);
        Assert.That((resting.State, resting.IsResting, other.State, other.MentorId, other.MenteeId, other.StandsInFor), Is.EqualTo((PairState.Paused, true, PairState.Active, mentor, pair.MenteeId, (Guid?)pair.Id)));
        Assert.That((await Rounds(pair.Id), await Rounds(other.Id)), Is.EqualTo(("Open", "Scheduled Scheduled")));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM turns t WHERE t.pair_id = @Id AND ((t.writer = 'Mentor' AND t.writer_id = @mentor AND t.reader_id = @MenteeId) OR (t.writer = 'Mentee' AND t.writer_id = @MenteeId AND t.reader_id = @mentor))", new { other.Id, mentor, pair.MenteeId }), Is.EqualTo(4));
        Assert.That((await KindsTo(pair.MentorId), await KindsTo(mentor), await KindsTo(pair.MenteeId)), Is.EqualTo((new[] { "PairPaused" }, new[] { "PairBegun" }, new[] { "PairBegun", "PairPaused" })));
        Assert.That((await NoticesTo(pair.MenteeId)).Select(told => told.Arguments), Has.None.Contains("hospital"));
        Clock.Advance(TimeSpan.FromDays(29));
        await Get<ReleaseAssignments>().Run(CancellationToken.None);
        Assert.That(await Rounds(other.Id), Is.EqualTo("Open Scheduled"));
    }

    [Test]
    public async Task A_resting_pair_does_not_go_on_by_itself_nor_with_its_cohort_nor_with_a_new_clearance()
    {
        await Changes.Substitute(pair.Id, mentor, "Away", by);
        await Get<Interventions>().Resume(new Scope(pair.ProgramId, pair.CohortId), "All go on", by);
        await Get<Interventions>().Resume(new Scope(pair.ProgramId, PairId: pair.Id), "On", by);
        await Get<Standing>().Record(pair.MentorId, new NewClearance("Check", Now, Now.AddYears(2)), by);
        Assert.That((await Pair(pair.Id)).State, Is.EqualTo(PairState.Paused));
    }

    [Test]
    public async Task The_mentor_comes_back_and_all_that_has_not_opened_keeps_its_dates()
    {
        var before = await Dates(pair.Id);
        var other = await Changes.Substitute(pair.Id, mentor, "In hospital", by);
        Clock.Advance(TimeSpan.FromDays(30));
        await Get<ReleaseAssignments>().Run(CancellationToken.None);
        var open = await Db.Get<long>("SELECT due_at FROM turns WHERE pair_id = @Id AND state = 'Open'", new { pair.Id });
        Assert.That(await Changes.Return(other, "Well again", by), Is.EqualTo(pair.Id));
        Assert.That(((await Pair(pair.Id)).State, (await Pair(pair.Id)).IsResting, (await Pair(other)).State), Is.EqualTo((PairState.Active, false, PairState.Closed)));
        Assert.That((await Rounds(pair.Id), await Rounds(other)), Is.EqualTo(("Open Scheduled", "ClosedIncomplete")));
        Assert.That(await Db.Get<long>("SELECT due_at FROM turns WHERE pair_id = @Id AND state = 'Open'", new { pair.Id }) - open, Is.EqualTo((long)TimeSpan.FromDays(30).TotalMilliseconds), "What was open moves by the rest.");
        Assert.That(await Dates(pair.Id), Is.EqualTo(before[^1..]));
        Assert.That(await KindsTo(pair.MentorId), Is.EqualTo(new[] { "PairPaused", "PairResumed" }));
        Assert.That(await KindsTo(mentor), Does.Contain("PairClosed"));
    }

    [Test]
    public async Task Whose_clearance_has_ended_meanwhile_stays_paused_until_it_stands()
    {
        var other = await Changes.Substitute(pair.Id, mentor, "Away", by);
        await Get<Standing>().Revoke(pair.MentorId, (await Get<Standing>().Clearances(pair.MentorId)).Single().Id, by);
        await Changes.Return(pair.Id, "Back", by);
        var back = await Pair(pair.Id);
        Assert.That((back.State, back.PausedWhy, back.IsResting, (await Pair(other)).State), Is.EqualTo((PairState.Paused, (PauseReason?)PauseReason.Standing, false, PairState.Closed)));
        await Get<Standing>().Record(pair.MentorId, new NewClearance("Check", Now, Now.AddYears(2)), by);
        Assert.That((await Pair(pair.Id)).State, Is.EqualTo(PairState.Active));
    }

    [Test]
    public async Task A_rematch_closes_the_pair_and_the_new_mentor_reads_nothing_of_before()
    {
        var sent = await Get<Writing>().Submit(pair.MenteeId, new Sheet(pair.Id, null, Clock.New()), "Dear Henrik, a secret.");
        var other = await Pair(await Changes.Rematch(pair.Id, mentor, "mentor-left", "He has moved", by));
        var former = await Pair(pair.Id);
        Assert.That((former.State, other.State, other.StandsInFor), Is.EqualTo((PairState.Closed, PairState.Active, (Guid?)null)));
        Assert.That((await Rounds(pair.Id), await Rounds(other.Id)), Is.EqualTo(("ClosedIncomplete", "Scheduled Scheduled")));
        Assert.That((await Get<LetterStore>().Find(sent.LetterId))!.State, Is.EqualTo(LetterState.Stopped));
        Assert.That((await Get<Reading>().Conversation(other.Id, mentor)).Letters, Is.Empty);
        Assert.That(await Get<Reading>().Letter(sent.LetterId, mentor), Is.Null);
        Assert.That(await Db.Get<long>("SELECT COUNT(*) FROM assignments WHERE pair_id = @Id AND release_at IS NOT NULL", new { other.Id }), Is.EqualTo(1), "The first in line is armed.");
    }

    [Test]
    public async Task Only_a_cleared_mentor_with_room_takes_a_mentee_on()
    {
        await Refused("move.room", () => Changes.Rematch(pair.Id, pair.MentorId, "other", "Again", by));
        await Get<Standing>().Revoke(mentor, (await Get<Standing>().Clearances(mentor)).Single().Id, by);
        await Refused("move.room", () => Changes.Substitute(pair.Id, mentor, "Not cleared", by));
        var full = await Given.Pair();
        await Given.Pairs(5, mentor: full.MentorId);
        await Refused("move.room", () => Changes.Substitute(pair.Id, full.MentorId, "Six already", by));
        Assert.That((await Pair(pair.Id)).State, Is.EqualTo(PairState.Active), "Nothing half done.");
    }

    [Test]
    public async Task What_the_table_does_not_have_is_refused_and_another_program_s_coordinator_is_nobody()
    {
        await Refused("move.first", () => Changes.Return(pair.Id, "It does not rest", by));
        await Refused("move.first", () => Changes.Reopen(pair.Id, "It is open", by));
        var stranger = await Given.Person("Coordinator", (await Given.Program("Europe/Oslo", null)).Id);
        await Assert.ThatAsync(() => Changes.Substitute(pair.Id, mentor, "Mine", stranger), Throws.InstanceOf<NotYours>());
    }

    [Test]
    public async Task A_closed_pair_is_opened_again_with_its_rounds_closed()
    {
        await Get<PairClosing>().Close(pair.Id, "finished", "Done", by);
        Clock.Advance(TimeSpan.FromDays(1));
        await Changes.Reopen(pair.Id, "They asked for it", by);
        var again = await Pair(pair.Id);
        Assert.That((again.State, again.ClosedAt, await Rounds(pair.Id)), Is.EqualTo((PairState.Active, (DateTimeOffset?)null, "ClosedIncomplete ClosedIncomplete ClosedIncomplete")));
        Assert.That(await KindsTo(pair.MenteeId), Is.EqualTo(new[] { "PairClosed", "PairBegun" }));
        Clock.Advance(TimeSpan.FromDays(1));
        await Get<PairClosing>().Close(pair.Id, "finished", "Now it is", by);
        Assert.That(await KindsTo(pair.MenteeId), Is.EqualTo(new[] { "PairClosed", "PairBegun", "PairClosed" }), "The second end is told too.");
    }

    [Test]
    public async Task It_stays_closed_where_the_mentee_has_another_mentor_consent_has_ended_or_it_was_for_safety()
    {
        var other = await Changes.Rematch(pair.Id, mentor, "no-match", "Another", by);
        await Refused("move.taken", () => Changes.Reopen(pair.Id, "Back", by));
        await Get<PairClosing>().Close(other, "safety", "Danger", by);
        await Refused("move.first", () => Changes.Reopen(other, "Not for safety", by));
        await Get<Standing>().Withdraw(pair.MenteeId, (await Get<Standing>().Consents(pair.MenteeId)).Single().Id, by);
        await Refused("move.standing", () => Changes.Reopen(pair.Id, "Back", by));
    }

    [Test]
    public async Task The_schema_keeps_one_mentor_at_a_time_and_a_substitute_to_the_same_mentee()
    {
        await Assert.ThatAsync(() => Given.Pair(mentee: pair.MenteeId), Throws.InstanceOf<System.Data.Common.DbException>());
        await Assert.ThatAsync(() => Db.Execute("UPDATE pairs SET resting = 1 WHERE id = @Id", new { pair.Id }), Throws.InstanceOf<System.Data.Common.DbException>(), "Only a paused pair rests.");
        await Assert.ThatAsync(() => Db.Execute("UPDATE pairs SET stands_in_for = id WHERE id = @Id", new { pair.Id }), Throws.InstanceOf<System.Data.Common.DbException>());
        await Get<PairClosing>().Close(pair.Id, "finished", "Done", by);
        await Assert.ThatAsync(() => Db.Execute("UPDATE pairs SET state = 'Active', closed_at = NULL, reopened_at = @Now, stands_until = @Now WHERE id = @Id", new { pair.Id, Now }),
            Throws.InstanceOf<System.Data.Common.DbException>().With.Message.Contains("stays closed"));
    }

    static Task Refused(string key, Func<Task> move) => Assert.ThatAsync(() => move(), Throws.InstanceOf<Refusal>().With.Message.EqualTo(key));

    Task<Pair> Pair(Guid id) => Db.Read(async tx => (await Get<ProgramStore>().Pair(tx, id))!);

    async Task<string> Rounds(Guid id) => string.Join(' ', await Db.Query<string>("SELECT state FROM assignments WHERE pair_id = @id ORDER BY line", new { id }));

    Task<List<(long Opens, long Due, long CutOff)>> Dates(Guid id) => Db.Query<(long, long, long)>(
        "SELECT a.opens_at, MIN(t.due_at), MAX(t.cut_off_at) FROM assignments a JOIN turns t ON t.assignment_id = a.id WHERE a.pair_id = @id AND a.state = 'Scheduled' GROUP BY a.id, a.opens_at ORDER BY a.opens_at", new { id });
}

using LetterExchange.Data;
using LetterExchange.Features.Plans;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Plans;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class PlanStoreTests(Engine engine) : DatabaseTest(engine)
{
    PlanStore Plans => Get<PlanStore>();

    [Test]
    public async Task A_draft_is_kept_as_typed_and_published_whole()
    {
        var (id, by) = await Draft();
        var plan = (await Plans.Find(id))!;
        Assert.That((plan.Name, plan.State, plan.Version, plan.Rounds.Count), Is.EqualTo(("Spring", PlanState.Draft, 1, 2)));
        Assert.That(plan.Rounds[0].OpensAt, Is.EqualTo(new DateTimeOffset(2027, 1, 18, 7, 0, 0, TimeSpan.Zero)), "8:00 in Paris");
        Assert.That(plan.Rounds[1].Stories, Has.Count.EqualTo(2));
        Assert.That(plan.Rounds[0].Title, Is.Not.Empty, "Without a title it has its story's.");
        Assert.That((await Plans.Publish(id, 1, plan.Sheet, by)).IsDone);
        plan = (await Plans.Find(id))!;
        Assert.That((plan.State, plan.PublishedAt, plan.Version), Is.EqualTo((PlanState.Published, (DateTimeOffset?)Now, 2)));
        Assert.That(await EventsOf(id), Is.EqualTo(["plan.draft", "plan.publish"]));
    }

    [Test]
    public async Task What_is_wrong_with_a_plan_keeps_all_of_it_from_being_saved()
    {
        var (id, by) = await Draft();
        var before = await Plans.Find(id);
        var sheet = before!.Sheet;
        sheet.Name = "Another name";
        sheet.Rounds[1].Turns[0].Due = "2027-02-09T20:00";
        var outcome = await Plans.Publish(id, 1, sheet, by);
        Assert.That(outcome.Problems.Select(problem => (problem.Field, problem.Round, problem.Code)), Is.EqualTo([("Sheet.Rounds[1].Turns[0].Due", (int?)2, "due.short")]));
        var after = await Plans.Find(id);
        Assert.That((after!.Name, after.Version, after.State), Is.EqualTo((before.Name, before.Version, PlanState.Draft)));
        Assert.That(after.Rounds[1].Turns[0], Is.EqualTo(before.Rounds[1].Turns[0]));
        Assert.That((await Plans.Keep(id, 1, sheet, by)).IsDone, "As a draft it may be wrong.");
    }

    [Test]
    public async Task A_draft_that_somebody_else_has_changed_is_not_overwritten()
    {
        var (id, by) = await Draft();
        var sheet = (await Plans.Find(id))!.Sheet;
        Assert.That((await Plans.Keep(id, 1, sheet, by)).IsDone);
        sheet.Name = "Mine";
        Assert.That((await Plans.Keep(id, 1, sheet, by)).ChangedElsewhere);
        Assert.That((await Plans.Publish(id, 1, sheet, by)).ChangedElsewhere);
        Assert.That((await Plans.Find(id))!.Name, Is.EqualTo("Spring"));
    }

    [Test]
    public async Task A_draft_is_thrown_away_by_whoever_has_seen_it_as_it_is()
    {
        var (id, by) = await Draft();
        Assert.That((await Plans.Keep(id, 1, (await Plans.Find(id))!.Sheet, by)).IsDone);
        Assert.That(await Plans.Discard(id, 1, by), Is.False, "it has changed since");
        Assert.That((await Plans.Find(id))!.Rounds, Has.Count.EqualTo(2));
        Assert.That(await Plans.Discard(id, 2, by));
        Assert.That((await Plans.Find(id), await Db.Get<int>("SELECT COUNT(*) FROM rounds WHERE plan_id = @id", new { id })), Is.EqualTo(((ReadingPlan?)null, 0)));
        Assert.That(await EventsOf(id), Is.EquivalentTo(["plan.draft", "plan.change", "plan.discard"]));
        Assert.That(await Plans.Discard(id, 3, by), Is.False, "it is gone");
    }

    [Test]
    public async Task A_published_plan_is_not_thrown_away()
    {
        var (id, by) = await Published();
        Assert.That(await Plans.Discard(id, (await Plans.Find(id))!.Version, by), Is.False);
        Assert.That((await Plans.Find(id))!.Rounds, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_published_plan_stays_as_it_is_and_can_be_copied()
    {
        var (id, by) = await Published();
        var plan = (await Plans.Find(id))!;
        Assert.That((await Plans.Keep(id, plan.Version, plan.Sheet, by)).ChangedElsewhere);
        var copy = (await Plans.Find(await Plans.Copy(id, "Spring again", by)))!;
        Assert.That((copy.Name, copy.State, copy.Rounds.Count), Is.EqualTo(("Spring again", PlanState.Draft, 2)));
        Assert.That(copy.Rounds.SelectMany(round => round.Turns).Select(turn => turn.DueAt), Is.EqualTo(plan.Rounds.SelectMany(round => round.Turns).Select(turn => turn.DueAt)));
        var line = (await Plans.All(plan.ProgramId)).Single(one => one.Id == id);
        Assert.That((line.Rounds, line.OpensAt, line.EndsAt), Is.EqualTo((2, (DateTimeOffset?)plan.Rounds[0].OpensAt, (DateTimeOffset?)plan.Rounds[1].Turns[1].CutOffAt)));
    }

    [Test]
    public async Task Applying_gives_each_pair_its_line_and_to_apply_again_is_harmless()
    {
        var (id, by) = await Published();
        var pairs = await Given.Pairs(3);
        await Db.Execute("UPDATE pairs SET state = 'Paused', paused_at = @Now WHERE id = @Id", new { Now, pairs[2].Id });
        var cohort = await Given.Cohort();
        Assert.That(await Get<PlanApplication>().ToCohort(id, cohort, by), Is.EqualTo(new Applied(2, 1, 0)));
        Assert.That(await Get<PlanApplication>().ToCohort(id, cohort, by), Is.EqualTo(new Applied(0, 1, 2)));
        var line = await Db.Query<Assignment>("SELECT id, line, state, opens_at, release_at FROM assignments WHERE pair_id = @Id ORDER BY line", new { pairs[0].Id });
        Assert.That(line.Select(one => (one.Line, one.State, one.ReleaseAt)), Is.EqualTo([(1, AssignmentState.Scheduled, (DateTimeOffset?)line[0].OpensAt), (2, AssignmentState.Scheduled, null)]));
        var turns = await Db.Query<Turn>("SELECT ordinal, writer, writer_id, reader_id, state FROM turns WHERE assignment_id = @Id ORDER BY ordinal", new { line[1].Id });
        Assert.That(turns.Select(turn => (turn.Writer, turn.WriterId, turn.ReaderId, turn.State)), Is.EqualTo(
            [(Side.Mentor, pairs[0].MentorId, pairs[0].MenteeId, TurnState.Waiting), (Side.Mentee, pairs[0].MenteeId, pairs[0].MentorId, TurnState.Waiting)]));
    }

    [Test]
    public async Task A_pair_that_joins_later_gets_the_rounds_that_can_still_be_written()
    {
        var (id, by) = await Published();
        var pair = await Given.Pair();
        Clock.SetUtcNow(new DateTimeOffset(2027, 1, 28, 19, 0, 0, TimeSpan.Zero)); // The first letter's cut-off.
        Assert.That(await Get<PlanApplication>().ToPairs(id, [pair.Id], by), Is.EqualTo(new Applied(1, 0, 0)));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM assignments WHERE pair_id = @Id", new { pair.Id }), Is.EqualTo(1));
        Clock.SetUtcNow(new DateTimeOffset(2027, 3, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.That(await Get<PlanApplication>().ToPairs(id, [(await Given.Pair()).Id], by), Is.EqualTo(new Applied(0, 0, 1)));
    }

    [Test]
    public async Task A_second_plan_joins_the_end_of_the_line_and_waits_for_its_turn()
    {
        var (id, by) = await Published();
        var pair = await Given.Pair();
        await Get<PlanApplication>().ToPairs(id, [pair.Id], by);
        var copy = await Plans.Copy(id, "More", by);
        Assert.That((await Plans.Publish(copy, 1, (await Plans.Find(copy))!.Sheet, by)).IsDone);
        await Get<PlanApplication>().ToPairs(copy, [pair.Id], by);
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM assignments WHERE pair_id = @Id AND release_at IS NOT NULL", new { pair.Id }), Is.EqualTo(1));
        Assert.That(await Db.Get<int>("SELECT MAX(line) FROM assignments WHERE pair_id = @Id", new { pair.Id }), Is.EqualTo(4));
    }

    [Test]
    public async Task A_draft_and_another_programs_pair_are_not_for_applying()
    {
        var (id, by) = await Draft();
        Assert.That(async () => await Get<PlanApplication>().ToPairs(id, [], by), Throws.InvalidOperationException);
        var (published, _) = await Published();
        var elsewhere = await Given.Pair(await Given.Cohort((await Given.Program("Europe/Paris", null)).Id));
        Assert.That(await Get<PlanApplication>().ToPairs(published, [elsewhere.Id], by), Is.EqualTo(new Applied(0, 1, 0)));
    }

    [Test]
    public async Task Applying_in_two_places_at_once_gives_each_round_once()
    {
        var (id, by) = await Published();
        var pairs = (await Given.Pairs(450)).Select(pair => pair.Id).ToList();
        using var elsewhere = new Parts(Db, Clock);
        await Task.WhenAll(Task.Run(() => Get<PlanApplication>().ToPairs(id, pairs, by)), Task.Run(() => elsewhere.Get<PlanApplication>().ToPairs(id, pairs, by)));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM assignments"), Is.EqualTo(900));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM turns"), Is.EqualTo(1800));
    }

    async Task<(Guid Id, Guid By)> Draft()
    {
        var by = await Given.Coordinator();
        var (id, outcome) = await Plans.Create((await Given.Program()).Id, PlanCheckTests.Sound(), by);
        Assert.That(outcome.IsDone);
        return (id, by);
    }

    async Task<(Guid Id, Guid By)> Published()
    {
        var (id, by) = await Draft();
        Assert.That((await Plans.Publish(id, 1, (await Plans.Find(id))!.Sheet, by)).IsDone);
        return (id, by);
    }
}

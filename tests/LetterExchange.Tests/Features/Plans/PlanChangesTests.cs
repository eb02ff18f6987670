using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Plans;

/// <summary>A published plan changes, and its pairs follow: what was shown before is what happens.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class PlanChangesTests(Engine engine) : SweepTest<ReleaseAssignments>(engine)
{
    static readonly Guid[] all = [];

    PlanChanges Changes => Get<PlanChanges>();

    PlanWorks Works => Get<PlanWorks>();

    [Test]
    public async Task A_plan_that_is_shifted_takes_its_pairs_along_and_tells_each_person_once()
    {
        var (plan, by, pairs) = await Given3();
        await SweepAt(plan.Rounds[0].OpensAt); // The first round is open, and its mentee's turn.
        var sheet = Shifted(plan, 7);
        var ahead = await Foresee(plan, sheet);
        var work = await Make(plan, sheet, by);
        Assert.That((work.IsUnderWay, work.Total, work.Seen, work.Done), Is.EqualTo((false, 3, 3, 3)));
        var after = (await Get<PlanStore>().Find(plan.Id))!;
        Assert.That(after.Rounds[1].OpensAt, Is.EqualTo(plan.Rounds[1].OpensAt.AddDays(7)), "Whoever gets it later gets the new dates.");
        foreach (var pair in pairs)
        {
            Assert.That(await Dues(pair.Id), Is.EqualTo(after.Rounds.SelectMany(round => round.Turns).Select(turn => turn.DueAt)));
            Assert.That(await Db.Get<long>("SELECT opens_at FROM assignments WHERE pair_id = @Id AND state = 'Scheduled'", new { pair.Id }), Is.EqualTo(after.Rounds[1].OpensAt.ToUnixTimeMilliseconds()));
            Assert.That((await KindsTo(pair.MenteeId)).Count(kind => kind == "PlanChanged"), Is.EqualTo(1));
            Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM events WHERE kind = 'plan.move' AND pair_id = @Id AND subject_id = @plan", new { pair.Id, plan = plan.Id }), Is.EqualTo(1));
        }
        var open = await TurnOf(await Db.Get<Guid>("SELECT id FROM turns WHERE pair_id = @Id AND state = 'Open'", new { pairs[0].Id }));
        Assert.That((open.CutOffAt - open.DueAt, open.RemindAt), Is.EqualTo((TimeSpan.FromDays(3), (DateTimeOffset?)open.DueAt.AddDays(-7))), "Cut-offs move as much, reminders with them.");
        Assert.That(await EventsOf(open.Id), Does.Contain("turn.extend"));
        Assert.That((await NoticesTo(pairs[0].MenteeId)).Single(told => told.Kind == "PlanChanged").Arguments, Does.Contain(open.ReaderName).And.Contain(Turns(open.DueAt)[..16]));
        Assert.That(ahead.Told, Is.EqualTo(await Db.Get<int>("SELECT COUNT(*) FROM notices WHERE kind = 'PlanChanged'")).And.EqualTo(6));
        Assert.That((ahead.Cohorts.Single().Pairs, ahead.Cohorts.Single().Later, ahead.Cohorts.Single().Kept), Is.EqualTo((3, 3, 0)));
        Assert.That(ahead.Words.Select(notice => (notice.ToMentee, notice.Values[1])), Is.EquivalentTo([(true, Turns(open.DueAt)), (false, Turns(after.Rounds[0].Turns[1].DueAt))]), "The very words.");
    }

    [Test]
    public async Task An_open_letter_keeps_its_date_when_the_plan_moves_back()
    {
        var (plan, by, pairs) = await Given3();
        await SweepAt(plan.Rounds[0].OpensAt);
        var sheet = plan.Sheet;
        sheet.Rounds[0].Turns[0] = new() { Writer = Side.Mentee, Due = "2027-01-22T20:00", CutOff = "2027-01-25T20:00" };
        var ahead = await Foresee(plan, sheet);
        Assert.That((ahead.Cohorts.Single().Kept, ahead.Cohorts.Single().Later, ahead.Told), Is.EqualTo((3, 0, 0)));
        await Make(plan, sheet, by);
        Assert.That((await Dues(pairs[0].Id))[0], Is.EqualTo(plan.Rounds[0].Turns[0].DueAt), "What was promised stays.");
        Assert.That(await Notices("PlanChanged"), Is.Zero);
    }

    [Test]
    public async Task A_pair_with_dates_of_its_own_moves_as_far_as_the_plan()
    {
        var (plan, by, pairs) = await Given3();
        await Db.Execute("UPDATE turns SET due_at = due_at + 86400000, cut_off_at = cut_off_at + 86400000 WHERE pair_id = @Id", new { pairs[0].Id });
        await Make(plan, Shifted(plan, 7), by);
        Assert.That(await Dues(pairs[0].Id), Is.EqualTo(plan.Rounds.SelectMany(round => round.Turns).Select(turn => turn.DueAt.AddDays(8))));
    }

    [Test]
    public async Task Whoever_is_paused_or_closed_is_not_told_and_a_paused_pair_follows()
    {
        var (plan, by, pairs) = await Given3();
        await Db.Execute("UPDATE pairs SET state = 'Paused', paused_at = @Now, paused_why = 'Coordinator' WHERE id = @Id", new { Now, pairs[0].Id });
        await Db.Execute("UPDATE pairs SET state = 'Closed', closed_at = @Now WHERE id = @Id", new { Now, pairs[1].Id });
        var sheet = Shifted(plan, 7);
        var ahead = await Foresee(plan, sheet);
        var work = await Make(plan, sheet, by);
        Assert.That((ahead.Cohorts.Single().Pairs, ahead.Cohorts.Single().Paused, ahead.Told, work.Done), Is.EqualTo((2, 1, 2, 2)));
        Assert.That(await KindsTo(pairs[0].MenteeId), Is.Empty);
        Assert.That((await Dues(pairs[0].Id))[0], Is.EqualTo(plan.Rounds[0].Turns[0].DueAt.AddDays(7)));
        Assert.That((await Dues(pairs[1].Id))[0], Is.EqualTo(plan.Rounds[0].Turns[0].DueAt));
    }

    [Test]
    public async Task For_one_cohort_only_its_pairs_move_and_the_plan_stays()
    {
        var (plan, by, pairs) = await Given3();
        var other = await Given.Cohort(plan.ProgramId);
        var elsewhere = await Given.Pair(other);
        await Get<PlanApplication>().ToPairs(plan.Id, [elsewhere.Id], by);
        var sheet = Shifted(plan, 7);
        Assert.That((await Foresee(plan, sheet, other)).Told, Is.EqualTo(2));
        await Make(plan, sheet, by, other);
        Assert.That((await Dues(elsewhere.Id))[0], Is.EqualTo(plan.Rounds[0].Turns[0].DueAt.AddDays(7)));
        Assert.That((await Dues(pairs[0].Id))[0], Is.EqualTo(plan.Rounds[0].Turns[0].DueAt));
        Assert.That((await Get<PlanStore>().Find(plan.Id))!.Rounds[0].OpensAt, Is.EqualTo(plan.Rounds[0].OpensAt));
    }

    [Test]
    public async Task A_round_is_dropped_where_it_has_not_opened_and_nobody_gets_it_any_more()
    {
        var (plan, by, pairs) = await Given3();
        await SweepAt(plan.Rounds[0].OpensAt);
        var late = await Given.Pair(); // Gets the plan now, and waits for its first round.
        await Get<PlanApplication>().ToPairs(plan.Id, [late.Id], by);
        var ahead = await Get<PlanForesight>().Of(plan, PlanChange.Between(plan, plan.Sheet, [1]), all);
        Assert.That((ahead.Told, ahead.Cohorts.Single().Have), Is.EqualTo((2, 3)));
        var (work, _) = await Changes.Make(plan.Id, plan.Version, plan.Sheet, [1], all, "Too much.", by);
        await Works.Go(work!.Id, PlanWorks.AtOnce);
        Assert.That(await Db.Query<string>("SELECT state FROM assignments WHERE pair_id = @Id ORDER BY line", new { late.Id }), Is.EqualTo(["ClosedIncomplete", "Scheduled"]));
        Assert.That(await Db.Query<string>("SELECT DISTINCT t.state FROM turns t JOIN assignments a ON a.id = t.assignment_id WHERE t.pair_id = @Id AND a.line = 1", new { late.Id }), Is.EqualTo(["Excused"]));
        Assert.That(await Db.Get<long>("SELECT release_at FROM assignments WHERE pair_id = @Id AND line = 2", new { late.Id }), Is.Positive, "The next is in line.");
        Assert.That((await KindsTo(late.MentorId), await KindsTo(late.MenteeId)), Is.EqualTo((new[] { "RoundDropped" }, new[] { "RoundDropped" })));
        Assert.That(await Db.Query<string>("SELECT state FROM assignments WHERE pair_id = @Id ORDER BY line", new { pairs[0].Id }), Is.EqualTo(["Open", "Scheduled"]), "Who has it open keeps it.");
        var next = await Given.Pair();
        await Get<PlanApplication>().ToPairs(plan.Id, [next.Id], by);
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM assignments WHERE pair_id = @Id", new { next.Id }), Is.EqualTo(1));
    }

    [Test]
    public async Task A_story_more_can_be_chosen_from_now_on_and_nobody_is_told()
    {
        var (plan, by, _) = await Given3();
        var sheet = plan.Sheet;
        sheet.Rounds[0].Stories.Add(plan.Rounds[1].Stories[0]);
        await Make(plan, sheet, by);
        Assert.That((await Get<PlanStore>().Find(plan.Id))!.Rounds[0].Stories, Has.Count.EqualTo(2));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM notices"), Is.Zero);
    }

    [Test]
    public async Task Only_what_the_change_makes_wrong_is_wrong_with_it()
    {
        var (plan, by, _) = await Given3();
        Clock.SetUtcNow(plan.Rounds[0].Turns[1].CutOffAt); // The first round lies in the past.
        var sheet = plan.Sheet;
        sheet.Rounds[1].Turns[0].Due = "2027-02-09T20:00";
        var (work, outcome) = await Changes.Make(plan.Id, plan.Version, sheet, [], all, "Why.", by);
        Assert.That((work, outcome.Problems.Select(problem => problem.Code)), Is.EqualTo(((PlanWork?)null, new[] { "due.short" })).Using<(PlanWork?, IEnumerable<string>)>((one, two) => one.Item1 == two.Item1 && one.Item2.SequenceEqual(two.Item2)));
        Assert.That((await Get<PlanStore>().Find(plan.Id))!.Version, Is.EqualTo(plan.Version));
    }

    [Test]
    public async Task Nobody_changes_or_gives_a_plan_that_is_being_changed_and_a_second_change_sees_the_first()
    {
        var (plan, by, _) = await Given3();
        var (work, _) = await Changes.Make(plan.Id, plan.Version, Shifted(plan, 7), [], all, "Why.", by);
        Assert.That((await Changes.Make(plan.Id, plan.Version, Shifted(plan, 7), [], all, "Again.", by)).Outcome.ChangedElsewhere);
        var newer = (await Get<PlanStore>().Find(plan.Id))!;
        Assert.That(async () => await Changes.Make(plan.Id, newer.Version, Shifted(newer, 7), [], all, "Again.", by), Throws.TypeOf<Refusal>().With.Message.EqualTo("work.busy"));
        Assert.That(async () => await Works.Give(newer, new([], [(await Given.Pair()).Id]), by), Throws.TypeOf<Refusal>());
        Assert.That(async () => await Get<PlanApplication>().ToPairs(plan.Id, [(await Given.Pair()).Id], by), Throws.TypeOf<Refusal>());
        await Get<WorkThroughPlans>().Run(CancellationToken.None); // The sweep goes on with what a page has left.
        Assert.That((await Works.Of(plan.Id)).Select(one => (one.Id, one.IsUnderWay, one.Reason)), Is.EqualTo([(work!.Id, false, "Why.")]));
        Assert.That((await Changes.Make(plan.Id, newer.Version, Shifted(newer, 7), [], all, "Again.", by)).Outcome.IsDone);
    }

    [Test]
    public async Task A_change_moves_each_pair_once_wherever_it_is_gone_on_with()
    {
        var (plan, by, _) = await Given3();
        var many = (await Given.Pairs(1100)).Select(pair => pair.Id).ToList();
        var given = await Works.Give(plan, new([await Given.Cohort()], []), by);
        using var elsewhere = new Parts(Db, Clock);
        await Task.WhenAll(Task.Run(() => Works.Go(given.Id, TimeSpan.MaxValue)), Task.Run(() => elsewhere.Get<PlanWorks>().Go(given.Id, TimeSpan.MaxValue)));
        Assert.That((await Works.Of(plan.Id))[0], Has.Property("Done").EqualTo(1100).And.Property("HadIt").EqualTo(3).And.Property("Seen").EqualTo(1103));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM turns"), Is.EqualTo(1103 * 4));
        var (work, _) = await Changes.Make(plan.Id, plan.Version, Shifted(plan, 7), [], all, "Why.", by);
        await Task.WhenAll(Task.Run(() => Works.Go(work!.Id, TimeSpan.MaxValue)), Task.Run(() => elsewhere.Get<PlanWorks>().Go(work!.Id, TimeSpan.MaxValue)));
        Assert.That(await Db.Query<long>("SELECT DISTINCT due_at FROM turns WHERE ordinal = 1 ORDER BY due_at"), Is.EqualTo(plan.Rounds.Select(round => round.Turns[0].DueAt.AddDays(7).ToUnixTimeMilliseconds())));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM events WHERE kind = 'plan.move'"), Is.EqualTo(1103));
        Assert.That(await Dues(many[7]), Has.Count.EqualTo(4));
    }

    [Test]
    public async Task All_open_letters_of_a_round_get_more_time_at_once()
    {
        var (plan, by, pairs) = await Given3();
        await SweepAt(plan.Rounds[0].OpensAt);
        var held = await Db.Get<Guid>("SELECT id FROM turns WHERE pair_id = @Id AND state = 'Open'", new { pairs[2].Id });
        await Db.Transact(tx => Get<Turns>().Submitted(tx, held, Now));
        var (ahead, turns) = await Get<PlanForesight>().Extend(plan, plan.Rounds[0].Id, all, 5);
        Assert.That((ahead.Told, ahead.Cohorts.Single().Later, ahead.Cohorts.Single().Written, turns.Count), Is.EqualTo((2, 3, 1, 3)));
        var work = await Works.Extend(plan, plan.Rounds[0].Id, all, 5, "A storm.", by);
        Assert.That((await Works.Go(work.Id, PlanWorks.AtOnce)).Done, Is.EqualTo(3));
        foreach (var pair in pairs) Assert.That((await Dues(pair.Id)).Take(2), Is.EqualTo([plan.Rounds[0].Turns[0].DueAt.AddDays(5), plan.Rounds[0].Turns[1].DueAt]), "The open one only.");
        Assert.That(turns.Select(turn => turn.After.Due).Distinct(), Is.EqualTo([plan.Rounds[0].Turns[0].DueAt.AddDays(5)]), "As was shown.");
        Assert.That((await Notices("PlanChanged"), await Db.Get<int>("SELECT COUNT(*) FROM events WHERE kind = 'turn.extend'")), Is.EqualTo((2, 3)));
        Assert.That((await Get<PlanForesight>().Extend(plan, plan.Rounds[1].Id, all, 5)).Change.Told, Is.Zero);
    }

    async Task<(ReadingPlan Plan, Guid By, List<Pair> Pairs)> Given3()
    {
        var by = await Given.Coordinator();
        var (id, _) = await Get<PlanStore>().Create((await Given.Program()).Id, PlanCheckTests.Sound(), by);
        Assert.That((await Get<PlanStore>().Publish(id, 1, PlanCheckTests.Sound(), by)).IsDone);
        var pairs = await Given.Pairs(3);
        await Get<PlanApplication>().ToPairs(id, [.. pairs.Select(pair => pair.Id)], by);
        return ((await Get<PlanStore>().Find(id))!, by, pairs);
    }

    static PlanSheet Shifted(ReadingPlan plan, int days)
    {
        var sheet = plan.Sheet;
        DaysOff.Move(sheet, FairClock.Of(new MentoringProgram { Zone = "Europe/Paris", PoliciesJson = new Policies { PlanOnWeekends = true }.ToJson() }, []), FairClock.Parse("2027-01-25T00:00"), days);
        return sheet;
    }

    Task<ForeseenChange> Foresee(ReadingPlan plan, PlanSheet sheet, params Guid[] cohorts) => Get<PlanForesight>().Of(plan, PlanChange.Between(plan, sheet, []), cohorts);

    async Task<PlanWork> Make(ReadingPlan plan, PlanSheet sheet, Guid by, params Guid[] cohorts)
    {
        var (work, outcome) = await Changes.Make(plan.Id, plan.Version, sheet, [], cohorts, "Why.", by);
        Assert.That(outcome.Problems.Select(problem => problem.Code), Is.Empty);
        return await Works.Go(work!.Id, PlanWorks.AtOnce);
    }

    static string Turns(DateTimeOffset at) => at.ToString("O", System.Globalization.CultureInfo.InvariantCulture);

    Task<List<DateTimeOffset>> Dues(Guid pair) => Db.Query<DateTimeOffset>("SELECT t.due_at FROM turns t JOIN assignments a ON a.id = t.assignment_id WHERE t.pair_id = @pair ORDER BY a.line, t.ordinal", new { pair });
}

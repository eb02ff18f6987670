using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Pulse;
using LetterExchange.Features.Ratings;
using LetterExchange.Tests.Features.Plans;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Pulse;

/// <summary>What the pulse keeps follows what happened, however often it looks.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class KeepPulseTests(Engine engine) : SweepTest<KeepPulse>(engine)
{
    const string Text = "Dear Henrik, I liked the lighthouse. My notebook for rain has 211 days in it.";

    [Test]
    public async Task A_turn_is_counted_when_its_due_date_has_passed_and_not_before()
    {
        var round = await Given.Round();
        var pairs = await Given.Pairs(3);
        await Given.Assignments(pairs, round, Now, (Side.Mentee, Start.AddDays(4), Start.AddDays(6)), (Side.Mentor, Start.AddDays(40), Start.AddDays(41)));
        await Get<ReleaseAssignments>().Run(default);
        var turns = await Db.Query<Turn>("SELECT id, pair_id, writer_id FROM turns WHERE state = 'Open' ORDER BY id");
        await Write(turns[0]);
        await SweepAt(Start.AddDays(4).AddMilliseconds(-1));
        Assert.That((await Map(pairs[0])).Rows[0].Cells, Is.Empty);
        await SweepAt(Start.AddDays(4));
        Assert.That((await Map(pairs[0])).Rows[0].Cells[round], Is.EqualTo(new HeatCell(3, 1, false)));
        Clock.Advance(TimeSpan.FromHours(1));
        await Write(turns[1]); // Late.
        await SweepAt(Start.AddDays(6));
        await Get<EnforceDeadlines>().Run(default); // The third lapses.
        await Sweep();
        Assert.That((await Map(pairs[0])).Rows[0].Cells[round], Is.EqualTo(new HeatCell(3, 1, true)), "The mentor's turn that has opened is still to come.");
        var week = (await Get<PulseFigures>().Of(pairs[0].ProgramId, "Europe/Paris"))[^1];
        Assert.That((week.Mentees, week.MenteeTurns, week.Mentors), Is.EqualTo(((int?)33, 3, (int?)null)));
        Assert.That(await Sweep(), Is.Zero, "Nothing has happened since.");
    }

    [Test]
    public async Task Signs_come_with_what_happens_and_go_with_it()
    {
        var turn = await Given.OpenTurn(Start.AddDays(2), Start.AddDays(3));
        await Sweep();
        await Db.Transact(tx => Get<Turns>().Excused(tx, turn.Id, Now)); // Now the mentor's is open.
        var owed = await Db.Get<Turn>("SELECT id, pair_id, writer_id, due_at, cut_off_at FROM turns WHERE state = 'Open'");
        await Sweep();
        Assert.That(await Shown(), Is.Empty);
        await SweepAt(owed.DueAt);
        Assert.That(await Shown(), Is.EqualTo(new[] { (SignKind.Nothing, owed.PairId) }), "From its due date on, without a look of the sweep in between.");
        await Get<Interventions>().Pause(new Scope((await Given.Program()).Id, PairId: owed.PairId), "Away", await Given.Coordinator());
        await Sweep();
        Assert.That(await Shown(), Is.Empty, "A pair that stands still.");
        Clock.Advance(TimeSpan.FromHours(1));
        await Get<Interventions>().Resume(new Scope((await Given.Program()).Id, PairId: owed.PairId), "Back", await Given.Coordinator());
        await SweepAt(owed.DueAt.AddHours(2));
        Assert.That(await Shown(), Has.Count.EqualTo(1));
        await Write(owed);
        await Sweep();
        Assert.That(await Shown(), Is.Empty);
    }

    [Test]
    public async Task A_low_rating_shows_and_a_better_one_takes_it_away()
    {
        var pair = await Given.Pair();
        await Sweep();
        await Get<RatingStore>().Rate(pair.Id, pair.MenteeId, 3);
        await Sweep();
        Assert.That(await Shown(), Is.EqualTo(new[] { (SignKind.Rating, pair.Id) }));
        await Get<RatingStore>().Rate(pair.Id, pair.MenteeId, 8);
        await Sweep();
        Assert.That(await Shown(), Is.Empty);
    }

    [Test]
    public async Task Two_machines_at_once_count_everything_once()
    {
        await Given.Assignments(await Given.Pairs(30), await Given.Round(), Now, (Side.Mentee, Start.AddDays(4), Start.AddDays(6)));
        await Get<ReleaseAssignments>().Run(default);
        Clock.Advance(TimeSpan.FromDays(5));
        await SweepTwiceAtOnce();
        Assert.That(await Db.Get<long>("SELECT CAST(SUM(turns) AS BIGINT) FROM pulse_cells"), Is.EqualTo(30));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM pulse_programs"), Is.EqualTo(1));
    }

    [Test]
    public async Task What_was_lost_is_made_again_once_a_week()
    {
        await Given.OpenTurn(Start.AddDays(1), Start.AddDays(30));
        await SweepAt(Start.AddDays(2));
        await Db.Execute("DELETE FROM pulse_cells");
        await SweepAt(Start.AddDays(3));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM pulse_cells"), Is.Zero);
        await SweepAt(Start.AddDays(9).AddHours(1));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM pulse_cells"), Is.EqualTo(1));
    }

    [Test]
    public async Task Letters_are_counted_by_week_with_their_way_to_the_reader()
    {
        var turn = await Given.OpenTurn(Start.AddDays(20));
        await Sweep();
        await Write(turn);
        Clock.Advance(TimeSpan.FromHours(2));
        await Sweep();
        var week = (await Get<PulseFigures>().Of((await Given.Program()).Id, "Europe/Paris"))[^1];
        Assert.That((week.Letters, week.Minutes, week.Waiting), Is.EqualTo((1, (long?)null, (int?)0)));
    }

    [Test]
    public async Task No_question_of_the_pages_reads_through_a_table()
    {
        var program = await Given.Program();
        var none = Guid.NewGuid();
        var args = new { program.Id, program = program.Id, now = Now, at = Now, id = none, size = 10, limit = Now, kind = SignKind.Nothing, sides = new[] { "Mentee", "Mentor" }, from = "2027-01-01", cohorts = new[] { none }, rounds = new[] { none }, after = none };
        foreach (var sql in new[]
        {
            ThingStore.FindDanger, ThingStore.FindWaiting, ThingStore.CountSigns, ThingStore.FindSigns, ThingStore.FindMail, ThingStore.FindAsked, SignStore.List, SignStore.Count, SignStore.FindHeldUp,
            PulseFigures.FindOnTime, Heat.FindCells, KeepPulse.FindEvents, PulseCells.FindPassed, PulseCounts.FindDue, WeeklyMail.FindDue, Settings.FindCohorts,
        })
            Assert.That((await Plan(sql, args)).Split('\n').Where(step => step.StartsWith("SCAN") && step is not ("SCAN s" or "SCAN (subquery-1)")), Is.Empty, sql);
    }

    [TestCase("mentor")]
    [TestCase("mentee")]
    public async Task Somebody_s_pairs_are_not_looked_for_among_all_of_a_program(string side)
    {
        if (Engine == Engine.Sqlite) // PostgreSQL counts before it chooses.
            Assert.That(await Plan($"SELECT COUNT(*) FROM pairs p WHERE p.{side}_id = @id AND p.program_id = @id AND p.state <> 'Closed'", new { id = Guid.NewGuid() }), Does.Contain($"pairs_of_{side}"));
    }

    async Task Write(Turn turn) =>
        Assert.That((await Get<Writing>().Submit(turn.WriterId, new Sheet(turn.PairId, turn.Id, null), Text)).Refusal, Is.Null);

    async Task<HeatMap> Map(Pair pair) => await Get<Heat>().Of(pair.ProgramId, null, null);

    async Task<List<(SignKind, Guid)>> Shown()
    {
        var shown = new List<(SignKind, Guid)>();
        foreach (var kind in Enum.GetValues<SignKind>()) shown.AddRange((await Get<SignStore>().Of((await Given.Program()).Id, kind, SignKey.Start)).Select(row => (kind, row.PairId)));
        return shown;
    }
}

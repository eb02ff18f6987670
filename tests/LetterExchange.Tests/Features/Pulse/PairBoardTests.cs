using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Pulse;
using LetterExchange.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Pulse;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class PairBoardTests(Engine engine) : DatabaseTest(engine)
{
    const string Text = "Dear Henrik, I liked the lighthouse. My notebook for rain has 211 days in it.";

    [Test]
    public async Task Every_pair_is_listed_with_where_it_stands_and_those_that_need_a_person_first()
    {
        await Given.NewPlan();
        var waiting = await Given.OpenTurn(Start.AddDays(40));
        var late = await Given.OpenTurn(Start.AddDays(1), Start.AddDays(40));
        var lapsed = await Given.OpenTurn(Start.AddDays(1), Start.AddDays(2));
        var review = await Given.OpenTurn(Start.AddDays(40));
        var between = await Given.Pair();
        await Given.Assignments([between], await Given.Round(Start.AddDays(30)), Start.AddDays(30), (Side.Mentee, Start.AddDays(37), Start.AddDays(40)));
        var unplanned = await Given.Pair();
        var unready = await Given.Pair(standsUntil: Start.AddDays(1));
        var ending = await Given.OpenTurn(Start.AddDays(40), pair: await Given.Pair(standsUntil: Start.AddDays(12)));
        var paused = await Given.Pair();
        await Get<Interventions>().Pause(new Scope(paused.ProgramId, PairId: paused.Id), "Away", await Given.Coordinator());
        var closed = await Given.Pair();
        await Get<PairClosing>().Close(closed.Id, "finished", "Done", await Given.Coordinator());
        await Get<Writing>().Submit(review.WriterId, new Sheet(review.PairId, review.Id, null), Text);
        await Get<ScreenLetters>().Run(default);
        Clock.Advance(TimeSpan.FromDays(3));
        await Get<WatchStanding>().Run(default);
        await Get<EnforceDeadlines>().Run(default);

        var board = await Board();
        Assert.That(board.Rows.Take(5).Select(row => (row.Id, row.Stand)), Is.EqualTo(
            [(late.PairId, Stand.Late), (lapsed.PairId, Stand.Lapsed), (unready.Id, Stand.Unready), (unplanned.Id, Stand.Unplanned), (ending.PairId, Stand.Ending)]));
        Assert.That(board.Rows.Skip(5).Select(row => (row.Id, row.Stand)), Is.EqualTo(
            [(waiting.PairId, Stand.Waiting), (review.PairId, Stand.Review), (between.Id, Stand.Between), (paused.Id, Stand.Paused)]));
        Assert.That(board.Next, Is.Null);
        Assert.That((board.Counts.Active, board.Counts.Paused, board.Counts.Closed, board.Counts.Review, board.Counts.Need), Is.EqualTo((7, 2, 1, 1, 5)));
        foreach (var stand in new[] { Stand.Late, Stand.Lapsed, Stand.Unready, Stand.Unplanned, Stand.Ending }) Assert.That(board.Counts.Of(stand), Is.EqualTo(1), $"{stand}");

        foreach (var (stand, id) in new[] { (Stand.Late, late.PairId), (Stand.Lapsed, lapsed.PairId), (Stand.Review, review.PairId), (Stand.Closed, closed.Id), (Stand.Unplanned, unplanned.Id) })
            Assert.That((await Board(stand: stand)).Rows.Select(row => row.Id), Is.EqualTo([id]), $"{stand}");
        Assert.That((await Board(stand: Stand.Paused)).Rows.Select(row => row.Id), Is.EquivalentTo([paused.Id, unready.Id]));
        Assert.That((await Board(need: true)).Rows, Has.Count.EqualTo(5));
        Assert.That((await Board(stand: Stand.Closed)).Rows.Single().Stand, Is.EqualTo(Stand.Closed));
    }

    [Test]
    public async Task A_row_says_round_writer_dates_and_letter()
    {
        var turn = await Given.OpenTurn(Start.AddDays(9));
        await Get<Writing>().Keep(turn.WriterId, new Sheet(turn.PairId, turn.Id, null), "Dear");
        var row = (await Board()).Rows.Single();
        Assert.That((row.Round, row.TurnId, row.Writer, row.DueAt, row.CutOffAt, row.Letter, row.HeldAt), Is.EqualTo(
            ((int?)1, (Guid?)turn.Id, (Side?)Side.Mentee, (DateTimeOffset?)turn.DueAt, (DateTimeOffset?)turn.CutOffAt, (LetterState?)LetterState.Draft, (DateTimeOffset?)null)));
        Assert.That((row.MenteeName, row.MenteeSurname, row.NameOf(Side.Mentor)), Is.EqualTo((turn.WriterName, "Tester", turn.ReaderName)));
    }

    [Test]
    public async Task A_side_that_has_missed_two_turns_is_silent_until_it_writes()
    {
        var pair = await Given.Pair();
        await Given.Assignments([pair], await Given.Round(Start), Start, (Side.Mentee, Start.AddDays(4), Start.AddDays(5)), (Side.Mentor, Start.AddDays(8), Start.AddDays(9)));
        await Given.Assignments([pair], await Given.Round(Start.AddDays(10)), Start.AddDays(10), (Side.Mentee, Start.AddDays(14), Start.AddDays(15)), (Side.Mentor, Start.AddDays(60), Start.AddDays(61)));
        await Run(Start);
        await Run(Start.AddDays(5)); // The mentee's first turn lapses.
        var mentor = await Db.Get<Turn>("SELECT id, pair_id, writer_id FROM turns WHERE state = 'Open'");
        await Get<Writing>().Submit(mentor.WriterId, new Sheet(pair.Id, mentor.Id, null), Text);
        await Db.Transact(tx => Get<Turns>().Answered(tx, mentor.Id, Now));
        await Run(Start.AddDays(10));
        Assert.That((await Board()).Rows.Single().Stand, Is.EqualTo(Stand.Lapsed));
        await Run(Start.AddDays(14).AddHours(1)); // The second is late.
        var row = (await Board()).Rows.Single();
        Assert.That((row.Stand, row.Need!.Writer, row.Need.Since), Is.EqualTo((Stand.Silent, (Side?)Side.Mentee, Start.AddDays(5))));
        await Run(Start.AddDays(15)); // It lapses too; the mentor has written, and is not silent.
        row = (await Board()).Rows.Single();
        Assert.That((row.Stand, row.Need!.Writer), Is.EqualTo((Stand.Silent, (Side?)Side.Mentee)));
        var missed = await Db.Get<Guid>("SELECT id FROM turns WHERE writer = 'Mentee' AND state = 'Lapsed' ORDER BY closed_at DESC LIMIT 1");
        Assert.That((await Get<Writing>().Submit(pair.MenteeId, new Sheet(pair.Id, missed, null), Text, late: true)).Refusal, Is.Null);
        Assert.That((await Board()).Rows.Single().Stand, Is.Not.EqualTo(Stand.Silent), "A late letter breaks the silence.");
    }

    [Test]
    public async Task A_program_that_runs_on_free_letters_alone_misses_no_round()
    {
        await Given.Pair();
        Assert.That((await Board()).Rows.Single().Stand, Is.EqualTo(Stand.Free));
    }

    [Test]
    public async Task A_cohort_s_list_has_its_own_pairs_and_counts_only()
    {
        var here = await Given.OpenTurn(Start.AddDays(1), Start.AddDays(30));
        var cohort = await Given.Cohort((await Given.Program()).Id);
        var there = await Given.OpenTurn(Start.AddDays(1), Start.AddDays(30), await Given.Pair(cohort));
        await Given.Pair(cohort);
        Clock.Advance(TimeSpan.FromDays(2));
        var board = await Board(cohort);
        Assert.That(board.Rows.Select(row => row.Id), Does.Contain(there.PairId).And.Not.Contain(here.PairId));
        Assert.That((board.Counts.Active, board.Counts.Of(Stand.Late)), Is.EqualTo((2, 1)));
    }

    [Test]
    public async Task Another_program_s_pairs_are_not_listed()
    {
        await Given.Pair();
        var elsewhere = (await Given.Program("Europe/Paris", null)).Id;
        Clock.Advance(TimeSpan.FromDays(1));
        var board = await Get<PairBoard>().Of(new BoardFilter(elsewhere), BoardKey.Start);
        Assert.That(board.Rows, Is.Empty);
        Assert.That((board.Counts.Active, board.Counts.Need), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task Pages_follow_one_another_by_key_and_miss_nobody()
    {
        var pairs = await Given.Pairs(450);
        await Given.Assignments(pairs, await Given.Round(Start), Start, (Side.Mentee, Start.AddDays(3), Start.AddDays(14)), (Side.Mentor, Start.AddDays(20), Start.AddDays(21)));
        await Get<ReleaseAssignments>().Run(default);
        await Db.Execute("UPDATE turns SET due_at = @far, cut_off_at = @far WHERE state = 'Open' AND pair_id > @id", new { far = Start.AddDays(30), id = pairs[249].Id });
        Clock.Advance(TimeSpan.FromDays(4));
        var seen = new List<Guid>();
        var pages = 0;
        for (BoardKey? key = BoardKey.Start; key is { } from; pages++)
        {
            var board = await Get<PairBoard>().Of(new BoardFilter(pairs[0].ProgramId), from);
            Assert.That(board.Counts.Of(Stand.Late), Is.EqualTo(250));
            if (pages == 0) Assert.That(board.Rows.Select(row => row.Stand).Distinct(), Is.EqualTo([Stand.Late]));
            seen.AddRange(board.Rows.Select(row => row.Id));
            key = board.Next;
        }
        Assert.That(pages, Is.EqualTo(3));
        Assert.That(seen, Is.Unique.And.EquivalentTo(pairs.Select(pair => pair.Id)));
    }

    [Test]
    public async Task No_statement_scans_letters_turns_or_assignments()
    {
        if (Engine != Engine.Sqlite) return;
        var args = new { ProgramId = (await Given.Program()).Id, now = Now, since = Now, soon = Now };
        foreach (var (sql, index) in new[]
        {
            (PairBoard.FindLate, "turns_owed"), (PairBoard.FindMissed, "turns_lapsed"), (PairBoard.FindUnready, "pairs_program"), (PairBoard.FindEnding, "pairs_"),
            (PairBoard.FindUnplanned, "assignments_ahead"), (PairBoard.FindInReview, "letters_queue"),
        })
        {
            var plan = string.Join('\n', (await Db.Query<Step>("EXPLAIN QUERY PLAN " + sql, args)).Select(step => step.Detail));
            Assert.That(plan, Does.Contain(index).And.Not.Contain("SCAN"), sql);
        }
    }

    async Task<Board> Board(Guid? cohort = null, bool need = false, Stand? stand = null) =>
        await Get<PairBoard>().Of(new BoardFilter((await Given.Program()).Id, cohort, need, stand), BoardKey.Start);

    async Task Run(DateTimeOffset at)
    {
        Clock.SetUtcNow(at);
        await Get<ReleaseAssignments>().Run(default);
        await Get<EnforceDeadlines>().Run(default);
        await Get<ReleaseAssignments>().Run(default);
    }

    sealed record Step
    {
        public string Detail { get; init; } = "";
    }
}

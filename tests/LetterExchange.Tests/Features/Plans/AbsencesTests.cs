using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Plans;

/// <summary>Mentors who are away: what moves, what stays, and who hears of it. The program is in Paris, the tests begin on Monday 11 January 2027.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class AbsencesTests(Engine engine) : SweepTest<ReleaseAssignments>(engine)
{
    static readonly DateOnly Monday = new(2027, 1, 18), Friday = new(2027, 1, 22);

    /// <summary>At 11:00 in Paris, as all due dates here.</summary>
    static readonly DateTimeOffset Wednesday = Start.AddDays(9), MondayAfter = Start.AddDays(14);

    Absences Absences => Get<Absences>();

    [Test]
    public async Task An_open_letter_that_is_due_on_these_days_is_due_after_them_and_each_hears_what_is_theirs()
    {
        var (pair, coordinator) = (await Given.Pair(), await Given.Coordinator());
        var turn = await Owed(pair, Wednesday);
        Assert.That(await Absences.Note(pair.MentorId, pair.ProgramId, Monday, Friday), Is.EqualTo(1));
        var moved = await TurnOf(turn.Id);
        Assert.That((moved.DueAt, moved.CutOffAt), Is.EqualTo((MondayAfter, turn.CutOffAt.AddDays(5))));
        Assert.That((moved.RemindAt, moved.EnforceAt), Is.EqualTo(((DateTimeOffset?)MondayAfter.AddDays(-7), (DateTimeOffset?)MondayAfter.AddMilliseconds(1))), "Reminders move with it.");
        Assert.That(await EventsOf(turn.Id), Has.Exactly(1).EqualTo("turn.extend"));
        Assert.That(await Db.Get<Guid>("SELECT actor_id FROM events WHERE kind = 'turn.extend'"), Is.EqualTo(pair.MentorId));
        var child = (await NoticesTo(pair.MenteeId)).Single(told => told.Kind != "RoundOpened");
        Assert.That((child.Kind, child.Arguments), Is.EqualTo(("PartnerNeedsTime", $"""["{pair.MentorName}","2027-01-25T10:00:00.0000000\u002B00:00"]""")), "A date, and nothing about why.");
        var warned = (await NoticesTo(coordinator)).Single();
        Assert.That((warned.Kind, warned.Arguments, warned.Link), Is.EqualTo(("MentorAway", $"""["1","{pair.MentorName} Tester","2027-01-18","2027-01-22"]""", $"/pairs/{pair.Id}")));
    }

    [Test]
    public async Task Other_letters_stay_as_they_are()
    {
        var (pair, other) = (await Given.Pair(), await Given.Pair());
        var before = await Owed(pair, Start.AddDays(6));
        var theirs = await Owed(other, Wednesday);
        var child = await Given.OpenTurn(Wednesday, pair: await Given.Pair(mentor: pair.MentorId));
        Assert.That(await Absences.Note(pair.MentorId, pair.ProgramId, Monday, Monday.AddDays(3)), Is.Zero, "Her own answer is planned a week after the child's letter.");
        foreach (var turn in new[] { before, theirs, child }) Assert.That((await TurnOf(turn.Id)).DueAt, Is.EqualTo(turn.DueAt));
    }

    [Test]
    public async Task Letters_that_are_late_or_in_our_hands_do_not_move()
    {
        var mentor = (await Given.Pair()).MentorId;
        var late = await Owed(await Given.Pair(mentor: mentor), Start.AddDays(4));
        var held = await Owed(await Given.Pair(mentor: mentor), Start.AddDays(4).AddHours(10));
        Clock.SetUtcNow(late.DueAt.AddHours(1));
        await Db.Transact(tx => Get<Turns>().Submitted(tx, held.Id, Now));
        Assert.That(await Absences.Note(mentor, (await Given.Program()).Id, new(2027, 1, 15), Friday), Is.Zero);
        foreach (var turn in new[] { late, held }) Assert.That((await TurnOf(turn.Id)).DueAt, Is.EqualTo(turn.DueAt));
    }

    [Test]
    public async Task A_letter_that_comes_back_is_not_due_on_these_days()
    {
        var pair = await Given.Pair();
        var turn = await Owed(pair, Start.AddDays(4));
        await Db.Transact(tx => Get<Turns>().Submitted(tx, turn.Id, Now));
        await Absences.Note(pair.MentorId, pair.ProgramId, Monday, Friday);
        Clock.SetUtcNow(Start.AddDays(4)); // A Friday: two working days end on Tuesday.
        var back = await Db.Transact(tx => Get<Turns>().Returned(tx, turn.Id, Now));
        Assert.That((back.DueAt, back.CutOffAt - back.DueAt), Is.EqualTo((MondayAfter, turn.CutOffAt - turn.DueAt)));
        Assert.That(await KindsTo(pair.MenteeId), Has.None.EqualTo("PartnerNeedsTime"), "That a letter came back is between its writer and the reviewer.");
    }

    [Test]
    public async Task A_letter_that_waits_gets_its_date_when_it_opens_and_the_child_hears_it()
    {
        var pair = await Given.Pair();
        var first = await Given.OpenTurn(Start.AddDays(2), pair: pair);
        var next = (await TurnsOf(first.AssignmentId))[1];
        Assert.That(await Absences.Note(pair.MentorId, pair.ProgramId, Monday, Friday), Is.EqualTo(1));
        Assert.That((await TurnOf(next)).DueAt, Is.EqualTo(Wednesday), "As planned, as long as it waits.");
        Assert.That(await KindsTo(pair.MenteeId), Is.Empty);
        await Db.Transact(tx => Get<Turns>().Answered(tx, first.Id, Now));
        Assert.That((await TurnOf(next)).DueAt, Is.EqualTo(MondayAfter));
        Assert.That(await KindsTo(pair.MenteeId), Is.EqualTo(["PartnerNeedsTime"]));
    }

    [Test]
    public async Task A_paused_pair_s_letter_moves_once_the_pair_goes_on()
    {
        var pair = await Given.Pair();
        var turn = await Owed(pair, Start.AddDays(5));
        var (scope, coordinator) = (new Scope(pair.ProgramId, PairId: pair.Id), await Given.Coordinator());
        await Get<Interventions>().Pause(scope, "A pause.", coordinator);
        Assert.That(await Absences.Note(pair.MentorId, pair.ProgramId, new(2027, 1, 15), Friday), Is.Zero);
        Clock.Advance(TimeSpan.FromDays(2));
        var foreseen = (await Get<Foresight>().Of(scope, StepKind.Resume, default)).Turns[0];
        await Get<Interventions>().Resume(scope, "It is over.", coordinator);
        Assert.That((await TurnOf(turn.Id)).DueAt, Is.EqualTo(MondayAfter).And.EqualTo(foreseen.After.Due), "Two days later would be a Monday away.");
    }

    [Test]
    public async Task What_will_move_is_shown_before_and_is_what_moves()
    {
        var pair = await Given.Pair();
        var open = await Owed(pair, Wednesday);
        var planned = await Given.OpenTurn(Start.AddDays(3), pair: await Given.Pair(mentor: pair.MentorId));
        var shown = await Absences.Foresee(pair.MentorId, pair.ProgramId, Monday, Friday);
        Assert.That(shown.Select(one => (one.Turn.AssignmentId, one.Fate, one.After.Due)), Is.EqualTo(new[]
        {
            (open.AssignmentId, Fate.Moves, MondayAfter), (planned.AssignmentId, Fate.Opens, MondayAfter.AddDays(0)),
        }));
        Assert.That((await TurnOf(open.Id)).DueAt, Is.EqualTo(Wednesday), "Only shown so far.");
        Assert.That(await Absences.Note(pair.MentorId, pair.ProgramId, Monday, Friday), Is.EqualTo(shown.Count));
    }

    [Test]
    public async Task Cancelling_puts_nothing_back_and_moves_nothing_more()
    {
        var (pair, coordinator) = (await Given.Pair(), await Given.Coordinator());
        var moved = await Owed(pair, Wednesday);
        var first = await Given.OpenTurn(Start.AddDays(2), pair: await Given.Pair(mentor: pair.MentorId));
        await Absences.Note(pair.MentorId, pair.ProgramId, Monday, Friday);
        var absence = (await Absences.Ahead(pair.MentorId, pair.ProgramId)).Single();
        Assert.That(await Absences.Cancel((await Given.Pair()).MentorId, pair.ProgramId, absence.Id), Is.False, "It is not theirs.");
        Assert.That((await Absences.Cancel(pair.MentorId, pair.ProgramId, absence.Id), await Absences.Cancel(pair.MentorId, pair.ProgramId, absence.Id)), Is.EqualTo((true, false)));
        await Db.Transact(tx => Get<Turns>().Answered(tx, first.Id, Now));
        Assert.That((await TurnOf(moved.Id)).DueAt, Is.EqualTo(MondayAfter));
        Assert.That((await TurnOf((await TurnsOf(first.AssignmentId))[1])).DueAt, Is.EqualTo(Wednesday));
        Assert.That(await Absences.Ahead(pair.MentorId, pair.ProgramId), Is.Empty);
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM notices WHERE person_id = @coordinator AND mail_at IS NOT NULL", new { coordinator }), Is.Zero, "What is not so any more is not mailed.");
        Assert.That(await EventsOf(absence.Id), Is.EqualTo(["away.cancel", "away.note"]));
    }

    [TestCase("2027-01-10", "2027-01-12", "away.wrong.past", TestName = "From yesterday")]
    [TestCase("2027-01-11", "2027-01-11", null, TestName = "Today alone")]
    [TestCase("2027-01-20", "2027-01-19", "away.wrong.order", TestName = "The last before the first")]
    [TestCase("2027-01-20", "2027-02-09", null, TestName = "Twenty-one days")]
    [TestCase("2027-01-20", "2027-02-10", "away.wrong.long", TestName = "A day more")]
    [TestCase("2028-01-11", "2028-01-11", null, TestName = "In a year")]
    [TestCase("2028-01-11", "2028-01-12", "away.wrong.far", TestName = "In a year and a day")]
    [TestCase("2027-02-28", "2027-03-01", "away.wrong.twice", TestName = "A day of it is noted already")]
    [TestCase("2027-02-28", "2027-02-28", null, TestName = "Up to the day before")]
    [TestCase("2027-03-05", "2027-03-06", "away.wrong.twice", TestName = "The last day of it is noted already")]
    [TestCase("2027-03-06", "2027-03-06", null, TestName = "From the day after")]
    public async Task Days_are_to_come_in_order_few_and_not_noted_already(string first, string last, string? refused)
    {
        var pair = await Given.Pair();
        await Absences.Note(pair.MentorId, pair.ProgramId, new(2027, 3, 1), new(2027, 3, 5));
        var (from, until) = (DateOnly.Parse(first), DateOnly.Parse(last));
        foreach (var act in new Func<Task>[] { () => Absences.Foresee(pair.MentorId, pair.ProgramId, from, until), () => Absences.Note(pair.MentorId, pair.ProgramId, from, until) })
        {
            if (refused is null) await act();
            else Assert.That((await Assert.ThrowsAsync<Refusal>(() => act()))!.Key, Is.EqualTo(refused));
        }
    }

    [Test]
    public async Task A_program_may_have_it_not()
    {
        await Given.Program("Europe/Paris", new Policies { AwayDays = 0 });
        var pair = await Given.Pair();
        Assert.That((await Assert.ThrowsAsync<Refusal>(() => Absences.Note(pair.MentorId, pair.ProgramId, Monday, Friday)))!.Key, Is.EqualTo("away.off"));
    }

    [Test]
    public async Task The_same_days_sent_twice_at_once_are_kept_once()
    {
        var (pair, coordinator) = (await Given.Pair(), await Given.Coordinator());
        await Owed(pair, Wednesday);
        var kept = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            try
            {
                await Absences.Note(pair.MentorId, pair.ProgramId, Monday, Friday);
                return true;
            }
            catch (Refusal)
            {
                return false;
            }
        })));
        Assert.That(kept.Count(one => one), Is.EqualTo(1));
        Assert.That((await KindsTo(coordinator), (await KindsTo(pair.MenteeId)).Count(kind => kind == "PartnerNeedsTime")), Is.EqualTo((new[] { "MentorAway" }, 1)));
    }

    /// <summary>An open turn of the pair's mentor.</summary>
    async Task<Turn> Owed(Pair pair, DateTimeOffset due)
    {
        var one = (await Given.Assignments([pair], await Given.Round(), Now, (Side.Mentor, due, due.AddDays(3)), (Side.Mentee, due.AddDays(30), due.AddDays(33))))[0];
        await Sweep();
        var turn = await TurnOf((await TurnsOf(one.Id))[0]);
        Assert.That((turn.State, turn.DueAt), Is.EqualTo((TurnState.Open, due)));
        return turn;
    }
}

using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Plans;

/// <summary>Who is proposed for a step, and what taking it does.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class SilenceStepsTests(Engine engine) : SweepTest<EnforceDeadlines>(engine)
{
    SilenceSteps Steps => Get<SilenceSteps>();

    [Test]
    public async Task A_mentor_who_owes_a_letter_is_proposed_after_three_weeks_whether_the_turn_is_late_or_has_lapsed()
    {
        var turn = await MentorsTurn(due: 14, cutOff: 60);
        await Given.Pair(); // Owes nothing.
        Assert.That(await ProposedAt(turn, 20.99), Is.Empty);
        var late = (await ProposedAt(turn, 21)).Single();
        Assert.That((late.PairId, late.MentorId, late.Since, late.Days, late.Proposed), Is.EqualTo((turn.PairId, turn.WriterId, turn.OpenedAt!.Value, 21, SilenceStep.Reminder)));
        await SweepAt(turn.OpenedAt.Value.AddDays(61));
        Assert.That((await Turn(turn.Id)).State, Is.EqualTo(TurnState.Lapsed));
        Assert.That((await Steps.Proposed(turn.ProgramId)).Single().Since, Is.EqualTo(turn.OpenedAt));
    }

    [Test]
    public async Task A_letter_that_is_not_due_yet_is_no_silence()
    {
        var turn = await MentorsTurn(due: 30, cutOff: 40);
        Assert.That(await ProposedAt(turn, 29), Is.Empty);
        Assert.That(await Steps.Of(turn.PairId), Is.Null);
    }

    [Test]
    public async Task A_mentee_s_silence_is_none_of_this()
    {
        var turn = await Given.OpenTurn(Now.AddDays(7), Now.AddDays(80));
        Clock.Advance(TimeSpan.FromDays(40));
        Assert.That(await Steps.Proposed(turn.ProgramId), Is.Empty);
    }

    [Test]
    public async Task Sending_a_letter_ends_the_silence_and_what_comes_back_begins_it_anew()
    {
        var turn = await MentorsTurn(due: 14, cutOff: 90);
        var reviewer = await Given.Person("Reviewer");
        Clock.SetUtcNow(turn.OpenedAt!.Value.AddDays(30));
        var sent = await Get<Writing>().Submit(turn.WriterId, new Sheet(turn.PairId, turn.Id, null), "Dear Amina, here I am again, and late.");
        Assert.That(await Steps.Of(turn.PairId), Is.Null);
        await Get<LetterExchange.Features.Review.ScreenLetters>().Run(CancellationToken.None);
        Clock.Advance(TimeSpan.FromDays(5));
        await Get<LetterExchange.Features.Review.Decisions>().Return(sent.LetterId, (await Get<LetterStore>().Find(sent.LetterId))!.Version, reviewer, "Please leave out the date.");
        var back = Now;
        Clock.Advance(TimeSpan.FromDays(22));
        Assert.That((await Steps.Proposed(turn.ProgramId)).Single().Since, Is.EqualTo(back));
    }

    [Test]
    public async Task A_pause_and_days_away_do_not_count_and_a_paused_pair_is_not_proposed()
    {
        var turn = await MentorsTurn(due: 5, cutOff: 90);
        var by = await Given.Coordinator();
        var scope = new Scope(turn.ProgramId, PairId: turn.PairId);
        Clock.SetUtcNow(turn.OpenedAt!.Value.AddDays(10));
        await Get<Interventions>().Pause(scope, "Holidays", by);
        Assert.That(await ProposedAt(turn, 30), Is.Empty);
        await Get<Interventions>().Resume(scope, "They are over", by);
        await Db.Execute("INSERT INTO absences (id, program_id, person_id, first_day, last_day, noted_at) VALUES (@id, @ProgramId, @WriterId, @day, @day, @Now)",
            new { id = Clock.New(), turn.ProgramId, turn.WriterId, day = new DateOnly(2027, 2, 20), Now });
        Assert.That(await ProposedAt(turn, 41.99), Is.Empty);
        Assert.That((await ProposedAt(turn, 42)).Single().Days, Is.EqualTo(21));
    }

    [Test]
    public async Task A_step_is_written_down_and_told_to_the_mentor_alone_once()
    {
        var turn = await MentorsTurn(due: 14, cutOff: 90);
        var by = await Given.Coordinator();
        Clock.SetUtcNow(turn.OpenedAt!.Value.AddDays(22));
        var before = (await NoticesTo(turn.ReaderId)).Count;
        Assert.That((await Steps.Take(turn.PairId, SilenceStep.Reminder, "Amina waits.", by), await Steps.Take(turn.PairId, SilenceStep.Reminder, "Again", by)), Is.EqualTo((true, false)));
        var note = (await Get<PairNotes>().Steps(turn.PairId)).Single();
        Assert.That((note.Kind, note.Text, note.SilentDays), Is.EqualTo((PairNoteKind.Reminder, "Amina waits.", 22)));
        var told = (await NoticesTo(turn.WriterId)).Single(one => one.Kind == "StaffWord");
        Assert.That((told.Link, told.Arguments.Contains("waits")), Is.EqualTo(($"/words/{note.Id}", false)));
        Assert.That(await NoticesTo(turn.ReaderId), Has.Count.EqualTo(before));
        Assert.That(await Steps.Proposed(turn.ProgramId), Is.Empty);
        Assert.That((await ProposedAt(turn, 35)).Single().Proposed, Is.EqualTo(SilenceStep.Warning));
        Assert.That((await Get<PairNotes>().ToldTo(turn.WriterId, note.Id))?.Text, Is.EqualTo("Amina waits."));
        Assert.That(await Get<PairNotes>().ToldTo(turn.ReaderId, note.Id), Is.Null);
    }

    [Test]
    public async Task Nobody_is_told_a_step_who_has_written_meanwhile()
    {
        var turn = await MentorsTurn(due: 14, cutOff: 90);
        Clock.SetUtcNow(turn.OpenedAt!.Value.AddDays(22));
        await Get<Writing>().Submit(turn.WriterId, new Sheet(turn.PairId, turn.Id, null), "Dear Amina, here I am.");
        Assert.That(await Steps.Take(turn.PairId, SilenceStep.Reminder, "You are late.", await Given.Coordinator()), Is.False);
        Assert.That(await KindsTo(turn.WriterId), Does.Not.Contain("StaffWord"));
    }

    [Test]
    public async Task What_is_asked_for_a_whole_program_costs_what_is_late_or_has_lapsed()
    {
        var plan = await Plan(string.Format(System.Globalization.CultureInfo.InvariantCulture, SilenceSteps.MissedSql, ""), new { programId = Guid.Empty, now = Now, since = Now });
        if (plan != "") Assert.That(plan, Does.Contain("turns_owed").And.Contain("turns_lapsed").And.Not.Contain("SCAN"));
    }

    async Task<List<MentorSilence>> ProposedAt(Turn turn, double day)
    {
        Clock.SetUtcNow(turn.OpenedAt!.Value.AddDays(day));
        return await Steps.Proposed(turn.ProgramId);
    }

    Task<Turn> Turn(Guid id) => TurnOf(id);

    /// <summary>The mentee's turn is answered by an excuse, so that the mentor's is open.</summary>
    async Task<Turn> MentorsTurn(int due, int cutOff)
    {
        var pair = await Given.Pair();
        var first = (await Given.Assignments([pair], await Given.Round(), Now, (Side.Mentor, Now.AddDays(due), Now.AddDays(cutOff))))[0];
        await Get<ReleaseAssignments>().Run(CancellationToken.None);
        return await TurnOf((await TurnsOf(first.Id))[0]);
    }
}

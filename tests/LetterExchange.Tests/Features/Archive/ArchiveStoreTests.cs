using LetterExchange.Data;
using LetterExchange.Features.Archive;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Review;
using LetterExchange.Tests.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Archive;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class ArchiveStoreTests(Engine engine) : LetterTest(engine)
{
    Guid coordinator;
    MentoringProgram program = null!;

    [SetUp]
    public async Task Arrive()
    {
        coordinator = await Given.Coordinator();
        program = await Given.Program();
    }

    [Test]
    public async Task A_coordinator_finds_every_sent_letter_and_no_draft()
    {
        var letter = await InReview();
        await Writing.Keep(Pair.MentorId, new Sheet(Pair.Id, null, null), "Dear");
        var found = await List(coordinator);
        Assert.That(found.Letters.Select(one => one.Id), Is.EqualTo(new[] { letter.Id }));
        Assert.That((found.Letters[0].WriterName, found.Letters[0].State, found.Letters[0].Words > 10), Is.EqualTo(($"{Pair.MenteeName} Tester", LetterState.InReview, true)));
    }

    [Test]
    public async Task A_reviewer_finds_the_letters_of_their_cohorts_and_a_stranger_none()
    {
        await InReview();
        var elsewhere = await Given.Person("Reviewer", cohortId: await Given.Cohort(program.Id));
        var other = await Given.Program("Europe/Paris", null);
        var foreign = await Given.Person("Coordinator", other.Id);
        Assert.That((await List(Ruth)).Letters, Has.Count.EqualTo(1));
        Assert.That((await List(elsewhere)).Letters, Is.Empty);
        Assert.That((await List(foreign)).Letters, Is.Empty);
        Assert.That((await List(Pair.MentorId)).Letters, Is.Empty);
    }

    [Test]
    public async Task Whom_a_concern_about_the_pair_names_finds_nothing_of_it()
    {
        await InReview();
        await Get<ConcernStore>().Worried(program.Id, Pair.Id, null, "", Pair.MenteeId, [coordinator]);
        Assert.That((await List(coordinator)).Letters, Is.Empty);
        Assert.That((await List(Ruth)).Letters, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Letters_are_found_by_pair_name_state_round_and_day()
    {
        var letter = await InReview();
        var free = await Writing.Submit(Pair.MentorId, new Sheet(Pair.Id, null, null), Safe);
        await Screen();
        Clock.Advance(TimeSpan.FromDays(1));
        var second = await Given.Pair();
        var later = await Writing.Submit(second.MenteeId, new Sheet(second.Id, null, null), Safe);
        var today = Days.Of(Now, program.Zone);

        Assert.That(await Ids(new() { Pair = second.Id }), Is.EqualTo(new[] { later.LetterId }));
        Assert.That(await Ids(new() { Name = second.MentorName.ToUpperInvariant() }), Is.EqualTo(new[] { later.LetterId }));
        Assert.That(await Ids(new() { Name = "%" }), Is.Empty);
        Assert.That(await Ids(new() { State = LetterState.Screening }), Is.EqualTo(new[] { later.LetterId }));
        Assert.That(await Ids(new() { Round = 1 }), Is.EqualTo(new[] { letter.Id }));
        Assert.That(await Ids(new() { From = today }), Is.EqualTo(new[] { later.LetterId }));
        Assert.That(await Ids(new() { To = today.AddDays(-1) }), Is.EquivalentTo(new[] { letter.Id, free.LetterId }));
        Assert.That(await Ids(new()), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task A_long_list_is_turned_page_by_page()
    {
        for (var i = 0; i < ArchiveStore.PageSize + 3; i++)
        {
            await Writing.Submit(Pair.MenteeId, new Sheet(Pair.Id, null, null), $"Dear Henrik, this is letter {i}.");
            if (i % 7 == 0) Clock.Advance(TimeSpan.FromMinutes(1)); // Several letters share an instant.
        }
        var first = await List(coordinator);
        var second = await Get<ArchiveStore>().List(program, coordinator, new ArchiveFilter(), first.Older);
        Assert.That((first.Letters.Count, second.Letters.Count, second.Older), Is.EqualTo((ArchiveStore.PageSize, 3, (Guid?)null)));
        Assert.That(first.Letters.Concat(second.Letters).Select(letter => letter.Id), Is.Unique);
        Assert.That(first.Letters.Concat(second.Letters).Select(letter => letter.SubmittedAt), Is.Ordered.Descending);
    }

    [Test]
    public async Task The_newest_letters_are_found_by_an_index_and_not_by_looking_at_all()
    {
        if (Engine == Engine.Postgres) return; // With a handful of rows its planner reads them all, rightly.
        var plan = await Db.Query<(int, int, int, string Detail)>($"EXPLAIN QUERY PLAN {ArchiveStore.Sql(new(), pairs: false, older: false)}", new { program = program.Id, me = coordinator });
        Assert.That(plan.Select(step => step.Detail), Has.Some.Contains("letters_sent").And.None.Contains("TEMP B-TREE").And.None.StartsWith("SCAN"));
    }

    [Test]
    public async Task A_letter_s_history_has_its_versions_findings_decisions_and_events_and_a_look_is_one()
    {
        var letter = await InReview(WithNumber);
        await Decisions.Return(letter.Id, letter.Version, Ruth, "Leave out the number.");
        Clock.Advance(TimeSpan.FromHours(1));
        letter = await InReview(Safe);
        await Decisions.Approve(letter.Id, letter.Version, Omar);
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Deliver();

        var whole = (await Get<LetterHistory>().Read(letter.Id, coordinator))!;
        Assert.That(whole.Revisions.Select(revision => (revision.Number, revision.Text, revision.Findings.Count > 0)), Is.EqualTo(new[] { (2, Safe, false), (1, WithNumber, true) }));
        Assert.That(whole.Happenings.Select(one => one.Kind), Is.EqualTo(new[]
        {
            "letter.begin", "letter.submit", "letter.route", "decision.return", "letter.submit", "letter.route", "decision.approve", "letter.deliver",
        }));
        Assert.That(whole.Happenings[3], Is.EqualTo(whole.Happenings[3] with { Who = "Ruth Tester", Reason = "Leave out the number.", Revision = 1 }));
        Assert.That(await EventsOf(letter.Id), Has.Exactly(1).EqualTo("letter.look"));
        Assert.That((await Get<LetterHistory>().Read(letter.Id, coordinator))!.Happenings[^1].Kind, Is.EqualTo("letter.look"));
    }

    [Test]
    public async Task An_erased_text_is_said_to_be_erased()
    {
        var letter = await Delivered();
        await Db.Execute("INSERT INTO erasures (letter_id, number, at) VALUES (@Id, 1, @now)", new { letter.Id, now = Now });
        await Db.Execute("DELETE FROM revision_texts WHERE letter_id = @Id", new { letter.Id });
        var revision = (await Get<LetterHistory>().Read(letter.Id, coordinator))!.Revisions.Single();
        Assert.That((revision.Text, revision.ErasedAt), Is.EqualTo(((string?)null, (DateTimeOffset?)Now)));
    }

    [Test]
    public async Task A_teacher_sees_who_has_read_and_written()
    {
        var quiet = await Given.Pair();
        await Db.Execute("INSERT INTO reading_progress (assignment_id, person_id, part, place, started_at, updated_at, finished_at) VALUES (@AssignmentId, @MenteeId, 2, 500, @now, @now, @now)",
            new { Turn.AssignmentId, Pair.MenteeId, now = Now });
        await InReview();
        var pupils = await Get<ClassStore>().Of(Pair.CohortId);
        var wrote = pupils.Single(pupil => pupil.PairId == Pair.Id);
        Assert.That((wrote.Part, wrote.FinishedAt, wrote.Round), Is.EqualTo(((int?)2, (DateTimeOffset?)Now, (int?)1)));
        Assert.That(wrote.Turns.Select(turn => (turn.Writer, turn.Word(Now))), Is.EqualTo(new[] { (Side.Mentee, "class.sent"), (Side.Mentor, "class.waiting") }));
        Assert.That(pupils.Single(pupil => pupil.PairId == quiet.Id).AssignmentId, Is.Null);
    }

    [TestCase(TurnState.Open, null, -1, "class.open")]
    [TestCase(TurnState.Open, null, 1, "class.late")]
    [TestCase(TurnState.Open, LetterState.Draft, -1, "class.writing")]
    [TestCase(TurnState.Open, LetterState.Draft, 1, "class.late")]
    [TestCase(TurnState.Open, LetterState.InReview, 1, "class.sent")]
    [TestCase(TurnState.Open, LetterState.Returned, -1, "class.returned")]
    [TestCase(TurnState.Answered, LetterState.Delivered, 1, "class.delivered")]
    [TestCase(TurnState.Excused, LetterState.Withheld, 1, "class.withheld")]
    [TestCase(TurnState.Excused, null, 1, "class.excused")]
    [TestCase(TurnState.Lapsed, null, 1, "class.lapsed")]
    [TestCase(TurnState.Lapsed, LetterState.Draft, 1, "class.lapsed")]
    public void A_turn_has_one_word_for_its_teacher(TurnState state, LetterState? letter, int hoursPast, string word) =>
        Assert.That(new PupilTurn { State = state, Letter = letter, DueAt = Now }.Word(Now.AddHours(hoursPast)), Is.EqualTo(word));

    Task<ArchivePage> List(Guid person) => Get<ArchiveStore>().List(program, person, new ArchiveFilter());

    async Task<List<Guid>> Ids(ArchiveFilter filter) =>
        [.. (await Get<ArchiveStore>().List(program, coordinator, filter)).Letters.Select(letter => letter.Id)];
}

using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Data;

/// <summary>Rules 4, 5 and 11 of DESIGN.md, section 4: what there is one of, and what opens for whom.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class OnceRulesTests(Engine engine) : RulesTest(engine)
{
    [Test]
    public async Task A_person_is_told_a_thing_once()
    {
        await Tell(Pair.MentorId, "1");
        const string again = """
            INSERT INTO notices (id, person_id, kind, subject_id, occasion, arguments, link, created_at)
            SELECT @id, person_id, kind, subject_id, @occasion, '[]', '/', 1 FROM notices WHERE occasion = '1'
            """;
        await Refused(again, new { id = Clock.New(), occasion = "1" });
        await Allowed(again, new { id = Clock.New(), occasion = "2" });
        await Refused("UPDATE notices SET occasion = '1' WHERE occasion = '2'");
        foreach (var change in new[] { "occasion = '3'", "kind = 'Reminder'", "person_id = @MenteeId", "subject_id = @MenteeId" })
            await Refused("one person of one thing", $"UPDATE notices SET {change} WHERE occasion = '1'", new { Pair.MenteeId });
    }

    [Test]
    public async Task A_notice_goes_in_one_mail_of_its_person_and_a_mail_goes_once()
    {
        await Tell(Pair.MentorId, "1");
        var (first, second, others) = (await Mail(Pair.MentorId), await Mail(Pair.MentorId), await Mail(Pair.MenteeId));
        await Refused("UPDATE notices SET mail_id = @others", new { others });
        await Allowed("UPDATE notices SET mail_id = @first, mail_at = NULL", new { first });
        await Refused("one mail at most", "UPDATE notices SET mail_id = @second", new { second });
        await Refused("one mail at most", "UPDATE notices SET mail_id = NULL", null);
        await Refused("INSERT INTO mails (id, person_id, message_id, state, claimed_at, retry_at) SELECT @id, person_id, message_id, 'Claimed', 1, 1 FROM mails WHERE id = @first", new { id = Clock.New(), first });
        await Refused("keeps its person", "UPDATE mails SET message_id = 'another' WHERE id = @first", new { first });
        await Refused("keeps its person", "UPDATE mails SET person_id = @MenteeId WHERE id = @second", new { second, Pair.MenteeId });
        await Allowed("UPDATE mails SET state = 'Sent', sent_at = 1, retry_at = NULL WHERE id = @first", new { first });
        foreach (var state in new[] { "'Retry', retry_at = 1", "'Claimed', retry_at = 1", "'Failed'" })
            await Refused("sent once", $"UPDATE mails SET state = {state} WHERE id = @first", new { first });
    }

    [Test]
    public async Task A_turn_has_one_live_letter()
    {
        var letter = await InReview();
        const string another = """
            INSERT INTO letters (id, program_id, pair_id, turn_id, writer_id, reader_id, state, created_at)
            SELECT @id, program_id, pair_id, turn_id, writer_id, reader_id, 'Draft', 1 FROM letters WHERE id = @Letter
            """;
        await Refused(another, new { id = Clock.New(), Letter = letter.Id });
        await Decisions.Withhold(letter.Id, letter.Version, Ruth, "Not for this reader.", concern: false);
        await Allowed(another, new { id = Clock.New(), Letter = letter.Id });
        await Refused("UPDATE letters SET state = 'InReview' WHERE state = 'Withheld'");
    }

    [Test]
    public async Task A_letter_has_one_claim_one_draft_and_one_concern_from_screening()
    {
        var letter = await InReview(Dangerous);
        Assert.That(await Get<ClaimStore>().Take(letter.Id, Ruth), Is.True);
        await Refused("INSERT INTO claims (letter_id, reviewer_id, taken_at, until) VALUES (@Id, @Omar, 1, 1)", new { letter.Id, Omar });
        var kept = await Writing.Keep(Pair.MentorId, new(Pair.Id, null, null), "A draft.");
        await Refused("INSERT INTO drafts (letter_id, text, kept_at) VALUES (@LetterId, 'another', 1)", new { kept.LetterId });
        await Refused("""
            INSERT INTO concerns (id, program_id, letter_id, source, state, opened_at, note) VALUES (@id, @ProgramId, @Id, 'Screening', 'Open', 1, '')
            """.Replace("@id,", "@concern,"), new { concern = Clock.New(), Pair.ProgramId, letter.Id });
    }

    [Test]
    public async Task A_pair_has_one_open_assignment_and_an_assignment_one_open_turn()
    {
        var round = await Given.Round();
        var next = (await Given.Assignments([Pair], round, Now, (Side.Mentee, Now.AddDays(7), Now.AddDays(9))))[0];
        await Refused("UPDATE assignments SET state = 'Open', release_at = NULL, opened_at = @Now WHERE id = @Id", new { Now, next.Id });
        await Refused("UPDATE turns SET state = 'Open', opened_at = @Now WHERE assignment_id = @AssignmentId AND state = 'Waiting'", new { Now, Turn.AssignmentId });
        await Refused("UPDATE assignments SET round_id = (SELECT a.round_id FROM assignments a WHERE a.id = @Id)", new { next.Id });
        await Refused("INSERT INTO turns (id, assignment_id, pair_id, ordinal, writer, writer_id, reader_id, state, due_at, cut_off_at) SELECT @id, assignment_id, pair_id, ordinal, writer, writer_id, reader_id, 'Waiting', 1, 2 FROM turns WHERE state = 'Open'",
            new { id = Clock.New() });
    }

    [TestCase("state = 'Paused', paused_at = 1, paused_why = 'Coordinator'")]
    [TestCase("state = 'Closed', closed_at = 1")]
    [TestCase("stands_until = @now")]
    public async Task Nothing_opens_for_a_pair_that_does_not_go_on(string stopped)
    {
        var pair = await Given.Pair();
        await Given.Assignments([pair], await Given.Round(), Now, (Side.Mentee, Now.AddDays(7), Now.AddDays(9)));
        await Db.Execute($"UPDATE pairs SET {stopped} WHERE id = @Id", new { pair.Id, now = Now });
        await Refused("only an active pair", "UPDATE assignments SET state = 'Open', release_at = NULL, opened_at = @Now WHERE pair_id = @Id", new { Now, pair.Id });
        await Refused("of an active pair", "UPDATE turns SET state = 'Open', opened_at = @Now WHERE pair_id = @Id", new { Now, pair.Id });
    }

    [Test]
    public async Task A_mentee_has_one_mentor_at_a_time_in_a_program_and_nobody_is_paired_with_themselves()
    {
        var mentor = await Given.Person("Mentor");
        await Refused(InsertPair, new { id = Clock.New(), Pair.ProgramId, Pair.CohortId, mentor, mentee = Pair.MenteeId });
        await Refused(InsertPair, new { id = Clock.New(), Pair.ProgramId, Pair.CohortId, mentor, mentee = mentor });
        await Db.Execute("UPDATE pairs SET state = 'Closed', closed_at = 1 WHERE id = @Id", new { Pair.Id });
        await Allowed(InsertPair, new { id = Clock.New(), Pair.ProgramId, Pair.CohortId, mentor, mentee = Pair.MenteeId });
        await Refused("stays closed", "UPDATE pairs SET state = 'Active', closed_at = NULL WHERE id = @Id", new { Pair.Id });
    }

    [Test]
    public async Task A_pair_keeps_its_two_people_and_its_program()
    {
        var mentor = await Given.Person("Mentor");
        await Refused("keeps its two people", "UPDATE pairs SET mentor_id = @mentor", new { mentor });
        await Refused("keeps its two people", "UPDATE pairs SET mentee_id = @mentor", new { mentor });
        var elsewhere = await Given.Cohort((await Given.Program("Europe/Paris")).Id);
        await Refused("UPDATE pairs SET cohort_id = @elsewhere", new { elsewhere });
    }

    async Task Tell(Guid person, string occasion) => await Db.Transact(tx =>
        Get<Notifier>().Tell(tx, new Telling(person, Pair.ProgramId, NoticeKind.LetterArrived, Pair.Id, occasion, "/", "Amina")));

    async Task<Guid> Mail(Guid person)
    {
        var id = Clock.New();
        await Db.Execute("INSERT INTO mails (id, person_id, message_id, state, claimed_at, retry_at) VALUES (@id, @person, @message, 'Claimed', 1, 1)", new { id, person, message = $"{id}@test" });
        return id;
    }

    const string InsertPair = """
        INSERT INTO pairs (id, program_id, cohort_id, mentor_id, mentee_id, state, stands_until, created_at)
        VALUES (@id, @ProgramId, @CohortId, @mentor, @mentee, 'Active', 1, 1)
        """;
}

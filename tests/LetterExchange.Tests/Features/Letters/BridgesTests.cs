using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Letters;

/// <summary>A coordinator's letter to a mentee who would get none: who writes, who reviews, who reads, and what it excuses.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class BridgesTests(Engine engine) : DatabaseTest(engine)
{
    const string Text = "Dear Amina, Henrik could not write this time, and I did not want you to wait.";

    Pair pair = null!;
    Turn owed = null!;
    Guid coordinator, reviewer;

    [SetUp]
    public async Task Fill()
    {
        pair = await Given.Pair();
        coordinator = await Given.Coordinator();
        reviewer = await Given.Person("Reviewer", cohortId: pair.CohortId);
        var assignment = (await Given.Assignments([pair], await Given.Round(), Now, (Side.Mentor, Now.AddDays(7), Now.AddDays(21)), (Side.Mentee, Now.AddDays(14), Now.AddDays(28))))[0];
        await Get<ReleaseAssignments>().Run(CancellationToken.None);
        owed = await Db.Read(async tx => (await Get<Turns>().Find(tx, await tx.Get<Guid>("SELECT id FROM turns WHERE assignment_id = @Id AND ordinal = 1", new { assignment.Id })))!);
    }

    [Test]
    public async Task It_is_drafted_reviewed_and_delivered_like_any_letter_and_the_mentor_is_told_without_its_text()
    {
        var sheet = Sheet();
        var kept = await Get<Writing>().Keep(coordinator, sheet, "Dear Amina");
        Assert.That(kept.Refusal, Is.Null);
        var letter = await Delivered(sheet with { LetterId = kept.LetterId });
        Assert.That((letter.State, letter.IsBridge, letter.WriterId, letter.ReaderId, letter.TurnId), Is.EqualTo((LetterState.Delivered, true, coordinator, pair.MenteeId, (Guid?)null)));
        Assert.That(await KindsTo(pair.MenteeId), Does.Contain("LetterArrived"));
        var told = (await NoticesTo(pair.MentorId)).Single(one => one.Kind == "BridgeLetter");
        Assert.That(told.Arguments, Does.Not.Contain("wait"));
        Assert.That((await NoticesTo(coordinator)).Single(one => one.Kind == "LetterDelivered").Link, Is.EqualTo($"/letters/{letter.Id}/bridge"));
        Assert.That((await Turn()).State, Is.EqualTo(TurnState.Open), "It answers no turn by itself.");
    }

    [Test]
    public async Task It_excuses_the_mentor_s_turn_when_it_arrives_and_not_before_where_the_coordinator_says_so()
    {
        var sent = await Get<Writing>().Submit(coordinator, Sheet() with { Excuses = owed.Id }, Text);
        Assert.That((await Turn()).State, Is.EqualTo(TurnState.Open));
        await Deliver(sent.LetterId);
        Assert.That((await Turn()).State, Is.EqualTo(TurnState.Excused));
        Assert.That(await KindsTo(pair.MentorId), Does.Contain("TurnExcused").And.Contain("BridgeLetter"));
        Assert.That(await KindsTo(pair.MenteeId), Does.Contain("TurnOpened").And.Not.Contain("PartnerLapsed"), "The child has a letter, and the next turn.");
    }

    [Test]
    public async Task A_turn_that_was_written_meanwhile_is_not_excused()
    {
        var sent = await Get<Writing>().Submit(coordinator, Sheet() with { Excuses = owed.Id }, Text);
        await Get<Writing>().Submit(pair.MentorId, new Sheet(pair.Id, owed.Id, null), "Dear Amina, here I am after all.");
        await Deliver(sent.LetterId);
        Assert.That((await Turn()).State, Is.EqualTo(TurnState.Open));
    }

    [Test]
    public async Task Another_pair_s_turn_is_never_excused()
    {
        var other = await Given.OpenTurn();
        var sent = await Get<Writing>().Submit(coordinator, Sheet() with { Excuses = other.Id }, Text);
        Assert.That((await Get<LetterStore>().Find(sent.LetterId))!.ExcusesId, Is.Null);
    }

    [Test]
    public async Task Its_writer_does_not_review_it()
    {
        await Db.Execute("INSERT INTO memberships (id, person_id, program_id, role, since) VALUES (@id, @coordinator, @ProgramId, 'Reviewer', @Now)", new { id = Clock.New(), coordinator, pair.ProgramId, Now });
        var sent = await Get<Writing>().Submit(coordinator, Sheet(), Text);
        await Get<ScreenLetters>().Run(CancellationToken.None);
        var letter = (await Get<LetterStore>().Find(sent.LetterId))!;
        Assert.That(await Get<Decisions>().Approve(letter.Id, letter.Version, coordinator), Is.EqualTo(Decided.NotYours));
        Assert.That(await Get<Decisions>().Approve(letter.Id, letter.Version, reviewer), Is.EqualTo(Decided.Done));
    }

    [Test]
    public async Task Both_of_the_pair_read_it_once_it_has_arrived_and_a_later_mentor_does_not()
    {
        var sheet = Sheet();
        var sent = await Get<Writing>().Submit(coordinator, sheet, Text);
        Assert.That((await Seen(pair.MentorId), await Seen(pair.MenteeId)), Is.EqualTo((0, 0)));
        await Deliver(sent.LetterId);
        Assert.That((await Seen(pair.MentorId), await Seen(pair.MenteeId)), Is.EqualTo((1, 1)));
        await Get<PairClosing>().Close(pair.Id, "moved", "Gone", coordinator);
        var later = await Given.Pair(mentee: pair.MenteeId);
        Assert.That(await Get<Reading>().Letter(sent.LetterId, later.MentorId), Is.Null);
        Assert.That((await Get<Reading>().Letter(sent.LetterId, pair.MentorId))?.IsBridge, Is.True);

        async Task<int> Seen(Guid person) => (await Get<Reading>().Conversation(pair.Id, person)).Letters.Count;
    }

    [Test]
    public async Task It_does_not_lie_beside_the_paper_as_the_partner_s_letter()
    {
        await Delivered(Sheet());
        Assert.That((await Get<Papers>().Free(pair.Id, pair.MenteeId))!.Answered, Is.Null);
    }

    [Test]
    public async Task Only_a_coordinator_of_the_program_who_is_neither_of_the_two_writes_one()
    {
        var stranger = await Given.Person("Coordinator", (await Given.Program("Europe/Oslo", null)).Id);
        await Db.Execute("INSERT INTO memberships (id, person_id, program_id, role, since) VALUES (@id, @MentorId, @ProgramId, 'Coordinator', @Now)", new { id = Clock.New(), pair.MentorId, pair.ProgramId, Now });
        foreach (var person in new[] { stranger, reviewer, pair.MentorId, pair.MenteeId })
            Assert.That((await Get<Writing>().Keep(person, Sheet(), Text)).Refusal, Is.EqualTo(WritingRefusal.NotYours));
    }

    [Test]
    public async Task The_schema_lets_nobody_outside_the_pair_write_but_a_coordinator_a_bridge_letter()
    {
        await Refused("a letter goes from one of its pair", coordinator, pair.MenteeId, 0);
        await Refused("a letter goes from one of its pair", coordinator, pair.MentorId, 1);
        await Refused("a letter goes from one of its pair", reviewer, pair.MenteeId, 1);
        await Refused("a letter goes from one of its pair", pair.MentorId, pair.MenteeId, 1);
        var id = Clock.New();
        await Insert(id, coordinator, pair.MenteeId, 1);
        await Denied("keeps its pair", "UPDATE letters SET bridge = 0 WHERE id = @id", new { id });
        await Denied("", "UPDATE letters SET turn_id = @owed WHERE id = @id", new { id, owed = owed.Id });
        var menteesTurn = await Db.Get<Guid>("SELECT id FROM turns WHERE pair_id = @Id AND writer = 'Mentee'", new { pair.Id });
        await Denied("excuses a turn of its mentor", "UPDATE letters SET excuses_id = @menteesTurn WHERE id = @id", new { id, menteesTurn });
        var own = await Get<Writing>().Keep(pair.MentorId, new Sheet(pair.Id, owed.Id, null), "Dear");
        await Denied("", "UPDATE letters SET excuses_id = @owed WHERE id = @id", new { id = own.LetterId, owed = owed.Id });
        await Denied("keeps its pair", "UPDATE letters SET bridge = 1 WHERE id = @id", new { id = (await Get<Writing>().Keep(pair.MentorId, new Sheet(pair.Id, null, Clock.New()), "Dear")).LetterId });

        Task Refused(string why, Guid writer, Guid reader, int bridge) => Assert.ThatAsync(() => Insert(Clock.New(), writer, reader, bridge), Throws.InstanceOf<System.Data.Common.DbException>().With.Message.Contains(why));
        Task Denied(string why, string sql, object args) => Assert.ThatAsync(() => Db.Execute(sql, args), Throws.InstanceOf<System.Data.Common.DbException>().With.Message.Contains(why), sql);
        Task Insert(Guid letter, Guid writer, Guid reader, int bridge) => Db.Execute(
            "INSERT INTO letters (id, program_id, pair_id, writer_id, reader_id, state, created_at, bridge) VALUES (@letter, @ProgramId, @pairId, @writer, @reader, 'Draft', 1, @bridge)",
            new { letter, pair.ProgramId, pairId = pair.Id, writer, reader, bridge });
    }

    Sheet Sheet() => new(pair.Id, null, Clock.New()) { IsBridge = true };

    Task<Turn> Turn() => Db.Read(async tx => (await Get<Turns>().Find(tx, owed.Id))!);

    async Task<Letter> Delivered(Sheet sheet)
    {
        var sent = await Get<Writing>().Submit(coordinator, sheet, Text);
        Assert.That(sent.Refusal, Is.Null);
        return await Deliver(sent.LetterId);
    }

    async Task<Letter> Deliver(Guid id)
    {
        await Get<ScreenLetters>().Run(CancellationToken.None);
        Assert.That(await Get<Decisions>().Approve(id, (await Get<LetterStore>().Find(id))!.Version, reviewer), Is.EqualTo(Decided.Done));
        Clock.Advance(TimeSpan.FromMinutes(2));
        await Get<DeliverLetters>().Run(CancellationToken.None);
        return (await Get<LetterStore>().Find(id))!;
    }
}

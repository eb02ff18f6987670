using LetterExchange.Data;
using LetterExchange.Features.Messages;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Messages;

/// <summary>Messages about a pair: who writes, who reads, who hears of them, and that no mentee does.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class MessageStoreTests(Engine engine) : DatabaseTest(engine)
{
    MessageStore Store => Get<MessageStore>();

    [Test]
    public async Task The_two_sides_write_and_hear_of_each_other_without_a_word_of_it()
    {
        var (pair, first, second) = (await Given.Pair(), await Given.Coordinator(), await Given.Coordinator());
        Assert.That(await Store.Write(pair.Id, pair.MentorId, "Is Amina ill? My phone is secret."), Is.True);
        foreach (var coordinator in new[] { first, second }) Assert.That(await KindsTo(coordinator), Is.EqualTo(new[] { "MessageToCoordinators" }));
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That(await Store.Write(pair.Id, first, "She is well."), Is.True);
        Assert.That(await KindsTo(pair.MentorId), Is.EqualTo(new[] { "MessageToMentor" }));
        Assert.That(await KindsTo(second), Has.Length.EqualTo(1), "a colleague's answer is no news");
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM notices WHERE kind = 'MessageToCoordinators' AND mail_at IS NOT NULL"), Is.Zero, "what is answered is not mailed any more");
        var told = await Db.Query<string>("SELECT arguments || link FROM notices");
        Assert.That(told, Has.None.Contain("secret").And.None.Contain("ill").And.None.Contain("She is"));
        var thread = (await Store.Look(pair.Id, pair.MentorId))!;
        Assert.That(thread.Messages.Select(message => (message.Side, message.Text)), Is.EqualTo(new[] { (MessageSide.Mentor, "Is Amina ill? My phone is secret."), (MessageSide.Coordinator, "She is well.") }));
    }

    [Test]
    public async Task What_the_other_side_wrote_is_new_until_one_has_looked()
    {
        var (pair, coordinator) = (await Given.Pair(), await Given.Coordinator());
        await Store.Write(pair.Id, pair.MentorId, "One");
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That((await Store.OfProgram(pair.ProgramId, coordinator)).Single().IsNew, Is.True);
        Assert.That((await Store.OfMentor(pair.ProgramId, pair.MentorId)).Single().IsNew, Is.False);
        var thread = (await Store.Look(pair.Id, coordinator))!;
        Assert.That(thread.Messages.Select(thread.IsNew), Is.EqualTo(new[] { true }));
        thread = (await Store.Look(pair.Id, coordinator))!;
        Assert.That(thread.Messages.Select(thread.IsNew), Is.EqualTo(new[] { false }));
        Assert.That((await Store.OfProgram(pair.ProgramId, coordinator)).Single().IsNew, Is.False);
        await Store.Write(pair.Id, coordinator, "Two");
        var line = (await Store.OfMentor(pair.ProgramId, pair.MentorId)).Single();
        Assert.That((line.IsNew, line.Messages, line.LastSide), Is.EqualTo((true, 2, (MessageSide?)MessageSide.Coordinator)));
    }

    [Test]
    public async Task A_mentee_can_neither_write_nor_read_nor_be_told()
    {
        var pair = await Given.Pair();
        await Store.Write(pair.Id, pair.MentorId, "About Amina");
        await Store.Write(pair.Id, await Given.Coordinator(), "Yes?");
        Assert.That((await Store.Write(pair.Id, pair.MenteeId, "Hello"), await Store.Look(pair.Id, pair.MenteeId)), Is.EqualTo((false, (LetterExchange.Features.Messages.Thread?)null)));
        Assert.That((await NoticesTo(pair.MenteeId), await Store.OfMentor(pair.ProgramId, pair.MenteeId)), Is.EqualTo((new List<Told>(), new List<ThreadLine>())));
        foreach (var side in new[] { "Mentor", "Coordinator" })
            Assert.That(async () => await Db.Execute("INSERT INTO pair_messages (id, pair_id, program_id, writer_id, side, sha256, written_at) VALUES (@id, @Id, @ProgramId, @MenteeId, @side, 'x', @Now)",
                new { id = Clock.New(), pair.Id, pair.ProgramId, pair.MenteeId, side, Now }), Throws.Exception, "nor does the database take it");
    }

    [Test]
    public async Task Strangers_former_mentors_and_other_programs_are_refused()
    {
        var (pair, other) = (await Given.Pair(), await Given.Pair());
        var foreign = await Given.Person("Coordinator", (await Given.Program("Europe/Paris", null)).Id);
        foreach (var person in new[] { other.MentorId, foreign, await Given.Person("Reviewer"), await Given.Person("SafeguardingLead"), await Given.Person("Administrator") })
            Assert.That((await Store.Write(pair.Id, person, "Hello"), await Store.Look(pair.Id, person)), Is.EqualTo((false, (LetterExchange.Features.Messages.Thread?)null)));
        await Store.Write(pair.Id, pair.MentorId, "Hello");
        Assert.That(await Store.OfProgram((await Db.Get<Guid>("SELECT program_id FROM memberships WHERE person_id = @foreign", new { foreign })), foreign), Is.Empty);
        await Db.Execute("UPDATE memberships SET ended_at = @Now WHERE person_id = @MentorId", new { Now, pair.MentorId });
        Assert.That((await Store.Write(pair.Id, pair.MentorId, "Hello"), await Store.Look(pair.Id, pair.MentorId)), Is.EqualTo((false, (LetterExchange.Features.Messages.Thread?)null)));
    }

    [Test]
    public async Task A_lead_reads_where_a_concern_is_about_the_pair_and_each_look_is_an_event()
    {
        var (pair, lead, named) = (await Given.Pair(), await Given.Person("SafeguardingLead"), await Given.Person("SafeguardingLead"));
        await Store.Write(pair.Id, pair.MentorId, "I am worried about her.");
        Assert.That(await Store.Look(pair.Id, lead), Is.Null);
        await Get<ConcernStore>().Worried(pair.ProgramId, pair.Id, null, "Something is wrong", pair.MentorId, [named]);
        var thread = (await Store.Look(pair.Id, lead))!;
        Assert.That((thread.Side, thread.Messages.Count), Is.EqualTo(((MessageSide?)null, 1)));
        await Store.Look(pair.Id, lead);
        Assert.That(await Store.Look(pair.Id, named), Is.Null, "whom the concern names");
        Assert.That(await Store.Write(pair.Id, lead, "Thank you"), Is.False);
        await Store.Look(pair.Id, pair.MentorId);
        await Store.Look(pair.Id, await Given.Coordinator());
        Assert.That(await Db.Query<Guid>("SELECT actor_id FROM events WHERE kind = 'message.look' AND pair_id = @Id", new { pair.Id }), Is.EqualTo(new[] { lead, lead }));
    }

    [Test]
    public async Task A_mentor_who_also_coordinates_is_the_mentor_of_their_own_pair()
    {
        var pair = await Given.Pair();
        await Db.Execute("INSERT INTO memberships (id, person_id, program_id, role, since) VALUES (@id, @MentorId, @ProgramId, 'Coordinator', @Now)", new { id = Clock.New(), pair.MentorId, pair.ProgramId, Now });
        await Store.Write(pair.Id, pair.MentorId, "Hello");
        Assert.That((await Store.Look(pair.Id, pair.MentorId))!.Side, Is.EqualTo(MessageSide.Mentor));
        Assert.That((await NoticesTo(pair.MentorId), await Store.OfProgram(pair.ProgramId, pair.MentorId)), Is.EqualTo((new List<Told>(), new List<ThreadLine>())));
    }

    [Test]
    public async Task A_message_stays_and_its_words_go_only_with_a_record()
    {
        var (pair, coordinator) = (await Given.Pair(), await Given.Coordinator());
        await Store.Write(pair.Id, pair.MentorId, "Hello");
        foreach (var change in new[] { "UPDATE pair_messages SET side = 'Coordinator'", "DELETE FROM pair_messages", "UPDATE pair_message_texts SET text = 'x'", "DELETE FROM pair_message_texts" })
            Assert.That(async () => await Db.Execute(change), Throws.Exception, change);
        var id = await Db.Get<Guid>("SELECT id FROM pair_messages");
        Assert.That((await Store.Erase(pair.Id, id, pair.MentorId), await Store.Erase((await Given.Pair()).Id, id, coordinator)), Is.EqualTo((false, false)));
        var concern = await Get<ConcernStore>().Worried(pair.ProgramId, pair.Id, null, "Something is wrong", pair.MentorId, []);
        Assert.That(await Store.Erase(pair.Id, id, coordinator), Is.False, "what a concern is about is kept");
        var (concerns, lead) = (Get<ConcernStore>(), await Given.Person("SafeguardingLead"));
        await concerns.Take((await concerns.Find(concern))!, lead);
        Assert.That(await concerns.Close((await concerns.Find(concern))!, lead, ConcernOutcome.NoConcern, "All is well."), Is.EqualTo(ConcernMoved.Done));
        Assert.That((await Store.Erase(pair.Id, id, coordinator), await Store.Erase(pair.Id, id, coordinator)), Is.EqualTo((true, false)));
        var message = (await Store.Look(pair.Id, coordinator))!.Messages.Single();
        Assert.That((message.Id, message.Text), Is.EqualTo((id, (string?)null)));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM pair_message_erasures WHERE by_id = @coordinator", new { coordinator }), Is.EqualTo(1));
        Assert.That(await EventsOf(id), Is.EquivalentTo(new[] { "message.write", "message.erase" }));
    }
}

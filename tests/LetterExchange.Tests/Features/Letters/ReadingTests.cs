using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Letters;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class ReadingTests(Engine engine) : LetterTest(engine)
{
    Reading Reading => Get<Reading>();

    [Test]
    public async Task A_conversation_is_read_page_by_page_the_newest_first_and_numbered_through()
    {
        var sent = new List<Guid>();
        for (var i = 1; i <= 2 * Reading.PageSize + 3; i++) sent.Add(await Free(i % 2 == 0 ? Pair.MentorId : Pair.MenteeId, $"Letter {i}"));
        var newest = await Reading.Conversation(Pair.Id, Pair.MenteeId);
        var middle = await Reading.Conversation(Pair.Id, Pair.MenteeId, newest.Earlier);
        var oldest = await Reading.Conversation(Pair.Id, Pair.MenteeId, middle.Earlier);
        Assert.That(oldest.Letters.Concat(middle.Letters).Concat(newest.Letters).Select(letter => letter.Id), Is.EqualTo(sent));
        Assert.That(oldest.Letters.Concat(middle.Letters).Concat(newest.Letters).Select(letter => letter.Number), Is.EqualTo(Enumerable.Range(1, sent.Count)));
        Assert.That((newest.Letters.Count, oldest.Letters.Count, oldest.Earlier), Is.EqualTo((Reading.PageSize, 3, (Guid?)null)));
        Assert.That((newest.Delivered, newest.Since), Is.EqualTo((sent.Count, Start.AddMinutes(1))));
        Assert.That(newest.Letters[^1].Text, Is.EqualTo($"Letter {sent.Count}"));
    }

    [Test]
    public async Task What_is_on_its_way_stands_at_the_end_and_only_before_its_writer()
    {
        var draft = await Writing.Keep(Pair.MenteeId, Sheet, "Not yet");
        await Free(Pair.MentorId, "First");
        var waiting = (await Writing.Submit(Pair.MenteeId, new Sheet(Pair.Id, null, null), "Waiting")).LetterId;
        await Free(Pair.MentorId, "Second");
        var mine = (await Reading.Conversation(Pair.Id, Pair.MenteeId)).Letters;
        Assert.That(mine.Select(letter => (letter.Text, letter.Number)), Is.EqualTo(new[] { ("First", 1), ("Second", 2), ("Not yet", 3), ("Waiting", 4) }));
        Assert.That(mine.Skip(2).Select(letter => letter.Id), Is.EqualTo(new[] { draft.LetterId, waiting }));
        Assert.That((await Reading.Conversation(Pair.Id, Pair.MentorId)).Letters.Select(letter => letter.Text), Is.EqualTo(new[] { "First", "Second" }));
    }

    [Test]
    public async Task A_withheld_letter_stays_where_it_was_sent_and_bears_no_number()
    {
        var letter = await InReview("Withheld");
        await Decisions.Withhold(letter.Id, letter.Version, Ruth, "Talk first", concern: false);
        Clock.Advance(TimeSpan.FromHours(1));
        await Free(Pair.MentorId, "After it");
        Assert.That((await Reading.Conversation(Pair.Id, Pair.MenteeId)).Letters.Select(one => (one.Text, one.Number)), Is.EqualTo(new[] { ("Withheld", 0), ("After it", 1) }));
    }

    [Test]
    public async Task A_letter_is_opened_by_its_reader_and_by_nobody_else()
    {
        var letter = await Free(Pair.MenteeId, "For the mentor");
        foreach (var other in new[] { Pair.MenteeId, Ruth }) await Reading.Open(letter, other);
        Assert.That(await Db.Get<string>("SELECT state FROM letters WHERE id = @letter", new { letter }), Is.EqualTo("Delivered"));
        await Reading.Open(letter, Pair.MentorId);
        Assert.That(await Db.Get<string>("SELECT state FROM letters WHERE id = @letter", new { letter }), Is.EqualTo("Read"));
    }

    [Test]
    public async Task A_discarded_letter_is_gone_and_a_stopped_one_keeps_its_draft()
    {
        var thrown = await Writing.Keep(Pair.MenteeId, new Sheet(Pair.Id, null, null), "Thrown away");
        await Writing.Discard(Pair.MenteeId, thrown.LetterId);
        await Writing.Keep(Pair.MenteeId, Sheet, "Never sent");
        await Get<PairClosing>().Close(Pair.Id, "moved", "Moved", Ruth);
        var letter = (await Reading.Conversation(Pair.Id, Pair.MenteeId)).Letters.Single();
        Assert.That((letter.State, letter.Text), Is.EqualTo((LetterState.Stopped, "Never sent")));
    }

    [Test]
    public async Task A_new_mentor_reads_none_of_the_former_one_s_letters_and_the_former_one_keeps_theirs()
    {
        var letter = await Free(Pair.MenteeId, "To the first mentor");
        await Get<PairClosing>().Close(Pair.Id, "mentor-left", "Left", Ruth);
        var second = await Given.Pair(Pair.CohortId, mentee: Pair.MenteeId);
        Assert.That((await Reading.Conversation(second.Id, second.MentorId)).Letters, Is.Empty);
        Assert.That((await Reading.Conversation(Pair.Id, second.MentorId)).Letters, Is.Empty);
        Assert.That(await Reading.Letter(letter, second.MentorId), Is.Null);
        Assert.That((await Reading.Conversation(Pair.Id, Pair.MentorId)).Letters.Select(one => one.Text), Is.EqualTo(new[] { "To the first mentor" }));
        var pairs = await Reading.Pairs(Pair.ProgramId, Pair.MenteeId);
        Assert.That(pairs.Select(pair => (pair.Id, pair.State)), Is.EqualTo(new[] { (second.Id, PairState.Active), (Pair.Id, PairState.Closed) }));
    }

    [Test]
    public async Task A_mentor_finds_all_their_pairs_and_how_many_letters_wait_to_be_opened()
    {
        var letter = await Free(Pair.MenteeId, "One");
        await Free(Pair.MenteeId, "Two");
        await Reading.Open(letter, Pair.MentorId);
        await Given.Pair(Pair.CohortId);
        var own = (await Reading.Pairs(Pair.ProgramId, Pair.MentorId)).Single();
        Assert.That((own.Id, own.PartnerId, own.Unread), Is.EqualTo((Pair.Id, Pair.MenteeId, 1)));
        Assert.That(await Reading.Pairs((await Given.Program("Europe/Paris")).Id, Pair.MentorId), Is.Empty);
    }

    [Test]
    public async Task What_lies_ahead_is_the_open_turn_its_letter_and_the_next_round()
    {
        var open = await Reading.Ahead(Pair.Id);
        Assert.That((open.TurnId, open.WriterId, open.DueAt, open.Letter, open.NextOpensAt), Is.EqualTo((Turn.Id, Pair.MenteeId, Turn.DueAt, (LetterState?)null, (DateTimeOffset?)null)));
        Assert.That((open.IsToWrite(Pair.MenteeId), open.IsToWrite(Pair.MentorId)), Is.EqualTo((true, false)));
        await Writing.Keep(Pair.MenteeId, Sheet, "Begun");
        Assert.That((await Reading.Ahead(Pair.Id)).IsToWrite(Pair.MenteeId), Is.True);
        await Writing.Submit(Pair.MenteeId, Sheet, Safe);
        Assert.That((await Reading.Ahead(Pair.Id)).IsToWrite(Pair.MenteeId), Is.False);
    }

    [Test]
    public async Task Between_two_rounds_the_day_of_the_next_one_lies_ahead()
    {
        await Given.Assignments([Pair], await Given.Round(), Now.AddDays(20), (Side.Mentee, Now.AddDays(27), Now.AddDays(30)));
        await Db.Execute("UPDATE turns SET state = 'Lapsed', remind_at = NULL, enforce_at = NULL WHERE pair_id = @Id AND state = 'Open'", new { Pair.Id });
        var ahead = await Reading.Ahead(Pair.Id);
        Assert.That((ahead.TurnId, ahead.NextOpensAt), Is.EqualTo(((Guid?)null, (DateTimeOffset?)Now.AddDays(20))));
    }

    async Task<Guid> Free(Guid writer, string text)
    {
        var sent = await Writing.Submit(writer, new Sheet(Pair.Id, null, null), text);
        await Screen();
        await Decisions.Approve(sent.LetterId, (await Fresh(sent.LetterId)).Version, Ruth);
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Deliver();
        return sent.LetterId;
    }
}

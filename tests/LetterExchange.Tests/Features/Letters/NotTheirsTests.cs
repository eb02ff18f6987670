using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Tests.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Letters;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class NotTheirsTests(Engine engine) : LetterTest(engine)
{
    [Test]
    public async Task A_new_mentor_reads_nothing_of_the_former_one_s_letters()
    {
        var letter = await Delivered();
        await Get<PairClosing>().Close(Pair.Id, "mentor-left", "The mentor has moved away.", Lead);
        var (mentor, pair) = (await Given.Person("Mentor"), Clock.New());
        await Db.Execute("""
            INSERT INTO pairs (id, program_id, cohort_id, mentor_id, mentee_id, state, stands_until, created_at)
            SELECT @pair, program_id, cohort_id, @mentor, mentee_id, 'Active', stands_until, 1 FROM pairs WHERE id = @Id
            """, new { pair, mentor, Pair.Id });
        Assert.That(await Get<Reading>().Letter(letter.Id, mentor), Is.Null);
        Assert.That((await Get<Reading>().Conversation(Pair.Id, mentor)).Letters, Is.Empty);
        Assert.That((await Get<Reading>().Conversation(pair, mentor)).Letters, Is.Empty);
        Assert.That((await Get<Reading>().Conversation(Pair.Id, Pair.MenteeId)).Letters.Select(one => one.Id), Is.EqualTo(new[] { letter.Id }), "and the mentee keeps them");
    }

    [Test]
    public async Task What_is_taken_back_returned_or_withheld_never_reaches_its_reader()
    {
        var letter = await InReview(WithNumber);
        await Decisions.Return(letter.Id, letter.Version, Ruth, "Leave out the number.");
        Assert.That(await Seen(letter), Is.Null);
        letter = await InReview(Safe);
        await Decisions.Approve(letter.Id, letter.Version, Ruth);
        letter = await Fresh(letter.Id);
        await Decisions.TakeBack(letter.Id, letter.Version, Ruth);
        Assert.That(await Seen(letter), Is.Null);
        letter = await Fresh(letter.Id);
        await Decisions.Withhold(letter.Id, letter.Version, Ruth, "Not for this reader.", concern: false);
        Assert.That(await Seen(letter), Is.Null);
        foreach (var told in await NoticesTo(Pair.MentorId)) Assert.That(told.Arguments, Does.Not.Contain("number").And.Not.Contain("reader").And.Not.Contain("lighthouse"));
    }

    Task<SeenLetter?> Seen(Letter letter) => Get<Reading>().Letter(letter.Id, Pair.MentorId);
}

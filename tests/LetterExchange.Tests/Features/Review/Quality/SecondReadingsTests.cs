using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Notices;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Review;
using LetterExchange.Features.Screening;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Review.Quality;

/// <summary>Which approved letters are read again, by whom, and what follows from what the second reader says.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class SecondReadingsTests(Engine engine) : LetterTest(engine)
{
    static readonly Dictionary<int, bool> None = [];

    SecondReadings Readings => Get<SecondReadings>();

    [TestCase(0)]
    [TestCase(5)]
    [TestCase(50)]
    [TestCase(100)]
    public void The_share_is_as_wanted_and_the_same_letter_is_always_chosen_alike(int percent)
    {
        var (key, other) = (new byte[32], new byte[32]);
        other[0] = 1;
        var letters = Enumerable.Range(0, 4_000).Select(n => new Guid(n, 0, 7, new byte[8])).ToList();
        var chosen = letters.FindAll(letter => SecondChoice.IsChosen(key, letter, percent));
        Assert.That(chosen.Count / 40.0, Is.EqualTo(percent).Within(percent is 0 or 100 ? 0 : 2.5));
        Assert.That(letters.FindAll(letter => SecondChoice.IsChosen(key, letter, percent)), Is.EqualTo(chosen));
        if (percent is 5 or 50) Assert.That(letters.FindAll(letter => SecondChoice.IsChosen(other, letter, percent)), Is.Not.EqualTo(chosen), "nobody foresees it who has not the key");
    }

    [Test]
    public async Task A_chosen_letter_waits_for_whoever_reviews_its_cohort_and_has_not_decided_on_it()
    {
        await Share(100);
        var letter = await Delivered();
        Assert.That((await Readings.Waiting(Pair.ProgramId, Omar)).Select(one => one.LetterId), Is.EqualTo(new[] { letter.Id }));
        var elsewhere = await Given.Person("Reviewer", cohortId: await Given.Cohort(Pair.ProgramId));
        foreach (var person in new[] { Ruth, Lead, elsewhere, Pair.MentorId }) Assert.That(await Readings.Waiting(Pair.ProgramId, person), Is.Empty);
        foreach (var (person, may) in new[] { (Omar, true), (Ruth, false), (Lead, false), (elsewhere, false), (Pair.MentorId, false) }) Assert.That(await May(person, letter.Id), Is.EqualTo(may));
        Assert.That((await Readings.Open(letter.Id, Omar))!.Decisions, Is.Empty, "blind");
        Clock.Advance(TimeSpan.FromDays(SecondReadings.Days + 1));
        Assert.That(await Readings.Waiting(Pair.ProgramId, Omar), Is.Empty, "not for ever");
    }

    [Test]
    public async Task Without_another_reviewer_or_without_a_share_nothing_is_chosen()
    {
        await Share(0);
        await Delivered();
        Assert.That(await Chosen(), Is.Zero);
        await Share(100);
        await Db.Execute("UPDATE memberships SET ended_at = @Now WHERE person_id = @Omar", new { Now, Omar });
        var free = await Writing.Submit(Pair.MenteeId, new(Pair.Id, null, null), Safe);
        await Screen();
        await Approve(await Fresh(free.LetterId));
        Assert.That(await Chosen(), Is.Zero);
    }

    [Test]
    public async Task It_is_read_again_once_and_never_by_who_decided()
    {
        await Share(100);
        var letter = await Delivered();
        Assert.That(await Readings.Read(letter.Id, 1, Ruth, Verdict.Approve, None, null), Is.False);
        Assert.That(await Readings.Read(letter.Id, 2, Omar, Verdict.Approve, None, null), Is.False);
        Assert.That(await Readings.Read(letter.Id, 1, Omar, Verdict.Return, None, null), Is.True);
        Assert.That(await Readings.Read(letter.Id, 1, Omar, Verdict.Approve, None, null), Is.False);
        Assert.That((await Fresh(letter.Id)).State, Is.EqualTo(LetterState.Delivered), "what has gone has gone");
        Assert.That(await Readings.Waiting(Pair.ProgramId, Omar), Is.Empty);
        Assert.That((await Db.Query<string>("SELECT codes FROM events WHERE kind = 'letter.second-read'")).Single(), Is.EqualTo("revision=1 verdict=Return"));
    }

    [Test]
    public async Task Before_delivery_a_letter_waits_no_longer_than_the_limit_and_goes_at_once_when_both_agree()
    {
        await Share(100, before: true);
        var letter = await Approved();
        Assert.That(letter.DeliverAt, Is.EqualTo(Now.AddHours(12)));
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.That(await Readings.Read(letter.Id, 1, Omar, Verdict.Approve, None, null), Is.True);
        await Deliver();
        Assert.That((await Fresh(letter.Id)).State, Is.EqualTo(LetterState.Delivered));
        var free = (await Writing.Submit(Pair.MenteeId, new(Pair.Id, null, null), Safe)).LetterId;
        await Screen();
        await Approve(await Fresh(free));
        Clock.Advance(TimeSpan.FromHours(12) - TimeSpan.FromSeconds(1));
        await Deliver();
        Assert.That((await Fresh(free)).State, Is.EqualTo(LetterState.Approved));
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Deliver();
        Assert.That((await Fresh(free)).State, Is.EqualTo(LetterState.Delivered), "it was approved, and the time is over");
    }

    [TestCase(Verdict.Return)]
    [TestCase(Verdict.Withhold)]
    public async Task A_letter_on_its_way_that_the_second_reader_would_not_have_let_go_is_in_review_again(Verdict verdict)
    {
        await Share(100, before: true);
        var letter = await Approved();
        Assert.That(await Readings.Read(letter.Id, 1, Omar, verdict, None, null), Is.True);
        Clock.Advance(TimeSpan.FromDays(2));
        await Deliver();
        letter = await Fresh(letter.Id);
        Assert.That((letter.State, letter.Route), Is.EqualTo((LetterState.InReview, Route.Standard)));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM releases WHERE letter_id = @Id AND standing = 1", new { letter.Id }), Is.Zero);
        await Approve(letter);
        Assert.That((await Fresh(letter.Id)).DeliverAt, Is.EqualTo(Now.AddSeconds(60)), "it has been read again and does not wait a second time");
    }

    [Test]
    public async Task A_concern_from_there_tells_the_leads_and_what_has_not_gone_takes_two_keys()
    {
        await Share(100, before: true);
        var letter = await Approved();
        Assert.That(await Readings.Read(letter.Id, 1, Omar, Verdict.Approve, None, "He asks to meet her."), Is.True);
        letter = await Fresh(letter.Id);
        Assert.That((letter.State, letter.Route), Is.EqualTo((LetterState.InReview, Route.Safeguarding)));
        Assert.That((await Count(Lead, NoticeKind.ConcernOpened), await Count(Lead, NoticeKind.SafeguardingLetter)), Is.EqualTo((1, 1)));
        var concern = (await Get<ConcernStore>().All(Pair.ProgramId, Lead)).Single();
        Assert.That((concern.LetterId, concern.Note, concern.OpenedBy), Is.EqualTo(((Guid?)letter.Id, "He asks to meet her.", (Guid?)Omar)));
        Assert.That(await Decisions.Approve(letter.Id, letter.Version, Ruth), Is.EqualTo(Decided.FirstKey));
    }

    [Test]
    public async Task Agreement_is_counted_per_reviewer_and_per_category_and_shown_from_ten_readings_on()
    {
        await Share(100);
        for (var n = 0; n < 10; n++)
        {
            var sent = await Writing.Submit(Pair.MenteeId, new(Pair.Id, null, null), WithNumber);
            await Screen();
            await Approve(await Fresh(sent.LetterId));
            await Readings.Read(sent.LetterId, 1, Omar, n < 3 ? Verdict.Return : Verdict.Approve, new Dictionary<int, bool> { [1] = n < 8, [2] = n < 8, [99] = true }, null);
            var rate = (await Get<Agreement>().PerReviewer(Pair.ProgramId)).Single();
            Assert.That((rate.Name, rate.Of, rate.IsShown), Is.EqualTo(("Ruth Tester", n + 1, n == 9)));
        }
        Assert.That((await Get<Agreement>().PerReviewer(Pair.ProgramId)).Single(), Has.Property("Agreed").EqualTo(7).And.Property("Percent").EqualTo(70));
        var category = (await Get<Agreement>().PerCategory(Pair.ProgramId)).First();
        Assert.That((category.Name, category.Of, category.Agreed, category.Marked, category.Right, category.RightPercent), Is.EqualTo((await Db.Get<string>("SELECT MIN(category) FROM findings"), 10, 7, 10, 8, 80)));
    }

    [Test]
    public async Task The_schema_keeps_a_second_reading_as_it_was_made_and_refuses_who_decided()
    {
        await Share(100);
        var letter = await Delivered();
        await Assert.CatchAsync(() => Db.Execute("UPDATE second_readings SET reader_id = @Ruth, read_at = @Now, verdict = 'Approve'", new { Ruth, Now }));
        await Assert.CatchAsync(() => Db.Execute("UPDATE second_readings SET reader_id = @MentorId, read_at = @Now, verdict = 'Approve'", new { Pair.MentorId, Now }));
        await Readings.Read(letter.Id, 1, Omar, Verdict.Approve, None, null);
        await Assert.CatchAsync(() => Db.Execute("UPDATE second_readings SET verdict = 'Return'"));
        await Assert.CatchAsync(() => Db.Execute("DELETE FROM second_readings"));
    }

    Task Share(int percent, bool before = false) => Db.Execute("UPDATE programs SET policies = @policies, version = version + 1 WHERE id = @ProgramId",
        new { policies = new Policies { SecondReadPercent = percent, SecondReadBefore = before }.ToJson(), Pair.ProgramId });

    async Task Approve(Letter letter) => Assert.That(await Decisions.Approve(letter.Id, letter.Version, Ruth), Is.EqualTo(Decided.Done));

    Task<int> Chosen() => Db.Get<int>("SELECT COUNT(*) FROM second_readings");

    async Task<bool> May(Guid me, Guid id) => await Db.Find<int?>(Rights.SecondReadingOfMine.Sql!, new { id, me }) is not null;
}

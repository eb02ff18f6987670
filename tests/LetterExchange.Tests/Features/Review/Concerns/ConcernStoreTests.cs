using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Review;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class ConcernStoreTests(Engine engine) : LetterTest(engine)
{
    ConcernStore Concerns => Get<ConcernStore>();
    WorryStore Worries => Get<WorryStore>();

    [Test]
    public async Task The_same_words_from_one_sheet_are_one_concern_and_other_words_another()
    {
        var sheet = Clock.New();
        var first = await Worried("He frightens me.", sheet: sheet);
        Assert.That(await Worried("He frightens me.", sheet: sheet), Is.EqualTo(first));
        Assert.That(await Worried("And he asked where I live.", sheet: sheet), Is.Not.EqualTo(first));
        Assert.That(await Worried("He frightens me.", sheet: Clock.New()), Is.Not.EqualTo(first));
        Assert.That((await Concerns.All(Pair.ProgramId, Lead)).Select(concern => concern.Note), Is.EquivalentTo(new[] { "He frightens me.", "He frightens me.", "And he asked where I live." }));
        Assert.That(await Count(Lead, NoticeKind.ConcernOpened), Is.EqualTo(3));
    }

    [Test]
    public async Task Sent_twice_at_the_same_time_it_is_one()
    {
        var sheet = Clock.New();
        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Worried("Help.", sheet: sheet)));
        Assert.That(ids.Distinct().Count(), Is.EqualTo(1));
        Assert.That(await Count(Lead, NoticeKind.ConcernOpened), Is.EqualTo(1));
    }

    [Test]
    public async Task Another_s_sheet_is_not_taken_for_one_s_own()
    {
        var sheet = Clock.New();
        var first = await Worried("Help.", sheet: sheet);
        var second = await Concerns.Worried(Pair.ProgramId, null, null, "Help.", Pair.MentorId, [], sheet);
        Assert.That(second, Is.Not.EqualTo(first));
    }

    [Test]
    public async Task Exactly_the_leads_that_it_does_not_name_are_told()
    {
        var other = await Given.Person("SafeguardingLead");
        var admin = await Given.Person("Administrator");
        var gone = await Given.Person("SafeguardingLead");
        await Db.Execute("UPDATE memberships SET ended_at = @Now WHERE person_id = @gone", new { Now, gone });
        var id = await Worried("", named: [Lead]);
        Assert.That(await Db.Query<Guid>("SELECT person_id FROM notices WHERE kind = 'ConcernOpened'"), Is.EqualTo(new[] { other }));
        Assert.That(await KindsTo(admin), Is.Empty);
        Assert.That((await Concerns.All(Pair.ProgramId, Lead)).Count, Is.Zero);
        Assert.That((await Concerns.All(Pair.ProgramId, other)).Single().Id, Is.EqualTo(id));
    }

    [Test]
    public async Task Where_no_lead_is_left_the_administrator_is_told_at_once_also_at_night()
    {
        var admin = await Given.Person("Administrator");
        await Worried("It is Lea.", named: [Lead]);
        Assert.That(await KindsTo(admin), Is.EqualTo(new[] { nameof(NoticeKind.LeadMissing) }));
        Assert.That(NoticeKind.LeadMissing.IsSafety(), Is.True);
    }

    [Test]
    public async Task It_is_taken_in_hand_then_closed_with_an_outcome_each_by_whoever_is_first()
    {
        var opened = (await Concerns.Find(await Worried("Help.")))!;
        Assert.That(await Concerns.Close(opened, Lead, ConcernOutcome.Advice, "Settled."), Is.EqualTo(ConcernMoved.SomebodyWasFirst), "nobody has it in hand");
        Assert.That(await Concerns.Take(opened, Lead), Is.True);
        Assert.That(await Concerns.Take(opened, Lead), Is.False);
        var taken = (await Concerns.Find(opened.Id))!;
        Assert.That((taken.State, taken.InHandByName), Is.EqualTo((ConcernState.InHand, "Lea Tester")));
        Assert.That(await Concerns.Close(taken, Lead, ConcernOutcome.Advice, " \0"), Is.EqualTo(ConcernMoved.WordsNeeded));
        Assert.That(await Concerns.Close(taken, Lead, ConcernOutcome.Advice, " Talked\0 with her. "), Is.EqualTo(ConcernMoved.Done));
        Assert.That(await Concerns.Close(taken, Lead, ConcernOutcome.Other, "Again."), Is.EqualTo(ConcernMoved.SomebodyWasFirst));
        var closed = (await Concerns.Find(opened.Id))!;
        Assert.That((closed.State, closed.Outcome, closed.ClosedByName), Is.EqualTo((ConcernState.Closed, (ConcernOutcome?)ConcernOutcome.Advice, "Lea Tester")));
        Assert.That((await Get<ConcernLog>().Of(opened.Id)).Select(entry => (entry.Kind, entry.Text)), Is.EqualTo(new[] { (EntryKind.Taken, null), (EntryKind.Closed, "Talked with her.") }));
        Assert.That(await EventsOf(opened.Id), Is.EqualTo(new[] { "concern.close", "concern.open", "concern.take" }));
    }

    [Test]
    public async Task Each_is_offered_what_is_theirs_to_worry_about_and_nothing_else()
    {
        var mine = await Delivered();
        var sent = await Get<LetterExchange.Features.Letters.Writing>().Submit(Pair.MentorId, new(Pair.Id, null, null), "Not delivered yet.");
        await Given.Pair();
        var mentee = await Worries.Choices(Pair.ProgramId, Pair.MenteeId, null);
        Assert.That(mentee.Pairs.Select(pair => pair.Id), Is.EqualTo(new[] { Pair.Id }));
        Assert.That(mentee.Letters.Select(letter => (letter.Id, letter.IsMine)), Is.EqualTo(new[] { (mine.Id, true) }));
        var mentor = await Worries.Choices(Pair.ProgramId, Pair.MentorId, null);
        Assert.That(mentor.Letters.Select(letter => letter.Id), Is.EquivalentTo(new[] { mine.Id, sent.LetterId }));
        Assert.That((await Worries.Choices(Pair.ProgramId, Ruth, null)).Letters, Is.Empty);
        Assert.That((await Worries.Choices(Pair.ProgramId, Ruth, mine.Id)).Letters.Single().Id, Is.EqualTo(mine.Id));
        Assert.That((await Worries.Choices(Pair.ProgramId, await Given.Person("Mentor"), mine.Id)).Letters, Is.Empty);
    }

    [Test]
    public async Task Whom_it_may_be_about_are_those_who_might_see_it()
    {
        var elsewhere = await Given.Person("Teacher", cohortId: await Given.Cohort(Pair.ProgramId), name: "Ella");
        var coordinator = await Given.Person("Coordinator", name: "Cora");
        var mentor = await Worries.Choices(Pair.ProgramId, Pair.MentorId, null);
        Assert.That(mentor.Staff.Select(person => person.Id), Is.EquivalentTo(new[] { Ruth, Omar, Lead, coordinator }));
        Assert.That(mentor.Leads.Select(person => person.Name), Is.EqualTo(new[] { "Lea Tester" }));
        Assert.That((await Worries.Choices(Pair.ProgramId, Ruth, null)).Staff.Select(person => person.Id), Does.Contain(elsewhere));
    }

    Task<Guid> Worried(string note, Guid? sheet = null, params Guid[] named) => Concerns.Worried(Pair.ProgramId, Pair.Id, null, note, Pair.MenteeId, named, sheet);
}

using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Notices;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Review;
using LetterExchange.Features.Screening;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Review;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class DecisionsTests(Engine engine) : LetterTest(engine)
{
    [Test]
    public async Task A_letter_goes_its_whole_way()
    {
        var letter = await InReview();
        Assert.That((letter.State, letter.Route), Is.EqualTo((LetterState.InReview, Route.Standard)));
        Assert.That(await Decisions.Approve(letter.Id, letter.Version, Ruth), Is.EqualTo(Decided.Done));
        await Deliver();
        Assert.That((await Fresh(letter.Id)).State, Is.EqualTo(LetterState.Approved), "the delay has not passed");
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Deliver();
        await Deliver();
        Assert.That((await Fresh(letter.Id)).State, Is.EqualTo(LetterState.Delivered));
        Assert.That((await TurnNow()).State, Is.EqualTo(TurnState.Answered));
        Assert.That(await Count(Pair.MentorId, NoticeKind.LetterArrived), Is.EqualTo(1));
        Assert.That(await Count(Pair.MenteeId, NoticeKind.LetterDelivered), Is.EqualTo(1));
        await Get<Reading>().Open(letter.Id, Pair.MentorId);
        Assert.That((await Fresh(letter.Id)).State, Is.EqualTo(LetterState.Read));
        Assert.That((await Get<Reading>().Letter(letter.Id, Pair.MentorId))!.Text, Is.EqualTo(Safe));
    }

    [Test]
    public async Task The_reader_sees_nothing_before_delivery()
    {
        var letter = await Approved();
        Assert.That(await Get<Reading>().Letter(letter.Id, Pair.MentorId), Is.Null);
        Assert.That((await Get<Reading>().Conversation(Pair.Id, Pair.MentorId)).Letters, Is.Empty);
        Assert.That((await Get<Reading>().Letter(letter.Id, Pair.MenteeId))!.Text, Is.EqualTo(Safe));
    }

    [Test]
    public async Task A_returned_letter_comes_back_with_its_text_its_reason_and_time_to_mend_it()
    {
        var letter = await InReview(WithNumber);
        Assert.That(letter.Route, Is.EqualTo(Route.Attention));
        Clock.Advance(TimeSpan.FromDays(6));
        Assert.That(await Decisions.Return(letter.Id, letter.Version, Ruth, "Leave out the number."), Is.EqualTo(Decided.Done));
        var seen = await Get<Reading>().Letter(letter.Id, Pair.MenteeId);
        Assert.That((seen!.State, seen.Text, seen.Reason), Is.EqualTo((LetterState.Returned, WithNumber, "Leave out the number.")));
        var turn = await TurnNow();
        Assert.That(turn.DueAt, Is.GreaterThanOrEqualTo(Now.AddHours(48)));
        Assert.That(turn.HeldAt, Is.Null);
        Assert.That(await Count(Pair.MenteeId, NoticeKind.LetterReturned), Is.EqualTo(1));
        Assert.That((await Writing.Submit(Pair.MenteeId, Sheet, Safe)).Refusal, Is.Null);
        Assert.That((await Fresh(letter.Id)).Revision, Is.EqualTo(2));
    }

    [Test]
    public async Task A_withheld_letter_excuses_its_turn_opens_a_concern_and_is_reopened_by_two()
    {
        var letter = await InReview(WithNumber);
        Assert.That(await Decisions.Withhold(letter.Id, letter.Version, Ruth, "I am worried about this.", concern: true), Is.EqualTo(Decided.Done));
        Assert.That((await TurnNow()).State, Is.EqualTo(TurnState.Excused));
        Assert.That(await Count(Lead, NoticeKind.ConcernOpened), Is.EqualTo(1));
        letter = await Fresh(letter.Id);
        Assert.That(await Decisions.Reopen(letter.Id, letter.Version, Ruth, "On second thoughts."), Is.EqualTo(Decided.FirstKey));
        Assert.That(await Decisions.Reopen(letter.Id, letter.Version, Ruth, "Really."), Is.EqualTo(Decided.OtherPersonNeeded));
        Assert.That(await Decisions.Reopen(letter.Id, letter.Version, Omar, "I agree."), Is.EqualTo(Decided.Done));
        Assert.That((await Fresh(letter.Id)).State, Is.EqualTo(LetterState.InReview));
    }

    [Test]
    public async Task A_dangerous_letter_needs_two_people_one_of_them_a_lead()
    {
        var letter = await InReview(Dangerous);
        Assert.That(letter.Route, Is.EqualTo(Route.Safeguarding));
        Assert.That(await Count(Lead, NoticeKind.SafeguardingLetter), Is.EqualTo(1));
        Assert.That(await Decisions.Approve(letter.Id, letter.Version, Ruth), Is.EqualTo(Decided.FirstKey));
        letter = await Fresh(letter.Id);
        Assert.That(await Decisions.Approve(letter.Id, letter.Version, Ruth), Is.EqualTo(Decided.OtherPersonNeeded));
        Assert.That(await Decisions.Approve(letter.Id, letter.Version, Omar), Is.EqualTo(Decided.LeadNeeded));
        Assert.That(await Decisions.Approve(letter.Id, letter.Version, Lead), Is.EqualTo(Decided.Done));
        Assert.That((await Fresh(letter.Id)).State, Is.EqualTo(LetterState.Approved));
    }

    [Test]
    public async Task A_disclosure_is_never_returned()
    {
        var letter = await InReview(Dangerous);
        Assert.That(await Decisions.Return(letter.Id, letter.Version, Ruth, "Take that out."), Is.EqualTo(Decided.DisclosureNotReturned));
        Assert.That((await Fresh(letter.Id)).State, Is.EqualTo(LetterState.InReview));
    }

    [Test]
    public async Task A_key_counts_no_more_once_the_route_has_changed()
    {
        var letter = await InReview(Dangerous);
        await Decisions.Approve(letter.Id, letter.Version, Lead);
        letter = await Fresh(letter.Id);
        Assert.That(await Decisions.Reroute(letter.Id, letter.Version, Ruth, Route.Standard, "A story."), Is.EqualTo(Decided.LeadNeeded));
        Assert.That(await Decisions.Reroute(letter.Id, letter.Version, Lead, Route.Standard, "It quotes the story."), Is.EqualTo(Decided.Done));
        letter = await Fresh(letter.Id);
        Assert.That(await Decisions.Reroute(letter.Id, letter.Version, Ruth, Route.Safeguarding, null), Is.EqualTo(Decided.Done));
        letter = await Fresh(letter.Id);
        Assert.That(await Decisions.Approve(letter.Id, letter.Version, Ruth), Is.EqualTo(Decided.FirstKey));
    }

    [Test]
    public async Task Nobody_decides_on_a_letter_of_their_own_pair_or_of_another_cohort_or_on_one_whose_concern_names_them()
    {
        var letter = await InReview();
        await Db.Execute("UPDATE memberships SET role = 'Reviewer' WHERE person_id IN @both", new { both = new[] { Pair.MentorId, Pair.MenteeId } });
        var stranger = await Given.Person("Reviewer", cohortId: await Given.Cohort(Pair.ProgramId));
        await Get<ConcernStore>().Worried(Pair.ProgramId, Pair.Id, letter.Id, "About Omar.", Ruth, [Omar]);
        foreach (var person in new[] { Pair.MentorId, Pair.MenteeId, stranger, Omar })
            Assert.That(await Decisions.Approve(letter.Id, letter.Version, person), Is.EqualTo(Decided.NotYours));
    }

    [Test]
    public async Task A_decision_on_an_old_copy_changes_nothing()
    {
        var letter = await InReview();
        await Decisions.Reroute(letter.Id, letter.Version, Omar, Route.Attention, null);
        Assert.That(await Decisions.Approve(letter.Id, letter.Version, Ruth), Is.EqualTo(Decided.SomebodyWasFirst));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM decisions WHERE letter_id = @Id AND kind = 'Approve'", new { letter.Id }), Is.Zero);
    }

    [Test]
    public async Task A_letter_that_another_holds_is_left_to_them_until_the_claim_expires()
    {
        var letter = await InReview();
        Assert.That(await Get<ClaimStore>().Take(letter.Id, Omar), Is.True);
        Assert.That(await Get<ClaimStore>().Take(letter.Id, Ruth), Is.False);
        Assert.That(await Decisions.Approve(letter.Id, letter.Version, Ruth), Is.EqualTo(Decided.Claimed));
        Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.That(await Get<ClaimStore>().Take(letter.Id, Ruth), Is.True);
        Assert.That(await Decisions.Approve(letter.Id, letter.Version, Ruth), Is.EqualTo(Decided.Done));
    }

    [Test]
    public async Task An_approval_taken_back_delivers_nothing_until_it_is_given_again()
    {
        var letter = await Approved();
        Assert.That(await Decisions.TakeBack(letter.Id, letter.Version, Ruth), Is.EqualTo(Decided.Done));
        Clock.Advance(TimeSpan.FromHours(1));
        await Deliver();
        letter = await Fresh(letter.Id);
        Assert.That(letter.State, Is.EqualTo(LetterState.InReview));
        Assert.That(await Decisions.Approve(letter.Id, letter.Version, Omar), Is.EqualTo(Decided.Done));
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Deliver();
        Assert.That((await Fresh(letter.Id)).State, Is.EqualTo(LetterState.Delivered));
    }

    [Test]
    public async Task Where_two_people_are_missing_the_administrator_is_told_and_the_letter_can_only_be_withheld()
    {
        var admin = await Given.Person("Administrator");
        await Db.Execute("UPDATE memberships SET ended_at = @Now WHERE person_id IN @gone", new { Now, gone = new[] { Omar, Ruth } });
        var letter = await InReview(Dangerous);
        Assert.That(await Count(admin, NoticeKind.KeysMissing), Is.EqualTo(1));
        Assert.That(await Decisions.Approve(letter.Id, letter.Version, Lead), Is.EqualTo(Decided.FirstKey));
        letter = await Fresh(letter.Id);
        Assert.That(await Decisions.Approve(letter.Id, letter.Version, Lead), Is.EqualTo(Decided.OtherPersonNeeded));
        Assert.That(await Decisions.Withhold(letter.Id, letter.Version, Lead, "Nobody else is here.", concern: true), Is.EqualTo(Decided.Done));
    }

    [Test]
    public async Task A_letter_that_cannot_be_screened_goes_to_the_reviewers_marked()
    {
        await Writing.Submit(Pair.MenteeId, Sheet, Safe);
        var broken = new ScreenLetters(Db, Letters, Get<LetterExchange.Features.Programs.ProgramStore>(), Get<ConcernStore>(), Get<OwnRules>(), Clock, Get<Wakes>(),
            Get<StuckRows>(), Microsoft.Extensions.Logging.Abstractions.NullLogger<ScreenLetters>.Instance)
        { Screener = _ => throw new InvalidOperationException("on purpose") };
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await broken.Run(default);
            Clock.Advance(TimeSpan.FromMinutes(2));
        }
        var letter = await Db.Get<Letter>($"SELECT {LetterStore.Columns} FROM letters l WHERE l.pair_id = @Id", new { Pair.Id });
        Assert.That((letter.State, letter.NotScreened, letter.Route), Is.EqualTo((LetterState.InReview, true, Route.Attention)));
    }
}

using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Notices;
using LetterExchange.Features.Review;
using LetterExchange.Features.Screening;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Review;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class ReviewStoreTests(Engine engine) : LetterTest(engine)
{
    ReviewStore Reviews => Get<ReviewStore>();

    [Test]
    public async Task To_open_a_letter_is_to_claim_it_and_to_be_written_down()
    {
        var letter = await InReview(WithNumber);
        var open = await Reviews.Open(letter.Id, Ruth);
        Assert.That((open!.Claim!.ReviewerId, open.Claim.ReviewerName, open.Text), Is.EqualTo((Ruth, "Ruth Tester", WithNumber)));
        Assert.That((open.Me, open.WriterSide, open.Findings.Any(passage => passage.Category == Category.Phone)), Is.EqualTo((new Reviewer(Ruth, false, true), Side.Mentee, true)));
        var beside = await Reviews.Open(letter.Id, Omar);
        Assert.That(beside!.Claim!.ReviewerId, Is.EqualTo(Ruth));
        Assert.That(await Looks(letter.Id), Is.EqualTo(new[] { Ruth, Omar }));
    }

    [Test]
    public async Task Who_can_do_no_more_for_it_does_not_hold_it_up()
    {
        var letter = await InReview(Dangerous);
        await Decisions.Approve(letter.Id, letter.Version, Ruth);
        Assert.That((await Reviews.Open(letter.Id, Ruth))!.Claim, Is.Null, "the first key is Ruth's");
        Assert.That((await Reviews.Open(letter.Id, Omar))!.Claim, Is.Null, "a lead must turn the second");
        Assert.That((await Reviews.Open(letter.Id, Lead))!.Claim!.ReviewerId, Is.EqualTo(Lead));
    }

    [Test]
    public async Task A_letter_that_no_reviewer_is_known_to_read_says_so_and_is_read_with_care()
    {
        const string turkish = "Sevgili Henrik, deniz fenerini çok beğendim ve akşamları kimin yaktığını merak ettim.";
        var letter = await InReview(turkish);
        Assert.That((letter.Language, letter.Route), Is.EqualTo(("tr", LetterExchange.Features.Screening.Route.Attention)));
        Assert.That((await Reviews.Find(letter.Id, Ruth))!.IsForeign, Is.True);
        await Db.Execute("UPDATE programs SET languages = 'en tr' WHERE id = @ProgramId", new { letter.ProgramId });
        Assert.That((await Reviews.Find(letter.Id, Ruth))!.IsForeign, Is.False, "the program says that it reads it");
        await Db.Execute("UPDATE programs SET languages = 'en' WHERE id = @ProgramId", new { letter.ProgramId });
        await Db.Execute("UPDATE people SET language = 'tr' WHERE id = @Ruth", new { Ruth });
        Assert.That((await Reviews.Find(letter.Id, Ruth))!.IsForeign, Is.False, "one of them does");
    }

    [Test]
    public async Task To_find_it_is_neither()
    {
        var letter = await InReview();
        Assert.That((await Reviews.Find(letter.Id, Ruth))!.Claim, Is.Null);
        Assert.That(await Looks(letter.Id), Is.Empty);
    }

    [Test]
    public async Task The_letter_that_it_answers_lies_beside_it_and_each_text_shown_is_a_look()
    {
        var first = await Delivered();
        var second = await Answer("Dear Amina, the lighthouse made me think of my grandmother.");
        var open = (await Reviews.Open(second.Id, Ruth))!;
        Assert.That((open.Answers!.Id, open.Answers.Text, open.Answers.ApprovedBy), Is.EqualTo((first.Id, Safe, (Guid?)Ruth)));
        Assert.That(open.WriterSide, Is.EqualTo(Side.Mentor));
        Assert.That(await Looks(first.Id), Is.EqualTo(new[] { Ruth }));
    }

    [Test]
    public async Task A_letter_that_has_left_review_is_shown_without_its_text_and_without_a_look()
    {
        var letter = await InReview(WithNumber);
        await Decisions.Return(letter.Id, letter.Version, Ruth, "Leave out the number.");
        var open = (await Reviews.Open(letter.Id, Ruth))!;
        Assert.That((open.State, open.ShowsText, open.Claim), Is.EqualTo((LetterState.Returned, false, (Claim?)null)));
        Assert.That(open.Decisions.Single().Reason, Is.EqualTo("Leave out the number."));
        Assert.That(await Looks(letter.Id), Is.Empty);
    }

    [Test]
    public async Task A_second_version_lies_beside_what_was_returned_and_why()
    {
        var letter = await InReview("Dear Henrik,\n\nCall me on 07700 900461.\n\nI liked the lighthouse.");
        await Decisions.Return(letter.Id, letter.Version, Ruth, "Leave out the number.");
        await Writing.Submit(Pair.MenteeId, Sheet, "Dear Henrik,\n\nIt is too long to tell.\n\nI liked the lighthouse.");
        await Screen();
        var open = (await Reviews.Open(letter.Id, Omar))!;
        Assert.That((open.Before!.Number, open.Before.Reason, open.Before.ReviewerName), Is.EqualTo((1, "Leave out the number.", "Ruth Tester")));
        var changes = open.Before.Against(open.Text)!.ToLookup(change => change.Kind, change => change.Text);
        Assert.That(string.Concat(changes[ChangeKind.Gone]), Does.Contain("07700 900461"));
        Assert.That(string.Concat(changes[ChangeKind.New]), Does.StartWith("It is too long"));
        Assert.That(string.Concat(changes[ChangeKind.Same]), Does.StartWith("Dear Henrik,").And.EndWith("I liked the lighthouse."));
        Assert.That(open.Versions.Select(version => version.Number), Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public async Task Of_a_dangerous_letter_it_says_who_has_turned_the_first_key_and_who_can_turn_the_other()
    {
        var letter = await InReview(Dangerous);
        var open = (await Reviews.Find(letter.Id, Ruth))!;
        Assert.That(open.Keys.Select(key => (key.Name, key.IsLead)), Is.EqualTo(new[] { ("Lea Tester", true), ("Omar Tester", false), ("Ruth Tester", false) }));
        Assert.That((open.FirstKey, open.HasTwoKeys, open.HasDisclosure), Is.EqualTo(((Decision?)null, true, true)));
        await Decisions.Approve(letter.Id, letter.Version, Ruth);
        open = (await Reviews.Find(letter.Id, Omar))!;
        Assert.That(open.FirstKey!.ReviewerId, Is.EqualTo(Ruth));
        Assert.That(open.OtherKeys(Ruth, firstIsLead: false).Select(key => key.PersonId), Is.EqualTo(new[] { Lead }));
        Assert.That(open.OtherKeys(Lead, firstIsLead: true).Select(key => key.PersonId), Is.EqualTo(new[] { Omar, Ruth }));
        await Decisions.Reroute(letter.Id, open.Version, Lead, Route.Attention, "It quotes the story.");
        Assert.That((await Reviews.Find(letter.Id, Omar))!.FirstKey, Is.Null, "a key counts no more once the route has changed");
    }

    [Test]
    public async Task Of_concerns_about_it_a_lead_is_told_whom_they_do_not_name_and_nobody_else()
    {
        var letter = await InReview(Dangerous);
        var other = await Given.Person("SafeguardingLead");
        await Get<ConcernStore>().Worried(Pair.ProgramId, null, letter.Id, "About Lea.", Pair.MenteeId, []);
        Assert.That((await Reviews.Find(letter.Id, Lead))!.Concerns, Has.Count.EqualTo(2));
        Assert.That((await Reviews.Find(letter.Id, Ruth))!.Concerns, Is.Empty);
        Assert.That(await Reviews.IsOn(Pair.ProgramId, letter.Id, other), Is.True);
        await Get<ConcernStore>().Worried(Pair.ProgramId, null, letter.Id, "About the other.", Pair.MenteeId, [other]);
        Assert.That((await Reviews.Find(letter.Id, other))!.Concerns, Has.Count.EqualTo(2));
        Assert.That(await Reviews.IsOn(Pair.ProgramId, letter.Id, other), Is.False);
    }

    [Test]
    public async Task A_worried_reviewer_opens_a_concern_and_two_must_read_the_letter_from_then_on()
    {
        var letter = await InReview();
        Assert.That(await Decisions.Worry(letter.Id, letter.Version, Ruth, " \0 "), Is.EqualTo(Decided.ReasonNeeded));
        Assert.That(await Decisions.Worry(letter.Id, letter.Version, Ruth, "She sounds\0 alone."), Is.EqualTo(Decided.Done));
        Assert.That(await Decisions.Worry(letter.Id, letter.Version, Ruth, "She sounds alone."), Is.EqualTo(Decided.SomebodyWasFirst));
        Assert.That((await Fresh(letter.Id)).Route, Is.EqualTo(Route.Safeguarding));
        Assert.That((await Count(Lead, NoticeKind.ConcernOpened), await Count(Lead, NoticeKind.SafeguardingLetter)), Is.EqualTo((1, 1)));
        var concern = (await Get<ConcernStore>().All(Pair.ProgramId, Lead)).Single();
        Assert.That((concern.Source, concern.Note, concern.OpenedBy, concern.LetterId), Is.EqualTo((ConcernSource.Reviewer, "She sounds alone.", (Guid?)Ruth, (Guid?)letter.Id)));
        Assert.That(await Db.Query<string?>("SELECT reason FROM decisions WHERE letter_id = @Id", new { letter.Id }), Is.EqualTo(new string?[] { null }), "what a reviewer worries about is for leads alone");
    }

    [Test]
    public async Task A_concern_about_a_letter_in_danger_changes_its_version_so_that_who_reads_it_now_hears_of_it()
    {
        var letter = await InReview(Dangerous);
        Assert.That(await Decisions.Approve(letter.Id, letter.Version, Ruth), Is.EqualTo(Decided.FirstKey));
        letter = await Fresh(letter.Id);
        Assert.That(await Decisions.Worry(letter.Id, letter.Version, Omar, "Look at the last line."), Is.EqualTo(Decided.Done));
        Assert.That(await Decisions.Approve(letter.Id, letter.Version, Lead), Is.EqualTo(Decided.SomebodyWasFirst));
        Assert.That((await Reviews.Find(letter.Id, Lead))!.FirstKey!.ReviewerId, Is.EqualTo(Ruth), "the first key stands");
    }

    Task<List<Guid>> Looks(Guid letter) => Db.Query<Guid>("SELECT actor_id FROM events WHERE kind = 'letter.look' AND subject_id = @letter ORDER BY at, id", new { letter });

    async Task<Letter> Answer(string text)
    {
        var sent = await Writing.Submit(Pair.MentorId, new Sheet(Pair.Id, null, null), text);
        await Screen();
        return await Fresh(sent.LetterId);
    }
}

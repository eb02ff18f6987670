using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Review;
using LetterExchange.Features.Screening;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Data;

/// <summary>Rules 1 and 6 of DESIGN.md, section 4: on what a release rests, and who may turn a key.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class ReleaseRulesTests(Engine engine) : RulesTest(engine)
{
    [Test]
    public async Task A_release_rests_on_an_approval_of_the_very_revision_by_the_very_reviewer()
    {
        var letter = await InReview();
        var raised = await Decision(letter, Omar, DecisionKind.Raise);
        var approved = await Decision(letter, Ruth);
        var release = await NewRelease(letter, (approved, Ruth));
        await Refused(InsertRelease, release with { FirstDecisionId = Clock.New() });
        await Refused(InsertRelease, release with { FirstDecisionId = raised, FirstReviewerId = Omar });
        await Refused(InsertRelease, release with { FirstReviewerId = Omar });
        await Refused(InsertRelease, release with { Revision = 2 });
        await Refused(InsertRelease, release with { Sha256 = new string('0', 64) });
        await Refused(InsertRelease, release with { Route = Route.Attention });
        await Refused(InsertRelease, release with { WriterId = letter.ReaderId, ReaderId = letter.WriterId });
        await Refused("UPDATE letters SET state = 'Approved', deliver_at = 1 WHERE id = @Id", new { letter.Id });
        await Allowed(InsertRelease, release);
        await Allowed("UPDATE letters SET state = 'Approved', deliver_at = 1 WHERE id = @Id", new { letter.Id });
    }

    [Test]
    public async Task An_approval_of_an_earlier_revision_releases_nothing()
    {
        var first = await InReview();
        var old = await Decision(first, Ruth);
        await Decisions.Return(first.Id, first.Version, Omar, "Say more.");
        var second = await InReview("Dear Henrik, here is more of it.");
        Assert.That(second.Revision, Is.EqualTo(2));
        var release = await NewRelease(second, (old, Ruth));
        await Refused(InsertRelease, release);
        await Refused(InsertRelease, release with { Revision = 1, Sha256 = await HashOf(first) });
        await Refused(InsertDecision, NewDecision(first, Ruth));
    }

    [TestCase(DecisionKind.Raise)]
    [TestCase(DecisionKind.TakeBack)]
    [TestCase(DecisionKind.Return)]
    public async Task An_approval_counts_no_more_once_something_else_was_decided_after_it(DecisionKind after)
    {
        var letter = await InReview();
        var approved = await Decision(letter, Ruth);
        await Decision(letter, Omar, after);
        await Refused("approvals that still count", InsertRelease, await NewRelease(letter, (approved, Ruth)));
    }

    [Test]
    public async Task Only_a_letter_in_review_is_released()
    {
        var letter = await InReview();
        await Decisions.Withhold(letter.Id, letter.Version, Omar, "Not for this reader.", concern: false);
        await Refused("in review", InsertRelease, await NewRelease(letter, (await Decision(letter, Ruth), Ruth)));
    }

    [Test]
    public async Task A_letter_has_one_standing_release()
    {
        var letter = await InReview();
        var release = await NewRelease(letter, (await Decision(letter, Ruth), Ruth));
        await Allowed(InsertRelease, release);
        await Refused(InsertRelease, release with { Id = Clock.New() });
        await Refused(InsertRelease, await NewRelease(letter, (await Decision(letter, Omar), Omar)));
    }

    [Test]
    public async Task A_dangerous_letter_is_released_by_two_people_one_of_them_a_lead()
    {
        var letter = await InReview(Dangerous);
        var (ruth, omar, lead) = (await Decision(letter, Ruth), await Decision(letter, Omar), await Decision(letter, Lead, asLead: true));
        var release = await NewRelease(letter, (ruth, Ruth), (lead, Lead), Lead);
        await Refused(InsertRelease, release with { SecondDecisionId = null, SecondReviewerId = null, LeadId = null });
        await Refused(InsertRelease, release with { FirstDecisionId = lead, FirstReviewerId = Lead, SecondDecisionId = null, SecondReviewerId = null });
        await Refused(InsertRelease, release with { LeadId = null });
        await Refused(InsertRelease, release with { SecondDecisionId = omar, SecondReviewerId = Omar, LeadId = null });
        await Refused(InsertRelease, release with { SecondDecisionId = omar, SecondReviewerId = Omar });
        await Refused(InsertRelease, release with { SecondDecisionId = omar, SecondReviewerId = Omar, LeadId = Omar });
        await Refused(InsertRelease, release with { LeadId = Ruth });
        await Refused(InsertRelease, release with { FirstDecisionId = lead, FirstReviewerId = Lead });
        await Refused(InsertRelease, release with { SecondDecisionId = null });
        await Refused(InsertRelease, release with { SecondDecisionId = omar });
        await Refused(InsertRelease, release with { Route = Route.Standard, SecondDecisionId = null, SecondReviewerId = null, LeadId = null });
        await Allowed(InsertRelease, release);
    }

    [Test]
    public async Task Neither_writer_nor_reader_stands_in_a_release_or_decides()
    {
        var letter = await InReview(Dangerous);
        var (ruth, lead) = (await Decision(letter, Ruth), await Decision(letter, Lead, asLead: true));
        var release = await NewRelease(letter, (ruth, Ruth), (lead, Lead), Lead);
        foreach (var party in new[] { letter.WriterId, letter.ReaderId })
        {
            await Refused("does not decide", InsertDecision, NewDecision(letter, party));
            await Refused("does not decide", InsertDecision, NewDecision(letter, party, DecisionKind.Return));
            await Refused(InsertRelease, release with { FirstReviewerId = party });
            await Refused(InsertRelease, release with { SecondReviewerId = party });
        }
        await Allowed(InsertRelease, release);
    }

    [Test]
    public async Task Nobody_decides_on_a_letter_whose_concern_names_them_or_plays_a_lead()
    {
        var letter = await InReview();
        await Get<ConcernStore>().Worried(Pair.ProgramId, Pair.Id, letter.Id, "About Omar.", Ruth, [Omar]);
        await Refused("does not decide", InsertDecision, NewDecision(letter, Omar));
        await Refused("does not decide", InsertDecision, NewDecision(letter, Ruth, asLead: true));
        var elsewhere = await Given.Person("SafeguardingLead", (await Given.Program("Europe/Paris")).Id);
        await Refused("does not decide", InsertDecision, NewDecision(letter, elsewhere, asLead: true));
        await Db.Execute("UPDATE memberships SET ended_at = @Now WHERE person_id = @Lead", new { Now, Lead });
        await Refused("does not decide", InsertDecision, NewDecision(letter, Lead, asLead: true));
        await Allowed(InsertDecision, NewDecision(letter, Ruth));
    }

    [Test]
    public async Task A_release_can_only_be_ended()
    {
        var letter = await InReview(Dangerous);
        var release = await NewRelease(letter, (await Decision(letter, Ruth), Ruth), (await Decision(letter, Lead, asLead: true), Lead), Lead);
        await Allowed(InsertRelease, release);
        string[] changes =
        [
            "sha256 = 'x'", "revision = 2", "route = 'Standard'", "writer_id = reader_id", "first_reviewer_id = second_reviewer_id", "lead_id = first_reviewer_id",
            "second_reviewer_id = NULL, second_decision_id = NULL", "at = at + 1", "standing = standing", "ended_at = 1",
        ];
        foreach (var change in changes) await Refused("can only be ended", $"UPDATE releases SET {change}", null);
        foreach (var change in changes[..^2]) await Refused($"UPDATE releases SET standing = NULL, ended_at = 1, {change}");
        await Refused("is ended, not deleted", "DELETE FROM releases", null);
        await Refused("UPDATE releases SET standing = NULL");
        await Allowed("UPDATE releases SET standing = NULL, ended_at = 1");
        await Refused("can only be ended", "UPDATE releases SET standing = 1, ended_at = NULL", null);
        await Refused("can only be ended", "UPDATE releases SET ended_at = 2", null);
    }

    [Test]
    public async Task A_release_that_a_delivery_rests_on_stands_for_good()
    {
        await Delivered();
        await Refused("UPDATE releases SET standing = NULL, ended_at = 1");
    }

    [Test]
    public async Task A_delivery_is_of_the_letter_s_approved_revision_hash_and_route()
    {
        var letter = await Approved();
        var delivery = await NewDelivery(letter);
        await Refused(InsertDelivery, delivery with { LetterId = Clock.New() });
        await Refused(InsertDelivery, delivery with { Revision = 2 });
        await Refused(InsertDelivery, delivery with { Sha256 = new string('0', 64) });
        await Refused(InsertDelivery, delivery with { Route = Route.Attention });
        await Refused(InsertDelivery, delivery with { Standing = null });
        await Refused(InsertDelivery, delivery with { Standing = 0 });
        await Allowed(InsertDelivery, delivery);
        await Refused(InsertDelivery, delivery with { At = Now.AddHours(1) });
    }

    [Test]
    public async Task Where_the_route_has_changed_since_the_release_nothing_is_delivered()
    {
        var letter = await Approved();
        await Refused("standing release", "UPDATE letters SET route = 'Safeguarding' WHERE id = @Id", new { letter.Id });
        await Db.Execute("UPDATE letters SET state = 'InReview', deliver_at = NULL, route = 'Safeguarding' WHERE id = @Id", new { letter.Id });
        await Refused("standing release", "UPDATE letters SET state = 'Approved', deliver_at = 1 WHERE id = @Id", new { letter.Id });
        await Refused("approved letter of an active pair", InsertDelivery, await NewDelivery(letter));
    }

    [Test]
    public async Task A_delivery_needs_a_standing_release()
    {
        var letter = await Approved();
        await Db.Execute("UPDATE releases SET standing = NULL, ended_at = @Now", new { Now });
        await Refused(InsertDelivery, await NewDelivery(letter));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM letters WHERE state = 'Approved'"), Is.EqualTo(1), "and yet it was approved");
    }

    [Test]
    public async Task A_standing_release_alone_delivers_nothing()
    {
        var letter = await InReview();
        await Allowed(InsertRelease, await NewRelease(letter, (await Decision(letter, Ruth), Ruth)));
        await Refused("approved letter of an active pair", InsertDelivery, await NewDelivery(letter));
    }

    [TestCase("state = 'Paused', paused_at = 1, paused_why = 'Coordinator'")]
    [TestCase("state = 'Closed', closed_at = 1")]
    [TestCase("stands_until = @now")]
    public async Task Nothing_is_delivered_in_a_pair_that_does_not_go_on(string stopped)
    {
        var letter = await Approved();
        await Db.Execute($"UPDATE pairs SET {stopped} WHERE id = @Id", new { Pair.Id, now = Now });
        await Refused("active pair", InsertDelivery, await NewDelivery(letter));
        await Refused("nothing unreviewed", "UPDATE letters SET state = 'Delivered', deliver_at = NULL, delivered_at = 1 WHERE id = @Id", new { letter.Id });
    }
}

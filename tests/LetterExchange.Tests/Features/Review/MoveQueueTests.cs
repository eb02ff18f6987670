using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Review;
using LetterExchange.Features.Screening;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Review;

/// <summary>Who hears that a letter waits too long, when, and how often.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class MoveQueueTests(Engine engine) : LetterTest(engine)
{
    [Test]
    public async Task A_late_letter_is_told_to_its_reviewers_then_to_coordinators_too_at_steps_that_grow()
    {
        var coordinator = await Given.Coordinator();
        var stranger = await Given.Person("Teacher", cohortId: await Given.Cohort(Pair.ProgramId));
        await InReview();
        // Hours after it came, and how often reviewers and coordinators have been told by then.
        foreach (var (hours, reviewers, coordinators) in new[] { (23, 0, 0), (24, 1, 0), (47, 1, 0), (48, 2, 1), (95, 2, 1), (96, 3, 2), (191, 3, 2), (192, 4, 3), (192 + 167, 4, 3), (192 + 168, 5, 4) })
        {
            await At(hours);
            Assert.That((await Count(Ruth, NoticeKind.ReviewOverdue), await Count(coordinator, NoticeKind.ReviewOverdue)), Is.EqualTo((reviewers, coordinators)), $"after {hours} h");
        }
        foreach (var nobody in new[] { stranger, Lead, Pair.MentorId }) Assert.That(await KindsTo(nobody), Has.No.Member(nameof(NoticeKind.ReviewOverdue)));
        Assert.That(await Db.Query<string>("SELECT link FROM notices WHERE person_id = @coordinator AND kind = 'ReviewOverdue'", new { coordinator }), Is.All.EqualTo("/pairs"));
    }

    [Test]
    public async Task Danger_is_told_to_everybody_who_may_turn_a_key_then_to_administrators_and_ever_more_rarely()
    {
        var (administrator, coordinator, ada) = (await Given.Person("Administrator"), await Given.Coordinator(), await Given.Person("SafeguardingLead", name: "Ada"));
        await InReview(Dangerous);
        foreach (var (hours, readers, others) in new[] { (0, 0, 0), (1, 1, 0), (2, 2, 1), (3, 2, 1), (4, 3, 2), (8, 4, 3), (16, 5, 4), (31, 5, 4), (32, 6, 5), (55, 6, 5), (56, 7, 6), (79, 7, 6), (80, 8, 7) })
        {
            await At(hours);
            foreach (var reader in new[] { Lead, ada, Ruth }) Assert.That(await Count(reader, NoticeKind.DangerWaits), Is.EqualTo(readers), $"after {hours} h");
            foreach (var other in new[] { administrator, coordinator }) Assert.That(await Count(other, NoticeKind.DangerWaits), Is.EqualTo(others), $"after {hours} h");
        }
        Assert.That(await Db.Query<string>("SELECT arguments FROM notices WHERE person_id = @ada AND kind = 'DangerWaits' ORDER BY created_at LIMIT 3", new { ada }), Is.EqualTo(new[] { "[\"1\"]", "[\"2\"]", "[\"4\"]" }));
        Assert.That(await KindsTo(Ruth), Has.No.Member(nameof(NoticeKind.ReviewOverdue)));
    }

    [Test]
    public async Task Whom_a_concern_names_and_who_is_of_the_pair_hears_nothing_of_the_danger()
    {
        var coordinator = await Given.Coordinator();
        var letter = await InReview(Dangerous);
        await Db.Execute("INSERT INTO memberships (id, person_id, program_id, role, since) VALUES (@id, @MentorId, @ProgramId, 'Coordinator', @Now)", new { id = Clock.New(), Pair.MentorId, Pair.ProgramId, Now });
        await Get<ConcernStore>().Worried(Pair.ProgramId, Pair.Id, letter.Id, "About these two.", Pair.MenteeId, [Omar, coordinator]);
        await At(1);
        await At(2);
        foreach (var nobody in new[] { Omar, coordinator, Pair.MentorId }) Assert.That(await Count(nobody, NoticeKind.DangerWaits), Is.Zero);
        Assert.That(await Count(Ruth, NoticeKind.DangerWaits), Is.EqualTo(2));
    }

    [Test]
    public async Task A_letter_that_is_put_on_another_route_begins_its_steps_anew()
    {
        var letter = await InReview();
        await At(24);
        letter = await Fresh(letter.Id);
        Assert.That(await Decisions.Reroute(letter.Id, letter.Version, Ruth, Route.Safeguarding, null), Is.EqualTo(Decided.Done));
        await At(24.5);
        Assert.That(await Count(Lead, NoticeKind.DangerWaits), Is.Zero);
        await At(25);
        Assert.That(await Count(Lead, NoticeKind.DangerWaits), Is.EqualTo(1));
    }

    [Test]
    public async Task What_is_told_is_how_many_are_late_for_this_person_and_since_when()
    {
        await InReview();
        Clock.Advance(TimeSpan.FromHours(5));
        var other = await Given.Pair(await Given.Cohort(Pair.ProgramId));
        var everywhere = await Given.Person("Reviewer");
        foreach (var pair in new[] { other, Pair })
        {
            await Writing.Submit(pair.MentorId, new LetterExchange.Features.Letters.Sheet(pair.Id, null, null), Safe);
            await Screen();
        }
        Clock.Advance(TimeSpan.FromHours(25)); // 30 h and two of 25 h.
        await Sweep();
        Assert.That(await Arguments(Ruth), Is.EqualTo("[\"2\",\"30\"]"));
        Assert.That(await Arguments(everywhere), Is.EqualTo("[\"3\",\"30\"]"));
    }

    // Level 24 h, or 1 h in danger: hours until the same letter is told of again after so many times.
    [TestCase(Route.Standard, 1, 24)]
    [TestCase(Route.Standard, 2, 48)]
    [TestCase(Route.Attention, 3, 96)]
    [TestCase(Route.Standard, 4, 168)]
    [TestCase(Route.Standard, 1000, 168)]
    [TestCase(Route.Safeguarding, 1, 1)]
    [TestCase(Route.Safeguarding, 5, 16)]
    [TestCase(Route.Safeguarding, 6, 24)]
    [TestCase(Route.Safeguarding, 40, 24)]
    public void Steps_grow_and_have_an_end(Route route, int step, int hours) =>
        Assert.That(ServiceLevel.Again(new Policies(), route, step, Now), Is.EqualTo(Now.AddHours(hours)));

    [Test]
    public void A_level_longer_than_a_week_is_waited_for_all_the_same() =>
        Assert.That(ServiceLevel.Again(new Policies { ReviewHours = 240 }, Route.Standard, 1, Now), Is.EqualTo(Now.AddHours(240)));

    DateTimeOffset began;

    [SetUp]
    public void Note() => began = Now;

    async Task At(double hours)
    {
        Clock.SetUtcNow(began.AddHours(hours));
        await Sweep();
        await Sweep();
    }

    Task Sweep() => Get<MoveQueue>().Run(default);

    Task<string> Arguments(Guid person) => Db.Get<string>("SELECT arguments FROM notices WHERE person_id = @person AND kind = 'ReviewOverdue'", new { person });
}

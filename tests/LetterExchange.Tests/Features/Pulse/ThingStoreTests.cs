using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Pulse;
using LetterExchange.Features.Review;
using LetterExchange.Tests.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Pulse;

/// <summary>What needs a person is found, with its figures and where it is done.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class ThingStoreTests(Engine engine) : LetterTest(engine)
{
    [Test]
    public async Task A_program_in_which_all_is_well_has_nothing() => Assert.That(await Things(), Is.Empty);

    [Test]
    public async Task A_letter_in_danger_waits_first_for_anybody_then_for_a_second_reader()
    {
        var letter = await InReview(Dangerous);
        Assert.That(await Things(), Is.Empty);
        Clock.Advance(TimeSpan.FromHours(1));
        var waits = (await Things()).Single();
        Assert.That((waits.Kind, waits.Count, waits.Link), Is.EqualTo((ThingKind.Danger, 1, $"/review/{letter.Id}")));
        await Decisions.Approve(letter.Id, letter.Version, Ruth);
        Clock.Advance(TimeSpan.FromHours(2));
        var second = (await Things()).Single();
        Assert.That((second.Kind, second.At), Is.EqualTo((ThingKind.SecondKey, (DateTimeOffset?)(Now - TimeSpan.FromHours(2)))));
        Assert.That((await Things(reviews: false)).Single().Link, Is.EqualTo("/people/new-staff"), "A coordinator who may not read it can find somebody who may.");
    }

    [Test]
    public async Task Letters_past_the_limit_and_cohorts_without_a_reviewer()
    {
        await InReview();
        Clock.Advance(TimeSpan.FromHours(24) + TimeSpan.FromMilliseconds(1));
        var late = (await Things()).Single();
        Assert.That((late.Kind, late.Count, late.Latest, late.Link), Is.EqualTo((ThingKind.Review, 1, 1L, "/review")));
        await Db.Execute("UPDATE memberships SET ended_at = @now WHERE role = 'Reviewer'", new { now = Now });
        var bare = (await Things())[0];
        Assert.That((bare.Kind, bare.Count, bare.Latest, bare.Many), Is.EqualTo((ThingKind.Unreviewed, 1, 1L, 1)));
        await Given.Person("Teacher", cohortId: await Given.Cohort(await Db.Get<Guid>("SELECT id FROM programs")));
        await Given.Person("Reviewer"); // Of the whole program, beside one of another cohort.
        Assert.That((await Things()).Select(thing => thing.Kind), Is.EqualTo([ThingKind.Review]));
    }

    [Test]
    public async Task Signs_endings_bounced_mail_and_requests()
    {
        await Given.Pair(standsUntil: Now.AddDays(14));
        await Given.Pair(standsUntil: Now.AddHours(1));
        Clock.Advance(TimeSpan.FromHours(2));
        await Get<WatchStanding>().Run(default);
        await Db.Execute("UPDATE people SET mail_broken_at = @now WHERE id = @MentorId", new { now = Now, Pair.MentorId });
        await Get<MoreTime>().Ask(Pair.MenteeId, Turn.Id, TimeReason.Away, null, 14);
        await Db.Transact(tx => Get<Turns>().Excused(tx, Turn.Id, Now));
        var owed = await Db.Get<Turn>("SELECT id, due_at FROM turns WHERE pair_id = @Id AND state = 'Open'", new { Pair.Id });
        await Get<KeepPulse>().Run(default);
        Clock.SetUtcNow(owed.DueAt.AddMinutes(1));
        var things = await Things();
        Assert.That(things.Select(thing => thing.Kind), Is.EqualTo(new[] { ThingKind.Nothing, ThingKind.TimeAsked, ThingKind.Unready, ThingKind.Ending, ThingKind.Mail }));
        Assert.That((things[0].Names[0], things[0].Link, things[0].Do), Is.EqualTo((Pair.MenteeName, $"/turns/{owed.Id}/nudge", "nudge")));
        Assert.That(things[^1].Names, Is.EqualTo([Pair.MentorName]));
    }

    [Test]
    public async Task Another_program_s_things_are_not_shown()
    {
        await InReview();
        Clock.Advance(TimeSpan.FromDays(2));
        var elsewhere = await Given.Program("Europe/Paris", null);
        Assert.That(await Get<ThingStore>().Of(elsewhere, new(true)), Is.Empty);
    }

    async Task<List<Thing>> Things(bool reviews = true) => await Get<ThingStore>().Of((await Get<ProgramStore>().Find(Pair.ProgramId))!, new(reviews));
}

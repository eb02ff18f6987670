using LetterExchange.Data;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Plans;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class ReadingsTests(Engine engine) : DatabaseTest(engine)
{
    const string Kite = "eleven-ways-to-mend-a-kite", Bus = "the-night-bus-knows-my-name", Gone = "a-story-that-has-gone";

    Pair pair = null!;

    Readings Readings => Get<Readings>();

    [Test]
    public async Task A_mentee_chooses_once()
    {
        var id = await Open(Kite, Bus);
        Assert.That(await Readings.Choose(id, pair.MenteeId, Bus), Is.EqualTo(StoryChoice.Done));
        Assert.That(await Readings.Choose(id, pair.MenteeId, Kite), Is.EqualTo(StoryChoice.Already));
        Assert.That((await Assignment(id)).StoryId, Is.EqualTo(Bus));
        Assert.That(await EventsOf(id), Is.EquivalentTo(["assignment.open", "assignment.choose"]));
        Assert.That(await Db.Get<string>("SELECT codes FROM events WHERE kind = 'assignment.choose'"), Is.EqualTo($"story={Bus}"));
    }

    [Test]
    public async Task Of_two_choices_at_once_one_stands()
    {
        var id = await Open(Kite, Bus);
        using var elsewhere = new Parts(Db, Clock);
        var both = await Task.WhenAll(
            Task.Run(() => Readings.Choose(id, pair.MenteeId, Kite)),
            Task.Run(() => elsewhere.Get<Readings>().Choose(id, pair.MenteeId, Bus)));
        Assert.That(both, Is.EquivalentTo(new[] { StoryChoice.Done, StoryChoice.Already }));
        Assert.That((await Assignment(id)).StoryId, Is.EqualTo(both[0] == StoryChoice.Done ? Kite : Bus));
    }

    [TestCase("second-hand-thunder", StoryChoice.NotOffered)]
    [TestCase(Gone, StoryChoice.NotOffered)]
    [TestCase("", StoryChoice.NotOffered)]
    public async Task Only_what_the_round_offers_and_the_library_has_can_be_chosen(string story, StoryChoice outcome)
    {
        var id = await Open(Kite, Gone);
        Assert.That(await Readings.Choose(id, pair.MenteeId, story), Is.EqualTo(outcome));
        Assert.That((await Assignment(id)).StoryId, Is.Null);
    }

    [Test]
    public async Task The_choice_is_the_mentee_s()
    {
        var id = await Open(Kite, Bus);
        Assert.That(await Readings.Choose(id, pair.MentorId, Bus), Is.EqualTo(StoryChoice.NotNow));
        Assert.That(await Readings.Choose(id, (await Given.Pair()).MenteeId, Bus), Is.EqualTo(StoryChoice.NotNow));
    }

    [Test]
    public async Task Nothing_is_chosen_before_the_round_opens_or_after_it_is_closed()
    {
        pair = await Given.Pair();
        var id = (await Given.Assignments([pair], await Given.Round(Start.AddDays(1), Kite, Bus), Start.AddDays(1), (Side.Mentee, Start.AddDays(8), Start.AddDays(10))))[0].Id;
        Assert.That(await Readings.Choose(id, pair.MenteeId, Bus), Is.EqualTo(StoryChoice.NotNow));
        Clock.Advance(TimeSpan.FromDays(1));
        await Get<ReleaseAssignments>().Run(default);
        await Db.Execute("UPDATE assignments SET state = 'ClosedIncomplete', closed_at = @Now WHERE id = @id", new { id, Now });
        Assert.That(await Readings.Choose(id, pair.MenteeId, Bus), Is.EqualTo(StoryChoice.NotNow));
    }

    [Test]
    public async Task A_pair_that_is_not_live_chooses_and_keeps_nothing([Values("paused", "ended", "closed")] string how)
    {
        var (choice, id) = (await Open(Kite, Bus), Guid.Empty);
        await Stop(how);
        Assert.That(await Readings.Choose(choice, pair.MenteeId, Bus), Is.EqualTo(StoryChoice.NotNow));
        id = await Open(Kite);
        await Stop(how);
        Assert.That((await Readings.Reach(id, pair.MenteeId, 1, 400), await Readings.Finish(id, pair.MenteeId)), Is.EqualTo((false, false)));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM reading_progress"), Is.Zero);
        Assert.That((await Assignment(choice)).StoryId, Is.Null);
    }

    [Test]
    public async Task The_place_is_kept_for_each_of_the_two()
    {
        var id = await Open(Bus);
        Assert.That(await Readings.Reach(id, pair.MenteeId, 1, 430));
        Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.That(await Readings.Reach(id, pair.MenteeId, 1, 210), "Within a part one may go back.");
        Assert.That(await Readings.Reach(id, pair.MentorId, 1, 900));
        Assert.That(await Place(id, pair.MenteeId), Is.EqualTo((1, 210, false)));
        Assert.That(await Place(id, pair.MentorId), Is.EqualTo((1, 900, false)));
        Assert.That(await Db.Get<DateTimeOffset>("SELECT started_at FROM reading_progress WHERE person_id = @MenteeId", new { pair.MenteeId }), Is.EqualTo(Start));
    }

    [TestCase(1, 500, 1, 500)]
    [TestCase(2, 0, 2, 0)]
    [TestCase(2, 300, 2, 300)]
    [TestCase(3, 100, 1, 250)] // A look ahead.
    [TestCase(0, 100, 1, 250)]
    [TestCase(99, 100, 1, 250)]
    [TestCase(1, -5, 1, 0)]
    [TestCase(1, 5000, 1, 1000)]
    public async Task The_part_goes_on_one_at_a_time(int part, int place, int keptPart, int keptPlace)
    {
        var id = await Open(Bus);
        await Readings.Reach(id, pair.MenteeId, 1, 250);
        var kept = await Readings.Reach(id, pair.MenteeId, part, place);
        Assert.That(await Place(id, pair.MenteeId), Is.EqualTo((keptPart, keptPlace, false)));
        Assert.That(kept, Is.EqualTo((keptPart, keptPlace) != (1, 250)));
    }

    [Test]
    public async Task Who_looks_back_comes_back_to_where_they_were()
    {
        var id = await Open(Bus);
        foreach (var part in new[] { 1, 2, 3 }) await Readings.Reach(id, pair.MenteeId, part, 100);
        Assert.That(await Readings.Reach(id, pair.MenteeId, 1, 700), Is.False);
        Assert.That(await Place(id, pair.MenteeId), Is.EqualTo((3, 100, false)));
    }

    [Test]
    public async Task The_first_look_begins_at_the_first_part()
    {
        var id = await Open(Bus);
        await Readings.Reach(id, pair.MenteeId, 3, 700);
        Assert.That(await Place(id, pair.MenteeId), Is.EqualTo((1, 0, false)));
    }

    [Test]
    public async Task A_story_that_has_been_read_stays_read()
    {
        var id = await Open(Bus);
        Assert.That(await Readings.Finish(id, pair.MenteeId));
        Assert.That(await Readings.Finish(id, pair.MenteeId), "A double click.");
        Assert.That(await Readings.Reach(id, pair.MenteeId, 4, 10), Is.False);
        Assert.That(await Place(id, pair.MenteeId), Is.EqualTo((4, Readings.Whole, true)));
        Assert.That(await EventsOf(id), Is.EqualTo(["assignment.open", "assignment.read"]));
    }

    [Test]
    public async Task A_stranger_keeps_nothing()
    {
        var id = await Open(Bus);
        var stranger = (await Given.Pair()).MenteeId;
        Assert.That((await Readings.Reach(id, stranger, 1, 10), await Readings.Finish(id, stranger)), Is.EqualTo((false, false)));
    }

    [Test]
    public async Task Without_a_story_there_is_no_place_to_keep()
    {
        foreach (var id in new[] { await Open(Kite, Bus), await Open(Gone) })
            Assert.That((await Readings.Reach(id, pair.MenteeId, 1, 10), await Readings.Finish(id, pair.MenteeId)), Is.EqualTo((false, false)));
    }

    async Task<Guid> Open(params string[] stories)
    {
        pair = await Given.Pair();
        var id = (await Given.Assignments([pair], await Given.Round(Now, stories), Now, (Side.Mentee, Now.AddDays(7), Now.AddDays(10))))[0].Id;
        await Get<ReleaseAssignments>().Run(default);
        return id;
    }

    async Task Stop(string how)
    {
        var to = how == "paused" ? "state = 'Paused', paused_at = @Now, paused_why = 'Coordinator'" : how == "ended" ? "stands_until = @Now" : "state = 'Closed', closed_at = @Now";
        Assert.That(await Db.Execute($"UPDATE pairs SET {to} WHERE id = @Id", new { pair.Id, Now }), Is.EqualTo(1));
    }

    async Task<Assignment> Assignment(Guid id) => (await Db.Read(tx => Get<TurnStore>().Assignment(tx, id)))!;

    async Task<(int Part, int Place, bool Finished)> Place(Guid assignment, Guid person)
    {
        var (part, place, finished) = await Db.Get<(long, long, long?)>("SELECT part, place, finished_at FROM reading_progress WHERE assignment_id = @assignment AND person_id = @person", new { assignment, person });
        return ((int)part, (int)place, finished is not null);
    }
}

using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.People;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Letters;

/// <summary>An announced end: last letters until a date, and the close that follows.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class EndingsTests(Engine engine) : DatabaseTest(engine)
{
    Pair pair = null!;
    Guid by, reviewer;

    DateTimeOffset Last => Start.AddDays(14);

    [SetUp]
    public async Task Fill()
    {
        await Given.Program("Europe/Paris", new Policies { FreeLetters = false });
        pair = await Given.Pair();
        by = await Given.Coordinator();
        reviewer = await Given.Person("Reviewer", cohortId: pair.CohortId);
        await Given.OpenTurn(pair: pair);
        await Get<Endings>().Announce(pair.Id, Last, "finished", "The school year ends", by);
    }

    [Test]
    public async Task It_ends_the_rounds_tells_both_the_day_and_lets_each_write_once_more()
    {
        Assert.That(await Db.Query<string>("SELECT state FROM assignments WHERE pair_id = @Id", new { pair.Id }), Is.EqualTo(new[] { "ClosedIncomplete" }));
        foreach (var person in new[] { pair.MenteeId, pair.MentorId })
            Assert.That((await NoticesTo(person)).Single(told => told.Kind == "PairEnding").Arguments, Does.Contain(Last.ToString("yyyy-MM-dd")).And.Not.Contain("school"));
        var written = await Get<Writing>().Keep(pair.MenteeId, new Sheet(pair.Id, null, Clock.New()), "Dear Henrik, goodbye.");
        Assert.That(written.Refusal, Is.Null, "Also where the program has no free letters.");
        Assert.That((await Get<Writing>().Keep((await Given.Pair()).MenteeId, new Sheet(pair.Id, null, Clock.New()), "No")).Refusal, Is.Not.Null);
    }

    [Test]
    public async Task It_closes_when_the_date_has_passed_and_not_before()
    {
        Clock.SetUtcNow(Last.AddMilliseconds(-1));
        Assert.That((await Sweep(), await State()), Is.EqualTo((0, PairState.Active)));
        Clock.SetUtcNow(Last);
        Assert.That((await Sweep(), await Sweep(), await State()), Is.EqualTo((1, 0, PairState.Closed)));
        Assert.That(await Db.Get<string>("SELECT closed_why FROM pairs WHERE id = @Id", new { pair.Id }), Is.EqualTo("finished"));
        Assert.That(await KindsTo(pair.MenteeId), Does.Contain("PairClosed"));
    }

    [Test]
    public async Task It_closes_a_day_after_both_last_letters_have_arrived()
    {
        await Deliver(pair.MenteeId);
        Clock.Advance(TimeSpan.FromDays(2));
        Assert.That(await Sweep(), Is.Zero, "One is missing.");
        await Deliver(pair.MentorId);
        Assert.That(await Sweep(), Is.Zero);
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.That((await Sweep(), await State()), Is.EqualTo((1, PairState.Closed)));
    }

    [Test]
    public async Task A_letter_in_our_hands_at_the_date_is_still_delivered()
    {
        Clock.SetUtcNow(Last.AddMinutes(-5));
        var sent = await Get<Writing>().Submit(pair.MenteeId, new Sheet(pair.Id, null, Clock.New()), "Dear Henrik, goodbye.");
        Clock.SetUtcNow(Last);
        Assert.That((await Sweep(), await State()), Is.EqualTo((0, PairState.Active)));
        await Approve(sent.LetterId);
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.That((await Sweep(), (await Get<LetterStore>().Find(sent.LetterId))!.State), Is.EqualTo((1, LetterState.Delivered)));
    }

    [Test]
    public async Task But_not_for_ever()
    {
        Clock.SetUtcNow(Last.AddMinutes(-5));
        await Get<Writing>().Submit(pair.MenteeId, new Sheet(pair.Id, null, Clock.New()), "Dear Henrik, goodbye.");
        Clock.SetUtcNow(Last.AddDays(7));
        Assert.That((await Sweep(), await State()), Is.EqualTo((1, PairState.Closed)));
    }

    [Test]
    public async Task A_pause_moves_the_date()
    {
        var scope = new Scope(pair.ProgramId, PairId: pair.Id);
        await Get<Interventions>().Pause(scope, "Holidays", by);
        Clock.SetUtcNow(Last);
        Assert.That(await Sweep(), Is.Zero);
        await Get<Interventions>().Resume(scope, "Over", by);
        Assert.That((await Get<ProgramStore>().Pair(pair.Id))!.EndsAt, Is.EqualTo(Last.AddDays(14)));
        Assert.That(await Sweep(), Is.Zero);
    }

    [Test]
    public async Task It_can_be_called_off_and_announced_anew()
    {
        await Get<Endings>().Withdraw(pair.Id, "They go on", by);
        Clock.SetUtcNow(Last.AddDays(1));
        Assert.That((await Sweep(), await State()), Is.EqualTo((0, PairState.Active)));
        await Assert.ThatAsync(() => Get<Endings>().Withdraw(pair.Id, "Again", by), Throws.InstanceOf<Refusal>());
        await Get<Endings>().Announce(pair.Id, Now.AddDays(3), "moved", "Now it ends", by);
        Clock.Advance(TimeSpan.FromDays(3));
        Assert.That((await Sweep(), await State()), Is.EqualTo((1, PairState.Closed)));
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(121)]
    public async Task The_date_lies_ahead_and_not_too_far(int days)
    {
        var other = await Given.Pair();
        await Assert.ThatAsync(() => Get<Endings>().Announce(other.Id, Now.AddDays(days), "finished", "Ends", by), Throws.InstanceOf<Refusal>().With.Message.EqualTo("move.date"));
    }

    Task<int> Sweep() => Get<CloseEndings>().Run(CancellationToken.None);

    async Task<PairState> State() => (await Get<ProgramStore>().Pair(pair.Id))!.State;

    async Task Deliver(Guid writer) => await Approve((await Get<Writing>().Submit(writer, new Sheet(pair.Id, null, Clock.New()), "Dear friend, goodbye and thank you.")).LetterId);

    async Task Approve(Guid letter)
    {
        await Get<ScreenLetters>().Run(CancellationToken.None);
        Assert.That(await Get<Decisions>().Approve(letter, (await Get<LetterStore>().Find(letter))!.Version, reviewer), Is.EqualTo(Decided.Done));
        Clock.Advance(TimeSpan.FromMinutes(2));
        await Get<DeliverLetters>().Run(CancellationToken.None);
    }
}

using System.Diagnostics;
using LetterExchange.Data;
using LetterExchange.Features.Desk;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Desk;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class DeskStoreTests(Engine engine) : DatabaseTest(engine)
{
    DeskStore Desks => Get<DeskStore>();

    [Test]
    public async Task A_season_holds_what_one_of_the_two_may_know()
    {
        var turn = await Given.OpenTurn();
        var pair = await Pair(turn.PairId);
        await Get<Writing>().Keep(pair.MenteeId, new Sheet(pair.Id, turn.Id, null), "Dear mentor, this is not for you yet.");
        var mentee = (await Seasons(pair.MenteeId, Side.Mentee)).Single();
        Assert.That((mentee.OpenRound!.Id, mentee.MyTurn!.Id, mentee.LetterOf(turn)!.Draft), Is.EqualTo((turn.AssignmentId, turn.Id, "Dear mentor, this is not for you yet.")));
        var mentor = (await Seasons(pair.MentorId, Side.Mentor)).Single();
        Assert.That((mentor.MyTurn, mentor.PartnersTurn!.Id, mentor.Letters.Count), Is.EqualTo(((object?)null, turn.Id, 0)));
        Assert.That(mentor.PartnerName, Is.EqualTo(pair.MenteeName));
    }

    [Test]
    public async Task Of_an_undelivered_letter_its_reader_knows_nothing()
    {
        var turn = await Given.OpenTurn();
        var pair = await Pair(turn.PairId);
        await Get<Writing>().Submit(pair.MenteeId, new Sheet(pair.Id, turn.Id, null), Scene.Words);
        Assert.That((await Seasons(pair.MenteeId, Side.Mentee)).Single().LastSent, Has.Property("State").EqualTo(LetterState.Screening).And.Property("Words").EqualTo(24));
        Assert.That((await Seasons(pair.MentorId, Side.Mentor)).Single().Letters, Is.Empty);
    }

    [Test]
    public async Task Only_the_newest_letters_and_those_that_are_open_are_asked_for()
    {
        var pair = await Given.Pair();
        var free = new Sheet(pair.Id, null, null);
        for (var n = 1; n <= 3; n++)
        {
            Clock.Advance(TimeSpan.FromMinutes(1));
            await Get<Writing>().Submit(pair.MenteeId, free, $"Letter {n}. {Scene.Words}");
        }
        await Get<Writing>().Keep(pair.MenteeId, free, "The fourth, begun");
        var letters = (await Seasons(pair.MenteeId, Side.Mentee)).Single().Letters;
        Assert.That(letters.Select(letter => (letter.State, letter.SubmittedAt)), Is.EquivalentTo(new[] { (LetterState.Screening, (DateTimeOffset?)Now), (LetterState.Draft, null) }));
    }

    [Test]
    public async Task A_desk_is_of_one_program()
    {
        var here = await Given.Pair();
        var elsewhere = await Given.Program("America/New_York");
        var there = await Given.Pair(await Given.Cohort(elsewhere.Id), mentor: here.MentorId);
        Assert.That((await Seasons(here.MentorId, Side.Mentor)).Select(season => season.Pair.Id), Is.EqualTo([here.Id]));
        Assert.That((await Desks.Of(here.MentorId, Side.Mentor, elsewhere)).Seasons.Select(season => season.Pair.Id), Is.EqualTo([there.Id]));
        Assert.That(await Seasons(here.MentorId, Side.Mentee), Is.Empty);
    }

    [Test]
    public async Task A_pair_that_was_closed_stays_while_there_is_no_other()
    {
        var before = await Given.Pair();
        await Db.Execute("UPDATE pairs SET state = 'Closed', closed_at = @Now WHERE id = @Id", new { Now, before.Id });
        Assert.That((await Seasons(before.MenteeId, Side.Mentee)).Select(season => season.Pair.Id), Is.EqualTo([before.Id]));
        var now = await Given.Pair(mentee: before.MenteeId);
        var (seasons, closed) = await Desks.Of(before.MenteeId, Side.Mentee, await Given.Program());
        Assert.That((seasons.Single().Pair.Id, closed.Single().Id), Is.EqualTo((now.Id, before.Id)));
    }

    [Test]
    public async Task Around_an_assignment_only_its_two_find_something()
    {
        var turn = await Given.OpenTurn();
        Assert.That((await Desks.Around(turn.AssignmentId, turn.WriterId))!.Round(turn.AssignmentId), Is.Not.Null);
        Assert.That(await Desks.Around(turn.AssignmentId, (await Given.Pair()).MenteeId), Is.Null);
        Assert.That(await Desks.Around(Guid.Empty, turn.WriterId), Is.Null);
    }

    /// <summary>Npgsql says each statement that it runs.</summary>
    [Test]
    public async Task A_mentor_of_eight_costs_as_many_statements_as_a_mentor_of_one()
    {
        if (Engine != Engine.Postgres) return; // The statements are the same.
        var mentor = (await Given.Pair()).MentorId;
        await Given.OpenTurn(pair: (await Seasons(mentor, Side.Mentor)).Single().Pair);
        var one = await Statements(() => Seasons(mentor, Side.Mentor));
        foreach (var pair in await Given.Pairs(7, mentor: mentor))
        {
            var turn = await Given.OpenTurn(pair: pair);
            await Get<Writing>().Submit(pair.MenteeId, new Sheet(pair.Id, turn.Id, null), Scene.Words);
        }
        var eight = await Statements(() => Seasons(mentor, Side.Mentor));
        Assert.That((one, eight), Is.EqualTo((4, 4)));
        Assert.That(await Seasons(mentor, Side.Mentor), Has.Count.EqualTo(8));
    }

    static async Task<int> Statements(Func<Task> work)
    {
        var count = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => { if ((activity.GetTagItem("db.query.text") ?? activity.GetTagItem("db.statement")) is not null) Interlocked.Increment(ref count); },
        };
        ActivitySource.AddActivityListener(listener);
        await work();
        return count;
    }

    async Task<IReadOnlyList<Season>> Seasons(Guid person, Side side) => (await Desks.Of(person, side, await Given.Program())).Seasons;

    async Task<Pair> Pair(Guid id) => (await Get<ProgramStore>().Pair(id))!;
}

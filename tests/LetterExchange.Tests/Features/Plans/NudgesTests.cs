using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Plans;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Plans;

/// <summary>A coordinator's kind word: to the writer alone, once a day, and never about what is not owed.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class NudgesTests(Engine engine) : DatabaseTest(engine)
{
    [Test]
    public async Task The_writer_of_an_open_turn_is_told_once_a_day_and_it_stands_in_history()
    {
        var turn = await Given.OpenTurn(Now.AddDays(9));
        var coordinator = await Given.Coordinator();
        Assert.That((await Send(turn, coordinator), await Send(turn, coordinator)), Is.EqualTo((Nudged.Done, Nudged.Already)));
        var told = (await NoticesTo(turn.WriterId)).Single();
        Assert.That((told.Kind, told.Occasion, told.Link), Is.EqualTo(("Nudge", "2027-01-11", $"/turns/{turn.Id}")));
        Assert.That(await KindsTo(turn.ReaderId), Is.Empty);
        Assert.That(await EventsOf(turn.Id), Is.EqualTo(new[] { "turn.nudge" }));
        Assert.That((await Get<Interventions>().OfPair(turn.PairId)).Single().Kind, Is.EqualTo("Nudge"));
        Clock.Advance(TimeSpan.FromHours(13.5)); // Half past midnight in Paris.
        Assert.That(await Send(turn, coordinator), Is.EqualTo(Nudged.Done));
        Assert.That(await KindsTo(turn.WriterId), Is.EqualTo(new[] { "Nudge", "Nudge" }));
    }

    [Test]
    public async Task Nothing_is_said_about_a_letter_in_our_hands_a_pause_or_a_time_that_is_over()
    {
        var coordinator = await Given.Coordinator();
        var held = await Given.OpenTurn(Now.AddDays(2), Now.AddDays(3));
        await Get<Writing>().Submit(held.WriterId, new Sheet(held.PairId, held.Id, null), "Dear Henrik, I liked the lighthouse.");
        var paused = await Given.OpenTurn(Now.AddDays(9), pair: await Given.Pair());
        await Get<Interventions>().Pause(new Scope(paused.ProgramId, PairId: paused.PairId), "Away", coordinator);
        var over = await Given.OpenTurn(Now.AddDays(1), Now.AddDays(2), await Given.Pair());
        Clock.Advance(TimeSpan.FromDays(2));
        foreach (var turn in new[] { held, paused, over }) Assert.That(await Send(turn, coordinator), Is.EqualTo(Nudged.NotNow));
    }

    [Test]
    public async Task A_letter_that_was_sent_settles_the_mail_about_it()
    {
        var turn = await Given.OpenTurn(Now.AddDays(9));
        await Send(turn, await Given.Coordinator());
        await Get<Writing>().Submit(turn.WriterId, new Sheet(turn.PairId, turn.Id, null), "Dear Henrik, I liked the lighthouse.");
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM notices WHERE kind = 'Nudge' AND mail_at IS NOT NULL"), Is.Zero);
    }

    Task<Nudged> Send(Turn turn, Guid coordinator) => Get<Nudges>().Send(turn.Id, coordinator);
}

using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Review;

/// <summary>What pace and forecast find in the database.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class PaceStoreTests(Engine engine) : LetterTest(engine)
{
    PaceStore Paces => Get<PaceStore>();
    Task<MentoringProgram> Program => Given.Program();

    [Test]
    public async Task Nobody_who_has_not_decided_has_a_pace_and_no_queue_a_forecast()
    {
        Assert.That(await Paces.Of(Ruth), Is.EqualTo(new Pace(null, 0)));
        Assert.That(await Paces.Forecast(await Program, Ruth), Is.Null);
    }

    [Test]
    public async Task The_forecast_rests_on_decisions_on_letters_of_this_queue_whoever_took_them()
    {
        var elsewhere = await Given.Pair(await Given.Cohort(Pair.ProgramId));
        var stranger = await Given.Person("Teacher", cohortId: elsewhere.CohortId);
        for (var i = 0; i < 6; i++)
        {
            await Decide(Pair, i % 2 == 0 ? Ruth : Omar);
            await Decide(elsewhere, stranger);
            Clock.Advance(TimeSpan.FromMinutes(2));
        }
        await Waiting(Pair);
        await Waiting(Pair);
        await Waiting(elsewhere);
        var forecast = (await Paces.Forecast(await Program, Ruth))!;
        Assert.That((forecast.Decided, forecast.People, forecast.Since, forecast.DoneAt - Now), Is.EqualTo((6, 2, Now.AddMinutes(-12), TimeSpan.FromMinutes(2 * 12 / 5.0))));
        Assert.That((await Paces.Of(Ruth)).LastHour, Is.EqualTo(3));
        Assert.That((await Paces.Forecast(await Program, await Given.Person("Reviewer")))!.Decided, Is.EqualTo(12));
        Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.That(await Paces.Forecast(await Program, Ruth), Is.Null, "nobody reads now");
    }

    [Test]
    public async Task A_letter_in_danger_waits_for_two_decisions_and_for_one_when_the_first_key_is_turned()
    {
        for (var i = 0; i < 5; i++) await Decide(Pair, Ruth);
        Clock.Advance(TimeSpan.FromMinutes(8)); // Four decisions' worth, the first not counted: 2 min each.
        var letter = await InReview(Dangerous);
        Assert.That((await Paces.Forecast(await Program, Omar))!.DoneAt, Is.EqualTo(Now.AddMinutes(4)));
        Assert.That(await Decisions.Approve(letter.Id, letter.Version, Ruth), Is.EqualTo(Decided.FirstKey));
        var once = (await Paces.Forecast(await Program, Omar))!;
        Assert.That((once.DoneAt - Now) / (TimeSpan.FromHours(1) / once.PerHour), Is.EqualTo(1).Within(0.001));
    }

    async Task Decide(Pair pair, Guid reviewer)
    {
        var letter = await Fresh(await Waiting(pair));
        Assert.That(await Decisions.Approve(letter.Id, letter.Version, reviewer), Is.EqualTo(Decided.Done));
    }

    async Task<Guid> Waiting(Pair pair)
    {
        var sent = await Writing.Submit(pair.MenteeId, new Sheet(pair.Id, null, null), Safe);
        await Screen();
        return sent.LetterId;
    }
}

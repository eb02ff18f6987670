using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Features.Plans;
using LetterExchange.Tests.Ground;
using NodaTime;

namespace LetterExchange.Tests.Features.Plans;

/// <summary>The hours of reviewers, and what the forecast makes of them and of the plans.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class ReviewHoursTests(Engine engine) : DatabaseTest(engine)
{
    ReviewHours Hours => Get<ReviewHours>();

    [Test]
    public async Task Reviewers_say_their_own_hours_and_coordinators_everybody_s()
    {
        var (program, ruth) = ((await Given.Program()).Id, await Given.Person("Reviewer", name: "Ruth"));
        var (omar, coordinator) = (await Given.Person("Teacher", cohortId: await Given.Cohort(), name: "Omar"), await Given.Coordinator());
        await Hours.Keep(program, ruth, new Dictionary<int, int> { [1] = 60, [3] = 0, [5] = 30 }, ruth);
        await Hours.Keep(program, omar, new Dictionary<int, int> { [2] = 45 }, coordinator);
        Assert.That(async () => await Hours.Keep(program, omar, new Dictionary<int, int>(), ruth), Throws.TypeOf<NotYours>());
        Assert.That(async () => await Hours.Keep(program, ruth, new Dictionary<int, int> { [1] = 721 }, ruth), Throws.TypeOf<Refusal>());
        Assert.That(async () => await Hours.Keep(program, coordinator, new Dictionary<int, int>(), coordinator), Throws.TypeOf<Refusal>(), "Does not review.");
        var all = await Hours.All(program);
        Assert.That(all.Select(one => (one.Name, string.Join(' ', one.Minutes.OrderBy(day => day.Key)))), Is.EqualTo([("Omar Tester", "[2, 45]"), ("Ruth Tester", "[1, 60] [5, 30]")]));
        await Hours.Keep(program, ruth, new Dictionary<int, int> { [2] = 10 }, ruth);
        Assert.That((await Hours.All(program))[1].Minutes.Keys, Is.EqualTo([2]), "In the place of those before.");
    }

    [Test]
    public async Task A_plan_for_more_pairs_than_can_be_read_overflows_and_says_from_which_day_on()
    {
        var (program, ruth, by) = ((await Given.Program()).Id, await Given.Person("Reviewer"), await Given.Coordinator());
        await Hours.Keep(program, ruth, Enumerable.Range(1, 5).ToDictionary(day => day, _ => 30), ruth);
        var (well, basis) = await Hours.Ahead(program, PlanCheckTests.Sound(), 20);
        Assert.That((well.Overflow, basis.Program, basis.Reviewers.Single().Pace.Own), Is.EqualTo(((LocalDate?)null, new Pace(3, 0, false), false)), "Ten letters a day, at three minutes assumed.");
        Assert.That(well.Days.Where(day => day.Arrivals > 0).Select(day => (day.Day.Month, day.Day.Day, day.Arrivals)), Is.EqualTo([(1, 25, 20), (2, 1, 20), (2, 16, 20), (2, 22, 20)]));
        Assert.That((await Hours.Ahead(program, PlanCheckTests.Sound(), 21)).Forecast.Overflow, Is.EqualTo(new LocalDate(2027, 1, 26)));
        var (plan, _) = await Get<PlanStore>().Create(program, PlanCheckTests.Sound(), by);
        Assert.That((await Get<PlanStore>().Publish(plan, 1, PlanCheckTests.Sound(), by)).IsDone);
        await Get<PlanApplication>().ToPairs(plan, [.. (await Given.Pairs(15)).Select(pair => pair.Id)], by);
        Assert.That((await Hours.Ahead(program, null, 0)).Forecast.Days.Single(day => day.Day == new LocalDate(2027, 2, 1)).Arrivals, Is.EqualTo(15));
        Assert.That((await Hours.Ahead(program, PlanCheckTests.Sound(), 6)).Forecast.Overflow, Is.EqualTo(new LocalDate(2027, 1, 26)), "On top of what is given already.");
    }
}

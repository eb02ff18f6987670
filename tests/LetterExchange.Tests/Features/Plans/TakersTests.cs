using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Plans;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class TakersTests(Engine engine) : DatabaseTest(engine)
{
    ReadingPlan plan = null!;
    Guid by;

    [SetUp]
    public async Task Publish()
    {
        by = await Given.Coordinator();
        var (id, _) = await Get<PlanStore>().Create((await Given.Program()).Id, PlanCheckTests.Sound(), by);
        Assert.That((await Get<PlanStore>().Publish(id, 1, PlanCheckTests.Sound(), by)).IsDone);
        plan = (await Get<PlanStore>().Find(id))!;
    }

    [Test]
    public async Task What_is_foretold_is_what_happens_and_who_is_left_out_is_told_with_the_reason()
    {
        var pairs = await Given.Pairs(7);
        await Get<PlanApplication>().ToPairs(plan.Id, [pairs[0].Id], by);
        await Db.Execute("UPDATE pairs SET state = 'Paused', paused_at = @Now WHERE id IN @ids", new { Now, ids = new[] { pairs[1].Id, pairs[2].Id } });
        await Db.Execute("UPDATE pairs SET stands_until = @Now WHERE id = @Id", new { Now, pairs[3].Id });
        await Db.Execute("UPDATE pairs SET state = 'Closed', closed_at = @Now WHERE id = @Id", new { Now, pairs[4].Id });
        var cohort = new Chosen([await Given.Cohort()], []);
        Assert.That(await Get<Takers>().Foretell(plan, cohort), Is.EqualTo(new Foretold { Pairs = 2, HadIt = 1, Paused = 2, Unready = 1, Closed = 0, Rounds = 2 }));
        Assert.That(await Get<Takers>().Foretell(plan, new([], [pairs[4].Id, pairs[5].Id])), Is.EqualTo(new Foretold { Pairs = 1, Closed = 1, Rounds = 2 }));
        Assert.That(await GiveTo(plan, cohort, by), Is.EqualTo(new Applied(2, 3, 1)));
        Assert.That(await Get<Takers>().Foretell(plan, cohort), Is.EqualTo(new Foretold { Pairs = 0, HadIt = 3, Paused = 2, Unready = 1, Rounds = 2 }));
    }

    [Test]
    public async Task A_pair_that_is_chosen_with_its_cohort_too_is_counted_once()
    {
        var pairs = await Given.Pairs(2);
        var chosen = new Chosen([await Given.Cohort()], [pairs[0].Id]);
        Assert.That((await Get<Takers>().Foretell(plan, chosen)).Pairs, Is.EqualTo(2));
        Assert.That(await GiveTo(plan, chosen, by), Is.EqualTo(new Applied(2, 0, 0)));
    }

    [Test]
    public async Task Rounds_that_are_over_are_told_of()
    {
        await Given.Pair();
        Clock.SetUtcNow(new DateTimeOffset(2027, 1, 28, 19, 0, 0, TimeSpan.Zero)); // The first letter's cut-off.
        var foretold = await Get<Takers>().Foretell(plan, new([await Given.Cohort()], []));
        Assert.That((foretold.Pairs, foretold.Rounds, foretold.Over), Is.EqualTo((1, 1, 1)));
    }

    [Test]
    public async Task Another_program_s_cohort_or_pair_is_refused_and_nobody_gets_anything()
    {
        var pair = await Given.Pair();
        var elsewhere = await Given.Cohort((await Given.Program("Europe/Paris", null)).Id);
        var stranger = await Given.Pair(elsewhere);
        foreach (var chosen in new[] { new Chosen([await Given.Cohort(), elsewhere], []), new Chosen([], [pair.Id, stranger.Id]), new Chosen([], [Clock.New()]) })
        {
            Assert.That(async () => await Get<Takers>().Foretell(plan, chosen), Throws.TypeOf<Refusal>());
            Assert.That(async () => await GiveTo(plan, chosen, by), Throws.TypeOf<Refusal>());
        }
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM assignments"), Is.Zero);
        Assert.That((await Get<Takers>().Cohorts(plan)).Select(one => one.Id), Is.EqualTo([await Given.Cohort()]));
        Assert.That(await Get<Takers>().Pairs(plan, elsewhere, 10), Is.Empty);
    }

    [Test]
    public async Task Cohorts_and_pairs_are_listed_with_what_they_have()
    {
        var pairs = await Given.Pairs(3);
        await Get<PlanApplication>().ToPairs(plan.Id, [pairs[0].Id], by);
        var cohort = (await Get<Takers>().Cohorts(plan)).Single();
        Assert.That((cohort.Pairs, cohort.Have), Is.EqualTo((3, 1)));
        Assert.That((await Get<Takers>().Pairs(plan, cohort.Id, 10)).Select(pair => (pair.Id, pair.Has)), Is.EquivalentTo([(pairs[0].Id, true), (pairs[1].Id, false), (pairs[2].Id, false)]));
        Assert.That(await Get<Takers>().Pairs(plan, cohort.Id, 2), Has.Count.EqualTo(2));
        Assert.That((await Get<PlanStore>().HeldBy(plan.Id)).Select(held => (held.Id, held.Pairs)), Is.EqualTo([(cohort.Id, 1)]));
    }

    async Task<Applied> GiveTo(ReadingPlan plan, Chosen chosen, Guid by)
    {
        var work = await Get<PlanWorks>().Go((await Get<PlanWorks>().Give(plan, chosen, by)).Id, PlanWorks.AtOnce);
        Assert.That(work.IsUnderWay, Is.False);
        return new(work.Done, work.LeftOut, work.HadIt);
    }
}

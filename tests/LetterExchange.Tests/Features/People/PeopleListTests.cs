using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.People;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class PeopleListTests(Engine engine) : PeopleTest(engine)
{
    static readonly PeopleFilter All = new(null, null, null, false);

    [Test]
    public async Task Everybody_of_the_program_is_listed_by_surname_and_nobody_of_another()
    {
        await Roster.Add(Program, await Mentee("Zoë", surname: "de Vries"), "a b c", Coordinator);
        await Roster.Add(Program, await Mentee("Amina", surname: "Karimova"), "a b c", Coordinator);
        await Given.Person("Mentor", (await Given.Program("Europe/Paris")).Id);
        Assert.That((await Find(All)).Select(one => one.Surname), Is.EqualTo(new[] { "de Vries", "Karimova", "Tester" }));
    }

    [Test]
    public async Task More_than_a_page_is_read_page_by_page_each_once()
    {
        var cohort = await Given.Cohort();
        await Given.Pairs(150, cohort);
        var first = await Find(All);
        Assert.That(first, Has.Count.EqualTo(PeopleList.PageSize + 1));
        var second = await Find(All, first[PeopleList.PageSize - 1].Id);
        Assert.That(first.Take(PeopleList.PageSize).Concat(second).Select(one => one.Id).Distinct().Count(), Is.EqualTo(301));
        Assert.That(second, Has.Count.EqualTo(101));
    }

    [Test]
    public async Task A_cohort_is_its_mentees_their_mentors_and_its_teachers()
    {
        var (cohort, other) = (await Given.Cohort(), await Given.Cohort(Program));
        var pair = await Given.Pair(cohort);
        await Given.Pair(other);
        var teacher = await Given.Person("Teacher", cohortId: cohort);
        Assert.That((await Find(All with { Cohort = cohort })).Select(one => one.Id), Is.EquivalentTo(new[] { pair.MenteeId, pair.MentorId, teacher }));
        Assert.That((await Find(All with { Cohort = cohort, Role = Role.Mentee })).Select(one => one.Id), Is.EqualTo(new[] { pair.MenteeId }));
    }

    [TestCase("kari", 1)]
    [TestCase("amina k", 1)]
    [TestCase("éloïse", 1)]
    [TestCase("%", 0)]
    [TestCase("_", 0)]
    [TestCase("nobody", 0)]
    public async Task Somebody_is_found_by_a_part_of_the_name(string name, int found)
    {
        await Roster.Add(Program, await Mentee("Amina"), "a b c", Coordinator);
        await Roster.Add(Program, await Mentee("Éloïse", surname: "Martin"), "a b c", Coordinator);
        Assert.That(await Find(All with { Name = name }), Has.Count.EqualTo(found));
    }

    [Test]
    public async Task Those_who_have_left_are_listed_apart()
    {
        var mentor = (await Roster.Add(Program, Adult(), Coordinator)).Id;
        await Roster.EndAll(mentor, Program, Coordinator);
        Assert.That((await Find(All)).Select(one => one.Id), Is.EqualTo(new[] { Coordinator }));
        var left = (await Find(All with { Left = true })).Single();
        Assert.That((left.Id, left.States(Now).Single()), Is.EqualTo((mentor, "left")));
    }

    [Test]
    public async Task A_line_says_what_is_to_be_done()
    {
        var mentee = (await Roster.Add(Program, await Mentee(), "a b c", Coordinator)).Id;
        var mentor = (await Roster.Add(Program, Adult(), Coordinator)).Id;
        Assert.That(await States(mentee), Is.EqualTo(new[] { "consent", "unpaired" }));
        Assert.That(await States(mentor), Is.EqualTo(new[] { "clearance", "invited" }));
        await Get<Standing>().Record(mentee, new NewConsent(ConsentKind.School, "The head", "by letter", Now, Now.AddDays(1)), Coordinator);
        await Db.Execute("UPDATE people SET mail_broken_at = 1, password_hash = 'x', locked_until = @until WHERE id = @mentor", new { mentor, until = Now.AddMinutes(1) });
        Assert.That(await States(mentee), Is.EqualTo(new[] { "unpaired" }));
        Assert.That(await States(mentor), Is.EqualTo(new[] { "clearance", "mail", "locked" }));
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.That(await States(mentee), Does.Contain("consent"));
    }

    Task<List<Listed>> Find(PeopleFilter filter, Guid? after = null) => Get<PeopleList>().Find(Program, filter, after);

    async Task<IEnumerable<string>> States(Guid person) => (await Find(All)).Single(one => one.Id == person).States(Now);
}

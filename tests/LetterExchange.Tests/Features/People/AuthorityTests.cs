using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.People;

/// <summary>What staff may do is asked by the verbs themselves, whatever a form names.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class AuthorityTests(Engine engine) : PeopleTest(engine)
{
    static readonly Facts Facts = new("Henrik", "Solberg", "new@example.org", null, null, null, null, 1);

    Guid other;
    Guid elsewhere;
    Guid administrator;

    [SetUp]
    public async Task AnotherProgram()
    {
        other = (await Given.Program("America/New_York")).Id;
        elsewhere = (await Roster.Add(other, Adult("bill@example.org"), Actor.Service)).Id;
        administrator = await Given.Person("Administrator");
    }

    [Test]
    public async Task A_coordinator_adds_nobody_to_another_program()
    {
        var cohort = await Given.Cohort(other);
        await NotTheirs(async () => await Roster.Add(other, await Mentee("Amina", cohort), "a b c", Coordinator));
        await NotTheirs(() => Roster.Add(other, Adult(), Coordinator));
        await NotTheirs(() => Roster.AddRole(elsewhere, other, Role.Coordinator, null, Coordinator));
        await NotTheirs(() => Roster.AddRole(elsewhere, Program, Role.Mentor, null, Coordinator));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM memberships WHERE program_id = @other", new { other }), Is.EqualTo(1));
    }

    [Test]
    public async Task A_coordinator_ends_no_role_of_another_program_and_no_administrator_s()
    {
        var mentor = (await Person(elsewhere))!.Memberships[0].Id;
        await NotTheirs(() => Roster.End(elsewhere, mentor, Coordinator));
        await NotTheirs(() => Roster.EndAll(elsewhere, other, Coordinator));
        await Roster.AddRole(administrator, Program, Role.Mentor, null, Actor.Service);
        var highest = (await Person(administrator))!.Memberships.Single(m => m.Role == Role.Administrator).Id;
        await NotTheirs(() => Roster.End(administrator, highest, Coordinator));
        Assert.That((await Person(administrator))!.Memberships, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Only_an_administrator_makes_administrators()
    {
        await NotTheirs(() => Roster.Add(Program, Adult(roles: [(Role.Coordinator, null), (Role.Administrator, null)]), Coordinator));
        await NotTheirs(() => Roster.AddRole(Coordinator, null, Role.Administrator, null, Coordinator));
        var made = await Roster.Add(Program, Adult(roles: [(Role.Coordinator, null), (Role.Administrator, null)]), administrator);
        var roles = (await Person(made.Id))!.Memberships;
        Assert.That(roles.Select(m => (m.Role, m.ProgramId)), Is.EquivalentTo(new[] { (Role.Coordinator, (Guid?)Program), (Role.Administrator, null) }));
    }

    [Test]
    public async Task A_coordinator_does_nothing_to_somebody_who_is_only_in_another_program()
    {
        var standing = Get<Standing>();
        await NotTheirs(() => standing.Record(elsewhere, new NewClearance("Police check", Now, Now.AddYears(1)), Coordinator));
        await NotTheirs(() => Roster.SignOutEverywhere(elsewhere, Coordinator));
        await NotTheirs(() => Get<Accounts>().Correct(elsewhere, Facts, Coordinator));
        await NotTheirs(() => Get<Accounts>().InviteAgain(elsewhere, Coordinator));
        await NotTheirs(() => Get<Accounts>().Unlock(elsewhere, Coordinator));
        await NotTheirs(() => Get<Accounts>().MailAgain(elsewhere, Coordinator));
        var child = (await Roster.Add(other, await Mentee("Amina", await Given.Cohort(other)), "a b c", Actor.Service)).Id;
        await NotTheirs(() => Roster.SetWords(child, "d e f", Coordinator));
        await NotTheirs(() => standing.Record(child, new NewConsent(ConsentKind.Guardian, "Her mother", "on paper", Now, Now.AddYears(1)), Coordinator));
    }

    [Test]
    public async Task A_former_member_who_is_elsewhere_now_is_theirs_no_more()
    {
        await Roster.AddRole(elsewhere, Program, Role.Mentor, null, Actor.Service);
        await Roster.SignOutEverywhere(elsewhere, Coordinator);
        await Roster.EndAll(elsewhere, Program, Coordinator);
        await NotTheirs(() => Roster.SignOutEverywhere(elsewhere, Coordinator));
    }

    [Test]
    public async Task A_former_member_who_is_nowhere_now_is_still_theirs()
    {
        var mentor = (await Roster.Add(Program, Adult(), Coordinator)).Id;
        await Roster.EndAll(mentor, Program, Coordinator);
        await Roster.SignOutEverywhere(mentor, Coordinator);
        Assert.That(await Roster.AddRole(mentor, Program, Role.Mentor, null, Coordinator));
    }

    [TestCase("an administrator")]
    [TestCase("of two programs")]
    public async Task Nobody_gets_into_more_than_their_own_program_by_changing_an_address(string who)
    {
        var mentor = (await Roster.Add(Program, Adult(), Coordinator)).Id;
        if (who == "an administrator") await Roster.AddRole(mentor, null, Role.Administrator, null, administrator);
        else await Roster.AddRole(mentor, other, Role.Mentor, null, administrator);
        await NotTheirs(() => Get<Accounts>().Correct(mentor, Facts with { Version = 1 }, Coordinator));
        var version = (await Person(mentor))!.Version;
        Assert.That(await Get<Accounts>().Correct(mentor, Facts with { Version = version }, administrator));
    }

    [Test]
    public async Task A_coordinator_pairs_and_sets_only_in_their_own_program()
    {
        var cohort = await Given.Cohort(other);
        var child = (await Roster.Add(other, await Mentee("Amina", cohort), "a b c", Actor.Service)).Id;
        var settings = Get<Settings>();
        await NotTheirs(() => Get<Pairing>().Make(other, elsewhere, child, cohort, Coordinator));
        await NotTheirs(() => settings.AddCohort(other, "5B", Coordinator));
        await NotTheirs(() => settings.RenameCohort(other, cohort, "5B", Coordinator));
        await NotTheirs(() => settings.AddHolidays(other, new(2027, 4, 1), new(2027, 4, 2), "Easter", Coordinator));
        await NotTheirs(() => settings.RemoveHolidays(other, new(2027, 4, 1), new(2027, 4, 2), Coordinator));
        await NotTheirs(() => settings.AddHelpContact(other, "Helpline", "0800", Coordinator));
        await NotTheirs(() => settings.RemoveHelpContact(other, Clock.New(), Coordinator));
        await NotTheirs(async () => await settings.Save((await Get<ProgramStore>().Find(other))!, new Policies(), Coordinator));
        await NotTheirs(() => settings.AddProgram("Mine", "Europe/Paris", "en", Coordinator));
        Assert.That(await settings.AddProgram("Theirs", "Europe/Paris", "en", administrator), Is.Not.EqualTo(Guid.Empty));
    }

    [Test]
    public async Task A_role_that_has_ended_gives_no_authority()
    {
        await Db.Execute("UPDATE memberships SET ended_at = @Now WHERE person_id = @Coordinator", new { Now, Coordinator });
        await NotTheirs(async () => await Roster.Add(Program, await Mentee(), "a b c", Coordinator));
    }

    [Test]
    public async Task Whoever_signs_out_everywhere_needs_nobody_s_leave()
    {
        await Roster.SignOutEverywhere(elsewhere, elsewhere);
        await NotTheirs(() => Roster.SignOutEverywhere(administrator, elsewhere));
    }
}

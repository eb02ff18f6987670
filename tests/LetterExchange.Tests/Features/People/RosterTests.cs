using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.People;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class RosterTests(Engine engine) : PeopleTest(engine)
{
    [Test]
    public async Task A_class_is_added_as_a_whole_or_not_at_all()
    {
        var cohort = await Given.Cohort();
        var added = await Roster.Add(Program, [(await Mentee("Amina"), "a b c"), (await Mentee("Kofi"), "d e f")], Coordinator);
        Assert.That(added.Select(one => one.SignInName), Is.EqualTo(new[] { "amina", "kofi" }));
        Assert.That(await Refusal(() => MenteesOf([("Linh", "Tran"), ("Amina", "Karimova")])), Is.EqualTo("add.twin"));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM memberships WHERE cohort_id = @cohort", new { cohort }), Is.EqualTo(2));

        async Task MenteesOf(params (string Given, string Surname)[] names)
        {
            var mentees = new List<(NewMentee, string)>();
            foreach (var (given, surname) in names) mentees.Add((await Mentee(given, cohort, surname), "g h i"));
            await Roster.Add(Program, mentees, Coordinator);
        }
    }

    [Test]
    public async Task Two_children_of_one_name_are_two_when_somebody_says_so_and_sign_in_under_different_names()
    {
        var one = await Roster.Add(Program, await Mentee(), "a b c", Coordinator);
        var other = await Roster.Add(Program, await Mentee() with { SameName = true }, "a b c", Coordinator);
        Assert.That((one.SignInName, other.SignInName), Is.EqualTo(("amina", "amina k")));
    }

    [Test]
    public async Task A_name_that_somebody_signs_in_with_is_nobody_else_s()
    {
        await Roster.Add(Program, await Mentee(), "a b c", Coordinator);
        Assert.That(await Refusal(async () => await Roster.Add(Program, await Mentee("Kofi") with { SignInName = "AMINA" }, "a b c", Coordinator)), Is.EqualTo("add.name.taken"));
    }

    [Test]
    public async Task A_cohort_of_another_program_is_refused()
    {
        var elsewhere = await Given.Cohort((await Given.Program("Europe/Paris")).Id);
        Assert.That(await Refusal(async () => await Roster.Add(Program, await Mentee("Amina", elsewhere), "a b c", Coordinator)), Is.EqualTo("add.cohort"));
        Assert.That(await Refusal(() => Roster.Add(Program, Adult(roles: (Role.Teacher, elsewhere)), Coordinator)), Is.EqualTo("add.cohort"));
    }

    [Test]
    public async Task Somebody_with_an_account_gets_the_roles_and_no_second_invitation()
    {
        var first = await Roster.Add(Program, Adult(), Coordinator);
        await SendLinks();
        var (person, token) = Post.Link;
        await Get<Passwords>().Set((await Get<Passwords>().Find(person, token))!, "a good long sentence");
        var second = await Roster.Add(Program, Adult(roles: (Role.Coordinator, null)), Coordinator);
        Assert.That((second.Id, second.Known, second.Invited), Is.EqualTo((first.Id, true, false)));
        Assert.That((await Person(first.Id))!.Memberships.Select(m => m.Role), Is.EquivalentTo(new[] { Role.Mentor, Role.Coordinator }));
        Assert.That(await Refusal(() => Roster.Add(Program, Adult(), Coordinator)), Is.EqualTo("add.already"));
    }

    [Test]
    public async Task An_ended_role_takes_sessions_and_claims_with_it_and_the_last_one_the_person()
    {
        var teacher = (await Roster.Add(Program, Adult(roles: (Role.Teacher, await Given.Cohort())), Coordinator)).Id;
        var turn = await Given.OpenTurn();
        var letter = Clock.New();
        await Db.Execute("""
            INSERT INTO letters (id, program_id, pair_id, turn_id, writer_id, reader_id, state, created_at)
            SELECT @letter, p.program_id, p.id, @turn, p.mentee_id, p.mentor_id, 'Draft', 0 FROM pairs p WHERE p.id = @pair
            """, new { letter, turn = turn.Id, pair = turn.PairId });
        await Db.Execute("INSERT INTO claims (letter_id, reviewer_id, taken_at, until) VALUES (@letter, @teacher, 0, 1)", new { letter, teacher });
        var before = await Db.Get<string>("SELECT security_stamp FROM people WHERE id = @teacher", new { teacher });

        Assert.That(await Roster.End(teacher, (await Person(teacher))!.Memberships[0].Id, Coordinator));

        Assert.That(await Db.Get<string>("SELECT security_stamp FROM people WHERE id = @teacher", new { teacher }), Is.Not.EqualTo(before));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM claims WHERE reviewer_id = @teacher", new { teacher }), Is.Zero);
        Assert.That((await Person(teacher))!.LeftAt, Is.EqualTo(Now));
        Assert.That(await Roster.End(teacher, Clock.New(), Coordinator), Is.False);
    }

    [Test]
    public async Task Whoever_comes_back_comes_without_the_old_password_and_is_invited_anew()
    {
        var mentor = (await Roster.Add(Program, Adult(), Coordinator)).Id;
        await Db.Execute("UPDATE people SET password_hash = 'old' WHERE id = @mentor", new { mentor });
        await Roster.EndAll(mentor, Program, Coordinator);
        await Db.Execute("DELETE FROM link_mails");
        Assert.That(await Roster.AddRole(mentor, Program, Role.Mentor, null, Coordinator));
        var back = (await Person(mentor))!;
        Assert.That((back.LeftAt, back.HasPassword, back.Memberships.Count), Is.EqualTo(((DateTimeOffset?)null, false, 1)));
        Assert.That((await LinkOf(mentor)).Kind, Is.EqualTo(LinkKind.Invitation));
    }

    [Test]
    public async Task A_mentee_is_nothing_else_and_nobody_else_a_mentee()
    {
        var mentee = (await Roster.Add(Program, await Mentee(), "a b c", Coordinator)).Id;
        var mentor = (await Roster.Add(Program, Adult(), Coordinator)).Id;
        Assert.That(await Refusal(() => Roster.AddRole(mentee, Program, Role.Coordinator, null, Coordinator)), Is.EqualTo("role.only.mentee"));
        Assert.That(await Refusal(async () => await Roster.AddRole(mentor, Program, Role.Mentee, await Given.Cohort(), Coordinator)), Is.EqualTo("role.only.adult"));
        Assert.That(await Refusal(() => Roster.AddRole(mentor, Program, Role.Teacher, null, Coordinator)), Is.EqualTo("role.cohort"));
    }

    [Test]
    public async Task A_child_moves_to_another_class_by_a_second_role_and_the_end_of_the_first()
    {
        var mentee = (await Roster.Add(Program, await Mentee(), "a b c", Coordinator)).Id;
        var first = (await Person(mentee))!.Memberships[0].Id;
        var next = await Given.Cohort(Program);
        Assert.That(await Roster.AddRole(mentee, Program, Role.Mentee, next, Coordinator));
        Assert.That(await Roster.AddRole(mentee, Program, Role.Mentee, next, Coordinator), Is.False);
        await Roster.End(mentee, first, Coordinator);
        var moved = (await Person(mentee))!;
        Assert.That((moved.LeftAt, moved.HasPassword, moved.Memberships.Single().CohortId), Is.EqualTo(((DateTimeOffset?)null, true, (Guid?)next)));
    }

    [Test]
    public async Task New_words_end_sessions_and_lift_a_lock()
    {
        var mentee = (await Roster.Add(Program, await Mentee(), "a b c", Coordinator)).Id;
        await Db.Execute("UPDATE people SET locked_until = @until, failed_tries = 3 WHERE id = @mentee", new { mentee, until = Now.AddMinutes(5) });
        var before = await Db.Get<string>("SELECT security_stamp FROM people WHERE id = @mentee", new { mentee });
        Assert.That(await Roster.SetWords([(mentee, "copper river moon")], Coordinator), Is.EqualTo(1));
        Assert.That((await Person(mentee))!.LockedUntil, Is.Null);
        Assert.That(await Db.Get<string>("SELECT security_stamp FROM people WHERE id = @mentee", new { mentee }), Is.Not.EqualTo(before));
        Assert.That(await EventsOf(mentee), Does.Contain("person.card"));
    }

    [Test]
    public async Task The_last_administrator_stays()
    {
        var admin = await Given.Person("Administrator");
        var role = (await Person(admin))!.Memberships[0].Id;
        Assert.That(await Refusal(() => Roster.End(admin, role, admin)), Is.EqualTo("end.last"));
        await Given.Person("Administrator");
        Assert.That(await Roster.End(admin, role, admin));
    }
}

using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.People;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class AccountsTests(Engine engine) : PeopleTest(engine)
{
    [Test]
    public async Task A_corrected_address_is_invited_and_what_went_to_the_old_one_is_worth_nothing()
    {
        var mentor = (await Roster.Add(Program, Adult("henrk@example.org"), Coordinator)).Id;
        await SendLinks();
        var (_, old) = Post.Link;
        await Db.Execute("UPDATE people SET mail_broken_at = 1 WHERE id = @mentor", new { mentor });
        Assert.That(await Correct(mentor, person => Facts(person) with { Email = "henrik@example.org" }));
        Assert.That(await SendLinks(), Is.EqualTo(1));
        Assert.That(Post.Mails[^1].ToAddress, Is.EqualTo("henrik@example.org"));
        Assert.That(await Get<Passwords>().Find(mentor, old), Is.Null);
        Assert.That(await Person(mentor), Has.Property("MailBrokenAt").Null.And.Property("SignInName").EqualTo("henrik@example.org"));
    }

    [Test]
    public async Task A_corrected_name_leaves_sessions_alone()
    {
        var mentor = (await Roster.Add(Program, Adult(), Coordinator)).Id;
        var stamp = await Db.Get<string>("SELECT security_stamp FROM people WHERE id = @mentor", new { mentor });
        Assert.That(await Correct(mentor, person => Facts(person) with { Surname = "Solbergsen", Town = "Bergen" }));
        Assert.That(await Db.Get<string>("SELECT security_stamp FROM people WHERE id = @mentor", new { mentor }), Is.EqualTo(stamp));
        Assert.That((await Person(mentor))!.Town, Is.EqualTo("Bergen"));
    }

    [Test]
    public async Task A_correction_made_on_an_old_copy_is_not_kept()
    {
        var mentor = (await Roster.Add(Program, Adult(), Coordinator)).Id;
        var before = Facts((await Person(mentor))!);
        await Correct(mentor, person => Facts(person) with { Town = "Bergen" });
        Assert.That(await Get<Accounts>().Correct(mentor, before with { Town = "Oslo" }, Coordinator), Is.False);
    }

    [Test]
    public async Task An_address_or_a_name_to_sign_in_with_is_one_person_s()
    {
        await Roster.Add(Program, Adult("bill@example.org"), Coordinator);
        await Roster.Add(Program, await Mentee(), "a b c", Coordinator);
        var mentor = (await Roster.Add(Program, Adult(), Coordinator)).Id;
        var child = (await Roster.Add(Program, await Mentee("Kofi"), "a b c", Coordinator)).Id;
        Assert.That(await Refusal(() => Correct(mentor, person => Facts(person) with { Email = "BILL@example.org" })), Is.EqualTo("correct.taken"));
        Assert.That(await Refusal(() => Correct(child, person => Facts(person) with { SignInName = "Amina" })), Is.EqualTo("add.name.taken"));
        Assert.That(await Refusal(() => Correct(child, person => Facts(person) with { SignInName = "a@b" })), Is.EqualTo("add.name.at"));
    }

    [Test]
    public async Task A_lock_is_lifted_and_a_mended_mailbox_gets_mail_again()
    {
        var mentor = (await Roster.Add(Program, Adult(), Coordinator)).Id;
        Assert.That(await Get<Accounts>().Unlock(mentor, Coordinator), Is.False);
        Assert.That(await Get<Accounts>().MailAgain(mentor, Coordinator), Is.False);
        await Db.Execute("UPDATE people SET locked_until = @until, mail_broken_at = 1 WHERE id = @mentor", new { mentor, until = Now.AddMinutes(5) });
        Assert.That(await Get<Accounts>().Unlock(mentor, Coordinator));
        Assert.That(await Get<Accounts>().MailAgain(mentor, Coordinator));
        Assert.That(await Person(mentor), Has.Property("LockedUntil").Null.And.Property("MailBrokenAt").Null);
    }

    [Test]
    public async Task Whoever_has_a_password_is_not_invited_again()
    {
        var mentor = (await Roster.Add(Program, Adult(), Coordinator)).Id;
        await SendLinks();
        Assert.That(await Get<Accounts>().InviteAgain(mentor, Coordinator));
        Assert.That(await SendLinks(), Is.EqualTo(1));
        await Db.Execute("UPDATE people SET password_hash = 'set' WHERE id = @mentor", new { mentor });
        Assert.That(await Get<Accounts>().InviteAgain(mentor, Coordinator), Is.False);
    }

    static Facts Facts(Person person) => new(person.GivenName, person.Surname, person.Email, person.SignInName, person.Born, person.Organisation, person.Town, person.Version);

    async Task<bool> Correct(Guid person, Func<Person, Facts> facts) => await Get<Accounts>().Correct(person, facts((await Person(person))!), Coordinator);
}

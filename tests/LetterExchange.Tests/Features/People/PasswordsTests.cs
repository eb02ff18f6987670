using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.People;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class PasswordsTests(Engine engine) : PeopleTest(engine)
{
    const string Good = "seven brown kettles";

    [TestCase(null, "pass.short")]
    [TestCase("nine char", "pass.short")]
    [TestCase("ten chars!", null)]
    [TestCase("ababababababab", "pass.same")]
    [TestCase("Password-123", "pass.known")]
    [TestCase("LetterExchange", "pass.known")]
    [TestCase("henrik.solberg", "pass.own")]
    [TestCase("HenrikSolberg1987", "pass.own")]
    [TestCase("henrik.s@example.org", "pass.own")]
    [TestCase("henriks12345", "pass.own")]
    [TestCase("my dog is called henrik", null)]
    [TestCase("пароль длинный", null)]
    public void A_password_is_long_and_nothing_that_anybody_would_try(string? password, string? fault) =>
        Assert.That(Passwords.Fault(password, "henrik.s@example.org", "HenrikSolberg"), Is.EqualTo(fault));

    [TestCase(200, null)]
    [TestCase(201, "pass.long")]
    public void A_password_has_a_most(int length, string? fault) =>
        Assert.That(Passwords.Fault(string.Concat(Enumerable.Repeat("abcdefgh", 26))[..length]), Is.EqualTo(fault));

    [Test]
    public async Task A_link_sets_a_password_once()
    {
        var (person, token) = await Invited();
        var holder = await Get<Passwords>().Find(person, token);
        Assert.That(holder, Has.Property("GivenName").EqualTo("Henrik").And.Property("HasPassword").EqualTo(false));
        Assert.That(await Get<Passwords>().Set(holder!, Good));
        Assert.That(await Get<Passwords>().Find(person, token), Is.Null);
        Assert.That(await Get<Passwords>().Set(holder!, "another one, quite long"), Is.False);
        Assert.That(await EventsOf(person), Does.Contain("person.password"));
    }

    [TestCase(6.99, true)]
    [TestCase(7, false)]
    public async Task An_invitation_stands_for_seven_days(double days, bool stands)
    {
        var (person, token) = await Invited();
        Clock.Advance(TimeSpan.FromDays(days));
        Assert.That(await Get<Passwords>().Find(person, token) is not null, Is.EqualTo(stands));
    }

    [TestCase(23.99, true)]
    [TestCase(24, false)]
    public async Task A_link_for_a_forgotten_password_stands_for_a_day(double hours, bool stands)
    {
        await Invited();
        await Get<LinkMails>().Forgotten("henrik@example.org");
        await SendLinks();
        var (person, token) = Post.Link;
        Clock.Advance(TimeSpan.FromHours(hours));
        Assert.That(await Get<Passwords>().Find(person, token) is not null, Is.EqualTo(stands));
    }

    [Test]
    public async Task A_link_is_one_person_s_and_can_t_be_made_up()
    {
        var (person, token) = await Invited();
        var other = (await Roster.Add(Program, Adult("bill@example.org"), Coordinator)).Id;
        Assert.That(await Get<Passwords>().Find(other, token), Is.Null);
        Assert.That(await Get<Passwords>().Find(person, token[..^4] + "AAAA"), Is.Null);
        Assert.That(await Get<Passwords>().Find(person, "nonsense"), Is.Null);
    }

    [Test]
    public async Task Signing_out_everywhere_uses_up_the_links_too()
    {
        var (person, token) = await Invited();
        await Roster.SignOutEverywhere(person, Coordinator);
        Assert.That(await Get<Passwords>().Find(person, token), Is.Null);
    }

    [Test]
    public async Task Who_has_left_sets_no_password()
    {
        var (person, token) = await Invited();
        var holder = (await Get<Passwords>().Find(person, token))!;
        await Roster.EndAll(person, Program, Coordinator);
        Assert.That(await Get<Passwords>().Set(holder, Good), Is.False);
    }

    async Task<(Guid, string)> Invited()
    {
        await Roster.Add(Program, Adult(), Coordinator);
        await SendLinks();
        return Post.Link;
    }
}

using System.Net;
using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.People;

/// <summary>The page about oneself.</summary>
public sealed class MeTests
{
    const string First = "seven brown kettles", Second = "nine green bottles";

    Site site = null!;
    Guid program;

    [OneTimeSetUp]
    public async Task Open()
    {
        site = await Site.Open();
        program = (await site.Given.Program()).Id;
    }

    [OneTimeTearDown]
    public async Task Close() => await site.DisposeAsync();

    [Test]
    public async Task A_child_reads_what_is_kept_and_changes_no_password()
    {
        var child = (await site.Get<Roster>().Add(program, new NewMentee { GivenName = "Amina", Surname = "Karimova", CohortId = await site.Given.Cohort() }, "copper river moon", Actor.Service)).Id;
        using var visitor = await site.As(child);
        var page = await visitor.Get("/me");
        Assert.That(page.Text, Does.Contain("The person you write to knows only your first name.").And.Contain("amina").And.Contain("tell your teacher"));
        Assert.That(page.Html, Does.Not.Contain("type=\"password\"").And.Contain("<body class=\"mentee\""));
        Assert.That((await visitor.Post("/me", "SignOut")).Path, Is.EqualTo("/sign-in"));
        Assert.That((await visitor.Get("/me")).Path, Does.StartWith("/sign-in"));
    }

    [Test]
    public async Task An_adult_changes_their_password_and_other_devices_are_signed_out()
    {
        var person = await Adult("henrik@example.org");
        using var other = await site.As(person);
        using var visitor = await site.As(person);
        Assert.That((await visitor.Post("/me", "Password", ("Old", "wrong one here"), ("Password", Second))).Text, Does.Contain("That is not the password you have now."));
        Assert.That((await visitor.Post("/me", "Password", ("Old", First), ("Password", "short"))).Text, Does.Contain("at least 10 characters"));
        Assert.That((await visitor.Post("/me", "Password", ("Old", First), ("Password", Second))).Text, Does.Contain("Your password is changed."));
        Assert.That((await visitor.Get("/me")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await other.Get("/me")).Path, Does.StartWith("/sign-in"));
        using var fresh = new Visitor(site.Address);
        Assert.That((await fresh.Post("/sign-in", "Adult", ("mail", "henrik@example.org"), ("password", Second))).Path, Is.EqualTo("/desk"));
    }

    [Test]
    public async Task Guessing_the_old_password_locks_the_account_as_at_the_door()
    {
        var person = await Adult("bill@example.org");
        using var visitor = await site.As(person);
        for (var i = 0; i < Door.Tries; i++) await visitor.Post("/me", "Password", ("Old", "wrong one here"), ("Password", Second));
        Assert.That((await visitor.Post("/me", "Password", ("Old", First), ("Password", Second))).Text, Does.Contain("rests for 5 minutes"));
    }

    [Test]
    public async Task Whoever_works_in_two_programs_chooses_one()
    {
        var other = (await site.Given.Program("America/New_York")).Id;
        var stranger = (await site.Given.Program("Asia/Tokyo")).Id;
        var coordinator = await site.Given.Coordinator();
        using (var visitor = await site.As(coordinator)) Assert.That((await visitor.Get("/me")).Html, Does.Not.Contain("/me/program"));
        await site.Get<Roster>().AddRole(coordinator, other, Role.Coordinator, null, Actor.Service);
        using var both = await site.As(coordinator);
        var names = await site.Db.Query<string>("SELECT name FROM programs WHERE id = @other", new { other });
        Assert.That((await both.Get("/me")).Text, Does.Contain(names[0]).And.Contain("Work in another program"));
        var token = (await both.Get("/me")).Form("SignOut").Single(field => field.Name == "__RequestVerificationToken");
        await both.Send("/me/program", ("program", $"{other}"), token);
        Assert.That((await both.Get("/cohorts")).Html, Does.Contain($"/programs/{other}"));
        Assert.That((await both.Send("/me/program", ("program", $"{stranger}"), token)).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await both.Send("/me/program", ("program", $"{program}"))).Status, Is.EqualTo(HttpStatusCode.BadRequest), "without a token");
    }

    async Task<Guid> Adult(string email)
    {
        var person = (await site.Get<Roster>().Add(program, new NewAdult { GivenName = "Henrik", Surname = "Solberg", Email = email, Roles = [(Role.Mentor, null)] }, Actor.Service)).Id;
        var hash = new Microsoft.AspNetCore.Identity.PasswordHasher<Account>().HashPassword(new Account(), First);
        await site.Db.Execute("UPDATE people SET password_hash = @hash WHERE id = @person", new { hash, person });
        return person;
    }
}

using System.Net;
using LetterExchange.Features.People;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Administration;

/// <summary>The scheduler's own pages, with the scheduler at work.</summary>
public sealed class DashboardTests
{
    Site site = null!;

    static readonly string[] paths =
    [
        "/admin/jobs", "/admin/jobs/", "/admin/jobs/recurring", "/admin/jobs/servers", "/admin/jobs/jobs/succeeded", "/admin/jobs/retries", "/admin/jobs/css18250", "/admin/jobs/no-such-page", "/ADMIN/Jobs/recurring",
    ];

    static readonly string[] deeds = ["/admin/jobs/stats", "/admin/jobs/recurring/trigger", "/admin/jobs/recurring/remove", "/admin/jobs/jobs/enqueued/delete", "/admin/jobs/jobs/actions/requeue/1"];

    [OneTimeSetUp]
    public async Task Open()
    {
        site = await Site.Open(work: true);
        await site.Given.Program();
    }

    [OneTimeTearDown]
    public async Task Close() => await site.DisposeAsync();

    [Test]
    public async Task An_administrator_sees_them()
    {
        using var visitor = await site.As(await site.Given.Person("Administrator"));
        foreach (var path in new[] { "/admin/jobs", "/admin/jobs/recurring", "/admin/jobs/servers" })
        {
            var answer = await visitor.Get(path);
            Assert.That((answer.Status, answer.Html.Contains("Hangfire") || answer.Html.Contains("hangfire")), Is.EqualTo((HttpStatusCode.OK, true)), path);
        }
        Assert.That((await visitor.Get("/admin")).Html, Does.Contain("href=\"/admin/jobs\""));
    }

    [Test]
    public async Task An_administrator_looks_and_changes_nothing()
    {
        using var visitor = await site.As(await site.Given.Person("Administrator"));
        foreach (var path in deeds.Where(path => !path.EndsWith("stats")))
            Assert.That((int)(await visitor.Send(path, ("jobs[]", "backup"))).Status, Is.InRange(400, 499), path);
        Assert.That((await visitor.Get("/admin/jobs/recurring")).Html, Does.Contain("backup").And.Not.Contain("recurring/trigger"));
    }

    [Test]
    public async Task Nobody_else_sees_them([Values] Role role)
    {
        if (role == Role.Administrator) return;
        using var visitor = await site.As(await site.Given.Person(role.ToString(), cohortId: role == Role.Teacher ? await site.Given.Cohort() : null));
        foreach (var path in paths) Assert.That((await visitor.Get(path)).Status, Is.EqualTo(HttpStatusCode.NotFound), path);
        foreach (var path in deeds) Assert.That((await visitor.Send(path, ("jobs[]", "backup"))).Status, Is.EqualTo(HttpStatusCode.NotFound), path);
    }

    [Test]
    public async Task Whoever_is_not_signed_in_is_led_to_the_door()
    {
        using var visitor = await site.As();
        foreach (var path in paths) Assert.That((await visitor.Get(path)).Path, Does.StartWith("/sign-in"), path);
        foreach (var path in deeds)
        {
            var answer = await visitor.Send(path, ("jobs[]", "backup"));
            Assert.That((answer.Path.StartsWith("/sign-in"), answer.Html.Contains("hangfire")), Is.EqualTo((true, false)), path);
        }
    }

    [Test]
    public async Task A_former_administrator_is_nobody()
    {
        var former = await site.Given.Person("Administrator");
        await site.Given.Person("Administrator");
        using var visitor = await site.As(former);
        Assert.That((await visitor.Get("/admin/jobs")).Status, Is.EqualTo(HttpStatusCode.OK));
        var role = await site.Db.Get<Guid>("SELECT id FROM memberships WHERE person_id = @former", new { former });
        await site.Get<Roster>().End(former, role, LetterExchange.Data.Actor.Service);
        Assert.That((await visitor.Get("/admin/jobs/recurring")).Path, Does.StartWith("/sign-in"));
    }
}

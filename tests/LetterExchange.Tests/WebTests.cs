using System.Net;
using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Tests.Ground;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;

namespace LetterExchange.Tests;

/// <summary>What every answer of the service has, and what no form is taken without.</summary>
public sealed class WebTests
{
    // Mail programs post to the one by themselves (RFC 8058); the other is shown in the place of any request that failed.
    static readonly string[] without = ["notices/unsubscribe/{token}", "error/{code:int?}"];

    Site site = null!;
    Guid coordinator;
    Guid mentee;

    [OneTimeSetUp]
    public async Task Open()
    {
        site = await Site.Open();
        mentee = (await site.Given.Pair()).MenteeId;
        coordinator = await site.Given.Coordinator();
    }

    [OneTimeTearDown]
    public async Task Close() => await site.DisposeAsync();

    [Test]
    public async Task Every_endpoint_that_takes_a_post_wants_a_token()
    {
        var loader = site.Get<PageLoader>();
        var open = new List<string>();
        foreach (var endpoint in site.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            if (Access.Find("POST", endpoint.RoutePattern.RawText ?? "") is null) continue; // The gate refuses it to everybody.
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page)
            {
                var compiled = await loader.LoadAsync(page, EndpointMetadataCollection.Empty);
                if (compiled.HandlerMethods.Any(handler => handler.HttpMethod == "Post") && compiled.ModelTypeInfo!.IsDefined(typeof(IgnoreAntiforgeryTokenAttribute), true)) open.Add(endpoint.RoutePattern.RawText!);
            }
            else if (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("POST") ?? true)
            {
                if (endpoint.Metadata.GetMetadata<IAntiforgeryMetadata>() is not { RequiresValidation: true }) open.Add(endpoint.RoutePattern.RawText!);
            }
        }
        Assert.That(open, Is.SubsetOf(without));
    }

    static readonly string[] forms =
    [
        "/sign-in", "/sign-in?handler=Adult", "/sign-out", "/password/forgotten", "/password/{person}/{token}", "/me?handler=Password", "/me?handler=SignOut", "/me/program", "/me/notices", "/notices",
        "/people/new-mentee", "/people/new-mentor", "/people/new-staff", "/people/cards", "/people/{mentee}?handler=Role", "/people/{mentee}?handler=End", "/people/{mentee}?handler=Consent",
        "/people/{mentee}?handler=Withdraw", "/people/{mentee}?handler=SignOut", "/people/{mentee}?handler=Facts", "/people/{mentee}/card", "/people/{mentee}/card?handler=Own",
        "/pairs/new", "/cohorts", "/cohorts?handler=Rename", "/programs", "/programs/{program}", "/programs/{program}?handler=Contact", "/programs/{program}?handler=Holiday",
    ];

    [TestCaseSource(nameof(forms))]
    public async Task A_post_without_a_token_is_refused_and_changes_nothing(string form)
    {
        var everything = await site.Given.Person("Administrator");
        await site.Get<Roster>().AddRole(everything, (await site.Given.Program()).Id, Role.Coordinator, null, Actor.Service);
        var account = new Account { Id = everything, SecurityStamp = "stamp" };
        var path = form.Replace("{mentee}", $"{mentee}").Replace("{program}", $"{(await site.Given.Program()).Id}").Replace("{person}", $"{everything}")
            .Replace("{token}", site.Get<LinkTokens>().Make(account, TimeSpan.FromDays(1)));
        var before = await Everything();
        using var visitor = await site.As(everything);
        var answer = await visitor.Send(path, ("Name", "x"), ("GivenName", "x"), ("Email", "x@example.org"), ("Password", "seven brown kettles"), ("program", $"{(await site.Given.Program()).Id}"));
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(answer.Text, Does.Contain("That did not arrive whole."));
        Assert.That(await Everything(), Is.EqualTo(before));

        Task<long> Everything() => site.Db.Get<long>("SELECT (SELECT COUNT(*) FROM events) + (SELECT COUNT(*) FROM people) * 1000 + (SELECT SUM(version) FROM people) * 1000000");
    }

    [TestCase("GET", "/sign-in", 200)]
    [TestCase("GET", "/", 302)]
    [TestCase("GET", "/me", 303)]
    [TestCase("GET", "/no-such-page", 404)]
    [TestCase("GET", "/concerns", 404, true)]
    [TestCase("GET", "/people", 200, true)]
    [TestCase("GET", "/css/site.css", 200)]
    [TestCase("GET", "/js/no-such-script.js", 404)]
    [TestCase("GET", "/health/live", 200)]
    [TestCase("GET", "/health/ready", 200)]
    [TestCase("GET", "/error/500", 500)]
    [TestCase("GET", "/notices/stream", 303)]
    [TestCase("POST", "/sign-in", 400)]
    [TestCase("POST", "/people/new-mentor", 400, true)]
    [TestCase("PUT", "/sign-in", 404)]
    [TestCase("GET", "/password/00000000-0000-0000-0000-000000000001/nonsense", 404)]
    public async Task Every_answer_has_the_security_headers(string method, string path, int status, bool signedIn = false) =>
        HasHeaders(await Ask(method, path, signedIn), status);

    [Test]
    public async Task An_answer_to_a_failure_of_ours_has_them_too()
    {
        await site.Db.Execute("ALTER TABLE cohorts RENAME TO gone");
        try
        {
            var answer = await Ask("GET", "/cohorts", signedIn: true); // Even who asks can't be read.
            HasHeaders(answer, 500);
            Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("Something went wrong on our side."));
        }
        finally
        {
            await site.Db.Execute("ALTER TABLE gone RENAME TO cohorts");
        }
    }

    [Test]
    public async Task Over_https_browsers_are_told_to_stay_there()
    {
        Assert.That((await Ask("GET", "/sign-in", signedIn: false, https: true)).Headers.Contains("Strict-Transport-Security"));
        Assert.That((await Ask("GET", "/sign-in", signedIn: false)).Headers.Contains("Strict-Transport-Security"), Is.False);
    }

    [Test]
    public async Task What_is_shown_to_somebody_signed_in_is_kept_by_no_browser() =>
        Assert.That((await Ask("GET", "/people", signedIn: true)).Headers.CacheControl!.NoStore);

    static void HasHeaders(HttpResponseMessage answer, int status)
    {
        string One(string name) => string.Join(' ', answer.Headers.GetValues(name));
        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
        Assert.That(One("Content-Security-Policy"), Does.StartWith("default-src 'none'; script-src 'self'; style-src 'self'").And.Contain("frame-ancestors 'none'").And.Contain("form-action 'self'").And.Not.Contain("unsafe"));
        Assert.That(One("X-Content-Type-Options"), Is.EqualTo("nosniff"));
        Assert.That(One("Referrer-Policy"), Is.EqualTo("same-origin"));
        Assert.That(One("Permissions-Policy"), Does.Contain("camera=()"));
        Assert.That(One("Cross-Origin-Opener-Policy"), Is.EqualTo("same-origin"));
        Assert.That(answer.Headers.Contains("Server"), Is.False);
    }

    async Task<HttpResponseMessage> Ask(string method, string path, bool signedIn, bool https = false)
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(site.Address) };
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Accept.ParseAdd("text/html");
        if (signedIn) request.Headers.Add("Cookie", $"session={await site.Session(coordinator)}");
        if (https) request.Headers.Add("X-Forwarded-Proto", "https");
        if (method == "POST") request.Content = new FormUrlEncodedContent([new("x", "y")]);
        return await client.SendAsync(request);
    }
}

using System.Net;
using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Tests.Ground;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;

namespace LetterExchange.Tests.Features.People;

/// <summary>Every page and endpoint is asked for by everybody; the answers are those of the hand-written table.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class AccessMatrixTests(Engine engine)
{
    readonly Dictionary<char, HttpClient> clients = [];
    MatrixSite matrix = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        matrix = await MatrixSite.Open(engine);
        foreach (var (column, _) in AccessMatrix.People)
        {
            var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(matrix.Site.Address) };
            if (matrix.Person(column) is { } person) client.DefaultRequestHeaders.Add("Cookie", $"session={await matrix.Site.Session(person)}");
            clients[column] = client;
        }
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        foreach (var client in clients.Values) client.Dispose();
        await matrix.DisposeAsync();
    }

    [TestCaseSource(typeof(AccessMatrix), nameof(AccessMatrix.Rows))]
    public async Task Only_those_pass_who_may(AccessMatrix.Row row)
    {
        var wrong = new List<string>();
        foreach (var ((column, who), may) in AccessMatrix.People.Zip(row.May))
        {
            var (passed, answer) = await Ask(clients[column], row.Method, matrix.Path(row.Path));
            if (passed != may) wrong.Add($"{who}: {answer}");
        }
        Assert.That(wrong, Is.Empty, $"{row}");
    }

    [Test]
    public void The_columns_of_the_table_are_its_people() =>
        Assert.That(AccessMatrix.Columns, Is.EqualTo(AccessMatrix.People.Select(person => person.Column.ToString())));

    [Test]
    public async Task Every_endpoint_of_the_service_stands_in_the_table()
    {
        var rows = AccessMatrix.Rows.Select(row => (row.Method, Parts: Parts(row.Path))).ToList();
        var missing = (await Endpoints()).Where(endpoint => !rows.Exists(row => row.Method == endpoint.Method && Fits(Parts(endpoint.Pattern), row.Parts)));
        Assert.That(missing.Select(endpoint => $"{endpoint.Method} {endpoint.Pattern}"), Is.Empty);
    }

    [Test]
    public async Task Every_line_of_the_product_s_own_table_is_an_endpoint()
    {
        var endpoints = (await Endpoints()).Select(endpoint => $"{endpoint.Method} {string.Join('/', Parts(endpoint.Pattern))}").ToHashSet();
        var lines = from rule in Access.All
                    from method in rule.Methods.Split(' ')
                    where !rule.Pattern.StartsWith("/error/") && !rule.Pattern.StartsWith("/demo/") // These are there with --demo only.
                    select $"{method} {string.Join('/', Parts(rule.Pattern))}";
        Assert.That(lines.Where(line => !endpoints.Contains(line)), Is.Empty);
    }

    /// <summary>Whether the gate let the request pass. A form is sent without its token, so that whoever may send it is told so (400) and nothing changes.</summary>
    static async Task<(bool Passed, string Answer)> Ask(HttpClient client, string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method == "POST") request.Content = new FormUrlEncodedContent([]);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var to = answer.Headers.Location?.ToString() ?? "";
        var isDoor = to.StartsWith("/sign-in", StringComparison.Ordinal) && path is not ("/" or "/sign-out");
        return (answer.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.Unauthorized) && !isDoor, $"{(int)answer.StatusCode} {to}");
    }

    /// <summary>What the running service answers to, a line a method.</summary>
    async Task<List<(string Method, string Pattern)>> Endpoints()
    {
        var all = new List<(string, string)>();
        foreach (var endpoint in matrix.Site.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var pattern = endpoint.RoutePattern.RawText ?? "";
            // The error page answers for others; files are everybody's.
            if (endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null || pattern.TrimStart('/').StartsWith("error", StringComparison.Ordinal)) continue;
            all.AddRange((await Methods(endpoint)).Where(method => method != "HEAD").Select(method => (method, pattern)));
        }
        Assert.That(all, Has.Count.GreaterThan(20));
        return all;
    }

    async Task<IEnumerable<string>> Methods(RouteEndpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not { } page)
            return endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods
                : new[] { "GET", "POST" }.Where(method => Access.Find(method, endpoint.RoutePattern.RawText!) is not null); // Whatever the gate lets pass.
        var handlers = (await matrix.Site.Get<PageLoader>().LoadAsync(page, endpoint.Metadata)).HandlerMethods;
        return handlers.Count == 0 ? ["GET"] : handlers.Select(handler => handler.HttpMethod.ToUpperInvariant()).Distinct();
    }

    /// <summary>The parts of a path, each hole as {}, and what takes all the rest as *.</summary>
    static string[] Parts(string path) => [.. path.Trim('/').Split('/').Select(part => part.StartsWith("{*") ? "*" : part.StartsWith('{') ? "{}" : part.ToLowerInvariant())];

    static bool Fits(string[] pattern, string[] row) => pattern is [.. var before, "*"]
        ? row.Length >= before.Length && before.SequenceEqual(row[..before.Length])
        : pattern.Length == row.Length && pattern.Zip(row).All(part => part.First == part.Second || (part.First == "{}" && part.Second == "token"));
}

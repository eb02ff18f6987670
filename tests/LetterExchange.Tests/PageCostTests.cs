using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using LetterExchange.Data;
using LetterExchange.Tests.Features.Desk;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests;

/// <summary>What a page of a mentee or mentor may cost: statements on the database, and bytes on the way.</summary>
public sealed partial class PageCostTests
{
    const int MostStatements = 6;

    Site site = null!;
    Scene scene = null!;
    Guid assignment;
    Guid letter;
    Guid theirs;

    /// <summary>A season with a round behind and one that is open, its first letter delivered.</summary>
    [OneTimeSetUp]
    public async Task Open()
    {
        site = await Site.Open(Engine.Postgres); // Npgsql says each statement that it runs; they are the same on SQLite.
        scene = await Scene.On(site);
        await scene.OpenRound(Scene.Bus);
        theirs = await scene.Deliver(scene.Amina);
        await scene.Deliver(scene.Henrik);
        await site.Pass(TimeSpan.FromDays(1));
        assignment = await scene.OpenRound(Side.Mentor, Scene.Lighthouse);
        letter = await scene.Deliver(scene.Henrik);
        await scene.Open(letter, scene.Amina);
        await scene.Draft(scene.Amina, "Dear Henrik, I have begun.");
    }

    [OneTimeTearDown]
    public async Task Close() => await site.DisposeAsync();

    [TestCase("/desk", 60)]
    [TestCase("/letters", 60)]
    [TestCase("/letters/{letter}", 60)]
    [TestCase("/assignments/{assignment}", 80)]
    [TestCase("/turns/{turn}", 80)]
    public async Task A_mentee_s_page_costs_little(string page, int mostKilobytes)
    {
        var path = page.Replace("{letter}", $"{letter}").Replace("{assignment}", $"{assignment}").Replace("{turn}", $"{await scene.TurnOf(scene.Amina)}");
        var amina = await site.As(scene.Amina);
        await amina.Get(path); // The first look may mark something as read.
        var statements = await Statements(() => amina.Get(path));
        Assert.That(statements.Count, Is.InRange(1, MostStatements), string.Join("\n\n", statements));
        var weight = await Weight(path);
        TestContext.Out.WriteLine($"{page}: {statements.Count} statements, {weight / 1000.0:0.0} kB compressed");
        Assert.That(weight, Is.LessThanOrEqualTo(mostKilobytes * 1000));
    }

    [TestCase("/desk")]
    [TestCase("/letters")]
    [TestCase("/letters/{theirs}")]
    [TestCase("/letters/to/{pair}")]
    public async Task So_does_a_mentor_s(string page)
    {
        var path = page.Replace("{theirs}", $"{theirs}").Replace("{pair}", $"{scene.Pair.Id}");
        var henrik = await site.As(scene.Henrik);
        await henrik.Get(path);
        var statements = await Statements(() => henrik.Get(path));
        Assert.That(statements.Count, Is.InRange(1, MostStatements), string.Join("\n\n", statements));
    }

    /// <summary>The page and all that it names, as a browser that has nothing yet is sent them: the scripts that scripts import too.</summary>
    async Task<long> Weight(string path)
    {
        using var client = new HttpClient(new HttpClientHandler { AutomaticDecompression = DecompressionMethods.None, UseCookies = false }) { BaseAddress = new Uri(site.Address) };
        client.DefaultRequestHeaders.Add("Cookie", $"session={await site.Session(scene.Amina)}");
        client.DefaultRequestHeaders.Add("Accept-Encoding", "br");
        var (size, text) = await Fetch(client, path);
        var seen = new HashSet<string>();
        var toFetch = new Queue<string>(Asset().Matches(text).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)));
        while (toFetch.TryDequeue(out var asset))
        {
            if (!seen.Add(asset)) continue;
            var (more, code) = await Fetch(client, asset);
            size += more;
            foreach (Match import in Import().Matches(code)) toFetch.Enqueue(new Uri(new Uri("http://x" + asset), import.Groups[1].Value).PathAndQuery);
        }
        Assert.That(seen, Has.Count.GreaterThan(4), "The styles and the scripts at least.");
        return size;
    }

    static async Task<(long Size, string Text)> Fetch(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), path);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.That(answer.Content.Headers.ContentEncoding, Is.EqualTo(new[] { "br" }), path);
        using var unpacked = new StreamReader(new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress));
        return (bytes.Length, await unpacked.ReadToEndAsync());
    }

    /// <summary>Those that the request makes, and nobody else in this process meanwhile.</summary>
    static async Task<List<string>> Statements(Func<Task> work)
    {
        var heard = new List<string>();
        using var request = new Activity("page").Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == request.TraceId && (activity.GetTagItem("db.query.text") ?? activity.GetTagItem("db.statement")) is string sql) lock (heard) heard.Add(sql);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await work();
        return heard;
    }

    [GeneratedRegex("""<(?:link|script)[^>]*(?:href|src)="(/[^"]+)"[^>]*>""")]
    private static partial Regex Asset();

    [GeneratedRegex("""^\s*import[^"']*["']([^"']+)["']""", RegexOptions.Multiline)]
    private static partial Regex Import();
}

using System.CommandLine;
using LetterExchange.Benchmarks.Bench;
using LetterExchange.Commands;
using LetterExchange.Data;
using Microsoft.Extensions.DependencyInjection;

namespace LetterExchange.Benchmarks.Pages;

/// <summary><c>pages</c>: how long the service takes for each page of a mentee and a mentor with a year's letters stored, asked one after the other over loopback, the
/// asking included. The exit status is 1 when a page's median is over <see cref="Limit"/>.</summary>
static class PagesCommand
{
    /// <summary>What the median may be, in milliseconds.</summary>
    const double Limit = 10;

    const int WarmUp = 50;

    sealed record Page(string Name, string Path, string Session);

    public static Command Create() => StoredLetters.Command("pages", "What each page of a mentee and a mentor costs.", async (folder, connection, runs) =>
    {
        await using var service = await Service.Start(new ServeOptions { Urls = "http://127.0.0.1:0", DataDirectory = folder, ConnectionString = connection, Clock = new StandingClock(Store.Now), Work = false });
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = new Uri(service.Addresses.Single()) };
        var pages = await Pages(service.Services);
        var times = pages.ToDictionary(page => page, _ => new List<double>(runs));
        for (var run = -WarmUp; run < runs; run++)
            foreach (var page in pages)
            {
                var took = await Ask(client, page);
                if (run >= 0) times[page].Add(took.TotalMilliseconds);
            }
        Console.WriteLine($"  {"page",-26}{"median ms",12}{"p95 ms",12}{"limit ms",12}");
        return Figure.SayWorst($"a page asked for alone, median, {service.Services.GetRequiredService<Database>().Name}: the slowest", pages.ConvertAll(page => (page.Name, Print(page.Name, [.. times[page].Order()]))), "ms", Limit);
    });

    static double Print(string name, double[] times)
    {
        var (median, late) = (times[times.Length / 2], times[times.Length * 95 / 100]);
        Console.WriteLine($"  {name,-26}{median,12:0.000}{late,12:0.000}{Limit,12:0.000}  {(median <= Limit ? "ok" : "over")}");
        return median;
    }

    static async Task<TimeSpan> Ask(HttpClient client, Page page)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, page.Path);
        request.Headers.Add("Cookie", $"session={page.Session}");
        var began = TimeProvider.System.GetTimestamp();
        using var answer = await client.SendAsync(request);
        await answer.Content.ReadAsByteArrayAsync();
        var took = TimeProvider.System.GetElapsedTime(began);
        return answer.IsSuccessStatusCode && answer.RequestMessage!.RequestUri!.PathAndQuery == page.Path ? took
            : throw new InvalidOperationException($"{page.Path} answered {(int)answer.StatusCode} at {answer.RequestMessage!.RequestUri}.");
    }

    /// <summary>Of a pair in the midst of its thirteenth round: what each of its two can look at.</summary>
    static async Task<List<Page>> Pages(IServiceProvider services)
    {
        var db = services.GetRequiredService<Database>();
        var (turn, assignment, pair, writer, reader) = await db.Get<(Guid, Guid, Guid, Guid, Guid)>("""
            SELECT t.id, t.assignment_id, t.pair_id, t.writer_id, t.reader_id
              FROM turns t JOIN pairs p ON p.id = t.pair_id
             WHERE t.state = 'Open' AND t.held_at IS NULL AND t.ordinal = 2 AND p.state = 'Active'
             ORDER BY t.id LIMIT 1
            """);
        var pages = new List<Page>();
        foreach (var person in new[] { writer, reader })
        {
            var session = await SignedIn.Session(services, person);
            var who = await db.Get<bool>("SELECT mentee_id = @person FROM pairs WHERE id = @pair", new { person, pair }) ? "mentee" : "mentor";
            var letter = await db.Get<Guid>("SELECT id FROM letters WHERE pair_id = @pair AND reader_id = @person AND state IN ('Delivered', 'Read') ORDER BY delivered_at DESC LIMIT 1", new { pair, person });
            pages.AddRange([new($"desk, {who}", "/desk", session), new($"letters, {who}", "/letters", session), new($"letter, {who}", $"/letters/{letter}", session),
                new($"story, {who}", $"/assignments/{assignment}", session), new($"writing, {who}", person == writer ? $"/turns/{turn}" : $"/letters/to/{pair}", session)]);
        }
        return pages;
    }
}

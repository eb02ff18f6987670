using System.CommandLine;
using LetterExchange.Benchmarks.Bench;
using LetterExchange.Commands;
using LetterExchange.Data;
using Microsoft.Extensions.DependencyInjection;

namespace LetterExchange.Benchmarks.Searches;

/// <summary><c>search</c>: how long the archive's first page takes for one to three words that are drawn as frequently as they stand in the letters, by date and by relevance, in a
/// program that has all letters, asked over loopback. The exit status is 1 when the 95th percentile is over its limit.</summary>
static class SearchCommand
{
    const int WarmUp = 20;

    static readonly (string Order, double Limit)[] orders = [("date", 50), ("relevance", 150)];

    public static Command Create() => StoredLetters.Command("search", "What a search in the archive costs.", async (folder, connection, runs) =>
    {
        await using var service = await Service.Start(new ServeOptions { Urls = "http://127.0.0.1:0", DataDirectory = folder, ConnectionString = connection, Clock = new StandingClock(Store.Now), Work = false });
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = new Uri(service.Addresses.Single()) };
        var db = service.Services.GetRequiredService<Database>();
        var session = await SignedIn.Session(service.Services, await db.Get<Guid>("SELECT person_id FROM memberships WHERE role = 'Coordinator' ORDER BY id LIMIT 1"));
        var (chance, times) = (new Random(20261129), orders.ToDictionary(order => order.Order, _ => new List<(double Took, string Query)>()));
        for (var run = -WarmUp; run < runs; run++)
        {
            var query = StoreWords.Draw(chance, (run + WarmUp) % 3 + 1);
            foreach (var (order, _) in orders)
            {
                var took = await Ask(client, session, $"/archive?q={Uri.EscapeDataString(query)}&by={order}");
                if (run >= 0) times[order].Add((took.TotalMilliseconds, query));
            }
        }
        Console.WriteLine($"  {"search",-12}{"median ms",12}{"p95 ms",12}{"limit ms",12}");
        return orders.Select(order => Print(db.Name, order.Order, [.. times[order.Order].OrderBy(one => one.Took)], order.Limit)).ToList().TrueForAll(within => within);
    }, inOne: true);

    static bool Print(string engine, string order, (double Took, string Query)[] times, double limit)
    {
        var (median, late) = (times[times.Length / 2].Took, times[times.Length * 95 / 100].Took);
        Console.WriteLine($"  {order,-12}{median,12:0.0}{late,12:0.0}{limit,12:0.0}  {(late <= limit ? "ok" : "over")}  (slowest {times[^1].Took:0.0}: {times[^1].Query})");
        return new Figure($"first page of a search by {order}, 95th percentile, {engine}", late, "ms") { AtMost = limit }.Say();
    }

    static async Task<TimeSpan> Ask(HttpClient client, string session, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", $"session={session}");
        var began = TimeProvider.System.GetTimestamp();
        using var answer = await client.SendAsync(request);
        await answer.Content.ReadAsByteArrayAsync();
        var took = TimeProvider.System.GetElapsedTime(began);
        return answer.IsSuccessStatusCode && answer.RequestMessage!.RequestUri!.PathAndQuery == path ? took
            : throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode} at {answer.RequestMessage!.RequestUri}.");
    }
}

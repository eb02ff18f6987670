using System.CommandLine;
using LetterExchange.Benchmarks.Bench;
using LetterExchange.Commands;
using LetterExchange.Data;
using Microsoft.Extensions.DependencyInjection;

namespace LetterExchange.Benchmarks.Arrival;

/// <summary><c>arrival</c>: how long it takes from a letter's delivery time until its reader's open page hears of it, with a year's letters stored and the scheduler at
/// work. The exit status is 1 when the slowest is over <see cref="Limit"/>.</summary>
static class ArrivalCommand
{
    /// <summary>What the slowest may take, in milliseconds.</summary>
    const double Limit = 1000;

    static readonly TimeSpan Ahead = TimeSpan.FromMilliseconds(500);

    public static Command Create() => StoredLetters.Command("arrival", "How soon an open page hears of a letter that is delivered.", async (folder, connection, runs) =>
    {
        var clock = new RunningClock(Store.Now);
        await using var service = await Service.Start(new ServeOptions { Urls = "http://127.0.0.1:0", DataDirectory = folder, ConnectionString = connection, Clock = clock, Work = true });
        var db = service.Services.GetRequiredService<Database>();
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = new Uri(service.Addresses.Single()) };
        var times = new List<double>();
        foreach (var (letter, reader) in await Letters(db, clock, runs)) times.Add(await Deliver(service.Services, client, clock, letter, reader));
        times.Sort();
        Console.WriteLine($"  {times.Count} letters: median {times[times.Count / 2]:0} ms, p95 {times[times.Count * 95 / 100]:0} ms, slowest {times[^1]:0} ms, limit {Limit:0} ms");
        return new Figure($"from a letter's delivery time to its reader's open page, slowest, {db.Name}", times[^1], "ms") { AtMost = Limit }.Say();
    });

    /// <summary>Approved letters that a pause held: their pairs go on, and each is delivered when it is asked for.</summary>
    static Task<List<(Guid Letter, Guid Reader)>> Letters(Database db, TimeProvider clock, int most) => db.Transact(async tx =>
    {
        await tx.Execute("UPDATE letters SET deliver_at = @later WHERE state = 'Approved'", new { later = clock.GetUtcNow().AddDays(30) });
        await tx.Execute("UPDATE pairs SET state = 'Active', paused_at = NULL, paused_why = NULL WHERE state = 'Paused'");
        return await tx.Query<(Guid, Guid)>($"SELECT id, reader_id FROM letters WHERE state = 'Approved' ORDER BY id LIMIT {most}");
    });

    static async Task<double> Deliver(IServiceProvider services, HttpClient client, TimeProvider clock, Guid letter, Guid reader)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/notices/stream");
        request.Headers.Add("Cookie", $"session={await SignedIn.Session(services, reader)}");
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var events = new StreamReader(await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync());
        await Hear(events, "unread"); // It listens.
        var at = DateTimeOffset.FromUnixTimeMilliseconds((clock.GetUtcNow() + Ahead).ToUnixTimeMilliseconds());
        await services.GetRequiredService<Database>().Execute("UPDATE letters SET deliver_at = @at WHERE id = @letter", new { at, letter });
        services.GetRequiredService<Wakes>().WakeAt(Due.Deliver, at);
        await Hear(events, "title");
        return (clock.GetUtcNow() - at).TotalMilliseconds;
    }

    static async Task Hear(StreamReader events, string what)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await events.ReadLineAsync(patience.Token) is { } line)
            if (line.StartsWith("data:", StringComparison.Ordinal) && line.Contains($"\"{what}\"", StringComparison.Ordinal)) return;
        throw new InvalidOperationException("The stream of notices ended.");
    }
}

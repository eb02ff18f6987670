using System.CommandLine;
using LetterExchange.Benchmarks.Bench;
using LetterExchange.Commands;
using LetterExchange.Data;
using LetterExchange.Features.Pulse;
using Microsoft.Extensions.DependencyInjection;

namespace LetterExchange.Benchmarks.Pulse;

/// <summary><c>pulse</c>: what a coordinator's pages take with a year's letters stored, asked one after the other over loopback, the asking included; and what keeping them costs.
/// One pair in ten has a sign, and one letter in forty is late. The exit status is 1 when a page's 95th percentile is over <see cref="Limit"/>.</summary>
static class PulseCommand
{
    /// <summary>What a page may take, in milliseconds.</summary>
    const double Limit = 100;

    const int WarmUp = 20;

    public static Command Create() => StoredLetters.Command("pulse", "What the pages of the pulse cost.", async (folder, connection, runs) =>
    {
        await using var service = await Service.Start(new ServeOptions { Urls = "http://127.0.0.1:0", DataDirectory = folder, ConnectionString = connection, Clock = new StandingClock(Store.Now), Work = false });
        var (db, sweep) = (service.Services.GetRequiredService<Database>(), service.Services.GetServices<Sweep>().OfType<KeepPulse>().Single());
        await db.Execute("UPDATE turns SET was_late = 1 WHERE state = 'Answered' AND ordinal = 1 AND pair_id IN (SELECT id FROM pairs ORDER BY id LIMIT 2000)");
        Console.WriteLine($"  {"made from the start",-26}{(await Time(() => sweep.Run(default))).TotalSeconds,12:0.0} s");
        Console.WriteLine($"  {"a look at nothing new",-26}{(await Time(() => sweep.Run(default))).TotalMilliseconds,12:0.0} ms");
        await AddSigns(db);
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = new Uri(service.Addresses.Single()) };
        var (coordinator, program) = await db.Get<(Guid, Guid)>("SELECT person_id, program_id FROM memberships WHERE role = 'Coordinator' ORDER BY program_id LIMIT 1");
        var session = await SignedIn.Session(service.Services, coordinator);
        var cohort = await db.Get<Guid>("SELECT id FROM cohorts WHERE program_id = @program ORDER BY name LIMIT 1", new { program });
        var lates = new List<(string, double)>();
        Console.WriteLine($"  {"page",-26}{"median ms",12}{"p95 ms",12}{"limit ms",12}");
        foreach (var path in new[] { "/pulse", "/pulse/signs?kind=Nothing", "/pulse/signs?kind=Later", $"/pulse/cohorts/{cohort}" })
        {
            var times = new List<double>(runs);
            for (var run = -WarmUp; run < runs; run++)
            {
                var took = await Time(() => Ask(client, path, session));
                if (run >= 0) times.Add(took.TotalMilliseconds);
            }
            times.Sort();
            var (median, late) = (times[times.Count / 2], times[times.Count * 95 / 100]);
            var name = path.Split('?', '-')[0] + (path.Contains('?') ? path[path.IndexOf('=')..] : "");
            Console.WriteLine($"  {name,-26}{median,12:0.0}{late,12:0.0}{Limit,12:0}  {(late <= Limit ? "ok" : "over")}");
            lates.Add((name, late));
        }
        return Figure.SayWorst($"a page of the pulse, 95th percentile, {db.Name}: the slowest", lates, "ms", Limit);
    }, inOne: true);

    /// <summary>What the stored year does not have: pairs that ask for a look.</summary>
    static Task AddSigns(Database db) => db.Transact(async tx =>
    {
        var pairs = await tx.Query<(Guid Id, Guid Program)>("SELECT id, program_id FROM pairs WHERE state = 'Active' ORDER BY id");
        SignKind[] kinds = Enum.GetValues<SignKind>();
        await tx.ExecuteMany("""
            INSERT INTO pulse_signs (pair_id, side, kind, program_id, at, since, until, latest, usual, many) VALUES (@Id, 'Mentor', @Kind, @Program, @At, @At, @At, 3, 2, 6) ON CONFLICT DO NOTHING
            """, pairs.Where((_, i) => i % 10 == 0).Select((pair, i) => new { pair.Id, Kind = kinds[i % kinds.Length], pair.Program, At = Store.Now.AddDays(-1 - i % 40) }).ToList());
    });

    static async Task<TimeSpan> Time(Func<Task> work)
    {
        var began = TimeProvider.System.GetTimestamp();
        await work();
        return TimeProvider.System.GetElapsedTime(began);
    }

    static async Task Ask(HttpClient client, string path, string session)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", $"session={session}");
        using var answer = await client.SendAsync(request);
        await answer.Content.ReadAsByteArrayAsync();
        if (!answer.IsSuccessStatusCode || answer.RequestMessage!.RequestUri!.PathAndQuery != path) throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode} at {answer.RequestMessage!.RequestUri}.");
    }
}

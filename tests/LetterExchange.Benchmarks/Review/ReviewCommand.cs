using System.CommandLine;
using System.Net;
using System.Text.RegularExpressions;
using LetterExchange.Benchmarks.Bench;
using LetterExchange.Commands;
using LetterExchange.Data;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Review;
using Microsoft.Extensions.DependencyInjection;

namespace LetterExchange.Benchmarks.Review;

/// <summary><c>review</c>: how long a reviewer waits for the next letter, with a year's letters stored and a queue of 500 and of 20,000 letters in one program: to find it, and until its page
/// has come over loopback, once it has been asked for by approving the one before. The exit status is 1 when the 95th percentile of either is over <see cref="Limit"/>.</summary>
static partial class ReviewCommand
{
    /// <summary>What the 95th percentile may be, in milliseconds.</summary>
    const double Limit = 20;

    const int WarmUp = 10;

    static readonly int[] lengths = [20_000, 500];

    /// <summary>Fewer runs than this are a quick look, with a shorter queue.</summary>
    const int Quick = 100;

    public static Command Create() => StoredLetters.Command("review", "How soon the next letter is there for a reviewer.", async (folder, connection, runs) =>
    {
        await using var service = await Service.Start(new ServeOptions { Urls = "http://127.0.0.1:0", DataDirectory = folder, ConnectionString = connection, Clock = new StandingClock(Store.Now), Work = false });
        var db = service.Services.GetRequiredService<Database>();
        var program = await db.Get<Guid>("SELECT id FROM programs ORDER BY id LIMIT 1");
        var people = await People(db, program);
        var within = true;
        foreach (var length in lengths.Select(length => runs < Quick ? Math.Min(length, 2_000) : length))
        {
            Console.WriteLine($"  {$"queue of {length:N0}",-44}{"median ms",12}{"p95 ms",12}{"limit ms",12}");
            foreach (var (who, person) in people)
            {
                await ReviewQueue.Make(db, program, length);
                within &= Hold($"next letter found, {who}", await Find(service.Services, program, person, runs));
                foreach (var (part, times) in await Parts(service.Services, program, person, Math.Min(runs, length / 20))) Print($"  of it: {part}", times);
                var session = await SignedIn.Session(service.Services, person);
                var (decided, shown, queue) = await Walk(new Uri(service.Addresses.Single()), session, Math.Min(runs, length / 20));
                Print($"approving it, {who}", decided);
                within &= Hold($"next letter's page, {who}", shown);
                Print($"the queue's page, {who}", queue);

                bool Hold(string name, List<double> times) => new Figure($"{name}, {length:N0} wait, 95th percentile, {db.Name}", Print(name, times, Limit), "ms") { AtMost = Limit }.Say();
            }
        }
        return within;
    });

    /// <summary>One who reviews the whole program, and one who reviews a cohort of it.</summary>
    static async Task<List<(string, Guid)>> People(Database db, Guid program)
    {
        var cohort = await db.Get<Guid>("SELECT person_id FROM memberships WHERE program_id = @program AND role = 'Reviewer' AND cohort_id IS NOT NULL ORDER BY id LIMIT 1", new { program });
        var whole = await db.Get<Guid>("SELECT person_id FROM memberships WHERE program_id = @program AND role = 'Coordinator' ORDER BY id LIMIT 1", new { program });
        await db.Execute("""
            INSERT INTO memberships (id, person_id, program_id, role, since)
            SELECT @id, @whole, @program, 'Reviewer', 1 WHERE NOT EXISTS (SELECT 1 FROM memberships WHERE person_id = @whole AND role = 'Reviewer')
            """, new { id = new StandingClock(Store.Now).New(), whole, program });
        return [("whole program", whole), ("one cohort", cohort)];
    }

    static async Task<List<double>> Find(IServiceProvider services, Guid program, Guid person, int runs)
    {
        var (queue, found) = (services.GetRequiredService<QueueStore>(), (await services.GetRequiredService<ProgramStore>().Find(program))!);
        var (times, place) = (new List<double>(runs), QueuePlace.Start);
        for (var run = -WarmUp; run < runs; run++)
        {
            var began = TimeProvider.System.GetTimestamp();
            var next = await queue.Next(found, person, place);
            if (run >= 0) times.Add(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);
            place = next is { } letter ? (await queue.PlaceOf(letter))!.Value : QueuePlace.Start;
        }
        return times;
    }

    /// <summary>What the statements of a letter's page take, without the page: reading the letter, the look and the claim (a commit), and the queue beside it.</summary>
    static async Task<List<(string, List<double>)>> Parts(IServiceProvider services, Guid program, Guid person, int runs)
    {
        var (queue, reviews, found) = (services.GetRequiredService<QueueStore>(), services.GetRequiredService<ReviewStore>(), (await services.GetRequiredService<ProgramStore>().Find(program))!);
        var letters = await queue.List(found, person, QueuePlace.Start, runs);
        var parts = new List<(string Name, Func<Guid, Task> Do)>
        {
            ("reading the letter", id => reviews.Find(id, person)), ("reading, look and claim", id => reviews.Open(id, person)),
            ("the list beside it", _ => queue.List(found, person, QueuePlace.Start, 40)), ("how many wait", _ => queue.Count(found, person)),
            ("what is on its way", _ => queue.OnTheirWay(program, person, 10)), ("decided today", _ => queue.DecidedSince(person, Store.Now.AddHours(-9))),
        };
        var times = new List<(string, List<double>)>();
        foreach (var (name, act) in parts)
        {
            var took = new List<double>(runs);
            foreach (var letter in letters)
            {
                var began = TimeProvider.System.GetTimestamp();
                await act(letter.Id);
                took.Add(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);
            }
            times.Add((name, took));
        }
        return times;
    }

    /// <summary>From letter to letter, as a reviewer goes who approves each: the time for the decision, for the next page, and for the queue's page beside it.</summary>
    static async Task<(List<double> Decided, List<double> Shown, List<double> Queue)> Walk(Uri address, string session, int runs)
    {
        var cookies = new CookieContainer();
        cookies.Add(address, new Cookie("session", session));
        using var client = new HttpClient(new HttpClientHandler { CookieContainer = cookies, AllowAutoRedirect = false }) { BaseAddress = address };
        var (decided, shown, queue) = (new List<double>(runs), new List<double>(runs), new List<double>(runs));
        var page = await client.GetStringAsync("/review?risk=Standard");
        var path = Begin().Match(page).Groups[1].Value;
        page = await client.GetStringAsync(path);
        for (var run = -WarmUp; run < runs; run++) // Until all of a short queue is read.
        {
            var began = TimeProvider.System.GetTimestamp();
            using var answer = await client.PostAsync($"{path.Split('?')[0]}?handler=Approve&risk=Standard", new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["Version"] = Version().Match(page).Groups[1].Value, ["__RequestVerificationToken"] = Token().Match(page).Groups[1].Value,
            }));
            var half = TimeProvider.System.GetTimestamp();
            if (answer.StatusCode != HttpStatusCode.Redirect) throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}.");
            path = answer.Headers.Location!.ToString();
            if (!Letter().IsMatch(path)) break;
            page = await client.GetStringAsync(path);
            var end = TimeProvider.System.GetTimestamp();
            await client.GetStringAsync("/review");
            if (run < 0) continue;
            decided.Add(TimeProvider.System.GetElapsedTime(began, half).TotalMilliseconds);
            shown.Add(TimeProvider.System.GetElapsedTime(half, end).TotalMilliseconds);
            queue.Add(TimeProvider.System.GetElapsedTime(end).TotalMilliseconds);
        }
        return (decided, shown, queue);
    }

    /// <returns>The 95th percentile.</returns>
    static double Print(string name, List<double> times, double? limit = null)
    {
        if (times.Count == 0) throw new InvalidOperationException($"Nothing was measured: {name}.");
        times.Sort();
        var (median, late) = (times[times.Count / 2], times[times.Count * 95 / 100]);
        var said = limit is { } most ? $"{most,12:0.000}  {(late <= most ? "ok" : "over")}" : "";
        Console.WriteLine($"  {name,-44}{median,12:0.000}{late,12:0.000}{said}");
        return late;
    }

    [GeneratedRegex("class=\"btn\" href=\"(/review/[^\"]+)\"")]
    private static partial Regex Begin();

    [GeneratedRegex("/review/[0-9a-f-]{36}")]
    private static partial Regex Letter();

    [GeneratedRegex("handler=Approve[^>]*>\\s*<input type=\"hidden\" name=\"Version\" value=\"(\\d+)\"")]
    private static partial Regex Version();

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}

using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LetterExchange.Benchmarks.Bench;
using LetterExchange.Commands;
using LetterExchange.Data;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Benchmarks.Load;

/// <summary><c>load</c>: so many users play the real mix against the service, which runs in a process of its own over a year's letters, while the next round opens for most pairs at one instant.
/// Prints requests a second, what each page took, what failed, and the service's memory. The exit status is 1 when anything failed or is over its limit.</summary>
/// <remarks>It stands beside the benchmarks and not among the product's verbs: it needs people who are signed in by the hundred, and the product has no door for that.</remarks>
static class LoadCommand
{
    /// <summary>What a page may take at the median and at the 99th percentile, in milliseconds; what the service may hold, in MB; in how many seconds it must be ready.</summary>
    const double Median = 15, Late = 150, Memory = 400, Ready = 2;

    /// <summary>So long the service has for its start.</summary>
    static readonly TimeSpan Start = TimeSpan.FromSeconds(8);

    sealed record Settings(int Letters, int Users, TimeSpan Time, int Release)
    {
        /// <summary>So long it is warmed up before it counts: methods are compiled, and all users are at work.</summary>
        public TimeSpan WarmUp => TimeSpan.FromSeconds(Math.Clamp(Time.TotalSeconds / 2, 5, 20));

        /// <summary>The release comes when a quarter of the time has passed.</summary>
        public DateTimeOffset ReleaseAt => Store.Now + LoadCommand.Start + WarmUp + Time / 4;
    }

    public static Command Create()
    {
        var letters = new Option<int>("--letters") { Description = "How many letters are stored; 25 a pair.", DefaultValueFactory = _ => 1_062_500 };
        var users = new Option<int>("--users") { Description = "How many users; of 32, 30 write, one reviews, one coordinates.", DefaultValueFactory = _ => 320 };
        var minutes = new Option<double>("--minutes") { Description = "How long, after warming up." };
        var seconds = new Option<double>("--seconds") { Description = "The same in seconds.", DefaultValueFactory = _ => 60 };
        var release = new Option<int>("--release") { Description = "How many assignments are released at one instant meanwhile.", DefaultValueFactory = _ => 40_000 };
        var on = new Option<string>("--on") { Description = "sqlite or postgres.", DefaultValueFactory = _ => "sqlite" };
        var data = new Option<string?>("--data") { Description = "A folder in which SQLite's database is kept for the next time; a copy of it is played on." };
        on.AcceptOnlyFromAmong("sqlite", "postgres");
        users.Validators.Add(result => { if (result.GetValue(users) < 3) result.AddError("--users is 3 or more."); });
        release.Validators.Add(result => { if (result.GetValue(release) < 0) result.AddError("--release is 0 or more."); });
        seconds.Validators.Add(result => { if (result.GetValue(seconds) < 5) result.AddError("--seconds is 5 or more."); });
        var command = new Command("load", "Users who read, write, review and search, against a running service.") { letters, users, minutes, seconds, release, on, data };
        command.SetAction(async (parsed, stopping) =>
        {
            var time = parsed.GetValue(minutes) is > 0 and var given ? TimeSpan.FromMinutes(given) : TimeSpan.FromSeconds(parsed.GetValue(seconds));
            var settings = new Settings(parsed.GetValue(letters), parsed.GetValue(users), time, parsed.GetValue(release));
            return (parsed.GetValue(on) == "sqlite" ? await StoredLetters.OnSqlite(null, folder => Run(folder, null, settings, parsed.GetValue(data), stopping))
                : await StoredLetters.OnPostgres(null, (folder, connection) => Run(folder, connection, settings, null, stopping))) ? 0 : 1;
        });
        return command;
    }

    static async Task<bool> Run(string folder, string? connection, Settings settings, string? kept, CancellationToken stopping)
    {
        if (kept is not null)
        {
            await using (var data = DataOptions.Open(kept, null, new StandingClock(Store.Now))) await Store.Fill(data.Database, settings.Letters);
            File.Copy(Path.Combine(kept, Database.FileName), Path.Combine(folder, Database.FileName));
        }
        await using (var data = DataOptions.Open(folder, connection, new StandingClock(Store.Now)))
        {
            await Store.Fill(data.Database, settings.Letters);
            await Monday.Make(data, folder, settings.Release, settings.ReleaseAt);
        }
        await using var sink = new SmtpSink();
        var (tally, memory) = (new Tally(), new Resident());
        await using (var service = await LoadedService.Start(folder, connection, settings.Users, sink.Port))
        {
            memory.Watch(service.ProcessId);
            await Play(service, tally, settings, stopping);
            memory.End();
        }
        await using var db = DataOptions.OpenBeside(folder, connection);
        var within = Say(db.Name, settings, tally, await Monday.Released(db, settings.ReleaseAt), memory, sink.Taken);
        return await StartAgain(folder, connection, db.Name) & within;
    }

    static async Task Play(LoadedService service, Tally tally, Settings settings, CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var browsers = service.Parts.ConvertAll(part => new Browser(service.Address, part.Session, tally));
        var users = service.Parts.Select((part, n) => User.Of(part, browsers[n], new Random(n)).Live(ending.Token)).ToList();
        await Task.Delay(settings.WarmUp, stopping);
        tally.Begin();
        await Task.Delay(settings.Time, stopping);
        tally.End();
        await ending.CancelAsync();
        await Task.WhenAll(users);
        browsers.ForEach(browser => browser.Dispose());
    }

    static bool Say(string engine, Settings settings, Tally tally, (long Count, DateTimeOffset? Last) released, Resident memory, int mails)
    {
        var (times, crowd) = (tally.Times(), Crowd.Of(settings.Users));
        Console.WriteLine($"{engine}, {settings.Letters:N0} letters; {crowd.Writers} write, {crowd.Reviewers} review, {crowd.Coordinators} coordinate, {settings.Time.TotalSeconds:0} s after {settings.WarmUp.TotalSeconds:0} s of warming up");
        Console.WriteLine("  Closed loop with think time; who is answered late acts at once, and the time counts from when it was meant.");
        tally.Print(Console.Out);
        var took = released.Count == settings.Release ? (released.Last - settings.ReleaseAt)?.TotalSeconds : null;
        Console.WriteLine($"  {times.Count / settings.Time.TotalSeconds:N0} requests a second; {released.Count:N0} of {settings.Release:N0} assignments released in {took?.ToString("0.0", CultureInfo.InvariantCulture) ?? "?"} s; {mails:N0} mails taken; {memory.Most:N0} MB resident at the most");
        var who = $"{crowd.Writers} writers, {settings.Release:N0} assignments released, {engine}";
        // Without the release that was to come in between it was something else that was measured.
        double? Measured(double value) => released.Count == settings.Release && times.Count > 0 ? value : null;
        return new Figure($"a page, median: {who}", Measured(Tally.At(times, 50)), "ms") { AtMost = Median }.Say()
            & new Figure("a page, 99th percentile", Measured(Tally.At(times, 99)), "ms") { AtMost = Late }.Say()
            & new Figure("requests that failed", Measured(tally.Failures), "") { AtMost = 0 }.Say()
            & new Figure("requests", times.Count / settings.Time.TotalSeconds, "a second").Say()
            & new Figure("the release meanwhile", took, "s").Say()
            & new Figure("resident memory of the service, most", memory.Most > 0 ? Measured(memory.Most) : null, "MB") { AtMost = Memory }.Say();
    }

    /// <summary>The product itself, from its start to its first line that says it is ready.</summary>
    static async Task<bool> StartAgain(string folder, string? connection, string engine)
    {
        var times = new List<double>();
        for (var run = 0; run < 3; run++)
        {
            var began = TimeProvider.System.GetTimestamp();
            await using var product = await Own.StartProduct(["serve", "--urls", "http://127.0.0.1:0", "--data", folder, .. connection is null ? Array.Empty<string>() : ["--database", connection]]);
            await product.Line(line => line.StartsWith("Ready:", StringComparison.Ordinal), TimeSpan.FromSeconds(60));
            times.Add(TimeProvider.System.GetElapsedTime(began).TotalSeconds);
        }
        Console.WriteLine($"  from the start to Ready: {string.Join(", ", times.Select(time => time.ToString("0.00", CultureInfo.InvariantCulture)))} s");
        return new Figure($"from the start to Ready:, median of 3, {engine}", times.Order().ElementAt(1), "s") { AtMost = Ready }.Say();
    }
}

/// <summary>The service in a process of its own, and those who are signed in.</summary>
sealed class LoadedService : IAsyncDisposable
{
    readonly Child child;

    LoadedService(Child child, Uri address, List<Part> parts) => (this.child, Address, Parts) = (child, address, parts);

    public Uri Address { get; }

    public List<Part> Parts { get; }

    public int ProcessId => child.Id;

    /// <param name="mail">The port of the mail server.</param>
    /// <param name="idle">Whether time stands still and nothing is done that is due.</param>
    public static async Task<LoadedService> Start(string folder, string? connection, int users, int mail, bool idle = false)
    {
        var cast = Path.Combine(folder, "cast.json");
        var child = await Own.Start(["service", "--data", folder, "--users", $"{users}", "--cast", cast, "--mail", $"{mail}", .. connection is null ? Array.Empty<string>() : ["--database", connection],
            .. idle ? new[] { "--idle" } : []], asService: true);
        var ready = await child.Line(line => line.StartsWith("Ready: ", StringComparison.Ordinal), TimeSpan.FromSeconds(60));
        var parts = JsonSerializer.Deserialize<List<Part>>(await File.ReadAllTextAsync(cast))!;
        File.Delete(cast); // It opens doors.
        return new(child, new Uri(ready["Ready: ".Length..]), parts);
    }

    public ValueTask DisposeAsync() => child.DisposeAsync();
}

/// <summary>How much memory a process holds, looked at several times a second.</summary>
sealed class Resident
{
    Timer? timer;

    /// <summary>The most so far, in MB; 0 where it can't be told.</summary>
    public double Most { get; private set; }

    public void Watch(int process) => timer = new Timer(_ => Look(process), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(250));

    public void End() => timer?.Dispose();

    void Look(int process)
    {
        var status = $"/proc/{process}/status";
        if (!File.Exists(status)) return;
        var line = File.ReadLines(status).FirstOrDefault(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        if (line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var kilobytes, ..]) Most = Math.Max(Most, double.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024 / 1e6);
    }
}

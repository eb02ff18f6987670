using System.Net;
using System.Text.Json;
using Hangfire;
using Hangfire.Storage;
using LetterExchange.Commands;
using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Review;
using LetterExchange.Tests.Ground;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LetterExchange.Tests;

/// <summary>Several processes over one PostgreSQL: one serves pages, two do what is due, and this one is a second that serves pages, so that a test can do what people do.
/// Nothing looks regularly here: what is done was woken, across processes.</summary>
public sealed class MachinesTests
{
    static readonly string[] workers = ["first_machine", "second_machine"];
    static readonly TimeSpan patience = TimeSpan.FromSeconds(20);
    static readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(20) };

    readonly Dictionary<string, (Child Child, Uri Url)> working = [];
    string folder = "";
    string connection = "";
    (Child Child, Uri Url) pages;
    Service here = null!;
    Given given = null!;
    Guid reviewer;

    Database Db => Get<Database>();

    [OneTimeSetUp]
    public async Task Start()
    {
        folder = Directory.CreateTempSubdirectory("letterexchange-machines-").FullName;
        connection = await (await PostgresCluster.Shared).NewDatabase();
        await using (var db = new PostgresDatabase(connection))
            foreach (var name in workers) await db.Execute($"DO $$ BEGIN CREATE ROLE {name} SUPERUSER LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        await Task.WhenAll([Serve(), .. workers.Select(Work), Task.Run(ServeHere)]);
        given = new Given(Db, TimeProvider.System);
        await given.Program("Europe/Paris", new Policies { DeliveryDelaySeconds = 3600 });
        reviewer = await given.Person("Reviewer");
        await NothingLooksRegularly();
        Assert.That(Get<JobStorage>().GetMonitoringApi().Servers(), Has.Count.EqualTo(workers.Length), "only those that do what is due run a scheduler");
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await Task.WhenAll([pages.Child.DisposeAsync().AsTask(), .. working.Values.Select(one => one.Child.DisposeAsync().AsTask())]);
        await here.DisposeAsync();
        await (await PostgresCluster.Shared).Drop(connection);
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task All_came_up_though_they_started_at_once_on_an_empty_database()
    {
        Assert.That(await Db.Query<string>("SELECT scriptname FROM schemaversions"), Is.Unique.And.Not.Empty);
        Assert.That(Migrations.UpToDate(Db), Is.True);
        Assert.That((await http.GetAsync(new Uri(pages.Url, "/health/ready"))).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_letter_that_is_sent_on_one_machine_and_delivered_by_another_rings_the_bell_of_a_page_that_is_open_on_a_third()
    {
        var pair = await given.Pair();
        using var bell = await Bell(pair.MentorId);
        Assert.That((await bell.Next()).Title, Is.Null, "the count alone, when the page has opened");
        var letter = (await Approved([pair]))[0];
        await LetDeliver([letter]);
        var rung = await bell.Next();
        while (rung.Title is null) rung = await bell.Next();
        Assert.That(rung.Unread, Is.EqualTo(await Db.Get<int>("SELECT COUNT(*) FROM notices WHERE person_id = @MentorId", new { pair.MentorId })));
        await TestContext.Out.WriteLineAsync($"From a letter's delivery time to its reader's bell, across three processes: {rung.After.TotalMilliseconds:0} ms.");
    }

    [Test]
    public async Task A_process_without_pages_answers_for_its_health_alone_and_takes_no_port_of_the_others()
    {
        foreach (var (_, (_, url)) in working)
        {
            Assert.That(url.Port, Is.Not.EqualTo(5080).And.Not.EqualTo(pages.Url.Port));
            foreach (var path in new[] { "/health/live", "/health/ready" }) Assert.That(await http.GetStringAsync(new Uri(url, path)), Is.EqualTo("ok\n"));
            foreach (var path in new[] { "/", "/sign-in", "/admin/jobs", "/notices/stream" }) Assert.That((await http.GetAsync(new Uri(url, path))).StatusCode, Is.EqualTo(HttpStatusCode.NotFound), path);
        }
    }

    [Test]
    public async Task A_connection_that_drops_in_the_midst_of_a_delivery_loses_and_doubles_nothing()
    {
        var letters = await Approved(await given.Pairs(12));
        await using (await Wall.Before(connection, letters.Max()))
        {
            await LetDeliver(letters);
            var (pid, _) = await Stuck();
            await Db.Execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename LIKE '%machine'");
            await Until("the connection is gone", async () => await Db.Get<int>("SELECT COUNT(*) FROM pg_stat_activity WHERE pid = @pid", new { pid }) == 0);
            Assert.That(await Undelivered(letters), Is.EqualTo(letters.Count), "all or none of them");
        }
        var fell = TimeProvider.System.GetTimestamp();
        await Until("they are delivered", async () => await Undelivered(letters) == 0);
        await TestContext.Out.WriteLineAsync($"From when it can go on to the last delivery: {TimeProvider.System.GetElapsedTime(fell).TotalMilliseconds:0} ms.");
        await AllHappenedOnce(letters);
        foreach (var (_, (child, url)) in working)
        {
            await Until("it is ready again", async () => (await http.GetAsync(new Uri(url, "/health/ready"))).IsSuccessStatusCode);
            Assert.That(child.HasExited, Is.False, child.Output);
        }
    }

    [Test]
    public async Task While_one_machine_has_long_to_do_another_takes_a_share_without_being_woken()
    {
        var letters = await Approved(await given.Pairs(6));
        var (first, rest) = (letters[..1], letters[1..]);
        await using (await Wall.Before(connection, first[0]))
        {
            await LetDeliver(first);
            await Stuck();
            await Db.Execute("UPDATE letters SET deliver_at = @now WHERE id IN @rest", new { rest, now = TimeProvider.System.Now() });
            await Until("the others are delivered", async () => await Undelivered(rest) == 0);
            Assert.That(await Undelivered(first), Is.EqualTo(1));
        }
        await Until("the first is delivered too", async () => await Undelivered(first) == 0);
        await AllHappenedOnce(letters);
    }

    [Test]
    public async Task After_the_line_between_them_was_cut_machines_hear_of_each_other_again()
    {
        using var bell = await Bell((await given.Pair()).MentorId);
        await bell.Next();
        var lines = await Lines();
        Assert.That(lines, Has.Count.EqualTo(4));
        await Db.Execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid IN @lines", new { lines });
        await Until("all listen again", async () => await Lines() is { Count: 4 } now && !now.Intersect(lines).Any());
        Assert.That((await bell.Next()).Unread, Is.Zero, "an open page has looked for what it may have missed");
        await A_letter_that_is_sent_on_one_machine_and_delivered_by_another_rings_the_bell_of_a_page_that_is_open_on_a_third();
    }

    [Test]
    public async Task When_the_machine_that_delivers_is_killed_the_other_finishes_within_seconds_and_nothing_happens_twice()
    {
        var letters = await Approved(await given.Pairs(12));
        var (machine, killed) = ("", 0L);
        await using (await Wall.Before(connection, letters.Max()))
        {
            await LetDeliver(letters);
            machine = (await Stuck()).Machine;
            await using var kill = await Child.Start("kill", ["-9", $"{working[machine].Child.Id}"]);
            killed = TimeProvider.System.GetTimestamp();
            Assert.That(await working[machine].Child.Exit(), Is.EqualTo(128 + 9));
            Assert.That(await Undelivered(letters), Is.EqualTo(letters.Count), "all or none of them");
        }
        await Until("they are delivered", async () => await Undelivered(letters) == 0);
        var waited = TimeProvider.System.GetElapsedTime(killed);
        await TestContext.Out.WriteLineAsync($"From the kill to the last delivery by the other: {waited.TotalMilliseconds:0} ms.");
        Assert.That(waited, Is.LessThan(TimeSpan.FromSeconds(10)), "It is a second or two; a busy machine is given more.");
        await AllHappenedOnce(letters);
        await Work(machine); // For the other tests.
        await NothingLooksRegularly();
    }

    [TestCase("needs PostgreSQL", "--web-only")]
    [TestCase("needs PostgreSQL", "--work-only")]
    [TestCase("exclude each other", "--work-only", "--web-only")]
    [TestCase("The demo is one process", "--web-only", "--demo")]
    [TestCase("needs the setting PublicUrl", "--work-only", "--database", "here")]
    public async Task What_a_part_of_the_service_can_t_be_is_said_in_words(string words, params string[] arguments)
    {
        var (status, output, errors) = await Exchange.Run(["serve", "--data", Path.Combine(folder, "other"), .. arguments.Select(one => one == "here" ? connection : one)]);
        Assert.That(status, Is.EqualTo(1), output);
        Assert.That(errors, Does.Contain(words).And.Not.Contain("   at "));
        Assert.That(output, Does.Not.Contain("Ready:"));
    }

    async Task ServeHere() => here = await Service.Start(new ServeOptions { Urls = "http://127.0.0.1:0", DataDirectory = folder, ConnectionString = connection, Part = Part.Web });

    async Task Serve() => pages = await Exchange.Serve(["--web-only", "--data", folder, "--database", connection]);

    async Task Work(string name)
    {
        var child = await Exchange.Start(["serve", "--work-only", "--data", folder, "--database", new NpgsqlConnectionStringBuilder(connection) { Username = name }.ToString()],
            new Dictionary<string, string?> { ["PublicUrl"] = "http://letters.example.org" });
        var ready = await child.Line(line => line.StartsWith("Ready: "), TimeSpan.FromSeconds(60));
        lock (working) working[name] = (child, new Uri(ready["Ready: ".Length..]));
    }

    async Task NothingLooksRegularly()
    {
        using var storage = Get<JobStorage>().GetConnection();
        await Until("the regular looks are declared", () => Task.FromResult(storage.GetRecurringJobs().Count == Jobs.All.Count));
        foreach (var (due, _) in Jobs.All) Get<IRecurringJobManager>().RemoveIfExists(Jobs.IdOf(due));
    }

    /// <summary>A letter of each pair's mentee, screened by one of the others and approved.</summary>
    async Task<List<Guid>> Approved(IReadOnlyList<Pair> pairs)
    {
        var letters = new List<Guid>();
        foreach (var pair in pairs)
        {
            var turn = await given.OpenTurn(pair: pair);
            var sent = await Get<Writing>().Submit(pair.MenteeId, new(pair.Id, turn.Id, null), "Dear friend, today the lighthouse was dark and it rained.");
            Assert.That(sent.Refusal, Is.Null);
            letters.Add(sent.LetterId);
        }
        foreach (var id in letters)
        {
            await Until("it is in the queue", async () => await Db.Get<string>("SELECT state FROM letters WHERE id = @id", new { id }) == "InReview");
            var letter = (await Get<LetterStore>().Find(id))!;
            Assert.That(await Get<Decisions>().Approve(id, letter.Version, reviewer), Is.EqualTo(Decided.Done));
        }
        return letters;
    }

    /// <summary>Their delivery time is now.</summary>
    async Task LetDeliver(IReadOnlyList<Guid> letters)
    {
        await Db.Execute("UPDATE letters SET deliver_at = @now WHERE id IN @letters", new { letters, now = TimeProvider.System.Now() });
        Get<Wakes>().Wake(Due.Deliver);
    }

    Task<int> Undelivered(IReadOnlyList<Guid> letters) => Db.Get<int>("SELECT COUNT(*) FROM letters WHERE id IN @letters AND state <> 'Delivered'", new { letters });

    /// <summary>The connections by which processes hear of one another.</summary>
    Task<List<int>> Lines() => Db.Query<int>($"""
        SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = {Peers.Alive} AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """);

    async Task AllHappenedOnce(IReadOnlyList<Guid> letters)
    {
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM deliveries WHERE letter_id IN @letters", new { letters }), Is.EqualTo(letters.Count));
        foreach (var kind in new[] { "letter.submit", "letter.route", "letter.approve", "letter.deliver" })
            Assert.That(await Db.Query<Guid>("SELECT subject_id FROM events WHERE kind = @kind AND subject_id IN @letters", new { kind, letters }), Is.EquivalentTo(letters), kind);
        foreach (var kind in new[] { "LetterArrived", "LetterDelivered" })
            Assert.That(await Db.Query<Guid>("SELECT subject_id FROM notices WHERE kind = @kind AND subject_id IN @letters", new { kind, letters }), Is.EquivalentTo(letters), kind);
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM turns t JOIN letters l ON l.turn_id = t.id WHERE l.id IN @letters AND t.state <> 'Answered'", new { letters }), Is.Zero);
    }

    /// <summary>Waits until a worker stands before the wall. Its connection's process in PostgreSQL, and which worker.</summary>
    async Task<(int Pid, string Machine)> Stuck()
    {
        List<(int, string)> found = [];
        await Until("a worker stands before the wall", async () =>
            (found = await Db.Query<(int, string)>("SELECT pid, usename::text FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND usename LIKE '%machine'")).Count > 0);
        return found[0];
    }

    async Task<OpenBell> Bell(Guid person)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(pages.Url, "/notices/stream"));
        request.Headers.Add("Cookie", $"session={await Site.Session(here.Services, person)}");
        var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), "the session of one machine holds on another");
        return new(new StreamReader(await answer.Content.ReadAsStreamAsync()));
    }

    T Get<T>() where T : notnull => here.Services.GetRequiredService<T>();

    static async Task Until(string what, Func<Task<bool>> isSo)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            Assert.That(TimeProvider.System.GetElapsedTime(began), Is.LessThan(patience), $"Waited in vain: {what}.");
            await Task.Delay(10);
        }
    }

    /// <summary>The stream behind the bell of an open page.</summary>
    sealed class OpenBell(StreamReader stream) : IDisposable
    {
        public async Task<(int Unread, string? Title, TimeSpan After)> Next()
        {
            var began = TimeProvider.System.GetTimestamp();
            using var limit = new CancellationTokenSource(patience);
            while (await stream.ReadLineAsync(limit.Token) is { } line)
                if (line.StartsWith("data: "))
                {
                    var data = JsonDocument.Parse(line["data: ".Length..]).RootElement;
                    return (data.GetProperty("unread").GetInt32(), data.TryGetProperty("title", out var title) ? title.GetString() : null, TimeProvider.System.GetElapsedTime(began));
                }
            throw new InvalidOperationException("The stream has ended.");
        }

        public void Dispose() => stream.Dispose();
    }

    /// <summary>Holds the turn of a letter, so that who delivers it waits in the midst of the transaction.</summary>
    sealed class Wall : IAsyncDisposable
    {
        readonly NpgsqlConnection connection;

        Wall(NpgsqlConnection connection) => this.connection = connection;

        public static async Task<Wall> Before(string connection, Guid letter)
        {
            var wall = new Wall(new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ToString()));
            await wall.connection.OpenAsync();
            await using var command = new NpgsqlCommand("BEGIN; SELECT 1 FROM turns t JOIN letters l ON l.turn_id = t.id WHERE l.id = @letter FOR UPDATE OF t", wall.connection);
            command.Parameters.AddWithValue("letter", letter);
            await command.ExecuteNonQueryAsync();
            return wall;
        }

        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using LetterExchange.Data;
using LetterExchange.Features.Administration;
using LetterExchange.Tests.Features.Letters;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Administration;

/// <summary>What whoever watches the service is told: figures by Prometheus, traces by OpenTelemetry.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class WatchingTests(Engine engine)
{
    static readonly HttpClient http = new();

    Site site = null!;

    [SetUp]
    public async Task Open() => site = await Site.Open(engine);

    [TearDown]
    public async Task Close() => await site.DisposeAsync();

    [Test]
    public async Task The_figures_tell_what_waits_and_for_how_long()
    {
        var us = await Correspondence.On(site);
        Assert.That(await Figure("review_letters", "route=\"standard\""), Is.Zero);
        var letter = await us.Send(us.Henrik, Correspondence.HenriksLetter);
        site.Clock.Advance(TimeSpan.FromHours(3));
        Assert.That(await Figure("review_letters", "route=\"standard\""), Is.EqualTo(1));
        Assert.That(await Figure("review_oldest_age_seconds", "route=\"standard\""), Is.EqualTo(3 * 3600).Within(1));
        Assert.That(await Figure("review_late"), Is.Zero);
        Assert.That(await Figure("queue_size", "queue=\"delivery\""), Is.Zero);
        await us.Approve(letter);
        Assert.That(await Figure("queue_size", "queue=\"delivery\""), Is.Zero, "asked a moment ago");
        site.Clock.Advance(Figures.Fresh);
        Assert.That(await Figure("queue_size", "queue=\"delivery\""), Is.EqualTo(1));
        Assert.That(await Figure("review_letters", "route=\"standard\""), Is.Zero);
    }

    [Test]
    public async Task Each_delivery_and_each_run_of_a_sweep_is_counted_with_its_time()
    {
        var us = await Correspondence.On(site);
        var letter = await us.Send(us.Henrik, Correspondence.HenriksLetter);
        site.Clock.Advance(TimeSpan.FromHours(5));
        await us.Approve(letter);
        var sweeps = site.Get<Sweeps>();
        await sweeps.Run(Due.Deliver, CancellationToken.None); // Names when the letter is due.
        site.Clock.Advance(TimeSpan.FromMinutes(2));
        await sweeps.Run(Due.Deliver, CancellationToken.None);
        Assert.That(await Figure("letters_delivered_total"), Is.EqualTo(1));
        Assert.That(await Figure("letters_delivery_time_seconds_sum"), Is.EqualTo((5 * 3600) + 120).Within(1));
        Assert.That(await Figure("sweep_duration_seconds_count", "sweep=\"deliver\""), Is.EqualTo(2));
        Assert.That(await Figure("sweep_lag_seconds_count", "sweep=\"deliver\""), Is.EqualTo(1));
        Assert.That(await Figure("sweep_lag_seconds_sum", "sweep=\"deliver\""), Is.InRange(0.001, 120), "it was due a while ago");
        Assert.That(await Metrics(), Does.Contain("http_server_request_duration_seconds_count").And.Contain("dotnet_"));
    }

    [Test]
    public async Task A_run_that_fails_is_counted()
    {
        await site.Db.Execute("ALTER TABLE link_mails RENAME COLUMN send_at TO gone_at");
        await Assert.CatchAsync(() => site.Get<Sweeps>().Run(Due.Links, CancellationToken.None));
        await site.Db.Execute("ALTER TABLE link_mails RENAME COLUMN gone_at TO send_at");
        Assert.That(await Figure("sweep_failures_total", "sweep=\"links\""), Is.EqualTo(1));
    }

    [Test]
    public async Task Only_this_machine_may_read_and_no_one_through_a_proxy()
    {
        Assert.That((await Ask()).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await Ask(("X-Forwarded-For", "203.0.113.7"))).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await Ask(("X-Forwarded-Proto", "https"))).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await Ask(("Forwarded", "for=203.0.113.7"))).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task With_a_token_whoever_brings_it_may_read_and_nobody_else()
    {
        await using var guarded = await Site.Open(settings: new Dictionary<string, string?> { ["Metrics:Token"] = "otter-lamp-kite" });
        Assert.That((await Ask(guarded.Address)).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await Ask(guarded.Address, ("Authorization", "Bearer otter-lamp"))).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await Ask(guarded.Address, ("Authorization", "Bearer otter-lamp-kite"), ("X-Forwarded-For", "203.0.113.7"))).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    // A database so small is read from its beginning by any planner, unless that is made dear.
    [Test]
    public async Task The_figures_are_read_from_indexes_of_what_waits()
    {
        var plan = await site.Db.Read(async tx =>
        {
            if (engine == Engine.Postgres) await tx.Execute("SET LOCAL enable_seqscan = off");
            return engine == Engine.Postgres ? await tx.Query<string>($"EXPLAIN {Figures.Sql}", new { now = site.Now })
                : (await tx.Query<Step>($"EXPLAIN QUERY PLAN {Figures.Sql}", new { now = site.Now })).ConvertAll(step => step.Detail);
        });
        Assert.That(plan, Has.Count.GreaterThan(10));
        var read = plan.Where(line => line.StartsWith("SCAN ") && !line.Contains(" INDEX ") || line.Contains("Seq Scan on "));
        Assert.That(read.Where(line => !line.Contains("unsealed_events") && !line.Contains("search_due")), Is.Empty, string.Join('\n', plan));
    }

    [Test]
    public async Task A_collector_is_sent_traces_in_which_no_address_and_no_token_stands()
    {
        await using var collector = Collector.Start();
        var settings = new Dictionary<string, string?> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Url, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf" };
        await using (var followed = await Site.Open(engine, settings: settings))
        {
            using var visitor = new Visitor(followed.Address);
            await visitor.Get("/password/018f0000-0000-7000-8000-000000000000/secret-token-of-a-link");
            await visitor.Get("/sign-in?to=%2Farchive%3Fq%3DKarimova");
            await visitor.Get("/health/live?who=Karimova");
            await followed.Get<Sweeps>().Run(Due.Deliver, CancellationToken.None);
        }
        var sent = collector.Received;
        Assert.That(sent, Does.Contain("password/{person:guid}/{token}").And.Contain("sweep deliver").And.Contain("letterexchange.sweep.duration"));
        Assert.That(sent, Does.Not.Contain("secret-token").And.Not.Contain("Karimova").And.Not.Contain("client.address").And.Not.Contain("url.path").And.Not.Contain("url.query"));
    }

    async Task<double> Figure(string name, string? tag = null)
    {
        var text = await Metrics();
        var line = text.Split('\n').Where(line => Regex.IsMatch(line, $@"^letterexchange_{name}(\{{| )") && (tag is null || line.Contains(tag))).ToList();
        Assert.That(line, Has.Count.EqualTo(1), $"{name} {tag}\n{text}");
        return double.Parse(Regex.Replace(line[0], @"^[^{ ]+(\{.*\})? ", "").Split(' ')[0], CultureInfo.InvariantCulture);
    }

    async Task<string> Metrics() => (await Ask()).Text;

    Task<(HttpStatusCode Status, string Text)> Ask(params (string, string)[] headers) => Ask(site.Address, headers);

    static async Task<(HttpStatusCode Status, string Text)> Ask(string address, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address + Watching.Path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    sealed record Step
    {
        public string Detail { get; init; } = "";
    }

    /// <summary>The far end of OpenTelemetry: keeps what it is sent.</summary>
    sealed class Collector : IAsyncDisposable
    {
        readonly HttpListener listener = new();
        readonly ConcurrentQueue<string> received = new();
        Task serving = Task.CompletedTask;

        public string Url { get; private init; } = "";

        public string Received => string.Join('\n', received);

        public static Collector Start()
        {
            for (var port = Random.Shared.Next(20_000, 30_000); ; port++)
            {
                var one = new Collector { Url = $"http://127.0.0.1:{port}" };
                one.listener.Prefixes.Add(one.Url + "/");
                try
                {
                    one.listener.Start();
                }
                catch (HttpListenerException)
                {
                    continue;
                }
                one.serving = one.Serve();
                return one;
            }
        }

        async Task Serve()
        {
            try
            {
                while (true)
                {
                    var asked = await listener.GetContextAsync();
                    using var body = new MemoryStream();
                    await asked.Request.InputStream.CopyToAsync(body);
                    received.Enqueue(Encoding.Latin1.GetString(body.ToArray()));
                    asked.Response.Close();
                }
            }
            catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException)
            {
            }
        }

        public async ValueTask DisposeAsync()
        {
            listener.Close();
            await serving;
        }
    }
}

using System.Net;
using LetterExchange.Commands;
using LetterExchange.Commands.Demo;
using LetterExchange.Commands.Auditing;
using LetterExchange.Commands.Simulate;
using LetterExchange.Data;
using LetterExchange.Features.Demo;
using LetterExchange.Tests.Ground;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LetterExchange.Tests.Commands.Demo;

/// <summary>serve --demo, and what nothing but it does.</summary>
public sealed class ServeDemoTests
{
    static readonly DateTimeOffset Begins = new(2027, 1, 14, 9, 40, 0, TimeSpan.Zero);

    string nowhere = null!;

    [SetUp]
    public void NameAFolder() => nowhere = Path.Combine(Path.GetTempPath(), $"letterexchange-nowhere-{Guid.NewGuid():N}");

    [TearDown]
    public void RemoveIt()
    {
        if (Directory.Exists(nowhere)) Directory.Delete(nowhere, recursive: true);
    }

    [TestCase("http://0.0.0.0:5080")]
    [TestCase("http://*:5080")]
    [TestCase("http://+:5080")]
    [TestCase("http://[::]:5080")]
    [TestCase("http://192.168.1.20:5080")]
    [TestCase("http://demo.example.org:5080")]
    [TestCase("http://unix:/tmp/demo.sock")]
    [TestCase("http://127.0.0.1:5080;http://0.0.0.0:5081")]
    public async Task It_listens_at_no_address_that_others_can_reach(string urls)
    {
        var refusal = (await Assert.ThrowsAsync<CannotStart>(() => Service.Start(Demo(nowhere) with { Urls = urls })))!;
        Assert.That(refusal.Message, Does.Contain("this machine only").And.Contain(urls.Split(';')[^1]));
        Assert.That(Directory.Exists(nowhere), Is.False, "Nothing is made for a demo that is not served.");
    }

    [TestCase("http://127.0.0.1:5080")]
    [TestCase("http://localhost:5080")]
    [TestCase("http://[::1]:5080;http://127.8.8.8:1")]
    public void It_listens_at_addresses_of_this_machine(string urls) => Assert.That(() => DemoData.CheckAddresses(urls), Throws.Nothing);

    [Test]
    public async Task It_does_not_listen_past_what_was_asked_for()
    {
        var folder = await DemoSite.Copy();
        var settings = new Dictionary<string, string?> { ["Kestrel:Endpoints:Open:Url"] = "http://0.0.0.0:0" };
        var refusal = (await Assert.ThrowsAsync<CannotStart>(() => Service.Start(Demo(folder) with { Settings = settings })))!;
        Assert.That(refusal.Message, Does.Contain("this machine only").And.Contain("Kestrel:Endpoints"));
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task It_opens_no_database_that_is_not_a_demo()
    {
        await using (await Real(nowhere)) { }
        var before = await File.ReadAllBytesAsync(Path.Combine(nowhere, "letterexchange.db"));
        var refusal = (await Assert.ThrowsAsync<CannotStart>(() => Service.Start(Demo(nowhere))))!;
        Assert.That(refusal.Message, Does.Contain(nowhere).And.Contain("is not a demo"));
        Assert.That(await File.ReadAllBytesAsync(Path.Combine(nowhere, "letterexchange.db")), Is.EqualTo(before));
    }

    [Test]
    public async Task A_real_service_opens_no_demo()
    {
        var folder = await DemoSite.Copy();
        var refusal = (await Assert.ThrowsAsync<CannotStart>(() => Service.Start(Demo(folder) with { Demo = false })))!;
        Assert.That(refusal.Message, Does.Contain(folder).And.Contain("is a demo").And.Contain("--demo"));
        Directory.Delete(folder, recursive: true);
    }

    [TestCase(true, "not filled to its end")]
    [TestCase(false, "is a demo")]
    public async Task Half_a_demo_is_opened_by_neither(bool demo, string words)
    {
        await using (var service = await Service.Start(Demo(nowhere) with { Demo = false, Work = false })) await DemoMark.Begin(service.Services.GetRequiredService<Database>());
        var refusal = (await Assert.ThrowsAsync<CannotStart>(() => Service.Start(Demo(nowhere) with { Demo = demo })))!;
        Assert.That(refusal.Message, Does.Contain(words));
    }

    [Test]
    public async Task A_start_that_is_broken_off_leaves_no_half_of_a_demo()
    {
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        Assert.That(async () => await Service.Start(Demo(nowhere), stopped.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Directory.GetFiles(nowhere, "letterexchange.db*"), Is.Empty);
    }

    [Test]
    public async Task Nothing_else_has_its_buttons()
    {
        await using var service = await Real(nowhere);
        using var visitor = new Visitor(service.Addresses.Single());
        var page = await visitor.Get("/sign-in");
        Assert.That(page.Html, Does.Contain("three words").And.Not.Contain("/demo/").And.Not.Contain("class=\"demo\"").And.Not.Contain("class=\"cast\""));
        foreach (var path in new[] { "/demo/sign-in", "/demo/skip" })
        {
            var fields = page.Form(null).Append(("person", Guid.NewGuid().ToString())).Append(("by", "day")).ToArray();
            Assert.That((await visitor.Send(path, fields)).Status, Is.EqualTo(HttpStatusCode.NotFound), path);
        }
    }

    [Test]
    public async Task One_click_signs_in()
    {
        await using var site = await DemoSite.Open();
        using var visitor = await site.Visit("Amina");
        var page = await visitor.Get("/notices");
        Assert.That((page.Status, page.Path), Is.EqualTo((HttpStatusCode.OK, "/notices")));
        Assert.That(page.Text, Does.Contain("Amina").And.Contain("In the program it is Thursday 14 January, 09:40"));
    }

    [Test]
    public async Task One_click_without_the_page_s_token_does_nothing()
    {
        await using var site = await DemoSite.Open();
        using var visitor = await site.Visit();
        var answer = await visitor.Send("/demo/sign-in", ("person", site.Person("Amina").ToString()));
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await visitor.Send("/demo/skip", ("by", "day"))).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await visitor.Get("/notices")).Path, Does.StartWith("/sign-in"));
        Assert.That(site.Now, Is.EqualTo(Begins));
    }

    [Test]
    public async Task One_click_on_somebody_who_is_not_of_the_cast_finds_nobody()
    {
        await using var site = await DemoSite.Open();
        using var visitor = await site.Visit();
        var left = await site.Db.Get<Guid>("SELECT id FROM people WHERE left_at IS NOT NULL");
        Assert.That((await DemoSite.Click(visitor, "/sign-in", "/demo/sign-in", ("person", left.ToString()))).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_skip_of_an_hour_delivers_what_was_on_its_way_and_comes_back_to_the_page()
    {
        await using var site = await DemoSite.Open();
        using var visitor = await site.Visit("Marisol");
        var page = await Skip(visitor, "hour");
        Assert.That(page.Path, Is.EqualTo("/notices"));
        Assert.That(page.Text, Does.Contain("Ahora es jueves 14 de enero, 10:40. Se ha entregado una carta.").And.Contain("Ha llegado una carta de Ernesto"), "Marisol reads Spanish.");
        Assert.That(await site.Db.Get<DateTimeOffset>("SELECT MAX(at) FROM deliveries"), Is.EqualTo(Begins.AddMinutes(16)), "At its own time, and not at the end of the hour.");
    }

    [Test]
    public async Task A_skip_to_what_is_due_next_does_it()
    {
        await using var site = await DemoSite.Open();
        using var visitor = await site.Visit("Marisol");
        await Skip(visitor, "next"); // The leads have not looked at the letter for an hour.
        await Skip(visitor, "next");
        Assert.That(site.Now, Is.EqualTo(Begins.AddMinutes(16)));
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM letters WHERE state = 'Approved'"), Is.Zero);
    }

    [Test]
    public async Task A_skip_of_days_lets_the_program_run_and_harms_nothing()
    {
        await using var site = await DemoSite.Open();
        using var visitor = await site.Visit("Sade");
        for (var day = 0; day < 5; day++) await Skip(visitor, "day"); // Past Rohan's cut-off on Monday.
        Assert.That(site.Now, Is.EqualTo(Begins.AddDays(5)));
        Assert.That((await visitor.Get("/notices")).Status, Is.EqualTo(HttpStatusCode.OK), "A session is about the person at the device.");
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM turns t JOIN people h ON h.id = t.writer_id WHERE h.given_name = 'Rohan' AND t.state = 'Lapsed'"), Is.EqualTo(3));
        Assert.That((await new Audit(site.Db, new() { Until = site.Now }).Run()).Where(one => one.Value != 0), Is.Empty);
    }

    [Test]
    public async Task Time_stands_while_it_is_not_served_and_goes_on_from_there()
    {
        await using var site = await DemoSite.Open();
        using (var visitor = await site.Visit("Sade")) await Skip(visitor, "hour");
        site.Real.Advance(TimeSpan.FromMinutes(7));
        await site.Restart();
        Assert.That(site.Now, Is.EqualTo(Begins.AddHours(1).AddMinutes(7)));
        await site.Get<DemoTime>().Keep();
        site.Real.Advance(TimeSpan.FromDays(30));
        await site.Db.Execute("UPDATE installation SET value = @before WHERE key = 'demo.time'", new { before = Begins.ToString("O") });
        Assert.That(await DemoTime.Left(site.Db), Is.GreaterThan(Begins.AddMinutes(15)), "After a kill it is no earlier than what is known to have happened.");
    }

    [Test]
    public async Task It_is_served_from_an_empty_PostgreSQL_database_too()
    {
        var connection = await (await PostgresCluster.Shared).NewDatabase();
        try
        {
            await using var service = await Service.Start(Demo(nowhere) with { ConnectionString = connection, Clock = new FakeTimeProvider(Begins) });
            using var visitor = new Visitor(service.Addresses.Single());
            var page = await DemoSite.Click(visitor, "/sign-in", "/demo/skip", ("by", "hour"));
            Assert.That(page.Text, Does.Contain("It is now Thursday 14 January, 10:40. One letter has been delivered."));
        }
        finally
        {
            await (await PostgresCluster.Shared).Drop(connection);
        }
    }

    static Task<Visitor.Answer> Skip(Visitor visitor, string by) => DemoSite.Click(visitor, "/notices", "/demo/skip", ("by", by));

    static ServeOptions Demo(string folder) => new() { Demo = true, Urls = "http://127.0.0.1:0", DataDirectory = folder };

    static async Task<Service> Real(string folder)
    {
        var service = await Service.Start(Demo(folder) with { Demo = false });
        await new Given(service.Services.GetRequiredService<Database>(), TimeProvider.System).Program();
        return service;
    }
}

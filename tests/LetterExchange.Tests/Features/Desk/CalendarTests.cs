using System.Diagnostics;
using System.Net;
using Ical.Net;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Desk;

/// <summary>The calendar that people take along: what calendar programs read in it, and who can get it.</summary>
public sealed class CalendarTests
{
    Site site = null!;
    Scene scene = null!;

    [SetUp]
    public async Task Open()
    {
        site = await Site.Open(at: new DateTimeOffset(2027, 3, 8, 12, 20, 0, TimeSpan.Zero));
        scene = await Scene.On(site);
    }

    [TearDown]
    public async Task Close() => await site.DisposeAsync();

    [Test]
    public async Task It_has_the_letters_that_one_owes_and_the_rounds_that_open_and_two_parsers_read_it()
    {
        await site.Db.Execute("UPDATE people SET given_name = 'María-José Ñandú-Öztürk de la Très Longue Montagne, dite \"Zoé; la\"' WHERE id = @Henrik", new { scene.Henrik });
        await scene.OpenRound(Scene.Lighthouse);
        await scene.Plan(30, Scene.Bus);
        var text = await Text(await Make(scene.Amina));
        var calendar = Calendar.Load(text)!;
        var due = await site.Db.Get<DateTimeOffset>("SELECT due_at FROM turns WHERE pair_id = @Id AND state = 'Open'", new { scene.Pair.Id });
        Assert.That(calendar.Events.Select(one => one.Summary), Has.Exactly(2).StartsWith("Letter to María-José").And.Exactly(1).StartsWith("A new story to read with María-José"));
        Assert.That(calendar.Events.Select(one => new DateTimeOffset(one.End!.AsUtc)), Has.Member(due));
        Assert.That(calendar.Events.Select(one => one.Description ?? ""), Has.Some.Contain("The Lighthouse With No Sea"));
        Assert.That(text.Split("\r\n"), Has.All.Matches<string>(line => System.Text.Encoding.UTF8.GetByteCount(line ?? "") <= 75), "RFC 5545, section 3.1: lines are folded.");
        Assert.That(await Python(text), Is.EqualTo(string.Join('\n', calendar.Events.Select(one => $"{one.Summary}|{one.Uid}").Order(StringComparer.Ordinal))));
    }

    [Test]
    public async Task A_moved_date_has_the_same_key_and_a_higher_number_and_a_letter_that_was_sent_is_gone()
    {
        await scene.OpenRound(Scene.Lighthouse);
        var address = await Make(scene.Amina);
        var before = Calendar.Load(await Text(address))!.Events.Single();
        await site.Get<LetterExchange.Features.Plans.MoreTime>().Ask(scene.Amina, await scene.TurnOf(scene.Amina), LetterExchange.Features.Plans.TimeReason.Ill, null, 3);
        var after = Calendar.Load(await Text(address))!.Events.Single();
        Assert.That((after.Uid, after.End!.AsUtc - before.End!.AsUtc), Is.EqualTo((before.Uid, TimeSpan.FromDays(3))));
        Assert.That(after.Sequence, Is.GreaterThan(before.Sequence));
        await scene.Send(scene.Amina);
        Assert.That(Calendar.Load(await Text(address))!.Events, Is.Empty);
    }

    [Test]
    public async Task An_address_that_was_renewed_stopped_or_made_up_is_unknown()
    {
        var first = await Make(scene.Amina);
        Assert.That((await Fetch(first)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var second = await Make(scene.Amina);
        Assert.That((await Fetch(first)).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        var amina = await site.As(scene.Amina);
        await amina.Post("/me/calendar", "Stop");
        Assert.That((await Fetch(second)).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await Fetch($"/calendar/{new string('A', 43)}.ics")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await site.Db.Query<string>("SELECT sha256 FROM calendars"), Has.None.Contain(first[10..53]));
    }

    [Test]
    public async Task Where_nothing_may_happen_it_is_empty()
    {
        await scene.OpenRound(Scene.Lighthouse);
        var address = await Make(scene.Henrik);
        Assert.That(Calendar.Load(await Text(address))!.Events, Has.Count.EqualTo(1));
        await scene.EndConsent();
        Assert.That(Calendar.Load(await Text(address))!.Events, Is.Empty);
    }

    [Test]
    public async Task A_program_that_has_it_already_is_told_so()
    {
        await scene.OpenRound(Scene.Lighthouse);
        var address = await Make(scene.Amina);
        var tag = (await Fetch(address)).Headers.ETag!.Tag;
        Assert.That((await Fetch(address, tag)).StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
        await scene.Send(scene.Amina);
        Assert.That((await Fetch(address, tag)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    /// <summary>The path of a new address, as the page shows it.</summary>
    async Task<string> Make(Guid person)
    {
        var visitor = await site.As(person);
        var page = await visitor.Post("/me/calendar");
        return System.Text.RegularExpressions.Regex.Match(page.Html, @"/calendar/[\w-]{43}\.ics").Value;
    }

    async Task<string> Text(string path)
    {
        using var answer = await Fetch(path);
        Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/calendar"));
        return await answer.Content.ReadAsStringAsync();
    }

    async Task<HttpResponseMessage> Fetch(string path, string? tag = null)
    {
        using var program = new HttpClient { BaseAddress = new Uri(site.Address) };
        if (tag is not null) program.DefaultRequestHeaders.Add("If-None-Match", tag);
        return await program.GetAsync(path);
    }

    /// <summary>What Debian's python3-icalendar reads.</summary>
    static async Task<string> Python(string text)
    {
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c",
            "import sys, icalendar\nc = icalendar.Calendar.from_ical(sys.stdin.buffer.read())\nprint('\\n'.join(sorted(f\"{e['SUMMARY']}|{e['UID']}\" for e in c.walk('VEVENT') if e['DTSTART'].dt and e['DTSTAMP'].dt)))"])
            { RedirectStandardInput = true, RedirectStandardOutput = true, StandardInputEncoding = new System.Text.UTF8Encoding(false), StandardOutputEncoding = System.Text.Encoding.UTF8 })!;
        await python.StandardInput.WriteAsync(text);
        python.StandardInput.Close();
        var read = await python.StandardOutput.ReadToEndAsync();
        await python.WaitForExitAsync();
        Assert.That(python.ExitCode, Is.Zero);
        return read.Trim();
    }
}

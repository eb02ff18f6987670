using LetterExchange.Data;
using LetterExchange.Features.Administration;
using LetterExchange.Features.Letters;
using LetterExchange.Tests.Features.Letters;
using LetterExchange.Tests.Ground;
using Microsoft.Extensions.Time.Testing;

namespace LetterExchange.Tests.Features.Administration;

/// <summary>What the doctor says of a running service when something is brought about.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class DoctorTests(Engine engine)
{
    Site site = null!;
    int deaf;

    [SetUp]
    public async Task Open()
    {
        // A port at which nobody listens: it has just been given back.
        using (var port = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0))
        {
            port.Start();
            deaf = ((System.Net.IPEndPoint)port.LocalEndpoint).Port;
        }
        site = await Site.Open(engine, settings: new Dictionary<string, string?> { ["Mail:Host"] = "127.0.0.1", ["Mail:Port"] = $"{deaf}", ["Mail:Security"] = "None", ["PublicUrl"] = "https://letters.example.org" });
    }

    [TearDown]
    public async Task Close() => await site.DisposeAsync();

    [Test]
    public async Task A_new_installation_is_well_but_for_what_is_still_to_be_done()
    {
        Assert.That((await Look()).Where(one => one.Verdict != Verdict.Good).Select(one => one.Words), Is.EquivalentTo(new[] { "mail.bad", "backup.none" }));
        await site.Get<Backups>().Take();
        await using var mail = await MailServer.Start(port: deaf);
        Assert.That((await Look()).Where(one => one.Verdict != Verdict.Good), Is.Empty);
    }

    [Test]
    public async Task What_needs_people_grows_worse_with_time()
    {
        var us = await Correspondence.On(site);
        await site.Given.Address("Reviewer");
        Assert.That(await Of("leads"), Is.EqualTo((Verdict.Bad, "leads.few")));
        await site.Given.Person("SafeguardingLead");
        await site.Given.Person("SafeguardingLead");
        await site.Get<Backups>().Take();
        await us.Send(us.Henrik, Correspondence.HenriksLetter);
        await Says(("leads", Verdict.Good, "leads.good"), ("review", Verdict.Good, "review.good"), ("notices", Verdict.Good, "notices.good"), ("backup", Verdict.Good, "backup.last"));
        await site.Pass(TimeSpan.FromHours(25)); // Now Ruth is told that it is late; the mail server takes nothing.
        await Says(("review", Verdict.Look, "review.late"), ("notices", Verdict.Good, "notices.good"), ("backup", Verdict.Good, "backup.last"));
        await site.Pass(TimeSpan.FromHours(2));
        await Says(("review", Verdict.Look, "review.late"), ("notices", Verdict.Look, "notices.late"), ("backup", Verdict.Look, "backup.last"));
        await site.Pass(TimeSpan.FromHours(5));
        Assert.That(await Of("notices"), Is.EqualTo((Verdict.Bad, "notices.late")));
        await site.Pass(TimeSpan.FromDays(4));
        await Says(("review", Verdict.Bad, "review.late"), ("backup", Verdict.Bad, "backup.old"), ("history", Verdict.Good, "history.whole"));
    }

    [Test]
    public async Task A_service_that_stands_still_is_seen_by_what_waits()
    {
        var us = await Correspondence.On(site);
        await site.Get<Writing>().Submit(us.Henrik, new Sheet(us.Pair.Id, null, null), Correspondence.HenriksLetter);
        await Says(("work", Verdict.Good, "work.good"), ("history", Verdict.Good, "history.whole"));
        site.Clock.Advance(TimeSpan.FromMinutes(11));
        await Says(("work", Verdict.Bad, "work.late"), ("history", Verdict.Look, "history.late"));
    }

    [Test]
    public async Task A_clock_that_has_gone_back_and_a_changed_history_are_seen()
    {
        var later = new FakeTimeProvider(site.Clock.GetUtcNow().AddHours(3));
        await site.Db.Transact(tx => new History(later).Record(tx, "program.look", site.Clock.New(), Actor.Service));
        Assert.That(await Of("clock"), Is.EqualTo((Verdict.Bad, "clock.back")));
        site.Clock.Advance(TimeSpan.FromHours(4));
        await site.Sweep();
        await Says(("clock", Verdict.Good, "clock.good"), ("history", Verdict.Good, "history.whole"));
        await site.Db.Execute("UPDATE seal_head SET hash = REPLACE(hash, SUBSTR(hash, 1, 8), '00000000') WHERE id = 1");
        Assert.That(await Of("history"), Is.EqualTo((Verdict.Bad, "history.broken")));
    }

    [Test]
    public async Task A_database_of_another_version_is_named_and_not_asked_further()
    {
        var (scripts, script) = engine == Engine.Sqlite ? ("SchemaVersions", "ScriptName") : ("schemaversions", "scriptname");
        await site.Db.Execute($"DELETE FROM {scripts} WHERE {script} = '0004-board.sql'");
        var older = await Look();
        Assert.That(older.Single(one => one.Check == "schema"), Has.Property("Verdict").EqualTo(Verdict.Look).And.Property("With").EqualTo(new object[] { 1 }));
        Assert.That(older.Select(one => one.Check), Does.Contain("soundness").And.Not.Contain("review"));
        await site.Db.Execute($"INSERT INTO {scripts} ({script}, applied) VALUES ('9999-later.sql', @now)", new { now = new DateTime(2027, 1, 1) });
        Assert.That(await Of("schema"), Is.EqualTo((Verdict.Bad, "schema.new")));
    }

    [Test]
    public async Task Letters_that_others_on_the_machine_can_read_are_seen()
    {
        Assert.That(await Of("access"), Is.EqualTo((Verdict.Good, "access.good")));
        const UnixFileMode Everybody = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        await site.Get<Backups>().Take();
        if (OperatingSystem.IsWindows()) return;
        File.SetUnixFileMode(site.Folder, Everybody);
        File.SetUnixFileMode(Path.Combine(site.Folder, "backups"), Everybody);
        Assert.That(await Of("access"), Is.EqualTo((Verdict.Look, "access.open")));
    }

    [Test]
    public async Task The_administrator_s_page_says_the_same_in_the_reader_s_language()
    {
        var administrator = await site.Given.Person("Administrator");
        using var visitor = await site.As(administrator);
        var page = (await visitor.Get("/admin")).Text;
        Assert.That(page, Does.Contain($"Mail server bad 127.0.0.1:{deaf} takes no mail (").And.Contain("Sealed history good Events sealed: ").And.Contain("Backup look There is none."));
        Assert.That(page, Does.Not.Contain("said.").And.Not.Contain("check."));
        await site.Db.Execute("UPDATE people SET language = 'fr'");
        Assert.That((await visitor.Get("/admin")).Text, Does.Contain("Historique scellé bon Événements scellés"));
    }

    [Test]
    public async Task The_verb_looks_beside_the_running_service_and_its_status_says_whether_all_is_well()
    {
        string[] from = engine == Engine.Sqlite ? [] : ["--database", site.Db.ConnectionString];
        var (status, output, errors) = await Exchange.Run(["doctor", "--data", site.Folder, .. from]);
        Assert.That((status, errors), Is.EqualTo((0, "")), output);
        Assert.That(output, Does.Contain("\ngood  Database: ").And.Contain("\ngood  Sealed history: ").And.Contain("look  Mail server: There is none"));
        if (engine == Engine.Postgres) return;

        var copy = await site.Get<Backups>().TakeTo(Path.Combine(site.Folder, "damaged", Database.FileName));
        await using (var file = File.OpenWrite(copy.Path))
        {
            file.Seek(file.Length / 2, SeekOrigin.Begin);
            await file.WriteAsync(new byte[64 * 1024]);
        }
        (status, output, _) = await Exchange.Run(["doctor", "--data", Path.GetDirectoryName(copy.Path)!]);
        Assert.That(status, Is.EqualTo(1));
        Assert.That(output, Does.Contain("bad   Soundness: The file is damaged").Or.Contain("bad   Database: "));
    }

    Task<IReadOnlyList<Diagnosis>> Look() => site.Get<Doctor>().Look(thorough: true);

    async Task<(Verdict, string)> Of(string check)
    {
        var found = (await Look()).Single(one => one.Check == check);
        return (found.Verdict, found.Words);
    }

    async Task Says(params (string Check, Verdict, string)[] expected)
    {
        var all = await Look();
        Assert.That(expected.Select(one => all.Where(found => found.Check == one.Check).Select(found => (found.Check, found.Verdict, found.Words)).Single()), Is.EqualTo(expected));
    }
}

using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using LetterExchange.Commands.Auditing;
using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Ground;
using LetterExchange.Text;
using Microsoft.Extensions.Logging.Abstractions;

namespace LetterExchange.Tests.Data;

/// <summary>Copies of a real database, put back in its place or in another's.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class RestoringTests(Engine engine)
{
    Site site = null!;
    string folder = "";
    string? target;

    string Copy => Path.Combine(folder, "copy");
    string There => Path.Combine(folder, "there");

    [SetUp]
    public async Task Open()
    {
        site = await Site.Open(engine);
        folder = Directory.CreateTempSubdirectory("letterexchange-restore-").FullName;
        Directory.CreateDirectory(There);
        target = engine == Engine.Postgres ? await (await PostgresCluster.Shared).NewDatabase() : null;
    }

    [TearDown]
    public async Task Close()
    {
        await site.DisposeAsync();
        if (target is not null) await (await PostgresCluster.Shared).Drop(target);
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task A_copy_taken_beside_a_service_that_writes_has_every_letter_that_was_acknowledged_before()
    {
        var pair = await site.Given.Pair();
        using var enough = new CancellationTokenSource();
        var sent = new ConcurrentDictionary<(Guid, int), string>();
        var writing = Task.Run(async () =>
        {
            for (var n = 0; !enough.IsCancellationRequested; n++)
            {
                var text = TextNormal.Of($"Dear Henrik,\n\nthis is my letter {n}.\n\nAmina");
                var written = await site.Get<Writing>().Submit(pair.MenteeId, new Sheet(pair.Id, null, null), text);
                sent[(written.LetterId, 1)] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
            }
        });
        while (sent.Count < 20 && !writing.IsCompleted) await Task.Delay(5);
        var before = sent.ToDictionary();
        string[] from = engine == Engine.Sqlite ? [] : ["--database", site.Db.ConnectionString];
        var (status, output, errors) = await Exchange.Run(["backup", "--to", Copy, "--data", site.Folder, .. from]);
        await enough.CancelAsync();
        await writing;
        Assert.That((status, errors), Is.EqualTo((0, "")), output);
        Assert.That(output, Does.StartWith(Copy + "\n").And.Match(@"MB in .* s\. It was read back whole: \d\d+ tables"));
        Assert.That(sent, Has.Count.GreaterThan(before.Count), "somebody wrote meanwhile");

        await Restore();
        await using var db = Database.Open(target, There);
        var seal = new SealEvents(db, new StuckRows(db, site.Clock, NullLogger<StuckRows>.Instance));
        while (await seal.Run(CancellationToken.None) > 0) { }
        var found = await new Audit(db, new Evidence { Until = site.Now, Sent = before }).Run();
        Assert.That(found.Where(rule => rule.Value > 0), Is.Empty);
        Assert.That(await db.Get<int>("SELECT COUNT(*) FROM letters"), Is.GreaterThanOrEqualTo(before.Count));
    }

    [Test]
    public async Task All_that_belongs_to_the_service_is_in_the_copy()
    {
        var facts = (await Take()).Facts!;
        Assert.That(new[] { "protection_keys", "picture_bytes", "own_story_versions", "roster_parts", "seals", "search_words" }, Is.SubsetOf(facts.Tables));
        Assert.That(facts.IsOurs);
        Assert.That(Migrations.Missing(engine, facts.Migrations), Is.Zero);
        if (!OperatingSystem.IsWindows()) Assert.That(File.GetUnixFileMode(Copy), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite), "it holds letters");
    }

    [Test]
    public async Task Who_was_signed_in_still_is_since_keys_come_with_the_copy()
    {
        var coordinator = await site.Given.Coordinator();
        var session = await site.Session(coordinator);
        await Take();
        await Restore();
        await using var there = await Service.Start(new() { Urls = "http://127.0.0.1:0", DataDirectory = There, ConnectionString = target, Clock = site.Clock, Work = false });
        using var visitor = new Visitor(there.Addresses.Single());
        visitor.Take("session", session);
        Assert.That((await visitor.Get("/people")).Path, Does.Not.StartWith("/sign-in"));
    }

    [Test]
    public async Task A_database_that_holds_anything_is_replaced_only_when_that_is_said()
    {
        await site.Given.Program();
        await Take();
        await Restore();
        await Rename("Newer");
        var refusal = await Assert.ThrowsAsync<IOException>(() => Restore());
        Assert.That(refusal!.Message, Does.Contain("not empty").And.Contain("--overwrite"));
        Assert.That(await Name(), Is.EqualTo("Newer"));

        var restored = await Restore(overwrite: true);
        Assert.That(await Name(), Is.EqualTo("Program 1"));
        Assert.That(Directory.GetFiles(There, "*.restoring*"), Is.Empty);
        if (engine == Engine.Postgres) return;
        await using var kept = new SqliteDatabase(restored.Kept!);
        Assert.That(await kept.Get<string>("SELECT name FROM programs"), Is.EqualTo("Newer"));
    }

    [Test]
    public async Task What_was_erased_after_the_copy_is_erased_in_it_too()
    {
        var pair = await site.Given.Pair();
        var coordinator = await site.Given.Coordinator();
        var notes = site.Get<PairNotes>();
        var (gone, stays) = (await notes.Write(pair.Id, PairNoteKind.Note, "His aunt is ill.", coordinator), await notes.Write(pair.Id, PairNoteKind.Note, "Likes trams.", coordinator));
        await Take();
        await Restore();
        await using (var later = Database.Open(target, There))
            Assert.That(await new PairNotes(later, new History(site.Clock), site.Clock).Erase(pair.Id, gone, coordinator));

        Assert.That((await Restore(overwrite: true)).Erased, Is.EqualTo(1));
        await using var db = Database.Open(target, There);
        Assert.That(await db.Query<Guid>("SELECT note_id FROM pair_note_texts"), Is.EqualTo(new[] { stays }));
        Assert.That(await db.Get<Guid>("SELECT by_id FROM pair_note_erasures WHERE note_id = @gone", new { gone }), Is.EqualTo(coordinator));
    }

    [Test]
    public async Task A_copy_that_is_damaged_or_something_else_is_refused_before_anything_is_changed()
    {
        await site.Given.Program();
        await Take();
        await Restore();
        var whole = await File.ReadAllBytesAsync(Copy);
        await File.WriteAllBytesAsync(Copy, whole[..(whole.Length * 2 / 3)]);
        Assert.That((await Assert.ThrowsAsync<IOException>(() => Restore(overwrite: true)))!.Message, Does.Contain("damaged").Or.Contain("can't be read"));
        await File.WriteAllTextAsync(Copy, "Dear Henrik, this is no database.");
        Assert.That((await Assert.ThrowsAsync<IOException>(() => Restore(overwrite: true)))!.Message, Does.Contain("neither"));
        await File.WriteAllBytesAsync(Copy, engine == Engine.Sqlite ? [.. "PGDMP"u8, .. whole[5..200]] : [.. "SQLite format 3\0"u8, .. whole[16..200]]);
        Assert.That((await Assert.ThrowsAsync<IOException>(() => Restore(overwrite: true)))!.Message, Does.Contain("--database"));
        Assert.That(await Name(), Is.EqualTo("Program 1"));
    }

    [Test]
    public async Task A_copy_of_an_older_program_is_brought_forward_and_one_of_a_newer_is_refused()
    {
        var (scripts, script) = engine == Engine.Sqlite ? ("SchemaVersions", "ScriptName") : ("schemaversions", "scriptname");
        await site.Given.Program();
        await Take();
        await Restore();
        await using (var older = Database.Open(target, There))
        {
            foreach (var index in new[] { "turns_owed", "turns_lapsed", "assignments_ahead", "pairs_board" }) await older.Execute($"DROP INDEX {index}");
            await older.Execute($"DELETE FROM {scripts} WHERE {script} = '0004-board.sql'");
            File.Delete(Copy);
            Assert.That(Migrations.Missing(engine, (await new Backups(older, There, site.Clock).TakeTo(Copy)).Facts!.Migrations), Is.EqualTo(1));
        }
        await Restore(overwrite: true);
        await using (var newer = Database.Open(target, There))
        {
            Assert.That(Migrations.UpToDate(newer));
            await newer.Execute($"UPDATE {scripts} SET {script} = '9999-later.sql' WHERE {script} = '0004-board.sql'");
            File.Delete(Copy);
            await new Backups(newer, There, site.Clock).TakeTo(Copy);
        }
        Assert.That((await Assert.ThrowsAsync<DatabaseTooNew>(() => Restore(overwrite: true)))!.Message, Does.Contain("9999-later.sql").And.Contain("nothing was changed"));
    }

    [Test]
    public async Task While_a_service_is_at_work_nothing_is_restored()
    {
        await Take();
        string[] into = engine == Engine.Sqlite ? [] : ["--database", site.Db.ConnectionString];
        var (status, _, errors) = await Exchange.Run(["restore", Copy, "--overwrite", "--data", site.Folder, .. into]);
        Assert.That(status, Is.EqualTo(1));
        Assert.That(errors, Does.Contain(engine == Engine.Sqlite ? "Another LetterExchange is using" : "Stop it first").And.Not.Contain("   at "));
    }

    [Test]
    public async Task A_copy_is_not_written_over_a_file_that_is_there()
    {
        await File.WriteAllTextAsync(Copy, "mine");
        Assert.That((await Assert.ThrowsAsync<IOException>(Take))!.Message, Does.Contain("is there already"));
        Assert.That(await File.ReadAllTextAsync(Copy), Is.EqualTo("mine"));
    }

    Task<BackupFile> Take() => new Backups(site.Db, site.Folder, site.Clock).TakeTo(Copy);

    Task<Restored> Restore(bool overwrite = false) => new Restoring(There, target, site.Clock).From(Copy, overwrite, CancellationToken.None);

    async Task Rename(string name)
    {
        await using var db = Database.Open(target, There);
        await db.Execute("UPDATE programs SET name = @name", new { name });
    }

    async Task<string> Name()
    {
        await using var db = Database.Open(target, There);
        return await db.Get<string>("SELECT name FROM programs");
    }
}

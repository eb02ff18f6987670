using LetterExchange.Data;
using LetterExchange.Tests.Ground;
using Microsoft.Extensions.Time.Testing;

namespace LetterExchange.Tests.Data;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class DatabaseTests(Engine engine) : DatabaseTest(engine)
{
    [Test]
    public async Task Values_come_back_as_they_went_in()
    {
        var id = Clock.New();
        await Db.Execute("INSERT INTO events (id, at, actor_id, kind, subject, subject_id, codes) VALUES (@id, @Now, @nobody, @Kind, 'letter', @id, @text)",
            new { id, Now, nobody = (Guid?)null, Kind = Due.Release, text = "é ñ 🐶 '; DROP TABLE events" });
        var line = await Db.Find<Event>("SELECT id, at, actor_id, kind, subject, subject_id, pair_id, program_id, codes FROM events WHERE id = @id", new { id });
        Assert.That(line, Is.EqualTo(new Event { Id = id, At = Now, Kind = "Release", Subject = "letter", SubjectId = id, Codes = "é ñ 🐶 '; DROP TABLE events" }));
    }

    [Test]
    public async Task A_NUL_in_a_text_is_kept_as_the_sign_for_what_cannot_be_read()
    {
        await Db.Execute("INSERT INTO installation (key, value) VALUES ('nul', @text)", new { text = "a\0b" });
        Assert.That(await Db.Query<string>("SELECT value FROM installation WHERE key = 'nul' AND value IN @texts", new { texts = new[] { "a\0b" } }), Is.EqualTo(new[] { "a\uFFFDb" }));
    }

    [Test]
    public async Task A_list_of_keys_finds_its_rows_and_an_empty_one_none()
    {
        var ids = Enumerable.Range(0, 3).Select(_ => Clock.New()).ToList();
        foreach (var id in ids) await Db.Execute("INSERT INTO installation (key, value) VALUES (@key, 'x')", new { key = id.ToString() });
        Assert.That(await Db.Query<string>("SELECT key FROM installation WHERE key IN @keys", new { keys = ids.Take(2).Select(id => id.ToString()) }), Has.Count.EqualTo(2));
        Assert.That(await Db.Query<Guid>("SELECT id FROM people WHERE id IN @none", new { none = Array.Empty<Guid>() }), Is.Empty);
    }

    [Test]
    public async Task A_failing_transaction_leaves_nothing_and_harms_none_of_those_beside_it()
    {
        var many = Enumerable.Range(0, 200).Select(i => Attempt(i, fail: i % 7 == 0)).ToList();
        var done = (await Task.WhenAll(many)).Count(done => done);
        Assert.That(done, Is.EqualTo(200 - 29));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM installation"), Is.EqualTo(done));
    }

    [Test]
    public async Task What_follows_a_commit_does_not_follow_a_rollback()
    {
        var followed = new List<string>();
        await Db.Transact(tx =>
        {
            tx.AfterCommit(() => followed.Add("committed"));
            return Task.CompletedTask;
        });
        await Assert.ThrowsAsync<InvalidOperationException>(() => Db.Transact(tx =>
        {
            tx.AfterCommit(() => followed.Add("rolled back"));
            throw new InvalidOperationException();
        }));
        Assert.That(followed, Is.EqualTo(new[] { "committed" }));
    }

    [Test]
    public async Task A_read_sees_one_state_throughout()
    {
        await Db.Execute("INSERT INTO installation (key, value) VALUES ('a', '1')");
        var (before, after) = await Db.Read(async tx =>
        {
            var first = await tx.Get<string>("SELECT value FROM installation WHERE key = 'a'");
            await Db.Execute("UPDATE installation SET value = '2' WHERE key = 'a'");
            return (first, await tx.Get<string>("SELECT value FROM installation WHERE key = 'a'"));
        });
        Assert.That((before, after), Is.EqualTo(("1", "1")));
    }

    [Test]
    public async Task A_database_newer_than_the_program_is_refused_in_words()
    {
        await Db.Execute(Engine == Engine.Sqlite
            ? "INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('9999-later.sql', '2030-01-01')"
            : "INSERT INTO schemaversions (scriptname, applied) VALUES ('9999-later.sql', now())");
        var refusal = Assert.Throws<DatabaseTooNew>(() => Migrations.Apply(Db, Clock));
        Assert.That(refusal.Message, Does.Contain("newer version").And.Contain("9999-later.sql"));
    }

    [Test]
    public async Task Applying_the_migrations_again_changes_nothing()
    {
        var before = await Given.Program();
        Migrations.Apply(Db, Clock);
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM programs WHERE id = @Id", new { before.Id }), Is.EqualTo(1));
        Assert.That(Migrations.UpToDate(Db), Is.True);
    }

    async Task<bool> Attempt(int i, bool fail)
    {
        try
        {
            return await Db.Transact(async tx =>
            {
                await tx.Execute("INSERT INTO installation (key, value) VALUES (@key, 'x')", new { key = $"{i}" });
                return fail ? throw new InvalidOperationException("on purpose") : true;
            });
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}

/// <summary>Keys and the SQLite file.</summary>
public sealed class SqliteFileTests
{
    [Test]
    public async Task A_file_is_copied_before_a_migration_changes_it()
    {
        var folder = Directory.CreateTempSubdirectory("letterexchange-").FullName;
        await using (var db = new SqliteDatabase(Path.Combine(folder, "letterexchange.db")))
        {
            Migrations.Apply(db, new FakeTimeProvider());
            Assert.That(Directory.Exists(Path.Combine(folder, "backups")), Is.False, "an empty database needs no copy");
            await db.Execute("DELETE FROM SchemaVersions WHERE ScriptName LIKE '0002%'");
            foreach (var trigger in await db.Query<string>("SELECT name FROM sqlite_master WHERE type = 'trigger'")) await db.Execute($"DROP TRIGGER {trigger}");
            Migrations.Apply(db, new FakeTimeProvider());
        }
        Assert.That(Directory.GetFiles(Path.Combine(folder, "backups"), "before-migration-*.db"), Has.Length.EqualTo(1));
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task A_backup_reads_back_with_all_that_was_there_and_only_the_newest_stay()
    {
        var folder = Directory.CreateTempSubdirectory("letterexchange-").FullName;
        var clock = new FakeTimeProvider();
        await using var db = new SqliteDatabase(Path.Combine(folder, "letterexchange.db"));
        Migrations.Apply(db, clock);
        await db.Execute("INSERT INTO installation (key, value) VALUES ('here', 'yes')");
        var backups = new Backups(db, Path.Combine(folder, "backups"), clock);
        var path = "";
        for (var day = 0; day < BackupPolicy.Usual + 2; day++)
        {
            clock.Advance(TimeSpan.FromDays(1));
            path = (await backups.Take()).Path;
        }
        await using var copy = new SqliteDatabase(path);
        Assert.That(await copy.Get<string>("SELECT value FROM installation WHERE key = 'here'"), Is.EqualTo("yes"));
        Assert.That(Directory.GetFiles(Path.Combine(folder, "backups"), "letterexchange-*.db"), Has.Length.EqualTo(BackupPolicy.Usual));
    }

    [Test]
    public void Keys_made_in_one_moment_keep_their_order_and_are_version_7()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(57));
        var keys = Enumerable.Range(0, 10_000).Select(_ => clock.New()).ToList();
        Assert.That(keys.Select(key => Convert.ToHexString(key.ToByteArray(bigEndian: true))), Is.Ordered.Using((IComparer<string>)StringComparer.Ordinal));
        Assert.That(keys.Distinct().Count(), Is.EqualTo(keys.Count));
        Assert.That(keys, Has.All.Property(nameof(Guid.Version)).EqualTo(7));
    }
}

using LetterExchange.Data;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Commands;

public sealed class MigrateCommandTests
{
    string folder = "";

    string Backups => Path.Combine(folder, "backups");

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("letterexchange-migrate-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public async Task An_empty_database_and_one_that_is_up_to_date_need_no_copy()
    {
        foreach (var _ in new[] { "first", "again" })
        {
            var (status, output, errors) = await Migrate();
            Assert.That((status, output, errors), Is.EqualTo((0, "The database is up to date.\n", "")));
        }
        Assert.That(Directory.Exists(Backups), Is.False);
    }

    [Test]
    public async Task A_file_of_an_earlier_version_is_copied_then_brought_up_to_date_with_all_that_was_in_it()
    {
        await Migrate();
        await Change("DELETE FROM SchemaVersions WHERE ScriptName = '0004-board.sql'");
        foreach (var index in new[] { "turns_owed", "turns_lapsed", "assignments_ahead", "pairs_board" }) await Change($"DROP INDEX {index}");
        await Change("INSERT INTO installation (key, value) VALUES ('was', 'here')");
        Assert.That((await Migrate()).Status, Is.Zero);
        await using var db = Database.Open(null, folder);
        Assert.That(Migrations.UpToDate(db), Is.True);
        Assert.That(await db.Get<int>("SELECT COUNT(*) FROM sqlite_master WHERE name = 'turns_owed'"), Is.EqualTo(1));
        var copy = Directory.GetFiles(Backups, "before-migration-*.db").Single();
        await using var before = new SqliteDatabase(copy);
        Assert.That(await before.Get<string>("SELECT value FROM installation WHERE key = 'was'"), Is.EqualTo("here"));
        Assert.That(await before.Get<int>("SELECT COUNT(*) FROM sqlite_master WHERE name = 'turns_owed'"), Is.Zero, "The copy is of the earlier version.");
    }

    [Test]
    public async Task A_migration_that_fails_is_said_in_words_and_leaves_the_database_as_it_was()
    {
        await Migrate();
        await Change("DELETE FROM SchemaVersions WHERE ScriptName = '0004-board.sql'");
        await Change("DROP INDEX turns_owed"); // What it makes first; the second is there already.
        var (status, output, errors) = await Migrate();
        Assert.That((status, output), Is.EqualTo((1, "")));
        Assert.That(errors, Does.Contain("0004-board.sql").And.Contain("rolled back").And.Contain("turns_lapsed").And.Not.Contain("   at "));
        await using var db = Database.Open(null, folder);
        Assert.That(await db.Get<int>("SELECT COUNT(*) FROM sqlite_master WHERE name = 'turns_owed'"), Is.Zero);
    }

    [TestCaseSource(typeof(Databases), nameof(Databases.All))]
    public async Task A_database_newer_than_the_program_is_refused_and_left_alone(Engine engine)
    {
        string[] connection = engine == Engine.Sqlite ? [] : ["--database", await (await PostgresCluster.Shared).NewDatabase()];
        Assert.That((await Migrate(connection)).Status, Is.Zero);
        await using (var db = Database.Open(connection.ElementAtOrDefault(1), folder))
            await db.Execute(engine == Engine.Sqlite
                ? "INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('9999-later.sql', '2030-01-01')"
                : "INSERT INTO schemaversions (scriptname, applied) VALUES ('9999-later.sql', now())");
        var (status, output, errors) = await Migrate(connection);
        Assert.That((status, output), Is.EqualTo((1, "")));
        Assert.That(errors, Does.Contain("newer version").And.Contain("9999-later.sql").And.Contain("nothing was changed"));
        Assert.That(Directory.Exists(Backups), Is.False);
        Assert.That((await Migrate(["--check", .. connection])).Status, Is.EqualTo(3));
        if (connection.Length > 0) await (await PostgresCluster.Shared).Drop(connection[1]);
    }

    [Test]
    public async Task To_check_says_how_the_database_stands_and_changes_nothing()
    {
        Assert.That(await Migrate("--check"), Is.EqualTo((4, $"There is no database in {folder} yet.\n", "")));
        Assert.That(Directory.GetFileSystemEntries(folder), Is.Empty);
        await Migrate();
        Assert.That(await Migrate("--check"), Is.EqualTo((0, "The database is up to date.\n", "")));
        await Change("DELETE FROM SchemaVersions WHERE ScriptName = '0004-board.sql'");
        Assert.That(await Migrate("--check"), Is.EqualTo((2, "The database lacks 1 of this program's migrations.\n", "")));
        Assert.That(await Migrate("--check"), Is.EqualTo((2, "The database lacks 1 of this program's migrations.\n", "")), "still");
    }

    Task<(int Status, string Output, string Errors)> Migrate(params string[] connection) => Exchange.Run(["migrate", "--data", folder, .. connection]);

    async Task Change(string sql)
    {
        await using var db = Database.Open(null, folder);
        await db.Execute(sql);
    }
}

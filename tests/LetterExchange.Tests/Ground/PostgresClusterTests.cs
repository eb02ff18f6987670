using System.Diagnostics;
using Npgsql;

namespace LetterExchange.Tests.Ground;

public sealed class PostgresClusterTests
{
    [Test]
    public async Task Two_databases_share_nothing()
    {
        var cluster = await PostgresCluster.Shared;
        var (one, other) = (await cluster.NewDatabase(), await cluster.NewDatabase());
        await Scalar(one, "CREATE TABLE letters (id int)");
        Assert.That(await Scalar(other, "SELECT count(*) FROM pg_tables WHERE tablename = 'letters'"), Is.EqualTo(0));
        await cluster.Drop(one);
        await cluster.Drop(other);
    }

    [Test]
    public async Task A_template_is_prepared_once_and_copied_often()
    {
        var cluster = await PostgresCluster.Shared;
        var prepared = 0;
        var copies = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => cluster.NewDatabase("once", async database =>
        {
            prepared++;
            await Scalar(database, "CREATE TABLE letters AS SELECT 7 AS id");
        })));
        foreach (var copy in copies) Assert.That(await Scalar(copy, "SELECT id FROM letters"), Is.EqualTo(7));
        Assert.That((prepared, copies.Distinct().Count()), Is.EqualTo((1, 4)));
        foreach (var copy in copies) await cluster.Drop(copy);
    }

    [Test]
    public async Task A_copy_that_is_given_back_is_as_it_was_for_the_next()
    {
        var cluster = await PostgresCluster.Shared;
        var copy = await Noted();
        await Scalar(copy, "UPDATE letters SET id = 8; INSERT INTO notes VALUES (9)");
        await cluster.GiveBack("noted", copy);
        var again = await Noted();
        Assert.That(Of(again), Is.EqualTo(Of(copy)));
        Assert.That((await Scalar(again, "SELECT max(id) FROM letters"), await Scalar(again, "SELECT count(*) FROM notes")), Is.EqualTo(((object?)7, (object?)0L)));
        await cluster.Drop(again);
    }

    [TestCase("ALTER TABLE notes DISABLE TRIGGER gone")]
    [TestCase("ALTER TABLE letters DROP CONSTRAINT above")]
    [TestCase("CREATE OR REPLACE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'")]
    [TestCase("DROP TABLE notes")]
    [TestCase("ALTER TABLE notes ADD COLUMN more int")]
    public async Task A_copy_that_is_given_back_with_another_shape_is_no_ones_any_more(string change)
    {
        var cluster = await PostgresCluster.Shared;
        var copy = await Noted();
        await Scalar(copy, change);
        await cluster.GiveBack("noted", copy);
        var next = await Noted();
        Assert.That(Of(next), Is.Not.EqualTo(Of(copy)));
        await Assert.ThrowsAsync<PostgresException>(() => Scalar(copy, "SELECT 1"));
        await cluster.Drop(next);
    }

    static async Task<string> Noted() => await (await PostgresCluster.Shared).NewDatabase("noted", database => Scalar(database, """
        CREATE TABLE letters AS SELECT 7 AS id;
        ALTER TABLE letters ADD CONSTRAINT above CHECK (id > 0);
        CREATE TABLE notes (id int);
        CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'never'; END $$;
        CREATE TRIGGER gone BEFORE DELETE ON notes FOR EACH ROW EXECUTE FUNCTION nothing();
        """));

    static string? Of(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString).Database;

    [Test]
    public async Task A_dropped_database_is_gone_though_someone_is_still_connected()
    {
        var cluster = await PostgresCluster.Shared;
        var database = await cluster.NewDatabase();
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await cluster.Drop(database);
        await Assert.ThrowsAsync<PostgresException>(() => Scalar(database, "SELECT 1"));
    }

    [TestCase(true, "on")]
    [TestCase(false, "off")]
    public async Task Only_a_durable_cluster_waits_for_the_disk(bool durable, string fsync)
    {
        await using var cluster = await PostgresCluster.Start(durable);
        Assert.That(await Scalar(await cluster.NewDatabase(), "SHOW fsync"), Is.EqualTo(fsync));
    }

    [Test]
    public async Task A_stopped_cluster_leaves_neither_process_nor_folder()
    {
        var cluster = await PostgresCluster.Start();
        var id = cluster.ProcessId;
        await cluster.DisposeAsync();
        Assert.That(Directory.Exists(cluster.Folder), Is.False);
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(id));
    }

    [Test]
    public async Task A_missing_PostgreSQL_is_an_error_that_says_what_to_install()
    {
        var error = (await Assert.ThrowsAsync<InvalidOperationException>(() => PostgresCluster.Start(bin: "/nowhere")))!;
        Assert.That(error.Message, Does.Contain("/nowhere").And.Contain("package postgresql").And.Contain("scripts/test"));
    }

    static async Task<object?> Scalar(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}

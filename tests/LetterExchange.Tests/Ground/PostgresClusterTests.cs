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

using LetterExchange.Data;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Data;

/// <summary>A connection that breaks under a transaction, as it does when PostgreSQL fails over.</summary>
public sealed class PostgresDatabaseTests() : DatabaseTest(Engine.Postgres)
{
    [SetUp]
    public Task Make() => Db.Execute("CREATE TABLE broken (n INT)");

    [Test]
    public async Task A_transaction_whose_connection_breaks_before_its_commit_is_done_again_on_another()
    {
        var (tries, heard) = (0, 0);
        await Db.Transact(async tx =>
        {
            await tx.Execute("INSERT INTO broken VALUES (1)");
            if (++tries == 1) await End(await tx.Get<int>("SELECT pg_backend_pid()"));
            await tx.Execute("INSERT INTO broken VALUES (2)");
            tx.AfterCommit(() => heard++);
        });
        Assert.That((tries, heard), Is.EqualTo((2, 1)));
        Assert.That(await Db.Query<int>("SELECT n FROM broken ORDER BY n"), Is.EqualTo([1, 2]));
    }

    [Test]
    public async Task A_look_whose_connection_breaks_is_done_again()
    {
        var tries = 0;
        Assert.That(await Db.Read(async tx =>
        {
            if (++tries == 1) await End(await tx.Get<int>("SELECT pg_backend_pid()"));
            return await tx.Get<int>("SELECT COUNT(*) FROM broken");
        }), Is.Zero);
        Assert.That(tries, Is.EqualTo(2));
    }

    [Test]
    public async Task A_transaction_that_breaks_in_its_commit_is_not_done_again_for_nobody_knows_whether_it_was_made()
    {
        await Db.Execute("""
            CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(1); RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER breaks_at_commit AFTER INSERT ON broken DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION break_off()
            """);
        var (tries, heard) = (0, 0);
        await Assert.ThrowsAsync<CommitUnknown>(() => Db.Transact(async tx =>
        {
            tries++;
            await tx.Execute("INSERT INTO broken VALUES (1)");
            tx.AfterCommit(() => heard++);
        }));
        Assert.That((tries, heard), Is.EqualTo((1, 0)));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM broken"), Is.Zero, "and the next goes well");
    }

    async Task End(int pid)
    {
        await using var other = Db.Connect();
        await using var command = other.CreateCommand();
        command.CommandText = $"SELECT pg_terminate_backend({pid}, 5000)";
        await command.ExecuteNonQueryAsync();
    }
}

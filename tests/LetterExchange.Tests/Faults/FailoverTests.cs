using LetterExchange.Data;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Faults;

/// <summary>PostgreSQL fails over while a round opens for many: the connection drops in the midst of a transaction.</summary>
public sealed class FailoverTests() : DatabaseFaultsTest(Engine.Postgres)
{
    [Test]
    public async Task A_failover_in_the_midst_of_a_transaction_is_not_noticed_by_anybody()
    {
        // The server ends the connection once, with a batch half written.
        await Db.Execute("""
            CREATE SEQUENCE cut;
            CREATE FUNCTION cut_off() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF nextval('cut') = 40 THEN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(1); END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER cut BEFORE UPDATE ON assignments FOR EACH ROW EXECUTE FUNCTION cut_off()
            """);
        await Sweeps.Run(Due.Release, default);
        Assert.That(Said, Is.Empty);
        Assert.That(await Db.Get<long>("SELECT last_value FROM cut"), Is.EqualTo(Pairs + 40), "it was done again from the beginning of the batch");
        await AllIsDone();
    }

    [Test]
    public async Task A_failover_in_the_midst_of_a_commit_is_said_and_the_next_look_finds_what_is_left()
    {
        await Db.Execute("""
            CREATE SEQUENCE cut;
            CREATE FUNCTION cut_off() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF nextval('cut') = 120 THEN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(1); END IF;
                RETURN NULL;
            END $$;
            CREATE CONSTRAINT TRIGGER cut AFTER UPDATE ON assignments DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cut_off()
            """);
        Assert.That(DatabaseTrouble.Of((await Assert.CatchAsync(() => Sweeps.Run(Due.Release, default)))!), Is.EqualTo("commit"));
        Assert.That(Said.Single(), Does.Contain(DatabaseTrouble.InWords("commit")));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM assignments WHERE state = 'Open'"), Is.EqualTo(100), "the batch before stays");
        await AllIsDone();
    }
}

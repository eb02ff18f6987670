using LetterExchange.Commands.Auditing;
using LetterExchange.Data;
using LetterExchange.Features.Plans;
using LetterExchange.Tests.Ground;
using Npgsql;

namespace LetterExchange.Tests.Faults;

/// <summary>The database is locked, full, can only be read or is gone while a round opens for many: the sweep stops at once with one clear line, names no row for it, and when it is over
/// all is done, once.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class DatabaseFaultsTests(Engine engine) : DatabaseTest(engine)
{
    const int Pairs = 130;

    readonly List<string> said = [];
    Database? db;
    Parts parts = null!;
    Sweeps sweeps = null!;
    Measures measures = null!;

    /// <summary>The same database through a door that waits for a second at the most.</summary>
    [SetUp]
    public async Task Prepare()
    {
        said.Clear();
        measures = new Measures();
        await Come(Patient());
        await Given.Assignments(await Given.Pairs(Pairs), await Given.Round(), Now, (Side.Mentee, Now.AddDays(9), Now.AddDays(12)));
    }

    [TearDown]
    public async Task Leave()
    {
        parts.Dispose();
        measures.Dispose();
        await db!.DisposeAsync();
        db = null;
    }

    Database Patient() => Engine == Engine.Sqlite ? new SqliteDatabase(SqliteFile, throwaway: true, patience: 1)
        : new PostgresDatabase(new NpgsqlConnectionStringBuilder(Db.ConnectionString) { CommandTimeout = 1, MaxPoolSize = 12 }.ToString());

    /// <summary>Comes to the database by another door.</summary>
    async Task Come(Database by)
    {
        if (db is not null)
        {
            parts.Dispose();
            await db.DisposeAsync();
        }
        (db, parts) = (by, new Parts(by, Clock));
        sweeps = new Sweeps([parts.Get<ReleaseAssignments>(), parts.Get<SealEvents>()], parts.Get<Wakes>(), measures, Clock, new Lines<Sweeps>(said));
    }

    [TestCase("full")]
    [TestCase("readonly")]
    [TestCase("locked")]
    public async Task What_could_not_be_done_is_done_once_when_it_is_over(string fault)
    {
        // Who waits behind a lock of PostgreSQL's hears nothing in time.
        var trouble = fault == "locked" && Engine == Engine.Postgres ? "slow" : fault;
        await using (await Begin(fault))
        {
            var began = TimeProvider.System.GetTimestamp();
            for (var looks = 1; looks <= 2; looks++)
            {
                var failure = (await Assert.CatchAsync(() => sweeps.Run(Due.Release, default)))!;
                Assert.That(DatabaseTrouble.Of(failure), Is.EqualTo(trouble), failure.ToString());
                Clock.Advance(TimeSpan.FromMinutes(29));
            }
            Assert.That(TimeProvider.System.GetElapsedTime(began), Is.LessThan(TimeSpan.FromSeconds(20)), "no row waits after the other");
            Assert.That(sweeps.LastRun(Due.Release)!.Trouble, Is.EqualTo(trouble));
            Assert.That(said, Has.Count.EqualTo(2).And.All.Contain("Sweep Release has stopped").And.All.Contain(DatabaseTrouble.InWords(trouble)), "a line a look");
        }
        await AllIsDone();
    }

    [Test]
    public async Task Of_many_who_wait_for_a_locked_database_none_waits_for_the_others_time_out_too()
    {
        if (Engine == Engine.Postgres) Assert.Pass("PostgreSQL's writers do not wait in a line.");
        await using (await Begin("locked"))
        {
            var began = TimeProvider.System.GetTimestamp();
            var writers = Enumerable.Range(0, 40).Select(n => Task.Run(() => db!.Execute("INSERT INTO installation (key, value) VALUES (@key, 'x')", new { key = $"{n}" }))).ToList();
            await Task.WhenAll(writers.Select(writer => writer.ContinueWith(_ => { }, TaskScheduler.Default)));
            Assert.That(writers.Select(writer => DatabaseTrouble.Of(writer.Exception!)), Has.All.EqualTo("locked"));
            Assert.That(TimeProvider.System.GetElapsedTime(began), Is.LessThan(TimeSpan.FromSeconds(15)));
        }
        Assert.That(await db!.Execute("INSERT INTO installation (key, value) VALUES ('after', 'x')"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_database_that_could_not_be_opened_by_the_first_who_writes_is_opened_for_the_next()
    {
        if (Engine == Engine.Postgres) Assert.Pass("Each transaction of PostgreSQL's opens its own.");
        var file = SqliteFile + ".moved";
        await using var other = new SqliteDatabase(file, throwaway: true, patience: 1);
        Directory.CreateDirectory(file);
        Assert.That(DatabaseTrouble.Of((await Assert.CatchAsync(() => other.Execute("SELECT 1")))!), Is.EqualTo("away"));
        Directory.Delete(file);
        File.Copy(SqliteFile, file);
        Assert.That(await other.Execute("INSERT INTO installation (key, value) VALUES ('there', 'x')"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_failover_in_the_midst_of_a_transaction_is_not_noticed_by_anybody()
    {
        if (Engine == Engine.Sqlite) Assert.Pass("SQLite has no connection that could break.");
        // The server ends the connection once, with a batch half written.
        await Db.Execute("""
            CREATE SEQUENCE cut;
            CREATE FUNCTION cut_off() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF nextval('cut') = 40 THEN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(1); END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER cut BEFORE UPDATE ON assignments FOR EACH ROW EXECUTE FUNCTION cut_off()
            """);
        await sweeps.Run(Due.Release, default);
        Assert.That(said, Is.Empty);
        Assert.That(await Db.Get<long>("SELECT last_value FROM cut"), Is.EqualTo(Pairs + 40), "it was done again from the beginning of the batch");
        await AllIsDone();
    }

    [Test]
    public async Task A_failover_in_the_midst_of_a_commit_is_said_and_the_next_look_finds_what_is_left()
    {
        if (Engine == Engine.Sqlite) Assert.Pass("SQLite has no connection that could break.");
        await Db.Execute("""
            CREATE SEQUENCE cut;
            CREATE FUNCTION cut_off() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF nextval('cut') = 120 THEN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(1); END IF;
                RETURN NULL;
            END $$;
            CREATE CONSTRAINT TRIGGER cut AFTER UPDATE ON assignments DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cut_off()
            """);
        Assert.That(DatabaseTrouble.Of((await Assert.CatchAsync(() => sweeps.Run(Due.Release, default)))!), Is.EqualTo("commit"));
        Assert.That(said.Single(), Does.Contain(DatabaseTrouble.InWords("commit")));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM assignments WHERE state = 'Open'"), Is.EqualTo(100), "the batch before stays");
        await AllIsDone();
    }

    [Test]
    public void Each_trouble_has_words_of_its_own() => Assert.That(DatabaseTrouble.All.Select(DatabaseTrouble.InWords), Is.Unique);

    string SqliteFile => new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(Db.ConnectionString).DataSource;

    async Task AllIsDone()
    {
        var down = Start;
        await sweeps.Run(Due.Release, default);
        await sweeps.Run(Due.Release, default);
        await sweeps.Run(Due.Seal, default);
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM assignments WHERE state = 'Open' AND release_at IS NULL"), Is.EqualTo(Pairs));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM events WHERE kind = 'assignment.open'"), Is.EqualTo(Pairs));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM notices WHERE kind = 'RoundOpened'"), Is.EqualTo(2 * Pairs));
        Assert.That(await parts.Get<StuckRows>().All(), Is.Empty, "no row is blamed for it");
        var found = await new Audit(Db, new Evidence { Until = Now, Outage = (down, Now) }).Run();
        Assert.That(found.Where(rule => rule.Value > 0), Is.Empty);
    }

    /// <summary>It is over when the answer is disposed.</summary>
    async Task<Over> Begin(string fault)
    {
        switch (fault, Engine)
        {
            case ("full", Engine.Sqlite):
                await SmallDisk.Fill(db!);
                return new(() => SmallDisk.Free(db!));
            case ("readonly", Engine.Sqlite):
                await Come(new SqliteDatabase($"file:{SqliteFile}?mode=ro", throwaway: true, patience: 1));
                return new(() => Come(Patient()));
            case ("locked", Engine.Sqlite):
                var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={SqliteFile};Pooling=False");
                await other.OpenAsync();
                var held = other.BeginTransaction();
                return new(async () =>
                {
                    await held.DisposeAsync();
                    await other.DisposeAsync();
                });
            case ("full", Engine.Postgres):
                // What the server says then; to fill its disk is not ours.
                await Db.Execute("""
                    CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
                    CREATE TRIGGER full_disk BEFORE INSERT ON notices EXECUTE FUNCTION full_disk()
                    """);
                return new(() => Db.Execute("DROP TRIGGER full_disk ON notices; DROP FUNCTION full_disk()"));
            case ("readonly", Engine.Postgres):
                await Standby.Begin(Db);
                return new(() => Standby.End(Db));
            default:
                var locking = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Db.ConnectionString) { Pooling = false }.ToString());
                await locking.OpenAsync();
                await using (var command = new NpgsqlCommand("BEGIN; LOCK TABLE notices IN EXCLUSIVE MODE", locking)) await command.ExecuteNonQueryAsync();
                return new(() => locking.DisposeAsync().AsTask());
        }
    }

    sealed class Over(Func<Task> end) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await end();
    }
}

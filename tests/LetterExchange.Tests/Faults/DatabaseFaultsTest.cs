using LetterExchange.Commands.Auditing;
using LetterExchange.Data;
using LetterExchange.Features.Plans;
using LetterExchange.Tests.Ground;
using Npgsql;

namespace LetterExchange.Tests.Faults;

/// <summary>A round is to open for many, and the way to the database waits for a second at the most.</summary>
public abstract class DatabaseFaultsTest(Engine engine) : DatabaseTest(engine)
{
    protected const int Pairs = 130;

    Parts parts = null!;
    Measures measures = null!;
    Database? db;

    /// <summary>Warnings and errors of the sweeps.</summary>
    protected List<string> Said { get; } = [];

    protected Sweeps Sweeps { get; private set; } = null!;

    /// <summary>The test's database through the impatient door.</summary>
    protected Database Door => db!;

    protected string SqliteFile => new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(Db.ConnectionString).DataSource;

    [SetUp]
    public async Task Prepare()
    {
        Said.Clear();
        measures = new Measures();
        await Come(Impatient());
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

    Database Impatient() => Engine == Engine.Sqlite ? new SqliteDatabase(SqliteFile, throwaway: true, patience: 1)
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
        Sweeps = new Sweeps([parts.Get<ReleaseAssignments>(), parts.Get<SealEvents>()], parts.Get<Wakes>(), measures, Clock, new Lines<Sweeps>(Said));
    }

    protected async Task AllIsDone()
    {
        var down = Start;
        await Sweeps.Run(Due.Release, default);
        await Sweeps.Run(Due.Release, default);
        await Sweeps.Run(Due.Seal, default);
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM assignments WHERE state = 'Open' AND release_at IS NULL"), Is.EqualTo(Pairs));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM events WHERE kind = 'assignment.open'"), Is.EqualTo(Pairs));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM notices WHERE kind = 'RoundOpened'"), Is.EqualTo(2 * Pairs));
        Assert.That(await parts.Get<StuckRows>().All(), Is.Empty, "no row is blamed for it");
        var found = await new Audit(Db, new Evidence { Until = Now, Outage = (down, Now) }).Run();
        Assert.That(found.Where(rule => rule.Value > 0), Is.Empty);
    }

    /// <summary>It is over when the answer is disposed.</summary>
    protected async Task<Over> Begin(string fault)
    {
        switch (fault, Engine)
        {
            case ("full", Engine.Sqlite):
                await SmallDisk.Fill(Door);
                return new(() => SmallDisk.Free(Door));
            case ("readonly", Engine.Sqlite):
                await Come(new SqliteDatabase($"file:{SqliteFile}?mode=ro", throwaway: true, patience: 1));
                return new(() => Come(Impatient()));
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

    protected sealed class Over(Func<Task> end) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await end();
    }
}

using DbUp;
using LetterExchange.Data;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests;

/// <summary>An upgrade of one process after the other over one PostgreSQL: from the previous version to this one, and from this one to the next.</summary>
public sealed class UpgradeTests
{
    const string Prefix = "LetterExchange.Data.Migrations.";
    static readonly string[] migrations = [.. typeof(Migrations).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && !name.EndsWith(".sqlite.sql", StringComparison.Ordinal)).Select(name => name[Prefix.Length..]).Order(StringComparer.Ordinal)];

    string folder = "";
    Database db = null!;

    string[] Arguments => ["--data", folder, "--database", db.ConnectionString];

    [SetUp]
    public async Task Begin()
    {
        folder = Directory.CreateTempSubdirectory("letterexchange-upgrade-").FullName;
        db = new PostgresDatabase(await (await PostgresCluster.Shared).NewDatabase());
    }

    [TearDown]
    public async Task End()
    {
        await db.DisposeAsync();
        await (await PostgresCluster.Shared).Drop(db.ConnectionString);
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task Processes_bring_a_database_of_the_previous_version_up_to_date_and_go_on_working_when_the_next_version_comes()
    {
        Previous();
        await Fill();
        var writing = await Exchange.Play(Arguments, new Dictionary<string, string?>());
        await using var one = writing;
        var (other, _) = await Exchange.Serve(Arguments);
        await using var two = other;
        await writing.Line(line => line.StartsWith("Ready: "), TimeSpan.FromSeconds(60));
        Assert.That(await Applied(), Is.EqualTo(migrations), "each migration once");
        await Delivered(3);
        await Next();
        await Delivered(await db.Get<int>("SELECT COUNT(*) FROM deliveries") + 6);
        var (status, _, errors) = await Exchange.Run(["serve", "--urls", "http://127.0.0.1:0", .. Arguments]);
        Assert.That((status, errors), Is.EqualTo((1, "This database was written by a newer version of LetterExchange (it has the migration 9999-next.sql). Install that version or a later one; nothing was changed.\n")));
        foreach (var child in new[] { writing, other })
        {
            Assert.That(await child.Stop(), Is.Zero, child.Output);
            Assert.That(child.Lines.Where(line => line.StartsWith("fail:") || line.Contains("failed")), Is.Empty);
        }
        Assert.That(await db.Query<Guid>("SELECT subject_id FROM events WHERE kind IN ('letter.submit', 'letter.route', 'letter.approve', 'letter.deliver') GROUP BY subject_id, kind HAVING COUNT(*) > 1"), Is.Empty);
        Assert.That(await db.Query<Guid>("SELECT subject_id FROM notices WHERE kind = 'LetterArrived' GROUP BY subject_id, person_id HAVING COUNT(*) > 1"), Is.Empty);
    }

    Task<List<string>> Applied() => db.Query<string>("SELECT scriptname FROM schemaversions ORDER BY scriptname COLLATE \"C\"");

    async Task Delivered(int count)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (await db.Get<int>("SELECT COUNT(*) FROM deliveries") < count)
        {
            Assert.That(TimeProvider.System.GetElapsedTime(began), Is.LessThan(TimeSpan.FromSeconds(30)), "letters are delivered");
            await Task.Delay(20);
        }
    }

    /// <summary>The tables as they were before the last migration.</summary>
    void Previous()
    {
        var last = migrations[^1][..4];
        var result = DeployChanges.To.PostgresqlDatabase(db.ConnectionString)
            .WithScripts(migrations.Where(name => !name.StartsWith(last, StringComparison.Ordinal)).Select(name => DbUp.Engine.SqlScript.FromStream(name, typeof(Migrations).Assembly.GetManifestResourceStream(Prefix + name)!)))
            .WithTransactionPerScript().WithVariablesDisabled().LogToNowhere().Build().PerformUpgrade();
        Assert.That(result.Successful, Is.True, result.Error?.Message);
        Assert.That(Migrations.UpToDate(db), Is.False);
    }

    /// <summary>What a later version does to a database in use: every table gets a column that this one does not know. Each by itself: whoever holds one table
    /// and asks for the next while processes read them all comes into a deadlock sooner or later.</summary>
    async Task Next()
    {
        foreach (var table in await db.Query<string>("SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"))
            await db.Execute($"ALTER TABLE \"{table}\" ADD COLUMN later TEXT");
        await db.Execute("INSERT INTO schemaversions (scriptname, applied) VALUES ('9999-next.sql', now())");
    }

    async Task Fill()
    {
        var given = new Given(db, TimeProvider.System);
        await given.Program("Europe/Paris", new Policies { DeliveryDelaySeconds = 0, QuietFrom = default, QuietUntil = default });
        var pairs = await given.Pairs(6);
        await given.Person("Reviewer", cohortId: pairs[0].CohortId, name: "Ruth");
        await given.Person("SafeguardingLead", name: "Lea");
        var now = TimeProvider.System.Now();
        await given.Assignments(pairs, await given.Round(now), now,
            [.. Enumerable.Range(1, 30).Select(n => (n % 2 == 1 ? Side.Mentee : Side.Mentor, now.AddDays(7 * n), now.AddDays(7 * n + 3)))]);
    }
}

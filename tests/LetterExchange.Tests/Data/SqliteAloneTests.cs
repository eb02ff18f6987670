using LetterExchange.Data;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Data;

/// <summary>The database of a season: one connection whose transactions go to the file together, and each of which still fails by itself.</summary>
public sealed class SqliteAloneTests
{
    string folder = "";
    SqliteAlone db = null!;

    [SetUp]
    public async Task Begin()
    {
        folder = Directory.CreateTempSubdirectory("letterexchange-alone-").FullName;
        await Databases.Lay(Path.Combine(folder, Database.FileName));
        db = new SqliteAlone(Path.Combine(folder, Database.FileName));
    }

    [TearDown]
    public async Task End()
    {
        await db.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task A_failing_transaction_leaves_nothing_and_harms_none_of_those_beside_it()
    {
        var many = Enumerable.Range(0, 2_500).Select(number => Task.Run(() => Keep(number, fail: number % 7 == 0))).ToList();
        var kept = (await Task.WhenAll(many)).Count(done => done);
        Assert.That(kept, Is.EqualTo(2_500 - 358));
        Assert.That(await Count(), Is.EqualTo(kept));
        await db.DisposeAsync();
        await using var file = new SqliteDatabase(Path.Combine(folder, Database.FileName));
        Assert.That(await file.Get<int>("SELECT COUNT(*) FROM installation WHERE value = 'season'"), Is.EqualTo(kept), "and all is in the file in the end");
    }

    [Test]
    public async Task What_is_read_inside_a_transaction_is_read_there()
    {
        await db.Transact(async tx =>
        {
            await tx.Execute("INSERT INTO installation (key, value) VALUES ('one', 'season')");
            Assert.That(await Count(), Is.EqualTo(1));
        });
        Assert.That(await Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_transaction_inside_a_transaction_is_refused_and_leaves_nothing()
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => db.Transact(async tx =>
        {
            await tx.Execute("INSERT INTO installation (key, value) VALUES ('outer', 'season')");
            await Keep(1, fail: false, () => throw new AssertionException("it ran"));
        }));
        Assert.That(refusal!.Message, Does.Contain("inside a transaction"));
        Assert.That(await Count(), Is.Zero);
    }

    [Test]
    public async Task What_follows_a_commit_follows_its_own_transaction_and_not_one_that_failed()
    {
        var followed = new List<string>();
        await db.Transact(tx =>
        {
            tx.AfterCommit(() => followed.Add("done"));
            return Task.CompletedTask;
        });
        await Assert.ThrowsAsync<FormatException>(() => db.Transact(tx =>
        {
            tx.AfterCommit(() => followed.Add("failed"));
            throw new FormatException();
        }));
        Assert.That(followed, Is.EqualTo(new[] { "done" }));
    }

    Task<int> Count() => db.Get<int>("SELECT COUNT(*) FROM installation WHERE value = 'season'");

    async Task<bool> Keep(int number, bool fail, Action? first = null)
    {
        try
        {
            return await db.Transact(async tx =>
            {
                first?.Invoke();
                await tx.Execute("INSERT INTO installation (key, value) VALUES (@key, 'season')", new { key = $"{number}" });
                return fail ? throw new FormatException("on purpose") : true;
            });
        }
        catch (FormatException)
        {
            return false;
        }
    }
}

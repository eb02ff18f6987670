using LetterExchange.Data;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Faults;

/// <summary>A SQLite file that another process holds, or that is not there at first.</summary>
public sealed class LockedFileTests() : DatabaseFaultsTest(Engine.Sqlite)
{
    [Test]
    public async Task Of_many_who_wait_for_a_locked_database_none_waits_for_the_others_time_out_too()
    {
        await using (await Begin("locked"))
        {
            var began = TimeProvider.System.GetTimestamp();
            var writers = Enumerable.Range(0, 40).Select(n => Task.Run(() => Door.Execute("INSERT INTO installation (key, value) VALUES (@key, 'x')", new { key = $"{n}" }))).ToList();
            await Task.WhenAll(writers.Select(writer => writer.ContinueWith(_ => { }, TaskScheduler.Default)));
            Assert.That(writers.Select(writer => DatabaseTrouble.Of(writer.Exception!)), Has.All.EqualTo("locked"));
            Assert.That(TimeProvider.System.GetElapsedTime(began), Is.LessThan(TimeSpan.FromSeconds(15)));
        }
        Assert.That(await Door.Execute("INSERT INTO installation (key, value) VALUES ('after', 'x')"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_database_that_could_not_be_opened_by_the_first_who_writes_is_opened_for_the_next()
    {
        var file = SqliteFile + ".moved";
        await using var other = new SqliteDatabase(file, throwaway: true, patience: 1);
        Directory.CreateDirectory(file);
        Assert.That(DatabaseTrouble.Of((await Assert.CatchAsync(() => other.Execute("SELECT 1")))!), Is.EqualTo("away"));
        Directory.Delete(file);
        File.Copy(SqliteFile, file);
        Assert.That(await other.Execute("INSERT INTO installation (key, value) VALUES ('there', 'x')"), Is.EqualTo(1));
    }
}

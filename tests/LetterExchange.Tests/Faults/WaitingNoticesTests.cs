using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Faults;

/// <summary>A service that finds very many unsent notices when it starts: 2,000, and with --long 100,000.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class WaitingNoticesTests(Engine engine)
{
    static int Each => Variants.Long ? 10 : 25;

    static int People => Variants.Long ? 10_000 : 80;

    [Test]
    public async Task It_starts_at_once_and_mails_them_in_batches_all_of_a_person_in_one()
    {
        await using var mail = await MailServer.Start();
        await using var site = await Site.Open(engine, work: true, settings: new Dictionary<string, string?> { ["Mail:Host"] = "127.0.0.1", ["Mail:Port"] = $"{mail.Port}", ["Mail:Security"] = "None" });
        await site.Stop();
        await using (var db = engine == Engine.Sqlite ? new SqliteDatabase(Path.Combine(site.Folder, Database.FileName), throwaway: true) : new PostgresDatabase(site.Db.ConnectionString) as Database) await Fill(db, site);
        await site.StartAgain();
        var left = await Unsent(site);
        Assert.That(left, Is.Positive, "the start does not wait for them");
        using (var visitor = await site.As()) Assert.That((await visitor.Get("/health/ready")).Text, Does.Contain("ok"));

        var (before, most, inHand, began) = (GC.GetTotalMemory(forceFullCollection: true), 0L, 0, TimeProvider.System.GetTimestamp());
        while (left > 0)
        {
            Assert.That(TimeProvider.System.GetElapsedTime(began), Is.LessThan(Variants.Long ? TimeSpan.FromMinutes(20) : TimeSpan.FromMinutes(2)), $"{left} are left");
            await Task.Delay(50);
            (left, inHand, most) = (await Unsent(site), Math.Max(inHand, await site.Db.Get<int>("SELECT COUNT(*) FROM mails WHERE state = 'Claimed'")), Math.Max(most, GC.GetTotalMemory(forceFullCollection: false) - before));
        }
        Assert.That(inHand, Is.InRange(1, Math.Min(100, People / 2)), "batch by batch");
        if (Variants.Long) Assert.That(most, Is.LessThan(200_000_000), "the memory does not grow with what waits");
        var people = new HashSet<string>();
        await mail.WaitForMail(one => people.Add(one.To.Single()) && people.Count == People, TimeSpan.FromSeconds(60));
        Assert.That(mail.Messages, Has.Count.EqualTo(People), "each person has one mail");
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM notices WHERE mail_id IS NULL"), Is.Zero);
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM mails WHERE repeats > 0 OR tries <> 1 OR state <> 'Sent'"), Is.Zero);
        var first = mail.Messages[0].Message.TextBody!;
        Assert.That(Enumerable.Range(1, Each), Has.All.Matches<int>(n => first.Contains($"Child{n:00}")));
    }

    static Task<int> Unsent(Site site) => site.Db.Get<int>("SELECT (SELECT COUNT(*) FROM notices WHERE mail_at IS NOT NULL) + (SELECT COUNT(*) FROM mails WHERE retry_at IS NOT NULL)");

    static async Task Fill(Database db, Site site)
    {
        var given = new Given(db, site.Clock);
        var program = await given.Program("Europe/Paris");
        var mentors = new List<Guid>();
        foreach (var some in Enumerable.Range(0, People).Chunk(500)) mentors.AddRange((await given.Pairs(some.Length)).ConvertAll(pair => pair.MentorId));
        await given.Address("Mentor");
        using var parts = new Parts(db, site.Clock);
        foreach (var some in mentors.Chunk(500))
            await db.Transact(tx => parts.Get<Notifier>().Tell(tx, [.. some.SelectMany(mentor => Enumerable.Range(1, Each).Select(n =>
                new Telling(mentor, program.Id, NoticeKind.LetterArrived, site.Clock.New(), "1", $"/letters/{n}", $"Child{n:00}")))]));
    }
}

using LetterExchange.Data;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Data;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class SealsTests(Engine engine) : DatabaseTest(engine)
{
    [Test]
    public async Task Every_event_is_sealed_once_however_often_and_beside_whom_the_sweep_runs()
    {
        await RecordEvents(2500);
        await Task.WhenAll(Get<SealEvents>().Run(default), new SealEvents(Db, Get<StuckRows>()).Run(default), new SealEvents(Db, Get<StuckRows>()).Run(default));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM seals"), Is.EqualTo(2500));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM unsealed_events"), Is.Zero);
        Assert.That(await Get<Seals>().FirstBroken(), Is.Null);
    }

    [Test]
    public async Task A_changed_event_breaks_the_chain_where_it_was_changed()
    {
        await RecordEvents(20);
        await Get<SealEvents>().Run(default);
        var seventh = await Db.Get<Guid>("SELECT event_id FROM seals WHERE number = 7");
        await Tamper("UPDATE events SET kind = 'letter.forged' WHERE id = @seventh", new { seventh });
        Assert.That(await Get<Seals>().FirstBroken(), Is.EqualTo(7));
    }

    [Test]
    public async Task A_chain_cut_short_shows()
    {
        await RecordEvents(5);
        await Get<SealEvents>().Run(default);
        await Tamper("DELETE FROM seals WHERE number = 5", null);
        Assert.That(await Get<Seals>().FirstBroken(), Is.EqualTo(5));
    }

    Task RecordEvents(int count) => Db.Transact(async tx =>
    {
        var history = Get<History>();
        await history.Record(tx, [.. Enumerable.Range(0, count).Select(i => history.Line("letter.begin", Clock.New(), Actor.Service, codes: $"n={i}"))]);
    });

    async Task Tamper(string sql, object? args)
    {
        foreach (var (trigger, table) in new[] { ("events_never_change", "events"), ("seals_never_change", "seals"), ("seals_never_go", "seals") })
            await Db.Execute(Engine == Engine.Sqlite ? $"DROP TRIGGER {trigger}" : $"DROP TRIGGER IF EXISTS {trigger} ON {table}");
        await Db.Execute(sql, args);
    }
}

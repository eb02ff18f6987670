using LetterExchange.Data;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Ground;
using NodaTime;

namespace LetterExchange.Tests.Faults;

/// <summary>A new version of the program brings other rules of a time zone: what was planned for six in the evening is at six in the evening.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class ZoneRulesTests(Engine engine) : DatabaseTest(engine)
{
    const string Zone = "Europe/Paris";

    static readonly IDateTimeZoneProvider before = new ChangedRules("2020a", Zone, DateTimeZoneProviders.Tzdb[Zone]);
    static readonly IDateTimeZoneProvider alwaysWinter = new ChangedRules("2099a", Zone, DateTimeZone.ForOffset(Offset.FromHours(1)));
    static readonly IDateTimeZoneProvider alwaysSummer = new ChangedRules("2099a", Zone, DateTimeZone.ForOffset(Offset.FromHours(2)));

    FairClock fair = null!;
    Guid summer, winter;
    List<Pair> pairs = [];
    readonly List<string> said = [];

    [SetUp]
    public async Task Plan()
    {
        said.Clear();
        fair = FairClock.Of(await Given.Program(Zone), []);
        var plan = await Given.NewPlan();
        (summer, winter) = (await Round(plan, 1, "2027-07-05T18:00", "2027-07-12T18:00", "2027-07-15T18:00"), await Round(plan, 2, "2027-12-06T18:00", "2027-12-13T18:00", "2027-12-16T18:00"));
        pairs = await Given.Pairs(3);
        await Get<PlanApplication>().ToPairs(plan, pairs.ConvertAll(pair => pair.Id), await Given.Coordinator());
        // A pause of two days and an hour has moved the dates of the second pair.
        await Db.Execute("UPDATE assignments SET opens_at = opens_at + 176400000, release_at = release_at + 176400000 WHERE pair_id = @Id", new { pairs[1].Id });
        Assert.That(await Follow(before), Is.Zero, "what holds when the first version that keeps it starts");
    }

    [Test]
    public async Task Where_summer_time_ends_dates_ahead_keep_their_local_time()
    {
        var open = await Given.OpenTurn(fair.At("2027-07-20T18:00"), fair.At("2027-07-25T18:00"), await Given.Pair());
        Assert.That(await Follow(alwaysWinter), Is.Positive);
        Assert.That(await Openings(summer), Is.EqualTo(new[] { At(7, 5, 17), At(7, 7, 18), At(7, 5, 17) }));
        Assert.That(await Openings(winter), Is.EqualTo(new[] { At(12, 6, 17), At(12, 8, 18), At(12, 6, 17) }), "winter is as it was");
        Assert.That(await Db.Query<DateTimeOffset>("SELECT opens_at FROM rounds WHERE id IN @rounds ORDER BY ordinal", new { rounds = new[] { summer, winter } }), Is.EqualTo(new[] { At(7, 5, 17), At(12, 6, 17) }), "the plan's own too");
        Assert.That(await Db.Query<(DateTimeOffset, DateTimeOffset)>("SELECT due_at, cut_off_at FROM round_turns WHERE round_id = @summer", new { summer }), Is.EqualTo(new[] { (At(7, 12, 17), At(7, 15, 17)) }));
        Assert.That(await Db.Query<(DateTimeOffset, DateTimeOffset)>("SELECT t.due_at, t.cut_off_at FROM turns t JOIN assignments a ON a.id = t.assignment_id WHERE a.round_id = @summer", new { summer }), Has.All.EqualTo((At(7, 12, 17), At(7, 15, 17))));
        var now = await Turn(open.Id);
        Assert.That((now.DueAt, now.CutOffAt, now.EnforceAt), Is.EqualTo((At(7, 20, 17), At(7, 25, 17), At(7, 20, 17).AddMilliseconds(1))), "an open one has the hour more");
        Assert.That(now.RemindAt, Is.EqualTo(open.RemindAt!.Value.AddHours(1)));
        Assert.That(await EventsOf((await Given.Program()).Id), Is.EqualTo(new[] { "program.zone" }));
        Assert.That(said.Single(), Does.Contain(Zone).And.Contain("2020a to 2099a"), "one line for the administrator");
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM notices"), Is.Zero, "nobody is told: what they read is as it was");
    }

    [Test]
    public async Task Where_dates_would_come_earlier_what_is_open_stays()
    {
        var open = await Given.OpenTurn(fair.At("2027-01-20T18:00"), fair.At("2027-01-25T18:00"), await Given.Pair());
        await Follow(alwaysSummer);
        Assert.That(await Openings(winter), Is.EqualTo(new[] { At(12, 6, 16), At(12, 8, 17), At(12, 6, 16) }));
        Assert.That(await Openings(summer), Is.EqualTo(new[] { At(7, 5, 16), At(7, 7, 17), At(7, 5, 16) }));
        Assert.That((await Turn(open.Id)).DueAt, Is.EqualTo(At(1, 20, 17)), "nobody has less time than was promised");
    }

    [Test]
    public async Task It_is_done_once_and_an_older_program_moves_nothing_back()
    {
        await Follow(alwaysWinter);
        Assert.That(await Follow(alwaysWinter), Is.Zero);
        Assert.That(await Follow(before), Is.Zero);
        Assert.That(await Openings(summer), Is.EqualTo(new[] { At(7, 5, 17), At(7, 7, 18), At(7, 5, 17) }));
        Assert.That(said, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_pair_whose_dates_cannot_follow_is_named_and_passed_over_and_none_moves_twice()
    {
        var poison = new Poison("UPDATE", "turns", "pair_id", pairs[1].Id);
        await poison.Into(Db);
        await Follow(alwaysWinter);
        Assert.That(await Openings(summer), Is.EqualTo(new[] { At(7, 5, 17), At(7, 7, 17), At(7, 5, 17) }));
        Assert.That((await Get<StuckRows>().All()).Select(row => (row.RowId, row.AgainAt)), Is.EqualTo(new[] { (pairs[1].Id, (DateTimeOffset?)null) }));
        await poison.OutOf(Db);
        Assert.That(await Follow(alwaysWinter), Is.Zero);
    }

    [Test]
    public async Task A_process_that_ends_in_the_midst_of_it_leaves_the_rest_to_the_next()
    {
        // As it is when the plan's own dates and the first pair's have followed.
        await Follow(alwaysWinter);
        var kept = ZoneRules.Of(before[Zone], "2020a", Now) with { After = pairs[0].Id };
        await Db.Execute("UPDATE installation SET value = @kept WHERE key = @key", new { kept = kept.ToJson(), key = ZoneChanges.KeyOf(Zone) });
        await Db.Execute("UPDATE assignments SET opens_at = opens_at - 3600000 WHERE pair_id IN @rest AND round_id = @summer", new { rest = new[] { pairs[1].Id, pairs[2].Id }, summer });
        await Follow(alwaysWinter);
        Assert.That(await Openings(summer), Is.EqualTo(new[] { At(7, 5, 17), At(7, 7, 18), At(7, 5, 17) }));
    }

    /// <summary>What a process does that starts with these rules.</summary>
    Task<int> Follow(IDateTimeZoneProvider zones) => new ZoneChanges(Db, Get<TurnStore>(), Get<Turns>(), Get<History>(), Get<StuckRows>(), Clock, Get<Wakes>(), new Lines<ZoneChanges>(said)) { Zones = zones }.Follow(default);

    async Task<Guid> Round(Guid plan, int ordinal, string opens, string due, string cutOff)
    {
        var id = Clock.New();
        await Db.Execute("INSERT INTO rounds (id, plan_id, ordinal, title, opens_local, opens_at) VALUES (@id, @plan, @ordinal, 'One', @opens, @at)", new { id, plan, ordinal, opens, at = fair.At(opens) });
        await Db.Execute("INSERT INTO round_turns (round_id, ordinal, writer, due_local, due_at, cut_off_local, cut_off_at) VALUES (@id, 1, 'Mentee', @due, @dueAt, @cutOff, @cutOffAt)",
            new { id, due, dueAt = fair.At(due), cutOff, cutOffAt = fair.At(cutOff) });
        return id;
    }

    Task<List<DateTimeOffset>> Openings(Guid round) => Db.Query<DateTimeOffset>("SELECT opens_at FROM assignments WHERE round_id = @round AND pair_id IN @pairs ORDER BY pair_id", new { round, pairs = pairs.ConvertAll(pair => pair.Id) });

    Task<Turn> Turn(Guid id) => Db.Read(async tx => (await Get<TurnStore>().Find(tx, id))!);

    static DateTimeOffset At(int month, int day, int hour) => new(2027, month, day, hour, 0, 0, TimeSpan.Zero);
}

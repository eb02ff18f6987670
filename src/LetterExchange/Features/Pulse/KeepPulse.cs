using LetterExchange.Data;

namespace LetterExchange.Features.Pulse;

/// <summary>Keeps what the pulse shows: follows what happened to pairs by their history, counts what has become due, and once a week makes all of it again, pair by pair, from the turns and
/// letters themselves. What it keeps is never more than a look of the sweep behind. Tells coordinators once a week what needs a person. Safe to run twice, late, or on two machines: every row is made again
/// from what is so now, under one lock. A pair, cohort or program that can't be counted keeps none of the others from it.</summary>
public sealed class KeepPulse(Database db, WeeklyMail weekly, StuckRows stuck, TimeProvider clock) : Sweep
{
    const int Batch = 200;

    /// <summary>A history line of another machine may be seen so much later than its moment says.</summary>
    static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    static readonly TimeSpan Again = TimeSpan.FromDays(7);

    internal const string FindEvents = "SELECT v.id, CASE WHEN v.kind LIKE '%.look' THEN NULL ELSE v.pair_id END AS pair_id FROM events v WHERE v.id > @after ORDER BY v.id LIMIT 2000";

    public override Due Due => Due.Pulse;

    public override async Task<int> Run(CancellationToken stopping)
    {
        var (now, run) = (clock.Now(), await stuck.Begin(Due));
        var progress = await Begin(now);
        var moved = await Follow(progress, run, stopping) + await MakeAgain(run, stopping) + await Pass(now, run, stopping) + await Programs(now, run);
        foreach (var program in await db.Query<DueKey>(PulseCounts.FindDue, new { now }))
            moved += await run.Alone(program.Id, () => db.Transact(tx => PulseCounts.Look(tx, program.Id, now)));
        foreach (var program in await db.Query<DueKey>(WeeklyMail.FindDue, new { now }))
            moved += await run.Alone(program.Id, () => db.Transact(tx => weekly.Tell(tx, program.Id, now)));
        if (!stopping.IsCancellationRequested) await db.Execute("UPDATE pulse_progress SET seen_at = @now WHERE id = 1 AND (seen_at IS NULL OR seen_at < @now)", new { now });
        return moved;
    }

    /// <summary>The next weekly mail. All else is looked at as the schedule says: nobody waits for a count.</summary>
    public override string Ahead => WeeklyMail.FindNext;

    public override Task<DateTimeOffset?> Next(DateTimeOffset? since = null) => db.Find<DateTimeOffset?>(Ahead, new { now = since ?? clock.Now() });

    Task<Progress> Begin(DateTimeOffset now) => db.Transact(async tx =>
    {
        await tx.Execute("INSERT INTO pulse_progress (id, pair_id, cohort_id, again_at) VALUES (1, @none, @none, @again) ON CONFLICT (id) DO NOTHING", new { none = Guid.Empty, again = now + Again });
        await tx.Execute("UPDATE pulse_progress SET pair_id = @none, cohort_id = @none, again_at = @again WHERE id = 1 AND again_at <= @now", new { none = Guid.Empty, now, again = now + Again });
        return await tx.Get<Progress>("SELECT seen_at, pair_id, cohort_id FROM pulse_progress WHERE id = 1");
    });

    /// <summary>The pairs to which something has happened since the last run; that somebody looked changes nothing. However many of a cohort's pairs there are, its cells are counted once.</summary>
    async Task<int> Follow(Progress progress, StuckRun run, CancellationToken stopping)
    {
        if (progress.SeenAt is not { } seen) return 0; // All pairs are made first.
        var (moved, pairs, rounds) = (0, await Happenings(Ids.First(seen - Slack), stopping), new Dictionary<Guid, HashSet<Guid>>());
        var cohorts = new List<Guid>();
        if (run.Known is { Count: > 0 } known) // What could not be counted when something happened to it.
        {
            pairs.UnionWith(await db.Query<Guid>("SELECT id FROM pairs WHERE id IN @known", new { known }));
            cohorts = await db.Query<Guid>("SELECT id FROM cohorts WHERE id IN @known", new { known });
        }
        foreach (var some in pairs.Order().Chunk(Batch))
            if (!stopping.IsCancellationRequested) moved += await run.Together(some, ids => db.Transact(tx => Read(tx, ids, seen.AddDays(-1), rounds)));
        foreach (var (cohort, changed) in rounds.OrderBy(one => one.Key))
            if (!stopping.IsCancellationRequested) moved += await run.Alone(cohort, () => Count(cohort, cohorts.Contains(cohort) ? null : changed));
        foreach (var cohort in cohorts.Except(rounds.Keys)) moved += await run.Alone(cohort, () => Count(cohort, null));
        return moved;
    }

    Task<int> Count(Guid cohort, IReadOnlyCollection<Guid>? rounds) => db.Transact(async tx =>
    {
        await Hold(tx);
        return await PulseCells.Count(tx, cohort, rounds, clock.Now());
    });

    async Task<HashSet<Guid>> Happenings(Guid after, CancellationToken stopping)
    {
        var pairs = new HashSet<Guid>();
        while (!stopping.IsCancellationRequested && await db.Query<Happened>(FindEvents, new { after }) is { Count: > 0 } events)
        {
            pairs.UnionWith(events.Select(one => one.PairId).OfType<Guid>());
            after = events[^1].Id;
        }
        return pairs;
    }

    /// <summary>All pairs, and the cells of all cohorts, that have not been made again yet: at first, those that are new, and once a week.</summary>
    async Task<int> MakeAgain(StuckRun run, CancellationToken stopping)
    {
        var moved = 0;
        while (!stopping.IsCancellationRequested && await Behind("pairs", "pair_id", Batch) is { Count: > 0 } pairs)
        {
            moved += await run.Together(pairs, ids => db.Transact(async tx =>
            {
                await Hold(tx);
                return (await PulsePairs.Read(tx, ids)).Changed;
            }));
            await Reached("pair_id", pairs[^1]);
        }
        while (!stopping.IsCancellationRequested && await Behind("cohorts", "cohort_id", 5) is { Count: > 0 } cohorts)
        {
            foreach (var cohort in cohorts) moved += await run.Alone(cohort, () => Count(cohort, null));
            await Reached("cohort_id", cohorts[^1]);
        }
        return moved;
    }

    /// <summary>The next that have not been made again.</summary>
    Task<List<Guid>> Behind(string table, string column, int most) =>
        db.Query<Guid>($"SELECT x.id FROM {table} x WHERE x.id > (SELECT o.{column} FROM pulse_progress o WHERE o.id = 1) ORDER BY x.id LIMIT {most}");

    Task Reached(string column, Guid last) => db.Execute($"UPDATE pulse_progress SET {column} = @last WHERE id = 1 AND {column} < @last", new { last });

    /// <summary>The rounds in which a due date has passed.</summary>
    async Task<int> Pass(DateTimeOffset now, StuckRun run, CancellationToken stopping)
    {
        var (moved, left) = (0, run.Resting);
        while (!stopping.IsCancellationRequested && await Passed(now, left) is { Count: > 0 } passed)
        {
            foreach (var cohort in passed.GroupBy(one => one.Cohort)) moved += await run.Alone(cohort.Key, () => Count(cohort.Key, [.. cohort.Select(one => one.Round)]));
            left = run.Resting;
        }
        return moved;
    }

    Task<List<(Guid Cohort, Guid Round)>> Passed(DateTimeOffset now, IReadOnlyCollection<Guid> left) =>
        db.Query<(Guid Cohort, Guid Round)>(left.Count == 0 ? PulseCells.FindPassed : PulseCells.FindPassed.Replace("ORDER BY", "AND cohort_id NOT IN @left ORDER BY", StringComparison.Ordinal), new { now, left });

    /// <summary>Programs that are new, and those that were changed: their week may begin at another time.</summary>
    async Task<int> Programs(DateTimeOffset now, StuckRun run)
    {
        var fresh = await db.Query<Guid>("SELECT g.id FROM programs g WHERE NOT EXISTS (SELECT 1 FROM pulse_programs x WHERE x.program_id = g.id AND x.version = g.version)");
        return await run.Together(fresh, ids => db.Transact(async tx =>
        {
            foreach (var program in ids) await weekly.Plan(tx, program, now);
            return ids.Count;
        }));
    }

    /// <param name="changed">Gets the rounds of each cohort that are to be counted.</param>
    static async Task<int> Read(Tx tx, IReadOnlyList<Guid> pairs, DateTimeOffset since, Dictionary<Guid, HashSet<Guid>> changed)
    {
        await Hold(tx);
        var (moved, places) = await PulsePairs.Read(tx, pairs);
        var cohorts = places.ToDictionary(place => place.Id, place => place.CohortId);
        foreach (var (pair, round) in await tx.Query<(Guid Pair, Guid Round)>("""
            SELECT a.pair_id, a.round_id FROM assignments a WHERE a.pair_id IN @pairs AND a.opened_at IS NOT NULL AND (a.closed_at IS NULL OR a.closed_at > @since)
            """, new { pairs, since }))
        {
            if (!changed.TryGetValue(cohorts[pair], out var rounds)) changed[cohorts[pair]] = rounds = [];
            rounds.Add(round);
        }
        return moved;
    }

    /// <summary>One at a time, also on many machines: otherwise the older of two looks could be written last.</summary>
    static Task<Progress> Hold(Tx tx) => tx.Get<Progress>($"SELECT o.seen_at, o.pair_id, o.cohort_id FROM pulse_progress o WHERE o.id = 1 {tx.ForUpdate("o")}");

    sealed record Progress
    {
        public DateTimeOffset? SeenAt { get; init; }
        public Guid PairId { get; init; }
        public Guid CohortId { get; init; }
    }

    sealed record Happened
    {
        public Guid Id { get; init; }
        public Guid? PairId { get; init; }
    }
}

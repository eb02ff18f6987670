using LetterExchange.Data;
using LetterExchange.Features.Programs;
using NodaTime;

namespace LetterExchange.Features.Plans;

/// <summary>Lets dates keep their local time when a new version of the program brings other rules of a time zone: the instants that lie ahead are derived anew, of plans from the local times that
/// they hold, of what pairs were given from the local time that it had by the rules before. What is open gets later instants only: nobody is promised a date and then has less time. The rules
/// by which dates were derived are kept in the database with how far the pairs have come, so that a stopped process loses nothing and nothing moves twice.</summary>
public sealed class ZoneChanges(Database db, TurnStore store, Turns turns, History history, StuckRows stuck, TimeProvider clock, Wakes wakes, ILogger<ZoneChanges> log)
{
    const int Batch = 200;

    /// <summary>How many pairs in a row may fail before it is believed that something else is wrong.</summary>
    const int MostInVain = 10;

    bool isLooked;

    /// <summary>The rules that hold now; a test hands in others.</summary>
    internal IDateTimeZoneProvider Zones { get; init; } = DateTimeZoneProviders.Tzdb;

    /// <summary>The version of the rules by which the dates of a zone were derived last; nothing where none are kept yet.</summary>
    internal static string KeyOf(string zone) => $"zone {zone}";

    /// <summary>Asked once a process: the rules come with the program.</summary>
    /// <returns>How many dates got another instant.</returns>
    internal async Task<int> Follow(CancellationToken stopping)
    {
        if (isLooked) return 0;
        var moved = 0;
        foreach (var zone in await db.Query<string>("SELECT DISTINCT g.zone FROM programs g ORDER BY g.zone"))
            if (!stopping.IsCancellationRequested && Zones.GetZoneOrNull(zone) is { } rules) moved += await Follow(zone, rules, stopping);
        isLooked = !stopping.IsCancellationRequested;
        return moved;
    }

    async Task<int> Follow(string zone, DateTimeZone rules, CancellationToken stopping)
    {
        var (moved, before, now) = (0, await db.Transact(tx => Begin(tx, zone, rules)), ZoneRules.VersionOf(Zones));
        if (before is null) return 0;
        for (var isMore = true; isMore && !stopping.IsCancellationRequested;)
        {
            var (count, more) = await Step(zone, rules);
            (moved, isMore) = (moved + count, more);
        }
        wakes.Wake(Due.Release);
        if (!stopping.IsCancellationRequested)
            log.LogWarning("The rules of the time zone {Zone} have changed ({Before} to {Now}): {Count} dates ahead keep their local time and have another instant", zone, before.Version, now, moved);
        return moved;
    }

    /// <summary>Looks whether dates have to follow. Where they do, the plans' own are first, so that whoever is given a plan from now on gets the new ones.</summary>
    /// <returns>The rules before, where pairs are to follow.</returns>
    async Task<ZoneRules?> Begin(Tx tx, string zone, DateTimeZone rules)
    {
        var (now, before) = (ZoneRules.Of(rules, ZoneRules.VersionOf(Zones), clock.Now()), await Hold(tx, zone));
        if (before is null || (before.After is null && now.SayTheSame(before, clock.Now())))
        {
            if (before is null || string.CompareOrdinal(now.Version, before.Version) > 0) await Keep(tx, zone, now);
            return null;
        }
        if (string.CompareOrdinal(now.Version, before.Version) <= 0) return null; // An older program beside a newer one, or after it: it moves nothing back.
        if (before.After is not null) return before;
        await Replan(tx, zone, rules);
        await Keep(tx, zone, before with { After = Guid.Empty });
        return before;
    }

    async Task Replan(Tx tx, string zone, DateTimeZone rules)
    {
        var now = clock.Now();
        var fair = new FairClock(rules, new Policies(), new HashSet<LocalDate>());
        var rounds = await tx.Query<(Guid Id, string Local)>("SELECT r.id, r.opens_local FROM programs g JOIN reading_plans l ON l.program_id = g.id JOIN rounds r ON r.plan_id = l.id WHERE g.zone = @zone AND r.opens_at > @now", new { zone, now });
        await tx.ExecuteMany("UPDATE rounds SET opens_at = @At WHERE id = @Id AND opens_at <> @At", rounds.ConvertAll(round => new { At = fair.At(round.Local), round.Id }));
        var dates = await tx.Query<PlannedTurn>("""
            SELECT t.round_id, t.ordinal, t.due_local, t.cut_off_local
              FROM programs g JOIN reading_plans l ON l.program_id = g.id JOIN rounds r ON r.plan_id = l.id JOIN round_turns t ON t.round_id = r.id
             WHERE g.zone = @zone AND t.cut_off_at > @now
            """, new { zone, now });
        await tx.ExecuteMany("UPDATE round_turns SET due_at = @Due, cut_off_at = @CutOff WHERE round_id = @RoundId AND ordinal = @Ordinal",
            dates.ConvertAll(turn => new { Due = fair.At(turn.DueLocal), CutOff = fair.At(turn.CutOffLocal), turn.RoundId, turn.Ordinal }));
    }

    /// <summary>One batch of pairs; when it fails, one by one, past those whose dates can't follow.</summary>
    async Task<(int Moved, bool IsMore)> Step(string zone, DateTimeZone rules)
    {
        try
        {
            return await db.Transact(tx => Step(tx, zone, rules, Batch));
        }
        catch (Exception failure) when (failure is not OperationCanceledException && DatabaseTrouble.Of(failure) is null)
        {
            log.LogWarning("A batch of pairs could not follow the rules of {Zone} ({Failure}); each is tried by itself", zone, DatabaseTrouble.CodeOf(failure));
        }
        var (moved, isMore) = (0, true);
        for (var (seen, inVain) = (0, 0); seen < Batch && isMore; seen++)
        {
            try
            {
                var (count, more) = await db.Transact(tx => Step(tx, zone, rules, 1));
                (moved, isMore, inVain) = (moved + count, more, 0);
            }
            catch (Exception failure) when (failure is not OperationCanceledException && DatabaseTrouble.Of(failure) is null && ++inVain < MostInVain)
            {
                await stuck.PassOver(Due.Plans, await db.Transact(tx => PassOver(tx, zone)), failure);
            }
        }
        return (moved, isMore);
    }

    async Task<Guid> PassOver(Tx tx, string zone)
    {
        var before = (await Hold(tx, zone))!;
        var pair = (await Next(tx, zone, before.After!.Value, 1))[0].Id;
        await Keep(tx, zone, before with { After = pair });
        return pair;
    }

    static Task<List<Pair>> Next(Tx tx, string zone, Guid after, int most) => tx.Query<Pair>($"""
        SELECT {ProgramStore.PairColumns} FROM {ProgramStore.PairTables}
         WHERE p.id > @after AND p.state <> 'Closed' AND p.program_id IN (SELECT g.id FROM programs g WHERE g.zone = @zone) ORDER BY p.id LIMIT {most}
        """, new { after, zone });

    /// <summary>So many pairs at the most. The kept rules are held, so that two processes take turns.</summary>
    async Task<(int Moved, bool IsMore)> Step(Tx tx, string zone, DateTimeZone rules, int most)
    {
        if (await Hold(tx, zone) is not { After: { } after } before) return (0, false); // Another process has ended it.
        var pairs = await Next(tx, zone, after, most);
        var moved = 0;
        foreach (var program in pairs.GroupBy(pair => pair.ProgramId)) moved += await Move(tx, program.Key, [.. program.Select(pair => pair.Id)], before, zone, rules);
        var isMore = pairs.Count == most;
        await Keep(tx, zone, isMore ? before with { After = pairs[^1].Id } : ZoneRules.Of(rules, ZoneRules.VersionOf(Zones), clock.Now()));
        return (moved, isMore);
    }

    async Task<int> Move(Tx tx, Guid program, IReadOnlyList<Guid> pairs, ZoneRules before, string zone, DateTimeZone rules)
    {
        var assignments = await tx.Query<Assignment>($"""
            SELECT a.id, a.pair_id, a.round_id, a.state, a.opens_at, a.release_at FROM assignments a WHERE a.pair_id IN @pairs AND a.state IN ('Scheduled', 'Open') ORDER BY a.id {tx.ForUpdate("a")}
            """, new { pairs });
        if (assignments.Count == 0) return 0;
        var found = await store.OfAssignments(tx, [.. assignments.Select(one => one.Id)]);
        var fair = (await store.Clock(tx, program, [.. found.Select(turn => turn.WriterId).Distinct()])).Under(rules);
        var derive = new Deriving(fair, fair.Under(before.Zone(zone)), clock.Now(), DateTimeOffset.FromUnixTimeMilliseconds(before.Until), await PlannedTimes.Of(tx, [.. assignments.Select(one => one.RoundId).Distinct()]));
        var moved = await Open(tx, assignments, derive) + await Move(tx, found, assignments.ToDictionary(one => one.Id, one => one.RoundId), derive, fair);
        if (moved > 0) await history.Record(tx, "program.zone", program, Actor.Service, programId: program, codes: $"from={before.Version} to={ZoneRules.VersionOf(Zones)} dates={moved}");
        return moved;
    }

    /// <summary>The openings of rounds that have not opened.</summary>
    static Task<int> Open(Tx tx, List<Assignment> assignments, Deriving derive) => tx.ExecuteMany("""
        UPDATE assignments SET opens_at = @Opens, release_at = CASE WHEN release_at IS NULL THEN NULL ELSE @Opens END, version = version + 1 WHERE id = @Id AND state = 'Scheduled'
        """, assignments.Where(one => one.State == AssignmentState.Scheduled).Select(one => new { one.Id, one.OpensAt, Opens = derive.Opening(one) }).Where(one => one.Opens != one.OpensAt)
            .Select(one => new { one.Opens, one.Id }).ToList());

    async Task<int> Move(Tx tx, List<Turn> found, Dictionary<Guid, Guid> roundOf, Deriving derive, FairClock fair)
    {
        var now = clock.Now();
        var dates = found.Select(turn => (Turn: turn, To: derive.Dates(turn, roundOf[turn.AssignmentId]))).Where(one => one.To != one.Turn.Dates).ToList();
        var waiting = dates.Where(one => one.Turn.State == TurnState.Waiting).ToList();
        await store.Replan(tx, waiting);
        var open = dates.Where(one => one.Turn.State == TurnState.Open).Select(one => (one.Turn, After: one.Turn.Replan(fair, one.To, now))).Where(one => one.After.Dates != one.Turn.Dates).Select(one => one.After).ToList();
        await store.Save(tx, open);
        await history.Record(tx, [.. open.Select(turn => turns.Line("turn.extend", turn, Actor.Service))]);
        if (open.Count > 0) turns.WakeFor(tx, open);
        return waiting.Count + open.Count;
    }

    static async Task<ZoneRules?> Hold(Tx tx, string zone) => ZoneRules.Read(await tx.Find<string>($"SELECT i.value FROM installation i WHERE i.key = @key {tx.ForUpdate("i")}", new { key = KeyOf(zone) }));

    static Task<int> Keep(Tx tx, string zone, ZoneRules rules) => tx.Execute("INSERT INTO installation (key, value) VALUES (@key, @value) ON CONFLICT (key) DO UPDATE SET value = excluded.value", new { key = KeyOf(zone), value = rules.ToJson() });

    /// <summary>Derives the instants of a batch's dates anew.</summary>
    /// <param name="until">What the rules before say ends here.</param>
    sealed class Deriving(FairClock fair, FairClock before, DateTimeOffset now, DateTimeOffset until, PlannedTimes planned)
    {
        public DateTimeOffset Opening(Assignment one) => Again(one.OpensAt, planned.Opening(one.RoundId));

        public Dates Dates(Turn turn, Guid round) => new(Again(turn.DueAt, planned.Due(round, turn.Ordinal)), Again(turn.CutOffAt, planned.CutOff(round, turn.Ordinal)));

        /// <param name="local">The plan's; the date may have moved since.</param>
        DateTimeOffset Again(DateTimeOffset at, string? local)
        {
            if (at <= now || at >= until) return at;
            if (local is not null && fair.At(local) == at) return at; // It was given after the plan's own had followed.
            return local is not null && before.At(local) == at ? fair.At(local) : fair.At(before.Local(at));
        }
    }

    /// <summary>The local times that rounds hold.</summary>
    sealed class PlannedTimes(IReadOnlyDictionary<Guid, string> opens, IReadOnlyDictionary<(Guid, int), PlannedTurn> turns)
    {
        public static async Task<PlannedTimes> Of(Tx tx, IReadOnlyCollection<Guid> rounds) => new(
            (await tx.Query<(Guid Id, string Local)>("SELECT id, opens_local FROM rounds WHERE id IN @rounds", new { rounds })).ToDictionary(round => round.Id, round => round.Local),
            (await tx.Query<PlannedTurn>("SELECT round_id, ordinal, due_local, cut_off_local FROM round_turns WHERE round_id IN @rounds", new { rounds })).ToDictionary(turn => (turn.RoundId, turn.Ordinal)));

        public string? Opening(Guid round) => opens.GetValueOrDefault(round);

        public string? Due(Guid round, int turn) => turns.GetValueOrDefault((round, turn))?.DueLocal;

        public string? CutOff(Guid round, int turn) => turns.GetValueOrDefault((round, turn))?.CutOffLocal;
    }

    sealed record PlannedTurn
    {
        public Guid RoundId { get; init; }
        public int Ordinal { get; init; }
        public string DueLocal { get; init; } = "";
        public string CutOffLocal { get; init; } = "";
    }
}

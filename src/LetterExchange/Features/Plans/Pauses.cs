using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Plans;

/// <summary>A pause stops the clock of a pair: nothing opens, is reminded or lapses. Resuming shifts what has not been answered by its length.</summary>
public sealed class Pauses(TurnStore store, Turns turns, Notifier notifier, History history, Wakes wakes)
{
    /// <summary>Pauses those of the pairs that are active, and tells their people in neutral words. Takes the pairs' rows, so that no letter slips through beside it.</summary>
    /// <returns>How many were paused.</returns>
    public async Task<int> Pause(Tx tx, IReadOnlyList<Guid> pairs, PauseReason why, Actor actor, DateTimeOffset now)
    {
        var active = (await Take(tx, pairs)).Where(pair => pair.State == PairState.Active).ToList();
        await Stop(tx, active, why, actor, _ => now);
        await notifier.Tell(tx, [.. active.SelectMany(pair => ToBoth(pair, NoticeKind.PairPaused, now))]);
        return active.Count;
    }

    /// <summary>Pauses those of the pairs whose consent or clearance has ended, as of that moment. Their coordinators are told.</summary>
    internal async Task<int> EndStanding(Tx tx, IReadOnlyList<Guid> pairs, DateTimeOffset now)
    {
        if (pairs.Count == 0) return 0;
        var ended = (await Take(tx, pairs)).Where(pair => pair.State == PairState.Active && pair.StandsUntil <= now).ToList();
        await Stop(tx, ended, PauseReason.Standing, Actor.Service, pair => pair.StandsUntil);
        foreach (var program in ended.GroupBy(pair => pair.ProgramId))
        {
            var coordinators = await Lapses.Coordinators(tx, program.Key);
            await notifier.Tell(tx, [.. program.SelectMany(pair => coordinators.Select(person => new Telling(person, program.Key, NoticeKind.StandingEnded,
                pair.Id, pair.StandsUntil.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture), Links.Pair(pair.Id), pair.MenteeName, pair.MentorName)))]);
        }
        return ended.Count;
    }

    /// <summary>Lets those of the pairs go on that are paused, that no concern holds, and whose consent and clearance stand: every date that lies ahead moves by the length of the pause.</summary>
    /// <returns>How many went on. A pair that rests goes on when its mentor comes back, not before.</returns>
    public async Task<int> Resume(Tx tx, IReadOnlyList<Guid> pairs, Actor actor, DateTimeOffset now)
    {
        var taken = await Take(tx, pairs);
        var held = await Held(tx, pairs); // Asked once the pairs are locked: a concern takes its pair first.
        var resumed = taken.Where(pair => pair is { State: PairState.Paused, IsResting: false } && pair.StandsUntil > now && !held.Contains(pair.Id)).ToList();
        var lengths = resumed.ToDictionary(pair => pair.Id, pair => now - pair.PausedAt!.Value);
        await tx.ExecuteMany("UPDATE pairs SET state = 'Active', paused_at = NULL, paused_why = NULL, version = version + 1 WHERE id = @Id AND state = 'Paused'",
            resumed.Select(pair => new { pair.Id }).ToList());
        await ShiftTurns(tx, lengths, now);
        await tx.ExecuteMany("UPDATE assignments SET opens_at = opens_at + @shift, version = version + 1 WHERE pair_id = @pair AND state = 'Scheduled'",
            lengths.Select(one => new { shift = (long)one.Value.TotalMilliseconds, pair = one.Key }).ToList());
        await tx.ExecuteMany("UPDATE pair_endings SET last_at = last_at + @shift, close_at = close_at + @shift WHERE pair_id = @pair AND close_at IS NOT NULL",
            lengths.Select(one => new { shift = (long)one.Value.TotalMilliseconds, pair = one.Key }).ToList());
        await history.Record(tx, [.. resumed.Select(pair => history.Line("pair.resume", pair.Id, actor, pair.Id, pair.ProgramId, $"shift={(long)lengths[pair.Id].TotalMilliseconds}"))]);
        await notifier.Tell(tx, [.. resumed.SelectMany(pair => ToBoth(pair, NoticeKind.PairResumed, now))]);
        await GoOn(tx, [.. lengths.Keys], now);
        return resumed.Count;
    }

    /// <summary>A concern has let the pair go. It goes on unless another one holds it or a coordinator has paused it; where consent or clearance does not
    /// stand, it waits for that from now on.</summary>
    public async Task<bool> LetGo(Tx tx, Pair pair, Actor actor, DateTimeOffset now)
    {
        if (pair.State != PairState.Paused || pair.PausedWhy == PauseReason.Coordinator || (await Held(tx, [pair.Id])).Count > 0) return false;
        if (pair.StandsUntil > now) return await Resume(tx, [pair.Id], actor, now) > 0;
        await tx.Execute("UPDATE pairs SET paused_why = 'Standing', version = version + 1 WHERE id = @Id AND paused_why = 'Concern'", new { pair.Id });
        return false;
    }

    /// <summary>Those of the pairs that a concern holds.</summary>
    internal static async Task<HashSet<Guid>> Held(Tx tx, IReadOnlyCollection<Guid> pairs) => pairs.Count == 0 ? [] :
        [.. await tx.Query<Guid>("SELECT c.pair_id FROM concerns c WHERE c.pair_id IN @pairs AND c.held_at IS NOT NULL", new { pairs })];

    async Task ShiftTurns(Tx tx, Dictionary<Guid, TimeSpan> lengths, DateTimeOffset now)
    {
        if (lengths.Count == 0) return;
        var stopped = await store.OfPairs(tx, [.. lengths.Keys], TurnState.Open, TurnState.Waiting);
        var clocks = await store.Clocks(tx, stopped);
        var moved = stopped.ConvertAll(turn => turn.Resume(clocks[turn.ProgramId], lengths[turn.PairId], now));
        await store.Save(tx, moved);
        await history.Record(tx, [.. moved.Select(turn => turns.Line("turn.resume", turn, Actor.Service))]);
    }

    /// <summary>What a pause has kept from opening opens now.</summary>
    async Task GoOn(Tx tx, IReadOnlyList<Guid> pairs, DateTimeOffset now)
    {
        if (pairs.Count == 0) return;
        await turns.GoOn(tx, await store.Stalled(tx, pairs), tell: true, now);
        await turns.ArmFirst(tx, pairs);
        tx.AfterCommit(() =>
        {
            foreach (var due in new[] { Due.Release, Due.Remind, Due.Enforce, Due.Deliver }) wakes.Wake(due);
        });
    }

    async Task Stop(Tx tx, IReadOnlyList<Pair> pairs, PauseReason why, Actor actor, Func<Pair, DateTimeOffset> since)
    {
        if (pairs.Count == 0) return;
        var stopped = pairs.Select(pair => pair.Id).ToList();
        await tx.ExecuteMany("UPDATE pairs SET state = 'Paused', paused_at = @since, paused_why = @why, version = version + 1 WHERE id = @Id AND state = 'Active'",
            pairs.Select(pair => new { since = since(pair), why, pair.Id }).ToList());
        await tx.Execute("UPDATE assignments SET release_at = NULL, version = version + 1 WHERE pair_id IN @stopped AND release_at IS NOT NULL", new { stopped });
        await tx.Execute("UPDATE turns SET remind_at = NULL, enforce_at = NULL, version = version + 1 WHERE pair_id IN @stopped AND state = 'Open'", new { stopped });
        await history.Record(tx, [.. pairs.Select(pair => history.Line("pair.pause", pair.Id, actor, pair.Id, pair.ProgramId, $"why={why}"))]);
    }

    static Task<List<Pair>> Take(Tx tx, IReadOnlyList<Guid> pairs) => tx.Query<Pair>(
        $"SELECT {ProgramStore.PairColumns} FROM {ProgramStore.PairTables} WHERE p.id IN @pairs ORDER BY p.id {tx.ForUpdate("p")}", new { pairs });

    static Telling[] ToBoth(Pair pair, NoticeKind kind, DateTimeOffset now)
    {
        var occasion = now.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        return [new(pair.MenteeId, pair.ProgramId, kind, pair.Id, occasion, Links.Desk, pair.MentorName), new(pair.MentorId, pair.ProgramId, kind, pair.Id, occasion, Links.Desk, pair.MenteeName)];
    }
}

using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Plans;

/// <summary>What a coordinator steps in for: one turn, one pair, or a cohort, of one program.</summary>
public sealed record Scope(Guid ProgramId, Guid? CohortId = null, Guid? PairId = null, Guid? TurnId = null)
{
    /// <summary>A turn that is named may be open or waiting; otherwise only open ones are meant.</summary>
    internal bool IncludesWaiting => TurnId is not null;

    internal string Condition => TurnId is not null ? "t.id = @TurnId" : PairId is not null ? "t.pair_id = @PairId" : "p.cohort_id = @CohortId";
}

/// <summary>How far a date moves: by days at the same local time, or to a local time. Never back.</summary>
public readonly record struct Extension(int Days, string? To)
{
    internal DateTimeOffset From(FairClock clock, DateTimeOffset due) => To is null ? clock.AddDays(due, Days) : clock.At(To);
}

/// <summary>What stepping in has done.</summary>
/// <param name="Done">Turns, or pairs.</param>
/// <param name="LeftOut">Those that could not follow: a letter in our hands that needs no excuse, a date that is later already, a consent that has ended,
/// a pair of a cohort that was paused for a concern.</param>
public sealed record SteppedIn(int Done, int LeftOut);

/// <summary>A coordinator's hand on the clock. Each step has a reason that stays with the staff, is an event, and keeps the fair clock;
/// what concerns many is done for all or for none.</summary>
public sealed class Interventions(Database db, TurnStore store, Turns turns, Pauses pauses, Notifier notifier, History history, TimeProvider clock)
{
    /// <summary>Gives more time: to the open turns in scope, or to the one turn that is named, be it open or waiting.</summary>
    public Task<SteppedIn> Extend(Scope scope, Extension by, string reason, Guid actor) => db.Transact(async tx =>
    {
        var now = clock.Now();
        var found = await store.InScope(tx, scope, scope.IncludesWaiting);
        var fair = await store.Clock(tx, scope.ProgramId, [.. found.Select(turn => turn.WriterId).Distinct()]);
        var moved = await Move(tx, found, fair, turn => by.From(fair, turn.DueAt), actor, now);
        if (moved.Count > 0) await Note(tx, "Extend", scope, reason, actor, now);
        return new SteppedIn(moved.Count, found.Count - moved.Count);
    });

    /// <summary>Moves these turns to later dates, and tells their writers. Those whose date would not be later stay.</summary>
    /// <returns>Those that moved, as they are now.</returns>
    internal async Task<List<Turn>> Move(Tx tx, IReadOnlyList<Turn> found, FairClock fair, Func<Turn, DateTimeOffset> to, Actor actor, DateTimeOffset now)
    {
        var moved = found.Where(turn => to(turn) > turn.DueAt).Select(turn => turn.Extend(fair, to(turn), now)).ToList();
        await Save(tx, moved, actor);
        await notifier.Tell(tx, [.. moved.Where(turn => turn.State == TurnState.Open && IsToTell(turn, now)).Select(turn =>
            Turns.Telling(turn, NoticeKind.DueMoved, turn.WriterId, Turns.Occasion(turn), Links.Write(turn.Id), turn.ReaderName, Turns.Notice(turn.DueAt)))]);
        return moved;
    }

    /// <summary>Writes turns whose dates have moved, with their history. Nobody is told; what has been told of the old dates is settled.</summary>
    internal async Task Save(Tx tx, IReadOnlyList<Turn> moved, Actor actor)
    {
        if (moved.Count == 0) return;
        await store.Save(tx, moved);
        await history.Record(tx, [.. moved.Select(turn => turns.Line("turn.extend", turn, actor))]);
        await turns.Settle(tx, moved);
        turns.WakeFor(tx, moved);
    }

    /// <summary>Whether the writer of a turn whose date has moved has anything to do by it.</summary>
    internal static bool IsToTell(Turn turn, DateTimeOffset now) => turn.HeldAt is null && turn.DueAt > now && turn.PairIsLive(now);

    /// <summary>Excuses the open turns in scope, or the one turn that is named, be it open or waiting; assignments go on. A letter in our hands needs no excuse.</summary>
    public Task<SteppedIn> Excuse(Scope scope, string reason, Guid actor) => db.Transact(async tx =>
    {
        var now = clock.Now();
        var found = await store.InScope(tx, scope, scope.IncludesWaiting);
        var excused = found.Where(turn => turn.HeldAt is null).ToList();
        if (excused.Count == 0) return new SteppedIn(0, found.Count);
        await notifier.Tell(tx, [.. excused.Where(turn => turn.State == TurnState.Open && turn.PairIsLive(now)).Select(turn =>
            Turns.Telling(turn, NoticeKind.TurnExcused, turn.WriterId, "", Links.Desk, turn.ReaderName))]);
        await turns.Excuse(tx, excused, actor, now);
        await Note(tx, "Excuse", scope, reason, actor, now);
        return new SteppedIn(excused.Count, found.Count - excused.Count);
    });

    /// <summary>Pauses the active pairs in scope.</summary>
    public Task<SteppedIn> Pause(Scope scope, string reason, Guid actor, PauseReason why = PauseReason.Coordinator) => db.Transact(async tx =>
    {
        var now = clock.Now();
        var pairs = await Pairs(tx, scope, PairState.Active);
        var paused = await pauses.Pause(tx, [.. pairs.Select(pair => pair.Id)], why, actor, now);
        if (paused > 0) await Note(tx, "Pause", scope, reason, actor, now);
        return new SteppedIn(paused, pairs.Count - paused);
    });

    /// <summary>Lets the paused pairs in scope go on, where consent and clearance stand and no concern holds them. A pair that was paused for a concern goes on only when it is named itself.</summary>
    public Task<SteppedIn> Resume(Scope scope, string reason, Guid actor) => db.Transact(async tx =>
    {
        var now = clock.Now();
        var pairs = await Pairs(tx, scope, PairState.Paused);
        var resumed = await pauses.Resume(tx, [.. pairs.Where(pair => MayGoOn(scope, pair, now)).Select(pair => pair.Id)], actor, now);
        if (resumed > 0) await Note(tx, "Resume", scope, reason, actor, now);
        return new SteppedIn(resumed, pairs.Count - resumed);
    });

    /// <summary>Whether a concern holds the pair: then only a safeguarding lead lets it go on.</summary>
    public async Task<bool> IsHeld(Guid pairId) => (await db.Read(tx => Pauses.Held(tx, [pairId]))).Count > 0;

    /// <summary>What has been done about a pair, or about its cohort while it was in it, the newest first.</summary>
    public Task<List<Intervention>> OfPair(Guid pairId) => db.Query<Intervention>("""
        SELECT i.kind, i.reason, i.at, e.given_name || ' ' || e.surname AS by_name
          FROM interventions i JOIN pairs p ON p.id = @pairId LEFT JOIN people e ON e.id = i.by_id
         WHERE i.pair_id = @pairId OR (i.cohort_id = p.cohort_id AND i.pair_id IS NULL AND i.at >= p.created_at)
         ORDER BY i.at DESC, i.id DESC LIMIT 50
        """, new { pairId });

    internal static bool MayGoOn(Scope scope, Pair pair, DateTimeOffset now) =>
        !pair.IsResting && pair.StandsUntil > now && (scope.PairId is not null || pair.PausedWhy != PauseReason.Concern);

    internal static Task<List<Pair>> Pairs(Tx tx, Scope scope, PairState state) => tx.Query<Pair>($"""
        SELECT {ProgramStore.PairColumns} FROM {ProgramStore.PairTables}
         WHERE p.program_id = @ProgramId AND p.state = @state AND {(scope.PairId is null ? "p.cohort_id = @CohortId" : "p.id = @PairId")}
         ORDER BY p.id
        """, new { scope.ProgramId, state, scope.PairId, scope.CohortId });

    async Task Note(Tx tx, string kind, Scope scope, string reason, Guid actor, DateTimeOffset now) => await tx.Execute("""
        INSERT INTO interventions (id, kind, program_id, cohort_id, pair_id, turn_id, reason, by_id, at)
        VALUES (@id, @kind, @ProgramId, @CohortId, COALESCE(@PairId, (SELECT t.pair_id FROM turns t WHERE t.id = @TurnId)), @TurnId, @reason, @actor, @now)
        """, new { id = clock.New(), kind, scope.ProgramId, scope.CohortId, scope.PairId, scope.TurnId, reason, actor, now });
}

/// <summary>One step of a coordinator, with its reason.</summary>
public sealed record Intervention
{
    public string Kind { get; init; } = "";
    public string Reason { get; init; } = "";
    public DateTimeOffset At { get; init; }
    public string? ByName { get; init; }
}

using LetterExchange.Data;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Plans;

/// <summary>What a coordinator can do about dates.</summary>
public enum StepKind { Days, Until, Excuse, Pause, Resume }

/// <summary>What a step makes of one turn.</summary>
public enum Fate { Moves, Excused, Opens, Stops, Stays }

/// <summary>What will become of one turn.</summary>
/// <param name="After">Its dates then; as they are where it has no others.</param>
public sealed record ForeseenTurn(Turn Turn, Fate Fate, Dates After);

/// <summary>What a step will do.</summary>
/// <param name="Turns">Those that it touches or leaves out, by due date.</param>
/// <param name="Done">Turns, or pairs.</param>
/// <param name="LeftOut">Those that cannot follow.</param>
public sealed record Foreseen(IReadOnlyList<ForeseenTurn> Turns, int Done, int LeftOut);

/// <summary>Shows what stepping in will do before it is done: by the rules that <see cref="Interventions"/> then keeps, without moving anything.</summary>
public sealed class Foresight(Database db, TurnStore store, TimeProvider clock)
{
    /// <summary>The turn that a page is about, with its round.</summary>
    public Task<(Turn Turn, Assignment Assignment)?> Find(Guid turnId) => db.Read<(Turn, Assignment)?>(async tx =>
        await store.Find(tx, turnId) is { } turn ? (turn, (await store.Assignment(tx, turn.AssignmentId))!) : null);

    /// <summary>The cohort that a page is about.</summary>
    public Task<Cohort?> Cohort(Guid id) => db.Find<Cohort>("SELECT id, program_id, name FROM cohorts WHERE id = @id", new { id });

    /// <summary>How many turns are open and how many pairs active and paused.</summary>
    public Task<(int Open, int Active, int Paused)> Count(Scope scope) => db.Read(async tx => (
        (await store.InScope(tx, scope, waiting: false, hold: false)).Count,
        (await Interventions.Pairs(tx, scope, PairState.Active)).Count,
        (await Interventions.Pairs(tx, scope, PairState.Paused)).Count));

    public Task<Foreseen> Of(Scope scope, StepKind kind, Extension by) => db.Read(async tx =>
    {
        return kind switch
        {
            StepKind.Excuse => await Excuse(tx, scope),
            StepKind.Pause => await Pause(tx, scope),
            StepKind.Resume => await Resume(tx, scope),
            _ => await Extend(tx, scope, by),
        };
    });

    async Task<Foreseen> Extend(Tx tx, Scope scope, Extension by)
    {
        var now = clock.Now();
        var found = await store.InScope(tx, scope, scope.IncludesWaiting, hold: false);
        var fair = await store.Clock(tx, scope.ProgramId, [.. found.Select(turn => turn.WriterId).Distinct()]);
        var turns = found.Select(turn => by.From(fair, turn.DueAt) is var due && due > turn.DueAt
            ? new ForeseenTurn(turn, Fate.Moves, turn.Extend(fair, due, now).Dates) : new(turn, Fate.Stays, turn.Dates)).ToList();
        return Sorted(turns, turns.Count(turn => turn.Fate == Fate.Moves), turns.Count(turn => turn.Fate == Fate.Stays));
    }

    async Task<Foreseen> Excuse(Tx tx, Scope scope)
    {
        var now = clock.Now();
        var turns = (await store.InScope(tx, scope, scope.IncludesWaiting, hold: false))
            .ConvertAll(turn => new ForeseenTurn(turn, turn.HeldAt is null ? Fate.Excused : Fate.Stays, turn.Dates));
        var gone = turns.Where(turn => turn.Fate == Fate.Excused).Select(turn => turn.Turn).ToList();
        var next = await store.FirstWaiting(tx, [.. gone.Where(turn => turn.State == TurnState.Open && turn.PairIsLive(now)).Select(turn => turn.AssignmentId)]);
        var clocks = await store.Clocks(tx, next);
        return Sorted([.. turns, .. next.Select(turn => new ForeseenTurn(turn, Fate.Opens, turn.Open(clocks[turn.ProgramId], now).Dates))], gone.Count, turns.Count - gone.Count);
    }

    async Task<Foreseen> Pause(Tx tx, Scope scope)
    {
        var pairs = (await Interventions.Pairs(tx, scope, PairState.Active)).Select(pair => pair.Id).ToHashSet();
        var open = (await store.InScope(tx, scope, waiting: false, hold: false)).Where(turn => pairs.Contains(turn.PairId));
        return Sorted([.. open.Select(turn => new ForeseenTurn(turn, Fate.Stops, turn.Dates))], pairs.Count, 0);
    }

    async Task<Foreseen> Resume(Tx tx, Scope scope)
    {
        var now = clock.Now();
        var pairs = await Interventions.Pairs(tx, scope, PairState.Paused);
        var held = await Pauses.Held(tx, [.. pairs.Select(pair => pair.Id)]);
        var lengths = pairs.Where(pair => Interventions.MayGoOn(scope, pair, now) && !held.Contains(pair.Id)).ToDictionary(pair => pair.Id, pair => now - pair.PausedAt!.Value);
        var turns = (await store.InScope(tx, scope, waiting: true, hold: false)).Where(turn => lengths.ContainsKey(turn.PairId)).ToList();
        var clocks = await store.Clocks(tx, turns);
        return Sorted([.. turns.Select(turn => new ForeseenTurn(turn, Fate.Moves, turn.Resume(clocks[turn.ProgramId], lengths[turn.PairId], now).Dates))], lengths.Count, pairs.Count - lengths.Count);
    }

    static Foreseen Sorted(IReadOnlyList<ForeseenTurn> turns, int done, int leftOut) => new([.. turns.OrderBy(turn => turn.Turn.DueAt).ThenBy(turn => turn.Turn.Id)], done, leftOut);
}

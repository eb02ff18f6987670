using LetterExchange.Data;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Review;

/// <summary>While a concern says so, its pair is paused: both hear that their letters have a break, and no word of why. The pair goes on when the last
/// concern has let it go, with the fair clock, unless something else keeps it.</summary>
public sealed class ConcernHolds(Database db, ConcernLog log, ProgramStore programs, Pauses pauses, History history, TimeProvider clock)
{
    /// <summary>Pauses the pair for the concern. False when somebody was first, when it holds it already, or when the pair is closed.</summary>
    public Task<bool> Hold(Concern concern, Guid lead) => db.Transact(async tx =>
    {
        var now = clock.Now();
        if (concern is not { IsOpen: true, HeldAt: null, PairId: { } id } || await programs.TakePair(tx, id) is not { } pair || pair.State == PairState.Closed) return false;
        if (!await ConcernLog.Hold(tx, concern)) return false;
        await pauses.Pause(tx, [id], PauseReason.Concern, lead, now);
        await Set(tx, concern, now);
        await log.Add(tx, concern, new() { Kind = EntryKind.Held }, lead, now);
        await history.Record(tx, "concern.hold", concern.Id, lead, id, concern.ProgramId);
        return true;
    });

    /// <summary>Lets the pair go. Nothing when somebody was first; otherwise whether the pair goes on: not while another concern holds it, while a
    /// coordinator has paused it, or while consent or clearance does not stand.</summary>
    public Task<bool?> LetGo(Concern concern, Guid lead) => db.Transact<bool?>(async tx =>
    {
        var now = clock.Now();
        if (concern is not { HeldAt: not null, PairId: { } id } || await programs.TakePair(tx, id) is not { } pair || !await ConcernLog.Hold(tx, concern)) return null;
        await Set(tx, concern, null);
        await log.Add(tx, concern, new() { Kind = EntryKind.LetGo }, lead, now);
        await history.Record(tx, "concern.let-go", concern.Id, lead, id, concern.ProgramId);
        return await pauses.LetGo(tx, pair, lead, now);
    });

    static Task Set(Tx tx, Concern concern, DateTimeOffset? since) =>
        tx.Execute("UPDATE concerns SET held_at = @since, version = version + 1 WHERE id = @Id", new { since, concern.Id });
}

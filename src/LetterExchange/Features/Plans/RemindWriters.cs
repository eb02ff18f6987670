using System.Globalization;
using LetterExchange.Data;
using LetterExchange.Features.Notices;

namespace LetterExchange.Features.Plans;

/// <summary>Reminds the writers of open turns at each reminder step: one notice a step (of those that the writer wants) and effective due date, and of steps that passed
/// unseen only the latest. Safe to run twice, late, or on two machines.</summary>
public sealed class RemindWriters(Database db, TurnStore store, Turns turns, Notifier notifier, TimeProvider clock, StuckRows stuck) : Sweep
{
    internal const string FindDue = """
        SELECT remind_at AS at, id FROM turns
         WHERE remind_at <= @now AND (remind_at, id) > (@at, @id)
         ORDER BY remind_at, id LIMIT 500
        """;

    internal const string FindNext = "SELECT remind_at FROM turns WHERE remind_at > @now ORDER BY remind_at LIMIT 1";

    public override Due Due => Due.Remind;

    public override bool IsShared => true;

    public override Task<int> Run(CancellationToken stopping) => Batches.Work(
        Due,
        last => db.Query<DueKey>(FindDue, DueRows.After(last, clock.Now())),
        ids => db.Transact(tx => Remind(tx, ids, clock.Now())), stuck, stopping);

    public override string Ahead => FindNext;

    public override Task<DateTimeOffset?> Next(DateTimeOffset? since = null) => db.Find<DateTimeOffset?>(Ahead, new { now = since ?? clock.Now() });

    async Task<int> Remind(Tx tx, IReadOnlyList<Guid> ids, DateTimeOffset now)
    {
        var due = await store.Take(tx, ids, "t.remind_at", now);
        var clocks = await store.Clocks(tx, due);
        var told = due.Select(turn => turn with { RemindAt = clocks[turn.ProgramId].RemindAt(turn.DueAt, now, catchUp: false, Steps(turn)) }).ToList();
        await store.Save(tx, told);
        await notifier.Tell(tx, [.. due.SelectMany(turn => Step(turn, clocks[turn.ProgramId].StepPassed(turn.DueAt, now, Steps(turn))))]);
        if (told.Count > 0) turns.WakeFor(tx, told);
        return due.Count;

        IReadOnlyCollection<int> Steps(Turn turn) => clocks[turn.ProgramId].Steps(turn.WriterId, turn.Writer);
    }

    static IEnumerable<Telling> Step(Turn turn, int? hours)
    {
        if (hours is not { } step) yield break; // The due date has passed too: lateness is told instead.
        var name = step.ToString(CultureInfo.InvariantCulture);
        yield return Turns.Telling(turn, NoticeKind.Reminder, turn.WriterId, $"{Turns.Occasion(turn)}/{name}", Links.Write(turn.Id),
            turn.ReaderName, Turns.Notice(turn.DueAt), name);
    }
}

using LetterExchange.Data;
using LetterExchange.Features.Notices;

namespace LetterExchange.Features.Plans;

/// <summary>What came of a kind word.</summary>
public enum Nudged
{
    Done,

    /// <summary>Somebody has sent one today.</summary>
    Already,

    /// <summary>Nothing is owed any more, or the pair stands still.</summary>
    NotNow,
}

/// <summary>A coordinator's kind word to the writer of an open turn: a notice, and by their choice a mail; once a turn and local day. It is an event, and stands among what has been done about the pair.</summary>
public sealed class Nudges(Database db, TurnStore store, Turns turns, Notifier notifier, History history, TimeProvider clock)
{
    public Task<Nudged> Send(Guid turnId, Guid coordinator) => db.Transact(async tx =>
    {
        var now = clock.Now();
        var turn = await store.Hold(tx, turnId);
        if (!CanBeSent(turn, now)) return Nudged.NotNow;
        var today = (await store.Clock(tx, turn)).Day(now).ToString("uuuu-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        if (await tx.Find<int?>("SELECT 1 FROM notices WHERE person_id = @WriterId AND kind = 'Nudge' AND subject_id = @Id AND occasion = @today", new { turn.WriterId, turn.Id, today }) is not null) return Nudged.Already;
        await notifier.Tell(tx, Turns.Telling(turn, NoticeKind.Nudge, turn.WriterId, today, Links.Write(turn.Id), turn.ReaderName, Turns.Notice(turn.DueAt > now ? turn.DueAt : turn.CutOffAt)));
        await history.Record(tx, [turns.Line("turn.nudge", turn, coordinator)]);
        await tx.Execute("""
            INSERT INTO interventions (id, kind, program_id, pair_id, turn_id, reason, by_id, at) VALUES (@key, 'Nudge', @ProgramId, @PairId, @Id, '', @coordinator, @now)
            """, new { key = clock.New(), turn.ProgramId, turn.PairId, turn.Id, coordinator, now });
        return Nudged.Done;
    });

    /// <summary>The turn, and when its writer was reminded last, by the service and by a coordinator; nothing for none.</summary>
    public Task<(Turn Turn, DateTimeOffset? Reminded, DateTimeOffset? Nudged)?> Find(Guid turnId) => db.Read<(Turn, DateTimeOffset?, DateTimeOffset?)?>(async tx =>
    {
        if (await store.Find(tx, turnId) is not { } turn) return null;
        Task<DateTimeOffset?> Last(params string[] kinds) => tx.Find<DateTimeOffset?>("SELECT MAX(created_at) FROM notices WHERE person_id = @WriterId AND subject_id = @Id AND kind IN @kinds", new { turn.WriterId, turn.Id, kinds });
        return (turn, await Last("Reminder", "TurnLate"), await Last("Nudge"));
    });

    /// <summary>A letter is owed of a pair that goes on, and can still be sent.</summary>
    public static bool CanBeSent(Turn turn, DateTimeOffset now) => turn is { State: TurnState.Open, HeldAt: null } && turn.PairIsLive(now) && now < turn.CutOffAt;
}

using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Letters;

/// <summary>Closing a pair: nothing undelivered is delivered any more, nothing planned opens.</summary>
public sealed class PairClosing(Database db, LetterStore letters, Turns turns, ProgramStore programs, Notifier notifier, History history, TimeProvider clock)
{
    /// <summary>The codes from which a coordinator chooses.</summary>
    public static readonly IReadOnlyList<string> Reasons = ["finished", "moved", "mentor-left", "mentee-left", "no-match", "safety", "other"];

    /// <summary>Closes the pair, stops its undelivered letters, ends its turns and assignments, and tells both in neutral words.</summary>
    /// <param name="why">A code, such as one of <see cref="Reasons"/>.</param>
    /// <param name="reason">For the record; neither of the two reads it.</param>
    /// <returns>False when it was closed already.</returns>
    public Task<bool> Close(Guid pairId, string why, string reason, Guid by) => db.Transact(async tx =>
    {
        if (await programs.TakePair(tx, pairId) is not { } pair || pair.State == PairState.Closed) return false;
        await Close(tx, pair, why, by);
        await Note(tx, "Close", pair, reason, by);
        return true;
    });

    /// <summary>The same for a pair that is taken already and not closed; what it is for is written down by the move that it belongs to.</summary>
    /// <param name="ahead">Whether rounds that have not opened end too.</param>
    internal async Task Close(Tx tx, Pair pair, string why, Actor by, bool ahead = true)
    {
        var now = clock.Now();
        var pairId = pair.Id;
        await turns.ClosePair(tx, pairId, now, ahead);
        await StopLetters(tx, pairId, by);
        await tx.Execute("""
            UPDATE pairs SET state = 'Closed', resting = 0, paused_at = NULL, paused_why = NULL, closed_at = @now, closed_why = @why, version = version + 1 WHERE id = @pairId
            """, new { pairId, now, why });
        await tx.Execute("UPDATE pair_endings SET close_at = NULL WHERE pair_id = @pairId", new { pairId });
        await history.Record(tx, "pair.close", pairId, by, pairId, pair.ProgramId, $"why={why}");
        var occasion = now.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        await notifier.Tell(tx,
        [
            new(pair.MenteeId, pair.ProgramId, NoticeKind.PairClosed, pairId, occasion, "/desk", pair.MentorName),
            new(pair.MentorId, pair.ProgramId, NoticeKind.PairClosed, pairId, occasion, "/desk", pair.MenteeName),
        ]);
    }

    /// <summary>Writes down what a coordinator did to a pair, and why; neither of the two reads it.</summary>
    internal async Task Note(Tx tx, string kind, Pair pair, string reason, Guid by) => await tx.Execute("""
        INSERT INTO interventions (id, kind, program_id, pair_id, reason, by_id, at) VALUES (@id, @kind, @ProgramId, @pairId, @reason, @by, @now)
        """, new { id = clock.New(), kind, pair.ProgramId, pairId = pair.Id, reason, by, now = clock.Now() });

    async Task StopLetters(Tx tx, Guid pairId, Actor by)
    {
        var open = await tx.Query<Letter>($"""
            SELECT {LetterStore.Columns} FROM letters l
             WHERE l.pair_id = @pairId AND l.state NOT IN ('Delivered', 'Read', 'Discarded', 'Stopped') {tx.ForUpdate("l")}
            """, new { pairId });
        foreach (var letter in open)
        {
            await tx.Execute("UPDATE releases SET standing = NULL, ended_at = @now WHERE letter_id = @id AND standing = 1", new { id = letter.Id, now = clock.Now() });
            await tx.Execute("DELETE FROM claims WHERE letter_id = @id", new { id = letter.Id });
            await letters.Move(tx, letter, LetterAction.Stop, by, new LetterChanges());
        }
    }
}

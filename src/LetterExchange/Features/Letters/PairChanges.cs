using System.Globalization;
using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Features.People;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Letters;

/// <summary>A substitute, a new mentor, a pair that is opened again. Each is legal by <see cref="PairMoves"/>, has a reason that stays with the staff, is one transaction
/// with its history, and is told in neutral words. A new mentor reads none of the former one's letters: they belong to the former pair.</summary>
public sealed class PairChanges(
    Database db, PairClosing closing, Pairing pairing, Pauses pauses, Turns turns, ProgramStore programs, Standing standing, Notifier notifier, History history, TimeProvider clock)
{
    /// <summary>Lets another mentor stand in: the pair rests, what lies ahead of it goes on with the substitute.</summary>
    /// <returns>The substitute's pair.</returns>
    /// <exception cref="Refusal">The move is not legal now, or that mentor cannot take the mentee on.</exception>
    /// <exception cref="NotYours">The pair's program is not theirs.</exception>
    public Task<Guid> Substitute(Guid pairId, Guid mentor, string reason, Guid by) => db.Transact(async tx =>
    {
        await HoldPeople(tx, pairId, mentor);
        var (pair, now) = (await Take(tx, pairId, PairMove.Substitute, by), clock.Now());
        await HasRoom(tx, pair, mentor, now);
        var stopped = pair.PausedAt is { } since ? now - since : TimeSpan.Zero;
        if (pair.State == PairState.Active) await pauses.Pause(tx, [pairId], PauseReason.Coordinator, by, now);
        await tx.Execute("UPDATE pairs SET resting = 1, version = version + 1 WHERE id = @pairId", new { pairId });
        await history.Record(tx, "pair.rest", pairId, by, pairId, pair.ProgramId);
        var other = await Begin(tx, pair, mentor, by, now, pairId);
        await turns.MoveAhead(tx, pair, other, stopped, by);
        await closing.Note(tx, "Substitute", pair, reason, by);
        await closing.Note(tx, "StandIn", other, reason, by);
        return other.Id;
    });

    /// <summary>The mentor is back: the substitute's pair closes, what lies ahead of it comes back, and the resting pair goes on where consent and clearance stand.</summary>
    /// <param name="pairId">Either of the two pairs.</param>
    /// <returns>The pair that goes on.</returns>
    /// <exception cref="Refusal">The move is not legal now.</exception>
    /// <exception cref="NotYours">The pair's program is not theirs.</exception>
    public Task<Guid> Return(Guid pairId, string reason, Guid by) => db.Transact(async tx =>
    {
        var named = await programs.Pair(tx, pairId) ?? throw new NotYours();
        var restingId = named.StandsInFor ?? named.Id;
        var standingIn = await tx.Find<Guid?>("SELECT id FROM pairs WHERE stands_in_for = @restingId AND state <> 'Closed'", new { restingId });
        if (standingIn is { } id) await Lock(tx, [restingId, id]);
        var (pair, now) = (await Take(tx, restingId, PairMove.Return, by), clock.Now());
        if (standingIn is { } substitute)
        {
            var other = (await programs.TakePair(tx, substitute))!;
            // Going on moves what lies ahead by the length of the rest; these rounds kept their dates.
            await turns.MoveAhead(tx, other, pair, pair.PausedAt!.Value - now, by);
            await closing.Close(tx, other, "returned", by);
            await closing.Note(tx, "Return", other, reason, by);
        }
        await tx.Execute("UPDATE pairs SET resting = 0, paused_why = CASE WHEN stands_until > @now THEN paused_why ELSE 'Standing' END, version = version + 1 WHERE id = @restingId", new { restingId, now });
        await pauses.Resume(tx, [restingId], by, now);
        await closing.Note(tx, "Return", pair, reason, by);
        return restingId;
    });

    /// <summary>Gives the mentee another mentor for good: the pair closes, a new one begins, what lies ahead goes with it.</summary>
    /// <returns>The new pair.</returns>
    /// <exception cref="Refusal">The move is not legal now, or that mentor cannot take the mentee on.</exception>
    /// <exception cref="NotYours">The pair's program is not theirs.</exception>
    public Task<Guid> Rematch(Guid pairId, Guid mentor, string why, string reason, Guid by) => db.Transact(async tx =>
    {
        await HoldPeople(tx, pairId, mentor);
        var (pair, now) = (await Take(tx, pairId, PairMove.Rematch, by), clock.Now());
        await HasRoom(tx, pair, mentor, now);
        var stopped = pair.PausedAt is { } since ? now - since : TimeSpan.Zero;
        await closing.Close(tx, pair, why, by, ahead: false);
        var other = await Begin(tx, pair, mentor, by, now, null);
        await turns.MoveAhead(tx, pair, other, stopped, by);
        await closing.Note(tx, "Rematch", pair, reason, by);
        return other.Id;
    });

    /// <summary>Opens a closed pair again, where consent and clearance stand and the mentee has no other mentor now. Its rounds stay closed.</summary>
    /// <exception cref="Refusal">The move is not legal now, consent or clearance does not stand, or the mentee has another mentor.</exception>
    /// <exception cref="NotYours">The pair's program is not theirs.</exception>
    public Task Reopen(Guid pairId, string reason, Guid by) => db.Transact(async tx =>
    {
        var now = clock.Now();
        await HoldPeople(tx, pairId, null);
        var pair = await Take(tx, pairId, PairMove.Reopen, by);
        if (await tx.Find<int?>("SELECT 1 FROM pairs WHERE mentee_id = @MenteeId AND program_id = @ProgramId AND state <> 'Closed' AND resting = 0", new { pair.MenteeId, pair.ProgramId }) is not null)
            throw new Refusal("move.taken", "", pair.MenteeName);
        var until = await standing.Until(tx, pair.ProgramId, pair.MentorId, pair.MenteeId);
        if (until <= now) throw new Refusal("move.standing");
        await tx.Execute("""
            UPDATE pairs SET state = 'Active', closed_at = NULL, closed_why = NULL, reopened_at = @now, stands_until = @until, version = version + 1 WHERE id = @pairId
            """, new { pairId, now, until });
        await history.Record(tx, "pair.reopen", pairId, by, pairId, pair.ProgramId);
        await closing.Note(tx, "Reopen", pair, reason, by);
        await TellBegun(tx, pair, now);
    });

    /// <summary>The pair with its row locked, where this person may and the move is legal.</summary>
    internal async Task<Pair> Take(Tx tx, Guid pairId, PairMove move, Guid by)
    {
        var pair = await programs.TakePair(tx, pairId) ?? throw new NotYours();
        await Authority.OverProgram(tx, by, pair.ProgramId);
        var why = await tx.Find<string>("SELECT closed_why FROM pairs WHERE id = @pairId", new { pairId });
        return PairMoves.Of(pair, why).Can(move) ? pair : throw new Refusal("move.first");
    }

    async Task<Pair> Begin(Tx tx, Pair pair, Guid mentor, Guid by, DateTimeOffset now, Guid? standsInFor)
    {
        var made = await pairing.Make(tx, pair.ProgramId, mentor, pair.MenteeId, pair.CohortId, by, standsInFor);
        var other = (await programs.Pair(tx, made.Id))!;
        await TellBegun(tx, other, now);
        return other;
    }

    /// <exception cref="Refusal">The mentor is one of the former, is not cleared, or has all the mentees that the program gives one mentor.</exception>
    async Task HasRoom(Tx tx, Pair pair, Guid mentor, DateTimeOffset now)
    {
        var program = (await programs.Find(tx, pair.ProgramId))!;
        var open = await PairChoices.WithRoom(tx, pair.ProgramId, program.Policies.MostMentees, [pair.MentorId], now, mentor);
        if (open.Count == 0) throw new Refusal("move.room", "Mentor");
    }

    Task TellBegun(Tx tx, Pair pair, DateTimeOffset now)
    {
        var occasion = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return notifier.Tell(tx,
        [
            new(pair.MenteeId, pair.ProgramId, NoticeKind.PairBegun, pair.Id, occasion, "/desk", pair.MentorName),
            new(pair.MentorId, pair.ProgramId, NoticeKind.PairBegun, pair.Id, occasion, "/desk", pair.MenteeName),
        ]);
    }

    /// <summary>People's rows are held before their pairs', as where a consent ends: nobody waits for the other crosswise.</summary>
    static Task HoldPeople(Tx tx, Guid pairId, Guid? mentor) => tx.Query<Guid>($"""
        SELECT h.id FROM people h WHERE h.id = @mentor OR h.id IN (SELECT p.mentor_id FROM pairs p WHERE p.id = @pairId UNION ALL SELECT p.mentee_id FROM pairs p WHERE p.id = @pairId)
         ORDER BY h.id {tx.ForUpdate("h")}
        """, new { pairId, mentor = mentor ?? Guid.Empty });

    /// <summary>Locks pairs in the order of their ids, as everybody does.</summary>
    static Task Lock(Tx tx, IReadOnlyList<Guid> pairs) => tx.Query<Guid>($"SELECT p.id FROM pairs p WHERE p.id IN @pairs ORDER BY p.id {tx.ForUpdate("p")}", new { pairs });
}

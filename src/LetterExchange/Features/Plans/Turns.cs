using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Plans;

/// <summary>What happens to turns: the moves that letters, coordinators and the sweeps make. Each works inside the transaction that it is given, writes
/// history and notices there, and keeps the fair clock. A turn that is closed already stays as it is: its late letter is only a late letter.</summary>
public sealed class Turns(TurnStore store, Notifier notifier, History history, Wakes wakes)
{
    public Task<Turn?> Find(Tx tx, Guid id) => store.Find(tx, id);

    /// <summary>The turn for a move: its row is locked, and its pair's against a pause.</summary>
    public Task<Turn> Hold(Tx tx, Guid id) => store.Hold(tx, id);

    /// <summary>Its letter is in our hands now: the clock stands. At and after the cut-off the turn lapses instead.</summary>
    public async Task<Turn> Submitted(Tx tx, Guid turnId, DateTimeOffset now) => await Submitted(tx, await Hold(tx, turnId), now);

    /// <param name="turn">Held.</param>
    internal async Task<Turn> Submitted(Tx tx, Turn turn, DateTimeOffset now)
    {
        if (turn.State != TurnState.Open || turn.HeldAt is not null) return turn;
        if (FairClock.HasLapsed(turn.Dates, now))
        {
            await Lapse(tx, [turn], now);
            return await Again(tx, turn);
        }
        await Settle(tx, [turn]);
        return await Save(tx, turn.Submit(now), "turn.submit", now);
    }

    /// <summary>Its letter went back to the writer, who has the mending time at the least.</summary>
    public async Task<Turn> Returned(Tx tx, Guid turnId, DateTimeOffset now)
    {
        var turn = await store.Hold(tx, turnId);
        return turn.State == TurnState.Open && turn.HeldAt is not null
            ? await Save(tx, turn.Return(await store.Clock(tx, turn), now), "turn.return", now)
            : turn;
    }

    /// <summary>Its writer took the letter back; the time in our hands is given back.</summary>
    public async Task<Turn> Recalled(Tx tx, Guid turnId, DateTimeOffset now)
    {
        var turn = await store.Hold(tx, turnId);
        return turn.State == TurnState.Open && turn.HeldAt is not null
            ? await Save(tx, turn.Recall(await store.Clock(tx, turn), now), "turn.recall", now)
            : turn;
    }

    /// <summary>Its letter was delivered. The next turn opens (the reader is told by the letter's arrival), or the assignment is closed and the next put in line.</summary>
    public async Task<Turn> Answered(Tx tx, Guid turnId, DateTimeOffset now)
    {
        await Answered(tx, [turnId], now);
        return await Hold(tx, turnId);
    }

    /// <summary>The letters of these were delivered.</summary>
    internal async Task Answered(Tx tx, IReadOnlyList<Guid> ids, DateTimeOffset now)
    {
        if (ids.Count == 0) return;
        var answered = (await store.Hold(tx, ids)).FindAll(turn => turn.State == TurnState.Open).ConvertAll(turn => turn.Close(TurnState.Answered, now));
        await store.Save(tx, answered);
        await history.Record(tx, [.. answered.Select(turn => Line("turn.answer", turn, Actor.Service))]);
        await GoOn(tx, [.. answered.Where(turn => turn.PairIsLive(now)).Select(turn => turn.AssignmentId)], tell: false, now);
    }

    /// <summary>It need not be written any more: its letter was withheld. The partner is told that none will come, the next writer that the turn is theirs.</summary>
    public async Task<Turn> Excused(Tx tx, Guid turnId, DateTimeOffset now)
    {
        var turn = await Hold(tx, turnId);
        if (turn.State != TurnState.Open) return turn;
        await Excuse(tx, [turn], Actor.Service, now);
        return await Again(tx, turn);
    }

    /// <summary>It need not be written any more: a coordinator's letter has taken its place. Its writer is told, the partner has that letter.</summary>
    public async Task ExcusedFor(Tx tx, Guid turnId, DateTimeOffset now)
    {
        var turn = await store.Hold(tx, turnId);
        if (turn is not { State: TurnState.Open, HeldAt: null }) return;
        if (turn.PairIsLive(now)) await notifier.Tell(tx, Telling(turn, NoticeKind.TurnExcused, turn.WriterId, "", Links.Desk, turn.ReaderName));
        await Excuse(tx, [turn], Actor.Service, now, tellPartner: false);
    }

    /// <summary>Lapses open turns whose cut-off has passed and whose letters are not in our hands: writers and partners are told, and the next turns open.</summary>
    internal async Task Lapse(Tx tx, IReadOnlyList<Turn> turns, DateTimeOffset now)
    {
        var lapsed = turns.Select(turn => turn.Close(TurnState.Lapsed, now)).ToList();
        await store.Save(tx, lapsed);
        await Settle(tx, lapsed);
        await history.Record(tx, [.. lapsed.Select(turn => Line("turn.lapse", turn, Actor.Service))]);
        await notifier.Tell(tx, [.. lapsed.Select(turn => Telling(turn, NoticeKind.TurnLapsed, turn.WriterId, "", Links.Desk, turn.ReaderName))]);
        await TellPartners(tx, lapsed);
        await Lapses.Count(tx, lapsed, await store.Clocks(tx, lapsed), now);
        await GoOn(tx, [.. lapsed.Where(turn => turn.PairIsLive(now)).Select(turn => turn.AssignmentId)], tell: true, now);
    }

    /// <summary>Excuses turns, open or waiting; where one was open its assignment goes on.</summary>
    internal async Task Excuse(Tx tx, IReadOnlyList<Turn> turns, Actor actor, DateTimeOffset now, bool tellPartner = true)
    {
        var excused = turns.Select(turn => turn.Close(TurnState.Excused, now)).ToList();
        await store.Save(tx, excused);
        await Settle(tx, excused);
        await history.Record(tx, [.. excused.Select(turn => Line("turn.excuse", turn, actor))]);
        var open = turns.Where(turn => turn.State == TurnState.Open && turn.PairIsLive(now)).ToList();
        if (tellPartner) await TellPartners(tx, open);
        await GoOn(tx, [.. open.Select(turn => turn.AssignmentId)], tell: true, now);
    }

    /// <summary>Tells the writers of turns past their due date that they are late, once.</summary>
    internal async Task TellLate(Tx tx, IReadOnlyList<Turn> late, DateTimeOffset now)
    {
        await store.Save(tx, [.. late.Select(turn => turn with { LateToldAt = now, RemindAt = null, EnforceAt = turn.CutOffAt })]);
        await notifier.Tell(tx, [.. late.Select(turn =>
            Telling(turn, NoticeKind.TurnLate, turn.WriterId, Occasion(turn), Links.Write(turn.Id), turn.ReaderName, Notice(turn.CutOffAt)))]);
    }

    /// <summary>Ends all that is not over yet of a pair that is being closed: its turns are excused, its assignments closed. Nobody is told here.</summary>
    /// <param name="ahead">Whether what has not opened yet ends too; it stays where it goes on with another mentor.</param>
    public async Task ClosePair(Tx tx, Guid pairId, DateTimeOffset now, bool ahead = true)
    {
        var turns = await store.OfPairs(tx, [pairId], TurnState.Open, TurnState.Waiting);
        if (!ahead)
        {
            var kept = await tx.Query<Guid>("SELECT id FROM assignments WHERE pair_id = @pairId AND state = 'Scheduled'", new { pairId });
            turns.RemoveAll(turn => kept.Contains(turn.AssignmentId));
        }
        await store.Save(tx, [.. turns.Select(turn => turn.Close(TurnState.Excused, now))]);
        await history.Record(tx, [.. turns.Select(turn => Line("turn.excuse", turn, Actor.Service))]);
        var closed = await tx.Query<Guid>($"""
            UPDATE assignments SET state = 'ClosedIncomplete', release_at = NULL, closed_at = @now, version = version + 1
             WHERE pair_id = @pairId AND state IN ({(ahead ? "'Scheduled', 'Open'" : "'Open'")})
            RETURNING id
            """, new { pairId, now });
        await history.Record(tx, [.. closed.Select(id => history.Line("assignment.close", id, Actor.Service, pairId))]);
    }

    /// <summary>Gives the rounds of a pair that have not opened yet to another pair of the same mentee, behind what that has. Both are locked; the letters stay where they are.</summary>
    /// <param name="shift">By which every date moves: what a pause has taken.</param>
    /// <returns>How many rounds.</returns>
    public async Task<int> MoveAhead(Tx tx, Pair from, Pair to, TimeSpan shift, Actor actor)
    {
        var (pair, other, mentor, by) = (from.Id, to.Id, to.MentorId, (long)shift.TotalMilliseconds);
        var moved = await tx.Query<Guid>("""
            UPDATE assignments
               SET pair_id = @other, line = line + (SELECT COALESCE(MAX(x.line), 0) FROM assignments x WHERE x.pair_id = @other), opens_at = opens_at + @by, release_at = NULL, version = version + 1
             WHERE pair_id = @pair AND state = 'Scheduled' AND NOT EXISTS (SELECT 1 FROM assignments y WHERE y.pair_id = @other AND y.round_id = assignments.round_id)
            RETURNING id
            """, new { pair, other, by });
        if (moved.Count == 0) return 0;
        await tx.Execute("""
            UPDATE turns
               SET pair_id = @other, due_at = due_at + @by, cut_off_at = cut_off_at + @by, version = version + 1,
                   writer_id = CASE writer WHEN 'Mentor' THEN @mentor ELSE writer_id END, reader_id = CASE writer WHEN 'Mentee' THEN @mentor ELSE reader_id END
             WHERE assignment_id IN @moved
            """, new { other, by, mentor, moved });
        await history.Record(tx, "plan.handover", other, actor, other, to.ProgramId, $"rounds={moved.Count} from={pair}");
        await ArmFirst(tx, [other]);
        return moved.Count;
    }

    /// <summary>Opens the next turn of each assignment, or closes the assignment where none is left. Only for live pairs: a paused one goes on when it resumes.</summary>
    /// <returns>The turns that opened.</returns>
    internal async Task<List<Turn>> GoOn(Tx tx, IReadOnlyList<Guid> assignments, bool tell, DateTimeOffset now)
    {
        if (assignments.Count == 0) return [];
        var next = await store.FirstWaiting(tx, assignments);
        var opened = await Open(tx, next, tell, now);
        await Finish(tx, [.. assignments.Except(next.Select(turn => turn.AssignmentId))], now);
        return opened;
    }

    async Task<List<Turn>> Open(Tx tx, IReadOnlyList<Turn> waiting, bool tell, DateTimeOffset now)
    {
        if (waiting.Count == 0) return [];
        var clocks = await store.Clocks(tx, waiting);
        var open = waiting.Select(turn => turn.Open(clocks[turn.ProgramId], now)).ToList();
        await store.Save(tx, open);
        await history.Record(tx, [.. open.Select(turn => Line("turn.open", turn, Actor.Service))]);
        if (tell) await notifier.Tell(tx, [.. open.Select(turn =>
            Telling(turn, NoticeKind.TurnOpened, turn.WriterId, "", Links.Write(turn.Id), turn.ReaderName, Notice(turn.DueAt)))]);
        await TellLater(tx, [.. waiting.Zip(open).Where(two => two.Second.DueAt > clocks[two.First.ProgramId].Open(two.First.Dates, now).Due).Select(two => two.Second)]);
        WakeFor(tx, open);
        return open;
    }

    /// <summary>Tells the readers of these turns when they are due now: a date and no reason.</summary>
    internal Task TellLater(Tx tx, IReadOnlyCollection<Turn> turns) => notifier.Tell(tx, [.. turns.Select(turn =>
        Telling(turn, NoticeKind.PartnerNeedsTime, turn.ReaderId, Occasion(turn), Links.Desk, turn.WriterName, Notice(turn.DueAt)))]);

    /// <summary>What has been told of these turns and not mailed yet is no longer so.</summary>
    internal Task Settle(Tx tx, IReadOnlyCollection<Turn> turns) => notifier.Settle(tx, [.. turns.Select(turn => turn.Id)],
        NoticeKind.TurnOpened, NoticeKind.Reminder, NoticeKind.Nudge, NoticeKind.TurnLate, NoticeKind.DueMoved);

    /// <summary>Sets alarms for what these turns will need next.</summary>
    internal void WakeFor(Tx tx, IReadOnlyCollection<Turn> turns)
    {
        var (remind, enforce) = (turns.Min(turn => turn.RemindAt), turns.Min(turn => turn.EnforceAt));
        tx.AfterCommit(() =>
        {
            if (remind is { } first) wakes.WakeAt(Due.Remind, first);
            if (enforce is { } second) wakes.WakeAt(Due.Enforce, second);
        });
    }

    /// <summary>A line of history; its codes say what the turn's dates are now.</summary>
    internal Event Line(string kind, Turn turn, Actor actor) => history.Line(kind, turn.Id, actor, turn.PairId, turn.ProgramId,
        $"due={turn.DueAt.ToUnixTimeMilliseconds()} cut_off={turn.CutOffAt.ToUnixTimeMilliseconds()}");

    internal static Telling Telling(Turn turn, NoticeKind kind, Guid person, string occasion, string link, params string[] arguments) =>
        new(person, turn.ProgramId, kind, turn.Id, occasion, link, arguments) { PairId = turn.PairId };

    /// <summary>Says which effective due date a notice is about: the same is told once, a moved one again.</summary>
    internal static string Occasion(Turn turn) => turn.DueAt.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>An instant as the arguments of notices hold it.</summary>
    internal static string Notice(DateTimeOffset at) => at.ToString("O", System.Globalization.CultureInfo.InvariantCulture);

    async Task Finish(Tx tx, IReadOnlyList<Guid> assignments, DateTimeOffset now)
    {
        if (assignments.Count == 0) return;
        var finished = await tx.Query<Finished>("""
            SELECT a.id, a.pair_id, p.program_id,
                   (SELECT COUNT(*) FROM turns t WHERE t.assignment_id = a.id AND t.state <> 'Answered') AS missing
              FROM assignments a JOIN pairs p ON p.id = a.pair_id
             WHERE a.id IN @assignments AND a.state = 'Open'
            """, new { assignments });
        await tx.ExecuteMany("UPDATE assignments SET state = @State, closed_at = @now, version = version + 1 WHERE id = @Id AND state = 'Open'",
            finished.Select(one => new { one.State, now, one.Id }).ToList());
        await history.Record(tx, [.. finished.Select(one => history.Line(
            one.State == AssignmentState.Complete ? "assignment.complete" : "assignment.close", one.Id, Actor.Service, one.PairId, one.ProgramId))]);
        await ArmFirst(tx, [.. finished.Select(one => one.PairId)]);
    }

    /// <summary>Puts the pairs' next assignments in line.</summary>
    internal async Task ArmFirst(Tx tx, IReadOnlyList<Guid> pairs)
    {
        if (pairs.Count > 0 && await store.ArmFirst(tx, pairs) > 0) tx.AfterCommit(() => wakes.Wake(Due.Release));
    }

    Task TellPartners(Tx tx, IReadOnlyCollection<Turn> turns) => notifier.Tell(tx,
        [.. turns.Select(turn => Telling(turn, NoticeKind.PartnerLapsed, turn.ReaderId, "", Links.Desk, turn.WriterName))]);

    async Task<Turn> Save(Tx tx, Turn turn, string kind, DateTimeOffset now)
    {
        await store.Save(tx, [turn]);
        await history.Record(tx, [Line(kind, turn, Actor.Service)]);
        if (turn.State == TurnState.Open) WakeFor(tx, [turn]);
        return turn with { Version = turn.Version + 1 };
    }

    async Task<Turn> Again(Tx tx, Turn turn) => (await store.Find(tx, turn.Id))!;

    sealed record Finished
    {
        public Guid Id { get; init; }
        public Guid PairId { get; init; }
        public Guid ProgramId { get; init; }
        public int Missing { get; init; }
        public AssignmentState State => Missing == 0 ? AssignmentState.Complete : AssignmentState.ClosedIncomplete;
    }
}

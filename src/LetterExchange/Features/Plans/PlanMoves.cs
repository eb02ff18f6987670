using LetterExchange.Data;
using LetterExchange.Features.Notices;

namespace LetterExchange.Features.Plans;

/// <summary>Lets pairs follow a change of their plan, in the transaction of a batch: what waits moves, what is open gets later dates only, rounds that have not opened are dropped.
/// Each pair has one event, each person one notice.</summary>
public sealed class PlanMoves(TurnStore store, Turns turns, Interventions interventions, Notifier notifier, History history, TimeProvider clock, Wakes wakes)
{
    /// <returns>How many of the pairs had something to follow.</returns>
    internal async Task<int> Follow(Tx tx, PlanWork work, PlanChange change, IReadOnlyList<Guid> pairs)
    {
        var now = clock.Now();
        var rounds = change.Rounds;
        if (rounds.Count == 0) return 0; // A story more: who may choose finds it.
        var assignments = await tx.Query<Assignment>($"""
            SELECT a.id, a.pair_id, a.round_id, a.state, a.opens_at, a.release_at FROM assignments a
             WHERE a.pair_id IN @pairs AND a.round_id IN @rounds AND a.state IN ('Scheduled', 'Open')
             ORDER BY a.id {tx.ForUpdate("a")}
            """, new { pairs, rounds });
        if (assignments.Count == 0) return 0;
        var found = await store.OfAssignments(tx, [.. assignments.Select(one => one.Id)]);
        var fair = await store.Clock(tx, work.ProgramId, [.. found.Where(turn => turn.State == TurnState.Open).Select(turn => turn.WriterId).Distinct()]);
        var dropped = Dropped(change, assignments);
        var roundOf = assignments.ToDictionary(one => one.Id, one => one.RoundId);
        var moves = change.Dates.ToDictionary(date => (date.RoundId, date.Turn));
        await Open(tx, assignments, moves, fair);
        var moved = await Move(tx, found, turn => moves.GetValueOrDefault((roundOf[turn.AssignmentId], turn.Ordinal)), fair, work.ById!.Value, now);
        await Drop(tx, dropped, now);
        var touched = assignments.Where(one => moves.ContainsKey((one.RoundId, 0)) && one.State == AssignmentState.Scheduled).Concat(dropped).Select(one => one.PairId).Concat(moved.Select(turn => turn.PairId)).ToHashSet();
        await history.Record(tx, [.. touched.Order().Select(pair => history.Line("plan.move", work.PlanId, work.ById!.Value, pair, work.ProgramId,
            $"work={work.Id} turns={moved.Count(turn => turn.PairId == pair)} dropped={dropped.Count(one => one.PairId == pair)}"))]);
        await Tell(tx, work, moved, now);
        await TellDropped(tx, work, change, found, dropped, [.. moved.Select(turn => turn.WriterId)], now);
        return touched.Count;
    }

    /// <summary>Gives the open letters of these pairs in the plan, or in one of its rounds, more days.</summary>
    /// <returns>How many of the pairs have an open letter, and how many letters moved.</returns>
    internal async Task<int> Extend(Tx tx, PlanWork work, IReadOnlyList<Guid> pairs)
    {
        var now = clock.Now();
        var assignments = await tx.Query<Guid>($"""
            SELECT a.id FROM assignments a WHERE a.pair_id IN @pairs AND a.plan_id = @PlanId AND a.state = 'Open' {(work.Errand.Round is null ? "" : "AND a.round_id = @Round")}
            """, new { pairs, work.PlanId, work.Errand.Round });
        if (assignments.Count == 0) return 0;
        var open = (await store.OfAssignments(tx, assignments)).Where(turn => turn.State == TurnState.Open).ToList();
        var fair = await store.Clock(tx, work.ProgramId, [.. open.Select(turn => turn.WriterId).Distinct()]);
        var moved = open.ConvertAll(turn => turn.Extend(fair, fair.AddDays(turn.DueAt, work.Errand.Days), now));
        await interventions.Save(tx, moved, work.ById!.Value);
        await Tell(tx, work, moved, now);
        return moved.Select(turn => turn.PairId).Distinct().Count();
    }

    /// <summary>The openings of rounds that have not opened.</summary>
    async Task Open(Tx tx, List<Assignment> assignments, Dictionary<(Guid, int), DateMove> moves, FairClock fair)
    {
        var moving = assignments.Where(one => one.State == AssignmentState.Scheduled && moves.ContainsKey((one.RoundId, 0))).ToList();
        foreach (var same in moving.GroupBy(one => moves[(one.RoundId, 0)].Move(fair, one.OpensAt)))
            await tx.Execute("""
                UPDATE assignments SET opens_at = @opens, release_at = CASE WHEN release_at IS NULL THEN NULL ELSE @opens END, version = version + 1
                 WHERE id IN @ids AND state = 'Scheduled'
                """, new { opens = same.Key, ids = same.Select(one => one.Id).ToList() });
        if (moving.Exists(one => one.ReleaseAt is not null)) tx.AfterCommit(() => wakes.Wake(Due.Release));
    }

    /// <returns>The turns whose dates have moved, as they are now.</returns>
    async Task<List<Turn>> Move(Tx tx, List<Turn> found, Func<Turn, DateMove?> of, FairClock fair, Actor actor, DateTimeOffset now)
    {
        var planned = found.Where(turn => of(turn) is not null).Select(turn => (Turn: turn, To: of(turn)!.Move(fair, turn.Dates))).ToList();
        var waiting = planned.Where(one => one.Turn.State == TurnState.Waiting).ToList();
        await store.Replan(tx, waiting);
        var open = planned.Where(one => one.Turn.State == TurnState.Open).Select(one => (one.Turn, After: one.Turn.Replan(fair, one.To, now)))
            .Where(one => one.After.Dates != one.Turn.Dates).Select(one => one.After).ToList();
        await interventions.Save(tx, open, actor);
        return [.. open, .. waiting.Select(one => one.Turn.Replan(fair, one.To, now))];
    }

    static List<Assignment> Dropped(PlanChange change, List<Assignment> assignments)
    {
        var rounds = change.Dropped.Select(round => round.RoundId).ToHashSet();
        return [.. assignments.Where(one => one.State == AssignmentState.Scheduled && rounds.Contains(one.RoundId))];
    }

    async Task Drop(Tx tx, List<Assignment> dropped, DateTimeOffset now)
    {
        if (dropped.Count == 0) return;
        var ids = dropped.ConvertAll(one => one.Id);
        await tx.Execute("UPDATE assignments SET state = 'ClosedIncomplete', release_at = NULL, closed_at = @now, version = version + 1 WHERE id IN @ids AND state = 'Scheduled'", new { ids, now });
        await tx.Execute("UPDATE turns SET state = 'Excused', closed_at = @now, version = version + 1 WHERE assignment_id IN @ids AND state = 'Waiting'", new { ids, now });
        await turns.ArmFirst(tx, [.. dropped.Select(one => one.PairId).Distinct()]);
    }

    /// <summary>Tells each writer once, however many of their letters have moved, when the next of them is due.</summary>
    Task Tell(Tx tx, PlanWork work, List<Turn> moved, DateTimeOffset now) => notifier.Tell(tx, [.. moved.Where(turn => Interventions.IsToTell(turn, now)).GroupBy(turn => turn.WriterId)
        .Select(letters => letters.MinBy(turn => turn.DueAt)!).Select(turn => Told(turn, work.Id))]);

    /// <summary>What a writer is told of a turn whose date has moved.</summary>
    internal static Telling Told(Turn turn, Guid work) =>
        new(turn.WriterId, turn.ProgramId, NoticeKind.PlanChanged, work, "", Links.Desk, turn.ReaderName, Turns.Notice(turn.DueAt)) { PairId = turn.PairId };

    /// <summary>Both hear of a round that falls out, unless they hear of new dates anyway.</summary>
    async Task TellDropped(Tx tx, PlanWork work, PlanChange change, List<Turn> found, List<Assignment> dropped, HashSet<Guid> told, DateTimeOffset now)
    {
        var titles = change.Dropped.ToDictionary(round => round.RoundId, round => round.Title);
        var first = found.Where(turn => turn.PairIsLive(now)).ToLookup(turn => turn.AssignmentId);
        await notifier.Tell(tx, [.. dropped.SelectMany(one => first[one.Id].Take(1).SelectMany(turn => new[]
        {
            Telling(turn, turn.WriterId, turn.ReaderName, titles[one.RoundId]), Telling(turn, turn.ReaderId, turn.WriterName, titles[one.RoundId]),
        })).Where(telling => !told.Contains(telling.PersonId))]);

        Telling Telling(Turn turn, Guid person, string partner, string title) =>
            new(person, turn.ProgramId, NoticeKind.RoundDropped, work.Id, "", Links.Desk, partner, title) { PairId = turn.PairId };
    }
}

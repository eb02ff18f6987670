using LetterExchange.Data;
using LetterExchange.Features.Notices;

namespace LetterExchange.Features.Plans;

/// <summary>Opens assignments whose round opens now, with their first turn, and tells both people. Each opens once, however often, late or
/// in how many places this runs; one of a pair that is not live waits.</summary>
public sealed class ReleaseAssignments(Database db, TurnStore store, Turns turns, Notifier notifier, History history, TimeProvider clock, StuckRows stuck) : Sweep
{
    // A batch is one transaction, behind which SQLite lets drafts wait: with 500 they waited for seconds over a million letters.
    internal const string FindDue = """
        SELECT release_at AS at, id FROM assignments
         WHERE release_at <= @now AND (release_at, id) > (@at, @id)
         ORDER BY release_at, id LIMIT 100
        """;

    internal const string FindNext = "SELECT release_at FROM assignments WHERE release_at > @now ORDER BY release_at LIMIT 1";

    public override Due Due => Due.Release;

    public override bool IsShared => true;

    public override Task<int> Run(CancellationToken stopping) => Batches.Work(
        Due,
        last => db.Query<DueKey>(FindDue, DueRows.After(last, clock.Now())),
        ids => db.Transact(tx => Open(tx, ids, clock.Now())), stuck, stopping);

    public override string Ahead => FindNext;

    public override Task<DateTimeOffset?> Next(DateTimeOffset? since = null) => db.Find<DateTimeOffset?>(Ahead, new { now = since ?? clock.Now() });

    async Task<int> Open(Tx tx, IReadOnlyList<Guid> ids, DateTimeOffset now)
    {
        var due = await store.TakeDue(tx, ids, now);
        if (due.Count == 0) return 0;
        var stories = await OnlyStories(tx, [.. due.Select(one => one.RoundId).Distinct()]);
        var opened = await tx.ExecuteMany("""
            UPDATE assignments SET state = 'Open', release_at = NULL, opened_at = @now, story_id = @Story, version = version + 1
             WHERE id = @Id AND state = 'Scheduled'
            """, due.Select(one => new { now, Story = stories.GetValueOrDefault(one.RoundId), one.Id }).ToList());
        if (opened != due.Count) throw new InvalidOperationException("An assignment was opened beside its lock.");
        var first = await turns.GoOn(tx, [.. due.Select(one => one.Id)], tell: false, now);
        var titles = due.ToDictionary(one => one.Id, one => one.Title);
        await history.Record(tx, [.. first.Select(turn => history.Line("assignment.open", turn.AssignmentId, Actor.Service, turn.PairId, turn.ProgramId))]);
        await notifier.Tell(tx, [.. first.SelectMany(turn => new[] { Telling(turn, turn.WriterId, turn.ReaderName), Telling(turn, turn.ReaderId, turn.WriterName) })]);
        return due.Count;

        Telling Telling(Turn turn, Guid person, string partner) => new(person, turn.ProgramId, NoticeKind.RoundOpened, turn.AssignmentId, "",
            Links.Read(turn.AssignmentId), titles[turn.AssignmentId], partner, Turns.Notice(turn.DueAt))
        { PairId = turn.PairId };
    }

    /// <summary>The stories of rounds that offer exactly one: there is nothing to choose.</summary>
    static async Task<Dictionary<Guid, string>> OnlyStories(Tx tx, IReadOnlyList<Guid> rounds) =>
        (await tx.Query<Only>("SELECT round_id, MIN(story_id) AS story_id FROM round_stories WHERE round_id IN @rounds GROUP BY round_id HAVING COUNT(*) = 1", new { rounds }))
        .ToDictionary(only => only.RoundId, only => only.StoryId);

    sealed record Only
    {
        public Guid RoundId { get; init; }
        public string StoryId { get; init; } = "";
    }
}

/// <summary>The parameters of a sweep's look for due rows.</summary>
static class DueRows
{
    public static object After(DueKey? last, DateTimeOffset now) => new { now, at = last?.At ?? DateTimeOffset.MinValue, id = last?.Id ?? Guid.Empty };
}

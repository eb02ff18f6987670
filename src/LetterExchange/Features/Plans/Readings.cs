using LetterExchange.Data;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Stories;

namespace LetterExchange.Features.Plans;

/// <summary>What became of a mentee's choice.</summary>
public enum StoryChoice
{
    Done,

    /// <summary>A story has been chosen before: one chooses once.</summary>
    Already,

    /// <summary>The round does not offer it (any more), or it has gone from the library.</summary>
    NotOffered,

    /// <summary>The assignment is not open, the pair is not live, or the mentor asks.</summary>
    NotNow,
}

/// <summary>What the two readers of an assignment do: choose its story, keep their place, end their reading. Each only while the pair is live (DESIGN.md, rule 11).</summary>
public sealed class Readings(Database db, TurnStore store, ProgramStore programs, StoryLibrary stories, History history, TimeProvider clock)
{
    /// <summary>The end of a part: a place is counted in thousandths of it.</summary>
    public const int Whole = 1000;

    /// <summary>The stories that an assignment a offers, parted by blanks: its round's, save those that had been retired before it opened. Where none would be left, all.</summary>
    internal const string Offered = """
        COALESCE((SELECT string_agg(s.story_id, ' ' ORDER BY s.ordinal) FROM round_stories s
                   WHERE s.round_id = a.round_id AND NOT EXISTS (SELECT 1 FROM pairs q JOIN retired_stories x ON x.program_id = q.program_id
                                                                  WHERE q.id = a.pair_id AND x.story = s.story_id AND x.retired_at <= a.opened_at)),
                 (SELECT string_agg(s.story_id, ' ' ORDER BY s.ordinal) FROM round_stories s WHERE s.round_id = a.round_id))
        """;

    /// <summary>The mentee chooses one of the round's stories, for both, once.</summary>
    public Task<StoryChoice> Choose(Guid assignmentId, Guid person, string storyId) => db.Transact(async tx =>
    {
        if (await Opened(tx, assignmentId, person) is not var (assignment, pair) || assignment.State != AssignmentState.Open || pair.MenteeId != person) return StoryChoice.NotNow;
        if (assignment.StoryId is not null) return StoryChoice.Already;
        var offered = await tx.Find<string>($"SELECT {Offered} FROM assignments a WHERE a.id = @assignmentId", new { assignmentId });
        if (offered?.Split(' ').Contains(storyId) is not true || stories.Find(storyId) is null) return StoryChoice.NotOffered;
        var chosen = await tx.Execute("""
            UPDATE assignments SET story_id = @storyId, version = version + 1 WHERE id = @assignmentId AND state = 'Open' AND story_id IS NULL
            """, new { assignmentId, storyId });
        if (chosen == 0) return StoryChoice.Already;
        await history.Record(tx, "assignment.choose", assignmentId, person, pair.Id, pair.ProgramId, $"story={storyId}");
        return StoryChoice.Done;
    });

    /// <summary>Keeps where a reader is. The part only goes on, one at a time: who looks back, or ahead, comes back to where they were.</summary>
    /// <param name="part">From 1.</param>
    /// <param name="place">Thousandths of that part; what lies outside it counts as its beginning or end.</param>
    /// <returns>False when nothing was kept: another part, a story that has been read, a pair that is not live.</returns>
    public Task<bool> Reach(Guid assignmentId, Guid person, int part, int place) => db.Transact(async tx =>
    {
        if (await Opened(tx, assignmentId, person) is not var (assignment, _) || Parts(assignment) is not { } parts || part < 1 || part > parts) return false;
        var kept = await tx.Execute("""
            INSERT INTO reading_progress (assignment_id, person_id, part, place, started_at, updated_at)
            VALUES (@assignmentId, @person, 1, @first, @now, @now)
                ON CONFLICT (assignment_id, person_id) DO UPDATE SET part = @part, place = @place, updated_at = excluded.updated_at
             WHERE reading_progress.finished_at IS NULL AND @part BETWEEN reading_progress.part AND reading_progress.part + 1
            """, new { assignmentId, person, part, place = Math.Clamp(place, 0, Whole), first = part == 1 ? Math.Clamp(place, 0, Whole) : 0, now = clock.Now() });
        return kept > 0;
    });

    /// <summary>"I have read it." False when there is nothing to be read, or the pair is not live; a second time changes nothing.</summary>
    public Task<bool> Finish(Guid assignmentId, Guid person) => db.Transact(async tx =>
    {
        if (await Opened(tx, assignmentId, person) is not var (assignment, pair) || Parts(assignment) is not { } parts) return false;
        var finished = await tx.Execute("""
            INSERT INTO reading_progress (assignment_id, person_id, part, place, started_at, updated_at, finished_at)
            VALUES (@assignmentId, @person, @parts, @Whole, @now, @now, @now)
                ON CONFLICT (assignment_id, person_id) DO UPDATE
               SET part = excluded.part, place = excluded.place, updated_at = excluded.updated_at, finished_at = excluded.finished_at
             WHERE reading_progress.finished_at IS NULL
            """, new { assignmentId, person, parts, Whole, now = clock.Now() });
        if (finished > 0) await history.Record(tx, "assignment.read", assignmentId, person, pair.Id, pair.ProgramId, $"story={assignment.StoryId}");
        return true;
    });

    int? Parts(Assignment assignment) => assignment.StoryId is { } id ? stories.Find(id)?.Parts.Count : null;

    /// <summary>An assignment that has opened, and its pair, live and held against a pause; nothing for anybody else than its two.</summary>
    async Task<(Assignment Assignment, Pair Pair)?> Opened(Tx tx, Guid assignmentId, Guid person)
    {
        if (await store.Assignment(tx, assignmentId) is not { OpenedAt: not null } assignment) return null;
        return await programs.HoldPair(tx, assignment.PairId) is { } pair && pair.Includes(person) && pair.IsLive(clock.Now()) ? (assignment, pair) : null;
    }
}

using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Archive;

/// <summary>A pair of the class, with the round that it is in or was in last.</summary>
public sealed record Pupil
{
    public Guid PairId { get; init; }
    public Guid MenteeId { get; init; }
    public string MenteeName { get; init; } = "";
    public string MentorName { get; init; } = "";
    public PairState PairState { get; init; }
    public Guid? AssignmentId { get; init; }
    public AssignmentState? AssignmentState { get; init; }
    public string? StoryId { get; init; }
    public string? Title { get; init; }
    public int? Round { get; init; }

    /// <summary>The part of the story that the mentee has reached, from 1; none when not begun.</summary>
    public int? Part { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }
    public IReadOnlyList<PupilTurn> Turns { get; init; } = [];
}

/// <summary>A turn of that round, and where its letter is.</summary>
public sealed record PupilTurn
{
    public Guid AssignmentId { get; init; }
    public Side Writer { get; init; }
    public TurnState State { get; init; }
    public DateTimeOffset DueAt { get; init; }
    public LetterState? Letter { get; init; }

    /// <summary>What a teacher reads of it: the key of a text.</summary>
    public string Word(DateTimeOffset now) => (State, Letter) switch
    {
        (_, LetterState.Delivered) => "class.delivered",
        (_, LetterState.Read) => "class.read",
        (_, LetterState.Approved or LetterState.InReview or LetterState.Screening) => "class.sent",
        (_, LetterState.Returned) => "class.returned",
        (_, LetterState.Withheld) => "class.withheld",
        (TurnState.Open, LetterState.Draft) => now > DueAt ? "class.late" : "class.writing",
        (TurnState.Open, _) => now > DueAt ? "class.late" : "class.open",
        (TurnState.Waiting, _) => "class.waiting",
        (TurnState.Excused, _) => "class.excused",
        _ => "class.lapsed",
    };
}

/// <summary>Who of a cohort has read and written. Three looks whatever the size of the class.</summary>
public sealed class ClassStore(Database db)
{
    /// <summary>The cohort's pairs by the mentee's name, without those that are closed.</summary>
    public Task<IReadOnlyList<Pupil>> Of(Guid cohortId) => db.Read<IReadOnlyList<Pupil>>(async tx =>
    {
        var pupils = await tx.Query<Pupil>("""
            SELECT p.id AS pair_id, p.mentee_id, p.state AS pair_state, mentee.given_name || ' ' || mentee.surname AS mentee_name, mentor.given_name AS mentor_name,
                   a.id AS assignment_id, a.state AS assignment_state, a.story_id, o.title, o.ordinal AS round, g.part, g.finished_at
              FROM pairs p
                   JOIN people mentee ON mentee.id = p.mentee_id JOIN people mentor ON mentor.id = p.mentor_id
                   LEFT JOIN assignments a ON a.pair_id = p.id
                        AND a.line = (SELECT MAX(x.line) FROM assignments x WHERE x.pair_id = p.id AND x.opened_at IS NOT NULL)
                   LEFT JOIN rounds o ON o.id = a.round_id
                   LEFT JOIN reading_progress g ON g.assignment_id = a.id AND g.person_id = p.mentee_id
             WHERE p.cohort_id = @cohortId AND p.state <> 'Closed'
             ORDER BY mentee.given_name, mentee.surname, p.id
            """, new { cohortId });
        var assignments = pupils.Where(pupil => pupil.AssignmentId is not null).Select(pupil => pupil.AssignmentId!.Value).ToList();
        if (assignments.Count == 0) return pupils;
        var turns = (await tx.Query<PupilTurn>("""
            SELECT t.assignment_id, t.writer, t.state, t.due_at,
                   (SELECT l.state FROM letters l WHERE l.turn_id = t.id AND l.state NOT IN ('Discarded', 'Stopped') ORDER BY l.created_at DESC LIMIT 1) AS letter
              FROM turns t WHERE t.assignment_id IN @assignments ORDER BY t.assignment_id, t.ordinal
            """, new { assignments })).ToLookup(turn => turn.AssignmentId);
        return [.. pupils.Select(pupil => pupil with { Turns = pupil.AssignmentId is { } id ? [.. turns[id]] : [] })];
    });
}

using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Pulse;

/// <summary>One pair and all about it that a coordinator may see; no text of a letter.</summary>
/// <param name="Letters">The newest first.</param>
/// <param name="Interventions">The newest first.</param>
/// <param name="Notes">The newest first, and one more than are shown where there are more.</param>
/// <param name="Steps">Steps taken with the mentor, the newest first.</param>
/// <param name="Silence">The mentor's, where a letter is missed.</param>
public sealed record PairRecord(
    PairFacts Facts, IReadOnlyList<PairRound> Rounds, IReadOnlyList<PairLetter> Letters, IReadOnlyList<Intervention> Interventions, IReadOnlyList<PairNote> Notes, IReadOnlyList<PairNote> Steps, MentorSilence? Silence)
{
    public PairLetter? LetterOf(PairTurn turn) => Letters.FirstOrDefault(letter => letter.TurnId == turn.Id);

    /// <summary>Letters that closing the pair would stop.</summary>
    public int UnderWay => Letters.Count(letter => letter.State is not (LetterState.Draft or LetterState.Delivered or LetterState.Read or LetterState.Discarded or LetterState.Stopped));

    /// <summary>Rounds that closing the pair would end.</summary>
    public int RoundsAhead => Rounds.Count(round => round.State is AssignmentState.Open or AssignmentState.Scheduled);

    /// <summary>The probation that the mentor is on, as long as they have not written since.</summary>
    public PairNote? Probation => Silence is { } silence && Steps.FirstOrDefault(step => step.Kind == PairNoteKind.Probation && step.At > silence.Since) is { } step ? step : null;
}

/// <summary>Reads everything about one pair.</summary>
public sealed class PairRecords(Database db, Interventions interventions, PairNotes notes, SilenceSteps silence)
{
    /// <summary>How many notes are shown beside the pair; all are in its timeline.</summary>
    public const int MostNotes = 4;

    const int MostLetters = 200;

    public async Task<PairRecord?> Find(Guid id)
    {
        var found = await db.Read<(PairFacts Facts, List<PairRound> Rounds, List<PairLetter> Letters)?>(async tx =>
            await Facts(tx, id) is { } facts ? (facts, await Rounds(tx, id), await Letters(tx, id)) : null);
        return found is { } all ? new(all.Facts, all.Rounds, all.Letters, await interventions.OfPair(id), await notes.Newest(id, MostNotes + 1), await notes.Steps(id), await silence.Of(id)) : null;
    }

    static Task<PairFacts?> Facts(Tx tx, Guid id) => tx.Find<PairFacts>("""
        SELECT p.id, p.program_id, p.cohort_id, c.name AS cohort, p.state, p.stands_until, p.paused_at, p.paused_why, p.closed_at, p.closed_why, p.created_at, p.resting AS is_resting, p.stands_in_for,
               (SELECT x.last_at FROM pair_endings x WHERE x.pair_id = p.id AND x.close_at IS NOT NULL) AS ends_at,
               (SELECT w.given_name FROM pairs r JOIN people w ON w.id = r.mentor_id WHERE r.id = p.stands_in_for) AS stands_in_for_name,
               (SELECT s.id FROM pairs s WHERE s.stands_in_for = p.id AND s.state <> 'Closed') AS substitute_id,
               p.mentee_id, e.given_name AS mentee_name, e.given_name || ' ' || e.surname AS mentee_full_name,
               p.mentor_id, o.given_name AS mentor_name, o.given_name || ' ' || o.surname AS mentor_full_name,
               (SELECT MAX(x.until) FROM consents x WHERE x.mentee_id = p.mentee_id AND x.withdrawn_at IS NULL) AS consent_until,
               (SELECT MAX(x.until) FROM clearances x WHERE x.mentor_id = p.mentor_id AND x.revoked_at IS NULL) AS clearance_until
          FROM pairs p JOIN cohorts c ON c.id = p.cohort_id JOIN people e ON e.id = p.mentee_id JOIN people o ON o.id = p.mentor_id
         WHERE p.id = @id
        """, new { id });

    static async Task<List<PairRound>> Rounds(Tx tx, Guid id)
    {
        var turns = (await tx.Query<PairTurn>("""
            SELECT t.id, t.assignment_id, t.ordinal, t.writer, t.state, t.due_at, t.cut_off_at, t.held_at, t.was_late,
                   (SELECT MAX(i.at) FROM interventions i WHERE i.pair_id = t.pair_id AND i.turn_id = t.id AND i.kind = 'Nudge') AS nudged_at
              FROM turns t WHERE t.pair_id = @id ORDER BY t.assignment_id, t.ordinal
            """, new { id })).ToLookup(turn => turn.AssignmentId);
        return [.. (await tx.Query<PairRound>("""
            SELECT a.id, a.state, a.opens_at, a.opened_at, r.ordinal, r.title, g.id AS plan_id, g.name AS plan
              FROM assignments a JOIN rounds r ON r.id = a.round_id JOIN reading_plans g ON g.id = a.plan_id
             WHERE a.pair_id = @id ORDER BY a.line
            """, new { id })).Select(round => round with { Turns = [.. turns[round.Id]] })];
    }

    static Task<List<PairLetter>> Letters(Tx tx, Guid id) => tx.Query<PairLetter>("""
        SELECT l.id, l.turn_id, w.given_name AS writer_name, l.bridge AS is_bridge, l.state, l.revision,
               l.created_at, l.submitted_at, l.delivered_at, r.ordinal AS round
          FROM letters l JOIN people w ON w.id = l.writer_id
          LEFT JOIN turns t ON t.id = l.turn_id
          LEFT JOIN assignments a ON a.id = t.assignment_id
          LEFT JOIN rounds r ON r.id = a.round_id
         WHERE l.pair_id = @id
         ORDER BY l.created_at DESC, l.id DESC LIMIT @most
        """, new { id, most = MostLetters });
}

/// <summary>Who the two are, and how the pair stands.</summary>
public sealed record PairFacts
{
    public Guid Id { get; init; }
    public Guid ProgramId { get; init; }
    public Guid CohortId { get; init; }
    public string Cohort { get; init; } = "";
    public PairState State { get; init; }
    public DateTimeOffset StandsUntil { get; init; }
    public DateTimeOffset? PausedAt { get; init; }
    public PauseReason? PausedWhy { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public string? ClosedWhy { get; init; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether it rests while somebody stands in, and that one's pair.</summary>
    public bool IsResting { get; init; }

    public Guid? SubstituteId { get; init; }

    /// <summary>The resting pair for which this one's mentor stands in, and the name of its mentor.</summary>
    public Guid? StandsInFor { get; init; }

    public string? StandsInForName { get; init; }

    /// <summary>Until when last letters are sent, where an end has been announced.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    public Guid MenteeId { get; init; }
    public string MenteeName { get; init; } = "";
    public string MenteeFullName { get; init; } = "";
    public Guid MentorId { get; init; }
    public string MentorName { get; init; } = "";
    public string MentorFullName { get; init; } = "";

    /// <summary>Until when the longest consent stands that has not been withdrawn; nothing when there is none.</summary>
    public DateTimeOffset? ConsentUntil { get; init; }

    /// <summary>Until when the longest clearance stands that has not been revoked; nothing when there is none.</summary>
    public DateTimeOffset? ClearanceUntil { get; init; }

    public string NameOf(Side side) => side == Side.Mentee ? MenteeName : MentorName;
}

/// <summary>A round of the pair, with its turns.</summary>
public sealed record PairRound
{
    public Guid Id { get; init; }
    public AssignmentState State { get; init; }
    public DateTimeOffset OpensAt { get; init; }
    public DateTimeOffset? OpenedAt { get; init; }
    public int Ordinal { get; init; }
    public string Title { get; init; } = "";
    public Guid PlanId { get; init; }
    public string Plan { get; init; } = "";
    public IReadOnlyList<PairTurn> Turns { get; init; } = [];
}

/// <summary>A turn of the pair.</summary>
public sealed record PairTurn
{
    public Guid Id { get; init; }
    public Guid AssignmentId { get; init; }
    public int Ordinal { get; init; }
    public Side Writer { get; init; }
    public TurnState State { get; init; }
    public DateTimeOffset DueAt { get; init; }
    public DateTimeOffset CutOffAt { get; init; }
    public DateTimeOffset? HeldAt { get; init; }
    public bool WasLate { get; init; }

    /// <summary>When a coordinator sent its writer a kind word last.</summary>
    public DateTimeOffset? NudgedAt { get; init; }

    public bool IsLate(DateTimeOffset now) => State == TurnState.Open && HeldAt is null && now > DueAt;

    public bool CanMove => State is TurnState.Open or TurnState.Waiting;
}

/// <summary>A letter of the pair: where it is, and nothing of what it says.</summary>
public sealed record PairLetter
{
    public Guid Id { get; init; }
    public Guid? TurnId { get; init; }
    public string WriterName { get; init; } = "";
    public bool IsBridge { get; init; }
    public LetterState State { get; init; }
    public int Revision { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? SubmittedAt { get; init; }
    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>The round that it is for; none for a free letter.</summary>
    public int? Round { get; init; }

    /// <summary>Whether it has been submitted: staff read nothing before.</summary>
    public bool CanBeRead => Revision > 0;
}

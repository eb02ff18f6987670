using System.Globalization;
using LetterExchange.Data;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Pulse;

/// <summary>What a line of a pair's timeline is about; the filters of the page.</summary>
public enum TimelineSort { Letters, Rounds, Pair, Notes, Standing, Mails }

/// <summary>A place in a timeline, before which the next page begins.</summary>
public readonly record struct TimelineKey(DateTimeOffset At, Guid Id)
{
    /// <summary>After all there is.</summary>
    public static readonly TimelineKey Start = new(DateTimeOffset.FromUnixTimeMilliseconds(9_000_000_000_000), Guid.Empty);

    public static TimelineKey Read(string? text) => text?.Split('.') is [var at, var id] && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var time)
        && time < 9_000_000_000_000 && Guid.TryParse(id, out var key) ? new(DateTimeOffset.FromUnixTimeMilliseconds(time), key) : Start;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.ToUnixTimeMilliseconds()}.{Id:N}");
}

/// <summary>One line: what happened to the pair, when, by whom; with a reason or a note where a coordinator wrote one, and never a word of a letter.</summary>
public sealed record TimelineLine
{
    public Guid Id { get; init; }
    public DateTimeOffset At { get; init; }
    public TimelineSort Sort { get; init; }

    /// <summary>Where it was found: event, did, note, standing or mail.</summary>
    public string Source { get; init; } = "";

    /// <summary>A code that has words, those of its source.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Who did it; nobody is the service.</summary>
    public string? ByName { get; init; }

    /// <summary>Whose letter, turn, consent, clearance or mail it is.</summary>
    public string? Whose { get; init; }

    public int? Round { get; init; }

    /// <summary>A coordinator's words.</summary>
    public string? Text { get; init; }

    /// <summary>A letter that staff may open.</summary>
    public Guid? LetterId { get; init; }

    /// <summary>Until when a consent or clearance stands.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>All that happened to a pair, as one list by date, the newest first: read page by page, each source no further than the page needs.</summary>
public sealed class Timelines(Database db)
{
    public const int PageSize = 60;

    /// <summary>The kinds of events that are told of a pair. Concerns are not among them: they are their leads'. A pause and a close by a person is told with its reason instead.</summary>
    public static readonly IReadOnlyList<string> Told =
    [
        "pair.make", "pair.pause", "pair.resume", "pair.close", "pair.rest", "pair.reopen", "pair.ending", "pair.ending.withdraw", "pair.note.erase", "pair.book", "plan.apply", "plan.move", "plan.handover", "assignment.open", "assignment.complete", "assignment.close",
        "turn.open", "turn.submit", "turn.return", "turn.recall", "turn.answer", "turn.lapse", "turn.excuse", "turn.extend", "turn.resume", "turn.nudge", "turn.time",
        "letter.begin", "letter.submit", "letter.approve", "letter.return", "letter.withhold", "letter.reopen", "letter.takeback", "letter.recall",
        "letter.deliver", "letter.open", "letter.discard", "letter.stop", "letter.look",
    ];

    const string Before = "(x.at, x.id) < (@at, @before) ORDER BY x.at DESC, x.id DESC LIMIT @most";

    internal const string EventsSql = $"""
        SELECT x.id, x.at, CASE x.subject WHEN 'letter' THEN 'Letters' WHEN 'pair' THEN 'Pair' ELSE 'Rounds' END AS sort, 'event' AS source, x.kind,
               h.given_name || ' ' || h.surname AS by_name, w.given_name AS whose, r.ordinal AS round, CASE WHEN l.revision > 0 THEN l.id END AS letter_id
          FROM (SELECT x.id, x.at, x.subject, x.kind, x.actor_id, x.subject_id FROM events x
                 WHERE x.pair_id = @pair AND x.kind IN @kinds AND NOT (x.kind IN ('pair.pause', 'pair.close') AND x.actor_id IS NOT NULL) AND {Before}) x
               LEFT JOIN people h ON h.id = x.actor_id
               LEFT JOIN letters l ON x.subject = 'letter' AND l.id = x.subject_id
               LEFT JOIN turns t ON t.id = CASE WHEN x.subject = 'turn' THEN x.subject_id ELSE l.turn_id END
               LEFT JOIN people w ON w.id = COALESCE(l.writer_id, t.writer_id)
               LEFT JOIN assignments a ON a.id = CASE WHEN x.subject = 'assignment' THEN x.subject_id ELSE t.assignment_id END
               LEFT JOIN rounds r ON r.id = a.round_id
        """;

    // What was done for the whole cohort while the pair was in it happened to the pair too.
    const string StepsSql = $"""
        SELECT x.id, x.at, 'Pair' AS sort, 'did' AS source, x.kind, h.given_name || ' ' || h.surname AS by_name, x.reason AS text
          FROM (SELECT i.* FROM interventions i WHERE i.pair_id = @pair
                UNION ALL
                SELECT i.* FROM pairs p JOIN interventions i ON i.cohort_id = p.cohort_id AND i.pair_id IS NULL AND i.at >= p.created_at WHERE p.id = @pair) x
               LEFT JOIN people h ON h.id = x.by_id
         WHERE {Before}
        """;

    const string NotesSql = $"""
        SELECT x.id, x.at, 'Notes' AS sort, 'note' AS source, x.kind, h.given_name || ' ' || h.surname AS by_name, t.text
          FROM pair_notes x JOIN people h ON h.id = x.by_id LEFT JOIN pair_note_texts t ON t.note_id = x.id
         WHERE x.pair_id = @pair AND {Before}
        """;

    const string StandingSql = $"""
        SELECT x.id, x.at, 'Standing' AS sort, 'standing' AS source, x.kind, h.given_name || ' ' || h.surname AS by_name, w.given_name AS whose, x.until
          FROM (SELECT c.id, c.recorded_at AS at, 'consent' AS kind, c.recorded_by AS by_id, c.mentee_id AS of_id, c.until FROM pairs p JOIN consents c ON c.mentee_id = p.mentee_id WHERE p.id = @pair
                UNION ALL
                SELECT c.id, c.withdrawn_at, 'consent.end', NULL, c.mentee_id, NULL FROM pairs p JOIN consents c ON c.mentee_id = p.mentee_id WHERE p.id = @pair AND c.withdrawn_at IS NOT NULL
                UNION ALL
                SELECT k.id, k.recorded_at, 'clearance', k.recorded_by, k.mentor_id, k.until FROM pairs p JOIN clearances k ON k.mentor_id = p.mentor_id WHERE p.id = @pair
                UNION ALL
                SELECT k.id, k.revoked_at, 'clearance.end', NULL, k.mentor_id, NULL FROM pairs p JOIN clearances k ON k.mentor_id = p.mentor_id WHERE p.id = @pair AND k.revoked_at IS NOT NULL) x
               JOIN people w ON w.id = x.of_id LEFT JOIN people h ON h.id = x.by_id
         WHERE {Before}
        """;

    // Mails hold notices of many things: these are those that told of this pair, of one of its letters, turns or rounds.
    const string MailsSql = $"""
        SELECT x.id, x.at, 'Mails' AS sort, 'mail' AS source, x.state AS kind, w.given_name AS whose
          FROM (SELECT m.id, COALESCE(m.sent_at, m.claimed_at) AS at, m.state, m.person_id
                  FROM mails m
                 WHERE m.id IN (SELECT n.mail_id FROM pairs p JOIN notices n ON n.person_id IN (p.mentee_id, p.mentor_id)
                                 WHERE p.id = @pair AND n.mail_id IS NOT NULL
                                   AND (n.pair_id = p.id OR n.subject_id = p.id OR EXISTS (SELECT 1 FROM letters l WHERE l.id = n.subject_id AND l.pair_id = p.id)
                                     OR EXISTS (SELECT 1 FROM turns t WHERE t.id = n.subject_id AND t.pair_id = p.id) OR EXISTS (SELECT 1 FROM assignments a WHERE a.id = n.subject_id AND a.pair_id = p.id)))) x
               JOIN people w ON w.id = x.person_id
         WHERE {Before}
        """;

    static readonly (TimelineSort[] Sorts, string Sql)[] sources =
    [
        ([TimelineSort.Letters, TimelineSort.Rounds, TimelineSort.Pair], EventsSql), ([TimelineSort.Pair], StepsSql), ([TimelineSort.Notes], NotesSql), ([TimelineSort.Standing], StandingSql), ([TimelineSort.Mails], MailsSql),
    ];

    /// <summary>One page of a pair's timeline, and from where the next begins; nothing on the last.</summary>
    /// <param name="sort">Only lines of this sort.</param>
    public Task<(IReadOnlyList<TimelineLine> Lines, TimelineKey? Next)> Page(Guid pair, TimelineSort? sort, TimelineKey before, int size = PageSize) => db.Read<(IReadOnlyList<TimelineLine>, TimelineKey?)>(async tx =>
    {
        var kinds = Told.Where(kind => sort is null || SortOf(kind) == sort).ToList();
        var lines = new List<TimelineLine>();
        foreach (var (sorts, sql) in sources.Where(source => sort is null || source.Sorts.Contains(sort.Value)))
            lines.AddRange(await tx.Query<TimelineLine>(sql, new { pair, kinds, at = before.At, before = before.Id, most = size + 1 }));
        var page = lines.OrderByDescending(line => line.At).ThenByDescending(line => line.Id).Take(size).ToList();
        return (page, lines.Count > size ? new TimelineKey(page[^1].At, page[^1].Id) : null);
    });

    static TimelineSort SortOf(string kind) => kind.Split('.')[0] switch { "letter" => TimelineSort.Letters, "pair" => TimelineSort.Pair, _ => TimelineSort.Rounds };
}

namespace LetterExchange.Commands.Auditing;

/// <summary>One count a rule. Both databases accept each text; the histories of pauses and holds are read from the events.</summary>
static class AuditQueries
{
    /// <summary>The time in which a pair was stopped: from a pause to the resume after it, and from its closing on.</summary>
    const string Stops = """
        stops AS (
            SELECT e.pair_id, COALESCE(p.since, e.at) AS from_at,
                   COALESCE((SELECT MIN(r.at) FROM events r WHERE r.pair_id = e.pair_id AND r.kind IN ('pair.resume', 'pair.close') AND r.at >= e.at), 9223372036854775807) AS to_at
              FROM events e LEFT JOIN (SELECT id, paused_at AS since FROM pairs WHERE paused_why = 'Standing') p ON p.id = e.pair_id AND p.since <= e.at
             WHERE e.kind = 'pair.pause'
            UNION ALL
            SELECT e.pair_id, e.at, 9223372036854775807 FROM events e WHERE e.kind = 'pair.close')
        """;

    /// <summary>The time in which a letter was in our hands.</summary>
    const string Holds = """
        holds AS (
            SELECT l.turn_id, e.at AS from_at,
                   COALESCE((SELECT MIN(r.at) FROM events r WHERE r.subject_id = l.id AND r.kind IN ('letter.return', 'letter.recall', 'letter.withhold', 'letter.deliver', 'letter.stop') AND r.at >= e.at), 9223372036854775807) AS to_at
              FROM letters l JOIN events e ON e.subject_id = l.id AND e.kind = 'letter.submit'
             WHERE l.turn_id IS NOT NULL)
        """;

    /// <summary>The bad time of the service counts for nobody: an instant in the outage is read as its end.</summary>
    static string After(string at) => $"(CASE WHEN {at} >= @down AND {at} < @up THEN @up ELSE {at} END)";

    /// <summary>When a turn is to be reminded of. A turn whose date was moved is not asked for the reminders that it should have had.</summary>
    const string Step = "(t.due_at - 3600000 * step.hours)";

    public static readonly IReadOnlyList<(string Name, string Sql)> All =
    [
        ("delivered_without_release", """
            SELECT COUNT(*) FROM letters l
             WHERE l.state IN ('Delivered', 'Read') AND NOT EXISTS (
                   SELECT 1 FROM deliveries d
                     JOIN releases r ON r.letter_id = d.letter_id AND r.revision = d.revision AND r.sha256 = d.sha256 AND r.route = d.route AND r.standing = 1
                     JOIN revisions v ON v.letter_id = d.letter_id AND v.number = d.revision AND v.sha256 = d.sha256
                     JOIN decisions c ON c.id = r.first_decision_id AND c.letter_id = d.letter_id AND c.number = d.revision AND c.kind = 'Approve' AND c.reviewer_id = r.first_reviewer_id
                    WHERE d.letter_id = l.id AND d.revision = l.revision)
            """),
        ("delivered_twice", """
            SELECT (SELECT COUNT(*) FROM (SELECT letter_id FROM deliveries GROUP BY letter_id HAVING COUNT(*) > 1) d)
                 + (SELECT COUNT(*) FROM (SELECT subject_id FROM events WHERE kind = 'letter.deliver' GROUP BY subject_id HAVING COUNT(*) > 1) e)
            """),
        ("delivered_while_stopped", $"""
            WITH {Stops}
            SELECT COUNT(*) FROM deliveries d JOIN letters l ON l.id = d.letter_id JOIN pairs p ON p.id = l.pair_id
             WHERE EXISTS (SELECT 1 FROM stops s WHERE s.pair_id = l.pair_id AND d.at > s.from_at + @apart AND d.at < s.to_at - @apart)
                OR NOT EXISTS (SELECT 1 FROM consents c WHERE c.mentee_id = p.mentee_id AND c.given_at <= d.at AND c.until > d.at AND (c.withdrawn_at IS NULL OR c.withdrawn_at > d.at))
                OR NOT EXISTS (SELECT 1 FROM clearances c WHERE c.mentor_id = p.mentor_id AND c.cleared_at <= d.at AND c.until > d.at AND (c.revoked_at IS NULL OR c.revoked_at > d.at))
            """),
        ("reviewed_by_party", """
            SELECT COUNT(*) FROM decisions c JOIN letters l ON l.id = c.letter_id WHERE c.reviewer_id = l.writer_id OR c.reviewer_id = l.reader_id
            """),
        ("one_key_for_danger", """
            SELECT COUNT(*) FROM letters l JOIN deliveries d ON d.letter_id = l.id
             WHERE l.route = 'Safeguarding'
               AND ((SELECT COUNT(DISTINCT c.reviewer_id) FROM decisions c WHERE c.letter_id = l.id AND c.number = d.revision AND c.kind = 'Approve') < 2
                 OR NOT EXISTS (SELECT 1 FROM decisions c JOIN memberships m ON m.person_id = c.reviewer_id AND m.role = 'SafeguardingLead' AND m.program_id = l.program_id
                                 WHERE c.letter_id = l.id AND c.number = d.revision AND c.kind = 'Approve'))
            """),
        ("notice_twice", """
            SELECT (SELECT COUNT(*) FROM (SELECT 1 AS x FROM notices GROUP BY person_id, kind, subject_id, occasion HAVING COUNT(*) > 1) n)
                 + (SELECT COUNT(*) FROM (SELECT 1 AS x FROM notices WHERE kind IN ('LetterArrived', 'TurnLapsed', 'PartnerLapsed', 'RoundOpened') GROUP BY person_id, kind, subject_id HAVING COUNT(*) > 1) n)
            """),
        ("mail_twice", """
            SELECT (SELECT COUNT(*) FROM (SELECT 1 AS x FROM mails GROUP BY message_id HAVING COUNT(*) > 1) m)
            """),
        ("released_at_wrong_time", $"""
            WITH {Stops}
            SELECT COUNT(*) FROM assignments a
             WHERE (a.opened_at IS NOT NULL AND (a.opened_at < a.opens_at
                    OR EXISTS (SELECT 1 FROM stops s WHERE s.pair_id = a.pair_id AND a.opened_at > s.from_at + @apart AND a.opened_at < s.to_at - @apart)))
                OR (COALESCE(a.opened_at, CASE WHEN a.state = 'Scheduled' THEN @until END) > @tolerance + {After("a.opens_at")}
                    AND NOT EXISTS (SELECT 1 FROM assignments b WHERE b.pair_id = a.pair_id AND b.line < a.line
                                       AND (b.closed_at IS NULL OR b.closed_at > COALESCE(a.opened_at, @until) - @tolerance))
                    AND NOT EXISTS (SELECT 1 FROM stops s WHERE s.pair_id = a.pair_id AND s.from_at <= COALESCE(a.opened_at, @until) AND s.to_at > COALESCE(a.opened_at, @until) - @tolerance))
            """),
        ("lapsed_at_wrong_time", $"""
            WITH {Stops}, {Holds}
            SELECT COUNT(*) FROM turns t
             WHERE (t.state = 'Lapsed' AND (t.closed_at < t.cut_off_at
                    OR EXISTS (SELECT 1 FROM holds h WHERE h.turn_id = t.id AND t.closed_at > h.from_at + @apart AND t.closed_at < h.to_at - @apart)
                    OR EXISTS (SELECT 1 FROM stops s WHERE s.pair_id = t.pair_id AND t.closed_at > s.from_at + @apart AND t.closed_at < s.to_at - @apart)))
                OR (t.state IN ('Open', 'Lapsed') AND COALESCE(t.closed_at, @until) > @tolerance + {After("t.cut_off_at")}
                    AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.turn_id = t.id AND h.from_at <= COALESCE(t.closed_at, @until) AND h.to_at > COALESCE(t.closed_at, @until) - @tolerance)
                    AND NOT EXISTS (SELECT 1 FROM stops s WHERE s.pair_id = t.pair_id AND s.from_at <= COALESCE(t.closed_at, @until) AND s.to_at > COALESCE(t.closed_at, @until) - @tolerance))
            """),
        ("reminded_wrongly", $"""
            WITH {Stops}, {Holds}
            SELECT (SELECT COUNT(*) FROM notices n LEFT JOIN turns t ON t.id = n.subject_id
                     WHERE n.kind = 'Reminder'
                       AND (t.id IS NULL OR n.person_id <> t.writer_id OR t.opened_at IS NULL OR n.created_at < t.opened_at - @apart OR (t.closed_at IS NOT NULL AND n.created_at > t.closed_at + @apart)
                         OR n.created_at >= CAST(SUBSTR(n.occasion, 1, 13) AS BIGINT)
                         OR EXISTS (SELECT 1 FROM reminders_off f WHERE f.person_id = n.person_id AND f.hours = CAST(SUBSTR(n.occasion, 15) AS BIGINT) AND f.off_at < n.created_at - @apart)
                         OR n.created_at < CAST(SUBSTR(n.occasion, 1, 13) AS BIGINT) - 3600000 * CAST(SUBSTR(n.occasion, 15) AS BIGINT)
                         OR EXISTS (SELECT 1 FROM holds h WHERE h.turn_id = t.id AND n.created_at > h.from_at + @apart AND n.created_at < h.to_at - @apart)
                         OR EXISTS (SELECT 1 FROM stops s WHERE s.pair_id = t.pair_id AND n.created_at > s.from_at + @apart AND n.created_at < s.to_at - @apart)
                         OR EXISTS (SELECT 1 FROM notices m WHERE m.kind = 'Reminder' AND m.subject_id = n.subject_id AND m.person_id = n.person_id AND m.id <> n.id
                                       AND SUBSTR(m.occasion, 1, 13) = SUBSTR(n.occasion, 1, 13) AND CAST(SUBSTR(m.occasion, 15) AS BIGINT) < CAST(SUBSTR(n.occasion, 15) AS BIGINT) AND m.created_at < n.created_at)))
                 + (SELECT COUNT(*) FROM turns t JOIN (SELECT 168 AS hours UNION ALL SELECT 72 UNION ALL SELECT 24) step ON {Step} > t.opened_at
                     WHERE {Step} + @tolerance < COALESCE(t.closed_at, @until)
                       AND NOT ({Step} > @down - @tolerance AND {Step} < @up)
                       AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.turn_id = t.id AND h.from_at <= {Step} + @tolerance AND h.to_at > {Step})
                       AND NOT EXISTS (SELECT 1 FROM stops s WHERE s.pair_id = t.pair_id AND s.from_at <= {Step} + @tolerance AND s.to_at > {Step})
                       AND NOT EXISTS (SELECT 1 FROM reminders_off f WHERE f.person_id = t.writer_id AND f.hours = step.hours)
                       AND NOT EXISTS (SELECT 1 FROM events e WHERE e.kind = 'person.reminders' AND e.subject_id = t.writer_id AND e.at > t.opened_at)
                       AND NOT EXISTS (SELECT 1 FROM events e WHERE e.kind = 'turn.extend' AND e.subject_id = t.id)
                       AND NOT EXISTS (SELECT 1 FROM events e WHERE e.kind = 'pair.resume' AND e.pair_id = t.pair_id AND e.at > t.opened_at)
                       AND NOT EXISTS (SELECT 1 FROM letters l JOIN events e ON e.subject_id = l.id AND e.kind IN ('letter.return', 'letter.recall') WHERE l.turn_id = t.id)
                       AND NOT EXISTS (SELECT 1 FROM notices n WHERE n.kind = 'Reminder' AND n.person_id = t.writer_id AND n.subject_id = t.id
                                          AND n.occasion = t.due_at || '/' || step.hours))
            """),
    ];
}

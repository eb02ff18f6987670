namespace LetterExchange.Tests.Commands.Simulate;

/// <summary>One way to break a rule in a database without constraints: under which name the audit counts it, how, and the statement that does it once.</summary>
public sealed record Violation(string Name, string How, string Sql);

/// <summary>What is planted: each breaks one rule once.</summary>
public static class Violations
{
    const string Delivered = "SELECT d.letter_id FROM deliveries d JOIN letters l ON l.id = d.letter_id WHERE l.route = 'Standard' ORDER BY d.letter_id LIMIT 1";
    const string SentPicture = "SELECT a.picture_id FROM attachments a ORDER BY a.picture_id LIMIT 1";
    const string LapsedTurn = "SELECT t.id FROM turns t WHERE t.state = 'Lapsed' AND t.cut_off_at > t.due_at + 86400000 ORDER BY t.id LIMIT 1";
    const string FirstAssignment = "SELECT a.id FROM assignments a WHERE a.line = 1 AND a.opened_at = (SELECT MIN(b.opened_at) FROM assignments b) ORDER BY a.id LIMIT 1";

    public static readonly IReadOnlyList<Violation> All =
    [
        new("delivered_without_release", "no release", $"DELETE FROM releases WHERE letter_id = ({Delivered})"),
        new("delivered_without_release", "its release has ended", $"UPDATE releases SET standing = NULL, ended_at = at WHERE letter_id = ({Delivered}) AND standing = 1"),
        new("delivered_without_release", "another revision was released", $"UPDATE releases SET sha256 = 'another' WHERE letter_id = ({Delivered}) AND standing = 1"),
        new("delivered_without_release", "the decision was no approval", $"UPDATE decisions SET kind = 'Raise' WHERE id = (SELECT r.first_decision_id FROM releases r WHERE r.standing = 1 AND r.letter_id = ({Delivered}))"),
        new("delivered_twice", "two deliveries", $"INSERT INTO deliveries SELECT * FROM deliveries WHERE letter_id = ({Delivered})"),
        new("delivered_while_stopped", "in a pause", """
            UPDATE deliveries SET at = (SELECT MIN(e.at) + 60000 FROM events e JOIN letters l ON l.pair_id = e.pair_id WHERE e.kind = 'pair.pause' AND l.id = deliveries.letter_id)
             WHERE letter_id = (SELECT l.id FROM letters l JOIN deliveries d ON d.letter_id = l.id WHERE l.pair_id IN (SELECT pair_id FROM events WHERE kind = 'pair.pause') ORDER BY l.id LIMIT 1)
            """),
        new("delivered_while_stopped", "after the consent's end", $"UPDATE consents SET until = (SELECT MAX(d.at) FROM deliveries d JOIN letters l ON l.id = d.letter_id JOIN pairs p ON p.id = l.pair_id WHERE p.mentee_id = consents.mentee_id) WHERE mentee_id = ({Mentee})"),
        new("delivered_while_stopped", "without a clearance", $"""
            UPDATE clearances SET revoked_at = (SELECT MAX(d.at) FROM deliveries d JOIN letters l ON l.id = d.letter_id JOIN pairs p ON p.id = l.pair_id WHERE p.mentor_id = clearances.mentor_id)
             WHERE mentor_id = (SELECT p.mentor_id FROM pairs p WHERE p.mentee_id = ({Mentee}))
            """),
        new("reviewed_by_party", "by the writer", Reviewed("writer_id")),
        new("reviewed_by_party", "by the reader", Reviewed("reader_id")),
        new("one_key_for_danger", "the second key is not there", """
            DELETE FROM decisions WHERE id = (SELECT r.second_decision_id FROM releases r JOIN deliveries d ON d.letter_id = r.letter_id
                                               WHERE r.standing = 1 AND r.route = 'Safeguarding' ORDER BY r.letter_id LIMIT 1)
            """),
        new("notice_twice", "the same person, kind, subject and occasion", $"INSERT INTO notices SELECT * FROM notices WHERE id = (SELECT id FROM notices WHERE kind = 'TurnOpened' ORDER BY id LIMIT 1)"),
        new("notice_twice", "an arrival on another occasion", Again("LetterArrived", "person_id")),
        new("mail_twice", "two mails of one Message-ID", "UPDATE mails SET message_id = (SELECT MIN(message_id) FROM mails) WHERE message_id = (SELECT MAX(message_id) FROM mails)"),
        new("released_at_wrong_time", "too early", $"UPDATE assignments SET opened_at = opens_at - 1 WHERE id = ({FirstAssignment})"),
        new("released_at_wrong_time", "too late", $"UPDATE assignments SET opened_at = opened_at + 3600000 WHERE id = ({FirstAssignment})"),
        new("released_at_wrong_time", "never", $"UPDATE assignments SET opened_at = NULL, state = 'Scheduled' WHERE id = ({FirstAssignment})"),
        new("lapsed_at_wrong_time", "too early", $"UPDATE turns SET closed_at = cut_off_at - 1 WHERE id = ({LapsedTurn})"),
        new("lapsed_at_wrong_time", "too late", $"UPDATE turns SET closed_at = cut_off_at + 3600000 WHERE id = ({LapsedTurn})"),
        new("lapsed_at_wrong_time", "never", $"UPDATE turns SET state = 'Open', closed_at = NULL WHERE id = ({LapsedTurn})"),
        new("reminded_wrongly", "the reader was reminded", Again("Reminder", "(SELECT t.reader_id FROM turns t WHERE t.id = n.subject_id)", "n.occasion")),
        new("reminded_wrongly", "before its step", $"UPDATE notices SET created_at = created_at - 3600000 WHERE id = ({Reminder})"),
        new("reminded_wrongly", "after the due date", $"UPDATE notices SET created_at = created_at + 864000000 WHERE id = ({Reminder})"),
        new("reminded_wrongly", "not at all", $"DELETE FROM notices WHERE id = ({Reminder})"),
        new("text_lost", "a text is gone", $"DELETE FROM revision_texts WHERE letter_id = ({Delivered}) AND number = 1"),
        new("text_lost", "a text is another", $"UPDATE revision_texts SET text = text || '!' WHERE letter_id = ({Delivered}) AND number = 1"),
        new("text_lost", "a picture is gone", $"DELETE FROM picture_bytes WHERE picture_id = ({SentPicture})"),
        new("text_lost", "a picture is another", $"UPDATE picture_bytes SET salt = 'another' WHERE picture_id = ({SentPicture})"),
        new("text_lost", "a picture joined a letter later", $"INSERT INTO attachments (letter_id, number, ordinal, picture_id) SELECT d.letter_id, d.revision, 9, ({SentPicture}) FROM deliveries d WHERE d.letter_id = ({Delivered})"),
        new("text_lost", "a returned letter has no draft", "UPDATE letters SET state = 'Returned' WHERE id = (SELECT id FROM letters WHERE state = 'Withheld' ORDER BY id LIMIT 1)"),
        new("events_broken", "changed", "UPDATE events SET codes = 'changed' WHERE id = (SELECT id FROM events WHERE kind = 'plan.apply' ORDER BY id LIMIT 1)"),
        new("events_broken", "taken away", "DELETE FROM events WHERE id = (SELECT id FROM events WHERE kind = 'plan.apply' ORDER BY id LIMIT 1)"),
        new("events_broken", "not sealed", "DELETE FROM seals WHERE number = (SELECT MAX(number) FROM seals)"),
    ];

    // Whose mentor has no other.
    const string Mentee = """
        SELECT p.mentee_id FROM pairs p JOIN letters l ON l.pair_id = p.id JOIN deliveries d ON d.letter_id = l.id
         WHERE p.mentor_id NOT IN (SELECT q.mentor_id FROM pairs q GROUP BY q.mentor_id HAVING COUNT(*) > 1) ORDER BY p.id LIMIT 1
        """;

    // Told on time at the step of three days, of a turn whose dates never moved.
    const string Reminder = """
        SELECT n.id FROM notices n JOIN turns t ON t.id = n.subject_id
         WHERE n.kind = 'Reminder' AND n.occasion = t.due_at || '/72' AND n.created_at < t.due_at - 72 * 3600000 + 120000 AND t.opened_at < t.due_at - 80 * 3600000
           AND NOT EXISTS (SELECT 1 FROM events e WHERE e.kind = 'turn.extend' AND e.subject_id = t.id)
           AND NOT EXISTS (SELECT 1 FROM events e WHERE e.kind IN ('pair.pause', 'pair.resume', 'pair.close') AND e.pair_id = t.pair_id)
           AND NOT EXISTS (SELECT 1 FROM letters l JOIN events e ON e.subject_id = l.id AND e.kind IN ('letter.return', 'letter.recall') WHERE l.turn_id = t.id)
           AND (t.closed_at IS NULL OR t.closed_at > t.due_at - 60 * 3600000)
         ORDER BY n.id LIMIT 1
        """;

    static string Reviewed(string party) => $"""
        INSERT INTO decisions (id, letter_id, number, ordinal, reviewer_id, kind, as_lead, reason, at)
        SELECT {Key}, l.id, 1, 99, l.{party}, 'Raise', 0, NULL, l.submitted_at FROM letters l WHERE l.id = ({Delivered})
        """;

    static string Again(string kind, string person, string occasion = "'again'") => $"""
        INSERT INTO notices (id, person_id, kind, subject_id, occasion, arguments, link, urgent, created_at)
        SELECT {Key}, {person}, n.kind, n.subject_id, {occasion}, n.arguments, n.link, n.urgent, n.created_at
          FROM notices n WHERE n.id = (SELECT id FROM notices WHERE kind = '{kind}' ORDER BY id LIMIT 1)
        """;

    // A key that no row of these tables has, and that both engines can read.
    const string Key = "(SELECT letter_id FROM deliveries ORDER BY letter_id DESC LIMIT 1)";
}

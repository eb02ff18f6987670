using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Review;

/// <summary>Who may decide on which letter. Reviewers and teachers decide on letters of the cohorts given to them; a safeguarding lead on those of
/// the safeguarding route and those that lie with a concern which is theirs to read (what the access table says too); nobody on one that they wrote or receive, or where a concern about it or its pair
/// names them (DESIGN.md, rule 6).</summary>
public static class Reviewers
{
    /// <summary>Holds for a membership m, a letter l and its pair p.</summary>
    internal const string Covers = """
        m.ended_at IS NULL AND m.program_id = l.program_id
        AND ((m.role IN ('Reviewer', 'Teacher') AND (m.cohort_id IS NULL OR m.cohort_id = p.cohort_id))
          OR (m.role = 'SafeguardingLead'
              AND (EXISTS (SELECT 1 FROM concerns k JOIN concern_leads v ON v.concern_id = k.id WHERE k.letter_id = l.id AND v.person_id = m.person_id)
                OR EXISTS (SELECT 1 FROM concern_entries k JOIN concern_leads v ON v.concern_id = k.concern_id WHERE k.letter_id = l.id AND v.person_id = m.person_id)
                OR (l.route = 'Safeguarding' AND NOT EXISTS (SELECT 1 FROM concerns k WHERE k.letter_id = l.id)))))
        AND m.person_id <> l.writer_id AND m.person_id <> l.reader_id
        AND NOT EXISTS (SELECT 1 FROM concern_people q JOIN concerns n ON n.id = q.concern_id
                         WHERE q.person_id = m.person_id AND (n.letter_id = l.id OR n.pair_id = l.pair_id))
        """;

    /// <summary>The same for a letter l of @program and for @person. Asked of a whole queue, so each list in it is made once and
    /// not for every letter; and of those who review everything, are in no pair and named nowhere, only whether they wrote it is asked.</summary>
    internal const string Covered = """
        l.program_id = @program AND (
              (EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = @person AND m.program_id = @program AND m.ended_at IS NULL AND m.role IN ('Reviewer', 'Teacher') AND m.cohort_id IS NULL)
               AND l.writer_id <> @person -- A bridge letter's writer is of no pair.
               AND NOT EXISTS (SELECT 1 FROM pairs p WHERE p.mentor_id = @person) AND NOT EXISTS (SELECT 1 FROM pairs p WHERE p.mentee_id = @person)
               AND NOT EXISTS (SELECT 1 FROM concern_people q WHERE q.person_id = @person))
          OR (l.writer_id <> @person AND l.reader_id <> @person
              AND (EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = @person AND m.program_id = @program AND m.ended_at IS NULL AND m.role IN ('Reviewer', 'Teacher') AND m.cohort_id IS NULL)
                OR l.pair_id IN (SELECT p.id FROM memberships m JOIN pairs p ON p.cohort_id = m.cohort_id
                                  WHERE m.person_id = @person AND m.program_id = @program AND m.ended_at IS NULL AND m.role IN ('Reviewer', 'Teacher'))
                OR (EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = @person AND m.program_id = @program AND m.ended_at IS NULL AND m.role = 'SafeguardingLead')
                    AND (l.id IN (SELECT k.letter_id FROM concerns k JOIN concern_leads v ON v.concern_id = k.id WHERE v.person_id = @person AND k.program_id = @program AND k.letter_id IS NOT NULL)
                      OR l.id IN (SELECT e.letter_id FROM concern_entries e JOIN concern_leads v ON v.concern_id = e.concern_id WHERE v.person_id = @person AND e.letter_id IS NOT NULL)
                      OR (l.route = 'Safeguarding' AND NOT EXISTS (SELECT 1 FROM concerns k WHERE k.letter_id = l.id)))))
              AND l.id NOT IN (SELECT n.letter_id FROM concern_people q JOIN concerns n ON n.id = q.concern_id WHERE q.person_id = @person AND n.letter_id IS NOT NULL)
              AND l.pair_id NOT IN (SELECT n.pair_id FROM concern_people q JOIN concerns n ON n.id = q.concern_id WHERE q.person_id = @person AND n.pair_id IS NOT NULL)))
        """;

    /// <summary>How this person may decide on this letter; none when not at all.</summary>
    internal static async Task<Reviewer?> Of(Tx tx, Guid person, Guid letterId)
    {
        var roles = await tx.Query<(string Role, bool LeadToo)>($"""
            SELECT m.role, CASE WHEN EXISTS (SELECT 1 FROM memberships b WHERE b.person_id = m.person_id AND b.program_id = m.program_id AND b.role = 'SafeguardingLead' AND b.ended_at IS NULL) THEN 1 ELSE 0 END
              FROM letters l JOIN pairs p ON p.id = l.pair_id JOIN memberships m ON m.person_id = @person JOIN people h ON h.id = m.person_id
             WHERE l.id = @letterId AND h.left_at IS NULL AND {Covers}
            """, new { person, letterId });
        return roles.Count == 0 ? null : new Reviewer(person, roles[0].LeadToo, roles.Exists(one => one.Role != "SafeguardingLead"));
    }

    /// <summary>Those who may turn a key for a letter on the safeguarding route.</summary>
    internal static Task<List<KeyHolder>> Keys(Tx tx, Guid letterId) => tx.Query<KeyHolder>($"""
        SELECT m.person_id, h.given_name || ' ' || h.surname AS name, MAX(CASE WHEN m.role = 'SafeguardingLead' THEN 1 ELSE 0 END) AS is_lead
          FROM letters l JOIN pairs p ON p.id = l.pair_id JOIN memberships m ON m.program_id = l.program_id JOIN people h ON h.id = m.person_id
         WHERE l.id = @letterId AND h.left_at IS NULL AND m.role IN ('Reviewer', 'Teacher', 'SafeguardingLead') AND {Covers}
         GROUP BY m.person_id, h.given_name, h.surname
         ORDER BY h.given_name, h.surname
        """, new { letterId });

    /// <summary>Whether two people can be found for it, one of them a lead.</summary>
    internal static async Task<bool> TwoKeys(Tx tx, Guid letterId)
    {
        var holders = await Keys(tx, letterId);
        return holders.Count >= 2 && holders.Exists(holder => holder.IsLead);
    }

    internal static Task<List<Guid>> People(Tx tx, Guid programId, string role) => tx.Query<Guid>("""
        SELECT DISTINCT m.person_id FROM memberships m JOIN people h ON h.id = m.person_id
         WHERE m.role = @role AND m.ended_at IS NULL AND h.left_at IS NULL AND (m.program_id = @programId OR m.program_id IS NULL)
        """, new { programId, role });

    /// <summary>Whether somebody who reviews in the program reads a language: it is one of the program's own, or that of one of them.</summary>
    internal static async Task<bool> Read(Tx tx, MentoringProgram program, string language) => program.Languages.Split(' ').Contains(language) || await tx.Find<int?>("""
        SELECT 1 FROM memberships m JOIN people h ON h.id = m.person_id
         WHERE m.program_id = @Id AND m.role IN ('Reviewer', 'Teacher') AND m.ended_at IS NULL AND h.left_at IS NULL AND h.language = @language
        """, new { program.Id, language }) is not null;

    /// <summary>Of these people, those who neither wrote the letter nor receive it, and whom no concern about it or its pair names.</summary>
    internal static async Task<IEnumerable<Guid>> Strangers(Tx tx, Guid letterId, IEnumerable<Guid> people) => people.Except(await tx.Query<Guid>("""
        SELECT l.writer_id FROM letters l WHERE l.id = @letterId
        UNION SELECT l.reader_id FROM letters l WHERE l.id = @letterId
        UNION SELECT q.person_id FROM letters l JOIN concerns n ON n.letter_id = l.id OR n.pair_id = l.pair_id JOIN concern_people q ON q.concern_id = n.id WHERE l.id = @letterId
        """, new { letterId }));
}

/// <summary>A person who may decide on a letter, and whether as a safeguarding lead.</summary>
/// <param name="IsOfCohort">Whether the letter's cohort is given to them to review or to teach.</param>
public readonly record struct Reviewer(Guid PersonId, bool IsLead, bool IsOfCohort);

/// <summary>A person who could turn a key.</summary>
public sealed record KeyHolder
{
    public Guid PersonId { get; init; }
    public string Name { get; init; } = "";
    public bool IsLead { get; init; }
}

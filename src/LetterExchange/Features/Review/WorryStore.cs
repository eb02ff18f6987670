using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Review;

/// <summary>What a worried person can say that it is about, whom it may be about, and who will read it.</summary>
public sealed record WorryChoices
{
    /// <summary>The pairs that one is of.</summary>
    public IReadOnlyList<WorryPair> Pairs { get; init; } = [];

    /// <summary>Letters that one may see, the newest first.</summary>
    public IReadOnlyList<WorryLetter> Letters { get; init; } = [];

    /// <summary>Staff whom it may be about: they will not see it.</summary>
    public IReadOnlyList<WorryPerson> Staff { get; init; } = [];

    /// <summary>The safeguarding leads, who read it.</summary>
    public IReadOnlyList<WorryPerson> Leads => [.. Staff.Where(person => person.IsLead)];
}

public sealed record WorryPair
{
    public Guid Id { get; init; }
    public string PartnerName { get; init; } = "";
}

public sealed record WorryLetter
{
    public Guid Id { get; init; }
    public Guid PairId { get; init; }
    public string WriterName { get; init; } = "";
    public string ReaderName { get; init; } = "";
    public bool IsMine { get; init; }

    /// <summary>When it was delivered, or else sent.</summary>
    public DateTimeOffset At { get; init; }
}

public sealed record WorryPerson
{
    public Guid Id { get; init; }
    public string Name { get; init; } = "";
    public bool IsLead { get; init; }
}

/// <summary>What "I'm worried" offers to each person: their own things, and nobody else's.</summary>
public sealed class WorryStore(Database db)
{
    /// <summary>How many letters can be chosen from.</summary>
    const int Most = 20;

    /// <param name="letter">One more letter that it may be about, where this person reviews it, or was shown it when the archive was screened again.</param>
    public Task<WorryChoices> Choices(Guid programId, Guid person, Guid? letter) => db.Read(async tx => new WorryChoices
    {
        Pairs = await Pairs(tx, programId, person),
        Letters = [.. await Reviewed(tx, programId, person, letter), .. await Letters(tx, programId, person)],
        Staff = await Staff(tx, programId, person),
    });

    static Task<List<WorryPair>> Pairs(Tx tx, Guid programId, Guid person) => tx.Query<WorryPair>($"""
        SELECT p.id, CASE WHEN p.mentor_id = @person THEN mentee.given_name ELSE mentor.given_name END AS partner_name
          FROM {ProgramStore.PairTables}
         WHERE p.program_id = @programId AND (p.mentor_id = @person OR p.mentee_id = @person)
         ORDER BY CASE p.state WHEN 'Closed' THEN 1 ELSE 0 END, partner_name, p.id LIMIT 40
        """, new { programId, person });

    /// <summary>One's own letters once they were sent, and those delivered to one.</summary>
    static Task<List<WorryLetter>> Letters(Tx tx, Guid programId, Guid person) => tx.Query<WorryLetter>($"""
        SELECT l.id, l.pair_id, writer.given_name AS writer_name, reader.given_name AS reader_name, CASE WHEN l.writer_id = @person THEN 1 ELSE 0 END AS is_mine,
               COALESCE(l.delivered_at, l.submitted_at) AS at
          FROM pairs p JOIN letters l ON l.pair_id = p.id JOIN people writer ON writer.id = l.writer_id JOIN people reader ON reader.id = l.reader_id
         WHERE p.program_id = @programId AND (p.mentor_id = @person OR p.mentee_id = @person)
           AND (l.writer_id = @person AND l.revision > 0 AND l.state <> 'Discarded' OR l.reader_id = @person AND l.state IN ('Delivered', 'Read'))
         ORDER BY at DESC, l.id DESC LIMIT {Most}
        """, new { programId, person });

    static Task<List<WorryLetter>> Reviewed(Tx tx, Guid programId, Guid person, Guid? letter) => letter is null ? Task.FromResult(new List<WorryLetter>()) : tx.Query<WorryLetter>($"""
        SELECT l.id, l.pair_id, writer.given_name AS writer_name, reader.given_name AS reader_name, 0 AS is_mine, COALESCE(l.delivered_at, l.submitted_at) AS at
          FROM letters l JOIN pairs p ON p.id = l.pair_id JOIN people writer ON writer.id = l.writer_id JOIN people reader ON reader.id = l.reader_id
         WHERE l.id = @letter AND l.revision > 0 AND (({Reviewers.Covered})
            OR (l.program_id = @program AND {Rights.StaffSees} AND EXISTS (SELECT 1 FROM archive_found a WHERE a.letter_id = l.id AND
                ({Rights.Staff("'Coordinator'", "l.program_id")} OR (a.danger = 1 AND {Rights.Staff("'SafeguardingLead'", "l.program_id")})))))
        """, new { program = programId, person, me = person, letter });

    /// <summary>Those of the program who might otherwise see it: leads, coordinators, and who reviews the person's own cohorts (all cohorts, for staff).</summary>
    static Task<List<WorryPerson>> Staff(Tx tx, Guid programId, Guid person) => tx.Query<WorryPerson>("""
        SELECT h.id, h.given_name || ' ' || h.surname AS name, MAX(CASE WHEN m.role = 'SafeguardingLead' THEN 1 ELSE 0 END) AS is_lead
          FROM memberships m JOIN people h ON h.id = m.person_id
         WHERE m.program_id = @programId AND m.ended_at IS NULL AND h.left_at IS NULL
           AND (m.role IN ('SafeguardingLead', 'Coordinator')
             OR m.role IN ('Reviewer', 'Teacher')
                AND (m.cohort_id IS NULL
                  OR EXISTS (SELECT 1 FROM pairs p WHERE p.cohort_id = m.cohort_id AND (p.mentor_id = @person OR p.mentee_id = @person))
                  OR EXISTS (SELECT 1 FROM memberships mine WHERE mine.person_id = @person AND mine.program_id = m.program_id AND mine.ended_at IS NULL
                                AND mine.role IN ('Reviewer', 'Teacher', 'Coordinator', 'SafeguardingLead', 'Administrator'))))
         GROUP BY h.id, h.given_name, h.surname
         ORDER BY h.given_name, h.surname, h.id LIMIT 200
        """, new { programId, person });
}

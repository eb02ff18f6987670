using LetterExchange.Data;

namespace LetterExchange.Features.Programs;

/// <summary>Who can be brought together: mentors, and mentees of a cohort who have no mentor. Pages of these, since a program may have thousands.</summary>
public sealed class PairChoices(Database db)
{
    /// <summary>Most that are offered at once; a name narrows them.</summary>
    public const int Most = 200;

    /// <summary>Those with the fewest mentees first.</summary>
    public Task<List<MentorChoice>> Mentors(Guid program, string? name, Guid? also) => db.Query<MentorChoice>($"""
        SELECT h.id, h.given_name, h.surname, COUNT(p.id) AS mentees,
               (SELECT MAX(k.until) FROM clearances k WHERE k.mentor_id = h.id AND k.revoked_at IS NULL) AS clearance_until
          FROM people h
          LEFT JOIN pairs p ON p.mentor_id = h.id AND p.program_id = @program AND p.state <> 'Closed'
         WHERE h.left_at IS NULL
           AND EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = h.id AND m.program_id = @program AND m.role = 'Mentor' AND m.ended_at IS NULL)
           {(name is null ? "" : "AND (LOWER(h.given_name || ' ' || h.surname) LIKE LOWER(@like) ESCAPE '!' OR h.id = @also)")}
         GROUP BY h.id, h.given_name, h.surname
         ORDER BY CASE WHEN h.id = @also THEN 0 ELSE 1 END, mentees, LOWER(h.surname), LOWER(h.given_name), h.id
         LIMIT {Most}
        """, new { program, also = also ?? Guid.Empty, like = $"%{name?.Replace("!", "!!").Replace("%", "!%").Replace("_", "!_")}%" });

    /// <summary>Those who could take this mentee on now: cleared, with fewer mentees than the program gives one mentor, and not among these people.</summary>
    public Task<List<MentorChoice>> WithRoom(Guid program, int most, IReadOnlyCollection<Guid> except, DateTimeOffset now) => db.Read(tx => WithRoom(tx, program, most, except, now));

    internal static Task<List<MentorChoice>> WithRoom(Tx tx, Guid program, int most, IReadOnlyCollection<Guid> except, DateTimeOffset now, Guid? only = null) => tx.Query<MentorChoice>($"""
        SELECT h.id, h.given_name, h.surname, COUNT(p.id) AS mentees, MAX(k.until) AS clearance_until
          FROM memberships m JOIN people h ON h.id = m.person_id
          JOIN (SELECT c.mentor_id, MAX(c.until) AS until FROM clearances c WHERE c.revoked_at IS NULL GROUP BY c.mentor_id) k ON k.mentor_id = h.id AND k.until > @now
          LEFT JOIN pairs p ON p.mentor_id = h.id AND p.program_id = @program AND p.state <> 'Closed'
         WHERE m.program_id = @program AND m.role = 'Mentor' AND m.ended_at IS NULL AND h.left_at IS NULL AND h.id NOT IN @except {(only is null ? "" : "AND h.id = @only")}
         GROUP BY h.id, h.given_name, h.surname
        HAVING COUNT(p.id) < @most
         ORDER BY mentees, LOWER(h.surname), LOWER(h.given_name), h.id
         LIMIT {Most}
        """, new { program, most, except, now, only });

    public Task<List<MenteeChoice>> Mentees(Guid program, Guid cohort) => db.Query<MenteeChoice>($"""
        SELECT h.id, h.given_name, h.surname,
               (SELECT MAX(c.until) FROM consents c WHERE c.mentee_id = h.id AND c.withdrawn_at IS NULL) AS consent_until
          FROM people h
         WHERE h.left_at IS NULL
           AND EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = h.id AND m.program_id = @program AND m.cohort_id = @cohort AND m.role = 'Mentee' AND m.ended_at IS NULL)
           AND NOT EXISTS (SELECT 1 FROM pairs p WHERE p.mentee_id = h.id AND p.program_id = @program AND p.state <> 'Closed')
         ORDER BY LOWER(h.surname), LOWER(h.given_name), h.id
         LIMIT {Most}
        """, new { program, cohort });

    /// <summary>The cohort of a mentee in a program.</summary>
    public Task<Guid?> CohortOf(Guid program, Guid mentee) =>
        db.Find<Guid?>("SELECT cohort_id FROM memberships WHERE person_id = @mentee AND program_id = @program AND role = 'Mentee' AND ended_at IS NULL ORDER BY since LIMIT 1", new { program, mentee });
}

/// <summary>A mentor who may get a mentee (more).</summary>
public sealed record MentorChoice
{
    public Guid Id { get; init; }
    public string GivenName { get; init; } = "";
    public string Surname { get; init; } = "";
    public int Mentees { get; init; }
    public DateTimeOffset? ClearanceUntil { get; init; }

    public string Name => $"{GivenName} {Surname}".Trim();
}

/// <summary>A mentee without a mentor.</summary>
public sealed record MenteeChoice
{
    public Guid Id { get; init; }
    public string GivenName { get; init; } = "";
    public string Surname { get; init; } = "";
    public DateTimeOffset? ConsentUntil { get; init; }

    public string Name => $"{GivenName} {Surname}".Trim();
}

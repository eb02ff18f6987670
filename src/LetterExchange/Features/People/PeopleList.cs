using LetterExchange.Data;

namespace LetterExchange.Features.People;

/// <summary>Lists the people of a program, by surname, a page at a time.</summary>
public sealed class PeopleList(Database db)
{
    public const int PageSize = 200;

    /// <summary>At most one more than a page: then there is a next one, after the last person of this page.</summary>
    public Task<List<Listed>> Find(Guid program, PeopleFilter filter, Guid? after) => db.Read(async tx =>
    {
        var people = await tx.Query<Listed>($"""
            SELECT h.id, h.given_name, h.surname, h.mail_broken_at, h.locked_until, CASE WHEN h.password_hash IS NULL THEN 0 ELSE 1 END AS has_password,
                   (SELECT MAX(c.until) FROM consents c WHERE c.mentee_id = h.id AND c.withdrawn_at IS NULL) AS consent_until,
                   (SELECT MAX(k.until) FROM clearances k WHERE k.mentor_id = h.id AND k.revoked_at IS NULL) AS clearance_until,
                   (SELECT COUNT(*) FROM pairs p WHERE p.mentee_id = h.id AND p.program_id = @program AND p.state <> 'Closed') AS mentors,
                   (SELECT COUNT(*) FROM pairs p WHERE p.mentor_id = h.id AND p.program_id = @program AND p.state <> 'Closed') AS mentees
              FROM people h
             WHERE {Wanted(filter, after)}
             ORDER BY LOWER(h.surname), LOWER(h.given_name), h.id
             LIMIT {PageSize + 1}
            """, new { program, filter.Role, filter.Cohort, name = Like(filter.Name), capital = Like(Capital(filter.Name)), after });
        var roles = (await tx.Query<ListedRole>("""
            SELECT m.person_id, m.role, c.name AS cohort_name, m.ended_at
              FROM memberships m LEFT JOIN cohorts c ON c.id = m.cohort_id
             WHERE m.program_id = @program AND m.person_id IN @ids
             ORDER BY m.since, m.id
            """, new { program, ids = people.ConvertAll(person => person.Id) })).ToLookup(role => role.PersonId);
        return people.ConvertAll(person => person with { Roles = [.. roles[person.Id]] });
    });

    /// <summary>What the newest of a class were given as school and town: the next one's are likely the same.</summary>
    public Task<Person?> Classmate(Guid program, Guid cohort) => db.Find<Person>("""
        SELECT h.id, h.organisation, h.town FROM people h JOIN memberships m ON m.person_id = h.id
         WHERE m.program_id = @program AND m.cohort_id = @cohort AND m.role = 'Mentee' AND m.ended_at IS NULL
         ORDER BY m.since DESC, h.id DESC LIMIT 1
        """, new { program, cohort });

    /// <summary>Mentees who have no words to sign in with yet, by given name: of a class, or of a list that one imported. At most so many and one more.</summary>
    public Task<List<Person>> WithoutCard(Guid program, Guid? cohort, Guid? import, Guid me, int most) => db.Query<Person>($"""
        SELECT h.id, h.given_name, h.surname, h.sign_in_name, h.language
          FROM {(import is null ? "memberships m JOIN people h ON h.id = m.person_id" : "roster_imports i JOIN roster_people r ON r.import_id = i.id JOIN people h ON h.id = r.person_id JOIN memberships m ON m.person_id = h.id")}
         WHERE h.left_at IS NULL AND h.password_hash IS NULL AND m.program_id = @program AND m.role = 'Mentee' AND m.ended_at IS NULL
           AND {(import is null ? "m.cohort_id = @cohort" : "i.id = @import AND i.by_id = @me AND i.program_id = @program")}
         ORDER BY LOWER(h.given_name), LOWER(h.surname), h.id LIMIT {most + 1}
        """, new { program, cohort, import, me });

    /// <summary>The mentees of a class, by given name; at most 200.</summary>
    public Task<List<Person>> Mentees(Guid program, Guid cohort) => db.Query<Person>($"""
        SELECT h.id, h.given_name, h.surname, h.sign_in_name, h.language FROM people h
         WHERE h.left_at IS NULL
           AND EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = h.id AND m.program_id = @program AND m.cohort_id = @cohort AND m.role = 'Mentee' AND m.ended_at IS NULL)
         ORDER BY LOWER(h.given_name), LOWER(h.surname), h.id LIMIT {PageSize}
        """, new { program, cohort });

    static string Wanted(PeopleFilter filter, Guid? after)
    {
        var role = filter.Role is null ? "" : " AND m.role = @Role";
        var here = filter.Left ? "m.ended_at IS NOT NULL" : "m.ended_at IS NULL";
        var wanted = $"EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = h.id AND m.program_id = @program AND {here}{role})";
        if (filter.Left) wanted += " AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = h.id AND m.program_id = @program AND m.ended_at IS NULL)";
        if (filter.Cohort is not null)
            wanted += $"""
                 AND (EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = h.id AND m.cohort_id = @Cohort AND {here}{role})
                      OR EXISTS (SELECT 1 FROM pairs p WHERE p.mentor_id = h.id AND p.cohort_id = @Cohort AND p.state <> 'Closed'))
                """;
        // SQLite knows capitals of ASCII only, so a name is also looked for as it would begin.
        if (filter.Name is not null) wanted += " AND (LOWER(h.given_name || ' ' || h.surname) LIKE LOWER(@name) ESCAPE '!' OR h.given_name || ' ' || h.surname LIKE @capital ESCAPE '!')";
        if (after is not null) wanted += " AND (LOWER(h.surname), LOWER(h.given_name), h.id) > (SELECT LOWER(a.surname), LOWER(a.given_name), a.id FROM people a WHERE a.id = @after)";
        return wanted;
    }

    static string? Like(string? text) => text is null ? null : $"%{text.Replace("!", "!!").Replace("%", "!%").Replace("_", "!_")}%";

    static string? Capital(string? text) => text is null ? null : System.Globalization.CultureInfo.InvariantCulture.TextInfo.ToTitleCase(text.ToLowerInvariant());
}

/// <summary>Whom to list.</summary>
/// <param name="Left">Those who have no role in the program any more, instead of those who have.</param>
public sealed record PeopleFilter(Role? Role, Guid? Cohort, string? Name, bool Left)
{
    public bool Any => Role is not null || Cohort is not null || Name is not null || Left;
}

/// <summary>A line of the list.</summary>
public sealed record Listed
{
    public Guid Id { get; init; }
    public string GivenName { get; init; } = "";
    public string Surname { get; init; } = "";
    public DateTimeOffset? MailBrokenAt { get; init; }
    public DateTimeOffset? LockedUntil { get; init; }
    public bool HasPassword { get; init; }
    public DateTimeOffset? ConsentUntil { get; init; }
    public DateTimeOffset? ClearanceUntil { get; init; }

    /// <summary>Mentors that a mentee has in the program.</summary>
    public int Mentors { get; init; }

    /// <summary>Mentees that a mentor has in it.</summary>
    public int Mentees { get; init; }

    public IReadOnlyList<ListedRole> Roles { get; init; } = [];

    /// <summary>What a coordinator has to know or do, as keys of words; none: all is well.</summary>
    public IEnumerable<string> States(DateTimeOffset now)
    {
        var roles = Roles.Where(role => role.EndedAt is null).Select(role => role.Role).ToHashSet();
        if (roles.Count == 0)
        {
            yield return "left";
            yield break;
        }
        if (roles.Contains(Role.Mentee) && !(ConsentUntil > now)) yield return "consent";
        if (roles.Contains(Role.Mentor) && !(ClearanceUntil > now)) yield return "clearance";
        if (MailBrokenAt is not null) yield return "mail";
        if (LockedUntil > now) yield return "locked";
        if (!HasPassword) yield return roles.Contains(Role.Mentee) ? "card" : "invited";
        if (roles.Contains(Role.Mentee) && Mentors == 0) yield return "unpaired";
    }
}

/// <summary>A role in a line of the list.</summary>
public sealed record ListedRole
{
    public Guid PersonId { get; init; }
    public Role Role { get; init; }
    public string? CohortName { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
}

using LetterExchange.Data;

namespace LetterExchange.Features.People;

/// <summary>Reads people with the roles that stand.</summary>
public sealed class PersonStore(Database db, TimeProvider clock)
{
    const string Columns = """
        h.id, h.given_name, h.surname, h.email, h.sign_in_name, h.language, h.reading, h.born, h.organisation, h.town, h.locked_until, h.mail_broken_at, h.left_at, h.version,
        h.security_stamp AS stamp, CASE WHEN h.password_hash IS NULL THEN 0 ELSE 1 END AS has_password
        """;

    /// <summary>The person whose session it is, and all that every page asks about somebody who is signed in; nothing for whoever has left.</summary>
    /// <param name="path">Where they are: which of their notices lead there.</param>
    public async Task<Session?> FindSession(Guid id, string path) => await Find(id, path) is { Person.LeftAt: null } found ? found : null;

    public async Task<Person?> Find(Guid id) => (await Find(id, ""))?.Person;

    public Task<List<ProgramName>> AllPrograms() => db.Query<ProgramName>("SELECT id, name, version FROM programs ORDER BY created_at, id");

    async Task<Session?> Find(Guid id, string path)
    {
        var rows = await db.Query<Row>($"""
            SELECT {Columns}, m.id AS membership_id, m.role, m.program_id, m.cohort_id, m.since, g.name AS program_name, g.version AS program_version, c.name AS cohort_name,
                   (SELECT COUNT(*) FROM notices n WHERE n.person_id = h.id AND n.read_at IS NULL) AS unread,
                   (SELECT COUNT(*) FROM notices n WHERE n.person_id = h.id AND n.read_at IS NULL AND n.link = @path) AS unread_here,
                   CASE WHEN EXISTS (SELECT 1 FROM announcements a WHERE a.program_id = m.program_id AND {Audience.Waits} AND {Audience.Of}) THEN 1 ELSE 0 END AS announced
              FROM people h
              LEFT JOIN memberships m ON m.person_id = h.id AND m.ended_at IS NULL
              LEFT JOIN programs g ON g.id = m.program_id
              LEFT JOIN cohorts c ON c.id = m.cohort_id
             WHERE h.id = @id
             ORDER BY m.since, m.id
            """, new { id, path, me = id, now = clock.Now() });
        if (rows.Count == 0) return null;
        var memberships = rows.Where(row => row.MembershipId is not null).Select(row => row.Membership).ToList();
        return new Session(rows[0].Person(memberships), rows[0].Stamp, rows[0].Unread, rows[0].UnreadHere, [.. rows.Where(row => row.Announced).Select(row => row.ProgramId!.Value).Distinct()]);
    }

    /// <summary>A person and the stamp that their sessions must carry.</summary>
    /// <param name="Unread">How many notices they have not read.</param>
    /// <param name="UnreadHere">How many of these lead to where they are.</param>
    /// <param name="Announced">The programs in which something is announced to them that they have not read.</param>
    public sealed record Session(Person Person, string Stamp, int Unread, int UnreadHere, IReadOnlyList<Guid> Announced);

    sealed record Row
    {
        public Guid Id { get; init; }
        public string GivenName { get; init; } = "";
        public string Surname { get; init; } = "";
        public string? Email { get; init; }
        public string? SignInName { get; init; }
        public string Language { get; init; } = "en";
        public string? Reading { get; init; }
        public DateOnly? Born { get; init; }
        public string? Organisation { get; init; }
        public string? Town { get; init; }
        public DateTimeOffset? LockedUntil { get; init; }
        public DateTimeOffset? MailBrokenAt { get; init; }
        public DateTimeOffset? LeftAt { get; init; }
        public int Version { get; init; }
        public string Stamp { get; init; } = "";
        public bool HasPassword { get; init; }
        public Guid? MembershipId { get; init; }
        public Role Role { get; init; }
        public Guid? ProgramId { get; init; }
        public Guid? CohortId { get; init; }
        public string? ProgramName { get; init; }
        public int ProgramVersion { get; init; }
        public string? CohortName { get; init; }
        public DateTimeOffset? Since { get; init; }
        public int Unread { get; init; }
        public int UnreadHere { get; init; }
        public bool Announced { get; init; }

        public Membership Membership => new()
        {
            Id = MembershipId!.Value, Role = Role, ProgramId = ProgramId, CohortId = CohortId,
            ProgramName = ProgramName, ProgramVersion = ProgramVersion, CohortName = CohortName, Since = Since!.Value,
        };

        public Person Person(IReadOnlyList<Membership> memberships) => new()
        {
            Id = Id, GivenName = GivenName, Surname = Surname, Email = Email, SignInName = SignInName, Language = Language, Reading = Reading, Born = Born, Organisation = Organisation, Town = Town,
            LockedUntil = LockedUntil, MailBrokenAt = MailBrokenAt, LeftAt = LeftAt, Version = Version, HasPassword = HasPassword, Memberships = memberships,
        };
    }
}

/// <summary>A program's key, what it is called, and which version of it holds.</summary>
public sealed record ProgramName
{
    public Guid Id { get; init; }
    public string Name { get; init; } = "";
    public int Version { get; init; }
}

using LetterExchange.Data;

namespace LetterExchange.Features.People;

/// <summary>Reads people with the roles that stand.</summary>
public sealed class PersonStore(Database db)
{
    const string Columns = """
        h.id, h.given_name, h.surname, h.email, h.sign_in_name, h.language, h.born, h.organisation, h.town, h.locked_until, h.mail_broken_at, h.left_at, h.version,
        h.security_stamp AS stamp, CASE WHEN h.password_hash IS NULL THEN 0 ELSE 1 END AS has_password
        """;

    /// <summary>The person whose session it is, and the stamp that the session must carry; nothing for whoever has left.</summary>
    public async Task<Session?> FindSession(Guid id) =>
        await db.Read(tx => Find(tx, id)) is { Person.LeftAt: null } found ? found : null;

    public async Task<Person?> Find(Guid id) => (await db.Read(tx => Find(tx, id)))?.Person;

    public Task<List<Guid>> AllPrograms() => db.Query<Guid>("SELECT id FROM programs ORDER BY created_at, id");

    static async Task<Session?> Find(Tx tx, Guid id)
    {
        var rows = await tx.Query<Row>($"""
            SELECT {Columns}, m.id AS membership_id, m.role, m.program_id, m.cohort_id, m.since, g.name AS program_name, c.name AS cohort_name
              FROM people h
              LEFT JOIN memberships m ON m.person_id = h.id AND m.ended_at IS NULL
              LEFT JOIN programs g ON g.id = m.program_id
              LEFT JOIN cohorts c ON c.id = m.cohort_id
             WHERE h.id = @id
             ORDER BY m.since, m.id
            """, new { id });
        if (rows.Count == 0) return null;
        var memberships = rows.Where(row => row.MembershipId is not null).Select(row => row.Membership).ToList();
        return new Session(rows[0].Person(memberships), rows[0].Stamp);
    }

    /// <summary>A person and the stamp of their sessions.</summary>
    public sealed record Session(Person Person, string Stamp);

    sealed record Row
    {
        public Guid Id { get; init; }
        public string GivenName { get; init; } = "";
        public string Surname { get; init; } = "";
        public string? Email { get; init; }
        public string? SignInName { get; init; }
        public string Language { get; init; } = "en";
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
        public string? CohortName { get; init; }
        public DateTimeOffset? Since { get; init; }

        public Membership Membership => new()
        {
            Id = MembershipId!.Value, Role = Role, ProgramId = ProgramId, CohortId = CohortId,
            ProgramName = ProgramName, CohortName = CohortName, Since = Since!.Value,
        };

        public Person Person(IReadOnlyList<Membership> memberships) => new()
        {
            Id = Id, GivenName = GivenName, Surname = Surname, Email = Email, SignInName = SignInName, Language = Language, Born = Born, Organisation = Organisation, Town = Town,
            LockedUntil = LockedUntil, MailBrokenAt = MailBrokenAt, LeftAt = LeftAt, Version = Version, HasPassword = HasPassword, Memberships = memberships,
        };
    }
}

using LetterExchange.Data;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.People;

/// <summary>Reads all that staff may see of one person.</summary>
public sealed class PersonFiles(Database db, PersonStore people)
{
    /// <param name="programs">Those whose roles and pairs may be seen; nothing for all.</param>
    public async Task<PersonFile?> Find(Guid id, Guid me, IReadOnlyCollection<Guid>? programs)
    {
        if (await people.Find(id) is not { } person) return null;
        var seen = programs ?? [.. (await people.AllPrograms()).Select(program => program.Id)];
        return await db.Read(async tx => new PersonFile
        {
            Person = person,
            Roles = await tx.Query<Membership>("""
                SELECT m.id, m.role, m.program_id, m.cohort_id, g.name AS program_name, c.name AS cohort_name, m.since, m.ended_at
                  FROM memberships m LEFT JOIN programs g ON g.id = m.program_id LEFT JOIN cohorts c ON c.id = m.cohort_id
                 WHERE m.person_id = @id AND (m.program_id IS NULL OR m.program_id IN @seen)
                 ORDER BY CASE WHEN m.ended_at IS NULL THEN 0 ELSE 1 END, m.since, m.id
                """, new { id, seen }),
            Pairs = await tx.Query<Pair>($"""
                SELECT {ProgramStore.PairColumns} FROM {ProgramStore.PairTables}
                 WHERE (p.mentor_id = @id OR p.mentee_id = @id) AND p.program_id IN @seen
                 ORDER BY CASE WHEN p.state = 'Closed' THEN 1 ELSE 0 END, p.created_at, p.id
                """, new { id, seen }),
            LastLink = await tx.Find<LinkState>("SELECT kind, asked_at, send_at, sent_at, error FROM link_mails WHERE person_id = @id ORDER BY asked_at DESC, id DESC LIMIT 1", new { id }),
            Guardians = await tx.Query<GuardianLine>("SELECT name, email FROM guardians WHERE mentee_id = @id ORDER BY name", new { id }),
            IsMentee = person.Memberships.Any(m => m.Role == Role.Mentee)
                || await tx.Find<int?>("SELECT 1 FROM memberships WHERE person_id = @id AND role = 'Mentee'", new { id }) is not null,
            MayCorrect = person.LeftAt is null && await Authority.IsOverAccount(tx, me, id),
        });
    }
}

/// <summary>One person and all about them.</summary>
public sealed record PersonFile
{
    public Person Person { get; init; } = new();

    /// <summary>Roles that stand first, then those that have ended.</summary>
    public IReadOnlyList<Membership> Roles { get; init; } = [];

    public IReadOnlyList<Pair> Pairs { get; init; } = [];

    /// <summary>The last mail with a link.</summary>
    public LinkState? LastLink { get; init; }

    /// <summary>Who answers for a mentee, as a list of people said.</summary>
    public IReadOnlyList<GuardianLine> Guardians { get; init; } = [];

    public bool IsMentee { get; init; }
    public bool MayCorrect { get; init; }

    public bool Is(Role role) => Person.Memberships.Any(m => m.Role == role);

    /// <summary>An adult who was added and has not set a password.</summary>
    public bool IsInvited => Person is { LeftAt: null, HasPassword: false } && !IsMentee;
}

/// <summary>How the last mail with a link fared.</summary>
public sealed record LinkState
{
    public LinkKind Kind { get; init; }
    public DateTimeOffset AskedAt { get; init; }
    public DateTimeOffset? SendAt { get; init; }
    public DateTimeOffset? SentAt { get; init; }
    public string? Error { get; init; }
}

/// <summary>Somebody who answers for a child.</summary>
public sealed record GuardianLine
{
    public string Name { get; init; } = "";
    public string? Email { get; init; }
}

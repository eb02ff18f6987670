using LetterExchange.Data;
using LetterExchange.Features.People;

namespace LetterExchange.Features.Imports;

/// <summary>Those of a program whom the lines of a file may mean, and its cohorts: as they stand in one state of the database.</summary>
public sealed class Known
{
    const int Together = 1000; // Keys in one question.

    readonly Dictionary<Guid, KnownPerson> people = [];
    readonly Dictionary<string, KnownPerson> byKey = [], byMail = [];
    ILookup<string, KnownPerson> children = Array.Empty<KnownPerson>().ToLookup(_ => "");

    /// <summary>Cohorts by their name as names are compared.</summary>
    public Dictionary<string, (Guid Id, string Name)> Cohorts { get; } = [];

    public KnownPerson? ByKey(string? key) => key is null ? null : byKey.GetValueOrDefault(key);

    public KnownPerson? ByMail(string? mail) => mail is null ? null : byMail.GetValueOrDefault(SignInNames.Normal(mail));

    /// <summary>Mentees of the program who are called so.</summary>
    public IEnumerable<KnownPerson> Children(string given, string surname) => children[Called(given, surname)];

    /// <summary>Reads whom these lines may mean, and finds who each one is.</summary>
    public static async Task<Known> Load(Tx tx, Guid program, IReadOnlyList<RosterLine> lines)
    {
        var known = new Known();
        foreach (var (id, name) in await tx.Query<(Guid, string)>("SELECT id, name FROM cohorts WHERE program_id = @program ORDER BY created_at, id", new { program }))
            known.Cohorts.TryAdd(Columns.Folded(name), (id, name));
        if (lines.Any(line => line.IsMentee)) await known.LoadMentees(tx, program);
        var mails = lines.Where(line => !line.IsMentee).Select(line => line.Email).Concat(lines.Select(line => line.Mentor).Where(mentor => mentor?.Contains('@') == true)).Where(mail => mail is not null).Select(mail => SignInNames.Normal(mail!)).Distinct().ToList();
        foreach (var some in mails.Chunk(Together)) known.Keep(await tx.Query<KnownPerson>($"SELECT {Who} FROM people h WHERE h.sign_in_name IN @some", new { program, some }));
        foreach (var person in known.people.Values.Where(person => person.SignInName is not null)) known.byMail.TryAdd(person.SignInName!, person);
        if (lines.Any(line => line.Key is not null || line.Mentor is not null))
        {
            var keys = await tx.Query<(string Key, Guid Person)>("SELECT key, person_id FROM roster_keys WHERE program_id = @program", new { program });
            foreach (var some in keys.Select(one => one.Person).Where(id => !known.people.ContainsKey(id)).Distinct().Chunk(Together)) known.Keep(await tx.Query<KnownPerson>($"SELECT {Who} FROM people h WHERE h.id IN @some", new { program, some }));
            foreach (var (key, person) in keys) known.byKey[key] = known.people[person];
            foreach (var (key, person) in keys) known.people[person].Keys.Add(key);
        }
        await known.LoadTies(tx, program);
        Matching.Find(lines, known);
        var meant = lines.SelectMany(line => new[] { line.Existing, line.MentorKnown }).Where(person => person is not null).Select(person => person!.Id).Distinct().ToList();
        foreach (var some in meant.Chunk(Together)) await known.LoadDetails(tx, some);
        return known;
    }

    async Task LoadMentees(Tx tx, Guid program)
    {
        var mentees = await tx.Query<KnownPerson>($"""
            SELECT {Who}, m.cohort_id
              FROM memberships m JOIN people h ON h.id = m.person_id
             WHERE m.program_id = @program AND m.role = 'Mentee' AND m.ended_at IS NULL
            """, new { program });
        Keep(mentees);
        children = people.Values.ToLookup(child => Called(child.GivenName, child.Surname));
    }

    /// <summary>Roles that stand and open pairs: all of the program at once, since a database that has not counted yet would go through them again and again.</summary>
    async Task LoadTies(Tx tx, Guid program)
    {
        foreach (var (id, role, cohort) in await tx.Query<(Guid, string, Guid?)>("SELECT person_id, role, cohort_id FROM memberships WHERE program_id = @program AND ended_at IS NULL", new { program }))
            if (people.TryGetValue(id, out var person)) person.Roles.Add((Enum.Parse<Role>(role), cohort));
        foreach (var (mentee, mentor) in await tx.Query<(Guid, Guid)>("SELECT mentee_id, mentor_id FROM pairs WHERE program_id = @program AND state <> 'Closed'", new { program }))
            if (people.TryGetValue(mentee, out var child)) child.MentorId = mentor;
    }

    /// <summary>Consents, clearances and guardians of those who are meant.</summary>
    async Task LoadDetails(Tx tx, Guid[] some)
    {
        var args = new { some };
        foreach (var one in await tx.Query<KnownSpan>("SELECT mentee_id AS person_id, kind, given_by, given_at AS from_at, until, withdrawn_at AS off_at FROM consents WHERE mentee_id IN @some", args)) people[one.PersonId].Consents.Add(one);
        foreach (var one in await tx.Query<KnownSpan>("SELECT mentor_id AS person_id, kind, '' AS given_by, cleared_at AS from_at, until, revoked_at AS off_at FROM clearances WHERE mentor_id IN @some", args)) people[one.PersonId].Clearances.Add(one);
        foreach (var (person, name) in await tx.Query<(Guid, string)>("SELECT mentee_id, name FROM guardians WHERE mentee_id IN @some", args)) people[person].Guardians.Add(name);
    }

    void Keep(IEnumerable<KnownPerson> some)
    {
        foreach (var one in some) people.TryAdd(one.Id, one);
    }

    static string Called(string given, string surname) => $"{Columns.Folded(given)}\n{Columns.Folded(surname)}";

    // Foreign: who has a role elsewhere too is not this program's to rename.
    const string Who = """
        h.id, h.given_name, h.surname, h.email, h.sign_in_name, h.born, h.organisation, h.town, h.left_at, CASE WHEN h.password_hash IS NULL THEN 0 ELSE 1 END AS has_password,
        CASE WHEN EXISTS (SELECT 1 FROM memberships o WHERE o.person_id = h.id AND o.role = 'Mentee') THEN 1 ELSE 0 END AS is_mentee,
        CASE WHEN EXISTS (SELECT 1 FROM memberships o WHERE o.person_id = h.id AND o.ended_at IS NULL AND (o.role = 'Administrator' OR o.program_id <> @program)) THEN 1 ELSE 0 END AS is_foreign
        """;
}

/// <summary>Somebody who is here already.</summary>
public sealed class KnownPerson
{
    public Guid Id { get; set; }
    public string GivenName { get; set; } = "";
    public string Surname { get; set; } = "";
    public string? Email { get; set; }
    public string? SignInName { get; set; }
    public DateOnly? Born { get; set; }
    public string? Organisation { get; set; }
    public string? Town { get; set; }
    public DateTimeOffset? LeftAt { get; set; }
    public bool HasPassword { get; set; }
    public bool IsMentee { get; set; }
    public bool IsForeign { get; set; }

    /// <summary>A mentee's class.</summary>
    public Guid? CohortId { get; set; }

    /// <summary>The mentor of an open pair.</summary>
    public Guid? MentorId { get; set; }

    /// <summary>Roles in the program that stand.</summary>
    public List<(Role Role, Guid? Cohort)> Roles { get; } = [];

    public List<KnownSpan> Consents { get; } = [];
    public List<KnownSpan> Clearances { get; } = [];
    public HashSet<string> Guardians { get; } = [];
    public HashSet<string> Keys { get; } = [];

    public bool Is(Role role) => Roles.Any(one => one.Role == role);
}

/// <summary>A consent or clearance that is recorded already.</summary>
public sealed record KnownSpan
{
    public Guid PersonId { get; init; }
    public string Kind { get; init; } = "";
    public string GivenBy { get; init; } = "";
    public DateTimeOffset FromAt { get; init; }
    public DateTimeOffset Until { get; init; }
    public DateTimeOffset? OffAt { get; init; }
}

using LetterExchange.Data;
using LetterExchange.Features.Programs;

namespace LetterExchange.Commands.Simulate;

/// <summary>How a person writes.</summary>
public enum Habit { Prompt, Steady, Slow, Silent, Careless, AsksForTime, TakesBack, Troubled }

/// <summary>One of a pair in a simulation.</summary>
public sealed record Writer(Guid Id, Side Side, Habit Habit);

/// <summary>The people of a simulated season: cohorts of 25 pairs, a reviewer for every two cohorts, two leads, a coordinator, an administrator.</summary>
public sealed class Season(Database db, VirtualClock clock, Random chance)
{
    const int CohortSize = 25;

    public Guid ProgramId { get; private set; }
    public Guid Coordinator { get; private set; }
    public List<Guid> Leads { get; } = [];
    public List<Guid> Cohorts { get; } = [];

    /// <summary>Who reviews each cohort.</summary>
    public Dictionary<Guid, Guid> ReviewerOf { get; } = [];

    public Dictionary<Guid, Writer> Writers { get; } = [];
    public List<Guid> Pairs { get; } = [];
    public Dictionary<Guid, Guid> CohortOf { get; } = [];

    /// <summary>Makes them all. Every twentieth pair's consent ends in mid-season; every eighth mentor has two mentees.</summary>
    public async Task People(int pairs, string zone, DateTimeOffset ends)
    {
        await Program(zone);
        Coordinator = await Staff("Coordinator", null);
        await Staff("Administrator", null);
        for (var i = 0; i < 2; i++) Leads.Add(await Staff("SafeguardingLead", null));
        for (var from = 0; from < pairs; from += CohortSize) await Cohort(Math.Min(CohortSize, pairs - from), ends);
    }

    async Task Program(string zone)
    {
        ProgramId = clock.New();
        await db.Execute("INSERT INTO programs (id, name, zone, languages, policies, created_at) VALUES (@ProgramId, 'Simulated', @zone, 'en', @policies, @now)",
            new { ProgramId, zone, policies = new Policies().ToJson(), now = clock.Now() });
    }

    async Task<Guid> Staff(string role, Guid? cohort)
    {
        var id = clock.New();
        await db.Transact(async tx =>
        {
            await Add(tx, [new Newcomer(id, role, cohort, $"{role.ToLowerInvariant()}-{id:N}@example.org")]);
        });
        return id;
    }

    async Task Cohort(int size, DateTimeOffset ends)
    {
        var cohort = clock.New();
        await db.Execute("INSERT INTO cohorts (id, program_id, name, created_at) VALUES (@cohort, @ProgramId, @name, @now)",
            new { cohort, ProgramId, name = $"Cohort {Cohorts.Count + 1}", now = clock.Now() });
        Cohorts.Add(cohort);
        ReviewerOf[cohort] = Cohorts.Count % 2 == 1 ? await Staff("Reviewer", cohort) : ReviewerOf[Cohorts[^2]];
        if (Cohorts.Count % 2 == 0)
            await db.Transact(tx => Member(tx, [new Newcomer(ReviewerOf[cohort], "Reviewer", cohort, null)]));
        await Fill(cohort, size, ends);
    }

    Task Fill(Guid cohort, int size, DateTimeOffset ends)
    {
        var mentees = Enumerable.Range(0, size).Select(_ => new Newcomer(clock.New(), "Mentee", cohort, null)).ToList();
        var mentors = Enumerable.Range(0, size).Select(_ => clock.New()).Select(id => new Newcomer(id, "Mentor", null, $"mentor-{id:N}@example.org")).ToList();
        for (var i = 8; i < size; i += 8) mentors[i] = mentors[i - 1];
        var now = clock.Now();
        var rows = mentees.Zip(mentors, (mentee, mentor) => new
        {
            Id = clock.New(), ProgramId, Cohort = cohort, Mentor = mentor.Id, Mentee = mentee.Id, Now = now, Until = Until(now, ends), Consent = clock.New(),
        }).ToList();
        foreach (var mentee in mentees) Writers[mentee.Id] = new(mentee.Id, Side.Mentee, AnyHabit());
        foreach (var mentor in mentors.Distinct()) Writers[mentor.Id] = new(mentor.Id, Side.Mentor, AnyHabit());
        foreach (var row in rows)
        {
            Pairs.Add(row.Id);
            CohortOf[row.Id] = cohort;
        }
        return db.Transact(async tx =>
        {
            await Add(tx, [.. mentees, .. mentors.Distinct()]);
            await tx.ExecuteMany("""
                INSERT INTO pairs (id, program_id, cohort_id, mentor_id, mentee_id, state, stands_until, created_at)
                VALUES (@Id, @ProgramId, @Cohort, @Mentor, @Mentee, 'Active', @Until, @Now)
                """, rows);
            await tx.ExecuteMany("""
                INSERT INTO consents (id, mentee_id, kind, given_by, how, given_at, until, recorded_at)
                VALUES (@Consent, @Mentee, 'Guardian', 'A guardian', 'On paper', @Now, @Until, @Now)
                """, rows);
            await tx.ExecuteMany("""
                INSERT INTO clearances (id, mentor_id, kind, cleared_at, until, recorded_at) VALUES (@Id, @Mentor, 'Check', @Now, @Until, @Now)
                """, mentors.Distinct().Select(mentor => new { Id = clock.New(), Mentor = mentor.Id, Until = ends.AddYears(1), Now = now }).ToList());
        });
    }

    DateTimeOffset Until(DateTimeOffset now, DateTimeOffset ends) =>
        chance.Next(20) == 0 ? DateTimeOffset.FromUnixTimeMilliseconds((now + (ends - now) * chance.NextDouble()).ToUnixTimeMilliseconds()) : ends.AddYears(1);

    Habit AnyHabit() => chance.Next(100) switch
    {
        < 40 => Habit.Prompt,
        < 66 => Habit.Steady,
        < 76 => Habit.Slow,
        < 81 => Habit.Silent,
        < 88 => Habit.Careless,
        < 93 => Habit.AsksForTime,
        < 97 => Habit.TakesBack,
        _ => Habit.Troubled,
    };

    async Task Add(Tx tx, IReadOnlyCollection<Newcomer> people)
    {
        await tx.ExecuteMany("""
            INSERT INTO people (id, given_name, surname, email, security_stamp, created_at) VALUES (@Id, @Name, 'Simulated', @Email, 'none', @Now)
            """, people.Select(one => new { one.Id, Name = $"{one.Role}{Writers.Count}", one.Email, Now = clock.Now() }).ToList());
        await Member(tx, people);
    }

    Task Member(Tx tx, IReadOnlyCollection<Newcomer> people) => tx.ExecuteMany("""
        INSERT INTO memberships (id, person_id, program_id, cohort_id, role, since) VALUES (@Key, @Id, @Program, @Cohort, @Role, @Now)
        """, people.Select(one => new { Key = clock.New(), one.Id, Program = one.Role == "Administrator" ? (Guid?)null : ProgramId, one.Cohort, one.Role, Now = clock.Now() }).ToList());

    sealed record Newcomer(Guid Id, string Role, Guid? Cohort, string? Email);
}

using LetterExchange.Data;
using LetterExchange.Features.Programs;

namespace LetterExchange.Commands.Simulate;

/// <summary>How a person writes. The last seven tell how that changes in the course of a season, or seems to.</summary>
public enum Habit
{
    Prompt, Steady, Slow, Careless, AsksForTime, TakesBack, Troubled,

    /// <summary>Writes like others, and from a round on no more.</summary>
    Silent,

    /// <summary>From a round on, each letter takes longer than the one before.</summary>
    LaterAndLater,

    /// <summary>From a round on, each letter is shorter than the one before.</summary>
    ShorterAndShorter,

    /// <summary>Misses one letter: no silence.</summary>
    MissesOne,

    /// <summary>Two letters in the midst of the season come late: no habit.</summary>
    LateInBetween,

    /// <summary>One letter is very short, perhaps the last: no decline.</summary>
    ShortOnce,

    /// <summary>Always late, always short: their habit, against which nothing changes.</summary>
    AlwaysLate, AlwaysShort,
}

/// <summary>One of a pair in a simulation.</summary>
/// <param name="From">For what changes: the number of the letter of theirs with which it begins, from 1.</param>
/// <param name="Words">How long their letters usually are, in sentences beyond the usual ones.</param>
public sealed record Writer(Guid Id, Side Side, Habit Habit, int From, int Words);

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

    /// <summary>How many cohorts there were before each.</summary>
    public Dictionary<Guid, int> PlaceOf { get; } = [];

    public Dictionary<Guid, Writer> Writers { get; } = [];
    public List<Guid> Pairs { get; } = [];
    public Dictionary<Guid, Guid> CohortOf { get; } = [];

    int rounds;

    /// <summary>Makes them all. Every twentieth pair's consent ends in mid-season; every eighth mentor has two mentees.</summary>
    public async Task People(int pairs, int rounds, string zone, DateTimeOffset ends)
    {
        this.rounds = rounds;
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
        PlaceOf[cohort] = Cohorts.Count;
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
        foreach (var mentee in mentees) Writers[mentee.Id] = AnyWriter(mentee.Id, Side.Mentee);
        foreach (var mentor in mentors.Distinct()) Writers[mentor.Id] = AnyWriter(mentor.Id, Side.Mentor);
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

    /// <summary>Habits that change want a season that is long enough for a habit before the change, and for the change.</summary>
    Writer AnyWriter(Guid id, Side side)
    {
        var habit = chance.Next(100) switch
        {
            < 22 => Habit.Prompt,
            < 38 => Habit.Steady,
            < 44 => Habit.Slow,
            < 50 => Habit.Careless,
            < 54 => Habit.AsksForTime,
            < 58 => Habit.TakesBack,
            < 61 => Habit.Troubled,
            < 69 => Habit.Silent,
            < 77 => Habit.LaterAndLater,
            < 84 => Habit.ShorterAndShorter,
            < 87 => Habit.MissesOne,
            < 90 => Habit.LateInBetween,
            < 93 => Habit.ShortOnce,
            < 97 => Habit.AlwaysLate,
            _ => Habit.AlwaysShort,
        };
        return new(id, side, habit, From(habit), chance.Next(1, 5));
    }

    int From(Habit habit) => habit switch
    {
        Habit.Silent => chance.Next(1, Math.Max(2, rounds)),
        Habit.LaterAndLater or Habit.ShorterAndShorter => chance.Next(5, Math.Max(6, rounds - 2)),
        _ => chance.Next(1, Math.Max(2, rounds + 1)),
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

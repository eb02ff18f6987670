using LetterExchange.Data;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;

namespace LetterExchange.Tests.Ground;

/// <summary>Fills a database with what a test starts from. What is not said is made: the first program, cohort and plan are used by all that follows.</summary>
public sealed class Given(Database db, TimeProvider clock)
{
    MentoringProgram? program;
    Guid? cohort;
    Guid? plan;
    int made;

    /// <summary>The first program that was made, or a new one.</summary>
    public async Task<MentoringProgram> Program() => program ?? await Program("Europe/Paris");

    public async Task<MentoringProgram> Program(string zone, Policies? policies = null, params DateOnly[] holidays)
    {
        var one = new MentoringProgram { Id = clock.New(), Name = $"Program {++made}", Zone = zone, PoliciesJson = (policies ?? new Policies()).ToJson(), Version = 1 };
        await db.Execute("INSERT INTO programs (id, name, zone, languages, policies, created_at) VALUES (@Id, @Name, @Zone, @Languages, @PoliciesJson, @now)",
            new { one.Id, one.Name, one.Zone, one.Languages, one.PoliciesJson, now = clock.Now() });
        foreach (var day in holidays)
            await db.Execute("INSERT INTO holidays (program_id, day, name) VALUES (@Id, @day, 'Holiday')", new { one.Id, day });
        program ??= one;
        return one;
    }

    /// <summary>The first cohort that was made, or a new one.</summary>
    public async Task<Guid> Cohort() => cohort ?? await Cohort((await Program()).Id);

    public async Task<Guid> Cohort(Guid programId)
    {
        var id = clock.New();
        await db.Execute("INSERT INTO cohorts (id, program_id, name, created_at) VALUES (@id, @programId, @name, @now)",
            new { id, programId, name = $"Cohort {++made}", now = clock.Now() });
        if (programId == program?.Id) cohort ??= id;
        return id;
    }

    /// <summary>A person with a role; of the whole program unless a cohort is named.</summary>
    public async Task<Guid> Person(string role, Guid? programId = null, Guid? cohortId = null, string? name = null)
    {
        var of = role == "Administrator" ? programId : programId ?? (await Program()).Id;
        return (await People([(role, of, cohortId, name ?? $"{role} {made + 1}")]))[0];
    }

    /// <summary>Gives everybody with one of these roles an address for mail.</summary>
    public Task Address(params string[] roles) => db.Execute("""
        UPDATE people SET email = given_name || '@example.org' WHERE id IN (SELECT m.person_id FROM memberships m WHERE m.role IN @roles)
        """, new { roles });

    public Task<Guid> Coordinator() => Person("Coordinator");

    /// <summary>An active pair of two new people, its consent and clearance standing for a year unless said otherwise.</summary>
    public async Task<Pair> Pair(Guid? cohortId = null, DateTimeOffset? standsUntil = null, Guid? mentor = null, Guid? mentee = null) =>
        (await Pairs(1, cohortId, standsUntil, mentor, mentee))[0];

    /// <param name="mentor">One mentor of all of them, instead of new ones.</param>
    /// <param name="mentee">One mentee, who has no other pair that is not closed.</param>
    public async Task<List<Pair>> Pairs(int count, Guid? cohortId = null, DateTimeOffset? standsUntil = null, Guid? mentor = null, Guid? mentee = null)
    {
        var cohortOf = cohortId ?? await Cohort();
        var programOf = await db.Get<Guid>("SELECT program_id FROM cohorts WHERE id = @cohortOf", new { cohortOf });
        var mentors = mentor is { } known ? [.. Enumerable.Repeat(known, count)] : await People([.. Enumerable.Range(made + 1, count).Select(n => ("Mentor", (Guid?)programOf, (Guid?)null, $"Mentor{n}"))]);
        var mentees = mentee is { } one ? [one] : await People([.. Enumerable.Range(made + 1, count).Select(n => ("Mentee", (Guid?)programOf, (Guid?)cohortOf, $"Mentee{n}"))]);
        var until = standsUntil ?? clock.Now().AddYears(1);
        var rows = mentors.Zip(mentees).Select(two => new
        {
            Id = clock.New(), ProgramId = programOf, CohortId = cohortOf, MentorId = two.First, MenteeId = two.Second, Until = until, Now = clock.Now(),
            Consent = clock.New(), Clearance = clock.New(),
        }).ToList();
        await db.Transact(async tx =>
        {
            await tx.ExecuteMany("INSERT INTO pairs (id, program_id, cohort_id, mentor_id, mentee_id, state, stands_until, created_at) VALUES (@Id, @ProgramId, @CohortId, @MentorId, @MenteeId, 'Active', @Until, @Now)", rows);
            await tx.ExecuteMany("INSERT INTO consents (id, mentee_id, kind, given_by, how, given_at, until, recorded_at) VALUES (@Consent, @MenteeId, 'Guardian', 'A parent', 'On paper', @Now, @Until, @Now)", rows);
            await tx.ExecuteMany("INSERT INTO clearances (id, mentor_id, kind, cleared_at, until, recorded_at) VALUES (@Clearance, @MentorId, 'Background check', @Now, @Until, @Now)", rows);
        });
        var store = new ProgramStore(db);
        if (count == 1) return [(await store.Pair(rows[0].Id))!];
        return [.. rows.Select(row => new Pair { Id = row.Id, ProgramId = programOf, CohortId = cohortOf, MentorId = row.MentorId, MenteeId = row.MenteeId, StandsUntil = until, Version = 1 })];
    }

    /// <summary>The first plan that was made, or a new published one without a round.</summary>
    public async Task<Guid> Plan() => plan ?? await NewPlan();

    public async Task<Guid> NewPlan()
    {
        var (id, programId) = (clock.New(), (await Program()).Id);
        await db.Execute("INSERT INTO reading_plans (id, program_id, name, state, created_at, published_at) VALUES (@id, @programId, @name, 'Published', @now, @now)",
            new { id, programId, name = $"Plan {++made}", now = clock.Now() });
        plan ??= id;
        return id;
    }

    /// <summary>A round of the plan with these stories; its turns are the assignments'.</summary>
    public async Task<Guid> Round(DateTimeOffset? opensAt = null, params string[] stories)
    {
        var (id, planId, opens) = (clock.New(), await Plan(), opensAt ?? clock.Now());
        await db.Execute("""
            INSERT INTO rounds (id, plan_id, ordinal, title, opens_local, opens_at)
            VALUES (@id, @planId, (SELECT COUNT(*) + 1 FROM rounds WHERE plan_id = @planId), @title, @local, @opens)
            """, new { id, planId, title = $"Round {++made}", local = opens.ToString("yyyy-MM-ddTHH:mm"), opens });
        for (var ordinal = 1; ordinal <= stories.Length; ordinal++)
            await db.Execute("INSERT INTO round_stories (round_id, story_id, ordinal) VALUES (@id, @story, @ordinal)", new { id, story = stories[ordinal - 1], ordinal });
        return id;
    }

    /// <summary>A scheduled assignment for each pair, first in line, with waiting turns.</summary>
    public async Task<List<Assignment>> Assignments(IReadOnlyList<Pair> pairs, Guid roundId, DateTimeOffset opensAt, params (Side Writer, DateTimeOffset Due, DateTimeOffset CutOff)[] turns)
    {
        var planId = await db.Get<Guid>("SELECT plan_id FROM rounds WHERE id = @roundId", new { roundId });
        var lines = (await db.Query<(Guid Pair, long Line)>("SELECT pair_id, MAX(line) FROM assignments GROUP BY pair_id")).ToDictionary(of => of.Pair, of => (int)of.Line);
        var rows = pairs.Select(pair => new Assignment
        {
            Id = clock.New(), PairId = pair.Id, PlanId = planId, RoundId = roundId, Line = lines.GetValueOrDefault(pair.Id) + 1, OpensAt = opensAt,
            ReleaseAt = lines.ContainsKey(pair.Id) ? null : opensAt, Version = 1,
        }).ToList();
        await db.Transact(async tx =>
        {
            await tx.ExecuteMany("""
                INSERT INTO assignments (id, pair_id, plan_id, round_id, line, state, opens_at, release_at)
                VALUES (@Id, @PairId, @PlanId, @RoundId, @Line, @State, @OpensAt, @ReleaseAt)
                """, rows);
            await tx.ExecuteMany("""
                INSERT INTO turns (id, assignment_id, pair_id, ordinal, writer, writer_id, reader_id, state, due_at, cut_off_at)
                VALUES (@Id, @AssignmentId, @PairId, @Ordinal, @Writer, @WriterId, @ReaderId, 'Waiting', @Due, @CutOff)
                """, rows.Zip(pairs).SelectMany(one => turns.Select((turn, i) => new
            {
                Id = clock.New(), AssignmentId = one.First.Id, PairId = one.Second.Id, Ordinal = i + 1, turn.Writer,
                WriterId = turn.Writer == Side.Mentee ? one.Second.MenteeId : one.Second.MentorId,
                ReaderId = turn.Writer == Side.Mentee ? one.Second.MentorId : one.Second.MenteeId, turn.Due, turn.CutOff,
            })).ToList());
        });
        return rows;
    }

    /// <summary>An open assignment for the pair (a new one when none is named): the mentee's turn is open, the mentor's waits.
    /// Dates are effective as given; nothing has been told.</summary>
    public async Task<Turn> OpenTurn(DateTimeOffset? due = null, DateTimeOffset? cutOff = null, Pair? pair = null)
    {
        var now = clock.Now();
        var dueAt = due ?? now.AddDays(7);
        var cutAt = cutOff ?? dueAt.AddDays(3);
        var one = (await Assignments([pair ?? await Pair()], await Round(), now, (Side.Mentee, dueAt, cutAt), (Side.Mentor, dueAt.AddDays(7), cutAt.AddDays(7))))[0];
        return await db.Transact(async tx =>
        {
            var store = new TurnStore(new ProgramStore(db));
            await tx.Execute("UPDATE assignments SET state = 'Open', release_at = NULL, opened_at = @now, version = 2 WHERE id = @Id", new { now, one.Id });
            var turn = (await store.FirstWaiting(tx, [one.Id]))[0];
            await store.Save(tx, [(turn with { State = TurnState.Open, OpenedAt = now }).Armed(await store.Clock(tx, turn.ProgramId), now, catchUp: false)]);
            return (await store.Find(tx, turn.Id))!;
        });
    }

    async Task<List<Guid>> People(IReadOnlyList<(string Role, Guid? ProgramId, Guid? CohortId, string Name)> people)
    {
        made += people.Count;
        var rows = people.Select(one => new { Id = clock.New(), Membership = clock.New(), one.Role, one.ProgramId, one.CohortId, one.Name, Now = clock.Now() }).ToList();
        await db.Transact(async tx =>
        {
            await tx.ExecuteMany("INSERT INTO people (id, given_name, surname, security_stamp, created_at) VALUES (@Id, @Name, 'Tester', 'stamp', @Now)", rows);
            await tx.ExecuteMany("INSERT INTO memberships (id, person_id, program_id, cohort_id, role, since) VALUES (@Membership, @Id, @ProgramId, @CohortId, @Role, @Now)", rows);
        });
        return [.. rows.Select(row => row.Id)];
    }
}

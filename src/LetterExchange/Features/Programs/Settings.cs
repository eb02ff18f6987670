using LetterExchange.Data;
using LetterExchange.Features.People;

namespace LetterExchange.Features.Programs;

/// <summary>What a program sets for itself: its name, zone and policies, its days off, whom to turn to, its cohorts.</summary>
public sealed class Settings(Database db, History history, TimeProvider clock)
{
    public Task<List<Holiday>> Holidays(Guid program) =>
        db.Query<Holiday>("SELECT day, name FROM holidays WHERE program_id = @program ORDER BY day", new { program });

    public Task<List<HelpContact>> HelpContacts(Guid program) =>
        db.Query<HelpContact>("SELECT id, name, how FROM help_contacts WHERE program_id = @program ORDER BY ordinal, id", new { program });

    public Task<List<Cohort>> Cohorts(Guid program) => db.Query<Cohort>(FindCohorts, new { program });

    /// <summary>One of them, with nothing counted.</summary>
    public Task<CohortName?> Cohort(Guid program, Guid id) => db.Find<CohortName>("SELECT c.id, c.name FROM cohorts c WHERE c.id = @id AND c.program_id = @program", new { program, id });

    /// <summary>Pairs and mentees are gone through once each, however many cohorts there are.</summary>
    internal const string FindCohorts = """
        SELECT c.id, c.program_id, c.name, COALESCE(p.pairs, 0) AS pairs, COALESCE(m.mentees, 0) AS mentees, COALESCE(m.waiting, 0) AS waiting
          FROM cohorts c
               LEFT JOIN (SELECT x.cohort_id, COUNT(*) AS pairs FROM pairs x WHERE x.program_id = @program AND x.state <> 'Closed' GROUP BY x.cohort_id) p ON p.cohort_id = c.id
               LEFT JOIN (SELECT y.cohort_id, COUNT(*) AS mentees,
                                 SUM(CASE WHEN y.person_id IN (SELECT z.mentee_id FROM pairs z WHERE z.program_id = @program AND z.state <> 'Closed') THEN 0 ELSE 1 END) AS waiting
                            FROM memberships y WHERE y.program_id = @program AND y.role = 'Mentee' AND y.ended_at IS NULL GROUP BY y.cohort_id) m ON m.cohort_id = c.id
         WHERE c.program_id = @program
         ORDER BY c.name
        """;

    public Task<List<MentoringProgram>> All() => db.Query<MentoringProgram>($"SELECT {ProgramStore.Columns} FROM programs g ORDER BY g.name, g.id");

    /// <summary>Programs with fewer safeguarding leads than the two that a dangerous letter may need, each with how many there are.</summary>
    public Task<List<LeadsOf>> WithoutTwoLeads() => db.Query<LeadsOf>("""
        SELECT g.id, g.name, COUNT(DISTINCT h.id) AS leads
          FROM programs g
          LEFT JOIN memberships m ON m.program_id = g.id AND m.role = 'SafeguardingLead' AND m.ended_at IS NULL
          LEFT JOIN people h ON h.id = m.person_id AND h.left_at IS NULL
         GROUP BY g.id, g.name HAVING COUNT(DISTINCT h.id) < 2
         ORDER BY g.name
        """);

    /// <exception cref="Refusal">There is no such zone.</exception>
    /// <exception cref="NotYours">Only an administrator adds programs.</exception>
    public Task<Guid> AddProgram(string name, string zone, string languages, Actor by) => db.Transact(async tx =>
    {
        await Authority.OverInstallation(tx, by);
        return await AddProgram(tx, name, zone, languages, by);
    });

    internal async Task<Guid> AddProgram(Tx tx, string name, string zone, string languages, Actor by)
    {
        CheckZone(zone);
        var id = clock.New();
        await tx.Execute("INSERT INTO programs (id, name, zone, languages, policies, created_at) VALUES (@id, @name, @zone, @languages, @policies, @now)",
            new { id, name, zone, languages, policies = new Policies().ToJson(), now = clock.Now() });
        await history.Record(tx, "program.add", id, by, programId: id);
        return id;
    }

    /// <summary>Keeps name, zone, languages and policies. False when somebody was first.</summary>
    /// <exception cref="Refusal">There is no such zone, or a policy is out of its range.</exception>
    /// <exception cref="NotYours">The program is not theirs; so for every verb here.</exception>
    /// <remarks>A new zone does not move dates that are set already: they keep their instants until their plan is saved anew.</remarks>
    public Task<bool> Save(MentoringProgram program, Policies policies, Actor by) => db.Transact(async tx =>
    {
        await Authority.OverProgram(tx, by, program.Id);
        CheckZone(program.Zone);
        foreach (var fault in policies.Faults()) throw new Refusal(fault.Key, fault.Field, fault.Least, fault.Most);
        var saved = await tx.Execute("""
            UPDATE programs SET name = @Name, zone = @Zone, languages = @Languages, policies = @policies, version = version + 1 WHERE id = @Id AND version = @Version
            """, new { program.Name, program.Zone, program.Languages, policies = policies.ToJson(), program.Id, program.Version });
        if (saved > 0) await history.Record(tx, "program.change", program.Id, by, programId: program.Id);
        return saved > 0;
    });

    /// <summary>Adds every day from the first to the last.</summary>
    public Task AddHolidays(Guid program, DateOnly from, DateOnly to, string name, Actor by) => db.Transact(async tx =>
    {
        await Authority.OverProgram(tx, by, program);
        var days = Enumerable.Range(0, to.DayNumber - from.DayNumber + 1).Select(from.AddDays).ToList();
        await tx.ExecuteMany("INSERT INTO holidays (program_id, day, name) VALUES (@program, @day, @name) ON CONFLICT (program_id, day) DO UPDATE SET name = EXCLUDED.name",
            days.ConvertAll(day => new { program, day, name }));
        await history.Record(tx, "program.holiday", program, by, programId: program, codes: FormattableString.Invariant($"add={from:yyyy-MM-dd} days={days.Count}"));
    });

    /// <summary>Adds the days of these spans that the program does not have; a day that it has keeps its name.</summary>
    /// <returns>How many days were added.</returns>
    public Task<int> AddHolidays(Guid program, IReadOnlyList<(DateOnly From, DateOnly To, string Name)> spans, Actor by) => db.Transact(async tx =>
    {
        await Authority.OverProgram(tx, by, program);
        var days = spans.SelectMany(span => Enumerable.Range(0, span.To.DayNumber - span.From.DayNumber + 1).Select(n => (Day: span.From.AddDays(n), span.Name))).DistinctBy(one => one.Day).ToList();
        var added = await tx.ExecuteMany("INSERT INTO holidays (program_id, day, name) VALUES (@program, @Day, @Name) ON CONFLICT (program_id, day) DO NOTHING",
            days.ConvertAll(one => new { program, one.Day, one.Name }));
        if (added > 0) await history.Record(tx, "program.holiday", program, by, programId: program, codes: FormattableString.Invariant($"add={days.Min(one => one.Day):yyyy-MM-dd} days={added}"));
        return added;
    });

    /// <summary>Removes every day from the first to the last.</summary>
    public Task RemoveHolidays(Guid program, DateOnly from, DateOnly to, Actor by) => db.Transact(async tx =>
    {
        await Authority.OverProgram(tx, by, program);
        var removed = await tx.Execute("DELETE FROM holidays WHERE program_id = @program AND day >= @from AND day <= @to", new { program, from, to });
        if (removed > 0) await history.Record(tx, "program.holiday", program, by, programId: program, codes: FormattableString.Invariant($"remove={from:yyyy-MM-dd} days={removed}"));
    });

    public Task AddHelpContact(Guid program, string name, string how, Actor by) => db.Transact(async tx =>
    {
        await Authority.OverProgram(tx, by, program);
        var id = clock.New();
        await tx.Execute("""
            INSERT INTO help_contacts (id, program_id, ordinal, name, how)
            VALUES (@id, @program, (SELECT COALESCE(MAX(c.ordinal), 0) + 1 FROM help_contacts c WHERE c.program_id = @program), @name, @how)
            """, new { id, program, name, how });
        await history.Record(tx, "program.help", program, by, programId: program, codes: $"add={id}");
    });

    public Task RemoveHelpContact(Guid program, Guid contact, Actor by) => db.Transact(async tx =>
    {
        await Authority.OverProgram(tx, by, program);
        if (await tx.Execute("DELETE FROM help_contacts WHERE id = @contact AND program_id = @program", new { contact, program }) > 0)
            await history.Record(tx, "program.help", program, by, programId: program, codes: $"remove={contact}");
    });

    /// <exception cref="Refusal">The program has a cohort of that name.</exception>
    public Task<Guid> AddCohort(Guid program, string name, Actor by) => db.Transact(async tx =>
    {
        await Authority.OverProgram(tx, by, program);
        var id = clock.New();
        var added = await tx.Execute("INSERT INTO cohorts (id, program_id, name, created_at) VALUES (@id, @program, @name, @now) ON CONFLICT (program_id, name) DO NOTHING",
            new { id, program, name, now = clock.Now() });
        if (added == 0) throw new Refusal("cohort.taken", "Name");
        await history.Record(tx, "cohort.add", id, by, programId: program);
        return id;
    });

    /// <exception cref="Refusal">The program has another cohort of that name.</exception>
    public Task RenameCohort(Guid program, Guid cohort, string name, Actor by) => db.Transact(async tx =>
    {
        await Authority.OverProgram(tx, by, program);
        if (await tx.Find<int?>("SELECT 1 FROM cohorts WHERE program_id = @program AND name = @name AND id <> @cohort", new { program, cohort, name }) is not null)
            throw new Refusal("cohort.taken", "Name");
        if (await tx.Execute("UPDATE cohorts SET name = @name WHERE id = @cohort AND program_id = @program", new { program, cohort, name }) > 0)
            await history.Record(tx, "cohort.rename", cohort, by, programId: program);
    });

    static void CheckZone(string zone)
    {
        if (!Days.IsZone(zone)) throw new Refusal("program.zone", "Zone", zone);
    }
}

/// <summary>A day of a program's calendar on which nobody has to mend anything.</summary>
public sealed record Holiday
{
    public DateOnly Day { get; init; }
    public string Name { get; init; } = "";

    /// <summary>Days that follow one another under one name, as one.</summary>
    public static IEnumerable<(DateOnly From, DateOnly To, string Name)> Spans(IEnumerable<Holiday> days)
    {
        (DateOnly From, DateOnly To, string Name)? span = null;
        foreach (var day in days.OrderBy(day => day.Day))
        {
            if (span is { } open && open.Name == day.Name && open.To.AddDays(1) == day.Day)
            {
                span = open with { To = day.Day };
                continue;
            }
            if (span is { } done) yield return done;
            span = (day.Day, day.Day, day.Name);
        }
        if (span is { } last) yield return last;
    }
}

/// <summary>Whom a worried person can turn to, and how.</summary>
public sealed record HelpContact
{
    public Guid Id { get; init; }
    public string Name { get; init; } = "";
    public string How { get; init; } = "";
}

/// <summary>Pairs that go together.</summary>
public sealed record Cohort
{
    public Guid Id { get; init; }
    public Guid ProgramId { get; init; }
    public string Name { get; init; } = "";
    public int Pairs { get; init; }
    public int Mentees { get; init; }

    /// <summary>Mentees without a mentor.</summary>
    public int Waiting { get; init; }
}

/// <summary>A program and how many safeguarding leads it has.</summary>
public sealed record LeadsOf
{
    public Guid Id { get; init; }
    public string Name { get; init; } = "";
    public int Leads { get; init; }
}

/// <summary>A cohort to choose.</summary>
public sealed record CohortName
{
    public Guid Id { get; init; }
    public string Name { get; init; } = "";
}

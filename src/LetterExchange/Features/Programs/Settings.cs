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

    public Task<List<Cohort>> Cohorts(Guid program) => db.Query<Cohort>("""
        SELECT c.id, c.program_id, c.name,
               (SELECT COUNT(*) FROM pairs p WHERE p.cohort_id = c.id AND p.state <> 'Closed') AS pairs,
               (SELECT COUNT(*) FROM memberships m WHERE m.cohort_id = c.id AND m.role = 'Mentee' AND m.ended_at IS NULL) AS mentees
          FROM cohorts c
         WHERE c.program_id = @program
         ORDER BY c.name
        """, new { program });

    public async Task<Guid> AddProgram(string name, string zone, string languages, Actor by) => await db.Transact(tx => AddProgram(tx, name, zone, languages, by));

    internal async Task<Guid> AddProgram(Tx tx, string name, string zone, string languages, Actor by)
    {
        CheckZone(zone);
        var id = clock.New();
        await tx.Execute("INSERT INTO programs (id, name, zone, languages, policies, created_at) VALUES (@id, @name, @zone, @languages, @policies, @now)",
            new { id, name, zone, languages, policies = new Policies().ToJson(), now = clock.Now() });
        await history.Record(tx, "program.add", id, by, programId: id);
        return id;
    }

    /// <summary>Keeps name, zone and policies. False when somebody was first.</summary>
    /// <remarks>A new zone does not move dates that are set already: they keep their instants until their plan is saved anew.</remarks>
    public Task<bool> Save(MentoringProgram program, Policies policies, Actor by) => db.Transact(async tx =>
    {
        CheckZone(program.Zone);
        var saved = await tx.Execute("""
            UPDATE programs SET name = @Name, zone = @Zone, policies = @policies, version = version + 1 WHERE id = @Id AND version = @Version
            """, new { program.Name, program.Zone, policies = policies.ToJson(), program.Id, program.Version });
        if (saved > 0) await history.Record(tx, "program.change", program.Id, by, programId: program.Id);
        return saved > 0;
    });

    public Task AddHoliday(Guid program, DateOnly day, string name, Actor by) => db.Transact(async tx =>
    {
        await tx.Execute("INSERT INTO holidays (program_id, day, name) VALUES (@program, @day, @name) ON CONFLICT (program_id, day) DO UPDATE SET name = EXCLUDED.name", new { program, day, name });
        await history.Record(tx, "program.holiday", program, by, programId: program, codes: FormattableString.Invariant($"add={day:yyyy-MM-dd}"));
    });

    public Task RemoveHoliday(Guid program, DateOnly day, Actor by) => db.Transact(async tx =>
    {
        if (await tx.Execute("DELETE FROM holidays WHERE program_id = @program AND day = @day", new { program, day }) > 0)
            await history.Record(tx, "program.holiday", program, by, programId: program, codes: FormattableString.Invariant($"remove={day:yyyy-MM-dd}"));
    });

    public Task AddHelpContact(Guid program, string name, string how, Actor by) => db.Transact(async tx =>
    {
        var id = clock.New();
        await tx.Execute("""
            INSERT INTO help_contacts (id, program_id, ordinal, name, how)
            VALUES (@id, @program, (SELECT COALESCE(MAX(c.ordinal), 0) + 1 FROM help_contacts c WHERE c.program_id = @program), @name, @how)
            """, new { id, program, name, how });
        await history.Record(tx, "program.help", program, by, programId: program, codes: $"add={id}");
    });

    public Task RemoveHelpContact(Guid program, Guid contact, Actor by) => db.Transact(async tx =>
    {
        if (await tx.Execute("DELETE FROM help_contacts WHERE id = @contact AND program_id = @program", new { contact, program }) > 0)
            await history.Record(tx, "program.help", program, by, programId: program, codes: $"remove={contact}");
    });

    /// <exception cref="Refusal">The program has a cohort of that name.</exception>
    public Task<Guid> AddCohort(Guid program, string name, Actor by) => db.Transact(async tx =>
    {
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
}

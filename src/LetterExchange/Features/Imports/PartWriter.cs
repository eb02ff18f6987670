using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Imports;

/// <summary>Writes the people of a part, with all that belongs to them, by one statement a table.</summary>
public sealed class PartWriter(Database db, Standing standing, LinkMails links, History history, TimeProvider clock)
{
    /// <summary>Makes the classes that are not there yet; a name that another one has but for capitals or accents is that one's.</summary>
    internal Task MakeCohorts(ImportRun run, IEnumerable<RosterLine> lines)
    {
        var names = lines.Where(line => line.Cohort is not null && line.Role != Role.Mentor && !run.Known.Cohorts.ContainsKey(Columns.Folded(line.Cohort))).Select(line => line.Cohort!).DistinctBy(Columns.Folded).ToList();
        return names.Count == 0 ? Task.CompletedTask : db.Transact(async tx =>
        {
            foreach (var name in names)
            {
                var id = clock.New();
                var made = await tx.Execute("INSERT INTO cohorts (id, program_id, name, created_at) VALUES (@id, @program, @name, @now) ON CONFLICT (program_id, name) DO NOTHING", new { id, program = run.Program.Id, name, now = clock.Now() });
                if (made > 0) await history.Record(tx, "cohort.add", id, run.By, programId: run.Program.Id, codes: $"import={run.Import.Id}");
                run.Known.Cohorts[Columns.Folded(name)] = (await tx.Get<Guid>("SELECT id FROM cohorts WHERE program_id = @program AND name = @name", new { program = run.Program.Id, name }), name);
                await tx.Execute("UPDATE roster_imports SET cohorts = cohorts + @made WHERE id = @Id", new { run.Import.Id, made });
            }
        });
    }

    /// <summary>Returns how many pairs were made.</summary>
    /// <exception cref="InvalidOperationException">Somebody was first with a name, an address or a pair; the transaction is to be rolled back.</exception>
    internal async Task<int> Write(Tx tx, ImportRun run, List<RosterLine> lines)
    {
        var said = new List<Event>();
        await Hold(tx, lines);
        await Add(tx, run, [.. lines.Where(line => line.Existing is null)], said);
        await Change(tx, run, [.. lines.Where(line => line.Existing is not null)], said);
        await Join(tx, run, lines, said);
        await tx.ExecuteMany("INSERT INTO roster_keys (program_id, key, person_id) VALUES (@Id, @Key, @PersonId)", lines.Where(line => line.Does.Contains("key") || (line.Existing is null && line.Key is not null)).Select(line => new { run.Program.Id, line.Key, line.PersonId }).ToList());
        await tx.ExecuteMany("INSERT INTO guardians (mentee_id, name, email, added_at) VALUES (@PersonId, @Name, @Email, @now) ON CONFLICT (mentee_id, name) DO NOTHING",
            lines.SelectMany(line => line.Guardians.Select(one => new { line.PersonId, one.Name, one.Email, now = clock.Now() })).ToList());
        await Record(tx, run, lines, said);
        var pairs = await Pair(tx, run, [.. lines.Where(line => line.Does.Contains("pair"))], said);
        await history.Record(tx, said);
        if (run.Import.Invite) await links.Invite(tx, [.. lines.Where(line => !line.IsMentee && (line.Existing is null || line.Does.Contains("return"))).Select(line => line.PersonId)], run.Program.Id, run.By);
        return pairs;
    }

    /// <summary>Holds those who are here already, so that a consent withdrawn beside this sees the pair or is seen by it.</summary>
    static async Task Hold(Tx tx, List<RosterLine> lines)
    {
        var here = lines.Where(line => line.Existing is not null).Select(line => line.PersonId).Concat(lines.Where(line => line.Does.Contains("pair")).Select(Mentor)).Distinct().Order().ToList();
        if (here.Count > 0) await tx.Query<Guid>($"SELECT h.id FROM people h WHERE h.id IN @here ORDER BY h.id {tx.ForUpdate("h")}", new { here });
    }

    async Task Add(Tx tx, ImportRun run, List<RosterLine> lines, List<Event> said)
    {
        var now = clock.Now();
        var added = await tx.ExecuteMany("""
            INSERT INTO people (id, given_name, surname, email, sign_in_name, security_stamp, language, born, organisation, town, created_at)
            VALUES (@PersonId, @GivenName, @Surname, @Email, @name, @stamp, @Language, @Born, @Organisation, @Town, @now)
            ON CONFLICT (sign_in_name) WHERE sign_in_name IS NOT NULL DO NOTHING
            """, lines.ConvertAll(line => new { line.PersonId, line.GivenName, line.Surname, line.Email, name = run.SignIns[line.PersonId], stamp = Roster.NewStamp(), line.Language, line.Born, line.Organisation, line.Town, now }));
        if (added != lines.Count) throw new InvalidOperationException("Somebody was first with a name or an address.");
        await tx.ExecuteMany("INSERT INTO roster_people (import_id, person_id) VALUES (@Id, @PersonId)", lines.ConvertAll(line => new { run.Import.Id, line.PersonId }));
        said.AddRange(lines.Select(line => history.Line("person.add", line.PersonId, run.By, programId: run.Program.Id, codes: $"import={run.Import.Id}")));
    }

    async Task Change(Tx tx, ImportRun run, List<RosterLine> lines, List<Event> said)
    {
        var back = lines.Where(line => line.Does.Contains("return")).ToList();
        await tx.ExecuteMany("UPDATE people SET left_at = NULL, password_hash = NULL, security_stamp = @stamp, version = version + 1 WHERE id = @PersonId AND left_at IS NOT NULL", back.ConvertAll(line => new { line.PersonId, stamp = Roster.NewStamp() }));
        await tx.ExecuteMany("INSERT INTO roster_people (import_id, person_id) VALUES (@Id, @PersonId)", back.ConvertAll(line => new { run.Import.Id, line.PersonId }));
        said.AddRange(back.Select(line => history.Line("person.return", line.PersonId, run.By)));
        var corrected = lines.Where(line => line.Does.Intersect(["name", "born", "organisation", "town"]).Any()).ToList();
        await tx.ExecuteMany("""
            UPDATE people
               SET given_name = @GivenName, surname = CASE WHEN @Surname = '' THEN surname ELSE @Surname END, born = COALESCE(@Born, born), organisation = COALESCE(@Organisation, organisation), town = COALESCE(@Town, town),
                   version = version + 1
             WHERE id = @PersonId
            """, corrected.ConvertAll(line => new { line.PersonId, line.GivenName, line.Surname, line.Born, line.Organisation, line.Town }));
        said.AddRange(corrected.Select(line => history.Line("person.correct", line.PersonId, run.By, codes: $"import={run.Import.Id}")));
    }

    /// <summary>Gives roles. A child that moves takes the open pair along.</summary>
    async Task Join(Tx tx, ImportRun run, List<RosterLine> lines, List<Event> said)
    {
        var (program, now) = (run.Program.Id, clock.Now());
        var moving = lines.Where(line => line.Does.Contains("move")).Select(line => new { line.PersonId, program, now, cohort = run.CohortOf(line) }).ToList();
        await tx.ExecuteMany("UPDATE memberships SET ended_at = @now WHERE person_id = @PersonId AND program_id = @program AND role = 'Mentee' AND ended_at IS NULL", moving.ConvertAll(one => new { one.PersonId, one.program, one.now }));
        await tx.ExecuteMany("UPDATE pairs SET cohort_id = @cohort, version = version + 1 WHERE mentee_id = @PersonId AND program_id = @program AND state <> 'Closed'", moving.ConvertAll(one => new { one.PersonId, one.program, one.cohort }));
        said.AddRange(moving.Select(one => history.Line("person.move", one.PersonId, run.By, programId: program, codes: $"cohort={one.cohort}")));
        var joining = lines.Where(line => line.Existing is null || line.Does.Intersect(["role", "move"]).Any()).Select(line => new { id = clock.New(), line.PersonId, program, line.Role, cohort = run.CohortOf(line), now }).ToList();
        await tx.ExecuteMany("INSERT INTO memberships (id, person_id, program_id, cohort_id, role, since) VALUES (@id, @PersonId, @program, @cohort, @Role, @now)", joining);
        said.AddRange(joining.Select(one => history.Line("membership.add", one.id, run.By, programId: program, codes: $"person={one.PersonId} role={one.Role}")));
    }

    /// <summary>Records consents and clearances, and lets the pairs of those who are here already follow.</summary>
    async Task Record(Tx tx, ImportRun run, List<RosterLine> lines, List<Event> said)
    {
        var (by, now, zone) = (run.By.PersonId, clock.Now(), run.Program.Zone);
        var consents = lines.Where(line => line.Does.Contains("consent")).Select(line => new { id = clock.New(), line.PersonId, line.Consent!.Kind, line.Consent.GivenBy, line.Consent.How, from = Days.Start(line.Consent.Given, zone), until = Days.End(line.Consent.Until, zone), by, now }).ToList();
        await tx.ExecuteMany("INSERT INTO consents (id, mentee_id, kind, given_by, how, given_at, until, recorded_by, recorded_at) VALUES (@id, @PersonId, @Kind, @GivenBy, @How, @from, @until, @by, @now)", consents);
        said.AddRange(consents.Select(one => history.Line("consent.record", one.id, run.By, codes: $"mentee={one.PersonId} kind={one.Kind}")));
        var clearances = lines.Where(line => line.Does.Contains("clearance")).Select(line => new { id = clock.New(), line.PersonId, line.Clearance!.Kind, from = Days.Start(line.Clearance.From, zone), until = Days.End(line.Clearance.Until, zone), by, now }).ToList();
        await tx.ExecuteMany("INSERT INTO clearances (id, mentor_id, kind, cleared_at, until, recorded_by, recorded_at) VALUES (@id, @PersonId, @Kind, @from, @until, @by, @now)", clearances);
        said.AddRange(clearances.Select(one => history.Line("clearance.record", one.id, run.By, codes: $"mentor={one.PersonId}")));
        foreach (var line in lines.Where(line => line.Existing is not null && line.Does.Intersect(["consent", "clearance", "role"]).Any())) await standing.Recompute(tx, line.PersonId, run.By);
    }

    async Task<int> Pair(Tx tx, ImportRun run, List<RosterLine> lines, List<Event> said)
    {
        if (lines.Count == 0) return 0;
        if (lines.Any(line => Mentor(line) == Guid.Empty)) throw new InvalidOperationException("The mentor's line was not done.");
        var (now, never) = (clock.Now(), DateTimeOffset.UnixEpoch);
        var consents = await Until(tx, "SELECT mentee_id AS id, MAX(until) AS until FROM consents WHERE mentee_id IN @ids AND withdrawn_at IS NULL GROUP BY mentee_id", lines.Select(line => line.PersonId));
        var clearances = await Until(tx, "SELECT mentor_id AS id, MAX(until) AS until FROM clearances WHERE mentor_id IN @ids AND revoked_at IS NULL GROUP BY mentor_id", lines.Select(Mentor));
        var pairs = lines.ConvertAll(line =>
        {
            var (consent, clearance) = (consents.GetValueOrDefault(line.PersonId, never), clearances.GetValueOrDefault(Mentor(line), never));
            var until = consent < clearance ? consent : clearance;
            var waits = until <= now;
            return new
            {
                id = clock.New(), program = run.Program.Id, cohort = run.CohortOf(line), mentor = Mentor(line), mentee = line.PersonId, state = waits ? PairState.Paused : PairState.Active, until,
                pausedAt = waits ? now : (DateTimeOffset?)null, pausedWhy = waits ? PauseReason.Standing : (PauseReason?)null, now,
            };
        });
        var made = await tx.ExecuteMany("""
            INSERT INTO pairs (id, program_id, cohort_id, mentor_id, mentee_id, state, stands_until, paused_at, paused_why, created_at)
            VALUES (@id, @program, @cohort, @mentor, @mentee, @state, @until, @pausedAt, @pausedWhy, @now)
            ON CONFLICT (mentee_id, program_id) WHERE state <> 'Closed' AND resting = 0 DO NOTHING
            """, pairs);
        if (made != pairs.Count) throw new InvalidOperationException("Somebody was first with a pair.");
        said.AddRange(pairs.Select(pair => history.Line("pair.make", pair.id, run.By, pair.id, pair.program, $"mentor={pair.mentor} mentee={pair.mentee} state={pair.state}")));
        return made;
    }

    static Guid Mentor(RosterLine line) => line.MentorLine is { Existing: null } at ? at.PersonId : line.MentorKnown?.Id ?? Guid.Empty;

    static async Task<Dictionary<Guid, DateTimeOffset>> Until(Tx tx, string sql, IEnumerable<Guid> people)
    {
        var ids = people.Distinct().ToList();
        return (await tx.Query<StandsUntil>(sql, new { ids })).ToDictionary(one => one.Id, one => one.Until);
    }

    sealed record StandsUntil
    {
        public Guid Id { get; init; }
        public DateTimeOffset Until { get; init; }
    }
}

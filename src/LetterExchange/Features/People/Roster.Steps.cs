using LetterExchange.Data;

namespace LetterExchange.Features.People;

// The steps that the roster's verbs are made of, each within the verb's transaction.
public sealed partial class Roster
{
    static async Task Insert(Tx tx, object row)
    {
        var inserted = await tx.Execute("""
            INSERT INTO people (id, given_name, surname, email, sign_in_name, password_hash, security_stamp, language, born, organisation, town, created_at)
            VALUES (@id, @GivenName, @Surname, @Email, @name, @hash, @stamp, @Language, @Born, @Organisation, @Town, @now)
            ON CONFLICT (sign_in_name) WHERE sign_in_name IS NOT NULL DO NOTHING
            """, row);
        if (inserted == 0) throw new Refusal("add.name.taken", "SignInName");
    }

    async Task<Added> Add(Tx tx, Guid program, NewMentee mentee, string hash, Actor by)
    {
        await CheckCohort(tx, program, mentee.CohortId);
        if (!mentee.SameName) await CheckTwin(tx, mentee);
        var name = mentee.SignInName is { Length: > 0 } chosen ? await SignInNames.Chosen(tx, chosen) : await SignInNames.Free(tx, mentee.GivenName, mentee.Surname);
        var id = clock.New();
        await Insert(tx, new { id, mentee.GivenName, mentee.Surname, mentee.Email, name, hash, mentee.Language, mentee.Born, mentee.Organisation, mentee.Town, stamp = NewStamp(), now = clock.Now() });
        await history.Record(tx, "person.add", id, by, programId: program);
        await Join(tx, id, program, [(Role.Mentee, mentee.CohortId)], by);
        if (mentee.Consent is not null) await standing.Record(tx, id, mentee.Consent, by);
        return new Added(id, name, false);
    }

    /// <summary>Somebody who had left comes back as a newcomer: without their old password.</summary>
    async Task<bool> Return(Tx tx, Guid person, Actor by)
    {
        var returned = await tx.Execute("""
            UPDATE people SET left_at = NULL, password_hash = NULL, security_stamp = @stamp, version = version + 1 WHERE id = @person AND left_at IS NOT NULL
            """, new { person, stamp = NewStamp() });
        if (returned > 0) await history.Record(tx, "person.return", person, by);
        return returned > 0;
    }

    async Task<bool> Join(Tx tx, Guid person, Guid? program, IReadOnlyList<(Role Role, Guid? CohortId)> roles, Actor by)
    {
        var joined = 0;
        foreach (var (role, cohort) in roles)
        {
            var (id, of) = (clock.New(), role == Role.Administrator ? null : program);
            var added = await tx.Execute("""
                INSERT INTO memberships (id, person_id, program_id, cohort_id, role, since)
                SELECT @id, @person, @of, @cohort, @role, @now
                 WHERE NOT EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = @person AND m.role = @role AND m.ended_at IS NULL
                                    AND (m.program_id = @of OR m.program_id IS NULL) AND (m.cohort_id = @cohort OR m.cohort_id IS NULL))
                """, new { id, person, of, cohort, role, now = clock.Now() });
            joined += added;
            if (added > 0) await history.Record(tx, "membership.add", id, by, programId: of, codes: $"person={person} role={role}");
        }
        if (joined > 0) await standing.Recompute(tx, person, by);
        return joined > 0;
    }

    async Task<bool> End(Tx tx, Guid person, string which, object args, Actor by)
    {
        await tx.Query<Guid>($"SELECT h.id FROM people h WHERE h.id = @person {tx.ForUpdate("h")}", args);
        var ending = await tx.Query<Membership>($"SELECT m.id, m.role, m.program_id, m.cohort_id FROM memberships m WHERE m.person_id = @person AND m.ended_at IS NULL AND {which}", args);
        foreach (var one in ending)
        {
            if (one.Role == Role.Administrator) await Authority.OverInstallation(tx, by);
            else await Authority.OverProgram(tx, by, one.ProgramId!.Value);
        }
        if (ending.Any(m => m.Role == Role.Administrator)) await CheckNotLast(tx, person);
        await tx.Execute($"UPDATE memberships AS m SET ended_at = @now WHERE m.person_id = @person AND m.ended_at IS NULL AND {which}", args);
        foreach (var one in ending) await history.Record(tx, "membership.end", one.Id, by, programId: one.ProgramId, codes: $"person={person} role={one.Role}");
        return ending.Count > 0;
    }

    /// <summary>What follows from an ended role: no session, no claim, no standing of pairs; and who has no role left has left.</summary>
    async Task Leave(Tx tx, Guid person, Actor by)
    {
        var now = clock.Now();
        await tx.Execute("UPDATE people SET security_stamp = @stamp, version = version + 1 WHERE id = @person", new { person, stamp = NewStamp() });
        var freed = await tx.Execute("DELETE FROM claims WHERE reviewer_id = @person", new { person });
        var left = await tx.Execute("""
            UPDATE people SET left_at = @now WHERE id = @person AND left_at IS NULL
               AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = @person AND m.ended_at IS NULL)
            """, new { person, now });
        if (left > 0) await history.Record(tx, "person.leave", person, by, codes: $"claims={freed}");
        await standing.Recompute(tx, person, by);
        if (freed > 0) tx.AfterCommit(() => wakes.Wake(Due.Queue));
    }

    static async Task CheckNotLast(Tx tx, Guid person)
    {
        var others = await tx.Query<Guid>($"SELECT m.person_id FROM memberships m WHERE m.role = 'Administrator' AND m.ended_at IS NULL {tx.ForUpdate("m")}");
        if (others.All(one => one == person)) throw new Refusal("end.last");
    }

    static async Task CheckCohort(Tx tx, Guid program, Guid cohort)
    {
        if (await tx.Find<int?>("SELECT 1 FROM cohorts WHERE id = @cohort AND program_id = @program", new { program, cohort }) is null) throw new Refusal("add.cohort", "Cohort");
    }

    static async Task CheckTwin(Tx tx, NewMentee mentee)
    {
        var twin = await tx.Find<int?>("""
            SELECT 1 FROM people h JOIN memberships m ON m.person_id = h.id
             WHERE m.cohort_id = @CohortId AND m.role = 'Mentee' AND m.ended_at IS NULL AND h.given_name = @GivenName AND h.surname = @Surname
            """, new { mentee.CohortId, mentee.GivenName, mentee.Surname });
        if (twin is not null) throw new Refusal("add.twin", "GivenName", $"{mentee.GivenName} {mentee.Surname}".Trim());
    }

    static async Task<bool> IsMentee(Tx tx, Guid person) => await tx.Find<int?>("SELECT 1 FROM memberships WHERE person_id = @person AND role = 'Mentee'", new { person }) is not null;

    static async Task CheckAuthority(Tx tx, Guid? program, IReadOnlyList<(Role Role, Guid? CohortId)> roles, Actor by)
    {
        if (program is not { } of || roles.Any(role => role.Role == Role.Administrator)) await Authority.OverInstallation(tx, by);
        else await Authority.OverProgram(tx, by, of);
        foreach (var cohort in roles.Where(role => role.CohortId is not null)) await CheckCohort(tx, program!.Value, cohort.CohortId!.Value);
    }
}

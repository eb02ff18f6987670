using LetterExchange.Data;
using Microsoft.AspNetCore.Identity;

namespace LetterExchange.Features.People;

/// <summary>Who belongs to a program: people come, change roles, and leave. What ends takes sessions and claims with it in the same transaction.</summary>
public sealed class Roster(Database db, Standing standing, IPasswordHasher<Account> hasher, HashGate gate, History history, Wakes wakes, TimeProvider clock)
{
    /// <summary>Adds a mentee who signs in with these words.</summary>
    /// <exception cref="Refusal">The cohort is another program's, the chosen name is taken, or the consent has ended.</exception>
    public async Task<Added> Add(Guid program, NewMentee mentee, string words, Actor by)
    {
        var hash = await Hash(words);
        return await db.Transact(async tx =>
        {
            await CheckCohort(tx, program, mentee.CohortId);
            var name = mentee.SignInName is { Length: > 0 } chosen ? await Chosen(tx, chosen) : await FreeName(tx, mentee.GivenName, mentee.Surname);
            var id = clock.New();
            await Insert(tx, new { id, mentee.GivenName, mentee.Surname, mentee.Email, name, hash, mentee.Language, mentee.Born, mentee.Organisation, mentee.Town, stamp = NewStamp(), now = clock.Now() });
            await history.Record(tx, "person.add", id, by, programId: program);
            await Join(tx, id, program, [(Role.Mentee, mentee.CohortId)], by);
            if (mentee.Consent is not null) await standing.Record(tx, id, mentee.Consent, by);
            return new Added(id, name, false);
        });
    }

    /// <summary>Adds an adult, or gives further roles to whoever has the address already (under the name that they have).</summary>
    /// <param name="program">None for administrators of the installation.</param>
    /// <exception cref="Refusal">The address is a mentee's, or the person is all of this already.</exception>
    public Task<Added> Add(Guid? program, NewAdult adult, Actor by) => db.Transact(async tx =>
    {
        foreach (var cohort in adult.Roles.Where(role => role.CohortId is not null)) await CheckCohort(tx, program!.Value, cohort.CohortId!.Value);
        var name = SignInNames.Normal(adult.Email);
        var id = await tx.Find<Guid?>($"SELECT h.id FROM people h WHERE h.sign_in_name = @name {tx.ForUpdate("h")}", new { name });
        var known = id is not null;
        if (id is { } existing) await Return(tx, existing, by);
        else
        {
            id = clock.New();
            await Insert(tx, new
            {
                id, adult.GivenName, adult.Surname, Email = (string?)adult.Email.Trim(), name, hash = (string?)null, adult.Language, Born = (DateOnly?)null, adult.Organisation, adult.Town,
                stamp = NewStamp(), now = clock.Now(),
            });
            await history.Record(tx, "person.add", id.Value, by, programId: program);
        }
        if (!await Join(tx, id.Value, program, adult.Roles, by)) throw new Refusal("add.already", "Email");
        if (adult.Clearance is not null) await standing.Record(tx, id.Value, adult.Clearance, by);
        return new Added(id.Value, name, known);
    });

    /// <summary>Ends a role. Sessions and claims go at once; with the last role the person has left. False when it had ended already.</summary>
    /// <exception cref="Refusal">It is the last administrator's.</exception>
    public Task<bool> End(Guid person, Guid membership, Actor by) => db.Transact(async tx =>
    {
        var ended = await End(tx, person, "m.id = @membership", new { person, membership, now = clock.Now() }, by);
        if (ended) await Leave(tx, person, by);
        return ended;
    });

    /// <summary>Ends all of a person's roles in a program. False when there was none.</summary>
    public Task<bool> EndAll(Guid person, Guid program, Actor by) => db.Transact(async tx =>
    {
        var ended = await End(tx, person, "m.program_id = @program", new { person, program, now = clock.Now() }, by);
        if (ended) await Leave(tx, person, by);
        return ended;
    });

    /// <summary>Gives a mentee new words (or a password that the coordinator chose): the old ones and all sessions end, a lock is lifted.</summary>
    public async Task<bool> SetWords(Guid mentee, string words, Actor by)
    {
        var hash = await Hash(words);
        return await db.Transact(async tx =>
        {
            var set = await tx.Execute("""
                UPDATE people SET password_hash = @hash, security_stamp = @stamp, failed_tries = 0, locked_until = NULL, version = version + 1
                 WHERE id = @mentee AND left_at IS NULL
                   AND EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = @mentee AND m.role = 'Mentee' AND m.ended_at IS NULL)
                """, new { mentee, hash, stamp = NewStamp() });
            if (set > 0) await history.Record(tx, "person.card", mentee, by);
            return set > 0;
        });
    }

    /// <summary>Ends every session of the person.</summary>
    public Task SignOutEverywhere(Guid person, Actor by) => db.Transact(async tx =>
    {
        await tx.Execute("UPDATE people SET security_stamp = @stamp, version = version + 1 WHERE id = @person", new { person, stamp = NewStamp() });
        await history.Record(tx, "person.sign-out", person, by);
    });

    Task<string> Hash(string password) => gate.Run(() => hasher.HashPassword(new Account(), Card.Normal(password)));

    internal static string NewStamp() => Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(20));

    static async Task Insert(Tx tx, object row)
    {
        var inserted = await tx.Execute("""
            INSERT INTO people (id, given_name, surname, email, sign_in_name, password_hash, security_stamp, language, born, organisation, town, created_at)
            VALUES (@id, @GivenName, @Surname, @Email, @name, @hash, @stamp, @Language, @Born, @Organisation, @Town, @now)
            ON CONFLICT (sign_in_name) WHERE sign_in_name IS NOT NULL DO NOTHING
            """, row);
        if (inserted == 0) throw new Refusal("add.name.taken", "SignInName");
    }

    /// <summary>Somebody who had left comes back as a newcomer: without their old password.</summary>
    async Task Return(Tx tx, Guid person, Actor by)
    {
        if (await tx.Find<int?>("SELECT 1 FROM memberships WHERE person_id = @person AND role = 'Mentee'", new { person }) is not null) throw new Refusal("add.mentee", "Email");
        var returned = await tx.Execute("""
            UPDATE people SET left_at = NULL, password_hash = NULL, security_stamp = @stamp, version = version + 1 WHERE id = @person AND left_at IS NOT NULL
            """, new { person, stamp = NewStamp() });
        if (returned > 0) await history.Record(tx, "person.return", person, by);
    }

    async Task<bool> Join(Tx tx, Guid person, Guid? program, IReadOnlyList<(Role Role, Guid? CohortId)> roles, Actor by)
    {
        var joined = 0;
        foreach (var (role, cohort) in roles)
        {
            var id = clock.New();
            var added = await tx.Execute("""
                INSERT INTO memberships (id, person_id, program_id, cohort_id, role, since)
                SELECT @id, @person, @program, @cohort, @role, @now
                 WHERE NOT EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = @person AND m.role = @role AND m.ended_at IS NULL
                                    AND (m.program_id = @program OR m.program_id IS NULL) AND (m.cohort_id = @cohort OR m.cohort_id IS NULL))
                """, new { id, person, program, cohort, role, now = clock.Now() });
            joined += added;
            if (added > 0) await history.Record(tx, "membership.add", id, by, programId: program, codes: $"person={person} role={role}");
        }
        if (joined > 0) await standing.Recompute(tx, person, by);
        return joined > 0;
    }

    async Task<bool> End(Tx tx, Guid person, string which, object args, Actor by)
    {
        await tx.Query<Guid>($"SELECT h.id FROM people h WHERE h.id = @person {tx.ForUpdate("h")}", args);
        var ending = await tx.Query<Membership>($"SELECT m.id, m.role, m.program_id, m.cohort_id FROM memberships m WHERE m.person_id = @person AND m.ended_at IS NULL AND {which}", args);
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

    static async Task<string> Chosen(Tx tx, string chosen)
    {
        var name = SignInNames.Normal(chosen);
        if (name.Contains('@')) throw new Refusal("add.name.at", "SignInName");
        return await IsTaken(tx, name) ? throw new Refusal("add.name.taken", "SignInName") : name;
    }

    /// <summary>amina; amina k; amina k 2, and so on.</summary>
    static async Task<string> FreeName(Tx tx, string givenName, string surname)
    {
        var given = SignInNames.Normal(givenName.Replace('@', ' '));
        var name = given;
        for (var number = 1; await IsTaken(tx, name); number++)
        {
            var initial = SignInNames.Normal(surname) is { Length: > 0 } of ? $"{given} {of[..1]}" : given;
            name = number == 1 ? initial : $"{initial} {number}";
        }
        return name;
    }

    static async Task<bool> IsTaken(Tx tx, string name) => await tx.Find<int?>("SELECT 1 FROM people WHERE sign_in_name = @name", new { name }) is not null;
}

/// <summary>Who was added.</summary>
/// <param name="Known">The address had an account already, which now has these roles too.</param>
public sealed record Added(Guid Id, string SignInName, bool Known);

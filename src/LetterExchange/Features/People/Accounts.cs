using LetterExchange.Data;

namespace LetterExchange.Features.People;

/// <summary>What staff put right about a person's account.</summary>
public sealed class Accounts(Database db, LinkMails links, History history)
{
    /// <summary>Keeps corrected facts. A new address ends sessions and every link that went to the old one; somebody without a password is invited at it. False when somebody was first.</summary>
    /// <exception cref="Refusal">The name or address is somebody else's already.</exception>
    /// <exception cref="NotYours">See <see cref="Authority.OverAccount"/>.</exception>
    public Task<bool> Correct(Guid person, Facts facts, Actor by) => db.Transact(async tx =>
    {
        await Authority.OverAccount(tx, by, person);
        var before = await tx.Find<Before>($"""
            SELECT h.email, h.sign_in_name, h.version, CASE WHEN h.password_hash IS NULL THEN 0 ELSE 1 END AS has_password,
                   CASE WHEN EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = h.id AND m.role = 'Mentee') THEN 1 ELSE 0 END AS is_mentee,
                   (SELECT m.program_id FROM memberships m WHERE m.person_id = h.id AND m.ended_at IS NULL AND m.program_id IS NOT NULL ORDER BY m.since, m.id LIMIT 1) AS program_id
              FROM people h WHERE h.id = @person AND h.left_at IS NULL {tx.ForUpdate("h")}
            """, new { person });
        if (before is null || before.Version != facts.Version) return false;
        var name = before.IsMentee ? SignInNames.Normal(facts.SignInName ?? "") : SignInNames.Normal(facts.Email ?? "");
        if (before.IsMentee && name.Contains('@')) throw new Refusal("add.name.at", "SignInName");
        if (await tx.Find<int?>("SELECT 1 FROM people WHERE sign_in_name = @name AND id <> @person", new { name, person }) is not null)
            throw before.IsMentee ? new Refusal("add.name.taken", "SignInName") : new Refusal("correct.taken", "Email");
        var moved = !string.Equals(before.Email, facts.Email, StringComparison.Ordinal);
        await tx.Execute("""
            UPDATE people
               SET given_name = @GivenName, surname = @Surname, email = @Email, sign_in_name = @name, born = @Born, organisation = @Organisation, town = @Town, language = COALESCE(@Language, language), version = version + 1,
                   mail_broken_at = CASE WHEN @moved = 1 THEN NULL ELSE mail_broken_at END, security_stamp = CASE WHEN @moved = 1 THEN @stamp ELSE security_stamp END
             WHERE id = @person
            """, new { person, name, facts.GivenName, facts.Surname, facts.Email, facts.Born, facts.Organisation, facts.Town, facts.Language, moved, stamp = Roster.NewStamp() });
        await history.Record(tx, "person.correct", person, by, codes: moved ? "address" : null);
        if (moved && !before.IsMentee && !before.HasPassword) await links.Invite(tx, person, before.ProgramId, by);
        return true;
    });

    /// <summary>Mails the invitation again. False when the person has a password (or no address).</summary>
    public Task<bool> InviteAgain(Guid person, Actor by) => db.Transact(async tx =>
    {
        await Authority.OverPerson(tx, by, person);
        var invited = await tx.Find<Invited>("""
            SELECT h.id, (SELECT m.program_id FROM memberships m WHERE m.person_id = h.id AND m.ended_at IS NULL AND m.program_id IS NOT NULL ORDER BY m.since, m.id LIMIT 1) AS program_id
              FROM people h
             WHERE h.id = @person AND h.left_at IS NULL AND h.email IS NOT NULL AND h.password_hash IS NULL
               AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = h.id AND m.role = 'Mentee')
            """, new { person });
        if (invited is null) return false;
        await links.Invite(tx, person, invited.ProgramId, by);
        return true;
    });

    /// <summary>Lifts the lock that too many tries have put on. False when there is none.</summary>
    public Task<bool> Unlock(Guid person, Actor by) => db.Transact(async tx =>
    {
        await Authority.OverPerson(tx, by, person);
        var lifted = await tx.Execute("UPDATE people SET failed_tries = 0, locked_until = NULL WHERE id = @person AND locked_until IS NOT NULL", new { person });
        if (lifted > 0) await history.Record(tx, "person.unlock", person, by);
        return lifted > 0;
    });

    /// <summary>The address that refused mail takes it again, somebody says. False when it is not marked.</summary>
    public Task<bool> MailAgain(Guid person, Actor by) => db.Transact(async tx =>
    {
        await Authority.OverPerson(tx, by, person);
        var again = await tx.Execute("UPDATE people SET mail_broken_at = NULL WHERE id = @person AND mail_broken_at IS NOT NULL", new { person });
        if (again > 0) await history.Record(tx, "person.mail", person, by);
        return again > 0;
    });

    sealed record Before
    {
        public string? Email { get; init; }
        public string? SignInName { get; init; }
        public int Version { get; init; }
        public bool HasPassword { get; init; }
        public bool IsMentee { get; init; }
        public Guid? ProgramId { get; init; }
    }

    sealed record Invited
    {
        public Guid Id { get; init; }
        public Guid? ProgramId { get; init; }
    }
}

/// <summary>What is known of a person and can be corrected.</summary>
/// <param name="SignInName">A mentee's; an adult's is the address.</param>
/// <param name="Version">Of the person that was corrected.</param>
public sealed record Facts(string GivenName, string Surname, string? Email, string? SignInName, DateOnly? Born, string? Organisation, string? Town, int Version)
{
    /// <summary>Of pages and mails; nothing leaves it as it is.</summary>
    public string? Language { get; init; }
}

using LetterExchange.Data;
using LetterExchange.Features.Notices;

namespace LetterExchange.Features.People;

/// <summary>The outbox for mails whose link sets a password. Asked for in the transaction that makes them needed, sent by <see cref="SendLinks"/>: a mail server that is
/// down for a while loses none, and nobody waits for it. A row never holds the link, so neither database, backup nor log can give one away.</summary>
public sealed class LinkMails(Database db, MailStore mails, History history, Wakes wakes, TimeProvider clock)
{
    /// <summary>For how long a claim is held.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>How soon after one link for a forgotten password another is mailed: nobody is to fill somebody else's mailbox.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromMinutes(5);

    const int Batch = 100;

    /// <summary>Invites somebody who has no password yet; one that still waits to be sent is enough.</summary>
    internal async Task Invite(Tx tx, Guid person, Guid? program, Actor by)
    {
        var (id, now) = (clock.New(), clock.Now());
        if (await tx.Execute("UPDATE link_mails SET send_at = @now WHERE person_id = @person AND kind = 'Invitation' AND send_at IS NOT NULL AND claimed = 0", new { person, now }) == 0)
            await tx.Execute("""
                INSERT INTO link_mails (id, person_id, kind, program_id, by_id, asked_at, send_at) VALUES (@id, @person, 'Invitation', @program, @by, @now, @now)
                """, new { id, person, program, by = by.PersonId, now });
        await history.Record(tx, "person.invite", person, by, programId: program);
        tx.AfterCommit(() => wakes.Wake(Due.Links));
    }

    /// <summary>Invites many; of each as one.</summary>
    internal async Task<int> Invite(Tx tx, IReadOnlyCollection<Guid> people, Guid? program, Actor by)
    {
        if (people.Count == 0) return 0;
        var now = clock.Now();
        var invited = await tx.ExecuteMany("""
            INSERT INTO link_mails (id, person_id, kind, program_id, by_id, asked_at, send_at)
            SELECT @id, @person, 'Invitation', @program, @by, @now, @now
             WHERE NOT EXISTS (SELECT 1 FROM link_mails l WHERE l.person_id = @person AND l.kind = 'Invitation' AND l.send_at IS NOT NULL)
            """, people.Select(person => new { id = clock.New(), person, program, by = by.PersonId, now }).ToList());
        await history.Record(tx, people.Select(person => history.Line("person.invite", person, by, programId: program)).ToList());
        tx.AfterCommit(() => wakes.Wake(Due.Links));
        return invited;
    }

    /// <summary>Somebody wants a new password for this address. Whether the address is anybody's shows neither in the answer nor, beyond the noise, in its time:
    /// a row is written in either case, and the mail itself is not waited for.</summary>
    public Task Forgotten(string address) => db.Transact(async tx =>
    {
        var (id, now, name) = (clock.New(), clock.Now(), SignInNames.Normal(address));
        await tx.Execute("INSERT INTO installation (key, value) VALUES ('password.asked', @at) ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value",
            new { at = now.ToString("O", System.Globalization.CultureInfo.InvariantCulture) });
        var person = await tx.Find<Guid?>("""
            SELECT h.id FROM people h
             WHERE h.sign_in_name = @name AND h.email IS NOT NULL AND h.left_at IS NULL
               AND EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = h.id AND m.ended_at IS NULL AND m.role <> 'Mentee')
               AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = h.id AND m.ended_at IS NULL AND m.role = 'Mentee')
               AND NOT EXISTS (SELECT 1 FROM link_mails l WHERE l.person_id = h.id AND l.kind = 'Forgotten' AND l.asked_at > @lately)
            """, new { name, lately = now - Apart });
        if (person is not { } known) return;
        await tx.Execute("INSERT INTO link_mails (id, person_id, kind, asked_at, send_at) VALUES (@id, @known, 'Forgotten', @now, @now)", new { id, known, now });
        await history.Record(tx, "person.forgotten", known, Actor.Service);
        tx.AfterCommit(() => wakes.Wake(Due.Links));
    });

    /// <summary>The next mails to send, the longest waiting first, lost claims among them.</summary>
    internal Task<List<DueKey>> DueMails(DueKey? last) => db.Query<DueKey>($"""
        SELECT send_at AS at, id FROM link_mails
         WHERE send_at <= @now AND (send_at, id) > (@at, @id)
         ORDER BY send_at, id LIMIT {Batch}
        """, new { now = clock.Now(), at = last?.At ?? DateTimeOffset.UnixEpoch, id = last?.Id ?? Guid.Empty });

    internal Task<DateTimeOffset?> Next() => db.Find<DateTimeOffset?>("SELECT send_at FROM link_mails WHERE send_at IS NOT NULL ORDER BY send_at LIMIT 1");

    /// <summary>Takes one on to be sent; nothing when somebody else has it or there is nothing to send any more.</summary>
    internal Task<LinkMail?> Claim(Guid id) => db.Transact(async tx =>
    {
        var now = clock.Now();
        var claimed = await tx.Execute("UPDATE link_mails SET repeats = repeats + claimed, claimed = 1, send_at = @until WHERE id = @id AND send_at <= @now", new { id, now, until = now + Lease });
        if (claimed == 0) return null;
        var mail = await tx.Get<LinkMail>("""
            SELECT l.id, l.person_id, l.kind, l.asked_at, l.tries, l.send_at, h.given_name, h.surname, h.email, h.language, h.security_stamp AS stamp,
                   CASE WHEN h.password_hash IS NULL THEN 0 ELSE 1 END AS has_password, h.left_at, g.name AS program_name,
                   CASE WHEN b.id IS NULL THEN NULL ELSE b.given_name || ' ' || b.surname END AS by_name
              FROM link_mails l JOIN people h ON h.id = l.person_id LEFT JOIN programs g ON g.id = l.program_id LEFT JOIN people b ON b.id = l.by_id
             WHERE l.id = @id
            """, new { id });
        if (mail.Idle(now) is not { } reason) return mail;
        await tx.Execute("UPDATE link_mails SET send_at = NULL, claimed = 0, error = @reason WHERE id = @id", new { id, reason });
        return null;
    });

    internal Task Sent(LinkMail mail) => db.Execute("""
        UPDATE link_mails SET send_at = NULL, claimed = 0, sent_at = @now, tries = tries + 1, error = NULL WHERE id = @Id AND send_at = @SendAt AND claimed = 1
        """, new { mail.Id, mail.SendAt, now = clock.Now() });

    /// <summary>Notes why it was not taken, and when it is tried again; an address that takes no mail is marked.</summary>
    internal Task Failed(LinkMail mail, MailFailure failure) => db.Transact(async tx =>
    {
        var now = clock.Now();
        DateTimeOffset? next = failure.Trouble is MailTrouble.Address or MailTrouble.Refused || now - mail.AskedAt >= mail.GivenUpAfter ? null : Retries.Next(mail.AskedAt, mail.Tries + 1, now);
        var noted = await tx.Execute("UPDATE link_mails SET send_at = @next, claimed = @claimed, tries = tries + 1, error = @Code WHERE id = @Id AND send_at = @SendAt AND claimed = 1",
            new { mail.Id, mail.SendAt, next, failure.Code, claimed = failure.MayHaveArrived && next is not null });
        if (noted > 0 && failure.Trouble == MailTrouble.Address) await mails.MarkBroken(tx, mail.PersonId, mail.Email, mail.Id, now);
    });

    /// <summary>How the outbox is doing, for the administrator.</summary>
    public Task<LinkMailStatus> Status() => db.Get<LinkMailStatus>("""
        SELECT (SELECT COUNT(*) FROM link_mails WHERE send_at IS NOT NULL) AS waiting,
               (SELECT MIN(asked_at) FROM link_mails WHERE send_at IS NOT NULL) AS oldest,
               (SELECT COUNT(*) FROM link_mails WHERE send_at IS NULL AND sent_at IS NULL AND error <> 'settled') AS given_up,
               (SELECT COUNT(*) FROM link_mails WHERE repeats > 0) AS repeated,
               (SELECT error FROM link_mails WHERE send_at IS NOT NULL AND error IS NOT NULL ORDER BY send_at DESC LIMIT 1) AS last_error
        """);
}

/// <summary>How the mails with links are doing.</summary>
public sealed record LinkMailStatus
{
    public int Waiting { get; init; }
    public DateTimeOffset? Oldest { get; init; }
    public int GivenUp { get; init; }
    public int Repeated { get; init; }
    public string? LastError { get; init; }
}

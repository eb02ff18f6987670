using LetterExchange.Data;

namespace LetterExchange.Features.Notices;

/// <summary>Mails: claimed, sent, recorded. A claim and what becomes of it are rows, so that a mail is sent once, or, when a process died in between,
/// again with the same Message-ID.</summary>
public sealed class MailStore(Database db, Notifier notifier, MailSettings settings, TimeProvider clock)
{
    /// <summary>For how long a claim is held; a mail that was not recorded by then is sent again.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    const int Batch = 100;

    /// <summary>The next unsent notices, the longest waiting first.</summary>
    public Task<List<DueKey>> DueNotices(DueKey? last) => db.Query<DueKey>($"""
        SELECT mail_at AS at, id FROM notices
         WHERE mail_at <= @now AND (mail_at, id) > (@at, @id)
         ORDER BY mail_at, id LIMIT {Batch}
        """, After(last));

    /// <summary>The next mails to try again, lost claims among them.</summary>
    public Task<List<DueKey>> DueMails(DueKey? last) => db.Query<DueKey>($"""
        SELECT retry_at AS at, id FROM mails
         WHERE retry_at <= @now AND (retry_at, id) > (@at, @id)
         ORDER BY retry_at, id LIMIT {Batch}
        """, After(last));

    /// <summary>When something is to be sent next; nothing for nothing.</summary>
    public Task<DateTimeOffset?> Next() => db.Find<DateTimeOffset?>("""
        SELECT at FROM (SELECT at FROM (SELECT mail_at AS at FROM notices WHERE mail_at IS NOT NULL ORDER BY mail_at LIMIT 1) AS notice
                        UNION ALL
                        SELECT at FROM (SELECT retry_at AS at FROM mails WHERE retry_at IS NOT NULL ORDER BY retry_at LIMIT 1) AS mail) AS waiting
         ORDER BY at LIMIT 1
        """);

    /// <summary>Takes all that these notices' people are to be told now, one mail a person. What is not to be mailed now is put off or left to the app.
    /// People whom another machine has in hand are left to it. A notice that is asked for by itself goes by itself: what else its person is to be told may be what can't be.</summary>
    public Task<List<MailClaim>> Claim(IReadOnlyList<Guid> notices) => db.Transact(async tx =>
    {
        var now = clock.Now();
        var people = await tx.Query<Guid>($"""
            SELECT h.id FROM people h
             WHERE h.id IN (SELECT n.person_id FROM notices n WHERE n.id IN @notices AND n.mail_at <= @now)
             ORDER BY h.id {(tx.Engine == Engine.Postgres ? "FOR NO KEY UPDATE OF h SKIP LOCKED" : "")}
            """, new { notices, now });
        if (people.Count == 0) return [];
        var due = await tx.Query<MailableNotice>($"""
            SELECT {MailableNotice.Columns} FROM {MailableNotice.Tables}
             WHERE n.person_id IN @people AND n.mail_at <= @now {(notices.Count == 1 ? "AND n.id IN @notices" : "")} ORDER BY n.created_at, n.id
            """, new { people, now, notices });
        var when = due.ToLookup(notice => Mailing.When(notice, now));
        foreach (var later in when.Where(group => group.Key is null || group.Key > now)) await PutOff(tx, later.Key, later);
        return await Claim(tx, [.. when.Where(group => group.Key <= now).SelectMany(group => group)], now);
    });

    /// <summary>Takes up mails whose time to try again has come, or whose claim was lost. Those that would disturb the night wait; those whose
    /// person has gone, or that are too old, are given up.</summary>
    public Task<List<MailClaim>> Resume(IReadOnlyList<Guid> mails) => db.Transact(async tx =>
    {
        var now = clock.Now();
        var due = await tx.Query<Mail>($"""
            SELECT m.id, m.message_id, m.state, m.claimed_at, m.tries FROM mails m
             WHERE m.id IN @mails AND m.retry_at <= @now ORDER BY m.retry_at, m.id {tx.ForUpdateSkipLocked("m")}
            """, new { mails, now });
        var notices = (await tx.Query<MailableNotice>($"""
            SELECT {MailableNotice.Columns} FROM {MailableNotice.Tables}
             WHERE n.mail_id IN @due ORDER BY n.created_at, n.id
            """, new { due = due.Select(mail => mail.Id).ToList() })).ToLookup(notice => notice.MailId);
        var fates = due.ToLookup(mail => mail.FateOf([.. notices[mail.Id]], now), mail => mail);
        await tx.ExecuteMany("UPDATE mails SET state = 'Failed', retry_at = NULL, error = @Error WHERE id = @Id",
            fates.Where(fate => fate.Key.Error is not null).SelectMany(fate => fate.Select(mail => new { fate.Key.Error, mail.Id })).ToList());
        await tx.ExecuteMany("UPDATE mails SET retry_at = @At WHERE id = @Id",
            fates.Where(fate => fate.Key.At is not null).SelectMany(fate => fate.Select(mail => new { At = fate.Key.At!.Value, mail.Id })).ToList());
        var again = fates[default].Select(mail => mail.ClaimOf([.. notices[mail.Id]], now + Lease)).ToList();
        await tx.ExecuteMany("""
            UPDATE mails SET repeats = repeats + CASE WHEN state = 'Claimed' THEN 1 ELSE 0 END, state = 'Claimed', retry_at = @Until WHERE id = @MailId
            """, again.Select(claim => new { claim.Until, claim.MailId }).ToList());
        return again;
    });

    /// <summary>Records that it was sent. False when the claim had been lost meanwhile: then somebody else sends it too, and counts it as a repeat.</summary>
    public async Task<bool> Sent(MailClaim claim) => await db.Execute("""
        UPDATE mails SET state = 'Sent', sent_at = @now, retry_at = NULL, error = NULL, tries = tries + 1
         WHERE id = @MailId AND state = 'Claimed' AND retry_at = @Until
        """, new { now = clock.Now(), claim.MailId, claim.Until }) > 0;

    /// <summary>Records why it was not taken, and when it is tried again.</summary>
    public Task Failed(MailClaim claim, MailFailure failure) => db.Transact(async tx =>
    {
        var now = clock.Now();
        DateTimeOffset? next = failure.Trouble is MailTrouble.Address or MailTrouble.Refused ? null : Retries.Next(claim.ClaimedAt, claim.Tries + 1, now);
        var recorded = await tx.Execute("""
            UPDATE mails SET state = @state, retry_at = @next, error = @Code, tries = tries + 1
             WHERE id = @MailId AND state = 'Claimed' AND retry_at = @Until
            """, new { state = next is null ? MailState.Failed : failure.MayHaveArrived ? MailState.Claimed : MailState.Retry, next, failure.Code, claim.MailId, claim.Until });
        if (recorded > 0 && failure.Trouble == MailTrouble.Address) await MarkBroken(tx, claim.To.PersonId, claim.To.Email, claim.MailId, now);
    });

    /// <summary>Gives claims back that were not tried.</summary>
    public Task Release(IReadOnlyCollection<MailClaim> claims) => claims.Count == 0 ? Task.CompletedTask : db.Transact(tx => tx.ExecuteMany("""
        UPDATE mails SET state = 'Retry', retry_at = @Now WHERE id = @MailId AND state = 'Claimed' AND retry_at = @Until
        """, claims.Select(claim => new { Now = clock.Now(), claim.MailId, claim.Until }).ToList()));

    static Task PutOff(Tx tx, DateTimeOffset? until, IEnumerable<MailableNotice> notices) =>
        tx.Execute("UPDATE notices SET mail_at = @until WHERE id IN @ids", new { until, ids = notices.Select(notice => notice.Id).ToList() });

    async Task<List<MailClaim>> Claim(Tx tx, IReadOnlyCollection<MailableNotice> notices, DateTimeOffset now)
    {
        var claims = notices.GroupBy(notice => notice.PersonId).Select(person => Make(clock.New(), person, now)).ToList();
        await tx.ExecuteMany("""
            INSERT INTO mails (id, person_id, message_id, state, claimed_at, retry_at) VALUES (@MailId, @PersonId, @MessageId, 'Claimed', @ClaimedAt, @Until)
            """, claims.Select(claim => new { claim.MailId, claim.To.PersonId, claim.MessageId, claim.ClaimedAt, claim.Until }).ToList());
        await tx.ExecuteMany("UPDATE notices SET mail_id = @MailId, mail_at = NULL WHERE id = @Id",
            claims.SelectMany(claim => claim.Notices.Select(notice => new { claim.MailId, notice.Id })).ToList());
        return claims;
    }

    MailClaim Make(Guid id, IEnumerable<MailableNotice> notices, DateTimeOffset now) => new()
    {
        MailId = id, MessageId = $"{id}@{settings.MessageHost}", ClaimedAt = now, Until = now + Lease, Tries = 0, Notices = Mail.InOrder(notices),
    };

    /// <summary>Notes that the address takes no mail, and tells the administrators once.</summary>
    /// <param name="mail">The mail that was refused: one notice a mail.</param>
    internal async Task MarkBroken(Tx tx, Guid person, string? email, Guid mail, DateTimeOffset now)
    {
        var marked = await tx.Execute("UPDATE people SET mail_broken_at = @now WHERE id = @person AND mail_broken_at IS NULL AND email = @email", new { now, person, email });
        if (marked == 0) return;
        var administrators = await tx.Query<Guid>("SELECT DISTINCT person_id FROM memberships WHERE role = 'Administrator' AND ended_at IS NULL");
        await notifier.Tell(tx, [.. administrators.Select(one => new Telling(one, null, NoticeKind.ServiceTrouble, person, $"{mail}", "/admin", "mail"))]);
    }

    object After(DueKey? last) => new { now = clock.Now(), at = last?.At ?? DateTimeOffset.UnixEpoch, id = last?.Id ?? Guid.Empty };
}

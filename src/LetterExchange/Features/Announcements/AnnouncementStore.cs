using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Features.People;

namespace LetterExchange.Features.Announcements;

/// <summary>Announcements: made, read, acknowledged, withdrawn. The sweep tells of them when their time comes.</summary>
public sealed class AnnouncementStore(Database db, Notifier notifier, History history, Wakes wakes, TimeProvider clock)
{
    /// <summary>How many stand on somebody's first page: more than these nobody reads.</summary>
    public const int MostAtOnce = 5;

    const string Joined = $"""
        SELECT {Announcement.Columns}, c.name AS cohort, e.given_name || ' ' || e.surname AS made_by,
               (SELECT COUNT(*) FROM announcement_reads r WHERE r.announcement_id = a.id) AS reads,
               (SELECT r.at FROM announcement_reads r WHERE r.announcement_id = a.id AND r.person_id = @me) AS read_at
          FROM announcements a LEFT JOIN cohorts c ON c.id = a.cohort_id LEFT JOIN people e ON e.id = a.made_by
        """;

    /// <summary>How many would see it now.</summary>
    public Task<Reach> Reach(Announcement draft) => db.Get<Reach>(Audience.Count($"memberships m WHERE {Audience.OfDraft(draft.CohortId is not null, draft.ToMentees, draft.ToMentors, draft.ToStaff)}"), new { draft.ProgramId, draft.CohortId });

    /// <summary>Makes it known from its first moment on; a moment that has passed is now.</summary>
    public Task<Guid> Publish(Announcement draft, Guid by) => db.Transact(async tx =>
    {
        var (id, now) = (clock.New(), clock.Now());
        var from = draft.FromAt < now ? now : draft.FromAt;
        await tx.Execute("""
            INSERT INTO announcements (id, program_id, cohort_id, title, text, must, to_mentees, to_mentors, to_staff, from_at, until_at, made_by, made_at, tell_at)
            VALUES (@id, @ProgramId, @CohortId, @Title, @Text, @Must, @ToMentees, @ToMentors, @ToStaff, @from, @UntilAt, @by, @now, @from)
            """, new { id, draft.ProgramId, draft.CohortId, draft.Title, draft.Text, draft.Must, draft.ToMentees, draft.ToMentors, draft.ToStaff, from, draft.UntilAt, by, now });
        await history.Record(tx, "announcement.make", id, by, programId: draft.ProgramId, codes: draft.Must ? "must" : null);
        tx.AfterCommit(() => wakes.WakeAt(Due.Announce, from));
        return id;
    });

    /// <summary>The program's, the newest first.</summary>
    public Task<List<Announcement>> All(Guid program, Guid me, int most = 50) =>
        db.Query<Announcement>($"{Joined} WHERE a.program_id = @program ORDER BY a.made_at DESC, a.id DESC LIMIT {most}", new { program, me });

    /// <summary>One, as this person finds it.</summary>
    public Task<Announcement?> Find(Guid id, Guid me) => db.Find<Announcement>($"{Joined} WHERE a.id = @id", new { id, me });

    /// <summary>What waits on somebody's first page: running, and not read by them. Those that must be acknowledged come first.</summary>
    public Task<List<Announcement>> Waiting(Guid program, Guid me) => db.Query<Announcement>($"""
        SELECT {Announcement.Columns} FROM announcements a
         WHERE a.program_id = @program AND {Audience.Waits}
           AND EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = @me AND {Audience.Of})
         ORDER BY a.must DESC, a.from_at DESC, a.id DESC LIMIT {MostAtOnce}
        """, new { program, me, now = clock.Now() });

    /// <summary>"I have read it." False for who is none of its readers, and for what is not running; a second time changes nothing.</summary>
    public Task<bool> Acknowledge(Guid id, Guid me) => db.Transact(async tx =>
    {
        var now = clock.Now();
        var program = await tx.Find<Guid?>($"""
            SELECT a.program_id FROM announcements a
             WHERE a.id = @id AND a.from_at <= @now AND a.until_at > @now AND a.withdrawn_at IS NULL AND EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = @me AND {Audience.Of})
            """, new { id, me, now });
        if (program is null) return false;
        var read = await tx.Execute("INSERT INTO announcement_reads (announcement_id, person_id, at) VALUES (@id, @me, @now) ON CONFLICT (announcement_id, person_id) DO NOTHING", new { id, me, now });
        if (read > 0) await history.Record(tx, "announcement.read", id, me, programId: program);
        return true;
    });

    /// <summary>Takes it back: it is seen no more, and what has not gone into a mail does not. False where somebody was first.</summary>
    public Task<bool> Withdraw(Guid id, Guid by) => db.Transact(async tx =>
    {
        var program = await tx.Find<Guid?>("""
            UPDATE announcements SET withdrawn_at = @now, tell_at = NULL WHERE id = @id AND withdrawn_at IS NULL RETURNING program_id
            """, new { id, now = clock.Now() });
        if (program is null) return false;
        await notifier.Settle(tx, [id], NoticeKind.Announcement);
        await history.Record(tx, "announcement.withdraw", id, by, programId: program);
        return true;
    });
}

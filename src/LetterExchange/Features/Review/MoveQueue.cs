using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Screening;

namespace LetterExchange.Features.Review;

/// <summary>Keeps the review queue moving: frees expired claims, and tells first the reviewers, then the coordinators (on the safeguarding route the
/// leads) of letters past the service level: one notice a person, program and hour, with the number that wait.</summary>
public sealed class MoveQueue(Database db, ProgramStore programs, Notifier notifier, History history, TimeProvider clock, ILogger<MoveQueue> log) : Sweep
{
    const int Batch = 200;

    public override Due Due => Due.Queue;

    public override async Task<int> Run(CancellationToken stopping) => await FreeClaims() + await Batches.Work(Find, Remind, log, stopping);

    public override Task<DateTimeOffset?> Next(DateTimeOffset? since = null) =>
        db.Find<DateTimeOffset?>("SELECT review_by FROM letters WHERE review_by > @now ORDER BY review_by LIMIT 1", new { now = since ?? clock.Now() });

    async Task<int> FreeClaims()
    {
        var expired = await db.Query<Guid>("SELECT letter_id FROM claims WHERE until <= @now ORDER BY until LIMIT 500", new { now = clock.Now() });
        return expired.Count == 0 ? 0 : await db.Transact(async tx =>
        {
            var freed = 0;
            foreach (var letter in expired)
            {
                if (await tx.Execute("DELETE FROM claims WHERE letter_id = @letter AND until <= @now", new { letter, now = clock.Now() }) == 0) continue;
                await history.Record(tx, "letter.claim-expired", letter, Actor.Service);
                freed++;
            }
            return freed;
        });
    }

    Task<List<DueKey>> Find(DueKey? last) => db.Query<DueKey>($"""
        SELECT l.review_by AS at, l.id FROM letters l
         WHERE l.review_by <= @now AND (l.review_by, l.id) > (@at, @id)
         ORDER BY l.review_by, l.id LIMIT {Batch}
        """, new { now = clock.Now(), at = last?.At ?? DateTimeOffset.UnixEpoch, id = last?.Id ?? Guid.Empty });

    Task<int> Remind(IReadOnlyList<Guid> ids) => db.Transact(async tx =>
    {
        var now = clock.Now();
        var late = await tx.Query<Late>($"""
            SELECT l.id, l.program_id, p.cohort_id, l.route, l.review_since FROM letters l JOIN pairs p ON p.id = l.pair_id
             WHERE l.id IN @ids AND l.state = 'InReview' AND l.review_by <= @now ORDER BY l.id {tx.ForUpdateSkipLocked("l")}
            """, new { ids, now });
        foreach (var group in late.GroupBy(letter => letter.ProgramId)) await Remind(tx, group.Key, [.. group], now);
        return late.Count;
    });

    async Task Remind(Tx tx, Guid programId, List<Late> late, DateTimeOffset now)
    {
        var policies = (await programs.Find(tx, programId))!.Policies;
        var people = new HashSet<Guid>();
        foreach (var (route, cohort) in late.Select(letter => (letter.Route, letter.CohortId)).Distinct()) people.UnionWith(await Reviewing(tx, programId, cohort, route));
        if (late.Exists(letter => IsOldNews(letter, policies, now))) people.UnionWith(await Reviewers.People(tx, programId, "Coordinator"));
        var waiting = await tx.Get<int>("SELECT COUNT(*) FROM letters WHERE program_id = @programId AND state = 'InReview'", new { programId });
        await notifier.Tell(tx, [.. people.Select(person => new Telling(person, programId, NoticeKind.ReviewOverdue, programId, now.ToString("yyyy-MM-ddTHH"), "/review", $"{waiting}"))]);
        await tx.ExecuteMany("UPDATE letters SET review_by = @next WHERE id = @Id AND state = 'InReview'",
            late.Select(letter => new { letter.Id, next = ServiceLevel.Next(policies, letter.Route, now) }).ToList());
    }

    /// <summary>Whether the reviewers have been told once already: then the coordinators hear of it.</summary>
    static bool IsOldNews(Late letter, Policies policies, DateTimeOffset now) =>
        letter.ReviewSince is { } since && now >= ServiceLevel.Next(policies, letter.Route, ServiceLevel.Next(policies, letter.Route, since));

    static Task<List<Guid>> Reviewing(Tx tx, Guid programId, Guid cohortId, Route route) => tx.Query<Guid>("""
        SELECT DISTINCT m.person_id FROM memberships m JOIN people h ON h.id = m.person_id
         WHERE m.program_id = @programId AND m.ended_at IS NULL AND h.left_at IS NULL
           AND ((m.role IN ('Reviewer', 'Teacher') AND (m.cohort_id IS NULL OR m.cohort_id = @cohortId)) OR (m.role = 'SafeguardingLead' AND @isDanger = 1))
        """, new { programId, cohortId, isDanger = route == Route.Safeguarding });

    sealed record Late
    {
        public Guid Id { get; init; }
        public Guid ProgramId { get; init; }
        public Guid CohortId { get; init; }
        public Route Route { get; init; }
        public DateTimeOffset? ReviewSince { get; init; }
    }
}

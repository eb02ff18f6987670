using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Screening;

namespace LetterExchange.Features.Review;

/// <summary>Keeps the review queue moving: frees expired claims, and tells of letters past their service level, at steps that grow. First those who read them, then the
/// coordinators: one notice a person, program and hour, with the number that wait. Of a letter on the safeguarding route everybody who may turn a key, then the
/// coordinators and administrators too: one notice a person, letter and step.</summary>
public sealed class MoveQueue(Database db, ProgramStore programs, Notifier notifier, History history, TimeProvider clock, StuckRows stuck) : Sweep
{
    const int Batch = 200;

    public override Due Due => Due.Queue;

    public override bool IsShared => true;

    public override async Task<int> Run(CancellationToken stopping)
    {
        var run = await stuck.Begin(Due);
        var moved = await Batches.Work(Expired, Free, run, stopping) + await Batches.Work(Find, Remind, run, stopping);
        if (!stopping.IsCancellationRequested) await run.End();
        return moved;
    }

    public override string Ahead => "SELECT review_by FROM letters WHERE review_by > @now ORDER BY review_by LIMIT 1";

    public override Task<DateTimeOffset?> Next(DateTimeOffset? since = null) => db.Find<DateTimeOffset?>(Ahead, new { now = since ?? clock.Now() });

    Task<List<DueKey>> Expired(DueKey? last) => db.Query<DueKey>("""
        SELECT c.until AS at, c.letter_id AS id FROM claims c
         WHERE c.until <= @now AND (c.until, c.letter_id) > (@at, @id)
         ORDER BY c.until, c.letter_id LIMIT 500
        """, After(last));

    Task<int> Free(IReadOnlyList<Guid> expired) => db.Transact(async tx =>
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

    Task<List<DueKey>> Find(DueKey? last) => db.Query<DueKey>($"""
        SELECT l.review_by AS at, l.id FROM letters l
         WHERE l.review_by <= @now AND (l.review_by, l.id) > (@at, @id)
         ORDER BY l.review_by, l.id LIMIT {Batch}
        """, After(last));

    object After(DueKey? last) => new { now = clock.Now(), at = last?.At ?? DateTimeOffset.UnixEpoch, id = last?.Id ?? Guid.Empty };

    Task<int> Remind(IReadOnlyList<Guid> ids) => db.Transact(async tx =>
    {
        var now = clock.Now();
        var late = await tx.Query<Late>($"""
            SELECT l.id, l.program_id, p.cohort_id, l.route, l.review_since, l.review_step + 1 AS step FROM letters l JOIN pairs p ON p.id = l.pair_id
             WHERE l.id IN @ids AND l.state = 'InReview' AND l.review_by <= @now ORDER BY l.id {tx.ForUpdateSkipLocked("l")}
            """, new { ids, now });
        foreach (var group in late.GroupBy(letter => letter.ProgramId))
        {
            var policies = (await programs.Find(tx, group.Key))!.Policies;
            foreach (var letter in group.Where(letter => letter.Route == Route.Safeguarding)) await TellOfDanger(tx, letter, now);
            if (group.Where(letter => letter.Route != Route.Safeguarding).ToList() is { Count: > 0 } others) await TellOfLate(tx, group.Key, others, now);
            await tx.ExecuteMany("UPDATE letters SET review_by = @next, review_step = @Step WHERE id = @Id AND state = 'InReview'",
                group.Select(letter => new { letter.Id, letter.Step, next = ServiceLevel.Again(policies, letter.Route, letter.Step, now) }).ToList());
        }
        return late.Count;
    });

    /// <summary>A notice a letter and step, also at night: to everybody who may turn a key, then to those who can find somebody who does.</summary>
    async Task TellOfDanger(Tx tx, Late letter, DateTimeOffset now)
    {
        var links = (await Reviewers.Keys(tx, letter.Id)).ToDictionary(holder => holder.PersonId, _ => $"/review/{letter.Id}");
        foreach (var role in ServiceLevel.Beside(letter.Route, letter.Step))
            foreach (var person in await Reviewers.Strangers(tx, letter.Id, await Reviewers.People(tx, letter.ProgramId, role))) links.TryAdd(person, role == "Administrator" ? "/admin" : "/pairs");
        var occasion = $"{letter.ReviewSince:O}/{letter.Step}";
        await notifier.Tell(tx, [.. links.Select(to => new Telling(to.Key, letter.ProgramId, NoticeKind.DangerWaits, letter.Id, occasion, to.Value, Hours(letter.ReviewSince, now)))]);
    }

    /// <summary>One notice a person, program and hour, with the letters that are late in the cohorts of this person.</summary>
    async Task TellOfLate(Tx tx, Guid programId, List<Late> letters, DateTimeOffset now)
    {
        var waiting = await tx.Query<LateOfCohort>("""
            SELECT p.cohort_id, COUNT(*) AS letters, MIN(l.review_since) AS since
              FROM letters l JOIN pairs p ON p.id = l.pair_id
             WHERE l.program_id = @programId AND l.state = 'InReview' AND l.review_until <= @now GROUP BY p.cohort_id
            """, new { programId, now });
        var told = letters.Select(letter => letter.CohortId).ToHashSet();
        var tellings = new Dictionary<Guid, Telling>();
        foreach (var reader in (await Reading(tx, programId)).GroupBy(reader => reader.PersonId))
            if (reader.Any(each => each.CohortId is not { } cohort || told.Contains(cohort)))
                Tell(reader.Key, "/review", waiting.FindAll(each => reader.Any(of => of.CohortId is not { } cohort || cohort == each.CohortId)));
        foreach (var role in letters.SelectMany(letter => ServiceLevel.Beside(letter.Route, letter.Step)).Distinct())
            foreach (var person in await Reviewers.People(tx, programId, role)) Tell(person, "/pairs", waiting);
        await notifier.Tell(tx, tellings.Values);

        void Tell(Guid person, string link, List<LateOfCohort> theirs)
        {
            if (theirs.Count > 0) tellings.TryAdd(person, new(person, programId, NoticeKind.ReviewOverdue, programId, now.ToString("yyyy-MM-ddTHH"), link, $"{theirs.Sum(each => each.Letters)}", Hours(theirs.Min(each => each.Since), now)));
        }
    }

    static string Hours(DateTimeOffset? since, DateTimeOffset now) => $"{Math.Max(1, (int)(now - (since ?? now)).TotalHours)}";

    static Task<List<Reader>> Reading(Tx tx, Guid programId) => tx.Query<Reader>("""
        SELECT m.person_id, m.cohort_id FROM memberships m JOIN people h ON h.id = m.person_id
         WHERE m.program_id = @programId AND m.ended_at IS NULL AND h.left_at IS NULL AND m.role IN ('Reviewer', 'Teacher')
        """, new { programId });

    sealed record Late
    {
        public Guid Id { get; init; }
        public Guid ProgramId { get; init; }
        public Guid CohortId { get; init; }
        public Route Route { get; init; }
        public DateTimeOffset? ReviewSince { get; init; }
        public int Step { get; init; }
    }

    sealed record LateOfCohort
    {
        public Guid CohortId { get; init; }
        public int Letters { get; init; }
        public DateTimeOffset Since { get; init; }
    }

    sealed record Reader
    {
        public Guid PersonId { get; init; }
        public Guid? CohortId { get; init; }
    }
}

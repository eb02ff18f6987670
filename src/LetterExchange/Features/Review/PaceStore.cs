using LetterExchange.Data;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Review;

/// <summary>What pace and forecast are reckoned from.</summary>
public sealed class PaceStore(Database db, TimeProvider clock)
{
    /// <summary>So many letters of the queue are looked at one by one; of those behind them it is only known how many they are.</summary>
    public const int Most = 5_000;

    /// <summary>This person's pace over the last decisions.</summary>
    public async Task<Pace> Of(Guid person) => Pace.Of(await db.Query<DateTimeOffset>($"""
        SELECT d.at FROM decisions d WHERE d.reviewer_id = @person AND d.kind IN ('Approve', 'Return', 'Withhold') ORDER BY d.at DESC LIMIT {Pace.Last}
        """, new { person }), clock.Now());

    /// <summary>When this person's queue is done, from who decided lately on letters that are in it or would be. Nothing where there is no rate.</summary>
    public Task<Forecast?> Forecast(MentoringProgram program, Guid person) => db.Read(async tx =>
    {
        var now = clock.Now();
        var arguments = new { program = program.Id, person, since = now - Review.Forecast.Window };
        var decided = await tx.Query<(Guid, DateTimeOffset)>(DecidedSql, arguments);
        return decided.Count == 0 ? null : Review.Forecast.Of([.. (await tx.Query<Row>(QueueSql, arguments)).Select(row => new Awaiting(row.Until, row.Decisions))], decided, now);
    });

    internal const string DecidedSql = $"""
        SELECT d.reviewer_id, d.at FROM decisions d JOIN letters l ON l.id = d.letter_id
         WHERE d.reviewer_id IN (SELECT m.person_id FROM memberships m WHERE m.program_id = @program AND m.ended_at IS NULL AND m.role IN ('Reviewer', 'Teacher', 'SafeguardingLead'))
           AND d.at > @since AND d.kind IN ('Approve', 'Return', 'Withhold') AND {Reviewers.Covered}
        """;

    /// <summary>A letter on the safeguarding route needs two decisions until the first key is turned.</summary>
    internal static readonly string QueueSql = string.Join("\nUNION ALL\n", QueuePlace.Routes.Select(route => $"""
        SELECT * FROM (SELECT l.review_until AS until, {(route == Screening.Route.Safeguarding ? "2 - (SELECT COUNT(*) FROM decisions d WHERE d.letter_id = l.id AND d.number = l.revision AND d.kind = 'Approve' AND d.ordinal > l.keys_after AND NOT EXISTS (SELECT 1 FROM decisions v WHERE v.letter_id = l.id AND v.kind <> 'Approve' AND v.ordinal > d.ordinal))" : "1")} AS decisions
          FROM letters l WHERE l.state = 'InReview' AND l.route = '{route}' AND {Reviewers.Covered} ORDER BY l.queue_at, l.id LIMIT {Most}) AS of_{route.ToString().ToLowerInvariant()}
        """));

    sealed record Row
    {
        public DateTimeOffset Until { get; init; }
        public int Decisions { get; init; }
    }
}

using LetterExchange.Data;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Review;

/// <summary>A reviewer's lease on a letter.</summary>
public sealed record Claim
{
    public Guid LetterId { get; init; }
    public Guid ReviewerId { get; init; }
    public string ReviewerName { get; init; } = "";
    public DateTimeOffset TakenAt { get; init; }
    public DateTimeOffset Until { get; init; }
}

/// <summary>Claims: taken, renewed, taken over after they have expired without waiting for a sweep.</summary>
public sealed class ClaimStore(Database db, ProgramStore programs, History history, TimeProvider clock)
{
    public Task<Claim?> Find(Guid letterId) => db.One(tx => Find(tx, letterId));

    internal Task<Claim?> Find(Tx tx, Guid letterId) => tx.Find<Claim>("""
        SELECT c.letter_id, c.reviewer_id, h.given_name || ' ' || h.surname AS reviewer_name, c.taken_at, c.until
          FROM claims c JOIN people h ON h.id = c.reviewer_id WHERE c.letter_id = @letterId AND c.until > @now
        """, new { letterId, now = clock.Now() });

    /// <summary>Takes or renews the claim. False when somebody else holds it, when the letter is not in review, or when this person may not decide on it.</summary>
    public Task<bool> Take(Guid letterId, Guid reviewer) => db.Transact(tx => Take(tx, letterId, reviewer));

    internal async Task<bool> Take(Tx tx, Guid letterId, Guid reviewer)
    {
        var now = clock.Now();
        if (await Reviewers.Of(tx, reviewer, letterId) is null) return false;
        var program = await tx.Find<Guid?>($"SELECT l.program_id FROM letters l WHERE l.id = @letterId AND l.state = 'InReview' {tx.ForShare("l")}", new { letterId });
        if (program is not { } id || await programs.Find(tx, id) is not { } found) return false;
        var taken = await tx.Execute("""
            INSERT INTO claims (letter_id, reviewer_id, taken_at, until) VALUES (@letterId, @reviewer, @now, @until)
                ON CONFLICT (letter_id) DO UPDATE
               SET reviewer_id = excluded.reviewer_id, until = excluded.until,
                   taken_at = CASE WHEN claims.reviewer_id = excluded.reviewer_id THEN claims.taken_at ELSE excluded.taken_at END
             WHERE claims.reviewer_id = @reviewer OR claims.until <= @now
            """, new { letterId, reviewer, now, until = now.AddMinutes(found.Policies.ClaimMinutes) });
        if (taken == 0) return false;
        await history.Record(tx, "letter.claim", letterId, reviewer, null, id);
        tx.AfterCommit(() => Steps.Pass("claim"));
        return true;
    }

    /// <summary>Gives the letter back to the queue.</summary>
    public Task Release(Guid letterId, Guid reviewer) =>
        db.Execute("DELETE FROM claims WHERE letter_id = @letterId AND reviewer_id = @reviewer", new { letterId, reviewer });

    /// <summary>Whether somebody else holds the letter now.</summary>
    internal static async Task<bool> HeldByAnother(Tx tx, Guid letterId, Guid reviewer, DateTimeOffset now) =>
        await tx.Find<Guid?>("SELECT reviewer_id FROM claims WHERE letter_id = @letterId AND reviewer_id <> @reviewer AND until > @now",
            new { letterId, reviewer, now }) is not null;

    internal static Task End(Tx tx, Guid letterId) => tx.Execute("DELETE FROM claims WHERE letter_id = @letterId", new { letterId });
}

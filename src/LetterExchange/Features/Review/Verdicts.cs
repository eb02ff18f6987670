using LetterExchange.Data;
using LetterExchange.Features.Letters;

namespace LetterExchange.Features.Review;

/// <summary>What a reviewer thinks of a finding.</summary>
public enum Verdict { Right, Wrong }

/// <summary>A reviewer's verdict on a finding of the newest revision.</summary>
public sealed record Judged
{
    public int Ordinal { get; init; }
    public Guid ReviewerId { get; init; }
    public string ReviewerName { get; init; } = "";
    public Verdict Verdict { get; init; }
}

/// <summary>Whether screening was right, finding by finding and reviewer by reviewer: what its rules are measured by. A verdict decides nothing about the letter.</summary>
public sealed class Verdicts(Database db, History history, TimeProvider clock)
{
    /// <summary>Gives a verdict or changes it; none takes it back. False where this person does not review the letter, or the finding is not of its newest revision.</summary>
    public Task<bool> Give(Guid letterId, int revision, int ordinal, Guid reviewer, Verdict? verdict) => db.Transact(async tx =>
    {
        if (await Reviewers.Of(tx, reviewer, letterId) is null) return false;
        var letter = await tx.Find<Letter>($"""
            SELECT {LetterStore.Columns} FROM letters l JOIN findings f ON f.letter_id = l.id AND f.number = l.revision AND f.ordinal = @ordinal
             WHERE l.id = @letterId AND l.revision = @revision AND l.state IN ('InReview', 'Approved', 'Withheld') {tx.ForShare("l")}
            """, new { letterId, revision, ordinal });
        if (letter is null) return false;
        var row = new { letterId, revision, ordinal, reviewer, verdict, now = clock.Now() };
        var changed = await tx.Execute(verdict is null ? """
            DELETE FROM finding_verdicts WHERE letter_id = @letterId AND number = @revision AND ordinal = @ordinal AND reviewer_id = @reviewer
            """ : """
            INSERT INTO finding_verdicts (letter_id, number, ordinal, reviewer_id, verdict, at) VALUES (@letterId, @revision, @ordinal, @reviewer, @verdict, @now)
                ON CONFLICT (letter_id, number, ordinal, reviewer_id) DO UPDATE SET verdict = excluded.verdict, at = excluded.at WHERE finding_verdicts.verdict <> excluded.verdict
            """, row);
        if (changed > 0) await history.Record(tx, "letter.verdict", letterId, reviewer, letter.PairId, letter.ProgramId, $"revision={revision} finding={ordinal} verdict={(verdict is { } given ? given : "none")}");
        return true;
    });

    internal static Task<List<Judged>> Of(Tx tx, Letter letter) => tx.Query<Judged>("""
        SELECT v.ordinal, v.reviewer_id, h.given_name || ' ' || h.surname AS reviewer_name, v.verdict
          FROM finding_verdicts v JOIN people h ON h.id = v.reviewer_id WHERE v.letter_id = @Id AND v.number = @Revision ORDER BY v.ordinal, v.at
        """, new { letter.Id, letter.Revision });
}

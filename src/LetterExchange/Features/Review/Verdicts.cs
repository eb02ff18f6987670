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
        if (verdict is { } given) await Write(tx, letter, reviewer, [(ordinal, given)]);
        else if (await tx.Execute("DELETE FROM finding_verdicts WHERE letter_id = @letterId AND number = @revision AND ordinal = @ordinal AND reviewer_id = @reviewer", new { letterId, revision, ordinal, reviewer }) > 0)
            await Record(tx, letter, reviewer, ordinal, null);
        return true;
    });

    /// <summary>Writes down what a reviewer thinks of findings of the letter's newest revision, in the place of what they thought before.</summary>
    internal async Task Write(Tx tx, Letter letter, Guid reviewer, IReadOnlyList<(int Ordinal, Verdict Verdict)> given)
    {
        foreach (var (ordinal, verdict) in given)
        {
            var changed = await tx.Execute("""
                INSERT INTO finding_verdicts (letter_id, number, ordinal, reviewer_id, verdict, at) VALUES (@Id, @Revision, @ordinal, @reviewer, @verdict, @now)
                    ON CONFLICT (letter_id, number, ordinal, reviewer_id) DO UPDATE SET verdict = excluded.verdict, at = excluded.at WHERE finding_verdicts.verdict <> excluded.verdict
                """, new { letter.Id, letter.Revision, ordinal, reviewer, verdict, now = clock.Now() });
            if (changed > 0) await Record(tx, letter, reviewer, ordinal, verdict);
        }
    }

    Task Record(Tx tx, Letter letter, Guid reviewer, int ordinal, Verdict? verdict) =>
        history.Record(tx, "letter.verdict", letter.Id, reviewer, letter.PairId, letter.ProgramId, $"revision={letter.Revision} finding={ordinal} verdict={(verdict is { } given ? given : "none")}");

    internal static Task<List<Judged>> Of(Tx tx, Letter letter) => tx.Query<Judged>("""
        SELECT v.ordinal, v.reviewer_id, h.given_name || ' ' || h.surname AS reviewer_name, v.verdict
          FROM finding_verdicts v JOIN people h ON h.id = v.reviewer_id WHERE v.letter_id = @Id AND v.number = @Revision ORDER BY v.ordinal, v.at
        """, new { letter.Id, letter.Revision });
}

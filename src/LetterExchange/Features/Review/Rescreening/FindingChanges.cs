using LetterExchange.Data;
using LetterExchange.Features.Screening;
using LetterExchange.Features.Screening.Memory;

namespace LetterExchange.Features.Review;

/// <summary>A finding as it is kept with its revision.</summary>
public sealed record KeptFinding
{
    public Guid LetterId { get; init; }
    public int Ordinal { get; init; }
    public string Category { get; init; } = "";
    public int Start { get; init; }
    public int Length { get; init; }
    public string Rule { get; init; } = "";
    public double Strength { get; init; }

    /// <summary>Whether a reviewer has called it right or wrong.</summary>
    public bool IsJudged { get; init; }

    /// <summary>What a letter completed with those before it. No rule of one text makes it, so it stays.</summary>
    public bool IsOfMemory => Rule is Picture.Rule or Pattern.Rule;

    internal Finding Finding => new(Category, Start, Length, Rule, Strength);

    /// <summary>Of the newest revisions of these letters.</summary>
    internal static async Task<ILookup<Guid, KeptFinding>> Of(Tx tx, IReadOnlyCollection<Guid> letters) => (letters.Count == 0 ? [] : await tx.Query<KeptFinding>("""
        SELECT f.letter_id, f.ordinal, f.category, f.start, f.length, f.rule, f.strength,
               CASE WHEN EXISTS (SELECT 1 FROM finding_verdicts v WHERE v.letter_id = f.letter_id AND v.number = f.number AND v.ordinal = f.ordinal) THEN 1 ELSE 0 END AS is_judged
          FROM letters l JOIN findings f ON f.letter_id = l.id AND f.number = l.revision
         WHERE l.id IN @letters ORDER BY f.letter_id, f.ordinal
        """, new { letters })).ToLookup(finding => finding.LetterId);

    /// <param name="screening">Of the archive, that found them; none where they were found on the letter's way.</param>
    internal static Task Add(Tx tx, IReadOnlyCollection<(Guid Letter, int Revision, int Ordinal, Finding Finding)> findings, Guid? screening = null) => tx.ExecuteMany("""
        INSERT INTO findings (letter_id, number, ordinal, category, start, length, rule, strength, screening_id)
        VALUES (@Letter, @Revision, @Ordinal, @Category, @Start, @Length, @Rule, @Strength, @screening)
            ON CONFLICT DO NOTHING
        """, findings.Select(one => new { one.Letter, one.Revision, one.Ordinal, one.Finding.Category, one.Finding.Start, one.Finding.Length, one.Finding.Rule, one.Finding.Strength, screening }).ToList());
}

/// <summary>What becomes of a revision's findings when it is screened again. A finding is the same where the category is and the passages overlap; it keeps its ordinal, by which a reviewer's open
/// page names it. One that a reviewer has judged stays as it is, with the mark, also where no rule makes it any more: a person has spoken.</summary>
public sealed record FindingChanges(IReadOnlyList<KeptFinding> Altered, IReadOnlyList<int> Gone, IReadOnlyList<Finding> New)
{
    public bool IsEmpty => Altered.Count + Gone.Count + New.Count == 0;

    /// <param name="made">By the rules as they are now.</param>
    public static FindingChanges Between(IReadOnlyCollection<KeptFinding> kept, IReadOnlyCollection<Finding> made)
    {
        var left = kept.Where(one => !one.IsOfMemory).ToList();
        var (altered, fresh) = (new List<KeptFinding>(), new List<Finding>());
        // Those that stand exactly where they stood find their like first.
        foreach (var finding in made.OrderBy(finding => !kept.Any(one => IsThere(one, finding))))
        {
            if ((left.Find(one => IsThere(one, finding)) ?? left.Find(one => Overlaps(one, finding))) is { } same)
            {
                left.Remove(same);
                if (After(same, finding) is var after && after != same) altered.Add(after);
            }
            else if (!kept.Any(one => one.IsJudged && Overlaps(one, finding))) fresh.Add(finding);
        }
        return new(altered, [.. left.Where(one => !one.IsJudged).Select(one => one.Ordinal)], [.. fresh.OrderBy(finding => finding.Start)]);
    }

    /// <summary>How loud its rule is changes a judged one too; its place and its rule, of which the judgement is, do not.</summary>
    static KeptFinding After(KeptFinding one, Finding now) => one.IsJudged
        ? IsThere(one, now) && one.Rule == now.Rule ? one with { Strength = now.Strength } : one
        : one with { Start = now.Start, Length = now.Length, Rule = now.Rule, Strength = now.Strength };

    static bool IsThere(KeptFinding one, Finding finding) => one.Category == finding.Category && one.Start == finding.Start && one.Length == finding.Length;

    static bool Overlaps(KeptFinding one, Finding finding) => one.Category == finding.Category && one.Start < finding.End && finding.Start < one.Finding.End;
}

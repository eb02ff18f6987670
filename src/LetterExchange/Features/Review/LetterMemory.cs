using System.Collections.Immutable;
using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Screening;
using LetterExchange.Features.Screening.Memory;

namespace LetterExchange.Features.Review;

/// <summary>What is kept of the letters of some pairs while others of theirs are screened. Of a child's details those count that have been read or may still be; of an adult's signs
/// all, since what was returned or withheld was tried. What most reviewers judged to be wrongly marked does not count.</summary>
sealed class LetterMemory
{
    const string Counts = """
        (m.kind IN @signs OR (m.number = l.revision AND l.state IN ('InReview', 'Approved', 'Delivered', 'Read')))
        AND (SELECT COALESCE(SUM(CASE v.verdict WHEN 'Wrong' THEN 1 ELSE -1 END), 0)
               FROM findings f JOIN finding_verdicts v ON v.letter_id = f.letter_id AND v.number = f.number AND v.ordinal = f.ordinal
              WHERE f.letter_id = m.letter_id AND f.number = m.number AND f.start = m.start AND f.length = m.length) <= 0
        """;

    static readonly TraceKind[] Signs = [.. Enum.GetValues<TraceKind>().Where(Pattern.IsSign)];

    readonly List<(Guid Letter, Guid Writer, Guid Pair, TraceKind Kind, DateTimeOffset At)> kept;

    LetterMemory(List<(Guid, Guid, Guid, TraceKind, DateTimeOffset)> kept) => this.kept = kept;

    /// <summary>Asked once for a batch.</summary>
    public static async Task<LetterMemory> Of(Database db, IReadOnlyCollection<Guid> pairs) => new(pairs.Count == 0 ? [] : [.. (await db.Query<Recalled>($"""
        SELECT m.letter_id, l.writer_id, m.pair_id, m.kind, r.submitted_at AS at
          FROM traces m JOIN letters l ON l.id = m.letter_id JOIN revisions r ON r.letter_id = m.letter_id AND r.number = m.number
         WHERE m.pair_id IN @pairs AND {Counts}
        """, new { pairs, signs = Signs })).Select(one => (one.LetterId, one.WriterId, one.PairId, one.Kind, one.At))]);

    /// <summary>What the letter completes, if anything, with what its writer wrote before to the same person; and it is remembered for the rest of the batch.</summary>
    public Finding? Add(Letter letter, Side author, ImmutableArray<Trace> traces)
    {
        var at = letter.SubmittedAt ?? letter.CreatedAt;
        var since = author == Side.Mentee ? DateTimeOffset.MinValue : at - Pattern.Window;
        var before = kept.Where(one => one.Pair == letter.PairId && one.Writer == letter.WriterId && one.Letter != letter.Id && one.At >= since && one.At <= at).Select(one => one.Kind).ToHashSet();
        kept.AddRange(traces.Select(trace => (letter.Id, letter.WriterId, letter.PairId, trace.Kind, at)));
        return author == Side.Mentee ? Picture.CompletedBy(traces, before) : Pattern.CompletedBy(traces, before);
    }

    public static Task Keep(Tx tx, Letter letter, ImmutableArray<Trace> traces) => tx.ExecuteMany("""
        INSERT INTO traces (letter_id, number, kind, pair_id, start, length)
        VALUES (@Id, @Revision, @Kind, @PairId, @Start, @Length)
            ON CONFLICT DO NOTHING
        """, traces.Select(trace => new { letter.Id, letter.Revision, trace.Kind, letter.PairId, trace.Start, trace.Length }).ToList());

    /// <summary>What is kept of the pair's letters up to this one (its own too) and since, as far as this person may read them: delivered, or on their table. With the words, the oldest first.</summary>
    public static async Task<Remembered> Beside(Tx tx, LetterUnderReview letter, Guid person, DateTimeOffset now)
    {
        var recalled = await tx.Query<Recalled>($"""
            SELECT m.letter_id, m.number, l.writer_id, m.pair_id, m.kind, m.start, m.length, l.state, r.submitted_at AS at
              FROM traces m JOIN letters l ON l.id = m.letter_id JOIN revisions r ON r.letter_id = m.letter_id AND r.number = m.number
             WHERE m.pair_id = @PairId AND {Counts} AND (l.delivered_at IS NOT NULL OR {Reviewers.Covered})
             ORDER BY r.submitted_at, m.letter_id, m.start
            """, new { letter.PairId, signs = Signs, program = letter.ProgramId, person });
        var remembered = Remembered.Of(letter, recalled, now);
        if (remembered.All.Count == 0) return remembered;
        var texts = (await tx.Query<Kept>("SELECT letter_id, number, text FROM revision_texts WHERE letter_id IN @ids", new { ids = remembered.All.Select(one => one.LetterId).Distinct().ToList() }))
            .ToDictionary(one => (one.LetterId, one.Number), one => one.Text);
        return remembered.With(one => texts.TryGetValue((one.LetterId, one.Number), out var text) ? one.In(text) : one);
    }

    sealed record Kept
    {
        public Guid LetterId { get; init; }
        public int Number { get; init; }
        public string Text { get; init; } = "";
    }
}

using LetterExchange.Data;
using LetterExchange.Text;

namespace LetterExchange.Features.Letters;

/// <summary>A sentence of a mentee's letter that the mentor wants to remember.</summary>
public sealed record MemoryCard
{
    public Guid LetterId { get; init; }
    public int Number { get; init; }

    /// <summary>In UTF-16 code units of the revision's text.</summary>
    public int Start { get; init; }

    public int Length { get; init; }
    public DateTimeOffset DeliveredAt { get; init; }

    /// <summary>The sentence, without marks of emphasis.</summary>
    public string Words { get; init; } = "";

    /// <summary>By which a form names it.</summary>
    public string Key => $"{LetterId}:{Start}";
}

/// <summary>What a mentor wants to remember of a mentee: sentences of letters that have reached the mentor, kept as places and not as words, for this mentor alone.
/// Where a letter's text is erased its cards are gone.</summary>
public sealed class MemoryCards(Database db, TimeProvider clock)
{
    /// <summary>The most that are shown of a pair; the oldest letters' fall behind.</summary>
    public const int Most = 30;

    /// <summary>Keeps a sentence of a letter. False when it has not reached this mentor, or has no such sentence.</summary>
    /// <param name="start">Where the sentence begins, by <see cref="SentenceRanges"/>.</param>
    public Task<bool> Keep(Guid mentor, Guid letterId, int start) => db.Transact(async tx =>
    {
        if (await tx.Find<Source>("""
            SELECT v.revision AS number, t.text
              FROM letters l JOIN pairs p ON p.id = l.pair_id JOIN deliveries v ON v.letter_id = l.id JOIN revision_texts t ON t.letter_id = l.id AND t.number = v.revision
             WHERE l.id = @letterId AND l.reader_id = @mentor AND p.mentor_id = @mentor AND l.state IN ('Delivered', 'Read')
            """, new { letterId, mentor }) is not { } letter) return false;
        var sentences = SentenceRanges.Of(letter.Text);
        if (!sentences.Any(one => one.Start.Value == start)) return false;
        var sentence = sentences.First(one => one.Start.Value == start);
        await tx.Execute("""
            INSERT INTO memory_cards (mentor_id, letter_id, number, start, length, kept_at) VALUES (@mentor, @letterId, @Number, @start, @length, @now) ON CONFLICT DO NOTHING
            """, new { mentor, letterId, letter.Number, start, length = sentence.End.Value - start, now = clock.Now() });
        return true;
    });

    /// <summary>Takes a card away.</summary>
    public Task Forget(Guid mentor, Guid letterId, int start) =>
        db.Execute("DELETE FROM memory_cards WHERE mentor_id = @mentor AND letter_id = @letterId AND start = @start", new { mentor, letterId, start });

    /// <summary>A mentor's cards of one pair, the newest letter's first, each letter's in its order.</summary>
    public Task<IReadOnlyList<MemoryCard>> Of(Guid mentor, Guid pairId) => db.Read(tx => Of(tx, mentor, pairId));

    internal async Task<IReadOnlyList<MemoryCard>> Of(Tx tx, Guid mentor, Guid pairId)
    {
        var cards = await tx.Query<Found>($"""
            SELECT c.letter_id, c.number, c.start, c.length, l.delivered_at, t.text
              FROM memory_cards c JOIN letters l ON l.id = c.letter_id JOIN revision_texts t ON t.letter_id = c.letter_id AND t.number = c.number
             WHERE c.mentor_id = @mentor AND l.pair_id = @pairId AND l.reader_id = @mentor
             ORDER BY l.delivered_at DESC, c.letter_id, c.start LIMIT {Most}
            """, new { mentor, pairId });
        return cards.ConvertAll(card => new MemoryCard
        {
            LetterId = card.LetterId, Number = card.Number, Start = card.Start, Length = card.Length, DeliveredAt = card.DeliveredAt, Words = Words(card.Text, card.Start..(card.Start + card.Length)),
        });
    }

    /// <summary>The sentences of a letter's body that can be kept: where each begins, and its words.</summary>
    public static IEnumerable<(int Start, string Words)> Choices(string text, string writer)
    {
        var body = LetterParts.Of(text, writer).Body.GetOffsetAndLength(text.Length);
        return from sentence in SentenceRanges.Of(text)
               where sentence.Start.Value >= body.Offset && sentence.End.Value <= body.Offset + body.Length
               let words = Words(text, sentence)
               where words.Length > 0
               select (sentence.Start.Value, words);
    }

    static string Words(string text, Range range) => Markdown.PlainText(text[range]).Replace('\n', ' ').Trim();

    sealed record Source
    {
        public int Number { get; init; }
        public string Text { get; init; } = "";
    }

    sealed record Found
    {
        public Guid LetterId { get; init; }
        public int Number { get; init; }
        public int Start { get; init; }
        public int Length { get; init; }
        public DateTimeOffset DeliveredAt { get; init; }
        public string Text { get; init; } = "";
    }
}

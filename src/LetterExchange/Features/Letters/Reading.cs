using LetterExchange.Data;

namespace LetterExchange.Features.Letters;

/// <summary>One letter as one of the pair may see it: a delivered one as it was delivered, an own one as it stands.</summary>
public sealed record SeenLetter : Letter
{
    public string WriterName { get; init; } = "";
    public string ReaderName { get; init; } = "";
    public string? StoryId { get; init; }
    public int? Round { get; init; }

    /// <summary>The delivered revision's text, or the newest text of an own letter; none when it has been erased.</summary>
    public string? Text { get; init; }

    /// <summary>The reviewer's words on a returned letter.</summary>
    public string? Reason { get; init; }

    public bool IsDelivered => State is LetterState.Delivered or LetterState.Read;
}

/// <summary>What a mentee or mentor reads: their own pair's delivered letters and their own, whatever their state.</summary>
public sealed class Reading(Database db, LetterStore letters, TimeProvider clock)
{
    const string Select = $"""
        SELECT {LetterStore.Columns}, writer.given_name AS writer_name, reader.given_name AS reader_name, a.story_id, o.ordinal AS round,
               COALESCE(f.text, t.text) AS text,
               (SELECT c.reason FROM decisions c WHERE c.letter_id = l.id AND c.number = l.revision AND c.kind = 'Return' ORDER BY c.ordinal DESC LIMIT 1) AS reason
          FROM letters l
               JOIN people writer ON writer.id = l.writer_id JOIN people reader ON reader.id = l.reader_id
               LEFT JOIN turns u ON u.id = l.turn_id
               LEFT JOIN assignments a ON a.id = u.assignment_id
               LEFT JOIN rounds o ON o.id = a.round_id
               LEFT JOIN deliveries v ON v.letter_id = l.id
               LEFT JOIN drafts f ON f.letter_id = l.id AND l.state IN ('Draft', 'Returned')
               LEFT JOIN revision_texts t ON t.letter_id = l.id AND t.number = COALESCE(v.revision, l.revision)
        """;

    /// <summary>The letter, if this person may see it: the reader only what has been delivered.</summary>
    public Task<SeenLetter?> Letter(Guid id, Guid person) => db.Find<SeenLetter>($"""
        {Select}
         WHERE l.id = @id AND l.state <> 'Discarded' AND (l.writer_id = @person OR (l.reader_id = @person AND v.letter_id IS NOT NULL))
        """, new { id, person });

    /// <summary>The pair's conversation as this person may see it, oldest first.</summary>
    public Task<List<SeenLetter>> Conversation(Guid pairId, Guid person) => db.Query<SeenLetter>($"""
        {Select}
         WHERE l.pair_id = @pairId AND l.state <> 'Discarded' AND (l.writer_id = @person OR (l.reader_id = @person AND v.letter_id IS NOT NULL))
         ORDER BY COALESCE(l.delivered_at, l.submitted_at, l.created_at), l.id
        """, new { pairId, person });

    /// <summary>Marks a delivered letter as read, when its reader opens it for the first time.</summary>
    public Task Open(Guid id, Guid reader) => db.Transact(async tx =>
    {
        if (await letters.Take(tx, id) is not { } letter || letter.ReaderId != reader || !letter.Can(LetterAction.Open)) return;
        await letters.Move(tx, letter, LetterAction.Open, reader, new LetterChanges { ReadAt = clock.Now() });
    });
}

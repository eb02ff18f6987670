using LetterExchange.Data;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Letters;

/// <summary>One letter as one of the pair may see it: a delivered one as it was delivered, an own one as it stands.</summary>
public sealed record SeenLetter : Letter
{
    public string WriterName { get; init; } = "";
    public string ReaderName { get; init; } = "";
    public Guid? AssignmentId { get; init; }
    public string? StoryId { get; init; }
    public int? Round { get; init; }
    public string? RoundTitle { get; init; }
    public DateTimeOffset? RoundOpenedAt { get; init; }

    /// <summary>Its place among the pair's letters, from 1; one that never went is not counted.</summary>
    public int Number { get; init; }

    /// <summary>The delivered revision's text, or the newest text of an own letter; none when it has been erased.</summary>
    public string? Text { get; init; }

    /// <summary>How many pictures it has, as it is shown.</summary>
    public int PictureCount { get; init; }

    /// <summary>Those of the delivered revision, or of an own letter as it stands.</summary>
    public IReadOnlyList<LetterPicture> Pictures { get; init; } = [];

    /// <summary>The reviewer's words on a returned letter; none when its writer took it back.</summary>
    public string? Reason { get; init; }

    public bool IsDelivered => State is LetterState.Delivered or LetterState.Read;
}

/// <summary>A page of a pair's conversation.</summary>
public sealed record Conversation
{
    /// <summary>The oldest first; what has not been delivered yet stands at the end.</summary>
    public IReadOnlyList<SeenLetter> Letters { get; init; } = [];

    /// <summary>Before which the next page of older letters ends; none on the oldest.</summary>
    public Guid? Earlier { get; init; }

    /// <summary>How many letters have been delivered in all.</summary>
    public int Delivered { get; init; }

    /// <summary>When the first one was.</summary>
    public DateTimeOffset? Since { get; init; }
}

/// <summary>A pair that one belongs or belonged to.</summary>
public sealed record OwnPair
{
    public Guid Id { get; init; }
    public PairState State { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public Guid PartnerId { get; init; }
    public string PartnerName { get; init; } = "";

    /// <summary>Delivered letters that one has not opened.</summary>
    public int Unread { get; init; }
}

/// <summary>What the pair has before it: the turn that is open, whose it is, and when the next round opens.</summary>
public sealed record Ahead
{
    public Guid? TurnId { get; init; }
    public Guid? WriterId { get; init; }
    public DateTimeOffset DueAt { get; init; }
    public DateTimeOffset CutOffAt { get; init; }

    /// <summary>The turn's letter, where one has been begun.</summary>
    public LetterState? Letter { get; init; }

    public DateTimeOffset? NextOpensAt { get; init; }

    /// <summary>Whether this person owes a letter that can still be written.</summary>
    public bool IsToWrite(Guid person) => WriterId == person && Letter is null or LetterState.Draft or LetterState.Returned;
}

/// <summary>What a mentee or mentor reads: their own pair's delivered letters and their own, whatever their state.</summary>
public sealed class Reading(Database db, LetterStore letters, TimeProvider clock)
{
    /// <summary>How many letters stand on a page of a conversation.</summary>
    public const int PageSize = 12;

    const string Seen = "l.state <> 'Discarded' AND (l.writer_id = @person OR (l.reader_id = @person AND l.state IN ('Delivered', 'Read')) OR (l.bridge = 1 AND l.state IN ('Delivered', 'Read') AND EXISTS (SELECT 1 FROM pairs p WHERE p.id = l.pair_id AND p.mentor_id = @person)))";

    const string Columns = $"""
        {LetterStore.Columns}, writer.given_name AS writer_name, reader.given_name AS reader_name,
        a.id AS assignment_id, a.story_id, o.ordinal AS round, o.title AS round_title, a.opened_at AS round_opened_at, COALESCE(f.text, t.text) AS text,
        CASE WHEN l.state IN ('Draft', 'Returned') THEN (SELECT COUNT(*) FROM draft_pictures d WHERE d.letter_id = l.id)
             ELSE (SELECT COUNT(*) FROM attachments i WHERE i.letter_id = l.id AND i.number = l.revision) END AS picture_count,
        (SELECT c.reason FROM decisions c WHERE c.letter_id = l.id AND c.number = l.revision AND c.kind = 'Return' ORDER BY c.ordinal DESC LIMIT 1) AS reason
        """;

    const string Joins = """
        JOIN people writer ON writer.id = l.writer_id JOIN people reader ON reader.id = l.reader_id
        LEFT JOIN turns u ON u.id = l.turn_id
        LEFT JOIN assignments a ON a.id = u.assignment_id
        LEFT JOIN rounds o ON o.id = a.round_id
        LEFT JOIN deliveries v ON v.letter_id = l.id
        LEFT JOIN drafts f ON f.letter_id = l.id
        LEFT JOIN revision_texts t ON t.letter_id = l.id AND t.number = COALESCE(v.revision, l.revision)
        """;

    // Letters on their way stand behind all others, in the order in which they were begun; a withheld or stopped one stands where it was sent and bears no number.
    const string Places = $"""
        WITH places AS (
            SELECT l.id, CASE WHEN l.state IN ('Draft', 'Screening', 'InReview', 'Returned', 'Approved') THEN 9000000000000000
                              ELSE COALESCE(l.delivered_at, l.submitted_at, l.created_at) END AS place,
                   CASE WHEN l.state IN ('Withheld', 'Stopped') THEN 0 ELSE 1 END AS counted
              FROM letters l
             WHERE l.pair_id = @pairId AND {Seen}),
        seen AS (SELECT id, place, SUM(counted) OVER (ORDER BY place, id) AS number FROM places)
        """;

    /// <summary>The letter, if this person may see it: the reader only what has been delivered.</summary>
    public Task<SeenLetter?> Letter(Guid id, Guid person) => db.Read(async tx =>
        await tx.Find<SeenLetter>($"SELECT {Columns} FROM letters l {Joins} WHERE l.id = @id AND {Seen}", new { id, person }) is { } letter ? (await WithPictures(tx, [letter]))[0] : null);

    /// <summary>The newest letters of the pair as this person may see them, or those before one of them.</summary>
    public Task<Conversation> Conversation(Guid pairId, Guid person, Guid? before = null) => db.Read(async tx =>
    {
        // The texts of a page only are read, whatever the length of the conversation.
        var page = await tx.Query<SeenLetter>($"""
            {Places},
            page AS (
                SELECT s.id, s.place, s.number FROM seen s
                 {(before is null ? "" : "WHERE (s.place, s.id) < (SELECT b.place, b.id FROM seen b WHERE b.id = @before)")}
                 ORDER BY s.place DESC, s.id DESC LIMIT {PageSize + 1})
            SELECT {Columns}, page.number FROM page JOIN letters l ON l.id = page.id {Joins} ORDER BY page.place, page.id
            """, new { pairId, person, before });
        var more = page.Count > PageSize;
        if (more) page.RemoveAt(0);
        page = await WithPictures(tx, page);
        return await tx.Get<Conversation>("""
            SELECT COUNT(*) AS delivered, MIN(delivered_at) AS since FROM letters WHERE pair_id = @pairId AND state IN ('Delivered', 'Read')
            """, new { pairId }) with { Letters = page, Earlier = more ? page[0].Id : null };
    });

    /// <summary>No question is asked where there are none.</summary>
    static async Task<List<SeenLetter>> WithPictures(Tx tx, List<SeenLetter> letters)
    {
        var pictures = (await Pictures.Of(tx, [.. letters.Where(letter => letter.PictureCount > 0).Select(letter => letter.Id)])).ToLookup(picture => (picture.LetterId, picture.Number));
        return letters.ConvertAll(letter => letter.PictureCount == 0 ? letter : letter with { Pictures = [.. pictures[(letter.Id, letter.IsOpenToItsWriter ? 0 : letter.Revision)]] });
    }

    /// <summary>The pairs of the program that this person belongs or belonged to, those that go on first.</summary>
    public Task<List<OwnPair>> Pairs(Guid programId, Guid person) => db.Query<OwnPair>("""
        SELECT p.id, p.state, p.closed_at, h.id AS partner_id, h.given_name AS partner_name,
               (SELECT COUNT(*) FROM letters l WHERE l.pair_id = p.id AND l.reader_id = @person AND l.state = 'Delivered') AS unread
          FROM pairs p JOIN people h ON h.id = CASE WHEN p.mentor_id = @person THEN p.mentee_id ELSE p.mentor_id END
         WHERE p.program_id = @programId AND (p.mentor_id = @person OR p.mentee_id = @person)
         ORDER BY CASE WHEN p.state = 'Closed' THEN 2 WHEN p.resting = 1 THEN 1 ELSE 0 END, h.given_name, p.created_at DESC, p.id
        """, new { programId, person });

    public Task<Ahead> Ahead(Guid pairId) => db.Get<Ahead>("""
        SELECT t.id AS turn_id, t.writer_id, t.due_at, t.cut_off_at, l.state AS letter, n.opens_at AS next_opens_at
          FROM (SELECT MIN(opens_at) AS opens_at FROM assignments WHERE pair_id = @pairId AND state = 'Scheduled') n
               LEFT JOIN turns t ON t.pair_id = @pairId AND t.state = 'Open'
               LEFT JOIN letters l ON l.turn_id = t.id AND l.state NOT IN ('Withheld', 'Stopped', 'Discarded')
        """, new { pairId });

    /// <summary>Marks a delivered letter as read, when its reader opens it for the first time.</summary>
    public Task Open(Guid id, Guid reader) => db.Transact(async tx =>
    {
        if (await letters.Take(tx, id) is not { } letter || letter.ReaderId != reader || !letter.Can(LetterAction.Open)) return;
        await letters.Move(tx, letter, LetterAction.Open, reader, new LetterChanges { ReadAt = clock.Now() });
    });
}

using LetterExchange.Data;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Letters;

/// <summary>All that lies before somebody who writes a letter.</summary>
public sealed record Paper
{
    public required Guid WriterId { get; init; }
    public required Pair Pair { get; init; }

    /// <summary>None for a free letter.</summary>
    public Turn? Turn { get; init; }

    /// <summary>The turn's assignment.</summary>
    public Assignment? Assignment { get; init; }

    /// <summary>The letter on this sheet; none before it has been begun.</summary>
    public Letter? Letter { get; init; }

    public KeptDraft? Draft { get; init; }

    /// <summary>Those that lie with the draft.</summary>
    public IReadOnlyList<LetterPicture> Pictures { get; init; } = [];

    /// <summary>The reviewer's words, where the letter came back.</summary>
    public string? Reason { get; init; }

    /// <summary>What the reviewer marked in it, where the letter came back.</summary>
    public IReadOnlyList<ReturnedPassage> Marked { get; init; } = [];

    /// <summary>The partner's newest letter that has reached this writer.</summary>
    public AnsweredLetter? Answered { get; init; }

    /// <summary>The questions of the partner's last letters that this writer has not ticked off, the newest letter's first.</summary>
    public IReadOnlyList<AskedQuestion> Asked { get; init; } = [];

    /// <summary>What a mentor wants to remember of this mentee's letters, the newest letter's first; nothing for a mentee.</summary>
    public IReadOnlyList<MemoryCard> Cards { get; init; } = [];

    /// <summary>How old the mentee is who reads this, in years: by the roster; nothing where that does not say, and for a mentee's own letter.</summary>
    public int? ReaderAge(DateOnly today) => Side == Side.Mentor && Pair.MenteeBorn is { } born ? today.Year - born.Year - (today < born.AddYears(today.Year - born.Year) ? 1 : 0) : null;

    /// <summary>Another letter of this turn, which was withheld.</summary>
    public Guid? Withheld { get; init; }

    public Side Side => Pair.SideOf(WriterId);

    public string Writer => Pair.NameOf(WriterId);

    public string Reader => Pair.NameOf(Pair.PartnerOf(WriterId));

    public bool IsPaused(DateTimeOffset now) => Pair.State != PairState.Closed && !Pair.IsLive(now);

    /// <summary>Whether it can only go as a late letter any more.</summary>
    public bool IsLate(DateTimeOffset now) =>
        Turn is { State: TurnState.Lapsed or TurnState.Excused } || Turn is { State: TurnState.Open } turn && now >= turn.CutOffAt;

    /// <summary>Whether its turn is still to come: nothing has been begun, and nothing can be.</summary>
    public bool IsToCome => Letter is null && Turn is { State: TurnState.Waiting };

    /// <summary>Whether the letter has gone its way, so that nothing can be written on this sheet.</summary>
    public bool IsGone => Letter is { IsOpenToItsWriter: false };
}

/// <summary>The partner's letter that lies beside the sheet.</summary>
public sealed record AnsweredLetter
{
    public Guid Id { get; init; }

    /// <summary>None when it has been erased.</summary>
    public string? Text { get; init; }

    public LetterState State { get; init; }
    public int Revision { get; init; }
    public DateTimeOffset DeliveredAt { get; init; }

    /// <summary>How many pictures it has.</summary>
    public int PictureCount { get; init; }

    public IReadOnlyList<LetterPicture> Pictures { get; init; } = [];

    /// <summary>The numbers of its questions that were ticked off, parted by blanks.</summary>
    public string? Settled { get; init; }
}

/// <summary>A question of a letter that has arrived.</summary>
/// <param name="Number">In the letter's order, from 1: by it the question is ticked off.</param>
public sealed record AskedQuestion(Guid LetterId, int Number, string Text);

/// <summary>Lays out what a writer needs. Whether this person may write is the gate's matter.</summary>
public sealed class Papers(Database db, MemoryCards cards, TimeProvider clock)
{
    /// <summary>The sheet of a turn.</summary>
    public Task<Paper?> OfTurn(Guid turnId) => Lay("turns t JOIN pairs p ON p.id = t.pair_id LEFT JOIN letters l ON l.turn_id = t.id AND l.state NOT IN ('Withheld', 'Stopped', 'Discarded')", "t.id = @id", turnId);

    /// <summary>The sheet of a letter that has been begun.</summary>
    public Task<Paper?> OfLetter(Guid letterId) => Lay("letters l JOIN pairs p ON p.id = l.pair_id LEFT JOIN turns t ON t.id = l.turn_id", "l.id = @id", letterId);

    /// <summary>A sheet for a free letter: the one that this writer has begun already and not sent, or an empty one.</summary>
    public Task<Paper?> Free(Guid pairId, Guid writer) => Lay("""
        pairs p
        LEFT JOIN letters l ON l.id = (SELECT x.id FROM letters x WHERE x.pair_id = p.id AND x.writer_id = @writer AND x.turn_id IS NULL AND x.state = 'Draft' ORDER BY x.id DESC LIMIT 1)
        LEFT JOIN turns t ON t.id = l.turn_id
        """, "p.id = @id", pairId, writer);

    /// <summary>One statement for the sheet, one for what has arrived, and one each for cards, marks and pictures where there may be some.</summary>
    Task<Paper?> Lay(string from, string where, Guid id, Guid? freely = null) => db.Read(async tx =>
        await Sheet(tx, from, where, id, freely) is { } paper ? await LayPictures(tx, await LayBeside(tx, paper)) : null);

    static Task<Paper?> Sheet(Tx tx, string from, string where, Guid id, Guid? freely) => tx.Find($"""
        SELECT {ProgramStore.PairColumns}, {TurnStore.Columns}, {TurnStore.AssignmentColumns}, {LetterStore.Columns}, {Writing.DraftColumns}, p.id AS more_of,
               (SELECT d.reason FROM decisions d WHERE d.letter_id = l.id AND d.number = l.revision AND d.kind = 'Return' AND l.state = 'Returned' ORDER BY d.ordinal DESC LIMIT 1) AS reason,
               (SELECT h.id FROM letters h WHERE l.id IS NULL AND h.turn_id = t.id AND h.state = 'Withheld' ORDER BY h.id DESC LIMIT 1) AS withheld
          FROM {from}
               JOIN people mentor ON mentor.id = p.mentor_id JOIN people mentee ON mentee.id = p.mentee_id
               LEFT JOIN people w ON w.id = t.writer_id LEFT JOIN people r ON r.id = t.reader_id
               LEFT JOIN assignments a ON a.id = t.assignment_id LEFT JOIN rounds o ON o.id = a.round_id
               LEFT JOIN drafts f ON f.letter_id = l.id
         WHERE {where}
        """, [typeof(Pair), typeof(Turn), typeof(Assignment), typeof(Letter), typeof(KeptDraft), typeof(More)], things =>
    {
        var (turn, letter, more) = ((Turn?)things[1], (Letter?)things[3], (More)things[5]!);
        return new Paper
        {
            WriterId = freely ?? letter?.WriterId ?? turn!.WriterId, Pair = (Pair)things[0]!, Turn = turn, Assignment = (Assignment?)things[2],
            Letter = letter, Draft = (KeptDraft?)things[4], Reason = more.Reason, Withheld = more.Withheld,
        };
    }, "id,id,id,letter_id,more_of", new { id, writer = freely });

    sealed record More
    {
        public string? Reason { get; init; }
        public Guid? Withheld { get; init; }
    }

    async Task<Paper> LayBeside(Tx tx, Paper paper)
    {
        var arrived = await Arrived(tx, paper.Pair.Id, paper.WriterId);
        return paper with
        {
            Answered = arrived.FirstOrDefault(),
            Asked = [.. arrived.SelectMany(Open).DistinctBy(question => question.Text).Take(Questions.Most)],
            Cards = paper.Side == Side.Mentor && arrived.Count > 0 ? await cards.Of(tx, paper.WriterId, paper.Pair.Id) : [],
            Marked = paper is { Letter: { } letter, Reason: not null } ? await ReturnedPassage.Of(tx, letter) : [],
        };
    }

    static IEnumerable<AskedQuestion> Open(AnsweredLetter letter)
    {
        var settled = (letter.Settled ?? "").Split(' ');
        return Questions.Of(letter.Text ?? "").Select((question, i) => new AskedQuestion(letter.Id, i + 1, question)).Where(question => !settled.Contains($"{question.Number}"));
    }

    /// <summary>Ticks a question off, for this reader of the letter.</summary>
    public Task Settle(Guid person, Guid letterId, int question) => db.Execute("""
        INSERT INTO settled_questions (letter_id, person_id, question, settled_at)
        SELECT l.id, @person, @question, @now FROM letters l WHERE l.id = @letterId AND l.reader_id = @person AND l.state IN ('Delivered', 'Read') AND @question > 0
            ON CONFLICT (letter_id, person_id, question) DO NOTHING
        """, new { person, letterId, question, now = clock.Now() });

    /// <summary>No question is asked where there are none.</summary>
    static async Task<Paper> LayPictures(Tx tx, Paper paper)
    {
        var with = new List<Guid>();
        if (paper.Draft is { Pictures: > 0 } draft) with.Add(draft.LetterId);
        if (paper.Answered is { PictureCount: > 0 } theirs) with.Add(theirs.Id);
        if (with.Count == 0) return paper;
        var pictures = await Letters.Pictures.Of(tx, with);
        return paper with
        {
            Pictures = pictures.FindAll(picture => picture.LetterId == paper.Letter?.Id && picture.Number == 0),
            Answered = paper.Answered is { } answered ? answered with { Pictures = pictures.FindAll(picture => picture.LetterId == answered.Id && picture.Number == answered.Revision) } : null,
        };
    }

    /// <summary>The partner's last letters that have reached this writer, the newest first.</summary>
    static Task<List<AnsweredLetter>> Arrived(Tx tx, Guid pairId, Guid writer) => tx.Query<AnsweredLetter>("""
        SELECT l.id, t.text, l.state, l.revision, l.delivered_at, (SELECT COUNT(*) FROM attachments i WHERE i.letter_id = l.id AND i.number = l.revision) AS picture_count,
               (SELECT string_agg(CAST(q.question AS TEXT), ' ') FROM settled_questions q WHERE q.letter_id = l.id AND q.person_id = @writer) AS settled
          FROM letters l
               JOIN deliveries v ON v.letter_id = l.id
               LEFT JOIN revision_texts t ON t.letter_id = l.id AND t.number = v.revision
         WHERE l.pair_id = @pairId AND l.reader_id = @writer AND l.bridge = 0 AND l.state IN ('Delivered', 'Read')
         ORDER BY l.delivered_at DESC, l.id DESC LIMIT 2
        """, new { pairId, writer });
}

using LetterExchange.Data;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Letters;

/// <summary>All that lies before somebody who writes a letter.</summary>
public sealed record Paper
{
    public required Guid WriterId { get; init; }
    public required Pair Pair { get; init; }
    public required MentoringProgram Program { get; init; }

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

    /// <summary>The partner's newest letter that has reached this writer.</summary>
    public AnsweredLetter? Answered { get; init; }

    /// <summary>The questions of the partner's last letters that this writer has not ticked off, the newest letter's first.</summary>
    public IReadOnlyList<AskedQuestion> Asked { get; init; } = [];

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

    /// <summary>The fingerprints of its questions that were ticked off, parted by blanks.</summary>
    public string? Settled { get; init; }
}

/// <summary>A question of a letter that has arrived.</summary>
public sealed record AskedQuestion(Guid LetterId, string Text)
{
    /// <summary>By which it is ticked off.</summary>
    public string Print { get; } = Shared.Press.Hash(Text).ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Lays out what a writer needs. Whether this person may write is the gate's matter.</summary>
public sealed class Papers(Database db, LetterStore letters, TurnStore turns, ProgramStore programs, TimeProvider clock)
{
    /// <summary>The sheet of a turn.</summary>
    public Task<Paper?> OfTurn(Guid turnId) => db.Read(async tx =>
        await turns.Find(tx, turnId) is { } turn ? await Lay(tx, turn.PairId, turn.WriterId, turn, await letters.OfTurn(tx, turnId)) : null);

    /// <summary>The sheet of a letter that has been begun.</summary>
    public Task<Paper?> OfLetter(Guid letterId) => db.Read(async tx =>
        await letters.Find(tx, letterId) is { } letter
            ? await Lay(tx, letter.PairId, letter.WriterId, letter.TurnId is { } turn ? await turns.Find(tx, turn) : null, letter) : null);

    /// <summary>A sheet for a free letter: the one that this writer has begun already and not sent, or an empty one.</summary>
    public Task<Paper?> Free(Guid pairId, Guid writer) => db.Read(async tx =>
        await Lay(tx, pairId, writer, null, await tx.Find<Letter>($"""
            SELECT {LetterStore.Columns} FROM letters l
             WHERE l.pair_id = @pairId AND l.writer_id = @writer AND l.turn_id IS NULL AND l.state = 'Draft'
             ORDER BY l.id DESC LIMIT 1
            """, new { pairId, writer })));

    async Task<Paper?> Lay(Tx tx, Guid pairId, Guid writer, Turn? turn, Letter? letter) =>
        await LayWords(tx, pairId, writer, turn, letter) is { } paper ? await LayPictures(tx, paper) : null;

    async Task<Paper?> LayWords(Tx tx, Guid pairId, Guid writer, Turn? turn, Letter? letter)
    {
        if (await programs.Pair(tx, pairId) is not { } pair) return null;
        var arrived = await Arrived(tx, pairId, writer);
        return new()
        {
            WriterId = writer, Pair = pair, Program = (await programs.Find(tx, pair.ProgramId))!,
            Turn = turn, Assignment = turn is null ? null : await turns.Assignment(tx, turn.AssignmentId),
            Letter = letter, Draft = letter is null ? null : await Writing.Draft(tx, letter.Id), Reason = letter is { State: LetterState.Returned } ? await Reason(tx, letter) : null,
            Answered = arrived.FirstOrDefault(), Asked = [.. arrived.SelectMany(Open).DistinctBy(question => question.Text).Take(Questions.Most)],
            Withheld = letter is null && turn is not null ? await Withheld(tx, turn.Id) : null,
        };
    }

    static IEnumerable<AskedQuestion> Open(AnsweredLetter letter) =>
        Questions.Of(letter.Text ?? "").Select(question => new AskedQuestion(letter.Id, question)).Where(question => !(letter.Settled ?? "").Contains(question.Print, StringComparison.Ordinal));

    /// <summary>Ticks a question off, for this reader of the letter.</summary>
    public Task Settle(Guid person, Guid letterId, string print) => db.Execute("""
        INSERT INTO settled_questions (letter_id, person_id, print, settled_at)
        SELECT l.id, @person, @print, @now FROM letters l WHERE l.id = @letterId AND l.reader_id = @person AND l.state IN ('Delivered', 'Read')
            ON CONFLICT (letter_id, person_id, print) DO NOTHING
        """, new { person, letterId, print, now = clock.Now() });

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

    static Task<string?> Reason(Tx tx, Letter letter) => tx.Find<string>("""
        SELECT reason FROM decisions WHERE letter_id = @id AND number = @revision AND kind = 'Return' ORDER BY ordinal DESC LIMIT 1
        """, new { id = letter.Id, revision = letter.Revision });

    /// <summary>The partner's last letters that have reached this writer, the newest first.</summary>
    static Task<List<AnsweredLetter>> Arrived(Tx tx, Guid pairId, Guid writer) => tx.Query<AnsweredLetter>("""
        SELECT l.id, t.text, l.state, l.revision, l.delivered_at, (SELECT COUNT(*) FROM attachments i WHERE i.letter_id = l.id AND i.number = l.revision) AS picture_count,
               (SELECT string_agg(q.print, ' ') FROM settled_questions q WHERE q.letter_id = l.id AND q.person_id = @writer) AS settled
          FROM letters l
               JOIN deliveries v ON v.letter_id = l.id
               LEFT JOIN revision_texts t ON t.letter_id = l.id AND t.number = v.revision
         WHERE l.pair_id = @pairId AND l.reader_id = @writer AND l.state IN ('Delivered', 'Read')
         ORDER BY l.delivered_at DESC, l.id DESC LIMIT 2
        """, new { pairId, writer });

    static Task<Guid?> Withheld(Tx tx, Guid turnId) =>
        tx.Find<Guid?>("SELECT id FROM letters WHERE turn_id = @turnId AND state = 'Withheld' ORDER BY id DESC LIMIT 1", new { turnId });
}

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

    /// <summary>The reviewer's words, where the letter came back.</summary>
    public string? Reason { get; init; }

    /// <summary>The partner's newest letter that has reached this writer.</summary>
    public AnsweredLetter? Answered { get; init; }

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
    public DateTimeOffset DeliveredAt { get; init; }
}

/// <summary>Lays out what a writer needs. Whether this person may write is the gate's matter.</summary>
public sealed class Papers(Database db, LetterStore letters, TurnStore turns, ProgramStore programs)
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

    async Task<Paper?> Lay(Tx tx, Guid pairId, Guid writer, Turn? turn, Letter? letter) => await programs.Pair(tx, pairId) is not { } pair ? null : new()
    {
        WriterId = writer, Pair = pair, Program = (await programs.Find(tx, pair.ProgramId))!,
        Turn = turn, Assignment = turn is null ? null : await turns.Assignment(tx, turn.AssignmentId),
        Letter = letter, Draft = letter is null ? null : await Writing.Draft(tx, letter.Id), Reason = letter is { State: LetterState.Returned } ? await Reason(tx, letter) : null,
        Answered = await Answered(tx, pairId, writer), Withheld = letter is null && turn is not null ? await Withheld(tx, turn.Id) : null,
    };

    static Task<string?> Reason(Tx tx, Letter letter) => tx.Find<string>("""
        SELECT reason FROM decisions WHERE letter_id = @id AND number = @revision AND kind = 'Return' ORDER BY ordinal DESC LIMIT 1
        """, new { id = letter.Id, revision = letter.Revision });

    static Task<AnsweredLetter?> Answered(Tx tx, Guid pairId, Guid writer) => tx.Find<AnsweredLetter>("""
        SELECT l.id, t.text, l.state, l.delivered_at
          FROM letters l
               JOIN deliveries v ON v.letter_id = l.id
               LEFT JOIN revision_texts t ON t.letter_id = l.id AND t.number = v.revision
         WHERE l.pair_id = @pairId AND l.reader_id = @writer AND l.state IN ('Delivered', 'Read')
         ORDER BY l.delivered_at DESC, l.id DESC LIMIT 1
        """, new { pairId, writer });

    static Task<Guid?> Withheld(Tx tx, Guid turnId) =>
        tx.Find<Guid?>("SELECT id FROM letters WHERE turn_id = @turnId AND state = 'Withheld' ORDER BY id DESC LIMIT 1", new { turnId });
}

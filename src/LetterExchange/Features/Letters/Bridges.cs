using LetterExchange.Data;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Letters;

/// <summary>All that lies before a coordinator who writes to a mentee who would get no letter.</summary>
public sealed record BridgePaper
{
    public required Pair Pair { get; init; }

    /// <summary>The letter on this sheet; none before it has been begun.</summary>
    public Letter? Letter { get; init; }

    public KeptDraft? Draft { get; init; }

    /// <summary>The newest sent text, once there is one.</summary>
    public string? Text { get; init; }

    /// <summary>The reviewer's words, where the letter came back.</summary>
    public string? Reason { get; init; }

    /// <summary>The mentor's turn that is open and has no letter in our hands: the letter may excuse it.</summary>
    public Turn? Owed { get; init; }

    /// <summary>Another bridge letter that is being written or is on its way to this mentee, and whose.</summary>
    public string? AnotherBy { get; init; }

    public bool IsOpen => Letter is null or { IsOpenToItsWriter: true };
}

/// <summary>Bridge letters: a coordinator's to a mentee who would receive nothing. Each is a letter like any other (draft, screening, review by somebody else, a standing release,
/// delivery by the sweep) that answers no turn.</summary>
public sealed class Bridges(Database db, LetterStore letters, Turns turns, ProgramStore programs)
{
    /// <summary>The sheet of a letter that has been begun.</summary>
    public Task<BridgePaper?> OfLetter(Guid id, Guid writer) => db.Read(async tx =>
        await letters.Find(tx, id) is { IsBridge: true } letter && letter.WriterId == writer ? await Lay(tx, letter.PairId, letter, writer) : null);

    /// <summary>A sheet for this pair: the one that this writer has begun and not sent, or an empty one.</summary>
    public Task<BridgePaper?> OfPair(Guid pairId, Guid writer) => db.Read(async tx => await Lay(tx, pairId, await tx.Find<Letter>($"""
        SELECT {LetterStore.Columns} FROM letters l
         WHERE l.pair_id = @pairId AND l.bridge = 1 AND l.writer_id = @writer AND l.state IN ('Draft', 'Returned') ORDER BY l.created_at DESC, l.id DESC LIMIT 1
        """, new { pairId, writer }), writer));

    /// <summary>Whether somebody may write to this pair's mentee: a coordinator of the program, and neither of the two.</summary>
    internal static async Task<bool> MayWrite(Tx tx, Pair pair, Guid writer) => !pair.Includes(writer) && await tx.Find<int?>("""
        SELECT 1 FROM memberships m JOIN people h ON h.id = m.person_id
         WHERE m.person_id = @writer AND m.program_id = @ProgramId AND m.role = 'Coordinator' AND m.ended_at IS NULL AND h.left_at IS NULL LIMIT 1
        """, new { writer, pair.ProgramId }) is not null;

    /// <summary>Says with the letter which turn of the mentor it excuses when it is delivered; none where the turn is not the mentor's of this pair.</summary>
    internal static async Task Excuse(Tx tx, Letter letter, Guid? turn) => await tx.Execute("""
        UPDATE letters SET excuses_id = (SELECT t.id FROM turns t WHERE t.id = @turn AND t.pair_id = @PairId AND t.writer = 'Mentor') WHERE id = @Id
        """, new { letter.Id, letter.PairId, turn });

    async Task<BridgePaper?> Lay(Tx tx, Guid pairId, Letter? letter, Guid writer)
    {
        if (await programs.Pair(tx, pairId) is not { } pair) return null;
        return new BridgePaper
        {
            Pair = pair, Letter = letter,
            Draft = letter is { IsOpenToItsWriter: true } ? await Writing.Draft(tx, letter.Id) : null,
            Text = letter is { Revision: > 0 } ? await LetterStore.Text(tx, letter.Id, letter.Revision) : null,
            Reason = letter is { State: LetterState.Returned } ? await tx.Find<string>("SELECT reason FROM decisions WHERE letter_id = @Id AND number = @Revision AND kind = 'Return' ORDER BY ordinal DESC LIMIT 1", new { letter.Id, letter.Revision }) : null,
            Owed = await tx.Find<Guid?>("SELECT id FROM turns WHERE pair_id = @pairId AND state = 'Open' AND writer = 'Mentor' AND held_at IS NULL", new { pairId }) is { } turn
                ? await turns.Find(tx, turn) : null,
            AnotherBy = await tx.Find<string>("""
                SELECT h.given_name || ' ' || h.surname FROM letters l JOIN people h ON h.id = l.writer_id
                 WHERE l.pair_id = @pairId AND l.bridge = 1 AND l.id <> @id AND (l.state IN ('Screening', 'InReview', 'Returned', 'Approved') OR (l.state = 'Draft' AND l.writer_id <> @writer)) ORDER BY l.created_at DESC LIMIT 1
                """, new { pairId, id = letter?.Id ?? Guid.Empty, writer }),
        };
    }
}

using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Letters;

/// <summary>Letters and their texts: what all verbs on letters share. Every move goes through <c>Move</c>.</summary>
public sealed class LetterStore(Database db, History history, Notifier notifier)
{
    /// <summary>The longest letter, in UTF-16 code units.</summary>
    public const int MostCharacters = 20_000;

    public const string Columns = """
        l.id, l.program_id, l.pair_id, l.turn_id, l.writer_id, l.reader_id, l.state, l.route, l.not_screened, l.screen_tries, l.language, l.revision,
        l.created_at, l.submitted_at, l.review_since, l.deliver_at, l.delivered_at, l.read_at, l.version, l.bridge AS is_bridge, l.excuses_id
        """;

    public Task<Letter?> Find(Guid id) => db.One(tx => Find(tx, id));

    public Task<Letter?> Find(Tx tx, Guid id) => tx.Find<Letter>($"SELECT {Columns} FROM letters l WHERE l.id = @id", new { id });

    /// <summary>The letter, its row locked until the transaction ends.</summary>
    public Task<Letter?> Take(Tx tx, Guid id) => tx.Find<Letter>($"SELECT {Columns} FROM letters l WHERE l.id = @id {tx.ForUpdate("l")}", new { id });

    /// <summary>The live letter of a turn, if one has been begun.</summary>
    public Task<Letter?> OfTurn(Tx tx, Guid turnId) => tx.Find<Letter>($"""
        SELECT {Columns} FROM letters l
         WHERE l.turn_id = @turnId AND l.state NOT IN ('Withheld', 'Stopped', 'Discarded')
        """, new { turnId });

    /// <summary>The text of one revision; none when it has been erased.</summary>
    public static Task<string?> Text(Tx tx, Guid letterId, int number) =>
        tx.Find<string>("SELECT text FROM revision_texts WHERE letter_id = @letterId AND number = @number", new { letterId, number });

    public Task<string?> Text(Guid letterId, int number) => db.One(tx => Text(tx, letterId, number));

    /// <summary>Moves the letter and records the move. False when it has changed since it was read: somebody was first.</summary>
    /// <param name="changes">What else changes with the state.</param>
    /// <exception cref="InvalidOperationException">The move is not in the table.</exception>
    public Task<bool> Move(Tx tx, Letter letter, LetterAction action, Actor actor, LetterChanges changes, string? codes = null) => Move(tx, [letter], action, actor, changes, codes);

    /// <summary>The same for letters of one state. False when any has changed.</summary>
    internal async Task<bool> Move(Tx tx, IReadOnlyCollection<Letter> letters, LetterAction action, Actor actor, LetterChanges changes, string? codes = null)
    {
        var from = letters.First().State;
        var to = letters.First().After(action) ?? throw new InvalidOperationException($"A {from} letter cannot {action}.");
        var moved = await tx.ExecuteMany($"UPDATE letters SET {string.Join(", ", Settings(from, to, changes))}, version = version + 1 WHERE id = @Id AND version = @Version AND state = @From", letters.Select(letter => new
        {
            letter.Id, letter.Version, From = from, To = to, changes.Route, changes.NotScreened, changes.ScreenTries, changes.Language, changes.Revision, changes.SubmittedAt, changes.ScreenAt,
            changes.ReviewSince, changes.ReviewUntil, changes.ReviewBy, changes.ReviewStep, changes.DeliverAt, changes.DeliveredAt, changes.ReadAt, changes.ScreenedBy,
        }).ToList());
        if (moved < letters.Count) return false;
        foreach (var writer in letters.Select(letter => letter.WriterId)) notifier.Stir(tx, writer); // Where the letter is shows on open pages of its writer.
        await history.Record(tx, [.. letters.Select(letter => history.Line($"letter.{action.ToString().ToLowerInvariant()}", letter.Id, actor, letter.PairId, letter.ProgramId,
            codes ?? $"revision={changes.Revision ?? letter.Revision}"))]);
        return true;
    }

    /// <summary>What the move sets, and no column beside: a row is put anew into each index of a column that is named. Times that belong to a state are there in it alone.</summary>
    static IEnumerable<string> Settings(LetterState from, LetterState to, LetterChanges changes)
    {
        yield return "state = @To";
        if (changes.Route is not null) yield return "route = @Route";
        if (changes.NotScreened is not null) yield return "not_screened = @NotScreened";
        if (changes.Language is not null) yield return "language = @Language";
        if (changes.ScreenedBy is not null) yield return "screened_by = @ScreenedBy";
        if (changes.Revision is not null) yield return "revision = @Revision";
        if (changes.SubmittedAt is not null) yield return "submitted_at = @SubmittedAt";
        if (changes.DeliveredAt is not null) yield return "delivered_at = @DeliveredAt";
        if (changes.ReadAt is not null) yield return "read_at = @ReadAt";
        if (Is(LetterState.Screening)) yield return "screen_at = @ScreenAt, screen_tries = @ScreenTries";
        if (Is(LetterState.InReview)) yield return "review_since = @ReviewSince, review_until = @ReviewUntil, review_by = @ReviewBy, review_step = @ReviewStep";
        if (Is(LetterState.Approved)) yield return "deliver_at = @DeliverAt";

        bool Is(LetterState state) => from == state || to == state;
    }

    /// <summary>A look by staff at a letter, which is a line of history (DESIGN.md, rule 7).</summary>
    /// <param name="codes">At what of it, where not at its text.</param>
    public Task Look(Letter letter, Guid person, string? codes = null) =>
        Look([letter], person, codes);

    /// <summary>A look at several letters at once, a line of history each.</summary>
    public Task Look(IReadOnlyCollection<Letter> letters, Guid person, string? codes = null) =>
        db.Transact(tx => Look(tx, letters, person, codes));

    /// <summary>The same in a transaction of more.</summary>
    internal Task Look(Tx tx, IReadOnlyCollection<Letter> letters, Guid person, string? codes = null) =>
        history.Record(tx, [.. letters.Select(letter => history.Line("letter.look", letter.Id, person, letter.PairId, letter.ProgramId, codes))]);

    /// <summary>The pair of the letter, held against a pause until the transaction ends; none when nothing may happen in it now.</summary>
    internal static async Task<Pair?> HoldLive(ProgramStore programs, Tx tx, Guid pairId, DateTimeOffset now) =>
        await programs.HoldPair(tx, pairId) is { } pair && pair.IsLive(now) ? pair : null;
}

/// <summary>The columns that a move sets. Times of a state that are not given become none when it is entered or left.</summary>
public sealed record LetterChanges
{
    public Screening.Route? Route { get; init; }
    public bool? NotScreened { get; init; }
    public int ScreenTries { get; init; }
    public string? Language { get; init; }

    /// <summary>The number of the program's rules that it has been screened by.</summary>
    public int? ScreenedBy { get; init; }

    public int? Revision { get; init; }
    public DateTimeOffset? SubmittedAt { get; init; }
    public DateTimeOffset? ScreenAt { get; init; }
    public DateTimeOffset? ReviewSince { get; init; }

    /// <summary>The end of its service level.</summary>
    public DateTimeOffset? ReviewUntil { get; init; }

    /// <summary>When the queue is to be moved on for it, and how often it has been.</summary>
    public DateTimeOffset? ReviewBy { get; init; }
    public int ReviewStep { get; init; }

    public DateTimeOffset? DeliverAt { get; init; }
    public DateTimeOffset? DeliveredAt { get; init; }
    public DateTimeOffset? ReadAt { get; init; }
}

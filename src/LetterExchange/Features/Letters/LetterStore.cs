using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Letters;

/// <summary>Letters and their texts: what all verbs on letters share. Every move goes through <see cref="Move"/>.</summary>
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
    public async Task<bool> Move(Tx tx, Letter letter, LetterAction action, Actor actor, LetterChanges changes, string? codes = null)
    {
        var to = letter.After(action) ?? throw new InvalidOperationException($"A {letter.State} letter cannot {action}.");
        var moved = await tx.Execute("""
            UPDATE letters
               SET state = @to, route = @Route, not_screened = @NotScreened, screen_tries = @ScreenTries, language = @Language, revision = @Revision,
                   submitted_at = @SubmittedAt, screen_at = @ScreenAt, review_since = @ReviewSince, review_until = @ReviewUntil,
                   review_by = @ReviewBy, review_step = @ReviewStep, deliver_at = @DeliverAt, delivered_at = @DeliveredAt, read_at = @ReadAt,
                   screened_by = COALESCE(@ScreenedBy, screened_by), version = version + 1
             WHERE id = @id AND version = @version
            """, new
        {
            to, id = letter.Id, version = letter.Version,
            Route = changes.Route ?? letter.Route, NotScreened = changes.NotScreened ?? letter.NotScreened, changes.ScreenTries, Language = changes.Language ?? letter.Language,
            Revision = changes.Revision ?? letter.Revision, SubmittedAt = changes.SubmittedAt ?? letter.SubmittedAt, changes.ScreenAt,
            changes.ReviewSince, changes.ReviewUntil, changes.ReviewBy, changes.ReviewStep, changes.DeliverAt,
            DeliveredAt = changes.DeliveredAt ?? letter.DeliveredAt, changes.ReadAt, changes.ScreenedBy,
        });
        if (moved == 0) return false;
        notifier.Stir(tx, letter.WriterId); // Where the letter is shows on open pages of its writer.
        await history.Record(tx, $"letter.{action.ToString().ToLowerInvariant()}", letter.Id, actor, letter.PairId, letter.ProgramId,
            codes ?? $"revision={changes.Revision ?? letter.Revision}");
        return true;
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

/// <summary>The columns that a move sets; times that are not given become none, unless they are history.</summary>
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

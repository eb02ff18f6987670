using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Text;

namespace LetterExchange.Features.Programs;

/// <summary>What a coordinator wrote on a pair.</summary>
public enum PairNoteKind
{
    /// <summary>For the program's coordinators.</summary>
    Note,

    /// <summary>For those too who review the pair's letters.</summary>
    ForReviewers,

    /// <summary>A step taken with a mentor who has fallen silent; its words are told to the mentor.</summary>
    Reminder,
    Warning,
    Probation,
}

/// <summary>A note on a pair: who, when, and the words as long as they have not been erased.</summary>
public sealed record PairNote
{
    public Guid Id { get; init; }
    public Guid PairId { get; init; }
    public PairNoteKind Kind { get; init; }
    public DateTimeOffset At { get; init; }
    public string? ByName { get; init; }

    /// <summary>None when they have been erased.</summary>
    public string? Text { get; init; }

    /// <summary>Of a step: how many days the mentor had been silent by the fair clock.</summary>
    public int? SilentDays { get; init; }

    /// <summary>Whether it is a step taken with a silent mentor.</summary>
    public bool IsStep => Kind >= PairNoteKind.Reminder;
}

/// <summary>Notes on pairs: written by coordinators, append-only, the words beside the row so that they can be forgotten with a record of it.
/// Neither mentee nor mentor reads them, but for the step that a mentor is told.</summary>
public sealed class PairNotes(Database db, History history, TimeProvider clock)
{
    /// <summary>The longest note, in UTF-16 code units.</summary>
    public const int Longest = 4000;

    internal const string Columns = """
        n.id, n.pair_id, n.kind, n.at, n.silent_days, h.given_name || ' ' || h.surname AS by_name, t.text
        """;

    internal const string Tables = "pair_notes n JOIN people h ON h.id = n.by_id LEFT JOIN pair_note_texts t ON t.note_id = n.id";

    /// <summary>Writes a note down.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="NotYours">The pair's program is not theirs.</exception>
    public Task<Guid> Write(Guid pair, PairNoteKind kind, string text, Guid by) => db.Transact(async tx =>
    {
        var program = await tx.Get<Guid>("SELECT program_id FROM pairs WHERE id = @pair", new { pair });
        await Authority.OverProgram(tx, by, program);
        return await Write(tx, pair, program, kind, text, by, null);
    });

    /// <summary>Writes it in a transaction that knows the pair and asked already whether this person may.</summary>
    internal async Task<Guid> Write(Tx tx, Guid pair, Guid program, PairNoteKind kind, string text, Guid by, int? silentDays)
    {
        var (id, now) = (clock.New(), clock.Now());
        await tx.Execute("INSERT INTO pair_notes (id, pair_id, kind, by_id, at, silent_days) VALUES (@id, @pair, @kind, @by, @now, @silentDays)", new { id, pair, kind, by, now, silentDays });
        await tx.Execute("INSERT INTO pair_note_texts (note_id, text) VALUES (@id, @text)", new { id, text = TextNormal.Of(text).Trim() });
        await history.Record(tx, "pair.note", pair, by, pair, program, $"note={id} kind={kind}");
        return id;
    }

    /// <summary>Erases the words of a note for good; that there was one stays, and who erased it. False when that has been done.</summary>
    /// <exception cref="NotYours">The pair's program is not theirs.</exception>
    public Task<bool> Erase(Guid pair, Guid note, Guid by) => db.Transact(async tx =>
    {
        var program = await tx.Get<Guid>("SELECT program_id FROM pairs WHERE id = @pair", new { pair });
        await Authority.OverProgram(tx, by, program);
        var erased = await tx.Execute("""
            INSERT INTO pair_note_erasures (note_id, by_id, at)
            SELECT n.id, @by, @now FROM pair_notes n JOIN pair_note_texts t ON t.note_id = n.id WHERE n.id = @note AND n.pair_id = @pair
            """, new { note, pair, by, now = clock.Now() });
        if (erased == 0) return false;
        await tx.Execute("DELETE FROM pair_note_texts WHERE note_id = @note", new { note });
        await history.Record(tx, "pair.note.erase", pair, by, pair, program, $"note={note}");
        return true;
    });

    /// <summary>The newest notes of a pair that are no steps, with what the next page would begin with: for coordinators.</summary>
    public Task<List<PairNote>> Newest(Guid pair, int most) => db.Query<PairNote>($"""
        SELECT {Columns} FROM {Tables} WHERE n.pair_id = @pair AND n.kind IN ('Note', 'ForReviewers') ORDER BY n.at DESC, n.id DESC LIMIT @most
        """, new { pair, most });

    /// <summary>What a reviewer of the pair's letters may read, the newest first, at most 20: notes that say so and whose words are still there.</summary>
    public Task<List<PairNote>> ForReviewers(Guid pair) => db.Query<PairNote>($"""
        SELECT {Columns} FROM {Tables} WHERE n.pair_id = @pair AND n.kind = 'ForReviewers' AND t.text IS NOT NULL ORDER BY n.at DESC, n.id DESC LIMIT 20
        """, new { pair });

    /// <summary>The steps taken with the pair's mentor, the newest first, at most 50.</summary>
    public Task<List<PairNote>> Steps(Guid pair) => db.Read(tx => Steps(tx, pair));

    internal static Task<List<PairNote>> Steps(Tx tx, Guid pair) => tx.Query<PairNote>($"""
        SELECT {Columns} FROM {Tables} WHERE n.pair_id = @pair AND n.kind IN ('Reminder', 'Warning', 'Probation') ORDER BY n.at DESC, n.id DESC LIMIT 50
        """, new { pair });

    /// <summary>A step that this mentor has been told; nothing where there is none of theirs.</summary>
    public Task<PairNote?> ToldTo(Guid mentor, Guid note) => db.Find<PairNote>($"""
        SELECT {Columns} FROM {Tables} JOIN pairs p ON p.id = n.pair_id WHERE n.id = @note AND p.mentor_id = @mentor AND n.kind IN ('Reminder', 'Warning', 'Probation')
        """, new { mentor, note });
}

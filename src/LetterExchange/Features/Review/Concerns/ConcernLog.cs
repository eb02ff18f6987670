using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Text;

namespace LetterExchange.Features.Review;

/// <summary>The log of a concern: what happened, who was told, what is to be done, its letters. Lines are added and never changed, by who may act on it.</summary>
public sealed class ConcernLog(Database db, History history, TimeProvider clock)
{
    /// <summary>So many letters are offered at once.</summary>
    const int MostOffered = 40;

    /// <summary>Of a concern without a pair, so many of its program's newest letters are looked through.</summary>
    const int LookedThrough = 1_000;

    /// <summary>All lines, the oldest first.</summary>
    public Task<List<ConcernEntry>> Of(Guid concern) => db.Read(tx => Of(tx, concern));

    internal static Task<List<ConcernEntry>> Of(Tx tx, Guid concern) => tx.Query<ConcernEntry>("""
        SELECT e.id, e.ordinal, e.kind, e.by_id, h.given_name || ' ' || h.surname AS by_name, e.at, e.has_text, t.text, t.whom, e.told_how, e.told_at, e.due_day, e.action_id,
               e.letter_id, e.outcome, writer.given_name AS letter_from, reader.given_name AS letter_to, COALESCE(l.delivered_at, l.submitted_at) AS letter_at
          FROM concern_entries e JOIN people h ON h.id = e.by_id LEFT JOIN concern_texts t ON t.entry_id = e.id
               LEFT JOIN letters l ON l.id = e.letter_id LEFT JOIN people writer ON writer.id = l.writer_id LEFT JOIN people reader ON reader.id = l.reader_id
         WHERE e.concern_id = @concern ORDER BY e.ordinal
        """, new { concern });

    /// <summary>What happened. False when the concern is closed.</summary>
    public Task<bool> Happened(Guid concern, Guid by, string words) => Write(concern, by, new() { Kind = EntryKind.Happened, Text = words });

    /// <summary>Who was told, how and when.</summary>
    public Task<bool> Told(Guid concern, Guid by, string whom, ToldHow how, DateTimeOffset at, string words) =>
        Write(concern, by, new() { Kind = EntryKind.Told, Whom = whom, ToldHow = how, ToldAt = at, Text = words });

    /// <summary>What is to be done, by the end of a day of the program's calendar.</summary>
    public Task<bool> Act(Guid concern, Guid by, string words, DateOnly day) => Write(concern, by, new() { Kind = EntryKind.Action, DueDay = day, Text = words });

    /// <summary>An action is done, or dropped for a reason. False when that has been decided already.</summary>
    public Task<bool> Decide(Guid concern, Guid action, Guid by, bool done, string? words) =>
        Write(concern, by, new() { Kind = done ? EntryKind.Done : EntryKind.Dropped, ActionId = action, Text = words });

    /// <summary>Lays a letter beside it, which this person may see anyway: whoever may read the concern can read it then. False when it is not theirs, or there already.</summary>
    public Task<bool> Attach(Guid concern, Guid letter, Guid by) => Write(concern, by, new() { Kind = EntryKind.Letter, LetterId = letter });

    /// <summary>Letters of its pair, or else of its program, that this person may see and that do not lie with it yet, the newest first.</summary>
    public Task<List<WorryLetter>> Attachable(Concern concern, Guid person) => db.Read(tx => Attachable(tx, concern, person, null));

    /// <summary>The concern and the letter of a line of the log, or of a concern and the letter that it is about.</summary>
    public async Task<(Guid Concern, Guid Letter)?> Letter(Guid id) => await db.Query<(Guid Concern, Guid Letter)>("""
        SELECT e.concern_id, e.letter_id FROM concern_entries e WHERE e.id = @id AND e.letter_id IS NOT NULL
         UNION ALL SELECT c.id, c.letter_id FROM concerns c WHERE c.id = @id AND c.letter_id IS NOT NULL
        """, new { id }) is [var found, ..] ? found : null;

    /// <summary>What was typed, as it is stored; nothing for no words.</summary>
    internal static string? Words(string? typed) => TextNormal.Of(typed ?? "").Trim() is { Length: > 0 } words ? words : null;

    /// <summary>Locks the concern until the transaction ends. False when it is no longer what the page showed.</summary>
    internal static async Task<bool> Hold(Tx tx, Concern concern) =>
        await tx.Find<int?>($"SELECT n.version FROM concerns n WHERE n.id = @Id {tx.ForUpdate("n")}", new { concern.Id }) == concern.Version;

    /// <summary>Adds a line within a move of the concern, whose row is locked.</summary>
    internal async Task Add(Tx tx, Concern concern, ConcernEntry entry, Guid by, DateTimeOffset now)
    {
        var id = clock.New();
        var hasText = entry.Text is not null;
        await tx.Execute("""
            INSERT INTO concern_entries (id, concern_id, ordinal, kind, by_id, at, has_text, told_how, told_at, due_day, action_id, letter_id, outcome)
            SELECT @id, @concern, COALESCE(MAX(e.ordinal), 0) + 1, @Kind, @by, @now, @hasText, @ToldHow, @ToldAt, @DueDay, @ActionId, @LetterId, @Outcome
              FROM concern_entries e WHERE e.concern_id = @concern
            """, new { id, concern = concern.Id, entry.Kind, by, now, hasText, entry.ToldHow, entry.ToldAt, entry.DueDay, entry.ActionId, entry.LetterId, entry.Outcome });
        if (hasText) await tx.Execute("INSERT INTO concern_texts (entry_id, whom, text) VALUES (@id, @Whom, @Text)", new { id, entry.Whom, entry.Text });
    }

    Task<bool> Write(Guid id, Guid by, ConcernEntry entry) => db.Transact(async tx =>
    {
        var words = Words(entry.Text);
        if (words is null && entry.Kind is EntryKind.Happened or EntryKind.Told or EntryKind.Action or EntryKind.Dropped) return false;
        if (await tx.Find<Concern>($"SELECT n.id, n.program_id, n.pair_id, n.letter_id, n.state FROM concerns n WHERE n.id = @id {tx.ForUpdate("n")}", new { id }) is not { IsOpen: true } concern) return false;
        if (entry.ActionId is { } action && ConcernAction.Of(await Of(tx, id)).FirstOrDefault(one => one.Entry.Id == action) is not { Decided: null }) return false;
        if (entry.LetterId is { } letter && (await Attachable(tx, concern, by, letter)).Count == 0) return false;
        await Add(tx, concern, entry with { Text = words }, by, clock.Now());
        await history.Record(tx, "concern.write", id, by, concern.PairId, concern.ProgramId, $"entry={entry.Kind}{(entry.LetterId is { } of ? $" letter={of}" : "")}");
        return true;
    });

    /// <param name="letter">Only this one.</param>
    static Task<List<WorryLetter>> Attachable(Tx tx, Concern concern, Guid me, Guid? letter) => tx.Query<WorryLetter>($"""
        SELECT l.id, l.pair_id, writer.given_name AS writer_name, reader.given_name AS reader_name, 0 AS is_mine, COALESCE(l.delivered_at, l.submitted_at) AS at
          FROM {(letter is not null || concern.PairId is not null ? "letters" : $"(SELECT * FROM letters WHERE program_id = @ProgramId AND submitted_at IS NOT NULL ORDER BY submitted_at DESC, id DESC LIMIT {LookedThrough})")} l
               JOIN pairs p ON p.id = l.pair_id JOIN people writer ON writer.id = l.writer_id JOIN people reader ON reader.id = l.reader_id
         WHERE l.program_id = @ProgramId
           {(letter is null ? "" : "AND l.id = @letter")} {(concern.PairId is null ? "" : "AND l.pair_id = @PairId")}
           AND {Rights.StaffSees} AND {Rights.StaffMaySee}
           AND NOT EXISTS (SELECT 1 FROM concerns n WHERE n.id = @Id AND n.letter_id = l.id)
           AND NOT EXISTS (SELECT 1 FROM concern_entries e WHERE e.concern_id = @Id AND e.letter_id = l.id)
         ORDER BY COALESCE(l.delivered_at, l.submitted_at) DESC, l.id DESC LIMIT {MostOffered}
        """, new { concern.Id, concern.ProgramId, concern.PairId, me, letter });
}

using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Notices;
using LetterExchange.Text;

namespace LetterExchange.Features.Review;

/// <summary>Concerns: opened by screening, a reviewer, or anyone who is worried; the safeguarding leads are told at once.</summary>
public sealed class ConcernStore(Database db, ConcernLog log, Notifier notifier, History history, TimeProvider clock)
{
    const string Columns = """
        n.id, n.program_id, n.pair_id, n.letter_id, n.source, n.state, n.opened_by, n.opened_at, n.note, n.in_hand_by, n.in_hand_at, n.closed_at, n.outcome, n.held_at, n.version,
        o.given_name || ' ' || o.surname AS opened_by_name, h.given_name || ' ' || h.surname AS in_hand_by_name,
        z.given_name || ' ' || z.surname AS closed_by_name,
        mentee.given_name || ' ' || mentee.surname AS mentee_name, mentor.given_name || ' ' || mentor.surname AS mentor_name, c.name AS cohort,
        writer.given_name AS letter_from, reader.given_name AS letter_to
        """;

    const string Tables = """
        concerns n
        LEFT JOIN people o ON o.id = n.opened_by LEFT JOIN people h ON h.id = n.in_hand_by LEFT JOIN people z ON z.id = n.closed_by
        LEFT JOIN letters l ON l.id = n.letter_id LEFT JOIN people writer ON writer.id = l.writer_id LEFT JOIN people reader ON reader.id = l.reader_id
        LEFT JOIN pairs p ON p.id = n.pair_id LEFT JOIN cohorts c ON c.id = p.cohort_id
        LEFT JOIN people mentee ON mentee.id = p.mentee_id LEFT JOIN people mentor ON mentor.id = p.mentor_id
        """;

    public Task<Concern?> Find(Guid id) => db.Find<Concern>($"SELECT {Columns} FROM {Tables} WHERE n.id = @id", new { id });

    /// <summary>The concerns of a program that this person may act on: the open ones first, of them those with an action past its day, the earliest
    /// first, then the oldest; at most 500.</summary>
    /// <param name="today">On the program's calendar.</param>
    public Task<List<Concern>> All(Guid programId, Guid person, DateOnly today = default) => db.Query<Concern>($"""
        SELECT {Columns}, a.next_day, COALESCE(a.actions, 0) AS open_actions,
               CASE WHEN EXISTS (SELECT 1 FROM concern_readers r WHERE r.concern_id = n.id AND r.role = 'SafeguardingLead') THEN 1 ELSE 0 END AS is_restricted
          FROM {Tables}
               LEFT JOIN (SELECT e.concern_id, MIN(e.due_day) AS next_day, COUNT(*) AS actions
                            FROM concerns k JOIN concern_entries e ON e.concern_id = k.id
                           WHERE k.program_id = @programId AND k.state <> 'Closed' AND e.kind = 'Action' AND NOT EXISTS (SELECT 1 FROM concern_entries d WHERE d.action_id = e.id)
                           GROUP BY e.concern_id) a ON a.concern_id = n.id
         WHERE n.program_id = @programId AND EXISTS (SELECT 1 FROM concern_leads v WHERE v.concern_id = n.id AND v.person_id = @person)
         ORDER BY CASE n.state WHEN 'Closed' THEN 1 ELSE 0 END, CASE WHEN a.next_day < @today THEN a.next_day ELSE '9' END,
                  CASE n.state WHEN 'Open' THEN 0 ELSE 1 END, CASE n.state WHEN 'Closed' THEN -n.closed_at ELSE n.opened_at END, n.id LIMIT 500
        """, new { programId, person, today });

    /// <summary>Somebody is worried. The leads are told at once, also at night.</summary>
    /// <param name="named">Staff whom it names: they neither see it nor decide on its letter.</param>
    /// <param name="sheet">Of the form that was sent: the same words sent twice from one sheet are one concern.</param>
    public Task<Guid> Worried(Guid programId, Guid? pairId, Guid? letterId, string note, Guid person, IReadOnlyCollection<Guid> named, Guid? sheet = null) => db.Transact(async tx =>
    {
        var words = TextNormal.Of(note);
        if (sheet is { } sent && await tx.Find<Concern>("SELECT id, note, opened_by FROM concerns WHERE id = @sent", new { sent }) is { } there)
        {
            if (there.OpenedBy == person && there.Note == words) return there.Id;
            sheet = null; // More words from the same page, gone back to: another concern, so that none is lost.
        }
        return await Open(tx, programId, pairId, letterId, ConcernSource.Worried, words, person, named, sheet);
    });

    /// <summary>Opens a concern about a letter; screening opens one a letter at most.</summary>
    internal Task<Guid> OpenFor(Tx tx, Letter letter, ConcernSource source, string note, Guid? by, IReadOnlyCollection<Guid> named) =>
        Open(tx, letter.ProgramId, letter.PairId, letter.Id, source, note, by, named);

    /// <summary>Tells the leads of a letter on the safeguarding route, and the administrators where two eligible people are missing.</summary>
    internal async Task Alert(Tx tx, Letter letter)
    {
        var leads = (await Reviewers.Keys(tx, letter.Id)).Where(holder => holder.IsLead).Select(holder => holder.PersonId);
        await notifier.Tell(tx, [.. leads.Select(lead => new Telling(lead, letter.ProgramId, NoticeKind.SafeguardingLetter, letter.Id, $"{letter.Revision}", $"/review/{letter.Id}"))]);
        if (await Reviewers.TwoKeys(tx, letter.Id)) return;
        var administrators = await Reviewers.People(tx, letter.ProgramId, "Administrator");
        await notifier.Tell(tx, [.. administrators.Select(admin => new Telling(admin, letter.ProgramId, NoticeKind.KeysMissing, letter.Id, $"{letter.Revision}", "/admin"))]);
    }

    /// <summary>A lead takes the concern in hand, or over from another. False when somebody was first.</summary>
    public async Task<bool> Take(Concern concern, Guid lead) => await Move(concern, lead, "take", concern.CanBeTaken(lead), async (tx, now) =>
    {
        await log.Add(tx, concern, new() { Kind = EntryKind.Taken }, lead, now);
        return await Set(tx, concern, "state = 'InHand', in_hand_by = @lead, in_hand_at = @now", new { lead, now, concern.Id });
    }) == ConcernMoved.Done;

    /// <summary>Closes it with an outcome and words. Each action must be done or dropped, and its pair let go (or closed).</summary>
    public Task<ConcernMoved> Close(Concern concern, Guid lead, ConcernOutcome outcome, string words) => Move(concern, lead, "close", concern.CanBeClosed, async (tx, now) =>
    {
        if (ConcernLog.Words(words) is not { } text) return ConcernMoved.WordsNeeded;
        if (ConcernAction.Of(await ConcernLog.Of(tx, concern.Id)).Any(action => action.Decided is null)) return ConcernMoved.ActionsOpen;
        if (await tx.Find<int?>("SELECT 1 FROM concerns n JOIN pairs p ON p.id = n.pair_id WHERE n.id = @Id AND n.held_at IS NOT NULL AND p.state <> 'Closed'", new { concern.Id }) is not null)
            return ConcernMoved.Holds;
        await log.Add(tx, concern, new() { Kind = EntryKind.Closed, Outcome = outcome, Text = text }, lead, now);
        return await Set(tx, concern, "state = 'Closed', closed_by = @lead, closed_at = @now, outcome = @outcome, held_at = NULL", new { lead, now, outcome, concern.Id });
    }, $"outcome={outcome}");

    /// <summary>Opens it again, with a reason, in this lead's hands.</summary>
    public Task<ConcernMoved> Reopen(Concern concern, Guid lead, string reason) => Move(concern, lead, "reopen", concern.CanBeReopened, async (tx, now) =>
    {
        if (ConcernLog.Words(reason) is not { } text) return ConcernMoved.WordsNeeded;
        var moved = await Set(tx, concern, "state = 'InHand', in_hand_by = @lead, in_hand_at = @now, closed_by = NULL, closed_at = NULL, outcome = NULL", new { lead, now, concern.Id });
        await log.Add(tx, concern, new() { Kind = EntryKind.Reopened, Text = text }, lead, now);
        return moved;
    });

    /// <summary>A look by staff at the concern, or at its whole record to print it: a line of history.</summary>
    public Task Look(Concern concern, Guid person, bool print = false) =>
        db.Transact(tx => history.Record(tx, print ? "concern.print" : "concern.look", concern.Id, person, concern.PairId, concern.ProgramId));

    /// <summary>The concern's row is locked and asked whether it is still what the page showed; then all of the move, or nothing.</summary>
    Task<ConcernMoved> Move(Concern concern, Guid by, string what, bool legal, Func<Tx, DateTimeOffset, Task<ConcernMoved>> rest, string? codes = null) => db.Transact(async tx =>
    {
        if (!legal || !await ConcernLog.Hold(tx, concern)) return ConcernMoved.SomebodyWasFirst;
        var moved = await rest(tx, clock.Now());
        if (moved == ConcernMoved.Done) await history.Record(tx, $"concern.{what}", concern.Id, by, concern.PairId, concern.ProgramId, codes);
        return moved;
    });

    static async Task<ConcernMoved> Set(Tx tx, Concern concern, string changes, object arguments) =>
        await tx.Execute($"UPDATE concerns SET {changes}, version = version + 1 WHERE id = @Id", arguments) == 1 ? ConcernMoved.Done
            : throw new InvalidOperationException($"The concern {concern.Id} is gone.");

    async Task<Guid> Open(Tx tx, Guid programId, Guid? pairId, Guid? letterId, ConcernSource source, string note, Guid? by, IReadOnlyCollection<Guid> named, Guid? sheet = null)
    {
        var id = sheet ?? clock.New();
        var opened = await tx.Execute("""
            INSERT INTO concerns (id, program_id, pair_id, letter_id, source, state, opened_by, opened_at, note)
            VALUES (@id, @programId, @pairId, @letterId, @source, 'Open', @by, @now, @note)
                ON CONFLICT DO NOTHING
            """, new { id, programId, pairId, letterId, source, by, now = clock.Now(), note });
        if (opened == 0) return await tx.Get<Guid>("SELECT id FROM concerns WHERE id = @id OR (letter_id = @letterId AND source = 'Screening' AND @source = 'Screening')", new { id, letterId, source });
        await tx.ExecuteMany("INSERT INTO concern_people (concern_id, person_id) VALUES (@id, @person)", named.Distinct().Select(person => new { id, person }).ToList());
        await history.Record(tx, "concern.open", id, by is { } person ? person : Actor.Service, pairId, programId, $"source={source}");
        var leads = (await Reviewers.People(tx, programId, "SafeguardingLead")).Except(named).ToList();
        await notifier.Tell(tx, [.. leads.Select(lead => new Telling(lead, programId, NoticeKind.ConcernOpened, id, "", $"/concerns/{id}"))]);
        if (leads.Count > 0) return id;
        var administrators = (await Reviewers.People(tx, programId, "Administrator")).Except(named);
        await notifier.Tell(tx, [.. administrators.Select(admin => new Telling(admin, programId, NoticeKind.LeadMissing, id, "", "/people"))]);
        return id;
    }
}

using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Notices;
using LetterExchange.Text;

namespace LetterExchange.Features.Review;

/// <summary>Where a concern came from.</summary>
public enum ConcernSource { Screening, Reviewer, Worried }

/// <summary>Where a concern stands.</summary>
public enum ConcernState { Open, InHand, Closed }

/// <summary>A safeguarding case.</summary>
public sealed record Concern
{
    public Guid Id { get; init; }
    public Guid ProgramId { get; init; }
    public Guid? PairId { get; init; }
    public Guid? LetterId { get; init; }
    public ConcernSource Source { get; init; }
    public ConcernState State { get; init; }
    public Guid? OpenedBy { get; init; }
    public DateTimeOffset OpenedAt { get; init; }
    public string Note { get; init; } = "";
    public Guid? InHandBy { get; init; }
    public DateTimeOffset? InHandAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public string? Outcome { get; init; }
    public int Version { get; init; }
    public string? OpenedByName { get; init; }
    public string? InHandByName { get; init; }
    public string? ClosedByName { get; init; }
    public string? MenteeName { get; init; }
    public string? MentorName { get; init; }
    public string? Cohort { get; init; }

    /// <summary>The writer's and the reader's given names, where it is about a letter.</summary>
    public string? LetterFrom { get; init; }

    public string? LetterTo { get; init; }

    /// <summary>Open → in hand → closed with an outcome.</summary>
    public bool CanBeTaken => State == ConcernState.Open;

    public bool CanBeClosed => State == ConcernState.InHand;
}

/// <summary>Concerns: opened by screening, a reviewer, or anyone who is worried; the safeguarding leads are told at once.</summary>
public sealed class ConcernStore(Database db, Notifier notifier, History history, TimeProvider clock)
{
    const string Select = """
        SELECT n.id, n.program_id, n.pair_id, n.letter_id, n.source, n.state, n.opened_by, n.opened_at, n.note, n.in_hand_by, n.in_hand_at, n.closed_at, n.outcome, n.version,
               o.given_name || ' ' || o.surname AS opened_by_name, h.given_name || ' ' || h.surname AS in_hand_by_name,
               z.given_name || ' ' || z.surname AS closed_by_name,
               mentee.given_name || ' ' || mentee.surname AS mentee_name, mentor.given_name || ' ' || mentor.surname AS mentor_name, c.name AS cohort,
               writer.given_name AS letter_from, reader.given_name AS letter_to
          FROM concerns n
               LEFT JOIN people o ON o.id = n.opened_by LEFT JOIN people h ON h.id = n.in_hand_by LEFT JOIN people z ON z.id = n.closed_by
               LEFT JOIN letters l ON l.id = n.letter_id LEFT JOIN people writer ON writer.id = l.writer_id LEFT JOIN people reader ON reader.id = l.reader_id
               LEFT JOIN pairs p ON p.id = n.pair_id LEFT JOIN cohorts c ON c.id = p.cohort_id
               LEFT JOIN people mentee ON mentee.id = p.mentee_id LEFT JOIN people mentor ON mentor.id = p.mentor_id
        """;

    public Task<Concern?> Find(Guid id) => db.Find<Concern>($"{Select} WHERE n.id = @id", new { id });

    /// <summary>The concerns of a program that do not name this person, the open ones first, the oldest of them first; at most 500.</summary>
    public Task<List<Concern>> All(Guid programId, Guid person) => db.Query<Concern>($"""
        {Select}
         WHERE n.program_id = @programId AND NOT EXISTS (SELECT 1 FROM concern_people q WHERE q.concern_id = n.id AND q.person_id = @person)
         ORDER BY CASE n.state WHEN 'Open' THEN 0 WHEN 'InHand' THEN 1 ELSE 2 END, n.opened_at LIMIT 500
        """, new { programId, person });

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

    /// <summary>A lead takes the concern in hand. False when somebody was first.</summary>
    public Task<bool> Take(Concern concern, Guid lead) => Move(concern, lead, "take", concern.CanBeTaken,
        "state = 'InHand', in_hand_by = @by, in_hand_at = @now", new { by = lead, now = clock.Now(), concern.Id, concern.Version });

    /// <summary>Closes it with an outcome, which is needed. False when somebody was first.</summary>
    public Task<bool> Close(Concern concern, Guid lead, string outcome) => Move(concern, lead, "close", concern.CanBeClosed && !string.IsNullOrWhiteSpace(TextNormal.Of(outcome)),
        "state = 'Closed', closed_by = @by, closed_at = @now, outcome = @outcome", new { by = lead, now = clock.Now(), outcome = TextNormal.Of(outcome).Trim(), concern.Id, concern.Version });

    Task<bool> Move(Concern concern, Guid by, string what, bool legal, string changes, object arguments) => db.Transact(async tx =>
    {
        if (!legal || await tx.Execute($"UPDATE concerns SET {changes}, version = version + 1 WHERE id = @Id AND version = @Version", arguments) == 0) return false;
        await history.Record(tx, $"concern.{what}", concern.Id, by, concern.PairId, concern.ProgramId);
        return true;
    });

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

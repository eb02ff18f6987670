using System.Globalization;
using LetterExchange.Data;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Screening;

namespace LetterExchange.Features.Review;

/// <summary>A letter's place in the queue: the greater risk first, then what has the least time left.</summary>
/// <param name="Until">The end of the service level or the turn's due date, whichever comes first.</param>
public readonly record struct QueuePlace(int Risk, DateTimeOffset Until, Guid Id)
{
    /// <summary>Before all letters, and behind them.</summary>
    public static readonly QueuePlace Start = new(-1, DateTimeOffset.UnixEpoch, Guid.Empty), End = new(9, DateTimeOffset.UnixEpoch, Guid.Empty);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Risk}.{Until.ToUnixTimeMilliseconds()}.{Id:N}");

    /// <summary>The start, where it is no place.</summary>
    public static QueuePlace Parse(string? text) =>
        text?.Split('.') is [var risk, var until, var id] && int.TryParse(risk, CultureInfo.InvariantCulture, out var at)
            && long.TryParse(until, CultureInfo.InvariantCulture, out var time) && time is >= 0 and < 253_402_300_800_000 && Guid.TryParse(id, out var letter)
            ? new(at, DateTimeOffset.FromUnixTimeMilliseconds(time), letter) : Start;
}

/// <summary>A letter that waits for a reviewer, as the queue shows it.</summary>
public sealed record QueuedLetter
{
    public Guid Id { get; init; }
    public Route Route { get; init; }
    public int Risk { get; init; }
    public DateTimeOffset Until { get; init; }
    public DateTimeOffset ReviewSince { get; init; }
    public int Revision { get; init; }
    public bool NotScreened { get; init; }
    public string WriterName { get; init; } = "";
    public string ReaderName { get; init; } = "";
    public string Cohort { get; init; } = "";
    public int? Round { get; init; }
    public string? StoryId { get; init; }
    public bool IsBridge { get; init; }
    public int Findings { get; init; }
    public Guid? HolderId { get; init; }
    public string? HolderName { get; init; }
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>Who has turned the first of two keys.</summary>
    public Guid? FirstKeyBy { get; init; }

    public string? FirstKeyName { get; init; }

    public QueuePlace Place => new(Risk, Until, Id);

    public bool IsHeldByAnother(Guid person) => HolderId is { } holder && holder != person;

    /// <summary>Whether this person can do something about it now.</summary>
    public bool IsFor(Guid person) => !IsHeldByAnother(person) && FirstKeyBy != person;
}

/// <summary>How many letters wait on a route.</summary>
public sealed record Waiting
{
    public Route Route { get; init; }
    public int Letters { get; init; }
}

/// <summary>A letter that is decided but not gone: an approved one until delivery, a withheld one.</summary>
public sealed record HeldLetter
{
    public Guid Id { get; init; }
    public string WriterName { get; init; } = "";
    public string ReaderName { get; init; } = "";
    public string Cohort { get; init; } = "";

    /// <summary>When it will be delivered, or when it was withheld.</summary>
    public DateTimeOffset At { get; init; }

    public string? ByName { get; init; }

    /// <summary>Who has asked for a withheld letter to be reviewed again; a second person must ask too.</summary>
    public string? AskedByName { get; init; }
}

/// <summary>What waits for a reviewer, within the cohorts given to them; a safeguarding lead's is what is in danger. Read in one statement a list, by key.</summary>
public sealed class QueueStore(Database db, TimeProvider clock)
{
    public const int PageSize = 100;

    /// <summary>The letters that wait for @person in @program, each with its place.</summary>
    const string InReview = $"""
        SELECT l.id, l.route, l.review_since, l.revision, l.not_screened, l.writer_id, l.reader_id, l.bridge AS is_bridge, p.cohort_id, u.assignment_id, {Place}
          FROM letters l JOIN pairs p ON p.id = l.pair_id LEFT JOIN turns u ON u.id = l.turn_id
         WHERE l.program_id = @program AND l.state = 'InReview' AND {Reviewers.Covered}
        """;

    /// <summary>A turn that is over can't be helped by haste: its date counts only while it is open.</summary>
    const string Place = """
        CASE l.route WHEN 'Safeguarding' THEN 0 WHEN 'Attention' THEN 1 ELSE 2 END AS risk,
        CASE WHEN u.state = 'Open' AND u.due_at < l.review_since + CASE l.route WHEN 'Safeguarding' THEN @danger ELSE @usual END THEN u.due_at
             ELSE l.review_since + CASE l.route WHEN 'Safeguarding' THEN @danger ELSE @usual END END AS until
        """;

    /// <summary>The decision that is the first key of w.</summary>
    const string FirstKey = """
        SELECT d.id FROM decisions d
         WHERE d.letter_id = w.id AND d.number = w.revision AND d.kind = 'Approve'
           AND NOT EXISTS (SELECT 1 FROM decisions v WHERE v.letter_id = d.letter_id AND v.kind <> 'Approve' AND v.ordinal > d.ordinal)
         ORDER BY d.ordinal LIMIT 1
        """;

    internal const string ListSql = $"""
        WITH waiting AS ({InReview}),
             w AS (SELECT * FROM waiting WHERE (risk, until, id) > (@risk, @after, @afterId) ORDER BY risk, until, id LIMIT @count)
        SELECT w.id, w.route, w.risk, w.until, w.review_since, w.revision, w.not_screened, w.is_bridge, writer.given_name AS writer_name, reader.given_name AS reader_name,
               c.name AS cohort, o.ordinal AS round, a.story_id,
               (SELECT COUNT(*) FROM findings f WHERE f.letter_id = w.id AND f.number = w.revision) AS findings,
               k.reviewer_id AS holder_id, holder.given_name || ' ' || holder.surname AS holder_name, k.until AS held_until,
               d.reviewer_id AS first_key_by, first.given_name || ' ' || first.surname AS first_key_name
          FROM w JOIN people writer ON writer.id = w.writer_id JOIN people reader ON reader.id = w.reader_id JOIN cohorts c ON c.id = w.cohort_id
               LEFT JOIN assignments a ON a.id = w.assignment_id LEFT JOIN rounds o ON o.id = a.round_id
               LEFT JOIN claims k ON k.letter_id = w.id AND k.until > @now LEFT JOIN people holder ON holder.id = k.reviewer_id
               LEFT JOIN decisions d ON d.id = ({FirstKey}) LEFT JOIN people first ON first.id = d.reviewer_id
         ORDER BY w.risk, w.until, w.id
        """;

    /// <summary>The letters behind a place, at most <paramref name="count"/>.</summary>
    public Task<List<QueuedLetter>> List(MentoringProgram program, Guid person, QueuePlace after, int count = PageSize) =>
        db.Query<QueuedLetter>(ListSql, Arguments(program, person, after, count));

    public Task<List<Waiting>> Count(MentoringProgram program, Guid person) => db.Query<Waiting>($"""
        SELECT w.route, COUNT(*) AS letters FROM ({InReview}) w GROUP BY w.route
        """, Arguments(program, person, QueuePlace.Start, 0));

    /// <summary>The letter after a place (or before it) that this person can do something about, round to the other end of the queue; nothing when there is none but it.</summary>
    public Task<Guid?> Next(MentoringProgram program, Guid person, QueuePlace place, bool forward = true) => db.Read(async tx =>
        await Next(tx, program, person, place, forward) ?? await Next(tx, program, person, (forward ? QueuePlace.Start : QueuePlace.End) with { Id = place.Id }, forward));

    /// <summary>Where a letter stands in the queue, or would stand; nothing for one that was never in review.</summary>
    public Task<QueuePlace?> PlaceOf(MentoringProgram program, Guid letter) => db.Read(async tx => await tx.Find<QueuedLetter>($"""
        SELECT l.id, {Place} FROM letters l LEFT JOIN turns u ON u.id = l.turn_id WHERE l.id = @letter AND l.review_since IS NOT NULL
        """, new { letter, danger = Danger(program), usual = Usual(program) }) is { } found ? found.Place : (QueuePlace?)null);

    /// <summary>Approved letters that can still be taken back, the next to be delivered first; at most 50.</summary>
    public Task<List<HeldLetter>> OnTheirWay(Guid programId, Guid person) => db.Query<HeldLetter>($"""
        SELECT l.id, writer.given_name AS writer_name, reader.given_name AS reader_name, c.name AS cohort, l.deliver_at AS at, h.given_name || ' ' || h.surname AS by_name
          FROM letters l JOIN pairs p ON p.id = l.pair_id JOIN cohorts c ON c.id = p.cohort_id
               JOIN people writer ON writer.id = l.writer_id JOIN people reader ON reader.id = l.reader_id
               LEFT JOIN releases e ON e.letter_id = l.id AND e.standing = 1 LEFT JOIN people h ON h.id = COALESCE(e.second_reviewer_id, e.first_reviewer_id)
         WHERE l.program_id = @programId AND l.state = 'Approved' AND {Reviewers.Covered}
         ORDER BY l.deliver_at, l.id LIMIT 50
        """, new { programId, person });

    /// <summary>Withheld letters, the newest first; at most 50.</summary>
    public Task<List<HeldLetter>> Withheld(Guid programId, Guid person) => db.Query<HeldLetter>($"""
        SELECT l.id, writer.given_name AS writer_name, reader.given_name AS reader_name, c.name AS cohort, d.at,
               h.given_name || ' ' || h.surname AS by_name, asker.given_name || ' ' || asker.surname AS asked_by_name
          FROM letters l JOIN pairs p ON p.id = l.pair_id JOIN cohorts c ON c.id = p.cohort_id
               JOIN people writer ON writer.id = l.writer_id JOIN people reader ON reader.id = l.reader_id
               JOIN decisions d ON d.letter_id = l.id AND d.ordinal = (SELECT MAX(x.ordinal) FROM decisions x WHERE x.letter_id = l.id AND x.kind = 'Withhold')
               JOIN people h ON h.id = d.reviewer_id
               LEFT JOIN decisions r ON r.letter_id = l.id AND r.kind = 'Reopen' AND r.ordinal > d.ordinal LEFT JOIN people asker ON asker.id = r.reviewer_id
         WHERE l.program_id = @programId AND l.state = 'Withheld' AND {Reviewers.Covered}
         ORDER BY l.submitted_at DESC, l.id LIMIT 50
        """, new { programId, person });

    /// <summary>On how many letters this person has decided since a moment: approved, returned or withheld.</summary>
    public Task<int> DecidedSince(Guid person, DateTimeOffset since) => db.Get<int>("""
        SELECT COUNT(DISTINCT d.letter_id) FROM decisions d WHERE d.reviewer_id = @person AND d.at >= @since AND d.kind IN ('Approve', 'Return', 'Withhold')
        """, new { person, since });

    Task<Guid?> Next(Tx tx, MentoringProgram program, Guid person, QueuePlace place, bool forward) => tx.Find<Guid?>($"""
        WITH w AS ({InReview})
        SELECT w.id FROM w
         WHERE (w.risk, w.until, w.id) {(forward ? ">" : "<")} (@risk, @after, @afterId) AND w.id <> @afterId
           AND NOT EXISTS (SELECT 1 FROM claims k WHERE k.letter_id = w.id AND k.until > @now AND k.reviewer_id <> @person)
           AND NOT EXISTS (SELECT 1 FROM decisions mine WHERE mine.id = ({FirstKey}) AND mine.reviewer_id = @person)
         ORDER BY {(forward ? "w.risk, w.until, w.id" : "w.risk DESC, w.until DESC, w.id DESC")} LIMIT 1
        """, Arguments(program, person, place, 1));

    object Arguments(MentoringProgram program, Guid person, QueuePlace after, int count) => new
    {
        program = program.Id, person, risk = after.Risk, after = after.Until, afterId = after.Id, count, now = clock.Now(), danger = Danger(program), usual = Usual(program),
    };

    static long Danger(MentoringProgram program) => Milliseconds(ServiceLevel.Next(program.Policies, Route.Safeguarding, DateTimeOffset.UnixEpoch));

    static long Usual(MentoringProgram program) => Milliseconds(ServiceLevel.Next(program.Policies, Route.Standard, DateTimeOffset.UnixEpoch));

    static long Milliseconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds();
}

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

    /// <summary>The routes in the order of the queue.</summary>
    internal static readonly IReadOnlyList<Route> Routes = [Route.Safeguarding, Route.Attention, Route.Standard];

    /// <summary>The place of a route in <see cref="Routes"/>.</summary>
    internal static int RiskOf(Route route) => Route.Safeguarding - route;

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
    public int Risk => QueuePlace.RiskOf(Route);

    /// <summary>The end of the service level or the turn's due date, whichever comes first.</summary>
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

/// <summary>What waits for a reviewer, within the cohorts given to them; a safeguarding lead's is what is in danger. Read by the queue's own index, route by route,
/// so that the next letter costs the same among twenty thousand as among twenty.</summary>
public sealed class QueueStore(Database db, TimeProvider clock)
{
    public const int PageSize = 100;

    /// <summary>Later than any date.</summary>
    static readonly DateTimeOffset Last = DateTimeOffset.FromUnixTimeMilliseconds(253_402_300_000_000);

    /// <summary>The decision that is the first key of the letter l.</summary>
    const string FirstKey = """
        SELECT d.id FROM decisions d
         WHERE d.letter_id = l.id AND d.number = l.revision AND d.kind = 'Approve'
           AND NOT EXISTS (SELECT 1 FROM decisions v WHERE v.letter_id = d.letter_id AND v.kind <> 'Approve' AND v.ordinal > d.ordinal) AND d.ordinal > l.keys_after
         ORDER BY d.ordinal LIMIT 1
        """;

    /// <summary>The letters behind a place, at most <paramref name="count"/>.</summary>
    public Task<List<QueuedLetter>> List(MentoringProgram program, Guid person, QueuePlace after, int count = PageSize, QueueFilter? filter = null) => db.Read(async tx =>
    {
        var wanted = filter ?? QueueFilter.None;
        var rows = new List<QueuedLetter>();
        foreach (var (route, from) in Behind(after, wanted, forward: true))
            if (rows.Count < count) rows.AddRange(await tx.Query<QueuedLetter>(ListSql(wanted), Arguments(program, person, wanted, route, from, count - rows.Count)));
        return rows;
    });

    /// <summary>How many wait on each route; a route on which none does is left out.</summary>
    /// <param name="most">Of a route no more than so many are counted, which is what counting costs.</param>
    public Task<List<Waiting>> Count(MentoringProgram program, Guid person, QueueFilter? filter = null, int most = int.MaxValue) => db.Read(async tx =>
    {
        var (wanted, counts) = (filter ?? QueueFilter.None, new List<Waiting>());
        foreach (var (route, from) in Behind(QueuePlace.Start, wanted, forward: true))
            if (await tx.Get<int>(CountSql(wanted), Arguments(program, person, wanted, route, from, most)) is > 0 and var letters) counts.Add(new Waiting { Route = route, Letters = letters });
        return counts;
    });

    /// <summary>The letter after a place (or before it) that this person can do something about, round to the other end of the queue; nothing when there is none but it.</summary>
    public Task<Guid?> Next(MentoringProgram program, Guid person, QueuePlace place, bool forward = true, QueueFilter? filter = null) => db.Read<Guid?>(async tx =>
    {
        var wanted = filter ?? QueueFilter.None;
        foreach (var from in new[] { place, (forward ? QueuePlace.Start : QueuePlace.End) with { Id = place.Id } })
            foreach (var (route, at) in Behind(from, wanted, forward))
                if (await tx.Find<Guid?>(NextSql(wanted, forward), Arguments(program, person, wanted, route, at, 1)) is { } next) return next;
        return null;
    });

    /// <summary>Where a letter stands in the queue, or stood last; nothing for one that was never in review.</summary>
    public Task<QueuePlace?> PlaceOf(Guid letter) => db.Read(async tx =>
        await tx.Find<QueuedLetter>("SELECT l.id, l.route, l.queue_at AS until FROM letters l WHERE l.id = @letter AND l.queue_at IS NOT NULL", new { letter }) is { } found ? found.Place : (QueuePlace?)null);

    /// <summary>The cohorts whose letters may come into this person's queue, by name.</summary>
    public Task<List<CohortName>> Cohorts(Guid program, Guid person) => db.Query<CohortName>("""
        SELECT c.id, c.name FROM cohorts c
         WHERE c.program_id = @program AND EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = @person AND m.program_id = @program AND m.ended_at IS NULL
               AND ((m.role IN ('Reviewer', 'Teacher') AND (m.cohort_id IS NULL OR m.cohort_id = c.id)) OR m.role = 'SafeguardingLead'))
         ORDER BY c.name LIMIT 500
        """, new { program, person });

    /// <summary>Approved letters that can still be taken back, the next to be delivered first; at most <paramref name="count"/>.</summary>
    public Task<List<HeldLetter>> OnTheirWay(Guid program, Guid person, int count = 50) => db.Query<HeldLetter>($"""
        WITH w AS (SELECT l.id, l.pair_id, l.writer_id, l.reader_id, l.deliver_at FROM letters l WHERE l.state = 'Approved' AND {Reviewers.Covered} ORDER BY l.deliver_at, l.id LIMIT @count)
        SELECT l.id, writer.given_name AS writer_name, reader.given_name AS reader_name, c.name AS cohort, l.deliver_at AS at, h.given_name || ' ' || h.surname AS by_name
          FROM w l JOIN pairs p ON p.id = l.pair_id JOIN cohorts c ON c.id = p.cohort_id
               JOIN people writer ON writer.id = l.writer_id JOIN people reader ON reader.id = l.reader_id
               LEFT JOIN releases e ON e.letter_id = l.id AND e.standing = 1 LEFT JOIN people h ON h.id = COALESCE(e.second_reviewer_id, e.first_reviewer_id)
         ORDER BY l.deliver_at, l.id
        """, new { program, person, count });

    /// <summary>Withheld letters, the newest first; at most 50.</summary>
    public Task<List<HeldLetter>> Withheld(Guid program, Guid person) => db.Query<HeldLetter>($"""
        SELECT l.id, writer.given_name AS writer_name, reader.given_name AS reader_name, c.name AS cohort, d.at,
               h.given_name || ' ' || h.surname AS by_name, asker.given_name || ' ' || asker.surname AS asked_by_name
          FROM letters l JOIN pairs p ON p.id = l.pair_id JOIN cohorts c ON c.id = p.cohort_id
               JOIN people writer ON writer.id = l.writer_id JOIN people reader ON reader.id = l.reader_id
               JOIN decisions d ON d.letter_id = l.id AND d.ordinal = (SELECT MAX(x.ordinal) FROM decisions x WHERE x.letter_id = l.id AND x.kind = 'Withhold')
               JOIN people h ON h.id = d.reviewer_id
               LEFT JOIN decisions r ON r.letter_id = l.id AND r.kind = 'Reopen' AND r.ordinal > d.ordinal LEFT JOIN people asker ON asker.id = r.reviewer_id
         WHERE l.state = 'Withheld' AND {Reviewers.Covered}
         ORDER BY l.submitted_at DESC, l.id LIMIT 50
        """, new { program, person });

    /// <summary>On how many letters this person has decided since a moment: approved, returned or withheld.</summary>
    public Task<int> DecidedSince(Guid person, DateTimeOffset since) => db.Get<int>("""
        SELECT COUNT(DISTINCT d.letter_id) FROM decisions d WHERE d.reviewer_id = @person AND d.at >= @since AND d.kind IN ('Approve', 'Return', 'Withhold')
        """, new { person, since });

    internal static string ListSql(QueueFilter filter) => $"""
        WITH w AS (SELECT l.id, l.route, l.queue_at, l.review_since, l.revision, l.not_screened, l.keys_after, l.writer_id, l.reader_id, l.bridge, l.pair_id, l.turn_id FROM letters l
                    WHERE {Waiting(filter)} AND l.route = @route AND (l.queue_at, l.id) > (@after, @afterId) ORDER BY l.queue_at, l.id LIMIT @count)
        SELECT l.id, l.route, l.queue_at AS until, l.review_since, l.revision, l.not_screened, l.bridge AS is_bridge, writer.given_name AS writer_name, reader.given_name AS reader_name,
               c.name AS cohort, o.ordinal AS round, a.story_id,
               (SELECT COUNT(*) FROM findings f WHERE f.letter_id = l.id AND f.number = l.revision) AS findings,
               k.reviewer_id AS holder_id, holder.given_name || ' ' || holder.surname AS holder_name, k.until AS held_until,
               d.reviewer_id AS first_key_by, first.given_name || ' ' || first.surname AS first_key_name
          FROM w l JOIN people writer ON writer.id = l.writer_id JOIN people reader ON reader.id = l.reader_id JOIN pairs p ON p.id = l.pair_id JOIN cohorts c ON c.id = p.cohort_id
               LEFT JOIN turns u ON u.id = l.turn_id LEFT JOIN assignments a ON a.id = u.assignment_id LEFT JOIN rounds o ON o.id = a.round_id
               LEFT JOIN claims k ON k.letter_id = l.id AND k.until > @now LEFT JOIN people holder ON holder.id = k.reviewer_id
               LEFT JOIN decisions d ON d.id = ({FirstKey}) LEFT JOIN people first ON first.id = d.reviewer_id
         ORDER BY l.queue_at, l.id
        """;

    internal static string CountSql(QueueFilter filter) => $"SELECT COUNT(*) FROM (SELECT 1 FROM letters l WHERE {Waiting(filter)} AND l.route = @route LIMIT @count) w";

    internal static string NextSql(QueueFilter filter, bool forward = true) => $"""
        SELECT l.id FROM letters l
         WHERE {Waiting(filter)} AND l.route = @route AND (l.queue_at, l.id) {(forward ? ">" : "<")} (@after, @afterId) AND l.id <> @leftId
           AND NOT EXISTS (SELECT 1 FROM claims k WHERE k.letter_id = l.id AND k.until > @now AND k.reviewer_id <> @person)
           AND NOT EXISTS (SELECT 1 FROM decisions mine WHERE mine.id = ({FirstKey}) AND mine.reviewer_id = @person)
         ORDER BY {(forward ? "l.queue_at, l.id" : "l.queue_at DESC, l.id DESC")} LIMIT 1
        """;

    /// <summary>Holds for the letters l that wait for @person in @program and that the filter wants.</summary>
    static string Waiting(QueueFilter filter) => $"l.state = 'InReview' AND {Reviewers.Covered}{filter.Sql}";

    /// <summary>The routes that lie behind a place (or before it), each with where to go on in it.</summary>
    static IEnumerable<(Route Route, QueuePlace From)> Behind(QueuePlace place, QueueFilter filter, bool forward) =>
        from route in forward ? QueuePlace.Routes : QueuePlace.Routes.Reverse()
        let risk = QueuePlace.RiskOf(route)
        where filter.Wants(route) && (forward ? risk >= place.Risk : risk <= place.Risk)
        select (route, risk == place.Risk ? place : new QueuePlace(risk, forward ? DateTimeOffset.UnixEpoch : Last, place.Id));

    object Arguments(MentoringProgram program, Guid person, QueueFilter filter, Route route, QueuePlace place, int count)
    {
        var now = clock.Now();
        return new
        {
            program = program.Id, person, route, count, now, after = place.Until, afterId = place.Until == DateTimeOffset.UnixEpoch ? Guid.Empty : place.Id, leftId = place.Id,
            language = filter.Language, cohort = filter.Cohort, old = now.AddHours(-(filter.Hours ?? 0)),
        };
    }
}

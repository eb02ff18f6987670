using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Features.People;
using LetterExchange.Features.Screening;

namespace LetterExchange.Features.Review;

/// <summary>A screening of the archive, and how far it is.</summary>
public sealed record ArchiveScreening
{
    public Guid Id { get; init; }
    public Guid ProgramId { get; init; }

    /// <summary>None: from the command line.</summary>
    public string? ByName { get; init; }

    public DateTimeOffset BegunAt { get; init; }

    /// <summary>Sent before it began: delivered or not.</summary>
    public int Letters { get; init; }

    public int Seen { get; init; }

    /// <summary>Letters in which something new was found; of them those that would have gone to safeguarding for it.</summary>
    public int Found { get; init; }
    public int Danger { get; init; }

    /// <summary>Letters that could not be screened.</summary>
    public int Failed { get; init; }

    /// <summary>The letter that was seen last.</summary>
    public DateTimeOffset? AfterAt { get; init; }
    public Guid? AfterId { get; init; }

    public DateTimeOffset? EndedAt { get; init; }
    public bool Stopped { get; init; }
    public int Version { get; init; }

    public bool IsUnderWay => EndedAt is null;
}

/// <summary>A delivered letter in which a screening of the archive has found something new.</summary>
public sealed record FoundLetter
{
    public Guid Id { get; init; }
    public string WriterName { get; init; } = "";
    public string ReaderName { get; init; } = "";
    public string Cohort { get; init; } = "";
    public DateTimeOffset SentAt { get; init; }
    public bool Danger { get; init; }

    /// <summary>What was found anew: each category with the number of its passages.</summary>
    public IReadOnlyList<(string Category, int Passages)> New { get; init; } = [];
}

/// <summary>Screenings of the archive: asked for by a coordinator, done by a sweep. Delivered letters stay delivered and on their route; what is found anew is listed for a person to look at.</summary>
public sealed class ArchiveScreenings(Database db, Notifier notifier, History history, TimeProvider clock, Wakes wakes)
{
    /// <summary>Letters on a page of results.</summary>
    public const int PageSize = 50;

    const int Listed = 20;

    internal const string Columns = "s.id, s.program_id, s.begun_at, s.letters, s.seen, s.found, s.danger, s.failed, s.after_at, s.after_id, s.ended_at, s.stopped, s.version";

    const string Tables = "archive_screenings s LEFT JOIN people h ON h.id = s.by_id";

    const string Sent = "SELECT COUNT(*) FROM letters l WHERE l.program_id = @program AND l.submitted_at IS NOT NULL AND l.submitted_at <= @now";

    /// <summary>Those of a program, the newest first.</summary>
    public Task<List<ArchiveScreening>> Of(Guid program) => db.Query<ArchiveScreening>($"""
        SELECT {Columns}, h.given_name || ' ' || h.surname AS by_name FROM {Tables} WHERE s.program_id = @program ORDER BY s.begun_at DESC, s.id DESC LIMIT {Listed}
        """, new { program });

    public Task<ArchiveScreening?> Find(Guid id) => db.Find<ArchiveScreening>($"SELECT {Columns}, h.given_name || ' ' || h.surname AS by_name FROM {Tables} WHERE s.id = @id", new { id });

    /// <summary>How many letters have been sent in the program: an index is counted, not the letters.</summary>
    public Task<int> Letters(Guid program) => db.Get<int>(Sent, new { program, now = clock.Now() });

    /// <summary>Begins one. None where one is under way.</summary>
    /// <exception cref="NotYours">The program is not theirs.</exception>
    public Task<Guid?> Begin(Guid program, Actor by) => db.Transact(async tx =>
    {
        await Authority.OverProgram(tx, by, program);
        var (id, now) = (clock.New(), clock.Now());
        var begun = await tx.Execute($"""
            INSERT INTO archive_screenings (id, program_id, by_id, begun_at, letters, work_at) VALUES (@id, @program, @by, @now, ({Sent}), @now)
                ON CONFLICT (program_id) WHERE ended_at IS NULL DO NOTHING
            """, new { id, program, by = by.PersonId, now });
        if (begun == 0) return (Guid?)null;
        await history.Record(tx, "screening.begin", id, by, programId: program);
        tx.AfterCommit(() => wakes.Wake(Due.Archive));
        return id;
    });

    /// <summary>Stops the one that is under way; what it has found stays listed. False where none is.</summary>
    /// <exception cref="NotYours">The program is not theirs.</exception>
    public Task<bool> Stop(Guid program, Actor by) => db.Transact(async tx =>
    {
        await Authority.OverProgram(tx, by, program);
        if (await tx.Find<ArchiveScreening>($"SELECT {Columns} FROM archive_screenings s WHERE s.program_id = @program AND s.ended_at IS NULL {tx.ForUpdate("s")}", new { program }) is not { } under) return false;
        await tx.Execute("UPDATE archive_screenings SET ended_at = @now, work_at = NULL, stopped = 1, version = version + 1 WHERE id = @Id", new { now = clock.Now(), under.Id });
        await Ended(tx, under, by);
        return true;
    });

    /// <summary>The safeguarding leads are told once and in sum, where there is something for them to look at.</summary>
    internal async Task Ended(Tx tx, ArchiveScreening screening, Actor by)
    {
        await history.Record(tx, "screening.end", screening.Id, by, programId: screening.ProgramId, codes: $"seen={screening.Seen} found={screening.Found} danger={screening.Danger} failed={screening.Failed}");
        if (screening.Danger == 0) return;
        var leads = await Reviewers.People(tx, screening.ProgramId, "SafeguardingLead");
        await notifier.Tell(tx, [.. leads.Select(lead => new Telling(lead, screening.ProgramId, NoticeKind.DangerFound, screening.Id, "", $"/quality/archive/{screening.Id}", $"{screening.Danger}"))]);
    }

    /// <summary>What it has found, danger first, then the newest letters; nobody's own, nor those where a concern names oneself.</summary>
    /// <param name="dangerOnly">What a safeguarding lead is shown.</param>
    /// <param name="after">The last letter of the page before.</param>
    public Task<List<FoundLetter>> Found(Guid screening, Guid me, bool dangerOnly, Guid? after = null) => db.Read(async tx =>
    {
        var letters = await tx.Query<FoundLetter>($"""
            SELECT l.id, writer.given_name AS writer_name, reader.given_name AS reader_name, c.name AS cohort, f.sent_at, f.danger
              FROM archive_found f JOIN letters l ON l.id = f.letter_id JOIN pairs p ON p.id = l.pair_id JOIN cohorts c ON c.id = p.cohort_id
                   JOIN people writer ON writer.id = l.writer_id JOIN people reader ON reader.id = l.reader_id
             WHERE f.screening_id = @screening {(dangerOnly ? "AND f.danger = 1" : "")} AND {Rights.StaffSees}
               {(after is null ? "" : "AND (f.danger, f.sent_at, f.letter_id) < (SELECT b.danger, b.sent_at, b.letter_id FROM archive_found b WHERE b.screening_id = @screening AND b.letter_id = @after)")}
             ORDER BY f.danger DESC, f.sent_at DESC, f.letter_id DESC LIMIT {PageSize + 1}
            """, new { screening, me, after });
        var passages = (letters.Count == 0 ? [] : await tx.Query<(Guid Letter, string Category, int Passages)>("""
            SELECT f.letter_id, f.category, COUNT(*) FROM findings f WHERE f.letter_id IN @ids AND f.screening_id = @screening GROUP BY f.letter_id, f.category
            """, new { ids = letters.Select(letter => letter.Id), screening })).ToLookup(one => one.Letter);
        return letters.ConvertAll(letter => letter with { New = [.. passages[letter.Id].OrderBy(one => Category.All.IndexOf(one.Category)).Select(one => (one.Category, one.Passages))] });
    });
}

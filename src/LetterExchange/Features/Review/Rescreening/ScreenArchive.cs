using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Screening;

namespace LetterExchange.Features.Review;

/// <summary>Goes on with screenings of the archive: one batch of each a run, the newest letters first, then a pause as long as it took twice over, in which all others have the machine and the
/// database; and none while a new letter waits to be screened. Where it has come to stands in the row with what it has found, so that a restart goes on from there and each letter is met once; two
/// machines do not meet in a batch, since the row's version decides.</summary>
public sealed class ScreenArchive(Database db, OwnRules rules, ArchiveScreenings screenings, History history, TimeProvider clock, StuckRows stuck, ILogger<ScreenArchive> log) : Sweep
{
    /// <summary>The shortest pause between two batches.</summary>
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>How many letters in a row may fail before it is believed that something else is wrong.</summary>
    const int MostInVain = 10;

    /// <summary>How many letters a batch looks at.</summary>
    internal int Batch { get; init; } = 500;

    /// <summary>What screens; a test hands in one that fails.</summary>
    internal Func<ScreeningInput, Screening.Screening> Screen { get; init; } = Screener.Screen;

    public override Due Due => Due.Archive;

    public override string Ahead => "SELECT work_at FROM archive_screenings WHERE work_at > @now ORDER BY work_at LIMIT 1";

    public override Task<DateTimeOffset?> Next(DateTimeOffset? since = null) => db.Find<DateTimeOffset?>(Ahead, new { now = since ?? clock.Now() });

    public override async Task<int> Run(CancellationToken stopping)
    {
        var (seen, run) = (0, await stuck.Begin(Due));
        foreach (var one in await db.Query<ArchiveScreening>($"SELECT {ArchiveScreenings.Columns} FROM archive_screenings s WHERE s.work_at <= @now ORDER BY s.work_at, s.id LIMIT 20", new { now = clock.Now() }))
        {
            if (stopping.IsCancellationRequested) break;
            if (await db.Find<int?>("SELECT 1 FROM letters WHERE screen_at <= @now LIMIT 1", new { now = clock.Now() }) is null) seen += await run.Alone(one.Id, () => Go(one));
            else await db.Execute("UPDATE archive_screenings SET work_at = @at WHERE id = @Id AND ended_at IS NULL", new { at = clock.Now() + Pause, one.Id });
        }
        run.LeaveResting();
        if (!stopping.IsCancellationRequested) await run.End();
        return seen;
    }

    /// <summary>One batch; when it fails, its letters one by one, past those that can't be done.</summary>
    async Task<int> Go(ArchiveScreening screening)
    {
        try
        {
            return await Step(screening);
        }
        catch (Exception failure) when (failure is not OperationCanceledException && DatabaseTrouble.Of(failure) is null)
        {
            log.LogWarning("A batch of screening {Screening} of the archive failed ({Failure}); each letter is tried by itself", screening.Id, DatabaseTrouble.CodeOf(failure));
        }
        var (seen, inVain) = (0, 0);
        while (seen < Batch && await db.Find<ArchiveScreening>($"SELECT {ArchiveScreenings.Columns} FROM archive_screenings s WHERE s.id = @Id AND s.ended_at IS NULL", new { screening.Id }) is { } now)
        {
            try
            {
                if (await Step(now, 1) == 0) return seen;
                inVain = 0;
            }
            // So many in a row are not the letters' fault.
            catch (Exception failure) when (failure is not OperationCanceledException && DatabaseTrouble.Of(failure) is null && ++inVain < MostInVain)
            {
                if (await PassOver(now, failure) is false) throw;
            }
            seen++;
        }
        return seen;
    }

    /// <summary>Goes past the next letter, which counts as one that could not be screened. False when there is none.</summary>
    async Task<bool> PassOver(ArchiveScreening screening, Exception failure)
    {
        if ((await Past(screening, 1)).FirstOrDefault() is not { } letter) return false;
        await db.Execute("""
            UPDATE archive_screenings SET seen = seen + 1, failed = failed + 1, after_at = @SubmittedAt, after_id = @letter, version = version + 1 WHERE id = @Id AND version = @Version AND ended_at IS NULL
            """, new { letter.SubmittedAt, letter = letter.Id, screening.Id, screening.Version });
        await stuck.PassOver(Due, letter.Id, failure);
        return true;
    }

    /// <summary>One batch. Returns how many letters it went past: none when somebody else did, or when it was stopped meanwhile.</summary>
    /// <param name="most">How many letters; a batch where it is not said.</param>
    internal async Task<int> Step(ArchiveScreening screening, int? most = null)
    {
        var (began, batch) = (clock.GetTimestamp(), most ?? Batch);
        var past = await Past(screening, batch);
        var letters = past.FindAll(letter => letter is { State: LetterState.Delivered or LetterState.Read, Text: not null });
        var own = await rules.Of(letters);
        var screened = letters.ConvertAll(letter => (Letter: letter, Screening: Try(letter, own)));
        return await db.Transact(async tx =>
        {
            var found = await New(tx, [.. screened.Where(one => one.Screening is { Findings.Length: > 0 }).Select(one => (one.Letter, one.Screening!))]);
            var after = screening with
            {
                Seen = screening.Seen + past.Count, Found = screening.Found + found.Count, Danger = screening.Danger + found.Count(one => one.IsDanger), Failed = screening.Failed + screened.Count(one => one.Screening is null),
                AfterAt = past.Count == 0 ? screening.AfterAt : past[^1].SubmittedAt, AfterId = past.Count == 0 ? screening.AfterId : past[^1].Id, EndedAt = past.Count < batch ? clock.Now() : null,
            };
            var taken = clock.GetElapsedTime(began) * 2;
            if (await tx.Execute("""
                UPDATE archive_screenings
                   SET seen = @Seen, found = @Found, danger = @Danger, failed = @Failed, after_at = @AfterAt, after_id = @AfterId, ended_at = @EndedAt, work_at = @work, version = version + 1
                 WHERE id = @Id AND version = @Version AND ended_at IS NULL
                """, new
            {
                after.Seen, after.Found, after.Danger, after.Failed, after.AfterAt, after.AfterId, after.EndedAt, after.Id, after.Version,
                work = after.IsUnderWay ? clock.Now() + (taken > Pause ? taken : Pause) : (DateTimeOffset?)null,
            }) == 0) return 0;
            await Keep(tx, screening, found);
            if (!after.IsUnderWay) await screenings.Ended(tx, after, Actor.Service);
            return past.Count;
        });
    }

    Task<List<PastLetter>> Past(ArchiveScreening screening, int most) => db.Query<PastLetter>($"""
        SELECT {LetterStore.Columns}, t.text, {ScreenedLetter.Known}
          FROM letters l JOIN people h ON h.id = l.writer_id JOIN pairs p ON p.id = l.pair_id {ScreenedLetter.KnownFrom}
               LEFT JOIN revision_texts t ON t.letter_id = l.id AND t.number = l.revision
         WHERE l.program_id = @ProgramId AND l.submitted_at IS NOT NULL AND l.submitted_at <= @BegunAt {(screening.AfterId is null ? "" : "AND (l.submitted_at, l.id) < (@AfterAt, @AfterId)")}
         ORDER BY l.submitted_at DESC, l.id DESC LIMIT {most}
        """, new { screening.ProgramId, screening.BegunAt, screening.AfterAt, screening.AfterId });

    /// <summary>None where it fails.</summary>
    Screening.Screening? Try(PastLetter letter, RulesOfPrograms own)
    {
        try
        {
            return own.Screen(letter.Language is null ? letter with { Language = Languages.Of(letter.Text!) } : letter, Screen);
        }
        catch (Exception failure)
        {
            log.LogWarning("Screening letter {Letter} of the archive failed ({Failure})", letter.Id, failure.GetType().Name);
            return null;
        }
    }

    /// <summary>What was not found before, and is not made quiet by the program. The texts are held: one that has been erased meanwhile is told nothing of.</summary>
    static async Task<List<FoundAnew>> New(Tx tx, IReadOnlyList<(PastLetter Letter, Screening.Screening Screening)> screened)
    {
        var kept = await KeptFinding.Of(tx, [.. screened.Select(one => one.Letter.Id)]);
        var found = screened.Select(one =>
        {
            List<Finding> fresh = [.. FindingChanges.Between([.. kept[one.Letter.Id]], one.Screening.Findings).New.Where(finding => finding.Strength > Finding.Quiet)];
            // Only the letter's whole route tells of a phrase that the program calls dangerous.
            var isDanger = Routes.Of(fresh, one.Letter.Side) == Route.Safeguarding || (one.Screening.Route == Route.Safeguarding && Routes.Of(one.Screening.Findings, one.Letter.Side) < Route.Safeguarding);
            return new FoundAnew(one.Letter, fresh, kept[one.Letter.Id].Select(finding => finding.Ordinal).DefaultIfEmpty(0).Max(), isDanger);
        }).Where(one => one.Findings.Count > 0).ToList();
        if (found.Count == 0) return found;
        var there = (await tx.Query<(Guid Id, int Number)>($"SELECT t.letter_id, t.number FROM revision_texts t WHERE t.letter_id IN @ids ORDER BY t.letter_id, t.number {tx.ForShare("t")}", new { ids = found.Select(one => one.Letter.Id) })).ToHashSet();
        return found.FindAll(one => there.Contains((one.Letter.Id, one.Letter.Revision)));
    }

    async Task Keep(Tx tx, ArchiveScreening screening, IReadOnlyCollection<FoundAnew> found)
    {
        await KeptFinding.Add(tx, [.. found.SelectMany(one => one.Findings.Select((finding, i) => (one.Letter.Id, one.Letter.Revision, one.Last + 1 + i, finding)))], screening.Id);
        await tx.ExecuteMany("INSERT INTO archive_found (screening_id, letter_id, danger, sent_at) VALUES (@screening, @letter, @danger, @sent)",
            found.Select(one => new { screening = screening.Id, letter = one.Letter.Id, danger = one.IsDanger, sent = one.Letter.SubmittedAt }).ToList());
        await history.Record(tx, [.. found.Select(one => history.Line("letter.rescreen", one.Letter.Id, Actor.Service, one.Letter.PairId, one.Letter.ProgramId, $"screening={screening.Id} new={one.Findings.Count}"))]);
    }

    sealed record FoundAnew(PastLetter Letter, IReadOnlyList<Finding> Findings, int Last, bool IsDanger);

    sealed record PastLetter : ScreenedLetter;
}

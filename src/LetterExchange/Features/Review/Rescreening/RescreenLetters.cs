using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Screening;

namespace LetterExchange.Features.Review;

/// <summary>Screens letters again that are not delivered and were screened by older rules than their program has now: what is to be delivered first comes first. New findings are added, those that
/// no rule makes any more go unless a reviewer has judged them, and a route only rises. Safe to run twice, late, or on two machines: the letter's version decides, and each letter's number says
/// whether it is due. What fails stays due.</summary>
public sealed class RescreenLetters(Database db, OwnRules rules, Decisions decisions, History history, StuckRows stuck) : Sweep
{
    const int Batch = 50;

    bool isLooked;

    public override Due Due => Due.Rescreen;

    /// <summary>What screens, and its name; a test hands in others.</summary>
    internal Func<ScreeningInput, Screening.Screening> Screen { get; init; } = Screener.Screen;
    internal string Version { get; init; } = Screener.Version;

    /// <summary>Whether this build screens otherwise than the last is asked once: two builds at work at once would otherwise take turns.</summary>
    public override async Task<int> Run(CancellationToken stopping)
    {
        if (!isLooked) await db.Transact(tx => OwnRules.Upgraded(tx, Version));
        isLooked = true;
        var run = await stuck.Begin(Due);
        var moved = await Batches.Work(Find, ids => Rescreen(ids, run), run, stopping);
        if (!stopping.IsCancellationRequested) await run.End();
        return moved;
    }

    Task<List<DueKey>> Find(DueKey? last) => db.Query<DueKey>($"""
        SELECT COALESCE(l.deliver_at, l.queue_at, l.submitted_at) AS at, l.id
          FROM programs g CROSS JOIN letters l
         WHERE l.program_id = g.id AND l.screened_by < g.rules AND l.state IN ('InReview', 'Approved', 'Withheld') AND l.delivered_at IS NULL
           AND (COALESCE(l.deliver_at, l.queue_at, l.submitted_at), l.id) > (@at, @id)
         ORDER BY 1, 2 LIMIT {Batch}
        """, new { at = last?.At ?? DateTimeOffset.UnixEpoch, id = last?.Id ?? Guid.Empty });

    async Task<int> Rescreen(IReadOnlyList<Guid> ids, StuckRun run)
    {
        var stale = await db.Query<Stale>($"""
            SELECT {LetterStore.Columns}, t.text, {ScreenedLetter.Known}, g.rules
              FROM letters l JOIN programs g ON g.id = l.program_id JOIN people h ON h.id = l.writer_id JOIN pairs p ON p.id = l.pair_id {ScreenedLetter.KnownFrom}
                   LEFT JOIN revision_texts t ON t.letter_id = l.id AND t.number = l.revision
             WHERE l.id IN @ids AND l.state IN ('InReview', 'Approved', 'Withheld') AND l.screened_by < g.rules
            """, new { ids });
        var own = await rules.Of(stale);
        var screened = new Dictionary<Guid, (Stale Letter, Screening.Screening? Screening)>();
        foreach (var letter in stale)
        {
            var (screening, failure) = Try(letter, own);
            if (failure is null) screened.Add(letter.Id, (letter, screening));
            else await run.Failed(letter.Id, failure);
        }
        if (screened.Count == 0) return 0;
        return await db.Transact(async tx =>
        {
            var held = await tx.Query<Letter>($"SELECT {LetterStore.Columns} FROM letters l WHERE l.id IN @held ORDER BY l.id {tx.ForUpdateSkipLocked("l")}", new { held = screened.Keys });
            var findings = await KeptFinding.Of(tx, screened.Keys);
            var lowered = (await tx.Query<Guid>("SELECT d.letter_id FROM decisions d JOIN letters l ON l.id = d.letter_id AND l.revision = d.number WHERE d.letter_id IN @held AND d.kind = 'Lower'", new { held = screened.Keys })).ToHashSet();
            var count = 0;
            foreach (var now in held)
            {
                var (letter, screening) = screened[now.Id];
                if (now.Version != letter.Version) continue; // Somebody was first: it is due once more.
                await Write(tx, letter, screening, [.. findings[letter.Id]], lowered.Contains(letter.Id));
                count++;
            }
            return count;
        });
    }

    /// <summary>No screening where it fails, or where the text has been erased.</summary>
    (Screening.Screening? Screening, Exception? Failure) Try(Stale letter, RulesOfPrograms own)
    {
        try
        {
            return (letter.Text is null ? null : own.Screen(letter.Language is null ? letter with { Language = Languages.Of(letter.Text) } : letter, Screen), null);
        }
        catch (Exception failure)
        {
            return (null, failure);
        }
    }

    async Task Write(Tx tx, Stale letter, Screening.Screening? screening, IReadOnlyList<KeptFinding> kept, bool isLowered)
    {
        var changes = screening is null ? new([], [], []) : FindingChanges.Between(kept, screening.Findings);
        // A lead has read what was found before and lowered the route: only something new raises it again.
        var rises = screening is not null && screening.Route > letter.Route && (!isLowered || changes.New.Count > 0);
        var codes = $"revision={letter.Revision} new={changes.New.Count} gone={changes.Gone.Count}";
        await Keep(tx, letter, changes, kept);
        if (rises)
        {
            if (!await decisions.Raise(tx, letter, screening!.Route, letter.Rules, $"{codes} route={screening.Route}")) throw new InvalidOperationException("The letter is locked, and changed.");
            return;
        }
        // The version says to whoever reads the letter now that there is more (or less) to see. Where nothing has changed, nobody is disturbed.
        var changed = !changes.IsEmpty || (letter.NotScreened && screening is not null);
        await tx.Execute("UPDATE letters SET screened_by = @Rules, not_screened = CASE WHEN @changed = 1 THEN 0 ELSE not_screened END, version = version + @changed WHERE id = @Id",
            new { letter.Rules, letter.Id, changed = changed ? 1 : 0 });
        if (changed) await history.Record(tx, "letter.rescreen", letter.Id, Actor.Service, letter.PairId, letter.ProgramId, codes);
    }

    static async Task Keep(Tx tx, Letter letter, FindingChanges changes, IReadOnlyList<KeptFinding> kept)
    {
        await tx.ExecuteMany("DELETE FROM findings WHERE letter_id = @Id AND number = @Revision AND ordinal = @ordinal", changes.Gone.Select(ordinal => new { letter.Id, letter.Revision, ordinal }).ToList());
        await tx.ExecuteMany("UPDATE findings SET start = @Start, length = @Length, rule = @Rule, strength = @Strength WHERE letter_id = @Id AND number = @Revision AND ordinal = @Ordinal",
            changes.Altered.Select(one => new { one.Start, one.Length, one.Rule, one.Strength, letter.Id, letter.Revision, one.Ordinal }).ToList());
        var last = kept.Select(one => one.Ordinal).DefaultIfEmpty(0).Max(); // Also of those that go: an open page of a reviewer may name one.
        await KeptFinding.Add(tx, [.. changes.New.Select((finding, i) => (letter.Id, letter.Revision, last + 1 + i, finding))]);
    }

    sealed record Stale : ScreenedLetter
    {
        /// <summary>The number of its program's rules, read before the rules.</summary>
        public int Rules { get; init; }
    }
}

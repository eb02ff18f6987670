using System.Collections.Immutable;
using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Screening;
using LetterExchange.Features.Screening.Memory;

namespace LetterExchange.Features.Review;

/// <summary>Screens submitted revisions and puts each in the queue on its route. A letter whose screening fails three times goes to the
/// reviewers marked as not screened: nothing waits for ever, and nothing passes unread. Safe to run twice: the letter's version decides.</summary>
public sealed class ScreenLetters(
    Database db, LetterStore letters, ProgramStore programs, ConcernStore concerns, OwnRules rules, TimeProvider clock, Wakes wakes, StuckRows stuck, ILogger<ScreenLetters> log) : Sweep
{
    const int Batch = 50;
    const int Tries = 3;

    public override Due Due => Due.Screen;

    public override bool IsShared => true;

    /// <summary>What screens; a test hands in one that fails.</summary>
    internal Func<ScreeningInput, Screening.Screening> Screener { get; init; } = Screening.Screener.Screen;

    public override Task<int> Run(CancellationToken stopping) => Batches.Work(Due, Find, Screen, stuck, stopping);

    public override string Ahead => "SELECT screen_at FROM letters WHERE screen_at > @now ORDER BY screen_at LIMIT 1";

    public override Task<DateTimeOffset?> Next(DateTimeOffset? since = null) => db.Find<DateTimeOffset?>(Ahead, new { now = since ?? clock.Now() });

    Task<List<DueKey>> Find(DueKey? last) => db.Query<DueKey>($"""
        SELECT l.screen_at AS at, l.id FROM letters l
         WHERE l.screen_at <= @now AND (l.screen_at, l.id) > (@at, @id)
         ORDER BY l.screen_at, l.id LIMIT {Batch}
        """, new { now = clock.Now(), at = last?.At ?? DateTimeOffset.UnixEpoch, id = last?.Id ?? Guid.Empty });

    /// <summary>On PostgreSQL letters are held while they are screened, so that several processes share the work; SQLite's one writer waits for no screening.</summary>
    async Task<int> Screen(IReadOnlyList<Guid> ids)
    {
        var moved = 0;
        if (db.Engine == Engine.Postgres) moved = await db.Transact(async tx => await Route(tx, await Judge(await Take(tx, ids))));
        else
        {
            var screened = await Judge(await db.One(tx => Take(tx, ids)));
            moved = await db.Transact(tx => Route(tx, screened));
        }
        for (var i = 0; i < moved; i++) Steps.Pass("screen");
        if (moved > 0) wakes.Wake(Due.Queue);
        return moved;
    }

    static Task<List<Waiting>> Take(Tx tx, IReadOnlyList<Guid> ids) => tx.Query<Waiting>($"""
        SELECT {LetterStore.Columns}, t.text, {ScreenedLetter.Known}, g.rules, (SELECT COUNT(*) FROM attachments i WHERE i.letter_id = l.id AND i.number = l.revision) AS pictures
          FROM letters l JOIN programs g ON g.id = l.program_id JOIN people h ON h.id = l.writer_id JOIN pairs p ON p.id = l.pair_id {ScreenedLetter.KnownFrom}
               LEFT JOIN revision_texts t ON t.letter_id = l.id AND t.number = l.revision
         WHERE l.id IN @ids AND l.state = 'Screening'
         ORDER BY l.screen_at, l.id {tx.ForUpdateSkipLocked("l")}
        """, new { ids });

    async Task<List<Screened>> Judge(List<Waiting> waiting)
    {
        if (waiting.Count == 0) return [];
        var own = await rules.Of(waiting);
        return await Recall(waiting.ConvertAll(letter => Try(letter, own)), own);
    }

    async Task<int> Route(Tx tx, List<Screened> screened)
    {
        var count = 0;
        foreach (var one in screened) count += await Route(tx, one) ? 1 : 0;
        return count;
    }

    /// <summary>The letter with the language that it is told to be in, and what was found; nothing is found out where it fails.</summary>
    Screened Try(Waiting letter, RulesOfPrograms own)
    {
        try
        {
            var told = letter with { Language = letter.Text is { } text ? Languages.Of(text) : null };
            var input = own.Input(told);
            var screening = Screener(input);
            return new(told, screening, letter.IsBridge ? [] : Traces.Of(input, screening.Findings), input.Author);
        }
        catch (Exception failure)
        {
            log.LogWarning("Screening of letter {Letter} failed ({Failure})", letter.Id, failure.GetType().Name);
            return new(letter, null, [], default);
        }
    }

    /// <summary>Adds what letters complete with those before them, and turns findings up or down. Letters that tell nothing worth keeping ask nothing of the database.</summary>
    async Task<List<Screened>> Recall(List<Screened> screened, RulesOfPrograms own)
    {
        var memory = await LetterMemory.Of(db, [.. screened.Where(one => one.Traces.Length > 0).Select(one => one.Letter.PairId).Distinct()]);
        return screened.ConvertAll(one => one.Screening is not { } screening ? one : one with
        {
            Screening = own.Turn(one.Letter, one.Author, one.Traces.Length > 0 && memory.Add(one.Letter, one.Author, one.Traces) is { } finding ? screening.With(finding, one.Author) : screening),
        });
    }

    async Task<bool> Route(Tx tx, Screened screened)
    {
        var (letter, screening, now) = (screened.Letter, screened.Screening, clock.Now());
        if (screening is null && letter.ScreenTries + 1 < Tries) return await TryLater(tx, letter, now);
        var program = (await programs.Find(tx, letter.ProgramId))!;
        var isForeign = letter.Language is { } language && !await Reviewers.Read(tx, program, language);
        var least = screening is null || letter.Pictures > 0 || isForeign ? Features.Screening.Route.Attention : Features.Screening.Route.Standard; // No rule can read a picture.
        var route = Max(letter.Route, Max(screening?.Route ?? least, least));
        var until = ServiceLevel.End(program.Policies, route, now);
        var changes = new LetterChanges { Language = letter.Language, Route = route, NotScreened = screening is null, ReviewSince = now, ReviewUntil = until, ReviewBy = until, ScreenedBy = letter.Rules };
        if (!await letters.Move(tx, letter, screening is null ? LetterAction.NotScreened : LetterAction.Route, Actor.Service, changes, $"route={route} findings={screening?.Findings.Length ?? 0}")) return false;
        await KeptFinding.Add(tx, [.. (screening?.Findings ?? []).Select((finding, i) => (letter.Id, letter.Revision, i + 1, finding))]);
        if (screened.Traces.Length > 0) await LetterMemory.Keep(tx, letter, screened.Traces);
        if (route != Features.Screening.Route.Safeguarding) return true;
        await concerns.OpenFor(tx, letter, ConcernSource.Screening, "", null, []);
        await concerns.Alert(tx, letter);
        return true;
    }

    /// <summary>Ten seconds, then a minute: what fails because of a passing fault gets over it.</summary>
    async Task<bool> TryLater(Tx tx, Waiting letter, DateTimeOffset now)
    {
        var at = now.AddSeconds(letter.ScreenTries == 0 ? 10 : 60);
        await tx.Execute("UPDATE letters SET screen_tries = screen_tries + 1, screen_at = @at, version = version + 1 WHERE id = @id AND version = @version",
            new { at, id = letter.Id, version = letter.Version });
        return false;
    }

    static Route Max(Route a, Route b) => a > b ? a : b;

    sealed record Screened(Waiting Letter, Screening.Screening? Screening, ImmutableArray<Trace> Traces, Side Author);

    sealed record Waiting : ScreenedLetter
    {
        public int Pictures { get; init; }

        /// <summary>The number of its program's rules, read before the rules: a change in between lets it be screened again.</summary>
        public int Rules { get; init; }
    }
}

using System.Globalization;
using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Features.People;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Letters;

/// <summary>An announced end: the pair's rounds end, both may write a last letter until a date, also where the program has no free letters, and the pair closes a day after
/// both letters have arrived, or when the date has passed and no letter is in our hands any more.</summary>
public sealed class Endings(Database db, PairChanges changes, PairClosing closing, Turns turns, Notifier notifier, History history, Wakes wakes, TimeProvider clock)
{
    /// <summary>How far ahead the date may lie, in days.</summary>
    public const int Furthest = 120;

    /// <summary>How long both can read the last letters before they are told that it has ended.</summary>
    internal static readonly TimeSpan Afterwards = TimeSpan.FromDays(1);

    /// <summary>How long a letter that is in our hands keeps a pair open after the date.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromDays(7);

    /// <summary>Announces the end: both are told until when they may write.</summary>
    /// <param name="lastAt">Ahead, at most <see cref="Furthest"/> days.</param>
    /// <param name="why">A code of <see cref="PairClosing.Reasons"/>.</param>
    /// <exception cref="Refusal">The move is not legal now, or the date is not ahead.</exception>
    /// <exception cref="NotYours">The pair's program is not theirs.</exception>
    public Task Announce(Guid pairId, DateTimeOffset lastAt, string why, string reason, Guid by) => db.Transact(async tx =>
    {
        var (pair, now) = (await changes.Take(tx, pairId, PairMove.Announce, by), clock.Now());
        if (lastAt <= now || lastAt > now.AddDays(Furthest)) throw new Refusal("move.date", "LastDay", Furthest);
        await turns.ClosePair(tx, pairId, now);
        await tx.Execute("""
            INSERT INTO pair_endings (pair_id, announced_at, last_at, close_at, why, by_id) VALUES (@pairId, @now, @lastAt, @lastAt, @why, @by)
                ON CONFLICT (pair_id) DO UPDATE SET announced_at = excluded.announced_at, last_at = excluded.last_at, close_at = excluded.close_at, why = excluded.why, by_id = excluded.by_id
            """, new { pairId, now, lastAt, why, by });
        await closing.Note(tx, "Announce", pair, reason, by);
        await history.Record(tx, "pair.ending", pairId, by, pairId, pair.ProgramId, $"until={lastAt.ToUnixTimeMilliseconds()} why={why}");
        var (occasion, until) = (lastAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), lastAt.ToString("O", CultureInfo.InvariantCulture));
        await notifier.Tell(tx,
        [
            new(pair.MenteeId, pair.ProgramId, NoticeKind.PairEnding, pairId, occasion, $"/letters/to/{pairId}", pair.MentorName, until) { PairId = pairId },
            new(pair.MentorId, pair.ProgramId, NoticeKind.PairEnding, pairId, occasion, $"/letters/to/{pairId}", pair.MenteeName, until) { PairId = pairId },
        ]);
        tx.AfterCommit(() => wakes.WakeAt(Due.Endings, lastAt));
    });

    /// <summary>Calls the end off: the pair goes on with free letters, and with a plan that is given anew. Both are told.</summary>
    /// <exception cref="Refusal">The move is not legal now.</exception>
    /// <exception cref="NotYours">The pair's program is not theirs.</exception>
    public Task Withdraw(Guid pairId, string reason, Guid by) => db.Transact(async tx =>
    {
        var (pair, now) = (await changes.Take(tx, pairId, PairMove.Withdraw, by), clock.Now());
        await tx.Execute("UPDATE pair_endings SET close_at = NULL WHERE pair_id = @pairId", new { pairId });
        await closing.Note(tx, "Withdraw", pair, reason, by);
        await history.Record(tx, "pair.ending.withdraw", pairId, by, pairId, pair.ProgramId);
        await notifier.Settle(tx, [pairId], NoticeKind.PairEnding);
        var occasion = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        await notifier.Tell(tx,
        [
            new(pair.MenteeId, pair.ProgramId, NoticeKind.PairBegun, pairId, occasion, "/desk", pair.MentorName),
            new(pair.MentorId, pair.ProgramId, NoticeKind.PairBegun, pairId, occasion, "/desk", pair.MenteeName),
        ]);
    });

    /// <summary>A letter outside the rounds has arrived: where it is the second of the two last ones, the pair closes soon.</summary>
    internal static async Task Arrived(Tx tx, Letter letter, DateTimeOffset now) => await tx.Execute("""
        UPDATE pair_endings SET close_at = @soon
         WHERE pair_id = @PairId AND close_at > @soon
           AND EXISTS (SELECT 1 FROM letters l WHERE l.pair_id = @PairId AND l.writer_id = @WriterId AND l.state IN ('Delivered', 'Read') AND l.submitted_at >= pair_endings.announced_at)
           AND EXISTS (SELECT 1 FROM letters l WHERE l.pair_id = @PairId AND l.writer_id = @ReaderId AND l.state IN ('Delivered', 'Read') AND l.submitted_at >= pair_endings.announced_at)
        """, new { letter.PairId, letter.WriterId, letter.ReaderId, soon = now + Afterwards });
}

/// <summary>Closes pairs whose announced end has come. Safe to run twice, late, or on two machines: the pair's row is taken and asked again. A pair that is paused waits;
/// so does one whose letter is in our hands, for a week at most.</summary>
public sealed class CloseEndings(Database db, PairClosing closing, ProgramStore programs, TimeProvider clock, StuckRows stuck) : Sweep
{
    const int Batch = 100;

    public override Due Due => Due.Endings;

    public override Task<int> Run(CancellationToken stopping) => Batches.Work(Due, Find, Close, stuck, stopping);

    public override string Ahead => "SELECT close_at FROM pair_endings WHERE close_at > @now ORDER BY close_at LIMIT 1";

    public override Task<DateTimeOffset?> Next(DateTimeOffset? since = null) => db.Find<DateTimeOffset?>(Ahead, new { now = since ?? clock.Now() });

    Task<List<DueKey>> Find(DueKey? last) => db.Query<DueKey>($"""
        SELECT x.close_at AS at, x.pair_id AS id
          FROM pair_endings x JOIN pairs p ON p.id = x.pair_id
         WHERE x.close_at <= @now AND (x.close_at, x.pair_id) > (@at, @id) AND p.state = 'Active'
         ORDER BY x.close_at, x.pair_id LIMIT {Batch}
        """, new { now = clock.Now(), at = last?.At ?? DateTimeOffset.UnixEpoch, id = last?.Id ?? Guid.Empty });

    Task<int> Close(IReadOnlyList<Guid> ids) => db.Transact(async tx =>
    {
        var closed = 0;
        foreach (var id in ids.Order()) if (await CloseOne(tx, id, clock.Now())) closed++;
        return closed;
    });

    async Task<bool> CloseOne(Tx tx, Guid id, DateTimeOffset now)
    {
        if (await programs.TakePair(tx, id) is not { State: PairState.Active } pair) return false;
        if (await tx.Find<Ending>("SELECT why, last_at FROM pair_endings WHERE pair_id = @id AND close_at <= @now", new { id, now }) is not { } ending) return false;
        if (now < ending.LastAt + Endings.Patience && await tx.Find<int?>("SELECT 1 FROM letters WHERE pair_id = @id AND state IN ('Screening', 'InReview', 'Approved') LIMIT 1", new { id }) is not null)
        {
            await tx.Execute("UPDATE pair_endings SET close_at = @later WHERE pair_id = @id", new { id, later = now.AddHours(1) });
            return false;
        }
        await closing.Close(tx, pair, ending.Why, Actor.Service);
        return true;
    }

    sealed record Ending
    {
        public string Why { get; init; } = "";
        public DateTimeOffset LastAt { get; init; }
    }
}

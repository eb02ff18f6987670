using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Letters;

/// <summary>Delivers approved letters whose delivery time has come, opens the next turn and tells both people. Each letter once:
/// the delivery is a row with the letter's key, tied to a standing release of the very revision.</summary>
public sealed class DeliverLetters(Database db, LetterStore letters, Turns turns, Notifier notifier, Wakes wakes, Measures measures, TimeProvider clock, StuckRows stuck) : Sweep
{
    const int Batch = 200;

    public override Due Due => Due.Deliver;

    public override bool IsShared => true;

    public override Task<int> Run(CancellationToken stopping) => Batches.Work(Due, Find, Deliver, stuck, stopping);

    public override string Ahead => "SELECT deliver_at FROM letters WHERE deliver_at > @now ORDER BY deliver_at LIMIT 1";

    public override Task<DateTimeOffset?> Next(DateTimeOffset? since = null) => db.Find<DateTimeOffset?>(Ahead, new { now = since ?? clock.Now() });

    Task<List<DueKey>> Find(DueKey? last) => db.Query<DueKey>($"""
        SELECT l.deliver_at AS at, l.id
          FROM letters l JOIN pairs p ON p.id = l.pair_id
         WHERE l.deliver_at <= @now AND (l.deliver_at, l.id) > (@at, @id)
           AND p.state = 'Active' AND p.stands_until > @now
         ORDER BY l.deliver_at, l.id LIMIT {Batch}
        """, new { now = clock.Now(), at = last?.At ?? DateTimeOffset.UnixEpoch, id = last?.Id ?? Guid.Empty });

    async Task<int> Deliver(IReadOnlyList<Guid> ids)
    {
        var delivered = await db.Transact(async tx =>
        {
            var now = clock.Now();
            var due = await tx.Query<ArrivingLetter>($"""
                SELECT {LetterStore.Columns}, writer.given_name AS writer_name, reader.given_name AS reader_name, p.mentor_id
                  FROM letters l JOIN pairs p ON p.id = l.pair_id
                       JOIN people writer ON writer.id = l.writer_id JOIN people reader ON reader.id = l.reader_id
                 WHERE l.id IN @ids AND l.state = 'Approved' AND l.deliver_at <= @now AND p.state = 'Active' AND p.stands_until > @now
                 ORDER BY l.deliver_at, l.id
                 {(tx.Engine == Engine.Postgres ? "FOR UPDATE OF l SKIP LOCKED" : "")}
                """, new { ids, now });
            var live = await Hold(tx, due, now);
            await Deliver(tx, live, now);
            await notifier.Tell(tx, [.. live.SelectMany(letter => letter.Tellings())]);
            if (live.Count == 0) return 0;
            var sent = await tx.Query<DateTimeOffset>("SELECT submitted_at FROM revisions WHERE letter_id IN @delivered AND number = 1", new { delivered = live.Select(letter => letter.Id) });
            tx.AfterCommit(() =>
            {
                wakes.Wake(Due.Index); // The archive finds it from now on.
                measures.Delivered(sent.ConvertAll(at => now - at));
            });
            return live.Count;
        });
        for (var i = 0; i < delivered; i++) Steps.Pass("deliver");
        return delivered;
    }

    /// <summary>Locks the pairs against a pause. One that is being paused or closed, or has just been, is passed over: whoever waited for it
    /// while holding its letters would lock both sides.</summary>
    static async Task<List<ArrivingLetter>> Hold(Tx tx, List<ArrivingLetter> due, DateTimeOffset now)
    {
        if (tx.Engine == Engine.Sqlite || due.Count == 0) return due;
        var live = await tx.Query<Guid>("""
            SELECT p.id FROM pairs p WHERE p.id IN @pairs AND p.state = 'Active' AND p.stands_until > @now FOR SHARE SKIP LOCKED
            """, new { pairs = due.Select(letter => letter.PairId).Distinct(), now });
        return due.FindAll(letter => live.Contains(letter.PairId));
    }

    async Task Deliver(Tx tx, List<ArrivingLetter> live, DateTimeOffset now)
    {
        if (live.Count == 0) return;
        var made = await tx.Execute("""
            INSERT INTO deliveries (letter_id, revision, sha256, route, standing, at)
            SELECT r.letter_id, r.revision, r.sha256, r.route, r.standing, @now
              FROM releases r JOIN letters l ON l.id = r.letter_id AND l.revision = r.revision AND l.route = r.route
             WHERE r.letter_id IN @ids AND r.standing = 1
            """, new { ids = live.ConvertAll(letter => letter.Id), now });
        if (made != live.Count) throw new InvalidOperationException("A letter is approved without a standing release.");
        if (!await letters.Move(tx, live, LetterAction.Deliver, Actor.Service, new LetterChanges { DeliveredAt = now })) throw new InvalidOperationException("A letter changed while it was being delivered.");
        await turns.Answered(tx, [.. live.Select(letter => letter.TurnId).OfType<Guid>()], now);
        foreach (var letter in live.Where(letter => letter is { TurnId: null, IsBridge: false })) await Endings.Arrived(tx, letter, now);
        foreach (var excused in live.Select(letter => letter.ExcusesId).OfType<Guid>()) await turns.ExcusedFor(tx, excused, now);
    }

    sealed record ArrivingLetter : Letter
    {
        public string WriterName { get; init; } = "";
        public string ReaderName { get; init; } = "";
        public Guid MentorId { get; init; }

        public IEnumerable<Telling> Tellings()
        {
            yield return new(ReaderId, ProgramId, NoticeKind.LetterArrived, Id, $"{Revision}", AddressFor(ReaderId), WriterName);
            yield return new(WriterId, ProgramId, NoticeKind.LetterDelivered, Id, $"{Revision}", AddressFor(WriterId), ReaderName);
            if (IsBridge) yield return new(MentorId, ProgramId, NoticeKind.BridgeLetter, Id, $"{Revision}", AddressFor(MentorId), ReaderName) { PairId = PairId };
        }
    }
}

using LetterExchange.Data;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Pulse;

/// <summary>Reads the signs of pairs again and keeps those that have changed.</summary>
public sealed class PulsePairs
{
    /// <summary>Makes the signs of these pairs anew. A pair that is not active gives none.</summary>
    /// <returns>The pairs whose signs have changed, and where each of all the pairs belongs.</returns>
    internal static async Task<(int Changed, List<Place> Places)> Read(Tx tx, IReadOnlyList<Guid> ids)
    {
        if (ids.Count == 0) return (0, []);
        var places = await tx.Query<Place>("SELECT p.id, p.program_id, p.cohort_id, p.mentee_id, p.state FROM pairs p WHERE p.id IN @ids", new { ids });
        var active = places.Where(place => place.State == PairState.Active).ToList();
        var found = await Found(tx, active);
        var kept = (await tx.Query<Kept>("SELECT s.pair_id, s.side, s.kind, s.at, s.since, s.until, s.turn_id, s.latest, s.usual, s.many FROM pulse_signs s WHERE s.pair_id IN @ids", new { ids })).ToLookup(sign => sign.PairId);
        var changed = places.Where(place => !found[place.Id].ToHashSet().SetEquals(kept[place.Id].Select(sign => sign.Sign))).ToList();
        await tx.ExecuteMany("DELETE FROM pulse_signs WHERE pair_id = @Id", changed.Select(place => new { place.Id }).ToList());
        await tx.ExecuteMany("""
            INSERT INTO pulse_signs (pair_id, side, kind, program_id, at, since, until, turn_id, latest, usual, many)
            VALUES (@Id, @Side, @Kind, @ProgramId, @At, @Since, @Until, @TurnId, @Latest, @Usual, @Many)
            """, changed.SelectMany(place => found[place.Id].Select(sign => new
        {
            place.Id, sign.Side, sign.Kind, place.ProgramId, sign.At, sign.Since, sign.Until, sign.TurnId, sign.Latest, sign.Usual, sign.Many,
        })).ToList());
        return (changed.Count, places);
    }

    static async Task<ILookup<Guid, Sign>> Found(Tx tx, List<Place> pairs)
    {
        if (pairs.Count == 0) return Array.Empty<Sign>().ToLookup(_ => Guid.Empty);
        var ids = pairs.ConvertAll(pair => pair.Id);
        var turns = (await tx.Query<HabitTurn>("""
            SELECT t.id, t.pair_id, t.writer, t.state, t.opened_at, t.due_at, t.cut_off_at, t.held_at, t.closed_at,
                   COALESCE(t.submitted_at, (SELECT MIN(l.submitted_at) FROM letters l WHERE l.turn_id = t.id AND l.revision > 0)) AS submitted_at,
                   (SELECT MAX(v.words) FROM letters l JOIN revisions v ON v.letter_id = l.id AND v.number = l.revision
                     WHERE l.turn_id = t.id AND l.state NOT IN ('Withheld', 'Stopped', 'Discarded')) AS words
              FROM turns t
             WHERE t.pair_id IN @ids AND t.opened_at IS NOT NULL
             ORDER BY t.opened_at, t.ordinal
            """, new { ids })).ToLookup(turn => turn.PairId);
        var sent = (await tx.Query<Sent>("""
            SELECT l.pair_id, l.reader_id, MAX(CASE WHEN l.bridge = 0 THEN l.submitted_at END) AS sent_at, MAX(l.delivered_at) AS delivered_at
              FROM letters l WHERE l.pair_id IN @ids AND l.revision > 0 GROUP BY l.pair_id, l.reader_id
            """, new { ids })).ToLookup(one => one.PairId);
        var ratings = (await tx.Query<Rated>("SELECT r.pair_id, r.side, r.value, r.at FROM ratings r WHERE r.pair_id IN @ids AND r.value IS NOT NULL ORDER BY r.at, r.id", new { ids })).ToLookup(one => one.PairId);
        return (from pair in pairs from sign in Habits.Of(Habit(pair, turns[pair.Id], sent[pair.Id], ratings[pair.Id])) select (pair.Id, sign)).ToLookup(one => one.Id, one => one.sign);
    }

    static PairHabits Habit(Place pair, IEnumerable<HabitTurn> turns, IEnumerable<Sent> sent, IEnumerable<Rated> ratings)
    {
        // By the reader: a bridge letter is one that the child has received, and none that the mentor has sent.
        var bySide = sent.ToDictionary(one => one.ReaderId == pair.MenteeId ? Side.Mentor : Side.Mentee);
        return new([.. turns], bySide.Where(one => one.Value.SentAt is not null).ToDictionary(one => one.Key, one => one.Value.SentAt!.Value),
            bySide.TryGetValue(Side.Mentor, out var received) ? received.DeliveredAt : null, [.. ratings.Select(one => (one.Side, one.Value, one.At))]);
    }

    /// <summary>A pair, and where it belongs.</summary>
    internal sealed record Place
    {
        public Guid Id { get; init; }
        public Guid ProgramId { get; init; }
        public Guid CohortId { get; init; }
        public Guid MenteeId { get; init; }
        public PairState State { get; init; }
    }

    sealed record Kept
    {
        public Guid PairId { get; init; }
        public Side Side { get; init; }
        public SignKind Kind { get; init; }
        public DateTimeOffset At { get; init; }
        public DateTimeOffset? Since { get; init; }
        public DateTimeOffset? Until { get; init; }
        public Guid? TurnId { get; init; }
        public long Latest { get; init; }
        public long Usual { get; init; }
        public int Many { get; init; }

        public Sign Sign => new() { Kind = Kind, Side = Side, At = At, Since = Since, Until = Until, TurnId = TurnId, Latest = Latest, Usual = Usual, Many = Many };
    }

    sealed record Sent
    {
        public Guid PairId { get; init; }
        public Guid ReaderId { get; init; }
        public DateTimeOffset? SentAt { get; init; }
        public DateTimeOffset? DeliveredAt { get; init; }
    }

    sealed record Rated
    {
        public Guid PairId { get; init; }
        public Side Side { get; init; }
        public int Value { get; init; }
        public DateTimeOffset At { get; init; }
    }
}

using LetterExchange.Data;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Ratings;

/// <summary>A pair's own rating by one of the two.</summary>
public sealed record Rating
{
    public Guid Id { get; init; }

    /// <summary>From 1 to 10; nothing for one who did not want to say.</summary>
    public int? Value { get; init; }

    public string? Note { get; init; }
    public DateTimeOffset At { get; init; }
}

/// <summary>Ratings of a pair by its two: one in thirty days each, with a sentence where they like. The partner never sees it, nor that there is one.</summary>
public sealed class RatingStore(Database db, ProgramStore programs, History history, TimeProvider clock)
{
    public const int Least = 1, Most = 10, LongestNote = 500;

    /// <summary>What somebody is asked on their desk, of the program that they work in; nothing for most.</summary>
    public async Task<Ask?> Asked(Guid person, Side side, Guid program)
    {
        var (mine, partner) = side == Side.Mentee ? ("mentee_id", "mentor_id") : ("mentor_id", "mentee_id");
        return Asking.Of(await db.Query<AskedPair>($"""
            SELECT p.id AS pair_id, h.given_name AS partner_name, p.state, p.closed_why, p.created_at, p.closed_at,
                   (SELECT MAX(r.at) FROM ratings r WHERE r.pair_id = p.id AND r.person_id = @person) AS rated_at,
                   CASE WHEN EXISTS (SELECT 1 FROM surveys s WHERE s.pair_id = p.id AND s.person_id = @person AND s.part = 'Start') THEN 1 ELSE 0 END AS answered_start,
                   CASE WHEN EXISTS (SELECT 1 FROM surveys s WHERE s.pair_id = p.id AND s.person_id = @person AND s.part = 'End') THEN 1 ELSE 0 END AS answered_end,
                   CASE WHEN EXISTS (SELECT 1 FROM assignments a WHERE a.pair_id = p.id) THEN 1 ELSE 0 END AS had_rounds,
                   CASE WHEN EXISTS (SELECT 1 FROM assignments a WHERE a.pair_id = p.id AND a.state IN ('Scheduled', 'Open')) THEN 1 ELSE 0 END AS has_rounds
              FROM pairs p JOIN people h ON h.id = p.{partner}
             WHERE p.{mine} = @person AND p.program_id = @program AND (p.state <> 'Closed' OR p.closed_at > @since)
            """, new { person, program, since = clock.Now() - Asking.EndStands }), side, clock.Now());
    }

    /// <summary>The newest rating of this person that is not older than the time between two; nothing for none.</summary>
    public Task<Rating?> Newest(Guid pair, Guid person) => db.One(tx => Newest(tx, pair, person));

    /// <summary>Gives a rating, or corrects the one of these thirty days.</summary>
    /// <param name="value">Nothing for one who does not want to say.</param>
    public Task Rate(Guid pairId, Guid person, int? value) => db.Transact(async tx =>
    {
        if (value is < Least or > Most) throw new ArgumentOutOfRangeException(nameof(value));
        var pair = await programs.HoldPair(tx, pairId) ?? throw new InvalidOperationException($"There is no pair {pairId}.");
        var newest = await Newest(tx, pairId, person);
        var id = newest?.Id ?? clock.New();
        if (newest is null)
            await tx.Execute("INSERT INTO ratings (id, pair_id, program_id, person_id, side, value, at) VALUES (@id, @pairId, @ProgramId, @person, @side, @value, @now)",
                new { id, pairId, pair.ProgramId, person, side = pair.SideOf(person), value, now = clock.Now() });
        else if (value is not null) await tx.Execute("UPDATE ratings SET value = @value WHERE id = @id", new { id, value });
        await history.Record(tx, value is null ? "rating.skip" : "rating.give", id, person, pairId, pair.ProgramId);
    });

    /// <summary>Adds a sentence to the rating of these days. False when there is none.</summary>
    public Task<bool> Say(Guid pair, Guid person, string? note) => db.Transact(async tx =>
        await Newest(tx, pair, person) is { Value: not null } newest
        && await tx.Execute("UPDATE ratings SET note = @note WHERE id = @Id", new { newest.Id, note = string.IsNullOrWhiteSpace(note) ? null : note.Trim() }) > 0);

    Task<Rating?> Newest(Tx tx, Guid pair, Guid person) => tx.Find<Rating>("""
        SELECT r.id, r.value, r.note, r.at FROM ratings r WHERE r.pair_id = @pair AND r.person_id = @person AND r.at > @since ORDER BY r.at DESC, r.id DESC LIMIT 1
        """, new { pair, person, since = clock.Now() - Asking.Every });
}

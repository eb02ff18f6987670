using System.Globalization;
using LetterExchange.Data;
using LetterExchange.Features.Notices;
using NodaTime;

namespace LetterExchange.Features.Plans;

/// <summary>Counts lapses by program and local day, so that coordinators hear of all of a day's in one notice, the next morning.</summary>
static class Lapses
{
    public static Task Count(Tx tx, IEnumerable<Turn> lapsed, IReadOnlyDictionary<Guid, FairClock> clocks, DateTimeOffset now) => tx.ExecuteMany("""
        INSERT INTO lapse_digests (program_id, day, lapses, tell_at)
        VALUES (@ProgramId, @Day, @Lapses, @TellAt)
        ON CONFLICT (program_id, day) DO UPDATE SET lapses = lapse_digests.lapses + excluded.lapses
        """, lapsed.GroupBy(turn => turn.ProgramId).OrderBy(program => program.Key).Select(program =>
    {
        var clock = clocks[program.Key];
        var day = clock.Day(now);
        var morning = LocalTime.FromTimeOnly(clock.Policies.QuietUntil);
        return new { ProgramId = program.Key, Day = day.ToDateOnly(), Lapses = program.Count(), TellAt = clock.At(day.PlusDays(1).At(morning)) };
    }).ToList());

    public static Task<List<Digest>> Due(Database db, DateTimeOffset now) =>
        db.Query<Digest>("SELECT program_id, day FROM lapse_digests WHERE tell_at <= @now ORDER BY tell_at", new { now });

    public const string FindNext = "SELECT tell_at FROM lapse_digests WHERE tell_at > @now ORDER BY tell_at LIMIT 1";

    /// <summary>Tells the program's coordinators, once whoever asks.</summary>
    public static async Task<int> Tell(Tx tx, Notifier notifier, Digest digest)
    {
        var lapses = await tx.Find<int?>("""
            UPDATE lapse_digests SET tell_at = NULL
             WHERE program_id = @ProgramId AND day = @Day AND tell_at IS NOT NULL
            RETURNING lapses
            """, new { digest.ProgramId, digest.Day });
        if (lapses is null) return 0;
        await notifier.Tell(tx, [.. (await Coordinators(tx, digest.ProgramId)).Select(person => new Telling(person, digest.ProgramId, NoticeKind.LapsesDigest,
            digest.ProgramId, digest.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Links.Pairs, lapses.Value.ToString(CultureInfo.InvariantCulture)))]);
        return 1;
    }

    /// <summary>Who coordinates the program now.</summary>
    public static Task<List<Guid>> Coordinators(Tx tx, Guid programId) => tx.Query<Guid>("""
        SELECT DISTINCT m.person_id
          FROM memberships m JOIN people e ON e.id = m.person_id
         WHERE m.program_id = @programId AND m.role = 'Coordinator' AND m.ended_at IS NULL AND e.left_at IS NULL
        """, new { programId });

    public sealed record Digest
    {
        public Guid ProgramId { get; init; }
        public DateOnly Day { get; init; }
    }
}

using LetterExchange.Data;
using NodaTime;

namespace LetterExchange.Features.Pulse;

/// <summary>Counts a program's letters once an hour: those of this week and the last, and how many are in review now.</summary>
static class PulseCounts
{
    static readonly TimeSpan Every = TimeSpan.FromHours(1);

    internal const string FindDue = "SELECT x.program_id AS id, x.look_at AS at FROM pulse_programs x WHERE x.look_at <= @now ORDER BY x.look_at LIMIT 100";

    internal static async Task<int> Look(Tx tx, Guid program, DateTimeOffset now)
    {
        var moved = await tx.Execute("UPDATE pulse_programs SET look_at = @next WHERE program_id = @program AND look_at <= @now", new { program, now, next = now + Every });
        if (moved == 0) return 0;
        var zone = DateTimeZoneProviders.Tzdb[await tx.Get<string>("SELECT g.zone FROM programs g WHERE g.id = @program", new { program })];
        var today = Instant.FromDateTimeOffset(now).InZone(zone).Date;
        var waiting = await tx.Get<int>("SELECT COUNT(*) FROM letters WHERE program_id = @program AND state = 'InReview'", new { program });
        await tx.Execute("""
            INSERT INTO pulse_days (program_id, day, waiting) VALUES (@program, @day, @waiting)
            ON CONFLICT (program_id, day) DO UPDATE SET waiting = excluded.waiting
            """, new { program, day = Weeks.Text(today), waiting });
        foreach (var monday in await Unsettled(tx, program, Weeks.Monday(today))) await Week(tx, program, zone, monday);
        return 1;
    }

    /// <summary>This week and the last; the first time a quarter of a year.</summary>
    static async Task<IEnumerable<LocalDate>> Unsettled(Tx tx, Guid program, LocalDate monday)
    {
        var known = await tx.Find<int?>("SELECT 1 FROM pulse_weeks WHERE program_id = @program LIMIT 1", new { program }) is not null;
        return Enumerable.Range(0, known ? 2 : PulseFigures.Weeks).Select(weeks => monday.PlusWeeks(-weeks));
    }

    static async Task Week(Tx tx, Guid program, DateTimeZone zone, LocalDate monday)
    {
        var (from, to) = (Weeks.Begins(zone, monday), Weeks.Begins(zone, monday.PlusWeeks(1)));
        var ways = await tx.Query<long?>("""
            SELECT l.delivered_at - l.submitted_at FROM letters l
             WHERE l.program_id = @program AND l.submitted_at >= @from AND l.submitted_at < @to
            """, new { program, from, to });
        var arrived = ways.OfType<long>().Select(way => way / 60_000).ToList();
        await tx.Execute("""
            INSERT INTO pulse_weeks (program_id, week, letters, delivered, minutes) VALUES (@program, @week, @letters, @delivered, @minutes)
            ON CONFLICT (program_id, week) DO UPDATE SET letters = excluded.letters, delivered = excluded.delivered, minutes = excluded.minutes
            """, new { program, week = Weeks.Text(monday), letters = ways.Count, delivered = arrived.Count, minutes = arrived.Count == 0 ? (long?)null : Habits.Median(arrived) });
    }
}

using System.Globalization;
using LetterExchange.Data;
using LetterExchange.Features.Plans;
using NodaTime;

namespace LetterExchange.Features.Pulse;

/// <summary>Counts the turns of a cohort whose due date has passed, by round, week and side: all of it, or some rounds, again and again from the turns themselves.</summary>
static class PulseCells
{
    internal const string FindPassed = "SELECT cohort_id, round_id FROM pulse_rounds WHERE next_at <= @now ORDER BY next_at LIMIT 200";

    /// <param name="rounds">Only these; all where none are named.</param>
    /// <returns>How many cells are other than they were.</returns>
    internal static async Task<int> Count(Tx tx, Guid cohort, IReadOnlyCollection<Guid>? rounds, DateTimeOffset now)
    {
        if (rounds is { Count: 0 }) return 0;
        var some = rounds is null ? "" : "AND a.round_id IN @rounds";
        var (program, zone) = await tx.Get<(Guid, string)>("SELECT g.id, g.zone FROM cohorts c JOIN programs g ON g.id = c.program_id WHERE c.id = @cohort", new { cohort });
        var turns = await tx.Query<Counted>($"""
            SELECT a.round_id, t.writer, t.due_at, t.was_late, t.submitted_at
              FROM pairs p JOIN assignments a ON a.pair_id = p.id JOIN turns t ON t.assignment_id = a.id
             WHERE p.cohort_id = @cohort {some} AND t.state IN ('Open', 'Answered', 'Lapsed')
            """, new { cohort, rounds });
        var of = DateTimeZoneProviders.Tzdb[zone];
        var cells = turns.Where(turn => turn.DueAt <= now).GroupBy(turn => (turn.RoundId, Week: Weeks.Of(of, turn.DueAt), turn.Writer))
            .Select(cell => new Cell { RoundId = cell.Key.RoundId, Week = cell.Key.Week, Side = cell.Key.Writer, Turns = cell.Count(), OnTime = cell.Count(turn => turn.IsOnTime) }).ToHashSet();
        var next = turns.Where(turn => turn.DueAt > now).GroupBy(turn => turn.RoundId).ToDictionary(round => round.Key, round => round.Min(turn => turn.DueAt));
        var changed = await Keep(tx, cohort, program, cells, rounds);
        await tx.ExecuteMany("""
            INSERT INTO pulse_rounds (cohort_id, round_id, next_at) VALUES (@cohort, @Round, @Next)
            ON CONFLICT (cohort_id, round_id) DO UPDATE SET next_at = excluded.next_at
            """, (rounds ?? turns.Select(turn => turn.RoundId)).Distinct().Order().Select(round => new { cohort, Round = round, Next = next.TryGetValue(round, out var at) ? at : (DateTimeOffset?)null }).ToList());
        return changed;
    }

    static async Task<int> Keep(Tx tx, Guid cohort, Guid program, HashSet<Cell> cells, IReadOnlyCollection<Guid>? rounds)
    {
        var some = rounds is null ? "" : "AND round_id IN @rounds";
        var kept = (await tx.Query<Cell>($"SELECT round_id, week, side, turns, on_time FROM pulse_cells WHERE cohort_id = @cohort {some}", new { cohort, rounds })).ToHashSet();
        var (gone, come) = (kept.Except(cells).ToList(), cells.Except(kept).ToList());
        await tx.ExecuteMany("DELETE FROM pulse_cells WHERE cohort_id = @cohort AND round_id = @RoundId AND week = @Week AND side = @Side", gone.ConvertAll(cell => new { cohort, cell.RoundId, cell.Week, cell.Side }));
        await tx.ExecuteMany("INSERT INTO pulse_cells (cohort_id, round_id, week, side, program_id, turns, on_time) VALUES (@cohort, @RoundId, @Week, @Side, @program, @Turns, @OnTime)",
            come.ConvertAll(cell => new { cohort, cell.RoundId, cell.Week, cell.Side, program, cell.Turns, cell.OnTime }));
        return gone.Count + come.Count;
    }

    sealed record Cell
    {
        public Guid RoundId { get; init; }
        public string Week { get; init; } = "";
        public Side Side { get; init; }
        public int Turns { get; init; }
        public int OnTime { get; init; }
    }

    sealed record Counted
    {
        public Guid RoundId { get; init; }
        public Side Writer { get; init; }
        public DateTimeOffset DueAt { get; init; }
        public bool WasLate { get; init; }
        public DateTimeOffset? SubmittedAt { get; init; }
        public bool IsOnTime => SubmittedAt is not null && !WasLate;
    }
}

/// <summary>The weeks of a program's calendar, by their Mondays.</summary>
static class Weeks
{
    /// <summary>The Monday of the local week, as yyyy-MM-dd.</summary>
    public static string Of(DateTimeZone zone, DateTimeOffset at) => Text(Monday(Instant.FromDateTimeOffset(at).InZone(zone).Date));

    public static LocalDate Monday(LocalDate day) => day.DayOfWeek == IsoDayOfWeek.Monday ? day : day.Previous(IsoDayOfWeek.Monday);

    public static string Text(LocalDate day) => day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>When a local day begins.</summary>
    public static DateTimeOffset Begins(DateTimeZone zone, LocalDate day) => zone.AtStartOfDay(day).ToInstant().ToDateTimeOffset();
}

using LetterExchange.Data;
using NodaTime;

namespace LetterExchange.Features.Pulse;

/// <summary>One week of a program's letters.</summary>
/// <param name="Monday">Of the program's calendar.</param>
/// <param name="Waiting">In review at the last count of the week; nothing where it was not counted.</param>
public sealed record WeekFigures(LocalDate Monday, int? Mentors, int? Mentees, int MentorTurns, int MenteeTurns, int Letters, long? Minutes, int? Waiting);

/// <summary>Weeks of a program as plots show them.</summary>
public sealed class PulseFigures(Database db, TimeProvider clock)
{
    /// <summary>A quarter of a year, this week the last.</summary>
    public const int Weeks = 13;

    internal const string FindOnTime = """
        SELECT c.week, c.side, CAST(SUM(c.turns) AS BIGINT) AS turns, CAST(SUM(c.on_time) AS BIGINT) AS on_time
          FROM pulse_cells c WHERE c.program_id = @program AND c.week >= @from GROUP BY c.week, c.side
        """;

    public Task<List<WeekFigures>> Of(Guid program, string zone) => db.Read(async tx =>
    {
        var monday = Pulse.Weeks.Monday(Instant.FromDateTimeOffset(clock.Now()).InZone(DateTimeZoneProviders.Tzdb[zone]).Date);
        var from = Pulse.Weeks.Text(monday.PlusWeeks(1 - Weeks));
        var turns = (await tx.Query<Counted>(FindOnTime, new { program, from })).ToDictionary(one => (one.Week, one.Side));
        var letters = (await tx.Query<Counted>("SELECT w.week, CAST(w.letters AS BIGINT) AS turns, w.minutes FROM pulse_weeks w WHERE w.program_id = @program AND w.week >= @from", new { program, from })).ToDictionary(one => one.Week);
        var days = await tx.Query<Counted>("SELECT d.day AS week, CAST(d.waiting AS BIGINT) AS turns FROM pulse_days d WHERE d.program_id = @program AND d.day >= @from ORDER BY d.day", new { program, from });
        var waiting = days.GroupBy(day => Pulse.Weeks.Text(Pulse.Weeks.Monday(LocalDate.FromDateOnly(DateOnly.ParseExact(day.Week, "yyyy-MM-dd"))))).ToDictionary(week => week.Key, week => (int)week.Last().Turns);
        return Enumerable.Range(0, Weeks).Select(n => monday.PlusWeeks(n + 1 - Weeks)).Select(day => Week(day, Pulse.Weeks.Text(day))).ToList();

        WeekFigures Week(LocalDate day, string week)
        {
            var (mentors, mentees) = (turns.GetValueOrDefault((week, Side.Mentor)), turns.GetValueOrDefault((week, Side.Mentee)));
            return new(day, mentors?.Percent, mentees?.Percent, (int)(mentors?.Turns ?? 0), (int)(mentees?.Turns ?? 0),
                (int)(letters.GetValueOrDefault(week)?.Turns ?? 0), letters.GetValueOrDefault(week)?.Minutes, waiting.TryGetValue(week, out var some) ? some : null);
        }
    });

    sealed record Counted
    {
        public string Week { get; init; } = "";
        public Side Side { get; init; }
        public long Turns { get; init; }
        public long OnTime { get; init; }
        public long? Minutes { get; init; }
        public int? Percent => Turns == 0 ? null : Heat.Percent(OnTime, Turns);
    }
}

using LetterExchange.Data;
using LetterExchange.Features.Plans;
using NodaTime;

namespace LetterExchange.Commands.Simulate;

/// <summary>The plan of a simulated season: rounds of three weeks, the mentee writes first.</summary>
public sealed class SeasonPlan(Database db, VirtualClock clock, Season season, TurnStore turns)
{
    /// <summary>Makes the plan and gives every pair its assignments, the first of them in line.</summary>
    public Task Apply(int rounds) => db.Transact(async tx =>
    {
        var fair = await turns.Clock(tx, season.ProgramId);
        var plan = clock.New();
        await tx.Execute("INSERT INTO reading_plans (id, program_id, name, state, created_at, published_at) VALUES (@plan, @ProgramId, 'Season', 'Published', @now, @now)",
            new { plan, season.ProgramId, now = clock.Now() });
        var monday = fair.Day(clock.Now()).Next(IsoDayOfWeek.Monday);
        var all = Enumerable.Range(0, rounds).Select(i => new PlannedRound(clock.New(), i + 1, monday.PlusDays(21 * i), fair)).ToList();
        await tx.ExecuteMany("INSERT INTO rounds (id, plan_id, ordinal, title, opens_local, opens_at) VALUES (@Id, @plan, @Ordinal, @Title, @Local, @Opens)",
            all.Select(round => new { round.Id, plan, round.Ordinal, Title = $"Round {round.Ordinal}", Local = FairClock.Format(round.OpensLocal), round.Opens }).ToList());
        foreach (var pairs in season.Pairs.Chunk(500)) await Assign(tx, plan, pairs, all);
    });

    static readonly string Insert = """
        INSERT INTO turns (id, assignment_id, pair_id, ordinal, writer, writer_id, reader_id, state, due_at, cut_off_at)
        SELECT @Id, @Assignment, p.id, @Ordinal, @Writer, CASE WHEN @Ordinal = 1 THEN p.mentee_id ELSE p.mentor_id END,
               CASE WHEN @Ordinal = 1 THEN p.mentor_id ELSE p.mentee_id END, 'Waiting', @Due, @CutOff
          FROM pairs p WHERE p.id = @pair
        """;

    async Task Assign(Tx tx, Guid plan, Guid[] pairs, List<PlannedRound> rounds)
    {
        var rows = pairs.SelectMany(pair => rounds.Select(round => new { Id = clock.New(), pair, plan, round, Round = round.Id, Line = round.Ordinal, round.Opens, First = round.Ordinal == 1 ? round.Opens : (DateTimeOffset?)null })).ToList();
        await tx.ExecuteMany("INSERT INTO assignments (id, pair_id, plan_id, round_id, line, state, opens_at, release_at) VALUES (@Id, @pair, @plan, @Round, @Line, 'Scheduled', @Opens, @First)",
            rows.Select(row => new { row.Id, row.pair, row.plan, row.Round, row.Line, row.Opens, row.First }).ToList());
        await tx.ExecuteMany(Insert, rows.SelectMany(row => new[]
        {
            new { Id = clock.New(), Assignment = row.Id, row.pair, Ordinal = 1, Writer = Side.Mentee, Due = row.round.At(9), CutOff = row.round.At(12) },
            new { Id = clock.New(), Assignment = row.Id, row.pair, Ordinal = 2, Writer = Side.Mentor, Due = row.round.At(16), CutOff = row.round.At(19) },
        }).ToList());
    }

    sealed record PlannedRound(Guid Id, int Ordinal, LocalDate Day, FairClock Fair)
    {
        public LocalDateTime OpensLocal => Day.At(new LocalTime(9, 0));
        public DateTimeOffset Opens => Fair.At(OpensLocal);

        public DateTimeOffset At(int days) => Fair.At(Day.PlusDays(days).At(new LocalTime(18, 0)));
    }
}

using LetterExchange.Data;

namespace LetterExchange.Features.Plans;

/// <summary>Counts lapses by program and local day, so that coordinators hear of all of a day's in one notice, the next morning.</summary>
sealed class Lapses
{
    public Task Count(Tx tx, IEnumerable<Turn> lapsed, IReadOnlyDictionary<Guid, FairClock> clocks, DateTimeOffset now) => tx.ExecuteMany("""
        INSERT INTO lapse_digests (program_id, day, lapses, tell_at)
        VALUES (@ProgramId, @Day, @Lapses, @TellAt)
        ON CONFLICT (program_id, day) DO UPDATE SET lapses = lapse_digests.lapses + excluded.lapses
        """, lapsed.GroupBy(turn => turn.ProgramId).OrderBy(program => program.Key).Select(program =>
    {
        var clock = clocks[program.Key];
        var day = clock.Day(now);
        var morning = clock.Policies.QuietUntil;
        return new
        {
            ProgramId = program.Key, Day = day.ToDateOnly(), Lapses = program.Count(),
            TellAt = clock.At(day.PlusDays(1).At(new NodaTime.LocalTime(morning.Hour, morning.Minute))),
        };
    }).ToList());
}

using System.Diagnostics;
using LetterExchange.Commands.Auditing;
using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Notices;

namespace LetterExchange.Commands.Simulate;

/// <summary>One simulated season from empty database to audit.</summary>
public static class SimulatedSeason
{
    /// <summary>A zone whose clocks change in the first round.</summary>
    const string Zone = "America/New_York";

    const int StepMinutes = 15;

    static readonly DateTimeOffset Begins = new(2027, 2, 24, 14, 0, 0, TimeSpan.Zero);

    /// <summary>Plays it, audits it and counts what was done. The progress is from 0 to 1.</summary>
    public static async Task<Report> Run(Database db, SeasonSize size, Action<double> progress, CancellationToken stopping)
    {
        var watch = Stopwatch.StartNew();
        var (evidence, pulse) = await PlayAndJudge(db, size, progress, stopping);
        return new Report
        {
            Pulse = pulse, Counts = await Report.Count(db), Violations = await new Audit(db, evidence).Run(),
            WallSeconds = watch.Elapsed.TotalSeconds, PeakMemoryMegabytes = Report.PeakMemory(), DatabaseMegabytes = await Report.Size(db),
        };
    }

    /// <summary>Plays it in an empty database.</summary>
    public static async Task<Evidence> Play(Database db, SeasonSize size, Action<double> progress, CancellationToken stopping) => (await PlayAndJudge(db, size, progress, stopping)).Evidence;

    static async Task<(Evidence Evidence, IReadOnlyList<Judged> Pulse)> PlayAndJudge(Database db, SeasonSize size, Action<double> progress, CancellationToken stopping)
    {
        var clock = new VirtualClock(Begins);
        var until = Begins.AddDays(21 * size.Rounds + 40);
        (DateTimeOffset, DateTimeOffset) outage = (Begins.AddDays(25.3), Begins.AddDays(27.3));
        await using var parts = Parts(db, clock, size.Seed);
        await parts.GetRequiredService<Season>().People(size.Pairs, size.Rounds, Zone, until);
        await parts.GetRequiredService<SeasonPlan>().Apply(size.Rounds);
        var (writers, staff) = (parts.GetRequiredService<Writers>(), parts.GetRequiredService<Staff>());
        staff.Begin();
        await new Simulation(db, clock, parts.GetRequiredService<Agenda>(), parts.GetServices<Sweep>(), parts.GetRequiredService<Wakes>(), writers.Notice) { Outage = outage }
            .Run(until, progress, stopping);
        return (new() { Until = until, Outage = outage, MessageIds = parts.GetRequiredService<Post>().MessageIds, Sent = writers.Sent, Read = staff.Read },
            await PulseJudge.Judge(db, parts.GetRequiredService<Season>(), writers.Meant, until));
    }

    static ServiceProvider Parts(Database db, VirtualClock clock, int seed)
    {
        var post = new Post(clock);
        return new ServiceCollection().AddLogging().AddExchange(db, clock)
            .AddNotices(new MailSettings { Folder = Path.GetTempPath(), PublicUrl = "http://127.0.0.1" })
            .AddSingleton(clock).AddSingleton(post).AddSingleton<IMailer>(post).AddSingleton(new Random(seed))
            .AddSingleton(new Agenda(clock, StepMinutes)).AddSingleton<Season>().AddSingleton<SeasonPlan>().AddSingleton<Writers>().AddSingleton<Staff>()
            .BuildServiceProvider();
    }
}

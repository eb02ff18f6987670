using System.Diagnostics;
using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Notices;

namespace LetterExchange.Commands.Simulate;

/// <summary>One simulated season from empty database to audit.</summary>
public static class SimulatedSeason
{
    /// <summary>A zone whose clocks change in the first round.</summary>
    const string Zone = "America/New_York";

    static readonly DateTimeOffset Begins = new(2027, 2, 24, 14, 0, 0, TimeSpan.Zero);

    /// <summary>Runs it. The progress is from 0 to 1.</summary>
    public static async Task<Report> Run(Database db, SeasonSize size, Action<double> progress, CancellationToken stopping)
    {
        var watch = Stopwatch.StartNew();
        var clock = new VirtualClock(Begins);
        var until = Begins.AddDays(21 * size.Rounds + 40);
        (DateTimeOffset, DateTimeOffset) outage = (Begins.AddDays(25.3), Begins.AddDays(27.3));
        await using var parts = Parts(db, clock, size.Seed);
        var season = parts.GetRequiredService<Season>();
        await season.People(size.Pairs, Zone, until);
        await parts.GetRequiredService<SeasonPlan>().Apply(size.Rounds);
        parts.GetRequiredService<Staff>().Begin();
        var simulation = new Simulation(clock, parts.GetRequiredService<Agenda>(), parts.GetServices<Sweep>(), parts.GetRequiredService<Wakes>(), parts.GetRequiredService<Writers>().Notice) { Outage = outage };
        await simulation.Run(until, progress, stopping);
        var audit = new Audit(db)
        {
            Until = until, Outage = outage, MessageIds = parts.GetRequiredService<Post>().MessageIds, Sent = parts.GetRequiredService<Writers>().Sent,
        };
        return new Report
        {
            Counts = await Report.Count(db), Violations = await audit.Run(),
            WallSeconds = watch.Elapsed.TotalSeconds, PeakMemoryMegabytes = Report.PeakMemory(), DatabaseMegabytes = await Report.Size(db),
        };
    }

    static ServiceProvider Parts(Database db, VirtualClock clock, int seed)
    {
        var post = new Post(clock);
        return new ServiceCollection().AddLogging().AddExchange(db, clock)
            .AddNotices(new MailSettings { Folder = Path.GetTempPath(), PublicUrl = "http://127.0.0.1" })
            .AddSingleton(clock).AddSingleton(post).AddSingleton<IMailer>(post).AddSingleton(new Random(seed))
            .AddSingleton<Agenda>().AddSingleton<Season>().AddSingleton<SeasonPlan>().AddSingleton<Writers>().AddSingleton<Staff>()
            .BuildServiceProvider();
    }
}

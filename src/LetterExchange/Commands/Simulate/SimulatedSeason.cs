using System.Diagnostics;
using Hangfire;
using LetterExchange.Commands.Auditing;
using LetterExchange.Commands.Simulate.Nodes;
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

    /// <summary>Where links in its mails lead.</summary>
    internal const string Url = "http://127.0.0.1";

    static readonly DateTimeOffset Begins = new(2027, 2, 24, 14, 0, 0, TimeSpan.Zero);

    /// <summary>Plays it, audits it and counts what was done. The progress is from 0 to 1.</summary>
    public static async Task<Report> Run(Database db, SeasonSize size, Action<double> progress, CancellationToken stopping)
    {
        var watch = Stopwatch.StartNew();
        var (evidence, pulse, befell) = await PlayAndJudge(db, size, progress, stopping);
        return new Report
        {
            Pulse = pulse, Chaos = befell, Repeated = await Report.Repeats(db, evidence.MessageIds), Counts = await Report.Count(db), Violations = await new Audit(db, evidence).Run(),
            WallSeconds = watch.Elapsed.TotalSeconds, PeakMemoryMegabytes = Report.PeakMemory(), DatabaseMegabytes = await Report.Size(db),
        };
    }

    /// <summary>Plays it in an empty database.</summary>
    public static async Task<Evidence> Play(Database db, SeasonSize size, Action<double> progress, CancellationToken stopping) => (await PlayAndJudge(db, size, progress, stopping)).Evidence;

    static async Task<(Evidence Evidence, IReadOnlyList<Judged> Pulse, IReadOnlyDictionary<string, long>? Befell)> PlayAndJudge(Database db, SeasonSize size, Action<double> progress, CancellationToken stopping)
    {
        var clock = new VirtualClock(Begins);
        var until = Begins.AddDays(21 * size.Rounds + 40);
        (DateTimeOffset, DateTimeOffset) outage = (Begins.AddDays(25.3), Begins.AddDays(27.3));
        await using var parts = Parts(db, clock, size);
        await parts.GetRequiredService<Season>().People(size.Pairs, size.Rounds, Zone, until);
        await parts.GetRequiredService<SeasonPlan>().Apply(size.Rounds);
        var (writers, staff) = (parts.GetRequiredService<Writers>(), parts.GetRequiredService<Staff>());
        staff.Begin();
        var post = parts.GetRequiredService<Post>();
        await using var elsewhere = size.Nodes == 0 ? null : await Elsewhere.Start(db, clock, parts.GetRequiredService<IBackgroundJobClient>(), post, size, until, stopping);
        await new Simulation(db, clock, parts.GetRequiredService<Agenda>(), parts.GetServices<Sweep>(), parts.GetRequiredService<Wakes>(), writers.Notice) { Outage = outage, Elsewhere = elsewhere }
            .Run(until, progress, stopping);
        var evidence = new Evidence { Until = until, Outage = outage, MessageIds = post.MessageIds, Sent = writers.Sent, Read = staff.Read };
        if (size.Chaos) evidence = evidence with { Apart = Chaos.Apart, Tolerance = evidence.Tolerance + Chaos.Apart };
        return (evidence, await PulseJudge.Judge(db, parts.GetRequiredService<Season>(), writers.Meant, until), elsewhere?.Befell);
    }

    static ServiceProvider Parts(Database db, VirtualClock clock, SeasonSize size)
    {
        var post = new Post(clock);
        var parts = new ServiceCollection().AddLogging().AddExchange(db, clock)
            .AddNotices(new MailSettings { Folder = Path.GetTempPath(), PublicUrl = Url })
            .AddSingleton(clock).AddSingleton(post).AddSingleton<IMailer>(post).AddSingleton(new Random(size.Seed))
            .AddSingleton(new Agenda(clock, StepMinutes)).AddSingleton<Season>().AddSingleton<SeasonPlan>().AddSingleton<Writers>().AddSingleton<Staff>()
            .AddSingleton(new Arrivals(db, clock, isAlone: size.Nodes == 0));
        if (size.Nodes > 0) parts.AddJobs(db);
        return parts.BuildServiceProvider();
    }
}

using LetterExchange.Commands.Simulate.Nodes;
using LetterExchange.Data;

namespace LetterExchange.Commands.Simulate;

/// <summary>Runs a season in virtual time: people act through the service's verbs, and its sweeps run as the scheduler would wake them,
/// at once when woken, otherwise on the next full minute in which something is due.</summary>
public sealed class Simulation
{
    readonly VirtualClock clock;
    readonly Agenda agenda;
    readonly List<(Due Due, Sweep Sweep)> sweeps;
    readonly Database db;
    readonly string ahead; // When those are due next of which one statement tells it.
    readonly HashSet<Due> woken = [];
    readonly Dictionary<Due, DateTimeOffset?> next = [];
    readonly Func<Task> notice;

    /// <param name="notice">Lets people look at what has come for them, after each round of sweeps.</param>
    public Simulation(Database db, VirtualClock clock, Agenda agenda, IEnumerable<Sweep> sweeps, Wakes wakes, Func<Task> notice)
    {
        (this.db, this.clock, this.agenda, this.notice) = (db, clock, agenda, notice);
        this.sweeps = sweeps.Where(sweep => sweep.Due != Due.Backup).OrderBy(sweep => sweep.Due).Select(sweep => (sweep.Due, sweep)).ToList();
        ahead = string.Join(" UNION ALL ", this.sweeps.Where(one => one.Sweep.Ahead is not null).Select(one => $"SELECT '{one.Due}' AS due, ({one.Sweep.Ahead}) AS at"));
        wakes.Woken = due =>
        {
            if (this.sweeps.Exists(one => one.Due == due)) woken.Add(due); // What a season has no sweep for (the archive's index) nobody waits for.
        };
    }

    /// <summary>A time in which the service was down: nobody could act, nothing was swept.</summary>
    public (DateTimeOffset From, DateTimeOffset To)? Outage { get; init; }

    /// <summary>The processes in which the sweeps run; without them they run here.</summary>
    public Elsewhere? Elsewhere { get; init; }

    /// <summary>Runs until the end, telling how far it is (0 to 1).</summary>
    public async Task Run(DateTimeOffset until, Action<double> progress, CancellationToken stopping)
    {
        var began = clock.GetUtcNow();
        foreach (var (due, _) in sweeps) woken.Add(due);
        await Tick(stopping);
        while (!stopping.IsCancellationRequested && Upcoming() is { } at && at < until)
        {
            clock.MoveTo(AfterOutage(at));
            await Tick(stopping);
            progress((clock.GetUtcNow() - began) / (until - began));
        }
        stopping.ThrowIfCancellationRequested(); // A season that was cut short proves nothing.
        clock.MoveTo(until);
        foreach (var (due, _) in sweeps) woken.Add(due);
        await Sweep(stopping);
        if (Elsewhere is not null) await Elsewhere.Finish(stopping);
    }

    DateTimeOffset AfterOutage(DateTimeOffset at) => Outage is { } down && at >= down.From && at < down.To ? down.To : at;

    DateTimeOffset? Upcoming()
    {
        var now = clock.GetUtcNow();
        var due = next.Values.Min();
        return new[] { agenda.Next, clock.NextTimer, Elsewhere?.Next is { } look ? Minute(look > now ? look : now) : null, due is { } at ? Minute(at > now ? at : now) : null }.Min();
    }

    static DateTimeOffset Minute(DateTimeOffset at) => new((at.Ticks / TimeSpan.TicksPerMinute + 1) * TimeSpan.TicksPerMinute, TimeSpan.Zero);

    async Task Tick(CancellationToken stopping)
    {
        Elsewhere?.Pass();
        await Sweep(stopping);
        await notice();
        if (await agenda.Act() > 0)
        {
            await Sweep(stopping);
            await notice();
        }
        await LookAhead();
    }

    /// <summary>Asks each sweep when it has to look next: of most of them in one statement, for it is asked after every tick.</summary>
    async Task LookAhead()
    {
        foreach (var (due, at) in await db.Query<(Due, DateTimeOffset?)>(ahead, new { now = clock.Now() })) next[due] = at;
        foreach (var (due, sweep) in sweeps) if (sweep.Ahead is null) next[due] = await sweep.Next();
    }

    /// <summary>Runs what is woken or due until nothing wakes anything more.</summary>
    async Task Sweep(CancellationToken stopping)
    {
        var now = clock.GetUtcNow();
        foreach (var (due, at) in next) if (at <= now) woken.Add(due);
        next.Clear();
        while (woken.Count > 0)
            if (Elsewhere is null) await SweepHere(stopping);
            else
            {
                Due[] all = [.. woken.Order()];
                woken.Clear();
                await Elsewhere.Do(all, stopping);
            }
    }

    async Task SweepHere(CancellationToken stopping)
    {
        foreach (var (due, sweep) in sweeps)
            if (woken.Remove(due)) await sweep.Run(stopping);
    }
}

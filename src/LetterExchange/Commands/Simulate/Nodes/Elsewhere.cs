using System.Text.Json;
using Hangfire;
using LetterExchange.Data;

namespace LetterExchange.Commands.Simulate.Nodes;

/// <summary>Has the sweeps of a season run in processes of their own, which share one PostgreSQL: wakes them by way of the scheduler, as a process does that only serves pages, and waits until
/// the database says that nothing is due any more.</summary>
public sealed class Elsewhere : IAsyncDisposable
{
    /// <summary>How long the machine may take for what is due at one moment; a frozen process may hold some of it for ten seconds.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(4), FirstAgain = TimeSpan.FromMilliseconds(150), LongestAgain = TimeSpan.FromSeconds(1);

    /// <summary>How long mails that nobody has moved are in the hands of somebody who is dead or frozen.</summary>
    static readonly TimeSpan Abandoned = TimeSpan.FromMilliseconds(500);

    /// <summary>What a frozen process holds in a transaction is free again so soon: the service's own minute would be waited for in real time.</summary>
    const string LetGo = "-c idle_in_transaction_session_timeout=10000";

    readonly VirtualClock clock;
    readonly IBackgroundJobClient jobs;
    readonly StillDue still;
    readonly string folder = Directory.CreateTempSubdirectory("letterexchange-nodes-").FullName;
    readonly SeasonTime time;
    readonly List<Node> nodes = [];
    readonly List<MailDoor> doors = [];
    Chaos? chaos;

    Elsewhere(Database db, VirtualClock clock, IBackgroundJobClient jobs)
    {
        (this.clock, this.jobs, still) = (clock, jobs, new StillDue(db));
        time = SeasonTime.Create(Path.Combine(folder, "time"), clock.GetUtcNow());
        clock.Moved = now => time.Now = now;
    }

    /// <summary>When the processes have to be looked at next, whatever is due.</summary>
    public DateTimeOffset? Next => chaos?.Next;

    /// <summary>What has befallen the processes.</summary>
    public IReadOnlyDictionary<string, long>? Befell => chaos?.Done.ToDictionary(one => JsonNamingPolicy.SnakeCaseLower.ConvertName(one.Key.ToString()), one => one.Value);

    /// <summary>The processes, by the ids that the machine has given them.</summary>
    internal IEnumerable<int> ProcessIds => nodes.Select(node => node.ProcessId);

    /// <summary>Starts the processes; when this returns they are ready.</summary>
    /// <exception cref="SeasonStuck">One does not start.</exception>
    public static async Task<Elsewhere> Start(Database db, VirtualClock clock, IBackgroundJobClient jobs, Post post, SeasonSize size, DateTimeOffset until, CancellationToken stopping)
    {
        var all = new Elsewhere(db, clock, jobs);
        try
        {
            for (var number = 0; number < size.Nodes; number++) all.Add(db, post, number);
            if (size.Chaos) all.chaos = new(clock, all.nodes, all.doors, all.time, size.Seed, until);
            foreach (var node in all.nodes) await node.Ready(stopping);
            return all;
        }
        catch
        {
            await all.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets faults begin and end at this moment.</summary>
    public void Pass() => chaos?.Pass();

    /// <summary>Wakes sweeps, and waits until nothing is due at this moment.</summary>
    /// <exception cref="SeasonStuck">Something stays due, or a process has ended by itself.</exception>
    public async Task Do(IReadOnlyCollection<Due> woken, CancellationToken stopping)
    {
        Wake(woken);
        if (chaos is not null) await chaos.Strike(stopping);
        await Until(Left, stopping);
        await MailsAreOut(stopping);
    }

    /// <summary>Ends the faults and has everything done that there is to do at the season's end.</summary>
    public async Task Finish(CancellationToken stopping)
    {
        chaos?.Heal();
        foreach (var node in nodes) await node.Ready(stopping);
        Wake(Enum.GetValues<Due>());
        await Until(Left, stopping);
        await MailsAreOut(stopping);
        await Until(() => still.Last(clock.GetUtcNow()), stopping);
    }

    public async ValueTask DisposeAsync()
    {
        clock.Moved = null;
        await Task.WhenAll(nodes.Select(node => node.DisposeAsync().AsTask()));
        foreach (var door in doors) await door.DisposeAsync();
        time.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    void Add(Database db, Post post, int number)
    {
        var wanted = new Npgsql.NpgsqlConnectionStringBuilder(db.ConnectionString);
        wanted.Options = $"{wanted.Options} {LetGo}"; // The last one counts.
        var door = new MailDoor(post, () => chaos?.Taken(number));
        doors.Add(door);
        var node = new Node(number, Path.Combine(folder, $"{number}"), Path.Combine(folder, "time"), wanted.ToString(), door.Port);
        nodes.Add(node);
        node.Start();
    }

    void Wake(IEnumerable<Due> woken)
    {
        foreach (var due in woken)
            if (due != Due.Backup) jobs.Enqueue<Sweeps>(all => all.Run(due.ToString(), CancellationToken.None));
    }

    async Task<HashSet<Due>> Left()
    {
        var left = await still.At(clock.GetUtcNow());
        if (chaos is { MailRests: true }) left.Remove(Due.Notices);
        return left;
    }

    /// <summary>Waits until nothing is left, and wakes again what is: what was woken may have died with a process, or found its clock behind.</summary>
    async Task Until(Func<Task<HashSet<Due>>> left, CancellationToken stopping)
    {
        var (began, woken, again) = (TimeProvider.System.GetTimestamp(), TimeProvider.System.GetTimestamp(), FirstAgain);
        while (await left() is { Count: > 0 } rest)
        {
            foreach (var node in nodes) node.Check();
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
                throw new SeasonStuck($"In {Patience.TotalMinutes:0} minutes nobody has done what was due at {clock.GetUtcNow():u}: {string.Join(", ", rest.Order())}.");
            if (TimeProvider.System.GetElapsedTime(woken) > again)
            {
                Wake(rest);
                (woken, again) = (TimeProvider.System.GetTimestamp(), again * 2 < LongestAgain ? again * 2 : LongestAgain);
            }
            await Task.Delay(Glance, stopping);
        }
    }

    /// <summary>Waits until the mails that are on their way have arrived: the season's time would run out for them. Those that somebody dead or frozen has in hand are left.</summary>
    async Task MailsAreOut(CancellationToken stopping)
    {
        var (began, moved, before) = (TimeProvider.System.GetTimestamp(), TimeProvider.System.GetTimestamp(), new HashSet<Guid>());
        while (await still.MailsInHand() is { Count: > 0 } now)
        {
            foreach (var node in nodes) node.Check();
            if (!now.SetEquals(before)) (moved, before) = (TimeProvider.System.GetTimestamp(), now);
            if (chaos is { IsAnyoneMissing: true } && TimeProvider.System.GetElapsedTime(moved) > Abandoned) return;
            if (TimeProvider.System.GetElapsedTime(began) > Patience) throw new SeasonStuck($"In {Patience.TotalMinutes:0} minutes {now.Count} mails were not sent.");
            await Task.Delay(Glance, stopping);
        }
    }
}

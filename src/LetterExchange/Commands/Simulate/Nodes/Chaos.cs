namespace LetterExchange.Commands.Simulate.Nodes;

/// <summary>What befalls the processes of a season.</summary>
enum Fault
{
    /// <summary>A process is killed while there is work, and started again later.</summary>
    Kill,

    /// <summary>The same when the post has taken a mail of its and it has not heard of that yet.</summary>
    KillWithMail,

    /// <summary>A process stands still for longer than a claim of mails holds, and goes on as if nothing had been.</summary>
    Freeze, FreezeWithMail,

    /// <summary>The mail server hangs up on everybody.</summary>
    MailOutage,

    /// <summary>A process's clock is wrong all at once, ahead or behind, and right again later.</summary>
    ClockJump,
}

/// <summary>Faults, planned by a seed: which, when, for how long. They strike while there is work, and always leave one process well.</summary>
sealed class Chaos
{
    /// <summary>How far apart instants may be that processes record of the same moment: a frozen one may have read its clock before.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromMinutes(5);

    /// <summary>How long after an outage a process may still leave the mail server alone, with room to spare.</summary>
    static readonly TimeSpan StandsBack = TimeSpan.FromMinutes(15);

    /// <summary>How long after a process was lost others have taken up what it had in hand, with room to spare.</summary>
    static readonly TimeSpan TakenUp = TimeSpan.FromMinutes(10);

    /// <summary>How long before the end the last fault may begin: the last weeks of a season are quiet, and a fault that meets nobody at work shows nothing.</summary>
    static readonly TimeSpan Calm = TimeSpan.FromDays(30);

    readonly VirtualClock clock;
    readonly IReadOnlyList<Node> nodes;
    readonly IReadOnlyList<MailDoor> doors;
    readonly SeasonTime time;
    readonly Queue<Planned> plan;
    readonly List<Planned> waiting = [];
    readonly List<(DateTimeOffset At, Action Do)> ends = [];
    readonly Dictionary<Fault, long> done = Enum.GetValues<Fault>().ToDictionary(fault => fault, _ => 0L);
    readonly Lock gate = new(); // The post's threads strike too.
    DateTimeOffset? mailAgain, foundAgain;

    public Chaos(VirtualClock clock, IReadOnlyList<Node> nodes, IReadOnlyList<MailDoor> doors, SeasonTime time, int seed, DateTimeOffset until)
    {
        (this.clock, this.nodes, this.doors, this.time) = (clock, nodes, doors, time);
        plan = new(Plan(new Random(seed), nodes.Count, clock.GetUtcNow(), until - Calm));
    }

    /// <summary>How often what has struck.</summary>
    public IReadOnlyDictionary<Fault, long> Done
    {
        get
        {
            lock (gate) return new Dictionary<Fault, long>(done);
        }
    }

    /// <summary>When something begins or ends next.</summary>
    public DateTimeOffset? Next
    {
        get
        {
            lock (gate) return ends.Select(end => (DateTimeOffset?)end.At).Append(plan.TryPeek(out var first) ? first.At : null).Min();
        }
    }

    /// <summary>Whether nobody can be expected to send mails now.</summary>
    public bool MailRests => mailAgain is { } again && clock.GetUtcNow() < again + StandsBack;

    /// <summary>Whether mails may be in the hands of a process that has died or stands still.</summary>
    public bool IsAnyoneMissing
    {
        get
        {
            lock (gate) return foundAgain is { } again && clock.GetUtcNow() < again;
        }
    }

    /// <summary>Every two to six days one, of all kinds in turn, in an order that chance makes.</summary>
    internal static IEnumerable<Planned> Plan(Random chance, int nodes, DateTimeOffset from, DateTimeOffset until)
    {
        var bag = new Queue<Fault>();
        for (var at = from.AddHours(chance.Next(24, 72)); at < until; at = at.AddMinutes(chance.Next(48 * 60, 144 * 60)))
        {
            if (bag.Count == 0)
            {
                var all = Enum.GetValues<Fault>();
                chance.Shuffle(all);
                bag = new(all);
            }
            var fault = bag.Dequeue();
            var lasts = fault is Fault.Freeze or Fault.FreezeWithMail ? TimeSpan.FromSeconds(chance.Next(150, 235)) : TimeSpan.FromMinutes(chance.Next(5, 300));
            var wrong = TimeSpan.FromSeconds(chance.Next(10, 100)) * (chance.Next(2) == 0 ? 1 : -1);
            yield return new(at, fault, chance.Next(nodes), lasts, wrong, TimeSpan.FromMilliseconds(chance.Next(60)));
        }
    }

    /// <summary>Lets end and begin what the time has come for.</summary>
    public void Pass()
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            foreach (var end in ends.Where(end => end.At <= now).ToList())
            {
                ends.Remove(end);
                end.Do();
            }
            while (plan.TryPeek(out var first) && first.At <= now) waiting.Add(plan.Dequeue());
            foreach (var one in waiting.Where(one => one.Fault is Fault.MailOutage or Fault.ClockJump).ToList())
                if (one.Fault == Fault.MailOutage ? Shut(one) : Victim(one) is { } victim && Jump(one, victim)) waiting.Remove(one);
        }
    }

    /// <summary>Strikes a process that has just been given work.</summary>
    public async Task Strike(CancellationToken stopping)
    {
        if (Waiting(Fault.Kill, Fault.Freeze) is not { } next) return;
        await Task.Delay(next.Aim, stopping);
        lock (gate)
            if (Victim(next) is { } victim) Hit(next, victim);
    }

    /// <summary>The post has taken a mail of a process, which does not know it yet.</summary>
    public void Taken(int node)
    {
        if (Waiting(Fault.KillWithMail, Fault.FreezeWithMail) is not { } next) return;
        lock (gate)
            if (waiting.Contains(next) && CanBeSpared(nodes[node])) Hit(next, nodes[node]);
    }

    /// <summary>Ends all that lasts.</summary>
    public void Heal()
    {
        lock (gate)
        {
            plan.Clear();
            waiting.Clear();
            foreach (var end in ends) end.Do();
            ends.Clear();
            mailAgain = null;
        }
    }

    Planned? Waiting(params IReadOnlyList<Fault> kinds)
    {
        lock (gate) return waiting.Find(one => kinds.Contains(one.Fault));
    }

    bool IsWell(Node node) => node.IsWell && time.Wrong(node.Number) == TimeSpan.Zero;

    /// <summary>Whether it is well, and another one too.</summary>
    bool CanBeSpared(Node node) => IsWell(node) && nodes.Any(other => other != node && IsWell(other));

    /// <summary>The process that was meant, or the next one that can be spared.</summary>
    Node? Victim(Planned planned) => Enumerable.Range(planned.Node, nodes.Count).Select(number => nodes[number % nodes.Count]).FirstOrDefault(CanBeSpared);

    void Hit(Planned planned, Node victim)
    {
        waiting.Remove(planned);
        foundAgain = clock.GetUtcNow() + planned.Lasts + TakenUp;
        if (planned.Fault is Fault.Kill or Fault.KillWithMail)
        {
            victim.Kill();
            Begin(planned, victim.Start);
        }
        else
        {
            victim.Freeze();
            Begin(planned, victim.Thaw);
        }
    }

    bool Shut(Planned planned)
    {
        foreach (var door in doors) door.Shut();
        mailAgain = clock.GetUtcNow() + planned.Lasts;
        Begin(planned, () =>
        {
            foreach (var door in doors) door.Open();
        });
        return true;
    }

    bool Jump(Planned planned, Node victim)
    {
        time.Put(victim.Number, planned.Wrong);
        Begin(planned, () => time.Put(victim.Number, TimeSpan.Zero));
        return true;
    }

    void Begin(Planned planned, Action end)
    {
        done[planned.Fault]++;
        ends.Add((clock.GetUtcNow() + planned.Lasts, end));
    }

    /// <summary>A fault as it is planned.</summary>
    /// <param name="Node">Whom it is meant for.</param>
    /// <param name="Wrong">For a clock: how far ahead.</param>
    /// <param name="Aim">How long after the work was given out it strikes, in the machine's time.</param>
    internal sealed record Planned(DateTimeOffset At, Fault Fault, int Node, TimeSpan Lasts, TimeSpan Wrong, TimeSpan Aim);
}

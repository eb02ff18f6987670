using LetterExchange.Data;
using LetterExchange.Features.Plans;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Plans;

/// <summary>The base of the tests of sweeps over dates.</summary>
public abstract class SweepTest<T>(Engine engine) : DatabaseTest(engine) where T : Sweep
{
    protected Task<int> Sweep() => Get<T>().Run(CancellationToken.None);

    /// <summary>Runs it at a moment.</summary>
    protected Task<int> SweepAt(DateTimeOffset at)
    {
        Clock.SetUtcNow(at);
        return Sweep();
    }

    /// <summary>Runs it in two places at once: on PostgreSQL truly so.</summary>
    protected async Task SweepTwiceAtOnce()
    {
        using var elsewhere = new Parts(Db, Clock);
        await Task.WhenAll(Task.Run(Sweep), Task.Run(() => elsewhere.Get<T>().Run(CancellationToken.None)));
        await Sweep(); // What one passed over because the other held it.
    }

    protected Task<Turn> TurnOf(Guid id) => Db.Read(async tx => (await Get<TurnStore>().Find(tx, id))!);

    protected Task<Assignment> AssignmentOf(Guid id) => Db.Read(async tx => (await Get<TurnStore>().Assignment(tx, id))!);

    protected Task<List<Guid>> TurnsOf(Guid assignment) => Db.Query<Guid>("SELECT id FROM turns WHERE assignment_id = @assignment ORDER BY ordinal", new { assignment });

    protected Task<int> Notices(string kind) => Db.Get<int>("SELECT COUNT(*) FROM notices WHERE kind = @kind", new { kind });

    /// <summary>SQLite's plan for a statement.</summary>
    protected async Task<string> Plan(string sql, object args)
    {
        if (Engine != Engine.Sqlite) return "";
        return string.Join('\n', (await Db.Query<Step>("EXPLAIN QUERY PLAN " + sql, args)).Select(step => step.Detail));
    }

    sealed record Step
    {
        public string Detail { get; init; } = "";
    }
}

using LetterExchange.Data;

namespace LetterExchange.Commands.Simulate;

/// <summary>The notices that have come since the last look, each once.</summary>
/// <param name="isAlone">Whether nobody but this process writes notices: then their keys are in the order in which they came, and it is known when there are new ones. Of others' notices
/// one with an earlier key may come later: all that are of the last hour are looked through.</param>
public sealed class Arrivals(Database db, TimeProvider clock, bool isAlone)
{
    const int Page = 5000;

    /// <summary>How much later than its moment another's notice may come.</summary>
    static readonly TimeSpan Slack = TimeSpan.FromHours(1);

    readonly HashSet<Guid> looked = [];
    Guid seen = Guid.Empty;
    bool told;

    /// <summary>There is something new.</summary>
    public void Told() => told = true;

    public async IAsyncEnumerable<Arrival> Fresh()
    {
        if (isAlone && !told) yield break;
        told = false;
        var after = isAlone ? seen : Ids.First(clock.GetUtcNow() - Slack);
        looked.RemoveWhere(id => id.CompareTo(after) <= 0);
        List<Arrival> some;
        do
        {
            some = await db.Query<Arrival>($"""
                SELECT n.id, n.person_id, n.kind, n.subject_id, COALESCE(n.pair_id, l.pair_id) AS pair_id FROM notices n LEFT JOIN letters l ON l.id = n.subject_id WHERE n.id > @after ORDER BY n.id LIMIT {Page}
                """, new { after });
            foreach (var notice in some)
                if (isAlone || looked.Add(notice.Id)) yield return notice;
            if (some.Count > 0) seen = after = some[^1].Id;
        }
        while (some.Count == Page);
    }
}

/// <summary>A notice as the people of a simulation see it.</summary>
public sealed record Arrival
{
    public Guid Id { get; init; }
    public Guid PersonId { get; init; }
    public string Kind { get; init; } = "";
    public Guid SubjectId { get; init; }
    public Guid? PairId { get; init; }
}

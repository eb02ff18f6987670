using LetterExchange.Data;
using LetterExchange.Features.Notices;

namespace LetterExchange.Features.Review;

/// <summary>Somebody who may read a concern, or might.</summary>
public sealed record ConcernReader
{
    public Guid Id { get; init; }
    public string Name { get; init; } = "";

    /// <summary>A lead reads and acts; a coordinator only reads.</summary>
    public bool IsLead { get; init; }

    public bool IsChosen { get; init; }
}

/// <summary>Who may read a concern: all leads whom it does not name, or those that were chosen, and coordinators who were. The rule itself is the
/// views <c>concern_leads</c> and <c>concern_guests</c>, which the access table reads too.</summary>
public sealed class ConcernReaders(Database db, Notifier notifier, History history, TimeProvider clock)
{
    /// <summary>Leads and coordinators of its program whom it does not name, by name.</summary>
    public Task<List<ConcernReader>> Choices(Guid concern) => db.Read(tx => Choices(tx, concern));

    /// <summary>Chooses the readers anew; each change is a line of history, and a coordinator who may read it now is told.</summary>
    /// <param name="leads">None: all whom it does not name.</param>
    /// <returns>False when somebody was first, or when one of them can't be chosen.</returns>
    public Task<bool> Choose(Concern concern, Guid by, IReadOnlyCollection<Guid> leads, IReadOnlyCollection<Guid> coordinators) => db.Transact(async tx =>
    {
        if (!await ConcernLog.Hold(tx, concern)) return false;
        var choices = await Choices(tx, concern.Id);
        if (!leads.All(lead => choices.Exists(one => one.IsLead && one.Id == lead)) || !coordinators.All(person => choices.Exists(one => !one.IsLead && one.Id == person))) return false;
        var before = (await tx.Query<(Guid Person, string Role)>("SELECT person_id, role FROM concern_readers WHERE concern_id = @Id", new { concern.Id })).ToHashSet();
        var after = leads.Select(lead => (Person: lead, Role: "SafeguardingLead")).Concat(coordinators.Select(person => (Person: person, Role: "Coordinator"))).ToHashSet();
        var (gone, come) = (before.Except(after).ToList(), after.Except(before).ToList());
        if (gone.Count + come.Count == 0) return true;
        var now = clock.Now();
        await tx.ExecuteMany("DELETE FROM concern_readers WHERE concern_id = @Id AND person_id = @Person AND role = @Role", gone.ConvertAll(one => new { concern.Id, one.Person, one.Role }));
        await tx.ExecuteMany("INSERT INTO concern_readers (concern_id, person_id, role, by_id, since) VALUES (@Id, @Person, @Role, @by, @now)", come.ConvertAll(one => new { concern.Id, one.Person, one.Role, by, now }));
        await tx.Execute("UPDATE concerns SET version = version + 1 WHERE id = @Id", new { concern.Id });
        await history.Record(tx, [.. come.Select(one => Line("add", one)), .. gone.Select(one => Line("end", one))]);
        await notifier.Tell(tx, [.. come.Where(one => one.Role == "Coordinator").Select(one =>
            new Telling(one.Person, concern.ProgramId, NoticeKind.ConcernShown, concern.Id, $"{concern.Version}", $"/concerns/{concern.Id}"))]);
        return true;

        Event Line(string what, (Guid Person, string Role) one) =>
            history.Line($"concern.reader-{what}", concern.Id, by, concern.PairId, concern.ProgramId, $"person={one.Person} role={one.Role}");
    });

    static Task<List<ConcernReader>> Choices(Tx tx, Guid concern) => tx.Query<ConcernReader>("""
        SELECT h.id, h.given_name || ' ' || h.surname AS name, CASE m.role WHEN 'SafeguardingLead' THEN 1 ELSE 0 END AS is_lead,
               CASE WHEN EXISTS (SELECT 1 FROM concern_readers r WHERE r.concern_id = n.id AND r.person_id = h.id AND r.role = m.role) THEN 1 ELSE 0 END AS is_chosen
          FROM concerns n JOIN memberships m ON m.program_id = n.program_id JOIN people h ON h.id = m.person_id
         WHERE n.id = @concern AND m.role IN ('SafeguardingLead', 'Coordinator') AND m.ended_at IS NULL AND h.left_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM concern_people q WHERE q.concern_id = n.id AND q.person_id = h.id)
         GROUP BY n.id, h.id, h.given_name, h.surname, m.role
         ORDER BY h.given_name, h.surname, h.id
        """, new { concern });
}

using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Plans;

/// <summary>Which of their program's reminder steps the two of a pair want.</summary>
public sealed class ReminderSteps(Database db, TurnStore store, Turns turns, History history, TimeProvider clock) : ReminderChoices
{
    public override Task<IReadOnlyList<ReminderStep>> Of(Guid person) => db.Read(tx => Of(tx, person));

    /// <summary>The letters that they owe are reminded of by it from now on; what they have been told stays told.</summary>
    public override Task Choose(Guid person, IReadOnlyCollection<int> wanted) => db.Transact(async tx =>
    {
        var now = clock.Now();
        if (tx.Engine == Engine.Postgres) await tx.Find<int?>("SELECT 1 FROM people WHERE id = @person FOR NO KEY UPDATE", new { person });
        var steps = await Of(tx, person);
        var changed = steps.Where(step => !step.IsFixed && step.IsWanted != wanted.Contains(step.Hours)).ToList();
        if (changed.Count == 0) return;
        await tx.ExecuteMany("DELETE FROM reminders_off WHERE person_id = @person AND hours = @Hours",
            changed.Where(step => !step.IsWanted).Select(step => new { person, step.Hours }).ToList());
        await tx.ExecuteMany("INSERT INTO reminders_off (person_id, hours, off_at) VALUES (@person, @Hours, @now)",
            changed.Where(step => step.IsWanted).Select(step => new { person, step.Hours, now }).ToList());
        await history.Record(tx, "person.reminders", person, person, codes: $"off={string.Join(',', steps.Where(step => changed.Contains(step) == step.IsWanted).Select(step => step.Hours))}");
        await Arm(tx, person, now);
    });

    static async Task<IReadOnlyList<ReminderStep>> Of(Tx tx, Guid person)
    {
        var programs = await tx.Query<Row>("""
            SELECT m.role, g.policies FROM memberships m JOIN programs g ON g.id = m.program_id
             WHERE m.person_id = @person AND m.role IN ('Mentee', 'Mentor') AND m.ended_at IS NULL
            """, new { person });
        var off = (await tx.Query<long>("SELECT hours FROM reminders_off WHERE person_id = @person", new { person })).ConvertAll(hours => (int)hours);
        var steps = programs.Select(one => (one.Role, Hours: Policies.FromJson(one.Policies).ReminderHours)).Where(one => one.Hours.Count > 0).ToList();
        var kept = steps.Where(one => one.Role == Side.Mentee).Select(one => one.Hours.Min()).ToHashSet();
        return [.. steps.SelectMany(one => one.Hours).Distinct().OrderDescending().Select(hours => new ReminderStep(hours, kept.Contains(hours) || !off.Contains(hours), kept.Contains(hours)))];
    }

    /// <summary>Sets anew when to remind of what this person owes. A step that has just come and is not told yet stays.</summary>
    async Task Arm(Tx tx, Guid person, DateTimeOffset now)
    {
        var pairs = await tx.Query<Guid>($"SELECT p.id FROM pairs p WHERE (p.mentor_id = @person OR p.mentee_id = @person) AND p.state = 'Active' ORDER BY p.id {tx.ForShare("p")}", new { person });
        if (pairs.Count == 0) return;
        var owed = (await store.OfPairs(tx, pairs, TurnState.Open)).Where(turn => turn.WriterId == person && turn.HeldAt is null && (turn.RemindAt is null || turn.RemindAt > now)).ToList();
        if (owed.Count == 0) return;
        var clocks = await store.Clocks(tx, owed);
        var armed = owed.ConvertAll(turn => turn.Armed(clocks[turn.ProgramId], now, catchUp: false));
        await store.Save(tx, armed);
        turns.WakeFor(tx, armed);
    }

    sealed record Row
    {
        public Side Role { get; init; }
        public string Policies { get; init; } = "{}";
    }
}

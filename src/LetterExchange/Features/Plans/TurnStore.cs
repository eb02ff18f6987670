using LetterExchange.Data;
using LetterExchange.Features.Programs;
using NodaTime;

namespace LetterExchange.Features.Plans;

/// <summary>The rows of turns and assignments, and the clocks that they run on. Rules stand in <see cref="Turn"/>, moves in <see cref="Turns"/>.</summary>
public sealed class TurnStore(ProgramStore programs)
{
    internal const string Columns = """
        t.id, t.assignment_id, t.pair_id, p.program_id, t.ordinal, t.writer, t.writer_id, t.reader_id, t.state, t.due_at, t.cut_off_at,
        t.opened_at, t.held_at, t.submitted_at, t.was_late, t.late_told_at, t.remind_at, t.enforce_at, t.closed_at, t.version,
        p.state AS pair_state, p.stands_until, w.given_name AS writer_name, r.given_name AS reader_name
        """;

    const string Tables = """
        turns t
        JOIN pairs p ON p.id = t.pair_id
        JOIN people w ON w.id = t.writer_id
        JOIN people r ON r.id = t.reader_id
        """;

    internal const string AssignmentColumns = """
        a.id, a.pair_id, a.plan_id, a.round_id, a.line, a.state, a.opens_at, a.release_at, a.story_id, a.opened_at, a.closed_at, a.version, o.title,
        NOT EXISTS (SELECT 1 FROM assignments x WHERE x.pair_id = a.pair_id AND x.state = 'Scheduled') AS is_last
        """;

    public Task<Turn?> Find(Tx tx, Guid id) => tx.Find<Turn>($"SELECT {Columns} FROM {Tables} WHERE t.id = @id", new { id });

    /// <summary>The turn for a move: its row is locked, and its pair's against a pause.</summary>
    public async Task<Turn> Hold(Tx tx, Guid id) =>
        await tx.Find<Turn>($"SELECT {Columns} FROM {Tables} WHERE t.id = @id {tx.ForShare("p")} {tx.ForUpdate("t")}", new { id })
        ?? throw new InvalidOperationException($"There is no turn {id}.");

    /// <summary>The same for several, in the order in which all lock them.</summary>
    public Task<List<Turn>> Hold(Tx tx, IReadOnlyList<Guid> ids) =>
        tx.Query<Turn>($"SELECT {Columns} FROM {Tables} WHERE t.id IN @ids ORDER BY t.id {tx.ForShare("p")} {tx.ForUpdate("t")}", new { ids });

    /// <summary>Those of the turns that nobody else holds, and whose pair nobody is pausing: what lets two machines share a sweep.</summary>
    public Task<List<Turn>> Take(Tx tx, IReadOnlyList<Guid> ids, string condition, DateTimeOffset now) => tx.Query<Turn>($"""
        SELECT {Columns} FROM {Tables}
         WHERE t.id IN @ids AND t.state = 'Open' AND {condition} <= @now AND p.state = 'Active' AND p.stands_until > @now
         ORDER BY t.id {SkipLocked(tx, "t")}
        """, new { ids, now });

    /// <summary>The first waiting turn of each of these assignments.</summary>
    public async Task<List<Turn>> FirstWaiting(Tx tx, IReadOnlyList<Guid> assignments)
    {
        if (assignments.Count == 0) return [];
        var waiting = await tx.Query<Turn>($"""
            SELECT {Columns} FROM {Tables}
             WHERE t.assignment_id IN @assignments AND t.state = 'Waiting'
             ORDER BY t.assignment_id, t.ordinal
            """, new { assignments });
        return [.. waiting.DistinctBy(turn => turn.AssignmentId)];
    }

    /// <summary>All turns of these pairs in one of the states, the oldest first, locked.</summary>
    public Task<List<Turn>> OfPairs(Tx tx, IReadOnlyList<Guid> pairs, params TurnState[] states) => OfPairs(tx, pairs, hold: true, states);

    /// <param name="hold">For a move: their rows are locked.</param>
    internal Task<List<Turn>> OfPairs(Tx tx, IReadOnlyList<Guid> pairs, bool hold, params TurnState[] states) => tx.Query<Turn>($"""
        SELECT {Columns} FROM {Tables}
         WHERE t.pair_id IN @pairs AND t.state IN @states
         ORDER BY t.id {(hold ? tx.ForUpdate("t") : "")}
        """, new { pairs, states });

    /// <summary>The open turns in scope (the waiting ones too where <paramref name="waiting"/>), the oldest first.</summary>
    /// <param name="hold">For a move: their rows are locked, and their pairs' against a pause.</param>
    internal Task<List<Turn>> InScope(Tx tx, Scope scope, bool waiting, bool hold = true) => tx.Query<Turn>($"""
        SELECT {Columns} FROM {Tables}
         WHERE p.program_id = @ProgramId AND {scope.Condition} AND t.state IN ({(waiting ? "'Open', 'Waiting'" : "'Open'")})
         ORDER BY t.id {(hold ? $"{tx.ForShare("p")} {tx.ForUpdate("t")}" : "")}
        """, new { scope.ProgramId, scope.CohortId, scope.PairId, scope.TurnId });

    /// <summary>The turns of these assignments that are open or wait; the open ones are locked for a move, their pairs against a pause.</summary>
    internal Task<List<Turn>> OfAssignments(Tx tx, IReadOnlyList<Guid> assignments) => tx.Query<Turn>($"""
        SELECT {Columns} FROM {Tables}
         WHERE t.assignment_id IN @assignments AND t.state IN ('Open', 'Waiting')
         ORDER BY t.id {tx.ForShare("p")} {tx.ForUpdate("t")}
        """, new { assignments });

    /// <summary>Moves turns that wait: one statement for all that go from the same dates to the same dates.</summary>
    internal async Task Replan(Tx tx, IEnumerable<(Turn Turn, Dates To)> waiting)
    {
        foreach (var same in waiting.GroupBy(one => one.To))
            await tx.Execute("UPDATE turns SET due_at = @Due, cut_off_at = @CutOff, version = version + 1 WHERE id IN @ids AND state = 'Waiting'",
                new { same.Key.Due, same.Key.CutOff, ids = same.Select(one => one.Turn.Id).ToList() });
    }

    /// <summary>Writes what moved. Every row is locked or alone by now, so a version that has moved on is a fault.</summary>
    public async Task Save(Tx tx, IReadOnlyCollection<Turn> turns)
    {
        var saved = await tx.ExecuteMany("""
            UPDATE turns
               SET state = @State, due_at = @DueAt, cut_off_at = @CutOffAt, opened_at = @OpenedAt, held_at = @HeldAt, submitted_at = @SubmittedAt,
                   was_late = @WasLate, late_told_at = @LateToldAt, remind_at = @RemindAt, enforce_at = @EnforceAt, closed_at = @ClosedAt, version = @Version + 1
             WHERE id = @Id AND version = @Version
            """, turns.Select(turn => new
        {
            turn.State, turn.DueAt, turn.CutOffAt, turn.OpenedAt, turn.HeldAt, turn.SubmittedAt, turn.WasLate, turn.LateToldAt,
            turn.RemindAt, turn.EnforceAt, turn.ClosedAt, turn.Id, turn.Version,
        }).ToList());
        if (saved != turns.Count) throw new InvalidOperationException("A turn was changed beside its lock.");
    }

    public Task<Assignment?> Assignment(Tx tx, Guid id) =>
        tx.Find<Assignment>($"SELECT {AssignmentColumns} FROM assignments a JOIN rounds o ON o.id = a.round_id WHERE a.id = @id", new { id });

    /// <summary>Those of the assignments that are due to open, unheld, of live pairs.</summary>
    public Task<List<Assignment>> TakeDue(Tx tx, IReadOnlyList<Guid> ids, DateTimeOffset now) => tx.Query<Assignment>($"""
        SELECT {AssignmentColumns} FROM assignments a JOIN rounds o ON o.id = a.round_id JOIN pairs p ON p.id = a.pair_id
         WHERE a.id IN @ids AND a.release_at <= @now AND p.state = 'Active' AND p.stands_until > @now
         ORDER BY a.id {SkipLocked(tx, "a")}
        """, new { ids, now });

    /// <summary>The open assignments of these pairs that have no open turn: what a pause kept from going on.</summary>
    public Task<List<Guid>> Stalled(Tx tx, IReadOnlyList<Guid> pairs) => tx.Query<Guid>("""
        SELECT a.id FROM assignments a
         WHERE a.pair_id IN @pairs AND a.state = 'Open'
           AND NOT EXISTS (SELECT 1 FROM turns t WHERE t.assignment_id = a.id AND t.state = 'Open')
        """, new { pairs });

    /// <summary>Puts the first scheduled assignment of each pair that is active and has none open in line to be opened.</summary>
    public Task<int> ArmFirst(Tx tx, IReadOnlyList<Guid> pairs) => tx.Execute("""
        UPDATE assignments
           SET release_at = opens_at, version = version + 1
         WHERE pair_id IN @pairs AND state = 'Scheduled' AND release_at IS NULL
           AND line = (SELECT MIN(x.line) FROM assignments x WHERE x.pair_id = assignments.pair_id AND x.state = 'Scheduled')
           AND NOT EXISTS (SELECT 1 FROM assignments x WHERE x.pair_id = assignments.pair_id AND x.state = 'Open')
           AND EXISTS (SELECT 1 FROM pairs p WHERE p.id = assignments.pair_id AND p.state = 'Active')
        """, new { pairs });

    /// <summary>The clocks of these turns, by program. Asked for when their pairs are locked, so that nobody goes away beside them.</summary>
    public async Task<Dictionary<Guid, FairClock>> Clocks(Tx tx, IEnumerable<Turn> turns)
    {
        var clocks = new Dictionary<Guid, FairClock>();
        foreach (var program in turns.GroupBy(turn => turn.ProgramId)) clocks[program.Key] = await Clock(tx, program.Key, [.. program.Select(turn => turn.WriterId).Distinct()]);
        return clocks;
    }

    /// <summary>The clock of this turn.</summary>
    public Task<FairClock> Clock(Tx tx, Turn turn) => Clock(tx, turn.ProgramId, turn.WriterId);

    /// <param name="writers">Whose days away and reminder steps matter.</param>
    public async Task<FairClock> Clock(Tx tx, Guid programId, params IReadOnlyCollection<Guid> writers)
    {
        var program = await programs.Find(tx, programId) ?? throw new InvalidOperationException($"There is no program {programId}.");
        var holidays = await tx.Query<DateOnly>("SELECT day FROM holidays WHERE program_id = @programId", new { programId });
        if (writers.Count == 0) return FairClock.Of(program, holidays);
        var away = await tx.Query<Away>("SELECT person_id, first_day, last_day FROM absences WHERE person_id IN @writers AND program_id = @programId AND cancelled_at IS NULL", new { writers, programId });
        var off = await tx.Query<(Guid Person, long Hours)>("SELECT person_id, hours FROM reminders_off WHERE person_id IN @writers", new { writers });
        return FairClock.Of(program, holidays, away.ToLookup(one => one.PersonId, one => new DaysAway(LocalDate.FromDateOnly(one.FirstDay), LocalDate.FromDateOnly(one.LastDay))), off.ToLookup(one => one.Person, one => (int)one.Hours));
    }

    // A pair that is being paused is passed over too: whoever waited for it while holding turns would lock both sides.
    static string SkipLocked(Tx tx, string alias) =>
        tx.Engine == Engine.Postgres ? $"FOR UPDATE OF {alias} SKIP LOCKED FOR SHARE OF p SKIP LOCKED" : "";

    sealed record Away
    {
        public Guid PersonId { get; init; }
        public DateOnly FirstDay { get; init; }
        public DateOnly LastDay { get; init; }
    }
}

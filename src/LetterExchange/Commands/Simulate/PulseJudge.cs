using LetterExchange.Data;

namespace LetterExchange.Commands.Simulate;

/// <summary>How well the pulse found one kind of change: how many sides of pairs had been made so, how many it showed, and how many of these rightly.</summary>
public sealed record Judged(string Kind, int Made, int Shown, int Found)
{
    public double? Precision => Shown == 0 ? null : (double)Found / Shown;

    public double? Recall => Made == 0 ? null : (double)Found / Made;
}

/// <summary>Compares what the pulse shows at a season's end with what its people had been made to do. It takes what they meant from the simulation, and whether their turns came to pass
/// from the database; of the pulse's own rules it knows none.</summary>
static class PulseJudge
{
    internal static async Task<IReadOnlyList<Judged>> Judge(Database db, Season season, IReadOnlyDictionary<(Guid Pair, Side Side), List<Meant>> meant, DateTimeOffset now)
    {
        var active = (await db.Query<Guid>("SELECT id FROM pairs WHERE program_id = @ProgramId AND state = 'Active'", new { season.ProgramId })).ToHashSet();
        var turns = (await db.Query<Passed>("""
            SELECT t.id, t.state, t.due_at, CASE WHEN t.submitted_at IS NOT NULL OR EXISTS (SELECT 1 FROM letters l WHERE l.turn_id = t.id AND l.revision > 0) THEN 1 ELSE 0 END AS is_written
              FROM turns t JOIN pairs p ON p.id = t.pair_id WHERE p.program_id = @ProgramId
            """, new { season.ProgramId })).ToDictionary(turn => turn.Id);
        var shown = (await db.Query<Shown>("SELECT pair_id, side, kind FROM pulse_signs WHERE program_id = @ProgramId AND at <= @now", new { season.ProgramId, now })).ToLookup(sign => sign.Kind, sign => (sign.PairId, sign.Side));
        var sides = meant.Where(side => active.Contains(side.Key.Pair)).ToList();
        List<Judged> judged = [];
        foreach (var (kind, isSo) in new (string, Func<List<Meant>, bool>)[] { ("Silent", IsSilent), ("Later", IsLater), ("Shorter", IsShorter) })
        {
            var made = sides.Where(side => isSo([.. side.Value.Where(HasPassed)])).Select(side => side.Key).ToHashSet();
            var found = shown[kind].Where(side => active.Contains(side.PairId)).ToHashSet();
            judged.Add(new(kind, made.Count, found.Count, found.Count(made.Contains)));
        }
        return [.. judged, new("All", judged.Sum(one => one.Made), judged.Sum(one => one.Shown), judged.Sum(one => one.Found))];

        // Skipped ones whose date has come, and written ones; what a coordinator excused tells nothing.
        bool HasPassed(Meant one) => turns[one.Turn] is var turn && turn.State != "Excused" && (one.Skips ? turn.DueAt < now : turn.IsWritten);
    }

    /// <summary>The last two were meant not to be written.</summary>
    static bool IsSilent(List<Meant> meant) => meant.Count >= 2 && meant[^1].Skips && meant[^2].Skips;

    /// <summary>The last three came later, after letters enough that did not.</summary>
    static bool IsLater(List<Meant> meant) => HasTurned(meant, one => one.IsDelayed);

    static bool IsShorter(List<Meant> meant) => HasTurned(meant, one => one.Share < 1); // Who always writes short letters has no others before.

    static bool HasTurned(List<Meant> meant, Func<Meant, bool> isSo) =>
        meant.Count >= 7 && isSo(meant[^1]) && isSo(meant[^2]) && isSo(meant[^3]) && meant.Count(one => !isSo(one) && !one.Skips) >= 4;

    sealed record Passed
    {
        public Guid Id { get; init; }
        public string State { get; init; } = "";
        public DateTimeOffset DueAt { get; init; }
        public bool IsWritten { get; init; }
    }

    sealed record Shown
    {
        public Guid PairId { get; init; }
        public Side Side { get; init; }
        public string Kind { get; init; } = "";
    }
}

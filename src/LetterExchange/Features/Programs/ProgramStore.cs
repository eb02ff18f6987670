using LetterExchange.Data;

namespace LetterExchange.Features.Programs;

/// <summary>Programs, cohorts and their people's pairs.</summary>
public sealed class ProgramStore(Database db)
{
    public const string Columns = "g.id, g.name, g.zone, g.languages, g.policies AS policies_json, g.version";

    public const string PairColumns = """
        p.id, p.program_id, p.cohort_id, p.mentor_id, p.mentee_id, p.state, p.stands_until, p.paused_at, p.paused_why, p.closed_at, p.resting AS is_resting, p.stands_in_for, p.version,
        mentor.given_name AS mentor_name, mentee.given_name AS mentee_name, mentee.born AS mentee_born,
        (SELECT x.last_at FROM pair_endings x WHERE x.pair_id = p.id AND x.close_at IS NOT NULL) AS ends_at
        """;

    public const string PairTables = "pairs p JOIN people mentor ON mentor.id = p.mentor_id JOIN people mentee ON mentee.id = p.mentee_id";

    public Task<MentoringProgram?> Find(Guid id) => db.One(tx => Find(tx, id));

    public Task<MentoringProgram?> Find(Tx tx, Guid id) =>
        tx.Find<MentoringProgram>($"SELECT {Columns} FROM programs g WHERE g.id = @id", new { id });

    public Task<Pair?> Pair(Guid id) => db.One(tx => Pair(tx, id));

    public Task<Pair?> Pair(Tx tx, Guid id) =>
        tx.Find<Pair>($"SELECT {PairColumns} FROM {PairTables} WHERE p.id = @id", new { id });

    /// <summary>The pair, its row locked against a pause, close or withdrawal until the transaction ends.</summary>
    public Task<Pair?> HoldPair(Tx tx, Guid id) =>
        tx.Find<Pair>($"SELECT {PairColumns} FROM {PairTables} WHERE p.id = @id {tx.ForShare("p")}", new { id });

    /// <summary>The pair, its row locked for a pause, close or withdrawal.</summary>
    public Task<Pair?> TakePair(Tx tx, Guid id) =>
        tx.Find<Pair>($"SELECT {PairColumns} FROM {PairTables} WHERE p.id = @id {tx.ForUpdate("p")}", new { id });
}

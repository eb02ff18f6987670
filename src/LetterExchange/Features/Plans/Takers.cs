using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Plans;

/// <summary>To whom a plan is to be given: whole cohorts (their pairs that are not closed), and single pairs.</summary>
public sealed record Chosen(IReadOnlyCollection<Guid> Cohorts, IReadOnlyCollection<Guid> Pairs)
{
    public bool IsNobody => Cohorts.Count == 0 && Pairs.Count == 0;
}

/// <summary>What applying a plan will do.</summary>
public sealed record Foretold
{
    /// <summary>Pairs that will get assignments.</summary>
    public int Pairs { get; init; }

    /// <summary>Pairs that have all of it already.</summary>
    public int HadIt { get; init; }

    public int Paused { get; init; }
    public int Closed { get; init; }

    /// <summary>Active pairs whose consent or clearance does not stand.</summary>
    public int Unready { get; init; }

    /// <summary>Rounds that each of them gets at the most.</summary>
    public int Rounds { get; init; }

    /// <summary>Rounds of the plan that are over: their first letter could not be written any more.</summary>
    public int Over { get; init; }
}

/// <summary>A cohort to which a plan can be given.</summary>
public sealed record Taker
{
    public Guid Id { get; init; }
    public string Name { get; init; } = "";

    /// <summary>Its pairs that are not closed.</summary>
    public int Pairs { get; init; }

    /// <summary>Those of them that have the plan already.</summary>
    public int Have { get; init; }
}

/// <summary>A pair to which a plan can be given.</summary>
public sealed record PairTaker
{
    public Guid Id { get; init; }
    public PairState State { get; init; }
    public string MenteeName { get; init; } = "";
    public string MentorName { get; init; } = "";
    public bool Has { get; init; }
}

/// <summary>Those to whom a plan can be given, and what giving it will do.</summary>
public sealed class Takers(Database db, TimeProvider clock)
{
    /// <summary>The cohorts of the plan's program.</summary>
    public Task<List<Taker>> Cohorts(ReadingPlan plan) => db.Query<Taker>("""
        SELECT c.id, c.name, COUNT(p.id) AS pairs,
               COUNT(CASE WHEN EXISTS (SELECT 1 FROM assignments a WHERE a.pair_id = p.id AND a.plan_id = @Id) THEN 1 END) AS have
          FROM cohorts c LEFT JOIN pairs p ON p.cohort_id = c.id AND p.state <> 'Closed'
         WHERE c.program_id = @ProgramId
         GROUP BY c.id, c.name
         ORDER BY c.name
        """, new { plan.Id, plan.ProgramId });

    /// <summary>The pairs of a cohort of the plan's program that are not closed, by the mentee's name, the first of them.</summary>
    public Task<List<PairTaker>> Pairs(ReadingPlan plan, Guid cohort, int most) => db.Query<PairTaker>("""
        SELECT p.id, p.state, e.given_name || ' ' || e.surname AS mentee_name, o.given_name || ' ' || o.surname AS mentor_name,
               CASE WHEN EXISTS (SELECT 1 FROM assignments a WHERE a.pair_id = p.id AND a.plan_id = @Id) THEN 1 ELSE 0 END AS has
          FROM pairs p JOIN people e ON e.id = p.mentee_id JOIN people o ON o.id = p.mentor_id
         WHERE p.cohort_id = @cohort AND p.program_id = @ProgramId AND p.state <> 'Closed'
         ORDER BY e.given_name, e.surname, p.id LIMIT @most
        """, new { plan.Id, plan.ProgramId, cohort, most });

    /// <summary>What giving it to them now will do.</summary>
    /// <exception cref="Refusal">One of them is of another program.</exception>
    public Task<Foretold> Foretell(ReadingPlan plan, Chosen chosen) => db.Read(async tx =>
    {
        await Check(tx, plan, chosen);
        var now = clock.Now();
        var ahead = Ahead(plan, now).Select(round => round.Id).ToList();
        var foretold = await tx.Get<Foretold>("""
            SELECT COUNT(CASE WHEN x.live = 1 AND x.have < @rounds THEN 1 END) AS pairs, COUNT(CASE WHEN x.live = 1 AND x.have >= @rounds THEN 1 END) AS had_it,
                   COUNT(CASE WHEN x.state = 'Paused' THEN 1 END) AS paused, COUNT(CASE WHEN x.state = 'Closed' THEN 1 END) AS closed,
                   COUNT(CASE WHEN x.state = 'Active' AND x.live = 0 THEN 1 END) AS unready
              FROM (SELECT p.state, CASE WHEN p.state = 'Active' AND p.stands_until > @now THEN 1 ELSE 0 END AS live,
                           (SELECT COUNT(*) FROM assignments a WHERE a.pair_id = p.id AND a.round_id IN @ahead) AS have
                      FROM pairs p
                     WHERE p.program_id = @ProgramId AND ((p.cohort_id IN @Cohorts AND p.state <> 'Closed') OR p.id IN @Pairs)) x
            """, new { plan.ProgramId, chosen.Cohorts, chosen.Pairs, ahead, rounds = ahead.Count, now });
        return foretold with { Rounds = ahead.Count, Over = plan.Rounds.Count - ahead.Count };
    });

    /// <summary>The rounds that have not been dropped and whose first letter can still be written.</summary>
    internal static List<Round> Ahead(ReadingPlan plan, DateTimeOffset now) => [.. plan.Rounds.Where(round => round.DroppedAt is null && round.Turns.Count > 0 && round.Turns[0].CutOffAt > now)];

    internal static async Task Check(Tx tx, ReadingPlan plan, Chosen chosen)
    {
        var ours = await tx.Get<int>("""
            SELECT (SELECT COUNT(*) FROM cohorts WHERE program_id = @ProgramId AND id IN @Cohorts) + (SELECT COUNT(*) FROM pairs WHERE program_id = @ProgramId AND id IN @Pairs)
            """, new { plan.ProgramId, chosen.Cohorts, chosen.Pairs });
        if (ours < chosen.Cohorts.Distinct().Count() + chosen.Pairs.Distinct().Count()) throw new Refusal("apply.stranger");
    }
}

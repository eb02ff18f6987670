using LetterExchange.Data;
using LetterExchange.Features.People;

namespace LetterExchange.Features.Programs;

/// <summary>Brings two people together.</summary>
public sealed class Pairing(Database db, Standing standing, History history, TimeProvider clock)
{
    /// <summary>Makes a pair: active when consent and clearance stand, otherwise paused until they do.</summary>
    /// <exception cref="Refusal">One of them is not of the program (any more), the cohort is another program's, or the mentee has a mentor.</exception>
    /// <exception cref="NotYours">The program is not theirs.</exception>
    public Task<Guid> Make(Guid program, Guid mentor, Guid mentee, Guid cohort, Actor by) => db.Transact(async tx => (await Make(tx, program, mentor, mentee, cohort, by)).Id);

    /// <summary>Gives a mentor several mentees of a cohort: all of them or none.</summary>
    /// <exception cref="Refusal">As for one.</exception>
    /// <exception cref="NotYours">The program is not theirs.</exception>
    public Task<List<MadePair>> Make(Guid program, Guid mentor, IReadOnlyList<Guid> mentees, Guid cohort, Actor by) => db.Transact(async tx =>
    {
        var made = new List<MadePair>();
        foreach (var mentee in mentees.Distinct().Order()) made.Add(await Make(tx, program, mentor, mentee, cohort, by));
        return made;
    });

    /// <param name="standsInFor">The resting pair of the mentee for which the mentor stands in.</param>
    internal async Task<MadePair> Make(Tx tx, Guid program, Guid mentor, Guid mentee, Guid cohort, Actor by, Guid? standsInFor = null)
    {
        await Authority.OverProgram(tx, by, program);
        // Their rows are held, so that a consent withdrawn beside this sees the pair or is seen by it.
        await tx.Query<Guid>($"SELECT h.id FROM people h WHERE h.id IN (@mentor, @mentee) ORDER BY h.id {tx.ForUpdate("h")}", new { mentor, mentee });
        await Check(tx, program, mentor, mentee, cohort);
        var (id, now) = (clock.New(), clock.Now());
        var until = await standing.Until(tx, program, mentor, mentee);
        var state = until > now ? PairState.Active : PairState.Paused;
        await tx.Execute("""
            INSERT INTO pairs (id, program_id, cohort_id, mentor_id, mentee_id, state, stands_until, paused_at, paused_why, stands_in_for, created_at)
            VALUES (@id, @program, @cohort, @mentor, @mentee, @state, @until, @pausedAt, @pausedWhy, @standsInFor, @now)
            """, new
        {
            id, program, cohort, mentor, mentee, state, until, standsInFor, now,
            pausedAt = state == PairState.Paused ? now : (DateTimeOffset?)null, pausedWhy = state == PairState.Paused ? PauseReason.Standing : (PauseReason?)null,
        });
        await history.Record(tx, "pair.make", id, by, id, program, $"mentor={mentor} mentee={mentee} state={state}");
        return new(id, mentee, state);
    }

    static async Task Check(Tx tx, Guid program, Guid mentor, Guid mentee, Guid cohort)
    {
        if (!await Is(tx, program, mentor, Role.Mentor)) throw new Refusal("pair.mentor", "Mentor");
        if (!await Is(tx, program, mentee, Role.Mentee)) throw new Refusal("pair.mentee", "Mentees");
        if (await tx.Find<int?>("SELECT 1 FROM cohorts WHERE id = @cohort AND program_id = @program", new { program, cohort }) is null) throw new Refusal("pair.cohort", "Cohort");
        if (await tx.Find<int?>("SELECT 1 FROM pairs WHERE mentee_id = @mentee AND program_id = @program AND state <> 'Closed' AND resting = 0", new { program, mentee }) is not null)
            throw new Refusal("pair.taken", "Mentees");
    }

    static async Task<bool> Is(Tx tx, Guid program, Guid person, Role role) => await tx.Find<int?>("""
        SELECT 1 FROM memberships WHERE person_id = @person AND program_id = @program AND role = @role AND ended_at IS NULL
        """, new { program, person, role }) is not null;
}

/// <summary>A pair that was made; paused where consent or clearance is missing.</summary>
public readonly record struct MadePair(Guid Id, Guid MenteeId, PairState State);

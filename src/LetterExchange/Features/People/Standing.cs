using LetterExchange.Data;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.People;

/// <summary>Consents and clearances, and what follows from them for pairs: <c>stands_until</c> changes in the same transaction, under the pair's lock,
/// so that no letter slips through beside a withdrawal (DESIGN.md, rule 11).</summary>
public sealed class Standing(Database db, Pauses pauses, History history, Wakes wakes, TimeProvider clock)
{
    public Task<List<Consent>> Consents(Guid mentee) => db.Query<Consent>("""
        SELECT id, kind, given_by, how, given_at, until, withdrawn_at FROM consents WHERE mentee_id = @mentee ORDER BY recorded_at DESC, id DESC
        """, new { mentee });

    public Task<List<Clearance>> Clearances(Guid mentor) => db.Query<Clearance>("""
        SELECT id, kind, cleared_at, until, revoked_at FROM clearances WHERE mentor_id = @mentor ORDER BY recorded_at DESC, id DESC
        """, new { mentor });

    /// <exception cref="Refusal">It is given in the future, or has ended already.</exception>
    /// <exception cref="NotYours">The person is not theirs.</exception>
    public Task Record(Guid mentee, NewConsent consent, Actor by) => db.Transact(tx => Record(tx, mentee, consent, by));

    public async Task Record(Tx tx, Guid mentee, NewConsent consent, Actor by)
    {
        await Authority.OverPerson(tx, by, mentee);
        Check(consent.GivenAt, consent.Until, "consent");
        var id = clock.New();
        await tx.Execute("""
            INSERT INTO consents (id, mentee_id, kind, given_by, how, given_at, until, recorded_by, recorded_at)
            VALUES (@id, @mentee, @Kind, @GivenBy, @How, @GivenAt, @Until, @by, @now)
            """, new { id, mentee, consent.Kind, consent.GivenBy, consent.How, consent.GivenAt, consent.Until, by = by.PersonId, now = clock.Now() });
        await history.Record(tx, "consent.record", id, by, codes: $"mentee={mentee} kind={consent.Kind}");
        await Recompute(tx, mentee, by);
    }

    /// <summary>From this moment the consent does not stand. False when it had been withdrawn already.</summary>
    /// <exception cref="NotYours">The mentee is not theirs.</exception>
    public Task<bool> Withdraw(Guid mentee, Guid consent, Actor by) => End(
        "UPDATE consents SET withdrawn_at = @now WHERE id = @id AND mentee_id = @person AND withdrawn_at IS NULL", "consent.withdraw", mentee, consent, by);

    /// <exception cref="Refusal">It is dated in the future, or has ended already.</exception>
    /// <exception cref="NotYours">The person is not theirs.</exception>
    public Task Record(Guid mentor, NewClearance clearance, Actor by) => db.Transact(tx => Record(tx, mentor, clearance, by));

    public async Task Record(Tx tx, Guid mentor, NewClearance clearance, Actor by)
    {
        await Authority.OverPerson(tx, by, mentor);
        Check(clearance.ClearedAt, clearance.Until, "clearance");
        var id = clock.New();
        await tx.Execute("""
            INSERT INTO clearances (id, mentor_id, kind, cleared_at, until, recorded_by, recorded_at)
            VALUES (@id, @mentor, @Kind, @ClearedAt, @Until, @by, @now)
            """, new { id, mentor, clearance.Kind, clearance.ClearedAt, clearance.Until, by = by.PersonId, now = clock.Now() });
        await history.Record(tx, "clearance.record", id, by, codes: $"mentor={mentor}");
        await Recompute(tx, mentor, by);
    }

    /// <summary>From this moment the clearance does not stand. False when it had been revoked already.</summary>
    /// <exception cref="NotYours">The mentor is not theirs.</exception>
    public Task<bool> Revoke(Guid mentor, Guid clearance, Actor by) => End(
        "UPDATE clearances SET revoked_at = @now WHERE id = @id AND mentor_id = @person AND revoked_at IS NULL", "clearance.revoke", mentor, clearance, by);

    /// <summary>Works out anew until when the person's pairs stand. One that stood and does not any more is paused here and not by the sweep: a
    /// letter that waits for this with an earlier look at the clock must find it paused. One that was paused for this and stands again goes on.</summary>
    internal async Task Recompute(Tx tx, Guid person, Actor by)
    {
        var now = clock.Now();
        await tx.Query<Guid>($"SELECT h.id FROM people h WHERE h.id = @person {tx.ForUpdate("h")}", new { person });
        var pairs = await tx.Query<PairStanding>($"""
            SELECT p.id, p.state, p.paused_why, p.stands_until, {Parts("p.mentor_id", "p.mentee_id", "p.program_id")}
              FROM pairs p
             WHERE (p.mentor_id = @person OR p.mentee_id = @person) AND p.state <> 'Closed'
             ORDER BY p.id {tx.ForUpdate("p")}
            """, new { person });
        foreach (var pair in pairs)
            await tx.Execute("UPDATE pairs SET stands_until = @until, version = version + 1 WHERE id = @Id AND stands_until <> @until", new { pair.Id, until = pair.NewUntil(now) });
        await pauses.EndStanding(tx, [.. pairs.Where(pair => pair.State == PairState.Active && pair.NewUntil(now) <= now).Select(pair => pair.Id)], now);
        var again = pairs.Where(pair => pair is { State: PairState.Paused, PausedWhy: PauseReason.Standing } && pair.NewUntil(now) > now).Select(pair => pair.Id).ToList();
        if (again.Count > 0) await pauses.Resume(tx, again, by, now);
        if (pairs.Count > 0) tx.AfterCommit(() => wakes.Wake(Due.Standing));
    }

    /// <summary>Until when a pair of these two would stand; the beginning of time when something is missing.</summary>
    internal async Task<DateTimeOffset> Until(Tx tx, Guid program, Guid mentor, Guid mentee) =>
        (await tx.Get<PairStanding>($"SELECT {Parts("@mentor", "@mentee", "@program")}", new { program, mentor, mentee })).Until;

    async Task<bool> End(string sql, string kind, Guid person, Guid id, Actor by) => await db.Transact(async tx =>
    {
        await Authority.OverPerson(tx, by, person);
        if (await tx.Execute(sql, new { id, person, now = clock.Now() }) == 0) return false;
        await history.Record(tx, kind, id, by, codes: $"person={person}");
        await Recompute(tx, person, by);
        return true;
    });

    void Check(DateTimeOffset from, DateTimeOffset until, string what)
    {
        if (from > clock.Now()) throw new Refusal($"{what}.future", $"{what}.from");
        if (until <= clock.Now()) throw new Refusal($"{what}.ended", $"{what}.until");
    }

    static string Parts(string mentor, string mentee, string program) => $"""
        (SELECT MAX(c.until) FROM consents c WHERE c.mentee_id = {mentee} AND c.withdrawn_at IS NULL) AS consent,
        (SELECT MAX(k.until) FROM clearances k WHERE k.mentor_id = {mentor} AND k.revoked_at IS NULL) AS clearance,
        (SELECT COUNT(DISTINCT m.role) FROM memberships m
          WHERE m.ended_at IS NULL AND m.program_id = {program}
            AND (m.person_id = {mentor} AND m.role = 'Mentor' OR m.person_id = {mentee} AND m.role = 'Mentee')) AS members
        """;

    sealed record PairStanding
    {
        static readonly DateTimeOffset Never = DateTimeOffset.FromUnixTimeMilliseconds(0);

        public Guid Id { get; init; }
        public PairState State { get; init; }
        public PauseReason? PausedWhy { get; init; }
        public DateTimeOffset StandsUntil { get; init; }
        public DateTimeOffset? Consent { get; init; }
        public DateTimeOffset? Clearance { get; init; }
        public int Members { get; init; }

        public DateTimeOffset Until => Members < 2 || Consent is not { } consent || Clearance is not { } clearance ? Never : consent < clearance ? consent : clearance;

        // A pause starts when standing ended, so what ends now ends now and not at the beginning of time.
        public DateTimeOffset NewUntil(DateTimeOffset now) => Until > now ? Until : StandsUntil > now ? now : StandsUntil;
    }
}

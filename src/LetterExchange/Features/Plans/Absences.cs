using System.Globalization;
using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using NodaTime;

namespace LetterExchange.Features.Plans;

/// <summary>Days on which a mentor is away, the first and the last among them.</summary>
public sealed record Absence
{
    public Guid Id { get; init; }
    public DateOnly FirstDay { get; init; }
    public DateOnly LastDay { get; init; }
}

/// <summary>A mentor is away: what is due on these days moves past them, and the coordinators are warned. Nobody is told why, the partner not even that.</summary>
public sealed class Absences(Database db, TurnStore store, Turns turns, Interventions interventions, Notifier notifier, History history, TimeProvider clock)
{
    /// <summary>How far ahead an absence may end, in days.</summary>
    public const int Furthest = 365;

    /// <summary>A mentor's absences that are not over, the next one first.</summary>
    public Task<List<Absence>> Ahead(Guid mentor, Guid program) => db.Read(async tx => await Ahead(tx, mentor, program, Today(await store.Clock(tx, program))));

    /// <summary>What would move, by due date: open letters at once, those that wait when they open.</summary>
    /// <exception cref="Refusal">It can't be noted.</exception>
    public Task<IReadOnlyList<ForeseenTurn>> Foresee(Guid mentor, Guid program, DateOnly first, DateOnly last) => db.Read(async tx =>
    {
        await Check(tx, mentor, program, first, last);
        return Moving(await Letters(tx, mentor, await Pairs(tx, mentor, program, hold: false), hold: false), await ClockWith(tx, mentor, program, first, last));
    });

    /// <summary>Notes it. The mentor's pairs are locked, so that no turn opens beside it with a date on these days.</summary>
    /// <returns>How many letters have moved, or will when they open.</returns>
    /// <exception cref="Refusal">The program lets nobody be away, the days are too many, over, too far ahead, or some of them noted already.</exception>
    public Task<int> Note(Guid mentor, Guid program, DateOnly first, DateOnly last) => db.Transact(async tx =>
    {
        var (id, now) = (clock.New(), clock.Now());
        if (tx.Engine == Engine.Postgres) await tx.Find<int?>("SELECT 1 FROM people WHERE id = @mentor FOR NO KEY UPDATE", new { mentor });
        var pairs = await Pairs(tx, mentor, program, hold: true);
        await Check(tx, mentor, program, first, last);
        await tx.Execute("""
            INSERT INTO absences (id, program_id, person_id, first_day, last_day, noted_at) VALUES (@id, @program, @mentor, @first, @last, @now)
            """, new { id, program, mentor, first, last, now });
        var fair = await store.Clock(tx, program, mentor);
        var moving = Moving(await Letters(tx, mentor, pairs, hold: true), fair);
        var open = moving.Where(one => one.Turn.State == TurnState.Open).Select(one => one.Turn).ToList();
        var moved = await interventions.Move(tx, open, fair, turn => fair.Back(turn.Dates, mentor).Due, mentor, now);
        await turns.TellLater(tx, [.. moved.Where(turn => turn.PairIsLive(now))]);
        await history.Record(tx, "away.note", id, mentor, programId: program, codes: FormattableString.Invariant($"first={first:yyyy-MM-dd} last={last:yyyy-MM-dd} moved={moved.Count}"));
        await Warn(tx, id, mentor, program, pairs, moving.Count, first, last);
        return moving.Count;
    });

    /// <summary>The mentor is there after all. What has moved stays where it is; what opens from now on does not move. False when it is over, or was not theirs.</summary>
    public Task<bool> Cancel(Guid mentor, Guid program, Guid absence) => db.Transact(async tx =>
    {
        var today = Today(await store.Clock(tx, program));
        var cancelled = await tx.Execute("""
            UPDATE absences SET cancelled_at = @now
             WHERE id = @absence AND person_id = @mentor AND program_id = @program AND last_day >= @today AND cancelled_at IS NULL
            """, new { now = clock.Now(), absence, mentor, program, today });
        if (cancelled == 0) return false;
        await notifier.Settle(tx, [absence], NoticeKind.MentorAway);
        await history.Record(tx, "away.cancel", absence, mentor, programId: program);
        return true;
    });

    DateOnly Today(FairClock fair) => fair.Day(clock.Now()).ToDateOnly();

    static Task<List<Absence>> Ahead(Tx tx, Guid mentor, Guid program, DateOnly today) => tx.Query<Absence>("""
        SELECT id, first_day, last_day FROM absences
         WHERE person_id = @mentor AND program_id = @program AND cancelled_at IS NULL AND last_day >= @today
         ORDER BY first_day
        """, new { mentor, program, today });

    async Task Check(Tx tx, Guid mentor, Guid program, DateOnly first, DateOnly last)
    {
        var fair = await store.Clock(tx, program);
        var (today, most) = (Today(fair), fair.Policies.AwayDays);
        if (most == 0) throw new Refusal("away.off");
        if (first < today) throw new Refusal("away.wrong.past", "First");
        if (last < first) throw new Refusal("away.wrong.order", "Last");
        if (last.DayNumber - first.DayNumber >= most) throw new Refusal("away.wrong.long", "Last", most);
        if (last.DayNumber - today.DayNumber > Furthest) throw new Refusal("away.wrong.far", "Last");
        if ((await Ahead(tx, mentor, program, today)).Any(other => other.FirstDay <= last && first <= other.LastDay)) throw new Refusal("away.wrong.twice", "First");
    }

    /// <summary>The clock as if the absence were noted already.</summary>
    async Task<FairClock> ClockWith(Tx tx, Guid mentor, Guid program, DateOnly first, DateOnly last)
    {
        var fair = await store.Clock(tx, program, mentor);
        return fair.With(mentor, new DaysAway(LocalDate.FromDateOnly(first), LocalDate.FromDateOnly(last)));
    }

    /// <summary>Letters that are due on these days, by due date: neither late nor in our hands, nor of a pair that is paused, whose dates move when it goes on.</summary>
    IReadOnlyList<ForeseenTurn> Moving(IEnumerable<Turn> letters, FairClock fair) => [.. letters
        .Where(turn => turn.PairState == PairState.Active && turn.HeldAt is null && turn.DueAt > clock.Now())
        .Select(turn => new ForeseenTurn(turn, turn.State == TurnState.Open ? Fate.Moves : Fate.Opens, fair.Back(turn.Dates, turn.WriterId)))
        .Where(one => one.After.Due > one.Turn.DueAt).OrderBy(one => one.Turn.DueAt).ThenBy(one => one.Turn.Id)];

    async Task<IEnumerable<Turn>> Letters(Tx tx, Guid mentor, IReadOnlyList<Guid> pairs, bool hold) =>
        pairs.Count == 0 ? [] : (await store.OfPairs(tx, pairs, hold, TurnState.Open, TurnState.Waiting)).Where(turn => turn.WriterId == mentor);

    static Task<List<Guid>> Pairs(Tx tx, Guid mentor, Guid program, bool hold) => tx.Query<Guid>(
        $"SELECT p.id FROM pairs p WHERE p.mentor_id = @mentor AND p.program_id = @program AND p.state <> 'Closed' ORDER BY p.id {(hold ? tx.ForUpdate("p") : "")}", new { mentor, program });

    async Task Warn(Tx tx, Guid absence, Guid mentor, Guid program, IReadOnlyList<Guid> pairs, int letters, DateOnly first, DateOnly last)
    {
        var name = await tx.Get<string>("SELECT given_name || ' ' || surname FROM people WHERE id = @mentor", new { mentor });
        var link = pairs.Count == 1 ? Links.Pair(pairs[0]) : Links.Pairs;
        await notifier.Tell(tx, [.. (await Lapses.Coordinators(tx, program)).Where(person => person != mentor).Select(person => new Telling(person, program, NoticeKind.MentorAway,
            absence, "", link, letters.ToString(CultureInfo.InvariantCulture), name, Day(first), Day(last)))]);
    }

    static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

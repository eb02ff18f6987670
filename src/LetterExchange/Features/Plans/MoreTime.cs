using System.Globalization;
using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Plans;

/// <summary>Why a writer needs more time.</summary>
public enum TimeReason { Busy, Ill, Away, Reading, Other }

/// <summary>What has become of asking for more time.</summary>
public enum TimeAnswer
{
    /// <summary>Within the program's allowance: the date has moved.</summary>
    Granted,

    /// <summary>A coordinator decides.</summary>
    Asked,

    /// <summary>A coordinator has been asked already.</summary>
    AskedAlready,

    /// <summary>The date is another one by now than the writer saw: a second click, or a coordinator was first.</summary>
    Moved,

    /// <summary>The letter is not (or no longer) this person's to write, or its time is over.</summary>
    NotNow,
}

/// <summary>A request for more time that waits for a coordinator.</summary>
public sealed record TimeRequest
{
    public Guid Id { get; init; }
    public Guid TurnId { get; init; }
    public Guid PersonId { get; init; }
    public string PersonName { get; init; } = "";
    public TimeReason Why { get; init; }

    /// <summary>The writer's own words about it; coordinators alone read them.</summary>
    public string? Note { get; init; }

    public int Days { get; init; }
    public DateTimeOffset AskedAt { get; init; }
}

/// <summary>"I need more time": granted at once within the program's allowance, otherwise asked of the coordinators. The partner hears the new date and nothing else.</summary>
public sealed class MoreTime(Database db, TurnStore store, Turns turns, Interventions interventions, Notifier notifier, History history, TimeProvider clock)
{
    /// <summary>The longest note, in UTF-16 code units.</summary>
    public const int LongestNote = 300;

    /// <summary>What can be asked for, in days.</summary>
    public static readonly IReadOnlyList<int> Choices = [2, 3, 7, 14];

    /// <summary>Within so many days the requests that were granted at once are counted.</summary>
    internal const int Season = 90;

    /// <param name="note">Cut at <see cref="LongestNote"/> by the page that takes it.</param>
    /// <param name="seen">The due date that the writer saw when they asked, in milliseconds of Unix time; none to ask whatever it is.</param>
    public Task<TimeAnswer> Ask(Guid person, Guid turnId, TimeReason why, string? note, int days, long? seen = null) => db.Transact(async tx =>
    {
        var now = clock.Now();
        var turn = await store.Hold(tx, turnId);
        if (turn.WriterId != person || turn.State != TurnState.Open || turn.HeldAt is not null || now >= turn.CutOffAt || !turn.PairIsLive(now)) return TimeAnswer.NotNow;
        if (seen is not null && seen != turn.DueAt.ToUnixTimeMilliseconds()) return TimeAnswer.Moved;
        if (await Waiting(tx, turnId) is not null) return TimeAnswer.AskedAlready;
        var fair = await store.Clock(tx, turn);
        var granted = Covers(fair.Policies, days, await Granted(tx, turn, person, now));
        var id = clock.New();
        await tx.Execute("""
            INSERT INTO time_requests (id, turn_id, program_id, person_id, why, note, days, state, asked_at, decided_at)
            VALUES (@id, @turnId, @ProgramId, @person, @why, @note, @days, @state, @now, @decided)
            """, new { id, turnId, turn.ProgramId, person, why, note = string.IsNullOrWhiteSpace(note) ? null : note.Trim(), days, state = granted ? "Granted" : "Asked", now, decided = granted ? now : (DateTimeOffset?)null });
        await history.Record(tx, [Line("turn.time", turn, person, $"days={days} {(granted ? "granted" : "asked")}")]);
        if (granted) await Give(tx, turn, fair, days, person, now);
        else await TellCoordinators(tx, turn, id, days);
        return granted ? TimeAnswer.Granted : TimeAnswer.Asked;
    });

    /// <summary>A coordinator gives the days that were asked for. False when somebody was first, or the letter needs no time any more.</summary>
    public Task<bool> Grant(Guid turnId, Guid coordinator) => Decide(turnId, coordinator, "Granted", async (tx, turn, request, now) =>
        await Give(tx, turn, await store.Clock(tx, turn), request.Days, coordinator, now));

    /// <summary>A coordinator leaves the date as it is; the writer is told kindly.</summary>
    public Task<bool> Decline(Guid turnId, Guid coordinator) => Decide(turnId, coordinator, "Declined", async (tx, turn, request, _) => await notifier.Tell(tx,
        Turns.Telling(turn, NoticeKind.TimeDeclined, request.PersonId, $"{request.Id:N}", Links.Write(turn.Id), turn.ReaderName, Turns.Notice(turn.DueAt))));

    /// <summary>What waits about this turn.</summary>
    public Task<TimeRequest?> Waiting(Guid turnId) => db.Read(tx => Waiting(tx, turnId));

    /// <summary>The turn, if this person writes it and may ask now, and whether the allowance covers these days.</summary>
    public Task<(Turn Turn, IReadOnlyList<int> AtOnce, bool Waits)?> Find(Guid person, Guid turnId) => db.Read<(Turn, IReadOnlyList<int>, bool)?>(async tx =>
    {
        if (await store.Find(tx, turnId) is not { } turn || turn.WriterId != person) return null;
        var policies = (await store.Clock(tx, turn)).Policies;
        var granted = await Granted(tx, turn, person, clock.Now());
        return (turn, [.. Choices.Where(days => Covers(policies, days, granted))], await Waiting(tx, turnId) is not null);
    });

    /// <summary>Whether the program's allowance covers so many days, after what has been granted at once: on this turn, and in the season.</summary>
    internal static bool Covers(Policies policies, int days, (int OnTurn, int InSeason) granted) =>
        days <= policies.MoreTimeDays && granted.OnTurn == 0 && granted.InSeason < policies.MoreTimeCount;

    static Task<TimeRequest?> Waiting(Tx tx, Guid turnId) => tx.Find<TimeRequest>("""
        SELECT r.id, r.turn_id, r.person_id, e.given_name AS person_name, r.why, r.note, r.days, r.asked_at
          FROM time_requests r JOIN people e ON e.id = r.person_id
         WHERE r.turn_id = @turnId AND r.state = 'Asked'
        """, new { turnId });

    static async Task<(int, int)> Granted(Tx tx, Turn turn, Guid person, DateTimeOffset now)
    {
        var (onTurn, inSeason) = await tx.Get<(long, long)>("""
            SELECT COALESCE(SUM(CASE WHEN turn_id = @turn THEN 1 ELSE 0 END), 0), COUNT(*) FROM time_requests
             WHERE person_id = @person AND state = 'Granted' AND decided_by IS NULL AND asked_at > @since
            """, new { turn = turn.Id, person, since = now.AddDays(-Season) });
        return ((int)onTurn, (int)inSeason);
    }

    async Task<bool> Decide(Guid turnId, Guid coordinator, string state, Func<Tx, Turn, TimeRequest, DateTimeOffset, Task> then)
        => await db.Transact(async tx =>
        {
            var now = clock.Now();
            var turn = await store.Hold(tx, turnId);
            if (await Waiting(tx, turnId) is not { } request) return false;
            var moot = turn.State != TurnState.Open || turn.HeldAt is not null;
            await tx.Execute("UPDATE time_requests SET state = @state, decided_at = @now, decided_by = @coordinator WHERE id = @Id AND state = 'Asked'",
                new { state = moot ? "Over" : state, now, coordinator, request.Id });
            await history.Record(tx, [Line("turn.time", turn, coordinator, (moot ? "Over" : state).ToLowerInvariant())]);
            if (!moot) await then(tx, turn, request, now);
            return !moot;
        });

    async Task Give(Tx tx, Turn turn, FairClock fair, int days, Actor by, DateTimeOffset now)
    {
        var from = turn.DueAt < now ? now : turn.DueAt; // A late letter's time is counted from now.
        var moved = await interventions.Move(tx, [turn], fair, _ => fair.AddDays(from, days), by, now);
        await turns.TellLater(tx, moved);
    }

    async Task TellCoordinators(Tx tx, Turn turn, Guid request, int days) => await notifier.Tell(tx, [.. (await Lapses.Coordinators(tx, turn.ProgramId)).Select(person =>
        Turns.Telling(turn, NoticeKind.TimeAsked, person, $"{request:N}", Links.Dates(turn.Id), turn.WriterName, days.ToString(CultureInfo.InvariantCulture)))]);

    Event Line(string kind, Turn turn, Actor actor, string codes) => history.Line(kind, turn.Id, actor, turn.PairId, turn.ProgramId, codes);
}

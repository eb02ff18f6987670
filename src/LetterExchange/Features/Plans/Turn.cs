using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Plans;

/// <summary>Waiting → open → answered, lapsed or excused. A waiting turn can be excused too.</summary>
public enum TurnState { Waiting, Open, Answered, Lapsed, Excused }

/// <summary>One letter that one person owes in an assignment. The deadline clock runs on turns and on nothing else.</summary>
public sealed record Turn
{
    public Guid Id { get; init; }
    public Guid AssignmentId { get; init; }
    public Guid PairId { get; init; }
    public Guid ProgramId { get; init; }
    public int Ordinal { get; init; }
    public Side Writer { get; init; }
    public Guid WriterId { get; init; }
    public Guid ReaderId { get; init; }
    public string WriterName { get; init; } = "";
    public string ReaderName { get; init; } = "";
    public TurnState State { get; init; }

    /// <summary>Planned while waiting, effective once open.</summary>
    public DateTimeOffset DueAt { get; init; }

    public DateTimeOffset CutOffAt { get; init; }
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>Since when its letter is in our hands; the clock stands until it leaves them.</summary>
    public DateTimeOffset? HeldAt { get; init; }

    /// <summary>When its letter was submitted first.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>Whether that was after the due date.</summary>
    public bool WasLate { get; init; }

    public DateTimeOffset? LateToldAt { get; init; }
    public DateTimeOffset? RemindAt { get; init; }
    public DateTimeOffset? EnforceAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public int Version { get; init; }
    public PairState PairState { get; init; }
    public DateTimeOffset StandsUntil { get; init; }

    /// <summary>Whether its pair lets anything be opened or told (DESIGN.md, rule 11).</summary>
    public bool PairIsLive(DateTimeOffset now) => PairState == PairState.Active && StandsUntil > now;

    public bool IsLate(DateTimeOffset now) => State == TurnState.Open && HeldAt is null && FairClock.IsLate(Dates, now);

    internal Dates Dates => new(DueAt, CutOffAt);

    /// <summary>The one place where dates are set: an open turn is not due while its writer is away. One that waits gets its date when it opens.</summary>
    Turn On(FairClock clock, Dates dates)
    {
        var back = State == TurnState.Open ? clock.Back(dates, WriterId) : dates;
        return this with { DueAt = back.Due, CutOffAt = back.CutOff };
    }

    internal Turn Open(FairClock clock, DateTimeOffset now) =>
        (this with { State = TurnState.Open, OpenedAt = now }).On(clock, clock.Open(Dates, now)).Armed(clock, now, catchUp: true);

    internal Turn Submit(DateTimeOffset now) => this with
    {
        HeldAt = now,
        SubmittedAt = SubmittedAt ?? now,
        WasLate = SubmittedAt is null ? FairClock.IsLate(Dates, now) : WasLate,
        RemindAt = null,
        EnforceAt = null,
    };

    internal Turn Return(FairClock clock, DateTimeOffset now) => GiveBack(clock, clock.AfterReturn(Dates, now), now);

    internal Turn Recall(FairClock clock, DateTimeOffset now) => GiveBack(clock, FairClock.AfterHold(Dates, HeldAt ?? now, now), now);

    /// <summary>After a pause all that lies ahead has moved by its length; so has the moment since which a letter is in our hands.</summary>
    internal Turn Resume(FairClock clock, TimeSpan length, DateTimeOffset now) =>
        (On(clock, FairClock.AfterPause(Dates, length)) with { HeldAt = HeldAt + length < now ? HeldAt + length : HeldAt is null ? null : now }).Armed(clock, now, catchUp: true);

    internal Turn Extend(FairClock clock, DateTimeOffset due, DateTimeOffset now) =>
        On(clock, FairClock.Extended(Dates, due)).Armed(clock, now, catchUp: false);

    /// <summary>Follows its plan: one that waits to whatever date, one that is open to a later one only.</summary>
    internal Turn Replan(FairClock clock, Dates planned, DateTimeOffset now) => State == TurnState.Waiting
        ? this with { DueAt = planned.Due, CutOffAt = planned.CutOff }
        : On(clock, FairClock.Replanned(Dates, planned)).Armed(clock, now, catchUp: false);

    internal Turn Close(TurnState state, DateTimeOffset now) => this with
    {
        State = state,
        ClosedAt = now,
        HeldAt = null,
        RemindAt = null,
        EnforceAt = null,
    };

    /// <summary>Sets when to remind and when to enforce; neither while the letter is in our hands or the pair is not active.</summary>
    internal Turn Armed(FairClock clock, DateTimeOffset now, bool catchUp)
    {
        if (State != TurnState.Open || HeldAt is not null || PairState != PairState.Active) return this with { RemindAt = null, EnforceAt = null };
        var told = LateToldAt is not null && DueAt < now; // A date that lies ahead again can be missed again.
        return this with
        {
            LateToldAt = told ? LateToldAt : null,
            RemindAt = clock.RemindAt(DueAt, now, catchUp, clock.Steps(WriterId, Writer)),
            EnforceAt = FairClock.EnforceAt(Dates, told),
        };
    }

    // Whoever gets a letter back is told its date then, so that only steps still ahead are worth a reminder.
    Turn GiveBack(FairClock clock, Dates dates, DateTimeOffset now) => (On(clock, dates) with { HeldAt = null }).Armed(clock, now, catchUp: false);
}

namespace LetterExchange.Features.Pulse;

/// <summary>What about one side of a pair asks for a look.</summary>
public enum SignKind
{
    /// <summary>The child will receive no letter in this round, if nothing is done.</summary>
    Nothing,

    /// <summary>Has written nothing in the last two turns that were theirs, or more.</summary>
    Silent,

    /// <summary>The last letters took longer than is their habit.</summary>
    Later,

    /// <summary>The last letters were shorter than is their habit.</summary>
    Shorter,

    /// <summary>Rates the exchange low, or lower than before.</summary>
    Rating,
}

/// <summary>One sign, with the figures that say so.</summary>
public sealed record Sign
{
    public SignKind Kind { get; init; }
    public Side Side { get; init; }

    /// <summary>From when on it holds, if nothing happens until then.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The side's last letter; of <see cref="SignKind.Nothing"/> the last one that the child received.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The cut-off, after which a letter comes too late for the round.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The turn that something can be done about.</summary>
    public Guid? TurnId { get; init; }

    /// <summary>Turns missed, minutes from the turn's opening to the letter, words, or a rating.</summary>
    public long Latest { get; init; }

    /// <summary>The median of those before.</summary>
    public long Usual { get; init; }

    /// <summary>Of how many it is the median.</summary>
    public int Many { get; init; }
}

/// <summary>One turn of a pair, as far as it tells of a habit.</summary>
public sealed record HabitTurn
{
    public Guid Id { get; init; }
    public Guid PairId { get; init; }
    public Side Writer { get; init; }
    public Plans.TurnState State { get; init; }
    public DateTimeOffset OpenedAt { get; init; }
    public DateTimeOffset DueAt { get; init; }
    public DateTimeOffset CutOffAt { get; init; }
    public DateTimeOffset? HeldAt { get; init; }
    public DateTimeOffset? SubmittedAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Of the newest revision of its letter; none where none was sent.</summary>
    public int? Words { get; init; }

    /// <summary>Late letters of lapsed turns are letters too.</summary>
    internal bool IsWritten => SubmittedAt is not null || Words is not null;

    /// <summary>From when on its letter is missed; nothing when it is not.</summary>
    internal DateTimeOffset? MissedAt => IsWritten ? null : State switch
    {
        Plans.TurnState.Lapsed => ClosedAt,
        Plans.TurnState.Open => DueAt,
        _ => null,
    };
}

/// <summary>All of a pair that signs are read from.</summary>
/// <param name="Turns">Those that have opened, in their order.</param>
/// <param name="LastSent">When each side sent its last letter, free ones among them.</param>
/// <param name="LastReceived">When the child received the last letter.</param>
/// <param name="Ratings">In their order.</param>
public sealed record PairHabits(
    IReadOnlyList<HabitTurn> Turns, IReadOnlyDictionary<Side, DateTimeOffset> LastSent, DateTimeOffset? LastReceived, IReadOnlyList<(Side Side, int Value, DateTimeOffset At)> Ratings);

/// <summary>Reads the signs of a pair against its own habit: the median of the first of its letters, so that one odd letter moves nothing, and always the last three letters against it, so that one odd letter
/// is none. Of a long exchange only the last dozen letters count. Pure.</summary>
public static class Habits
{
    /// <summary>So many letters make a habit at the least and at the most; so many at the end are held against it; of so many in all.</summary>
    public const int Fewest = 4, First = 6, Last = 3, Window = 12;

    /// <summary>So many minutes more than the median, and so many times the median deviation from it, are later.</summary>
    public const long Later = 36 * 60, LaterSpreads = 2;

    /// <summary>A letter of at most this share of the median, in percent, and so many words less, is shorter.</summary>
    public const int ShorterShare = 75, ShorterWords = 10;

    /// <summary>A rating of at most this, or so much below the median of before, is a fall.</summary>
    public const int LowRating = 4, RatingFall = 3;

    public static List<Sign> Of(PairHabits pair)
    {
        var signs = new List<Sign>();
        foreach (var side in new[] { Side.Mentee, Side.Mentor })
        {
            var turns = pair.Turns.Where(turn => turn.Writer == side).ToList();
            var missed = Missed(turns, pair.LastSent.TryGetValue(side, out var last) ? last : null);
            foreach (var sign in new[] { Silent(missed, turns), Nothing(side, missed, turns), IsLater(turns), IsShorter(turns), Falls([.. pair.Ratings.Where(one => one.Side == side)]) })
                if (sign is not null) signs.Add(sign with { Side = side, Since = sign.Kind == SignKind.Nothing ? pair.LastReceived : pair.LastSent.TryGetValue(side, out var sent) ? sent : null });
        }
        return signs;
    }

    /// <summary>The turns that were missed since the last letter.</summary>
    static List<HabitTurn> Missed(List<HabitTurn> turns, DateTimeOffset? lastSent) =>
        [.. turns.AsEnumerable().Reverse().TakeWhile(turn => !turn.IsWritten).Where(turn => turn.MissedAt is { } at && (lastSent is null || at > lastSent)).Reverse()];

    /// <summary>Two or more missed. An open turn counts where it is the second: a third may not be due yet.</summary>
    static Sign? Silent(List<HabitTurn> missed, List<HabitTurn> turns) => missed.Count < 2 ? null : new()
    {
        Kind = SignKind.Silent, At = missed[1].MissedAt!.Value, Latest = Math.Max(2, missed.Count(turn => turn.State == Plans.TurnState.Lapsed)), TurnId = turns.Find(IsOwed)?.Id,
    };

    /// <summary>A mentor owes the letter, and is late with it or missed the one before.</summary>
    static Sign? Nothing(Side side, List<HabitTurn> missed, List<HabitTurn> turns) => side != Side.Mentor || turns.FindLast(IsOwed) is not { } owed ? null : new()
    {
        Kind = SignKind.Nothing, At = missed.Exists(turn => turn.State == Plans.TurnState.Lapsed) ? owed.OpenedAt : owed.DueAt, Until = owed.CutOffAt, TurnId = owed.Id,
        Latest = missed.Count(turn => turn.State == Plans.TurnState.Lapsed),
    };

    static bool IsOwed(HabitTurn turn) => turn is { State: Plans.TurnState.Open, HeldAt: null };

    /// <summary>The last letters came later than usual by both clocks: from the opening of the turn, so that a partner's lateness is none of one's own, and against its due date,
    /// so that time that was given is none either; and later than any that made the habit. One of them may have lapsed.</summary>
    static Sign? IsLater(List<HabitTurn> turns)
    {
        var (habit, last) = Parted([.. turns.Where(turn => turn.SubmittedAt is not null || turn is { State: Plans.TurnState.Lapsed, ClosedAt: not null })], turn => turn.SubmittedAt is not null);
        if (habit.Count == 0 || last.Count(turn => turn.SubmittedAt is not null) < Last - 1) return null;
        var (taken, late) = (habit.ConvertAll(Taken), habit.ConvertAll(Lateness));
        var isLater = last.TrueForAll(turn => turn.SubmittedAt is null || (IsOver(Taken(turn), taken) && Lateness(turn) >= Median(late) + Later && Taken(turn) > taken.Max()));
        return !isLater ? null : new()
        {
            Kind = SignKind.Later, At = last.Max(turn => turn.SubmittedAt ?? turn.ClosedAt!.Value), Latest = Taken(last.FindLast(turn => turn.SubmittedAt is not null)!), Usual = Median(taken), Many = habit.Count,
        };
    }

    static bool IsOver(long value, List<long> habit) => value >= Median(habit) + Math.Max(Later, LaterSpreads * Median(habit.ConvertAll(one => Math.Abs(one - Median(habit)))));

    static Sign? IsShorter(List<HabitTurn> turns)
    {
        var (habit, last) = Parted([.. turns.Where(turn => turn.Words is not null)], _ => true);
        if (habit.Count == 0) return null;
        var words = habit.ConvertAll(turn => (long)turn.Words!.Value);
        var usual = Median(words);
        return !last.TrueForAll(turn => turn.Words * 100 <= usual * ShorterShare && turn.Words <= usual - ShorterWords && turn.Words < words.Min()) ? null : new()
        {
            Kind = SignKind.Shorter, At = last[^1].SubmittedAt ?? last[^1].ClosedAt ?? last[^1].OpenedAt, Latest = last[^1].Words!.Value, Usual = usual, Many = habit.Count,
        };
    }

    /// <summary>The letters that make a habit, and the last ones; no habit where there are too few.</summary>
    static (List<HabitTurn> Habit, List<HabitTurn> Last) Parted(List<HabitTurn> turns, Func<HabitTurn, bool> counts)
    {
        var some = turns.TakeLast(Window).ToList();
        var habit = some.Take(Math.Max(0, some.Count - Last)).Where(counts).Take(First).ToList();
        return habit.Count < Fewest ? ([], []) : (habit, some.TakeLast(Last).ToList());
    }

    static Sign? Falls(List<(Side Side, int Value, DateTimeOffset At)> ratings)
    {
        if (ratings.Count == 0) return null;
        var (newest, before) = (ratings[^1], ratings[..^1].Select(one => (long)one.Value).ToList());
        return newest.Value <= LowRating || (before.Count > 0 && Median(before) - newest.Value >= RatingFall)
            ? new() { Kind = SignKind.Rating, At = newest.At, Latest = newest.Value, Usual = before.Count > 0 ? Median(before) : 0, Many = before.Count }
            : null;
    }

    static long Taken(HabitTurn turn) => (long)(turn.SubmittedAt!.Value - turn.OpenedAt).TotalMinutes;

    static long Lateness(HabitTurn turn) => (long)(turn.SubmittedAt!.Value - turn.DueAt).TotalMinutes;

    /// <summary>The middle one; of an even number the mean of the two in the middle.</summary>
    internal static long Median(IReadOnlyCollection<long> of)
    {
        var sorted = of.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[sorted.Count / 2 - 1] + sorted[sorted.Count / 2]) / 2;
    }
}

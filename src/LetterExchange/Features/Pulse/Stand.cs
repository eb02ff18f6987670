using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Pulse;

/// <summary>Where a pair stands. Those that need a person come first, the most pressing before the others.</summary>
public enum Stand
{
    /// <summary>One of the two has written nothing in the last two turns that were theirs.</summary>
    Silent,

    /// <summary>The letter that is owed is past its due date.</summary>
    Late,

    /// <summary>A turn lapsed in the last two weeks, and its writer has not written since.</summary>
    Lapsed,

    /// <summary>Paused, because a consent or a clearance does not stand.</summary>
    Unready,

    /// <summary>No round is open or to come, in a program that has plans.</summary>
    Unplanned,

    /// <summary>A consent or a clearance ends within two weeks.</summary>
    Ending,

    /// <summary>The letter is in our hands: screened, reviewed, or on its way.</summary>
    Review,

    /// <summary>A letter is owed, in time.</summary>
    Waiting,

    /// <summary>The next round has not opened yet.</summary>
    Between,

    /// <summary>No round; the two write when they like.</summary>
    Free,

    /// <summary>Paused by a coordinator, or for safety.</summary>
    Paused,

    Closed,
}

/// <summary>Why a pair needs a person.</summary>
/// <param name="Since">What it is sorted by: the first missed turn, the due date, the lapse, the pause, the making of the pair, the end of a consent.</param>
/// <param name="Writer">Whose letter is missed.</param>
public sealed record Need(Guid PairId, Stand Stand, DateTimeOffset Since, Side? Writer)
{
    /// <summary>Whether a stand is one of those that need a person.</summary>
    public static bool Is(Stand stand) => stand <= Stand.Ending;

    /// <summary>What each pair needs most, the most pressing first; within one stand the oldest first.</summary>
    /// <param name="late">Turns past their due date, by pair: there is at most one.</param>
    /// <param name="missed">Turns that lapsed and after which their writer has written nothing.</param>
    /// <param name="others">Needs of other kinds.</param>
    public static List<Need> Sort(IReadOnlyList<MissedTurn> late, IReadOnlyList<MissedTurn> missed, IEnumerable<Need> others, DateTimeOffset now)
    {
        var silent = missed.Concat(late).GroupBy(turn => (turn.PairId, turn.Writer)).Where(side => side.Count() > 1)
            .Select(side => new Need(side.Key.PairId, Stand.Silent, side.Min(turn => turn.At), side.Key.Writer));
        return [.. silent
            .Concat(late.Select(turn => new Need(turn.PairId, Stand.Late, turn.At, turn.Writer)))
            .Concat(missed.Where(turn => turn.At > now - PairBoard.Fresh).Select(turn => new Need(turn.PairId, Stand.Lapsed, turn.At, turn.Writer)))
            .Concat(others)
            .GroupBy(need => need.PairId).Select(pair => pair.OrderBy(need => need.Stand).ThenBy(need => need.Since).First())
            .OrderBy(need => need.Stand).ThenBy(need => need.Since).ThenBy(need => need.PairId)];
    }
}

/// <summary>A turn that is late (at its due date), or lapsed (at its cut-off).</summary>
public sealed record MissedTurn
{
    public Guid PairId { get; init; }
    public Side Writer { get; init; }
    public DateTimeOffset At { get; init; }
}

/// <summary>A place in the list, from which the next page begins.</summary>
public readonly record struct BoardKey(int Rank, long Since, Guid Id)
{
    /// <summary>The rank of those that need nobody; they stand in the order of their ids.</summary>
    public const int Others = 99;

    public static readonly BoardKey Start = new(-1, 0, Guid.Empty);

    public static BoardKey Of(Need need) => new((int)need.Stand, need.Since.ToUnixTimeMilliseconds(), need.PairId);

    public static BoardKey Read(string? text) => text?.Split('.') is [var rank, var since, var id]
        && int.TryParse(rank, out var r) && long.TryParse(since, out var s) && Guid.TryParse(id, out var i) ? new(r, s, i) : Start;

    public bool IsBefore(BoardKey other) => (Rank, Since, Id).CompareTo((other.Rank, other.Since, other.Id)) < 0;

    public override string ToString() => $"{Rank}.{Since}.{Id}";
}

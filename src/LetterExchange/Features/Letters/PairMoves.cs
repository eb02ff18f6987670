using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Letters;

/// <summary>How a pair stands, for what can be done with it.</summary>
public enum PairStand
{
    Active,

    /// <summary>An end has been announced; both may write a last letter.</summary>
    Ending,

    /// <summary>Its mentor stands in for another one.</summary>
    StandingIn,

    Paused,

    /// <summary>Paused for safety: nobody goes on or comes in before that is settled.</summary>
    Held,

    /// <summary>It rests while a substitute stands in.</summary>
    Resting,

    Closed,

    /// <summary>Closed for safety.</summary>
    ClosedForSafety,
}

/// <summary>What a coordinator can do with a pair.</summary>
public enum PairMove
{
    /// <summary>A cleared mentor stands in for a while; the pair rests.</summary>
    Substitute,

    /// <summary>The mentor is back: the substitute's pair closes, the resting one goes on.</summary>
    Return,

    /// <summary>The mentee gets another mentor for good.</summary>
    Rematch,

    /// <summary>An end with last letters until a date.</summary>
    Announce,

    /// <summary>The announced end is called off.</summary>
    Withdraw,

    Pause,
    Resume,

    /// <summary>At once, without last letters.</summary>
    Close,

    Reopen,
}

/// <summary>Every move that a pair can make. One that is not here does not happen: buttons, forms and verbs read this.</summary>
public static class PairMoves
{
    /// <summary>How the pair itself stands after a move; nothing for one that cannot be made.</summary>
    public static PairStand? After(PairStand stand, PairMove move) => (stand, move) switch
    {
        (PairStand.Active or PairStand.Paused, PairMove.Substitute) => PairStand.Resting,
        (PairStand.Resting, PairMove.Return) => PairStand.Active,
        (PairStand.StandingIn, PairMove.Return) => PairStand.Closed,
        (PairStand.Active or PairStand.Ending or PairStand.Paused or PairStand.Held, PairMove.Rematch) => PairStand.Closed,
        (PairStand.Active, PairMove.Announce) => PairStand.Ending,
        (PairStand.Ending, PairMove.Withdraw) => PairStand.Active,
        (PairStand.Active or PairStand.Ending or PairStand.StandingIn, PairMove.Pause) => PairStand.Paused,
        (PairStand.Paused or PairStand.Held, PairMove.Resume) => PairStand.Active,
        (not (PairStand.Closed or PairStand.ClosedForSafety), PairMove.Close) => PairStand.Closed,
        (PairStand.Closed, PairMove.Reopen) => PairStand.Active,
        _ => null,
    };

    public static bool Can(this PairStand stand, PairMove move) => After(stand, move) is not null;

    /// <param name="closedWhy">The code with which it was closed.</param>
    public static PairStand Of(Pair pair, string? closedWhy) => pair switch
    {
        { State: PairState.Closed } => closedWhy == "safety" ? PairStand.ClosedForSafety : PairStand.Closed,
        { IsResting: true } => PairStand.Resting,
        { State: PairState.Paused } => pair.PausedWhy == PauseReason.Concern ? PairStand.Held : PairStand.Paused,
        { StandsInFor: not null } => PairStand.StandingIn,
        { EndsAt: not null } => PairStand.Ending,
        _ => PairStand.Active,
    };
}

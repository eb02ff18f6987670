using LetterExchange.Features.Letters;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Desk;

/// <summary>The one thing that a desk says of a pair now.</summary>
public enum DeskState
{
    /// <summary>A letter has arrived and has not been opened.</summary>
    Open,

    /// <summary>A reviewer returned a letter with a reason.</summary>
    Mend,

    Choose,
    Read,
    Write,

    /// <summary>A turn has lapsed; its letter may still be sent.</summary>
    Late,

    /// <summary>The last letter is not delivered; somebody will talk about it.</summary>
    Withheld,

    /// <summary>The last letter is in our hands.</summary>
    Travelling,

    /// <summary>The other one writes.</summary>
    Theirs,

    /// <summary>The next round opens later.</summary>
    Between,

    /// <summary>The first round opens later.</summary>
    First,

    /// <summary>All rounds lie behind.</summary>
    Over,

    /// <summary>There are no rounds: one writes when one likes.</summary>
    Free,

    /// <summary>Nothing is planned.</summary>
    Quiet,

    Paused,

    /// <summary>A consent or a clearance has ended.</summary>
    Ended,

    Closed,
}

/// <summary>What is to be done about a pair now, and by when. A pure function of the season and the time: the same rows and moment always give the same.</summary>
/// <param name="State">What the desk says.</param>
/// <param name="Round">The round that it is about.</param>
/// <param name="Turn">The open turn that it is about: this one's, or in <see cref="DeskState.Theirs"/> the other's. In <see cref="DeskState.Late"/> the lapsed one.</param>
/// <param name="Letter">The letter that it is about.</param>
public sealed record Situation(DeskState State, SeasonRound? Round = null, Turn? Turn = null, SeasonLetter? Letter = null)
{
    /// <summary>Until when this one's letter is due; nothing where none is, or its time has passed for good.</summary>
    public DateTimeOffset? Due => Turn is { State: TurnState.Open } && State is not (DeskState.Theirs or DeskState.Late) ? Turn.DueAt : null;

    /// <summary>Whether there is something to do, not only something to wait for.</summary>
    public bool IsToDo => State <= DeskState.Late;

    public bool IsStill => State is DeskState.Paused or DeskState.Ended or DeskState.Closed;

    public static Situation Of(Season season, DateTimeOffset now)
    {
        if (season.Pair.State == PairState.Closed) return new(DeskState.Closed);
        var live = season.IsLive(now);
        if (season.Unread.FirstOrDefault() is { } arrived) return new(DeskState.Open, season.Round(arrived.AssignmentId), live ? season.MyTurn : null, arrived);
        if (!live) return new(season.Pair is { State: PairState.Paused, PausedWhy: not PauseReason.Standing } ? DeskState.Paused : DeskState.Ended);
        return ToMend(season) ?? MyTurn(season, now) ?? LateLetter(season) ?? ToReadMeanwhile(season) ?? Waiting(season);
    }

    static Situation? ToMend(Season season) =>
        season.Letters.Where(letter => letter is { State: LetterState.Returned, Reason: not null } && letter.WriterId == season.Me).MaxBy(letter => letter.SubmittedAt) is { } returned
            ? new(DeskState.Mend, season.Round(returned.AssignmentId), season.Turn(returned.TurnId), returned) : null;

    /// <summary>Choosing and reading come before writing; but whoever has begun to write goes on.</summary>
    static Situation? MyTurn(Season season, DateTimeOffset now)
    {
        if (season.MyTurn is not { } turn || season.Round(turn.AssignmentId) is not { } round) return null;
        var letter = season.LetterOf(turn);
        if (turn.CutOffAt <= now) return new(DeskState.Late, round, turn, letter); // The sweep has not come by yet.
        return letter is { HasDraft: true } ? new(DeskState.Write, round, turn, letter) : ToRead(season, round, turn) ?? new(DeskState.Write, round, turn, letter);
    }

    /// <summary>The lapsed turn of the newest round, while no letter of it is under way.</summary>
    static Situation? LateLetter(Season season) =>
        season.NewestOpened is { } round
        && season.TurnsOf(round).LastOrDefault(turn => turn.WriterId == season.Me && turn.State == TurnState.Lapsed) is { } lapsed
        && season.LetterOf(lapsed) is null or { IsOpenToItsWriter: true }
            ? new(DeskState.Late, round, lapsed, season.LetterOf(lapsed)) : null;

    static Situation? ToReadMeanwhile(Season season) => season.OpenRound is not { } round ? null
        : season.HasToWriteIn(round) ? ToRead(season, round, null)
        : ToRead(season, round, null) is { State: DeskState.Choose } choose ? choose : null;

    static Situation? ToRead(Season season, SeasonRound round, Turn? turn) =>
        round is { StoryId: null, Offers.Count: > 0 } && season.Side == Side.Mentee ? new(DeskState.Choose, round, turn)
        : round.IsToRead ? new(DeskState.Read, round, turn) : null;

    static Situation Waiting(Season season)
    {
        var open = season.OpenRound;
        if (season.LastSent is { State: LetterState.Withheld } withheld) return new(DeskState.Withheld, open, null, withheld);
        if (season.LastSent is { IsInOurHands: true } sent) return new(DeskState.Travelling, season.Round(sent.AssignmentId), null, sent);
        if (open is not null && season.PartnersTurn is { } turn) return new(DeskState.Theirs, open, turn, season.LastSent);
        if (season.ComingRound is { } coming) return new(season.NewestOpened is null ? DeskState.First : DeskState.Between, coming);
        return new(season.Rounds.Count > 0 ? DeskState.Over : season.FreeLetters ? DeskState.Free : DeskState.Quiet, open);
    }
}

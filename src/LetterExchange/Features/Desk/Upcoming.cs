using LetterExchange.Features.Plans;

namespace LetterExchange.Features.Desk;

/// <summary>What a thing to come is.</summary>
public enum NextKind { Read, Write, Answer, Round, Free }

/// <summary>One thing that comes after the one to do now.</summary>
/// <param name="At">By when, or when; nothing for what has no date.</param>
public sealed record Next(NextKind Kind, DateTimeOffset? At = null, SeasonRound? Round = null, Turn? Turn = null);

/// <summary>What comes next for a pair, in its order.</summary>
public static class Upcoming
{
    public static IReadOnlyList<Next> Of(Season season, Situation now) => now.IsStill || season.Pair.State != Programs.PairState.Active ? [] : [.. All(season, now)];

    static IEnumerable<Next> All(Season season, Situation now)
    {
        if (season.OpenRound is { } round)
        {
            if (round.IsToRead && now.State is not DeskState.Read && season.HasToWriteIn(round)) yield return new(NextKind.Read, season.MyTurn?.DueAt, round);
            foreach (var turn in season.TurnsOf(round).Where(turn => turn.State == TurnState.Waiting || (turn.State == TurnState.Open && (turn.HeldAt is null || turn.WriterId == season.Partner))))
                if (!IsNow(turn)) yield return new(turn.WriterId == season.Me ? NextKind.Write : NextKind.Answer, turn.DueAt, round, turn);
        }
        if (season.ComingRound is { } coming) yield return new(NextKind.Round, coming.OpensAt, coming);
        if (season.FreeLetters && now.State is not DeskState.Free) yield return new(NextKind.Free);

        // That a letter of the other's is in our hands already is not said: it may not come.
        bool IsNow(Turn turn) => turn.Id == now.Turn?.Id && now.State is DeskState.Write or DeskState.Mend or DeskState.Late or DeskState.Theirs;
    }
}

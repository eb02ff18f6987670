using NodaTime;

namespace LetterExchange.Features.Plans;

/// <summary>What the buttons of a draft's form do to the sheet as it is typed. Nothing is saved by them.</summary>
public static class PlanEdits
{
    /// <summary>The most stories that a round can offer.</summary>
    public const int MostStories = 6;

    /// <summary>The furthest that dates are moved at once, in days, either way.</summary>
    public const int MostDays = 366;

    /// <summary>Does one thing to the sheet. Rounds and turns are counted from 0.</summary>
    /// <param name="act"><c>add-round</c>, <c>remove-round:n</c>, <c>add-turn:n</c>, <c>remove-turn:n:t</c>, or <c>move:n</c>: that round and all after it.</param>
    /// <param name="days">How far to move.</param>
    /// <returns>False when there is no such thing to do; the sheet is as it was.</returns>
    public static bool Do(PlanSheet sheet, string act, int days = 0)
    {
        var parts = act.Split(':');
        var round = parts.Length > 1 && int.TryParse(parts[1], out var n) ? sheet.Rounds.ElementAtOrDefault(n) : null;
        var turn = parts.Length > 2 && int.TryParse(parts[2], out var t) ? round?.Turns.ElementAtOrDefault(t) : null;
        switch (parts[0])
        {
            case "add-round" when sheet.Rounds.Count < PlanCheck.MostRounds: sheet.Rounds.Add(Next(sheet.Rounds)); return true;
            case "remove-round" when round is not null: sheet.Rounds.Remove(round); return true;
            case "add-turn" when round is { Turns.Count: < PlanCheck.MostTurns }: round.Turns.Add(Next(round)); return true;
            case "remove-turn" when turn is not null: round!.Turns.Remove(turn); return true;
            case "move" when round is not null && days is >= -MostDays and <= MostDays and not 0:
                foreach (var moved in sheet.Rounds.Skip(sheet.Rounds.IndexOf(round))) Move(moved, days);
                return true;
            default: return false;
        }
    }

    /// <summary>A round as far from the last as that one is from the one before it (three weeks where there is none), with the same rhythm.</summary>
    static RoundSheet Next(List<RoundSheet> rounds)
    {
        if (rounds.Count == 0) return new() { Turns = [new() { Writer = Side.Mentee }, new() { Writer = Side.Mentor }] };
        var last = rounds[^1];
        var gap = rounds.Count > 1 && Days(rounds[^2].Opens, last.Opens) is { } between and > 0 ? between : 21;
        var next = new RoundSheet { Opens = last.Opens, Turns = [.. last.Turns.Select(turn => new TurnSheet { Writer = turn.Writer, Due = turn.Due, CutOff = turn.CutOff })] };
        Move(next, gap);
        return next;
    }

    /// <summary>A letter of the other side, as long after the last as that one is after what was before it.</summary>
    static TurnSheet Next(RoundSheet round)
    {
        if (round.Turns.Count == 0) return new() { Writer = Side.Mentee };
        var last = round.Turns[^1];
        var gap = Days(round.Turns.Count > 1 ? round.Turns[^2].Due : round.Opens, last.Due) is { } between and > 0 ? between : 7;
        return new() { Writer = last.Writer == Side.Mentee ? Side.Mentor : Side.Mentee, Due = Move(last.Due, gap), CutOff = Move(last.CutOff, gap) };
    }

    static void Move(RoundSheet round, int days)
    {
        round.Opens = Move(round.Opens, days);
        foreach (var turn in round.Turns) (turn.Due, turn.CutOff) = (Move(turn.Due, days), Move(turn.CutOff, days));
    }

    /// <summary>The same local time some days on; what cannot be read stays as it is typed.</summary>
    static string? Move(string? typed, int days) => Read(typed) is { } local ? FairClock.Format(local.PlusDays(days)) : typed;

    static int? Days(string? from, string? to) => Read(from) is { } start && Read(to) is { } end ? Period.DaysBetween(start.Date, end.Date) : null;

    static LocalDateTime? Read(string? typed) => FairClock.TryParse(typed, out var local) && local.Year is >= 2000 and <= 2200 ? local : null;
}

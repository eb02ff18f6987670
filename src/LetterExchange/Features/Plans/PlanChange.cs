using NodaTime;

namespace LetterExchange.Features.Plans;

/// <summary>A date of a published plan that moves.</summary>
/// <param name="Round">The round's number, from 1.</param>
/// <param name="Turn">The turn's number, from 1; 0 for the round's opening, which has no cut-off.</param>
/// <param name="From">yyyy-MM-ddTHH:mm on the program's wall clock, as are the others.</param>
public sealed record DateMove(Guid RoundId, int Round, int Turn, string From, string To, string? FromCut, string? ToCut)
{
    /// <summary>How far a pair's own date moves: as far as the plan's, by the clock on the wall.</summary>
    internal DateTimeOffset Move(FairClock clock, DateTimeOffset at) => clock.At(clock.Local(at).PlusTicks(Ticks(From, To)));

    /// <summary>A turn's dates, each moved as far as the plan's. The cut-off never comes to lie before the due date.</summary>
    internal Dates Move(FairClock clock, Dates dates)
    {
        var due = Move(clock, dates.Due);
        var cutOff = clock.At(clock.Local(dates.CutOff).PlusTicks(Ticks(FromCut!, ToCut!)));
        return new(due, cutOff < due ? due : cutOff);
    }

    /// <summary>By how much it moves, in milliseconds of the clock on the wall.</summary>
    internal long Far => Ticks(From, To) / NodaConstants.TicksPerMillisecond;

    public bool IsEarlier => string.CompareOrdinal(To, From) < 0;

    static long Ticks(string from, string to) => Period.Between(FairClock.Parse(from), FairClock.Parse(to), PeriodUnits.Ticks).Ticks;
}

/// <summary>A story that a round offers from now on.</summary>
public sealed record StoryAdded(Guid RoundId, int Round, string StoryId);

/// <summary>A round that is taken out.</summary>
public sealed record RoundDropped(Guid RoundId, int Round, string Title);

/// <summary>What is changed in a published plan.</summary>
public sealed record PlanChange(IReadOnlyList<DateMove> Dates, IReadOnlyList<StoryAdded> Stories, IReadOnlyList<RoundDropped> Dropped)
{
    public bool IsNothing => Dates.Count == 0 && Stories.Count == 0 && Dropped.Count == 0;

    /// <summary>The rounds whose pairs it touches.</summary>
    internal List<Guid> Rounds => [.. Dates.Select(date => date.RoundId).Concat(Dropped.Select(round => round.RoundId)).Distinct()];

    /// <summary>What a sheet makes of a plan. Of a round that is dropped nothing else is looked at; stories are only ever added, letters neither come nor go.</summary>
    /// <param name="sheet">With the plan's own rounds and turns, in their order; readable.</param>
    /// <param name="dropped">Numbers of rounds, from 1.</param>
    public static PlanChange Between(ReadingPlan plan, PlanSheet sheet, IReadOnlyCollection<int> dropped)
    {
        var kept = plan.Rounds.Zip(sheet.Rounds).Where(two => two.First.DroppedAt is null && !dropped.Contains(two.First.Ordinal)).ToList();
        return new(
            [.. kept.SelectMany(two => Moves(two.First, two.Second))],
            [.. kept.SelectMany(two => two.Second.Chosen.Distinct().Except(two.First.Stories).Select(story => new StoryAdded(two.First.Id, two.First.Ordinal, story)))],
            [.. plan.Rounds.Where(round => round.DroppedAt is null && dropped.Contains(round.Ordinal)).Select(round => new RoundDropped(round.Id, round.Ordinal, round.Title))]);
    }

    static IEnumerable<DateMove> Moves(Round round, RoundSheet typed)
    {
        if (typed.Opens != round.OpensLocal) yield return new(round.Id, round.Ordinal, 0, round.OpensLocal, typed.Opens!, null, null);
        foreach (var (turn, to) in round.Turns.Zip(typed.Turns))
            if (to.Due != turn.DueLocal || to.CutOff != turn.CutOffLocal) yield return new(round.Id, round.Ordinal, turn.Ordinal, turn.DueLocal, to.Due!, turn.CutOffLocal, to.CutOff);
    }
}

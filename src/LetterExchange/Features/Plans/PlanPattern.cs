using NodaTime;

namespace LetterExchange.Features.Plans;

/// <summary>The fast way to a plan: so many rounds, so many weeks apart. It fills a sheet, in which every date can then be changed.</summary>
public sealed class PlanPattern
{
    public string? Name { get; set; }

    /// <summary>1 to 20.</summary>
    public int Rounds { get; set; } = 6;

    /// <summary>From one opening to the next, 1 to 26.</summary>
    public int Weeks { get; set; } = 3;

    /// <summary>The first opening's day.</summary>
    public DateOnly? From { get; set; }

    public TimeOnly OpensAt { get; set; } = new(8, 0);
    public Side First { get; set; } = Side.Mentee;

    /// <summary>Letters a round, 1 to 6; the two write in turn.</summary>
    public int Turns { get; set; } = 2;

    /// <summary>From the opening, or the due date before, to a turn's due date, 1 to 60.</summary>
    public int DaysATurn { get; set; } = 7;

    public TimeOnly DueAt { get; set; } = new(20, 0);

    /// <summary>Days from a due date to its cut-off, 1 to 30.</summary>
    public int Grace { get; set; } = 3;

    /// <summary>The sheet. A date that falls on a day off moves to the next day that is none.</summary>
    /// <param name="stories">Story ids; the rounds take one each, as far as they go.</param>
    public PlanSheet Fill(FairClock clock, IReadOnlyList<string> stories) => Draw(clock, stories).Sheet;

    /// <summary>The sheet, and which of its dates had to step aside.</summary>
    public (PlanSheet Sheet, IReadOnlyList<DateAvoided> Avoided) Draw(FairClock clock, IReadOnlyList<string> stories)
    {
        var first = LocalDate.FromDateOnly(From ?? clock.Day(DateTimeOffset.UnixEpoch).ToDateOnly());
        var sheet = new PlanSheet { Name = Name, Rounds = [.. Enumerable.Range(0, Rounds).Select(n => Round(n, first.PlusWeeks(n * Weeks)))] };
        return (sheet, DaysOff.Avoid(sheet, clock));

        RoundSheet Round(int n, LocalDate opens) => new()
        {
            Opens = At(opens, OpensAt), Stories = n < stories.Count ? [stories[n]] : [],
            Turns = [.. Enumerable.Range(1, Turns).Select(turn => new TurnSheet
            {
                Writer = turn % 2 == 1 ? First : First == Side.Mentee ? Side.Mentor : Side.Mentee,
                Due = At(opens.PlusDays(turn * DaysATurn), DueAt), CutOff = At(opens.PlusDays(turn * DaysATurn + Grace), DueAt),
            })],
        };

        static string At(LocalDate day, TimeOnly time) => FairClock.Format(day.At(LocalTime.FromTimeOnly(time)));
    }
}

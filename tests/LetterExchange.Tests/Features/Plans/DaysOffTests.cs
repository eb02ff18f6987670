using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using NodaTime;

namespace LetterExchange.Tests.Features.Plans;

/// <summary>Dates that step aside from days off, and sheets that move as a whole.</summary>
public sealed class DaysOffTests
{
    // Monday 15 February is a holiday, and a fortnight in April.
    static readonly HashSet<LocalDate> holidays = [new(2027, 2, 15), .. Enumerable.Range(5, 12).Select(day => new LocalDate(2027, 4, day))];

    [TestCase("2027-02-12T20:00", "2027-02-12T20:00")]
    [TestCase("2027-02-13T20:00", "2027-02-16T20:00", Description = "A Saturday before a Monday off.")]
    [TestCase("2027-02-14T00:00", "2027-02-17T00:00", Description = "Midnight ends the Saturday.")]
    [TestCase("2027-02-13T00:00", "2027-02-13T00:00", Description = "Midnight ends the Friday.")]
    [TestCase("2027-02-15T08:00", "2027-02-16T08:00")]
    [TestCase("2027-04-05T08:00", "2027-04-19T08:00", Description = "The weekend after the fortnight too.")]
    public void A_date_on_a_day_off_stands_on_the_next_working_day(string drawn, string stands) =>
        Assert.That(FairClock.Format(Clock().OnWorkingDay(FairClock.Parse(drawn))), Is.EqualTo(stands));

    [TestCase("2027-02-13T20:00", "2027-02-13T20:00")]
    [TestCase("2027-02-15T20:00", "2027-02-16T20:00")]
    public void A_program_may_plan_on_weekends(string drawn, string stands) =>
        Assert.That(FairClock.Format(Clock(weekends: true).OnWorkingDay(FairClock.Parse(drawn))), Is.EqualTo(stands));

    [Test]
    public void A_cut_off_goes_with_its_due_date_and_all_that_moved_is_named()
    {
        var sheet = One("2027-02-08T08:00", "2027-02-13T20:00", "2027-02-17T20:00");
        var avoided = DaysOff.Avoid(sheet, Clock());
        Assert.That(Dates(sheet), Is.EqualTo(["2027-02-08T08:00", "2027-02-16T20:00", "2027-02-22T20:00"]), "Three days more, then off the weekend.");
        Assert.That(avoided.Select(date => (date.Round, date.Turn, date.IsCutOff, FairClock.Format(date.From))), Is.EqualTo([(1, 1, false, "2027-02-13T20:00"), (1, 1, true, "2027-02-17T20:00")]));
    }

    [Test]
    public void What_lies_before_the_day_stays_and_a_cut_off_inside_a_holiday_leaves_it()
    {
        var sheet = One("2027-03-22T08:00", "2027-04-02T20:00", "2027-04-05T20:00");
        sheet.Rounds.Add(One("2027-04-12T08:00", "2027-04-19T20:00", "2027-04-22T20:00").Rounds[0]);
        DaysOff.Move(sheet, Clock(), new LocalDate(2027, 4, 5).AtMidnight(), DaysOff.Over(new(2027, 4, 5), new(2027, 4, 16)));
        Assert.That(Dates(sheet), Is.EqualTo(["2027-03-22T08:00", "2027-04-02T20:00", "2027-04-19T20:00", "2027-04-26T08:00", "2027-05-03T20:00", "2027-05-06T20:00"]));
    }

    [TestCase(1, 1)]
    [TestCase(4, 4)]
    [TestCase(5, 7)]
    [TestCase(7, 7)]
    [TestCase(8, 14)]
    [TestCase(12, 14)]
    public void Over_a_working_week_or_more_a_plan_moves_by_whole_weeks(int days, int moved) =>
        Assert.That(DaysOff.Over(new(2027, 4, 5), new DateOnly(2027, 4, 5).AddDays(days - 1)), Is.EqualTo(moved));

    [TestCase("2028-01-12", "2028-01-17", Description = "A Wednesday: the next Monday.")]
    [TestCase("2028-01-17", "2028-01-17")]
    public void A_copy_keeps_the_days_of_the_week_and_the_distances(string start, string opens)
    {
        var sheet = One("2027-01-18T08:00", "2027-01-25T20:00", "2027-01-28T20:00");
        var (first, avoided) = DaysOff.Copy(sheet, Clock(), LocalDate.FromDateOnly(DateOnly.Parse(start, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.That((first.ToString("uuuu-MM-dd", null), avoided.Count), Is.EqualTo((opens, 0)));
        Assert.That(Dates(sheet), Is.EqualTo(["2028-01-17T08:00", "2028-01-24T20:00", "2028-01-27T20:00"]));
    }

    [Test]
    public void What_cannot_be_read_stays_as_it_is_typed()
    {
        var sheet = One("soon", "2027-02-13T20:00", "");
        DaysOff.Avoid(sheet, Clock());
        Assert.That(Dates(sheet), Is.EqualTo(["soon", "2027-02-16T20:00", ""]));
    }

    static FairClock Clock(bool weekends = false) => new(DateTimeZoneProviders.Tzdb["Europe/Paris"], new Policies { PlanOnWeekends = weekends }, holidays);

    static PlanSheet One(string opens, string due, string cutOff) => new() { Rounds = [new() { Opens = opens, Turns = [new() { Due = due, CutOff = cutOff }] }] };

    static string[] Dates(PlanSheet sheet) => [.. sheet.Rounds.SelectMany(round => new[] { round.Opens! }.Concat(round.Turns.SelectMany(turn => new[] { turn.Due!, turn.CutOff! })))];
}

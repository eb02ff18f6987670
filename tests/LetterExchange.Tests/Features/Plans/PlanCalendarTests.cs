using LetterExchange.Features.Plans;
using NodaTime;

namespace LetterExchange.Tests.Features.Plans;

/// <summary>A plan drawn on months and listed by weeks.</summary>
public sealed class PlanCalendarTests
{
    static readonly Dictionary<LocalDate, string> holidays = new() { [new(2027, 2, 15)] = "Carnival" };
    static readonly Dictionary<LocalDate, int> away = new() { [new(2027, 1, 25)] = 2 };

    [Test]
    public void Each_date_stands_on_its_day_with_holidays_and_who_is_away()
    {
        var calendar = new PlanCalendar(PlanCheckTests.Sound(), holidays, away);
        Assert.That(calendar.Months, Is.EqualTo([new LocalDate(2027, 1, 1), new LocalDate(2027, 2, 1)]));
        var january = calendar.Weeks(calendar.Months[0]).ToList();
        Assert.That((january.Count, january[0].Count(day => !day.IsInMonth), january.TrueForAll(week => week.Count == 7)), Is.EqualTo((5, 4, true)));
        var due = january[4][0];
        Assert.That((due.Day, due.Away, due.Marks.Single().Kind, due.Marks.Single().Field), Is.EqualTo((new LocalDate(2027, 1, 25), 2, MarkKind.Due, "Sheet.Rounds[0].Turns[0].Due")));
        Assert.That(calendar.Weeks(calendar.Months[1]).SelectMany(week => week).Single(day => day.Holiday is not null).Day, Is.EqualTo(new LocalDate(2027, 2, 15)));
        Assert.That(calendar.Months.SelectMany(calendar.Weeks).SelectMany(week => week).Sum(day => day.Marks.Count), Is.EqualTo(10), "A day of two months stands in its own only.");
    }

    [Test]
    public void The_list_has_the_weeks_in_which_something_happens()
    {
        var weeks = new PlanCalendar(PlanCheckTests.Sound(), holidays, away).List().ToList();
        Assert.That(weeks.Select(week => week.Monday.Day), Is.EqualTo([18, 25, 1, 8, 15, 22]));
        Assert.That(weeks[4].Days.Select(day => (day.Day.Day, day.Holiday is not null)), Is.EqualTo([(15, true), (16, false), (19, false)]));
    }

    [Test]
    public void Midnight_stands_on_the_day_that_it_ends_and_what_cannot_be_read_stands_nowhere()
    {
        var sheet = new PlanSheet { Rounds = [new() { Opens = "soon", Turns = [new() { Due = "2027-02-01T00:00", CutOff = "" }] }] };
        var calendar = new PlanCalendar(sheet, holidays, away);
        Assert.That((calendar.Months.Single(), calendar.List().Single().Days.Single().Day), Is.EqualTo((new LocalDate(2027, 1, 1), new LocalDate(2027, 1, 31))));
        Assert.That(new PlanCalendar(new(), holidays, away).Months, Is.Empty);
    }
}

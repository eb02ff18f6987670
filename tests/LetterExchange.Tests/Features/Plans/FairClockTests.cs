using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using NodaTime;

namespace LetterExchange.Tests.Features.Plans;

public sealed class FairClockTests
{
    const string NewYork = "America/New_York", Paris = "Europe/Paris";

    [TestCase(NewYork, "2027-03-14T01:59", "2027-03-14T06:59:00Z")]
    [TestCase(NewYork, "2027-03-14T02:30", "2027-03-14T07:30:00Z", TestName = "New York: 02:30 does not exist and becomes 03:30")]
    [TestCase(NewYork, "2027-03-14T03:00", "2027-03-14T07:00:00Z")]
    [TestCase(NewYork, "2027-11-07T00:59", "2027-11-07T04:59:00Z")]
    [TestCase(NewYork, "2027-11-07T01:30", "2027-11-07T05:30:00Z", TestName = "New York: 01:30 comes twice and is the first")]
    [TestCase(NewYork, "2027-11-07T02:00", "2027-11-07T07:00:00Z")]
    [TestCase(Paris, "2027-03-28T01:59", "2027-03-28T00:59:00Z")]
    [TestCase(Paris, "2027-03-28T02:30", "2027-03-28T01:30:00Z", TestName = "Paris: 02:30 does not exist and becomes 03:30")]
    [TestCase(Paris, "2027-03-28T03:00", "2027-03-28T01:00:00Z")]
    [TestCase(Paris, "2027-10-31T01:59", "2027-10-30T23:59:00Z")]
    [TestCase(Paris, "2027-10-31T02:30", "2027-10-31T00:30:00Z", TestName = "Paris: 02:30 comes twice and is the first")]
    [TestCase(Paris, "2027-10-31T03:00", "2027-10-31T02:00:00Z")]
    public void A_planned_time_is_the_programs_wall_clock(string zone, string planned, string instant) =>
        Assert.That(Clock(zone).At(planned), Is.EqualTo(Utc(instant)));

    // opened (local)          planned due (local)   due then (local)
    [TestCase(NewYork, "2027-03-01T09:00", "2027-03-08T20:00", "2027-03-08T20:00", TestName = "Long before: the planned date")]
    [TestCase(NewYork, "2027-03-05T20:00", "2027-03-08T20:00", "2027-03-08T20:00", TestName = "Exactly 72 hours before: the planned date")]
    [TestCase(NewYork, "2027-03-05T20:01", "2027-03-08T20:00", "2027-03-08T20:01", TestName = "A minute later: a minute later")]
    [TestCase(NewYork, "2027-03-12T20:00", "2027-03-14T20:00", "2027-03-15T21:00", TestName = "New York, spring: 72 hours, of which one is skipped")]
    [TestCase(NewYork, "2027-11-05T20:00", "2027-11-07T20:00", "2027-11-08T19:00", TestName = "New York, autumn: 72 hours, of which one comes twice")]
    [TestCase(Paris, "2027-03-26T20:00", "2027-03-28T20:00", "2027-03-29T21:00", TestName = "Paris, spring")]
    [TestCase(Paris, "2027-10-29T20:00", "2027-10-31T20:00", "2027-11-01T19:00", TestName = "Paris, autumn")]
    public void A_turn_is_due_at_the_later_of_its_planned_date_and_72_hours_after_it_opened(string zone, string opened, string planned, string due)
    {
        var clock = Clock(zone);
        var dates = new Dates(clock.At(planned), clock.At(planned).AddDays(3));
        var open = clock.Open(dates, clock.At(opened));
        Assert.That(open.Due, Is.EqualTo(clock.At(due)));
        Assert.That(open.CutOff - open.Due, Is.EqualTo(dates.CutOff - dates.Due), "The cut-off moves as much.");
    }

    // returned (local)        due then (local)
    [TestCase(NewYork, "2027-02-01T10:00", "2027-02-03T10:00", TestName = "Monday: two days")]
    [TestCase(NewYork, "2027-02-04T10:00", "2027-02-08T10:00", TestName = "Thursday: over the weekend")]
    [TestCase(NewYork, "2027-02-04T00:00", "2027-02-06T00:00", TestName = "Thursday's first moment: Friday's last")]
    [TestCase(NewYork, "2027-02-06T15:00", "2027-02-10T00:00", TestName = "Saturday: from Monday on")]
    [TestCase(NewYork, "2027-02-12T10:00", "2027-02-17T10:00", TestName = "Friday before a Monday off: to Wednesday")]
    [TestCase(NewYork, "2027-02-15T10:00", "2027-02-18T00:00", TestName = "On a day off: from the next day on")]
    [TestCase(NewYork, "2027-03-12T10:00", "2027-03-16T10:00", TestName = "New York, spring: the skipped hour lies on a Sunday")]
    [TestCase(NewYork, "2027-11-05T10:00", "2027-11-09T10:00", TestName = "New York, autumn: the hour that comes twice lies on a Sunday")]
    [TestCase(Paris, "2027-03-26T10:00", "2027-03-30T10:00", TestName = "Paris returns, spring")]
    [TestCase(Paris, "2027-10-29T10:00", "2027-11-02T10:00", TestName = "Paris returns, autumn")]
    public void A_returned_letter_has_48_hours_without_weekends_and_holidays(string zone, string returned, string due)
    {
        var clock = Clock(zone, new LocalDate(2027, 2, 15));
        var dates = new Dates(clock.At(returned).AddHours(-1), clock.At(returned).AddHours(30));
        var back = clock.AfterReturn(dates, clock.At(returned));
        Assert.That(back.Due, Is.EqualTo(clock.At(due)));
        Assert.That(back.CutOff - back.Due, Is.EqualTo(TimeSpan.FromHours(31)));
    }

    [Test]
    public void A_returned_letter_keeps_a_later_date()
    {
        var dates = new Dates(Utc("2027-03-01T10:00:00Z"), Utc("2027-03-04T10:00:00Z"));
        Assert.That(Clock(Paris).AfterReturn(dates, Utc("2027-02-01T10:00:00Z")), Is.EqualTo(dates));
    }

    [TestCase(NewYork, "2027-03-12T23:59", 7, "2027-03-19T23:59")]
    [TestCase(NewYork, "2027-10-31T23:59", 7, "2027-11-07T23:59")]
    [TestCase(Paris, "2027-03-27T02:30", 1, "2027-03-28T03:30", TestName = "A day later at a time that does not exist")]
    [TestCase(Paris, "2027-10-25T23:59", 7, "2027-11-01T23:59")]
    public void An_extension_by_days_keeps_the_local_time(string zone, string due, int days, string later) =>
        Assert.That(Clock(zone).AddDays(Clock(zone).At(due), days), Is.EqualTo(Clock(zone).At(later)));

    // due (local), away from … until … (and again), 2027-05-17 off    due then (local)
    [TestCase("2027-05-02T23:59", "2027-05-03/2027-05-14", "2027-05-02T23:59", TestName = "The evening before: as it was")]
    [TestCase("2027-05-03T00:00", "2027-05-03/2027-05-14", "2027-05-03T00:00", TestName = "The midnight that the days begin with belongs to the day before")]
    [TestCase("2027-05-03T00:01", "2027-05-03/2027-05-14", "2027-05-18T00:01", TestName = "The first minute away: past the weekend and the day off")]
    [TestCase("2027-05-05T20:00", "2027-05-03/2027-05-05", "2027-05-06T20:00", TestName = "The last evening away: the next day")]
    [TestCase("2027-05-14T23:59", "2027-05-03/2027-05-14", "2027-05-18T23:59", TestName = "The last minute away")]
    [TestCase("2027-05-15T00:00", "2027-05-03/2027-05-14", "2027-05-19T00:00", TestName = "The midnight that the days end with belongs to them")]
    [TestCase("2027-05-15T00:01", "2027-05-03/2027-05-14", "2027-05-15T00:01", TestName = "On the weekend after: as it was")]
    [TestCase("2027-05-04T18:00", "2027-05-04/2027-05-04", "2027-05-05T18:00", TestName = "One day away")]
    [TestCase("2027-05-10T18:00", "2027-05-03/2027-05-14 2027-05-18/2027-05-20", "2027-05-21T18:00", TestName = "Back on a day on which one is away again")]
    [TestCase("2027-05-10T18:00", "2027-06-03/2027-06-14", "2027-05-10T18:00", TestName = "Away another time")]
    [TestCase("2027-05-10T18:00", "", "2027-05-10T18:00", TestName = "Never away")]
    [TestCase("2027-03-24T20:00", "2027-03-22/2027-03-26", "2027-03-29T20:00", TestName = "Over the change of the clocks the local time is kept")]
    public void What_is_due_while_its_writer_is_away_is_due_on_the_first_working_day_after(string due, string away, string then)
    {
        var clock = Clock(Paris, new LocalDate(2027, 5, 17));
        Assert.That(clock.Back(clock.At(due), [.. away.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Days)]), Is.EqualTo(clock.At(then)));
    }

    [Test]
    public void The_cut_off_moves_as_much_and_another_s_days_move_nothing()
    {
        var (writer, other) = (Guid.NewGuid(), Guid.NewGuid());
        var clock = Clock(Paris).With(writer, Days("2027-05-03/2027-05-14"));
        var dates = new Dates(clock.At("2027-05-05T20:00"), clock.At("2027-05-08T21:00"));
        Assert.That(clock.Back(dates, writer), Is.EqualTo(new Dates(clock.At("2027-05-17T20:00"), clock.At("2027-05-20T21:00"))));
        Assert.That(clock.Back(dates, other), Is.EqualTo(dates));
    }

    // hours before the due date now, already told?   reminded how many hours before
    [TestCase(200, true, 168)]
    [TestCase(168, true, 168)]
    [TestCase(167, true, 168)]
    [TestCase(72, true, 72)]
    [TestCase(30, true, 72)]
    [TestCase(1, true, 24)]
    [TestCase(0, true, null)]
    [TestCase(-1, true, null)]
    [TestCase(200, false, 168)]
    [TestCase(168, false, 72)]
    [TestCase(72, false, 24)]
    [TestCase(24, false, null)]
    public void Steps_that_have_passed_collapse_into_the_latest(int hoursBefore, bool catchUp, int? step)
    {
        var due = Utc("2027-03-31T10:00:00Z");
        Assert.That(Clock(Paris).RemindAt(due, due.AddHours(-hoursBefore), catchUp), Is.EqualTo(step is { } hours ? due.AddHours(-hours) : (DateTimeOffset?)null));
    }

    [TestCase(Side.Mentor, "", "168 72 24")]
    [TestCase(Side.Mentor, "168 24", "72")]
    [TestCase(Side.Mentor, "168 72 24", "")]
    [TestCase(Side.Mentor, "48", "168 72 24")] // Of a time when the program had other steps.
    [TestCase(Side.Mentee, "168 24", "72 24")]
    [TestCase(Side.Mentee, "168 72 24", "24")]
    public void Who_writes_is_reminded_by_the_steps_they_want_and_a_child_always_by_the_last(Side side, string off, string steps) =>
        Assert.That(FairClock.Wanted([168, 72, 24], [.. Numbers(off)], side), Is.EqualTo(Numbers(steps)));

    [TestCase(200, true, 72)]
    [TestCase(100, true, 72)]
    [TestCase(72, true, 72)]
    [TestCase(20, true, 72)]
    [TestCase(72, false, null)]
    public void A_step_that_is_not_wanted_is_passed_over(int hoursBefore, bool catchUp, int? step)
    {
        var due = Utc("2027-03-31T10:00:00Z");
        Assert.That(Clock(Paris).RemindAt(due, due.AddHours(-hoursBefore), catchUp, [72]), Is.EqualTo(step is { } hours ? due.AddHours(-hours) : (DateTimeOffset?)null));
    }

    [TestCase(0, false)]
    [TestCase(1, true)]
    public void On_time_is_the_due_dates_very_millisecond(int after, bool late)
    {
        var dates = new Dates(Utc("2027-03-31T10:00:00Z"), Utc("2027-04-02T10:00:00Z"));
        Assert.That(FairClock.IsLate(dates, dates.Due.AddMilliseconds(after)), Is.EqualTo(late));
        Assert.That(FairClock.HasLapsed(dates, dates.CutOff.AddMilliseconds(after - 1)), Is.EqualTo(late));
    }

    [TestCase(24, false, "2027-03-31T10:00:00.001Z")]
    [TestCase(24, true, "2027-04-01T10:00:00Z")]
    [TestCase(0, false, "2027-03-31T10:00:00Z")]
    public void The_deadline_looks_just_after_the_due_date_and_then_at_the_cut_off(int hoursBetween, bool told, string at)
    {
        var due = Utc("2027-03-31T10:00:00Z");
        Assert.That(FairClock.EnforceAt(new Dates(due, due.AddHours(hoursBetween)), told), Is.EqualTo(Utc(at)));
    }

    [FsCheck.NUnit.Property]
    public void No_move_makes_a_date_earlier_or_changes_the_time_between_due_date_and_cut_off(int dueMinutes, ushort graceMinutes, (byte Move, ushort Minutes)[] moves)
    {
        var writer = Guid.NewGuid();
        var clock = Clock(moves.Length % 2 == 0 ? NewYork : Paris, new LocalDate(2027, 3, 29)).With(writer, Days("2027-03-12/2027-03-26")).With(writer, Days("2027-03-30/2027-04-09"));
        var start = Utc("2027-03-10T00:00:00Z");
        var dates = new Dates(start.AddMinutes(dueMinutes % 50_000), start.AddMinutes(dueMinutes % 50_000 + graceMinutes));
        var now = start;
        foreach (var (move, minutes) in moves)
        {
            var before = now;
            now = now.AddMinutes(minutes % 5_000);
            var moved = (move % 6) switch
            {
                0 => clock.Open(dates, now),
                1 => clock.AfterReturn(dates, now),
                2 => FairClock.AfterHold(dates, before, now),
                3 => FairClock.AfterPause(dates, now - before),
                4 => clock.Back(dates, writer),
                _ => FairClock.Extended(dates, now),
            };
            Assert.That(moved.Due, Is.GreaterThanOrEqualTo(dates.Due));
            Assert.That(moved.CutOff - moved.Due, Is.EqualTo(dates.CutOff - dates.Due));
            dates = moved;
        }
    }

    [FsCheck.NUnit.Property]
    public void A_reminder_comes_at_a_step_before_the_due_date_or_not_at_all(int minutes, bool catchUp)
    {
        var due = Utc("2027-03-31T10:00:00Z");
        var now = due.AddMinutes(minutes % 20_000);
        var at = Clock(Paris).RemindAt(due, now, catchUp);
        Assert.That(at is null || at < due && new[] { 168d, 72d, 24d }.Contains((due - at.Value).TotalHours) && (catchUp || at > now));
    }

    [FsCheck.NUnit.Property]
    public void Mending_time_counts_only_working_hours(ushort minutes)
    {
        var clock = Clock(NewYork, new LocalDate(2027, 3, 15));
        var returned = clock.At("2027-03-01T00:00").AddMinutes(minutes % 40_000);
        var due = clock.AfterReturn(new Dates(returned, returned), returned).Due;
        var counted = 0;
        for (var at = returned; at < due; at = at.AddMinutes(1)) counted += clock.IsOff(clock.Day(at)) ? 0 : 1;
        Assert.That(counted, Is.EqualTo(48 * 60));
    }

    static FairClock Clock(string zone, params LocalDate[] holidays) => new(DateTimeZoneProviders.Tzdb[zone], new Policies(), holidays.ToHashSet());

    static IEnumerable<int> Numbers(string typed) => typed.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse);

    static DaysAway Days(string fromTo) =>
        fromTo.Split('/').Select(day => NodaTime.Text.LocalDatePattern.Iso.Parse(day).Value).ToArray() is [var first, var last] ? new(first, last) : throw new ArgumentException(fromTo);

    static DateTimeOffset Utc(string at) => DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);
}

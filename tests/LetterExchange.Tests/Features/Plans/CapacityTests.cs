using LetterExchange.Features.Plans;
using NodaTime;

namespace LetterExchange.Tests.Features.Plans;

/// <summary>The forecast of the review queue, drawn around each boundary. Day 0 is Monday 18 January 2027; weekends have no room unless said.</summary>
public sealed class CapacityTests
{
    static readonly LocalDate monday = new(2027, 1, 18);

    static readonly object?[][] cases =
    [
        // arrivals by day, room a day, waiting now, hours, then: waiting at the end of each day, and the day of the overflow
        [new[] { 0 }, 5d, 0, 24, "0 0 0", null],
        [new[] { 5 }, 5d, 0, 24, "0 0 0", null],
        [new[] { 6 }, 5d, 0, 24, "1 0 0", null],
        [new[] { 10 }, 5d, 0, 24, "5 0 0", null],
        [new[] { 11 }, 5d, 0, 24, "6 1 0", 1],
        [new[] { 11 }, 5d, 0, 48, "6 1 0", null],
        [new[] { 16 }, 5d, 0, 48, "11 6 1", 2],
        [new[] { 5 }, 5d, 6, 24, "6 1 0", 1],
        [new[] { 4, 6, 0 }, 5d, 0, 24, "0 1 0", null],
        [new[] { 1 }, 0.5d, 0, 24, "1 0 0", null],
        [new[] { 1 }, 0.4d, 0, 24, "1 1 0", 1],
        [new[] { 3 }, 0d, 0, 24, "3 3 3", 1],
        [new[] { 0, 0, 0, 0, 2 }, 1d, 0, 24, "0 0 0 0 1 1 1 0", 5],
        [new[] { 0, 0, 0, 0, 2 }, 1d, 0, 72, "0 0 0 0 1 1 1 0", null],
    ];

    [TestCaseSource(nameof(cases))]
    public void The_oldest_are_read_first_and_who_waits_longer_than_the_level_is_late(int[] arrivals, double room, int waiting, int hours, string left, int? overflow)
    {
        var days = arrivals.Index().ToDictionary(day => monday.PlusDays(day.Index), day => day.Item);
        var forecast = Capacity.Of(monday, left.Split(' ').Length, days, day => day.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday ? 0 : room, waiting, hours);
        Assert.That(string.Join(' ', forecast.Days.Select(day => day.Waiting)), Is.EqualTo(left));
        Assert.That(forecast.Overflow, Is.EqualTo(overflow is { } n ? monday.PlusDays(n) : (LocalDate?)null));
    }

    [Test]
    public void Each_letter_is_late_once()
    {
        var forecast = Capacity.Of(monday, 10, new Dictionary<LocalDate, int> { [monday] = 10 }, _ => 1, 0, 24);
        Assert.That((forecast.Late, forecast.Days[1].Late, forecast.Days[2].Late, forecast.Most), Is.EqualTo((8, 8, 0, 10)));
    }

    [TestCase(18, false, 14.0, Description = "Monday: 30 minutes at 3 and 20 at 5.")]
    [TestCase(19, false, 10.0)]
    [TestCase(20, false, 0.0)]
    [TestCase(18, true, 0.0)]
    public void Room_is_hours_by_pace_and_none_on_holidays(int day, bool holiday, double room)
    {
        (IReadOnlyDictionary<int, int>, double)[] reviewers = [(new Dictionary<int, int> { [1] = 30, [2] = 30 }, 3), (new Dictionary<int, int> { [1] = 20 }, 5)];
        Assert.That(Capacity.Room(new(2027, 1, day), reviewers, _ => holiday), Is.EqualTo(room));
    }

    [TestCase(new double[0], null)]
    [TestCase(new[] { 4.0 }, 4.0)]
    [TestCase(new[] { 9.0, 1.0, 2.0 }, 2.0)]
    [TestCase(new[] { 9.0, 1.0, 2.0, 3.0 }, 2.5)]
    public void The_middle_of_times_is_not_moved_by_one_long_break(double[] times, double? middle) => Assert.That(Capacity.Median(times), Is.EqualTo(middle));
}

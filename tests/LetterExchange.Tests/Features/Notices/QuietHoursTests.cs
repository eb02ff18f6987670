using System.Globalization;
using LetterExchange.Features.Notices;
using LetterExchange.Features.Programs;

namespace LetterExchange.Tests.Features.Notices;

public sealed class QuietHoursTests
{
    [TestCase("2027-01-11T18:59:59.999Z", null)]
    [TestCase("2027-01-11T19:00Z", "2027-01-12T07:00Z")]
    [TestCase("2027-01-12T03:00Z", "2027-01-12T07:00Z")]
    [TestCase("2027-01-12T06:59:59.999Z", "2027-01-12T07:00Z")]
    [TestCase("2027-01-12T07:00Z", null)]
    [TestCase("2027-03-27T19:00Z", "2027-03-28T06:00Z")] // Clocks go forward in this night,
    [TestCase("2027-10-30T18:00Z", "2027-10-31T07:00Z")] // and back in this one.
    public void Mail_rests_from_eight_in_the_evening_to_eight_in_the_morning(string now, string? end) => Ends("Europe/Paris", new Policies(), now, end);

    [TestCase("2027-03-14T00:59Z", "2027-03-14T12:00Z")] // 19:59 on Saturday is not quiet in New York; see the next.
    [TestCase("2027-03-14T01:00Z", "2027-03-14T12:00Z")]
    public void The_programs_clock_counts_across_its_changes(string now, string end) =>
        Ends("America/New_York", new Policies(), now, now.EndsWith("00:59Z", StringComparison.Ordinal) ? null : end);

    [TestCase("2027-03-28T00:30Z", "2027-03-28T01:30Z")] // 02:30 does not exist: an hour later, 03:30.
    public void An_end_in_a_gap_comes_later(string now, string end) => Ends("Europe/Paris", new Policies { QuietUntil = new(2, 30) }, now, end);

    [TestCase("2027-10-31T00:00Z", "2027-10-31T00:30Z")] // 02:30 comes twice: the first one,
    [TestCase("2027-10-31T01:10Z", "2027-10-31T01:30Z")] // and in the repeated hour the second.
    public void An_end_in_an_overlap_is_the_first_one_ahead(string now, string end) => Ends("Europe/Paris", new Policies { QuietUntil = new(2, 30) }, now, end);

    [TestCase("2027-01-11T12:30Z", "2027-01-11T14:00Z")]
    [TestCase("2027-01-11T14:00Z", null)]
    public void Quiet_hours_may_lie_within_a_day(string now, string? end) => Ends("UTC", new Policies { QuietFrom = new(12, 0), QuietUntil = new(14, 0) }, now, end);

    [Test]
    public void The_same_time_twice_means_never() => Ends("UTC", new Policies { QuietFrom = new(8, 0), QuietUntil = new(8, 0) }, "2027-01-11T03:00Z", null);

    [Test]
    public void What_a_program_has_not_said_is_as_everywhere_else()
    {
        var (said, unsaid) = (QuietHours.Of("UTC", new Policies().ToJson()), QuietHours.Of("UTC", "{}"));
        Assert.That(unsaid, Is.EqualTo(said));
        Assert.That(QuietHours.Of("UTC", new Policies { MenteeMail = true }.ToJson()).MenteeMail, Is.True);
    }

    static void Ends(string zone, Policies policies, string now, string? end) =>
        Assert.That(QuietHours.Of(zone, policies.ToJson()).EndsAt(Instant(now)), Is.EqualTo(end is null ? (DateTimeOffset?)null : Instant(end)));

    static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}

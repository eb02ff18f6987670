using System.Globalization;
using LetterExchange.Text;

namespace LetterExchange.Tests.Text;

/// <summary>Times in words, on a Wednesday afternoon in London.</summary>
public sealed class PlainTimeTests
{
    static readonly PlainTime Time = PlainTime.In("Europe/London", At("2027-03-10T15:10"), CultureInfo.GetCultureInfo("en"));

    [TestCase("2027-03-10T18:00", "this evening", "in 3 hours")]
    [TestCase("2027-03-10T16:00", "this afternoon", "in 50 minutes")]
    [TestCase("2027-03-10T15:11", "this afternoon", "in 1 minute")]
    [TestCase("2027-03-10T15:10", "this afternoon", "now")]
    [TestCase("2027-03-11T00:00", "midnight today", "in 9 hours")]
    [TestCase("2027-03-11T18:00", "tomorrow evening", "in 27 hours")]
    [TestCase("2027-03-11T08:00", "tomorrow morning", "in 17 hours")]
    [TestCase("2027-03-12T02:30", "Friday", "in 35 hours")]
    [TestCase("2027-03-12T18:00", "Friday evening", "in 2 days")]
    [TestCase("2027-03-13T00:00", "Friday at midnight", "in 2 days")]
    [TestCase("2027-03-16T12:00", "Tuesday afternoon", "in 6 days")]
    [TestCase("2027-03-17T12:00", "Wednesday 17 March", "in 7 days")]
    [TestCase("2028-01-03T12:00", "Monday 3 January 2028", "in 299 days")]
    public void A_deadline_is_said_as_one_would_say_it(string at, string moment, string away)
    {
        Assert.That(Time.Moment(At(at)), Does.Contain(moment));
        Assert.That(Time.Away(At(at)), Is.EqualTo(away));
    }

    [TestCase("2027-03-10T13:20", "today at 13:20", "2 hours ago")]
    [TestCase("2027-03-09T23:59", "yesterday at 23:59", "15 hours ago")]
    [TestCase("2027-03-04T08:05", "4 March at 08:05", "6 days ago")]
    [TestCase("2026-12-24T08:05", "24 December 2026 at 08:05", "76 days ago")]
    public void What_is_past_is_said_with_its_day_and_clock(string at, string day, string ago)
    {
        Assert.That(Time.DayAndClock(At(at)), Is.EqualTo(day));
        Assert.That(Time.Away(At(at)), Is.EqualTo(ago));
    }

    [Test]
    public void The_clock_is_the_program_s_whatever_the_machine_s()
    {
        var summer = At("2027-07-01T12:00");
        Assert.That(PlainTime.In("Europe/Paris", summer).Clock(summer), Is.EqualTo("14:00"));
        Assert.That(PlainTime.In("America/New_York", summer).Clock(summer), Is.EqualTo("08:00"));
        Assert.That(PlainTime.In("America/New_York", At("2027-03-10T03:00")).Date(At("2027-03-10T03:00")), Is.EqualTo("Tuesday 9 March"));
    }

    [Test]
    public void Days_are_counted_by_the_calendar_across_a_clock_change()
    {
        var before = PlainTime.In("Europe/Paris", At("2027-03-27T11:00"), CultureInfo.GetCultureInfo("en"));
        Assert.That(before.Away(At("2027-03-29T10:00")), Is.EqualTo("in 2 days"));
        Assert.That(before.Clock(At("2027-03-29T10:00")), Is.EqualTo("12:00"));
    }

    // What is said by the service's own words, on the same Wednesday.
    [TestCase("fr", "2027-03-10T18:00", "ce soir", "dans 3 heures", "18\u00A0h\u00A000")]
    [TestCase("fr", "2027-03-10T15:11", "cet après-midi", "dans 1 minute", "15\u00A0h\u00A011")]
    [TestCase("fr", "2027-03-12T18:00", "vendredi soir", "dans 2 jours", "18\u00A0h\u00A000")]
    [TestCase("fr", "2027-03-17T09:05", "mercredi 17 mars", "dans 7 jours", "9\u00A0h\u00A005")]
    [TestCase("fr", "2028-02-01T09:05", "mardi 1er février 2028", "dans 328 jours", "9\u00A0h\u00A005")]
    [TestCase("es", "2027-03-10T18:00", "esta noche", "dentro de 3 horas", "18:00")]
    [TestCase("es", "2027-03-10T15:11", "esta tarde", "dentro de 1 minuto", "15:11")]
    [TestCase("es", "2027-03-12T18:00", "el viernes por la noche", "dentro de 2 días", "18:00")]
    [TestCase("es", "2027-03-17T09:05", "el miércoles 17 de marzo", "dentro de 7 días", "09:05")]
    [TestCase("es", "2028-02-01T09:05", "el martes 1 de febrero de 2028", "dentro de 328 días", "09:05")]
    public void Each_language_says_it_in_its_own_way(string language, string at, string moment, string away, string clock)
    {
        var time = PlainTime.In("Europe/London", At("2027-03-10T15:10"), CultureInfo.GetCultureInfo(language));
        Assert.That(time.Moment(At(at)), Does.Contain(moment));
        Assert.That(time.Away(At(at)), Is.EqualTo(away));
        Assert.That(time.Clock(At(at)), Is.EqualTo(clock));
    }

    [TestCase("en", "2027-09-01", "1 September 2027")]
    [TestCase("fr", "2027-09-01", "1er septembre 2027")]
    [TestCase("fr", "2027-09-02", "2 septembre 2027")]
    [TestCase("es", "2027-09-01", "1 de septiembre de 2027")]
    public void A_day_that_hangs_on_no_clock_is_written_out(string language, string day, string written)
    {
        using var speaking = new Speaking(language);
        Assert.That(PlainTime.Of(DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture)), Is.EqualTo(written));
    }

    // "Llegó el viernes", "enviada ayer": what follows a verb brings its article along.
    [TestCase("en", "Friday", "22 March")]
    [TestCase("fr", "vendredi", "le 22 mars")]
    [TestCase("es", "el viernes", "el 22 de marzo")]
    public void A_day_follows_a_verb(string language, string soon, string later)
    {
        var time = PlainTime.In("Europe/London", At("2027-03-10T15:10"), CultureInfo.GetCultureInfo(language));
        Assert.That((time.Day(At("2027-03-12T09:00")), time.Day(At("2027-03-22T09:00"))), Is.EqualTo((soon, later)));
    }

    [TestCase("en", "Sep")]
    [TestCase("fr", "sept")]
    [TestCase("es", "sept")]
    public void A_postmark_has_room_for_a_short_month(string language, string month) =>
        Assert.That(PlainTime.In("Europe/London", At("2027-03-10T15:10"), CultureInfo.GetCultureInfo(language)).DayAndMonth(At("2027-09-20T12:00")), Is.EqualTo(("20", month)));

    static DateTimeOffset At(string utc) => DateTimeOffset.Parse(utc + "Z", CultureInfo.InvariantCulture);
}

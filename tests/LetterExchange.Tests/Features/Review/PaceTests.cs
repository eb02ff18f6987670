using LetterExchange.Features.Review;

namespace LetterExchange.Tests.Features.Review;

/// <summary>The pace of a reviewer and the forecast of the queue, as tables.</summary>
public sealed class PaceTests
{
    static readonly DateTimeOffset now = new(2027, 1, 11, 14, 0, 0, TimeSpan.Zero);
    static readonly Guid grace = Guid.NewGuid(), omar = Guid.NewGuid();

    // Minutes before now at which somebody decided; minutes a letter, and letters in the last hour.
    [TestCase("", null, 0)]
    [TestCase("10 8 6 4 2", null, 5, TestName = "Four_times_between_decisions_are_no_pace")]
    [TestCase("12 10 8 6 4 2", 2.0, 6)]
    [TestCase("30 20 19 18 17 16", 1.0, 6, TestName = "The_median_does_not_mind_a_long_letter")]
    [TestCase("300 298 296 294 292 290", 2.0, 0, TestName = "A_pace_of_this_morning_is_a_pace")]
    [TestCase("200 12 10 8 6 4 2", 2.0, 6, TestName = "A_break_is_no_reading")]
    [TestCase("17 2 1.5 1 0.5 0", 0.5, 6, TestName = "A_quarter_of_an_hour_is_reading")]
    [TestCase("60 59 58 57 56 55", 1.0, 5, TestName = "An_hour_is_sixty_minutes")]
    public void A_pace_is_the_median_between_decisions(string minutes, double? each, int lastHour)
    {
        var pace = Pace.Of(Times(minutes), now);
        Assert.That((pace.Each?.TotalMinutes, pace.LastHour), Is.EqualTo((each, lastHour)));
    }

    // The queue: minutes from now until each letter's time is over, and *2 where it needs two decisions. Decisions: minutes before now, of Grace, and of Omar behind a bar.
    [TestCase("60 60", "", null, TestName = "Nobody_has_decided")]
    [TestCase("60 60", "3 2 1", null, TestName = "Three_decisions_are_too_few")]
    [TestCase("60 60", "30 28 26 24", null, TestName = "Nobody_reads_any_more")]
    [TestCase("60 60", "30 28 26 20", "2 in 20 min, 0 late, 0 will be, 1 people", TestName = "Who_decided_twenty_minutes_ago_still_reads")]
    [TestCase("", "6 4 2 0", null, TestName = "An_empty_queue_is_done")]
    [TestCase("60 60 60", "6 4 2 0", "3 in 6 min, 0 late, 0 will be, 1 people")]
    [TestCase("60 60 60", "60 6 4 2 0", "3 in 6 min, 0 late, 0 will be, 1 people", TestName = "What_is_older_than_an_hour_does_not_count")]
    [TestCase("60 60 60", "59 6 4 2 0", "3 in 44.25 min, 0 late, 0 will be, 1 people", TestName = "A_break_within_the_hour_does")]
    [TestCase("60 60 60", "6 2|4 0", "3 in 6 min, 0 late, 0 will be, 2 people")]
    [TestCase("60 60 60 60", "0.3 0.2 0.1 0", "4 in 6.67 min, 0 late, 0 will be, 1 people", TestName = "Some_quick_decisions_are_no_pace_for_hours")]
    [TestCase("-5 1 4 5.9 6", "6 4 2 0", "5 in 10 min, 1 late, 4 will be, 1 people", TestName = "Late_ones_and_those_that_will_be_are_told_apart")]
    [TestCase("2 3.9 6", "6 4 2 0", "3 in 6 min, 0 late, 1 will be, 1 people", TestName = "To_the_minute_is_in_time")]
    [TestCase("60*2 60", "6 4 2 0", "2 in 6 min, 0 late, 0 will be, 1 people", TestName = "Two_keys_are_two_decisions")]
    public void A_forecast_goes_on_at_the_rate_of_the_last_hour(string queue, string decided, string? said)
    {
        var waiting = queue.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(each => each.Split('*'))
            .Select(each => new Awaiting(now.AddMinutes(double.Parse(each[0])), each.Length > 1 ? 2 : 1)).ToList();
        var people = decided.Split('|');
        var by = people.SelectMany((one, i) => Times(one).Select(at => (i == 0 ? grace : omar, at)));
        var forecast = Forecast.Of(waiting, by, now);
        Assert.That(forecast is null ? null : FormattableString.Invariant($"{waiting.Count} in {(forecast.DoneAt - now).TotalMinutes:0.##} min, {forecast.Late} late, {forecast.WillBeLate} will be, {forecast.People} people"), Is.EqualTo(said));
    }

    static IEnumerable<DateTimeOffset> Times(string minutes) => minutes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(each => now.AddMinutes(-double.Parse(each)));
}

using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;

namespace LetterExchange.Tests.Features.Plans;

/// <summary>How long a mentor has been silent by the fair clock, and what that calls for: tables around each boundary.</summary>
public sealed class SilenceTests
{
    static readonly DateTimeOffset Day0 = new(2027, 1, 11, 10, 0, 0, TimeSpan.Zero);

    static DateTimeOffset Day(double day) => Day0.AddDays(day);

    // Missed letters as "opened-lapsed" days (an open one without its end), the last word's day, what follows.
    [TestCase("", null, null)]
    [TestCase("0-", null, 0)]
    [TestCase("0-14 20-", null, 0)]
    [TestCase("20- 0-14", null, 0)]
    [TestCase("0-", 5d, 5, Description = "A free letter meanwhile is a word.")]
    [TestCase("0-14 20-", 10d, 10, Description = "The turn that lapsed after that word is still missed.")]
    [TestCase("0-14 20-", 14d, 20, Description = "A word at the cut-off or later was for what lapsed.")]
    [TestCase("0-14 20-", 16d, 20)]
    [TestCase("0-14", 14d, null)]
    [TestCase("0-14", 13.999, 13.999)]
    [TestCase("20-", 5d, 20, Description = "What was written before the turn opened says nothing of it.")]
    public void Silence_runs_from_the_first_letter_missed_or_from_the_last_word(string missed, double? lastWord, double? since)
    {
        var letters = missed.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(span => span.Split('-'))
            .Select(span => new MissedLetter(Day(int.Parse(span[0])), span[1] == "" ? null : Day(int.Parse(span[1]))));
        Assert.That(Silence.Since(letters, lastWord is { } word ? Day(word) : null, isInHand: false), Is.EqualTo(since is { } day ? Day(day) : null));
    }

    [Test]
    public void Who_has_a_letter_in_our_hands_is_not_silent() =>
        Assert.That(Silence.Since([new(Day(0), null)], null, isInHand: true), Is.Null);

    [TestCase("", 30)]
    [TestCase("5-8", 27)]
    [TestCase("5-8 20-22", 25)]
    [TestCase("5-15 10-20", 15, Description = "Away during a pause counts once.")]
    [TestCase("5-20 10-12", 15)]
    [TestCase("-3-2", 28, Description = "Only what lies in the silence.")]
    [TestCase("28-40", 28)]
    [TestCase("-9--3", 30)]
    [TestCase("30-40", 30)]
    [TestCase("-1-31", 0)]
    public void Pauses_and_days_away_do_not_count(string spans, int days)
    {
        var uncounted = System.Text.RegularExpressions.Regex.Matches(spans, @"(-?\d+)-(-?\d+)").Select(match => new Uncounted(Day(int.Parse(match.Groups[1].Value)), Day(int.Parse(match.Groups[2].Value))));
        Assert.That(Silence.Length(Day(0), Day(30), uncounted), Is.EqualTo(TimeSpan.FromDays(days)));
    }

    // By the defaults: 3, 5 and 7 weeks, two of probation. Steps taken as "R0 W14": which, and on what day of the silence.
    [TestCase(20.999, "", null)]
    [TestCase(21, "", SilenceStep.Reminder)]
    [TestCase(60, "", SilenceStep.Reminder, Description = "Nobody is warned who was not reminded.")]
    [TestCase(34.999, "R21", null)]
    [TestCase(35, "R21", SilenceStep.Warning)]
    [TestCase(35, "R28.001", null, Description = "A week to answer.")]
    [TestCase(35, "R28", SilenceStep.Warning)]
    [TestCase(48.999, "R21 W35", null)]
    [TestCase(49, "R21 W35", SilenceStep.Probation)]
    [TestCase(49, "W35", SilenceStep.Probation, Description = "A step that a person skipped is not asked for afterwards.")]
    [TestCase(62.999, "R21 W35 P49", null)]
    [TestCase(63, "R21 W35 P49", SilenceStep.Rematch)]
    [TestCase(63, "R21 W35 P49.001", null, Description = "The whole of the probation.")]
    [TestCase(70, "P50", SilenceStep.Rematch)]
    [TestCase(10, "P5", null)]
    public void A_step_is_proposed_after_its_weeks_and_when_the_one_before_has_had_its_time(double silent, string taken, SilenceStep? proposed)
    {
        var steps = taken.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(step => new StepTaken(step[0] switch { 'R' => SilenceStep.Reminder, 'W' => SilenceStep.Warning, _ => SilenceStep.Probation }, Day(double.Parse(step[1..], System.Globalization.CultureInfo.InvariantCulture)))).ToList();
        Assert.That(Silence.Proposed(TimeSpan.FromDays(silent), new Policies(), steps, Day(silent)), Is.EqualTo(proposed));
    }

    [Test]
    public void The_weeks_are_the_program_s()
    {
        var policies = new Policies { SilenceReminderWeeks = 1, SilenceWarningWeeks = 2, SilenceProbationWeeks = 4, ProbationWeeks = 3 };
        Assert.That(Enum.GetValues<SilenceStep>().Select(step => Silence.Weeks(step, policies).TotalDays / 7), Is.EqualTo(new[] { 1, 2, 4, 7 }));
    }
}

using LetterExchange.Features.Plans;
using LetterExchange.Features.Pulse;

namespace LetterExchange.Tests.Features.Pulse;

/// <summary>What is read from a pair's turns and letters: around each boundary.</summary>
public sealed class HabitsTests
{
    static readonly DateTimeOffset start = new(2027, 1, 11, 10, 0, 0, TimeSpan.Zero);

    [TestCase("w w w", ExpectedResult = false)]
    [TestCase("w w x", ExpectedResult = false)] // One lapse is no silence.
    [TestCase("w x x", ExpectedResult = true)]
    [TestCase("w x e x", ExpectedResult = true)] // What was excused tells nothing.
    [TestCase("x x w", ExpectedResult = false)]
    [TestCase("w x l", ExpectedResult = false)] // A late letter of a lapsed turn is a letter.
    [TestCase("w x o", ExpectedResult = true)] // From the due date of the open one on.
    [TestCase("w o", ExpectedResult = false)]
    public bool Two_missed_turns_are_a_silence(string turns) => Signs(Side.Mentor, turns).Exists(sign => sign.Kind == SignKind.Silent);

    [Test]
    public void A_silence_with_an_open_turn_begins_at_its_due_date_and_names_the_turn()
    {
        var turns = Turns(Side.Mentor, "w x o");
        var sign = Habits.Of(Pair(turns)).Single(one => one.Kind == SignKind.Silent);
        Assert.That((sign.At, sign.TurnId, sign.Latest, sign.Since), Is.EqualTo((turns[2].DueAt, (Guid?)turns[2].Id, 2L, turns[0].SubmittedAt)));
    }

    [Test]
    public void A_free_letter_breaks_a_silence()
    {
        var turns = Turns(Side.Mentor, "w x x");
        var pair = Pair(turns) with { LastSent = new Dictionary<Side, DateTimeOffset> { [Side.Mentor] = turns[2].ClosedAt!.Value.AddMinutes(1) } };
        Assert.That(Habits.Of(pair), Is.Empty);
    }

    [Test]
    public void A_child_will_receive_nothing_from_the_due_date_of_the_mentor_s_letter_or_from_its_opening_after_a_missed_one()
    {
        var late = Turns(Side.Mentor, "w o");
        var sign = Habits.Of(Pair(late)).Single();
        Assert.That((sign.Kind, sign.At, sign.Until, sign.TurnId, sign.Latest), Is.EqualTo((SignKind.Nothing, late[1].DueAt, (DateTimeOffset?)late[1].CutOffAt, (Guid?)late[1].Id, 0L)));
        var silent = Turns(Side.Mentor, "w x o");
        sign = Habits.Of(Pair(silent)).Single(one => one.Kind == SignKind.Nothing);
        Assert.That((sign.At, sign.Latest), Is.EqualTo((silent[2].OpenedAt, 1L)));
        Assert.That(Signs(Side.Mentee, "w o"), Is.Empty, "A mentor who waits for a letter is no child.");
        Assert.That(Signs(Side.Mentor, "w h"), Is.Empty, "In our hands it is on its way.");
    }

    // Hours from the opening of each turn to its letter; each turn is due 190 hours after it opened.
    [TestCase("10 20 30 40 90 90 90", ExpectedResult = true)]
    [TestCase("10 20 30 40 60 90 90", ExpectedResult = false)] // Under 25 + 36 hours,
    [TestCase("10 20 30 40 61 90 90", ExpectedResult = true)] // and there.
    [TestCase("10 20 30 40 90 90", ExpectedResult = false)] // Three letters are no habit.
    [TestCase("10 20 30 40 90 90 20", ExpectedResult = false)] // Back to it.
    [TestCase("10 20 30 100 90 90 90", ExpectedResult = false)] // It took as long before.
    [TestCase("10 80 20 90 110 110 110", ExpectedResult = false)] // Twice their variation more is 50 + 70 hours,
    [TestCase("10 80 20 90 121 121 121", ExpectedResult = true)] // and there.
    [TestCase("150 150 150 150 150 150 150", ExpectedResult = false)] // Always late is a habit.
    [TestCase("10 20 30 40 90 x 90", ExpectedResult = true)] // One of them may have lapsed,
    [TestCase("10 20 30 40 x x 90", ExpectedResult = false)] // two are another thing.
    public bool The_last_three_letters_are_later_than_the_habit_of_the_first(string hours) => IsLater(hours.Split(' '), 190);

    [Test]
    public void Time_that_was_given_and_a_turn_that_opened_late_are_no_lateness()
    {
        string[] hours = ["10", "20", "30", "40", "90", "90", "90"];
        Assert.That(IsLater(hours, 190, later: 100), Is.False, "Their dates have moved as much.");
        Assert.That(IsLater(["10", "20", "30", "40", "20", "20", "20"], 190, later: -150), Is.False, "The turn opened late, the letter came as fast as ever.");
    }

    [TestCase("100 120 90 110 70 70 70", ExpectedResult = true)]
    [TestCase("100 120 90 110 79 70 70", ExpectedResult = false)] // Over three quarters of 105.
    [TestCase("100 120 90 110 78 70 70", ExpectedResult = true)]
    [TestCase("100 120 90 110 100 110 20", ExpectedResult = false)] // One short letter is none.
    [TestCase("100 120 60 110 70 70 70", ExpectedResult = false)] // They wrote as short a one before.
    [TestCase("30 30 30 30 22 22 22", ExpectedResult = false)] // Eight words less are few.
    [TestCase("40 40 40 40 30 30 30", ExpectedResult = true)]
    [TestCase("20 20 20 20 20 20 20", ExpectedResult = false)] // Always short is a habit.
    [TestCase("100 100 100 70 70 70", ExpectedResult = false)]
    public bool The_last_three_letters_are_shorter_than_the_habit_of_the_first(string words) => Habits.Of(Pair([.. words.Split(' ').Select((word, i) => Turn(Side.Mentee, i, 'w') with { Words = int.Parse(word) })]))
        .Exists(sign => sign.Kind == SignKind.Shorter);

    [Test]
    public void The_evidence_is_the_last_letter_against_the_median()
    {
        var sign = Habits.Of(Pair([.. new[] { 100, 120, 90, 110, 70, 60, 50 }.Select((words, i) => Turn(Side.Mentee, i, 'w') with { Words = words })])).Single();
        Assert.That((sign.Side, sign.Latest, sign.Usual, sign.Many), Is.EqualTo((Side.Mentee, 50L, 105L, 4)));
    }

    [TestCase("5", ExpectedResult = false)]
    [TestCase("4", ExpectedResult = true)]
    [TestCase("9 8 9 6", ExpectedResult = true)]
    [TestCase("9 8 9 7", ExpectedResult = false)]
    [TestCase("4 8", ExpectedResult = false)]
    public bool A_rating_is_low_or_falls(string values) => Habits.Of(Pair([]) with { Ratings = [.. values.Split(' ').Select((value, i) => (Side.Mentee, int.Parse(value), start.AddDays(30 * i)))] }).Exists(sign => sign.Kind == SignKind.Rating);

    static bool IsLater(string[] hours, int due, int later = 0)
    {
        var turns = hours.Select((hour, i) => hour == "x" ? Turn(Side.Mentor, i, 'x') : Turn(Side.Mentor, i, 'w') is var turn
            ? turn with { SubmittedAt = turn.OpenedAt.AddHours(int.Parse(hour)), DueAt = turn.OpenedAt.AddHours(due + (i >= hours.Length - 3 ? later : 0)) } : null!);
        return Habits.Of(Pair([.. turns])).Exists(sign => sign.Kind == SignKind.Later);
    }

    static List<Sign> Signs(Side side, string turns) => Habits.Of(Pair(Turns(side, turns)));

    static PairHabits Pair(IReadOnlyList<HabitTurn> turns) => new(turns,
        turns.Where(turn => turn.SubmittedAt is not null).GroupBy(turn => turn.Writer).ToDictionary(side => side.Key, side => side.Max(turn => turn.SubmittedAt!.Value)), null, []);

    static List<HabitTurn> Turns(Side side, string turns) => [.. turns.Split(' ').Select((turn, i) => Turn(side, i, turn[0]))];

    static HabitTurn Turn(Side side, int number, char how)
    {
        var opened = start.AddDays(21 * number);
        var turn = new HabitTurn { Id = Guid.NewGuid(), Writer = side, OpenedAt = opened, DueAt = opened.AddDays(8), CutOffAt = opened.AddDays(11) };
        return how switch
        {
            'w' => turn with { State = TurnState.Answered, SubmittedAt = opened.AddDays(2), ClosedAt = opened.AddDays(3), Words = 80 },
            'x' => turn with { State = TurnState.Lapsed, ClosedAt = turn.CutOffAt },
            'l' => turn with { State = TurnState.Lapsed, ClosedAt = turn.CutOffAt, SubmittedAt = turn.CutOffAt.AddDays(1), Words = 80 },
            'e' => turn with { State = TurnState.Excused, ClosedAt = opened.AddDays(1) },
            'h' => turn with { State = TurnState.Open, HeldAt = opened.AddDays(2), SubmittedAt = opened.AddDays(2), Words = 80 },
            _ => turn with { State = TurnState.Open },
        };
    }
}

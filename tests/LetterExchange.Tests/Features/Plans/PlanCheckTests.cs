using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Stories;
using NodaTime;

namespace LetterExchange.Tests.Features.Plans;

public sealed class PlanCheckTests
{
    static readonly Shelf Stories = StoryLibrary.Load(StoriesSetup.Find(AppContext.BaseDirectory)).BuiltIn;

    [Test]
    public void A_sound_plan_has_no_problem() => Assert.That(Problems(_ => { }), Is.Empty);

    [TestCase("Sheet.Rounds[0].Opens", "2027-01-11T10:59", "opens.past")]
    [TestCase("Sheet.Rounds[0].Opens", "2027-02-15T08:00", "opens.holiday due.order.first", TestName = "Opening on a holiday")]
    [TestCase("Sheet.Rounds[1].Opens", "2027-02-01T19:59", "opens.early", TestName = "Opening before the round before it is due")]
    [TestCase("Sheet.Rounds[0].Opens", "yesterday", "opens.unreadable")]
    [TestCase("Sheet.Rounds[0].Opens", "0027-01-18T08:00", "opens.unreadable", TestName = "A year without its century")]
    [TestCase("Sheet.Rounds[0].Opens", "2027-02-30T08:00", "opens.unreadable", TestName = "A day that does not exist")]
    [TestCase("Sheet.Rounds[0].Opens", "", "opens.missing")]
    [TestCase("Sheet.Rounds[0].Turns[0].Due", "2027-01-18T08:00", "due.order.first", TestName = "Due when the round opens")]
    [TestCase("Sheet.Rounds[0].Turns[0].Due", "2027-01-21T07:59", "due.short", TestName = "A minute short of 72 hours")]
    [TestCase("Sheet.Rounds[0].Turns[0].Due", "2027-01-21T08:00", "", TestName = "Exactly 72 hours")]
    [TestCase("Sheet.Rounds[0].Turns[1].Due", "2027-01-24T20:00", "due.order", TestName = "Due before the letter before it")]
    [TestCase("Sheet.Rounds[0].Turns[1].Due", "2027-01-27T20:00", "due.short", TestName = "Two days after the letter before it")]
    [TestCase("Sheet.Rounds[0].Turns[0].Due", "2027-13-01T20:00", "due.unreadable")]
    [TestCase("Sheet.Rounds[0].Turns[0].CutOff", "2027-01-25T20:00", "cut.order", TestName = "A cut-off at the due date")]
    [TestCase("Sheet.Rounds[1].Turns[1].CutOff", "2027-04-05T20:00", "cut.holiday", TestName = "A cut-off on a holiday")]
    [TestCase("Sheet.Rounds[0].Turns[0].CutOff", "", "cut.missing")]
    [TestCase("Sheet.Rounds[0].Stories[0]", "no-such-story", "story.unknown")]
    [TestCase("Sheet.Rounds[0].Stories[0]", "", "story.none")]
    [TestCase("Sheet.Name", "  ", "name.missing")]
    public void Each_problem_is_named_at_its_field(string field, string typed, string codes)
    {
        var problems = Problems(sheet => Set(sheet, field, typed));
        Assert.That(problems.Select(problem => problem.Code), Is.EquivalentTo(codes.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        if (codes.Length > 0) Assert.That(problems[0].Field, Is.EqualTo(field));
        foreach (var problem in problems.Where(problem => problem.Field != "Sheet.Name"))
            Assert.That(problem.Round, Is.EqualTo(problem.Field.Contains("Rounds[1]") ? 2 : 1));
    }

    [Test]
    public void A_plan_without_rounds_and_a_round_without_turns_are_named()
    {
        Assert.That(Problems(sheet => sheet.Rounds.Clear()).Select(problem => problem.Code), Is.EqualTo(["rounds.none"]));
        Assert.That(Problems(sheet => sheet.Rounds[1].Turns.Clear()).Select(problem => problem.Code), Is.EqualTo(["turns.none"]));
    }

    [Test]
    public void A_story_offered_twice_is_named() =>
        Assert.That(Problems(sheet => sheet.Rounds[0].Stories.Add(sheet.Rounds[0].Stories[0])).Select(problem => (problem.Field, problem.Code)),
            Is.EqualTo([("Sheet.Rounds[0].Stories[1]", "story.twice")]));

    [Test]
    public void The_fast_way_makes_a_sound_plan_and_steps_round_holidays()
    {
        var pattern = new PlanPattern { Name = "Spring", From = new DateOnly(2027, 1, 25) };
        var sheet = pattern.Fill(Clock, [.. Stories.All.Select(story => story.Id)]);
        Assert.That(sheet.Rounds, Has.Count.EqualTo(6));
        Assert.That(sheet.Rounds.Select(round => round.Opens), Is.EqualTo(["2027-01-25T08:00", "2027-02-16T08:00", "2027-03-08T08:00", "2027-03-29T08:00", "2027-04-19T08:00", "2027-05-10T08:00"]));
        Assert.That(sheet.Rounds[0].Turns.Select(turn => (turn.Writer, turn.Due, turn.CutOff)),
            Is.EqualTo([(Side.Mentee, "2027-02-01T20:00", "2027-02-04T20:00"), (Side.Mentor, "2027-02-08T20:00", "2027-02-11T20:00")]));
        Assert.That(new PlanCheck(Clock, Stories, Now).Problems(sheet), Is.Empty);
    }

    static FairClock Clock => new(DateTimeZoneProviders.Tzdb["Europe/Paris"], new Policies(), new HashSet<LocalDate> { new(2027, 2, 15), new(2027, 4, 5) });

    static DateTimeOffset Now => new(2027, 1, 11, 10, 0, 0, TimeSpan.Zero); // 11:00 in Paris

    static List<PlanProblem> Problems(Action<PlanSheet> spoil)
    {
        var sheet = Sound();
        spoil(sheet);
        return new PlanCheck(Clock, Stories, Now).Problems(sheet);
    }

    internal static PlanSheet Sound() => new()
    {
        Name = "Spring",
        Rounds =
        [
            new() { Opens = "2027-01-18T08:00", Stories = [Stories.All[0].Id], Turns = [Turn(Side.Mentee, "2027-01-25T20:00", "2027-01-28T20:00"), Turn(Side.Mentor, "2027-02-01T20:00", "2027-02-04T20:00")] },
            new() { Opens = "2027-02-08T08:00", Stories = [Stories.All[1].Id, Stories.All[2].Id], Turns = [Turn(Side.Mentor, "2027-02-16T20:00", "2027-02-19T20:00"), Turn(Side.Mentee, "2027-02-22T20:00", "2027-02-25T20:00")] },
        ],
    };

    static TurnSheet Turn(Side writer, string due, string cutOff) => new() { Writer = writer, Due = due, CutOff = cutOff };

    static void Set(PlanSheet sheet, string field, string typed)
    {
        if (field == "Sheet.Name")
        {
            sheet.Name = typed;
            return;
        }
        var round = sheet.Rounds[field[13] - '0'];
        var rest = field[16..];
        if (rest == "Opens") round.Opens = typed;
        else if (rest.StartsWith("Stories", StringComparison.Ordinal)) round.Stories[rest[8] - '0'] = typed;
        else if (rest.EndsWith("Due", StringComparison.Ordinal)) round.Turns[rest[6] - '0'].Due = typed;
        else round.Turns[rest[6] - '0'].CutOff = typed;
    }
}

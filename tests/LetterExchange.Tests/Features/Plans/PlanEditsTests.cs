using LetterExchange.Features.Plans;

namespace LetterExchange.Tests.Features.Plans;

public sealed class PlanEditsTests
{
    [Test]
    public void A_round_more_has_the_rhythm_of_those_before_it()
    {
        var sheet = PlanCheckTests.Sound(); // The second opens three weeks after the first.
        Assert.That(PlanEdits.Do(sheet, "add-round"));
        var added = sheet.Rounds[2];
        Assert.That((added.Opens, added.Stories.Count, added.Title), Is.EqualTo(("2027-03-01T08:00", 0, (string?)null)));
        Assert.That(added.Turns.Select(turn => (turn.Writer, turn.Due, turn.CutOff)), Is.EqualTo(
            [(Side.Mentor, "2027-03-09T20:00", "2027-03-12T20:00"), (Side.Mentee, "2027-03-15T20:00", "2027-03-18T20:00")]));
    }

    [Test]
    public void The_first_round_of_all_has_a_letter_of_each_and_no_dates()
    {
        var sheet = new PlanSheet();
        Assert.That(PlanEdits.Do(sheet, "add-round"));
        Assert.That(sheet.Rounds.Single().Turns.Select(turn => (turn.Writer, turn.Due)), Is.EqualTo([(Side.Mentee, (string?)null), (Side.Mentor, null)]));
    }

    [Test]
    public void A_letter_more_is_the_other_s_and_as_far_on()
    {
        var sheet = PlanCheckTests.Sound();
        Assert.That(PlanEdits.Do(sheet, "add-turn:0"));
        var added = sheet.Rounds[0].Turns[2];
        Assert.That((added.Writer, added.Due, added.CutOff), Is.EqualTo((Side.Mentee, "2027-02-08T20:00", "2027-02-11T20:00")));
        Assert.That(sheet.Rounds[1].Turns, Has.Count.EqualTo(2));
    }

    [Test]
    public void Rounds_and_letters_go_and_the_others_stay_as_typed()
    {
        var sheet = PlanCheckTests.Sound();
        sheet.Rounds[1].Opens = "next spring";
        Assert.That(PlanEdits.Do(sheet, "remove-turn:1:0"));
        Assert.That(sheet.Rounds[1].Turns.Single().Due, Is.EqualTo("2027-02-22T20:00"));
        Assert.That(PlanEdits.Do(sheet, "remove-round:0"));
        Assert.That(sheet.Rounds.Single().Opens, Is.EqualTo("next spring"));
    }

    [Test]
    public void A_round_moves_with_all_after_it_at_the_same_local_time()
    {
        var sheet = PlanCheckTests.Sound();
        sheet.Rounds[1].Turns[1].Due = "whenever";
        Assert.That(PlanEdits.Do(sheet, "move:1", 49));
        Assert.That(sheet.Rounds[0].Opens, Is.EqualTo("2027-01-18T08:00"));
        Assert.That((sheet.Rounds[1].Opens, sheet.Rounds[1].Turns[0].CutOff, sheet.Rounds[1].Turns[1].Due), Is.EqualTo(("2027-03-29T08:00", "2027-04-09T20:00", "whenever")));
        Assert.That(PlanEdits.Do(sheet, "move:0", -7));
        Assert.That(sheet.Rounds[0].Opens, Is.EqualTo("2027-01-11T08:00"));
    }

    [TestCase("remove-round:7")]
    [TestCase("remove-turn:0:9")]
    [TestCase("remove-turn:0")]
    [TestCase("add-turn:-1")]
    [TestCase("move:0")]
    [TestCase("move:0", 367)]
    [TestCase("delete everything")]
    public void What_does_not_exist_changes_nothing(string act, int days = 0)
    {
        var sheet = PlanCheckTests.Sound();
        Assert.That(PlanEdits.Do(sheet, act, days), Is.False);
        Assert.That((sheet.Rounds.Count, sheet.Rounds[0].Turns.Count, sheet.Rounds[0].Opens), Is.EqualTo((2, 2, "2027-01-18T08:00")));
    }

    [Test]
    public void A_plan_and_a_round_do_not_grow_beyond_what_can_be_kept()
    {
        var sheet = PlanCheckTests.Sound();
        for (var i = 0; i < 60; i++) PlanEdits.Do(sheet, "add-round");
        for (var i = 0; i < 20; i++) PlanEdits.Do(sheet, "add-turn:0");
        Assert.That((sheet.Rounds.Count, sheet.Rounds[0].Turns.Count), Is.EqualTo((PlanCheck.MostRounds, PlanCheck.MostTurns)));
    }
}

using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Plans;
using LetterExchange.Tests.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Letters;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class PapersTests(Engine engine) : LetterTest(engine)
{
    Papers Papers => Get<Papers>();

    [Test]
    public async Task The_sheet_of_a_turn_has_its_draft_its_round_and_the_partner_s_newest_letter()
    {
        await Delivered("Older");
        Clock.Advance(TimeSpan.FromMinutes(1));
        var newer = await Writing.Submit(Pair.MenteeId, new Sheet(Pair.Id, null, null), "Newer");
        await Screen();
        await Decisions.Approve(newer.LetterId, (await Fresh(newer.LetterId)).Version, Ruth);
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Deliver();
        var reply = await Db.Get<Guid>("SELECT id FROM turns WHERE assignment_id = @id AND ordinal = 2", new { id = Turn.AssignmentId });
        await Writing.Keep(Pair.MentorId, new Sheet(Pair.Id, reply, null), "Dear Amina,");
        var paper = (await Papers.OfTurn(reply))!;
        Assert.That((paper.WriterId, paper.Side, paper.Reader), Is.EqualTo((Pair.MentorId, Side.Mentor, Pair.MenteeName)));
        Assert.That((paper.Draft!.Text, paper.Answered!.Text, paper.Assignment!.Id), Is.EqualTo(("Dear Amina,", "Newer", Turn.AssignmentId)));
        Assert.That((paper.IsGone, paper.IsToCome, paper.IsLate(Now)), Is.EqualTo((false, false, false)));
    }

    [Test]
    public async Task Nothing_undelivered_of_the_partner_s_lies_beside_a_sheet()
    {
        await Approved("On its way");
        Assert.That((await Papers.Free(Pair.Id, Pair.MentorId))!.Answered, Is.Null);
    }

    [Test]
    public async Task A_returned_letter_has_the_reviewer_s_words_about_this_revision()
    {
        var letter = await InReview();
        await Decisions.Return(letter.Id, letter.Version, Ruth, "First words");
        await Writing.Submit(Pair.MenteeId, Sheet, Safe + " More.");
        await Screen();
        letter = await Fresh(letter.Id);
        await Decisions.Return(letter.Id, letter.Version, Ruth, "Second words");
        var paper = (await Papers.OfLetter(letter.Id))!;
        Assert.That((paper.Reason, paper.Draft!.Text), Is.EqualTo(("Second words", Safe + " More.")));
    }

    [Test]
    public async Task A_letter_that_its_writer_took_back_has_no_reviewer_s_words()
    {
        var letter = await InReview();
        await Writing.Recall(Pair.MenteeId, letter.Id);
        var paper = (await Papers.OfTurn(Turn.Id))!;
        Assert.That((paper.Reason, paper.Draft!.Text), Is.EqualTo(((string?)null, Safe)));
    }

    [Test]
    public async Task A_free_sheet_is_the_letter_that_was_begun_last_and_never_another_one_s()
    {
        Assert.That((await Papers.Free(Pair.Id, Pair.MenteeId))!.Letter, Is.Null);
        var begun = await Writing.Keep(Pair.MenteeId, new Sheet(Pair.Id, null, null), "Begun");
        await Writing.Keep(Pair.MenteeId, Sheet, "For the turn");
        Assert.That((await Papers.Free(Pair.Id, Pair.MenteeId))!.Draft!.LetterId, Is.EqualTo(begun.LetterId));
        Assert.That((await Papers.Free(Pair.Id, Pair.MentorId))!.Letter, Is.Null);
    }

    [Test]
    public async Task A_turn_whose_letter_was_withheld_says_so()
    {
        var letter = await InReview();
        await Decisions.Withhold(letter.Id, letter.Version, Ruth, "Talk first", concern: false);
        var paper = (await Papers.OfTurn(Turn.Id))!;
        Assert.That((paper.Letter, paper.Withheld, paper.IsLate(Now)), Is.EqualTo(((Letter?)null, (Guid?)letter.Id, true)));
    }

    [Test]
    public async Task A_turn_is_late_from_its_cut_off_on()
    {
        Clock.SetUtcNow(Turn.CutOffAt.AddMilliseconds(-1));
        Assert.That((await Papers.OfTurn(Turn.Id))!.IsLate(Now), Is.False);
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That((await Papers.OfTurn(Turn.Id))!.IsLate(Now), Is.True);
        await Get<EnforceDeadlines>().Run(default);
        Assert.That((await Papers.OfTurn(Turn.Id))!.IsLate(Now), Is.True);
    }

    [Test]
    public async Task There_is_no_sheet_of_what_does_not_exist()
    {
        var nothing = Guid.NewGuid();
        Assert.That((await Papers.OfTurn(nothing), await Papers.OfLetter(nothing), await Papers.Free(nothing, Pair.MenteeId)), Is.EqualTo(((Paper?)null, (Paper?)null, (Paper?)null)));
    }
}

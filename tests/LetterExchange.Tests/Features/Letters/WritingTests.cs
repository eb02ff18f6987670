using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Review;
using LetterExchange.Tests.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Letters;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class WritingTests(Engine engine) : LetterTest(engine)
{
    [Test]
    public async Task A_draft_is_kept_as_typed_and_becomes_the_letter()
    {
        var kept = await Writing.Keep(Pair.MenteeId, Sheet, "Dear Henrik,\r\n  two lines \n ");
        Assert.That((await Writing.Draft(kept.LetterId))!.Text, Is.EqualTo("Dear Henrik,\n  two lines \n "));
        var sent = await Writing.Submit(Pair.MenteeId, Sheet, "Dear Henrik,\r\n  two lines \n ");
        Assert.That(sent, Is.EqualTo(new Written(null, kept.LetterId)));
        Assert.That(await Letters.Text(kept.LetterId, 1), Is.EqualTo("Dear Henrik,\n  two lines"));
        Assert.That(await Writing.Draft(kept.LetterId), Is.Null);
    }

    [Test]
    public async Task Two_tabs_do_not_overwrite_one_another_unseen()
    {
        var first = await Writing.Keep(Pair.MenteeId, Sheet, "one", 0);
        await Writing.Keep(Pair.MenteeId, Sheet, "two", first.DraftVersion);
        var clash = await Writing.Keep(Pair.MenteeId, Sheet, "three", first.DraftVersion);
        Assert.That((clash.Refusal, clash.OtherText), Is.EqualTo((WritingRefusal.ChangedElsewhere, "two")));
        Assert.That((await Writing.Draft(first.LetterId))!.Text, Is.EqualTo("two"));
    }

    [Test]
    public async Task The_same_words_twice_are_no_other_version_whatever_ends_their_lines()
    {
        await Writing.Keep(Pair.MenteeId, Sheet, "Dear Henrik,\r\none", 0);
        var again = await Writing.Keep(Pair.MenteeId, Sheet, "Dear Henrik,\r\none", 0);
        Assert.That((again.Refusal, again.DraftVersion), Is.EqualTo(((WritingRefusal?)null, 2)));
    }

    [Test]
    public async Task A_letter_is_not_sent_over_another_version_than_its_writer_has_read()
    {
        var read = await Writing.Keep(Pair.MenteeId, Sheet, Safe, 0);
        var longer = await Writing.Keep(Pair.MenteeId, Sheet, Safe + " More.", read.DraftVersion);
        var refused = await Writing.Submit(Pair.MenteeId, Sheet, Safe, version: read.DraftVersion);
        Assert.That((refused.Refusal, refused.OtherText), Is.EqualTo((WritingRefusal.ChangedElsewhere, Safe + " More.")));
        Assert.That((await Writing.Draft(read.LetterId))!.Text, Is.EqualTo(Safe + " More."));
        Assert.That((await Writing.Submit(Pair.MenteeId, Sheet, Safe + " More.", version: longer.DraftVersion)).Refusal, Is.Null);
    }

    [Test]
    public async Task A_free_letter_has_the_key_that_its_sheet_was_given_and_begins_once()
    {
        var sheet = new Sheet(Pair.Id, null, Guid.CreateVersion7());
        var first = await Writing.Keep(Pair.MentorId, sheet, "Dear Amina,", 0);
        var again = await Writing.Keep(Pair.MentorId, sheet, "Dear Amina,", 0);
        Assert.That((first.LetterId, again.LetterId, again.Refusal), Is.EqualTo((sheet.LetterId, sheet.LetterId, (WritingRefusal?)null)));
        var other = await Given.Pair(Pair.CohortId);
        Assert.That((await Writing.Keep(other.MentorId, sheet with { PairId = other.Id }, "Mine?")).Refusal, Is.EqualTo(WritingRefusal.NotYours));
    }

    [Test]
    public async Task A_letter_that_came_back_is_no_version_that_an_old_window_knows()
    {
        var early = await Writing.Keep(Pair.MenteeId, Sheet, "Early", 0);
        var letter = await InReview();
        await Writing.Recall(Pair.MenteeId, letter.Id);
        Assert.That((await Writing.Keep(Pair.MenteeId, Sheet, "Early, again", early.DraftVersion)).Refusal, Is.EqualTo(WritingRefusal.ChangedElsewhere));
    }

    [Test]
    public async Task A_double_click_sends_one_letter_and_both_clicks_hear_that_it_is_sent()
    {
        var both = await Task.WhenAll(Writing.Submit(Pair.MenteeId, Sheet, Safe), Writing.Submit(Pair.MenteeId, Sheet, Safe));
        Assert.That(both.Select(one => one.Refusal), Is.All.Null);
        Assert.That(both[0].LetterId, Is.EqualTo(both[1].LetterId));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM revisions"), Is.EqualTo(1));
    }

    [TestCase("   \n ", WritingRefusal.Empty)]
    [TestCase("\0\0", WritingRefusal.Empty)]
    [TestCase("a \uFFFD b", WritingRefusal.Unreadable)]
    public async Task An_unfit_letter_is_refused_and_kept(string text, WritingRefusal refusal)
    {
        var written = await Writing.Submit(Pair.MenteeId, Sheet, text);
        Assert.That(written.Refusal, Is.EqualTo(refusal));
        Assert.That(await Writing.Draft(written.LetterId), Is.Not.Null);
    }

    [TestCase(LetterStore.MostCharacters, null)]
    [TestCase(LetterStore.MostCharacters + 1, WritingRefusal.TooLong)]
    public async Task A_letter_may_be_as_long_as_the_limit_and_no_longer(int length, WritingRefusal? refusal)
    {
        var text = new string('a', length);
        var written = await Writing.Submit(Pair.MenteeId, Sheet, text);
        Assert.That(written.Refusal, Is.EqualTo(refusal));
        if (refusal is not null) Assert.That((await Writing.Draft(written.LetterId))!.Text, Is.EqualTo(text));
    }

    [Test]
    public async Task A_submit_after_the_cut_off_is_told_so_loses_nothing_and_can_go_as_a_late_letter()
    {
        Clock.SetUtcNow(Turn.CutOffAt);
        var refused = await Writing.Submit(Pair.MenteeId, Sheet, Safe);
        Assert.That(refused.Refusal, Is.EqualTo(WritingRefusal.CutOffPassed));
        Assert.That((await Writing.Draft(refused.LetterId))!.Text, Is.EqualTo(Safe));
        await Get<EnforceDeadlines>().Run(default);
        Assert.That((await TurnNow()).State, Is.EqualTo(TurnState.Lapsed));
        Assert.That((await Writing.Submit(Pair.MenteeId, Sheet, Safe, late: true)).Refusal, Is.Null);
        await Screen();
        var letter = await Fresh(refused.LetterId);
        await Decisions.Approve(letter.Id, letter.Version, Ruth);
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Deliver();
        Assert.That((await Fresh(letter.Id)).State, Is.EqualTo(LetterState.Delivered));
        Assert.That((await TurnNow()).State, Is.EqualTo(TurnState.Lapsed));
    }

    [Test]
    public async Task A_letter_submitted_a_moment_before_the_cut_off_is_in_time()
    {
        Clock.SetUtcNow(Turn.CutOffAt.AddMilliseconds(-1));
        Assert.That((await Writing.Submit(Pair.MenteeId, Sheet, Safe)).Refusal, Is.Null);
        Clock.Advance(TimeSpan.FromDays(2));
        await Get<EnforceDeadlines>().Run(default);
        Assert.That((await TurnNow()).State, Is.EqualTo(TurnState.Open), "time in our hands does not count");
    }

    [Test]
    public async Task Nothing_is_sent_while_the_pair_stands_still_and_the_text_stays()
    {
        await Db.Execute("UPDATE pairs SET state = 'Paused', paused_at = @Now, paused_why = 'Coordinator'", new { Now });
        var written = await Writing.Submit(Pair.MenteeId, Sheet, Safe);
        Assert.That(written.Refusal, Is.EqualTo(WritingRefusal.PairStopped));
        Assert.That((await Writing.Draft(written.LetterId))!.Text, Is.EqualTo(Safe));
    }

    [Test]
    public async Task Nobody_writes_on_anothers_sheet()
    {
        Assert.That((await Writing.Keep(Pair.MentorId, Sheet, "x")).Refusal, Is.EqualTo(WritingRefusal.NotYours));
        var mine = await Writing.Keep(Pair.MenteeId, Sheet, "mine");
        Assert.That((await Writing.Keep(Pair.MentorId, new Sheet(Pair.Id, null, mine.LetterId), "x")).Refusal, Is.EqualTo(WritingRefusal.NotYours));
        Assert.That((await Writing.Keep(Ruth, new Sheet(Pair.Id, null, null), "x")).Refusal, Is.EqualTo(WritingRefusal.NotYours));
    }

    [Test]
    public async Task A_letter_is_taken_back_until_a_reviewer_has_claimed_it_and_its_writer_gets_the_time_back()
    {
        var letter = await InReview();
        Clock.Advance(TimeSpan.FromHours(5));
        Assert.That(await Writing.Recall(Pair.MentorId, letter.Id), Is.False);
        Assert.That(await Writing.Recall(Pair.MenteeId, letter.Id), Is.True);
        Assert.That((await Writing.Draft(letter.Id))!.Text, Is.EqualTo(Safe));
        Assert.That((await TurnNow()).DueAt, Is.EqualTo(Turn.DueAt.AddHours(5)));
        Assert.That((await Writing.Submit(Pair.MenteeId, Sheet, Safe)).Refusal, Is.Null);
        await Screen();
        Assert.That(await Get<ClaimStore>().Take(letter.Id, Ruth), Is.True);
        Assert.That(await Writing.Recall(Pair.MenteeId, letter.Id), Is.False);
    }

    [Test]
    public async Task A_free_letter_needs_no_turn_and_goes_the_same_way()
    {
        var free = new Sheet(Pair.Id, null, null);
        var sent = await Writing.Submit(Pair.MentorId, free, "Dear Amina, no story today, only snow.");
        await Screen();
        var letter = await Fresh(sent.LetterId);
        Assert.That(await Decisions.Approve(letter.Id, letter.Version, Omar), Is.EqualTo(Decided.Done));
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Deliver();
        Assert.That((await Fresh(letter.Id)).State, Is.EqualTo(LetterState.Delivered));
        Assert.That((await TurnNow()).State, Is.EqualTo(TurnState.Open));
    }

    [Test]
    public async Task A_discarded_draft_leaves_room_for_another()
    {
        var first = await Writing.Keep(Pair.MenteeId, Sheet, "no");
        Assert.That(await Writing.Discard(Pair.MenteeId, first.LetterId), Is.True);
        var second = await Writing.Keep(Pair.MenteeId, Sheet, "yes");
        Assert.That(second.LetterId, Is.Not.EqualTo(first.LetterId));
    }
}

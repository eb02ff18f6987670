using System.Net;
using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Letters;

/// <summary>The page of one letter, for the two who may see it.</summary>
public sealed class LetterPageTests
{
    const string Letter = "Dear Henrik,\n\nIt *snowed* all night.\n\nAmina";

    Site site = null!;
    Correspondence us = null!;
    Visitor amina = null!;
    Visitor henrik = null!;

    [OneTimeSetUp]
    public async Task Open() => site = await Site.Open();

    [OneTimeTearDown]
    public async Task Close() => await site.DisposeAsync();

    [SetUp]
    public async Task Begin()
    {
        us = await Correspondence.On(site);
        amina = await site.As(us.Amina);
        henrik = await site.As(us.Henrik);
    }

    [TearDown]
    public void End()
    {
        amina.Dispose();
        henrik.Dispose();
    }

    [Test]
    public async Task A_reader_finds_a_letter_once_it_is_delivered_and_no_moment_before()
    {
        var letter = (await site.Get<Writing>().Keep(us.Amina, new Sheet(us.Pair.Id, us.Turn.Id, null), Letter)).LetterId;
        await Nothing();
        await us.Send(us.Amina, Letter);
        await Nothing();
        await us.Approve(letter);
        await Nothing();
        await site.Pass(TimeSpan.FromMinutes(2));
        var page = await henrik.Get($"/letters/{letter}");
        Assert.That(page.Text, Does.Contain("A letter from Amina"));
        Assert.That(page.Html, Does.Contain("<em>snowed</em>").And.Contain("<p class=\"sign\">Amina</p>"));

        async Task Nothing() => Assert.That((await henrik.Get($"/letters/{letter}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_letter_is_read_when_its_reader_opens_it_and_not_when_a_browser_fetches_it_in_advance()
    {
        var letter = await us.Deliver(us.Amina, Letter);
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = new Uri(site.Address) };
        using var prefetch = new HttpRequestMessage(HttpMethod.Get, $"/letters/{letter}");
        prefetch.Headers.Add("Cookie", henrik.Cookies);
        prefetch.Headers.Add("Sec-Purpose", "prefetch;prerender");
        using var head = new HttpRequestMessage(HttpMethod.Head, $"/letters/{letter}");
        head.Headers.Add("Cookie", henrik.Cookies);
        Assert.That(((await http.SendAsync(prefetch)).StatusCode, (await http.SendAsync(head)).StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK)));
        await amina.Get($"/letters/{letter}");
        Assert.That(await us.StateOf(letter), Is.EqualTo(LetterState.Delivered));
        Assert.That((await amina.Get($"/letters/{letter}")).Text, Does.Contain("Henrik has it"));
        await henrik.Get($"/letters/{letter}");
        Assert.That(await us.StateOf(letter), Is.EqualTo(LetterState.Read));
        Assert.That((await amina.Get($"/letters/{letter}")).Text, Does.Contain("Henrik has read it").And.Contain("Henrik read it: today"));
    }

    [Test]
    public async Task A_reader_is_led_to_the_answer_with_the_time_there_is()
    {
        var letter = await us.Deliver(us.Amina, Letter);
        var turn = await us.OpenTurn();
        var page = await henrik.Get($"/letters/{letter}");
        Assert.That(page.Html, Does.Contain($"href=\"/turns/{turn.Id}\""));
        Assert.That(page.Text, Does.Contain("Write back").And.Contain("in 14 days"));
        await site.Get<Writing>().Keep(us.Henrik, new Sheet(us.Pair.Id, turn.Id, null), "Dear Amina,");
        Assert.That((await henrik.Get($"/letters/{letter}")).Text, Does.Contain("Go on with your letter"));
        await us.Send(us.Henrik, "Dear Amina, hello.");
        Assert.That((await henrik.Get($"/letters/{letter}")).Text, Does.Contain("Your next letter is sent."));
        Assert.That((await amina.Get($"/letters/{letter}")).Text, Does.Contain("It is Henrik’s turn to write."));
    }

    [Test]
    public async Task After_the_last_letter_of_a_round_stands_when_the_next_one_opens()
    {
        await us.Deliver(us.Amina, Letter);
        var answer = await us.Deliver(us.Henrik, "Dear Amina, hello.");
        Assert.That((await amina.Get($"/letters/{answer}")).Text, Does.Contain("There is no letter to write just now."));
        var opens = site.Now.AddDays(30);
        await site.Given.Assignments([us.Pair], await site.Given.Round(opens), opens, (Side.Mentee, opens.AddDays(7), opens.AddDays(9)));
        Assert.That((await amina.Get($"/letters/{answer}")).Text, Does.Match(@"Your next story opens on \w+ \d+ \w+\.").And.Contain("Write a letter of your own"));
    }

    [Test]
    public async Task A_writer_sees_where_the_letter_is()
    {
        var letter = await us.Send(us.Amina, Letter);
        Assert.That(Here(await amina.Get($"/letters/{letter}")), Is.EqualTo("It is being read by a reviewer"));
        await us.Approve(letter);
        Assert.That(Here(await amina.Get($"/letters/{letter}")), Is.EqualTo("It is on its way"));
        await site.Pass(TimeSpan.FromMinutes(2));
        Assert.That(Here(await amina.Get($"/letters/{letter}")), Is.EqualTo("Henrik has it"));
        await site.Get<Reading>().Open(letter, us.Henrik);
        Assert.That(Here(await amina.Get($"/letters/{letter}")), Is.EqualTo("Henrik has read it"));
    }

    [TestCase("Dear Henrik, I like maps.")]
    [TestCase("Dear Henrik, call me on 07700 900461, it is too long to write.")]
    [TestCase("Dear Henrik, I want to die. I can't tell anybody else. I cut myself last night.")]
    public async Task Whatever_screening_found_its_writer_reads_the_same(string text)
    {
        var letter = await us.Send(us.Amina, text);
        await site.Get<ClaimStore>().Take(letter, us.Ruth);
        var page = await amina.Get($"/letters/{letter}");
        var plain = page.Text.Replace(text, "");
        Assert.That(Here(page), Is.EqualTo("It is being read by a reviewer"));
        Assert.That(plain, Does.Not.Contain("Ruth").And.Not.Contain("Safeguarding").And.Not.Contain("07700").And.Not.Contain("finding").IgnoreCase);
        Assert.That(page.Html, Does.Not.Contain("Safeguarding").And.Not.Contain("Attention"));
    }

    [Test]
    public async Task A_letter_is_taken_back_until_somebody_has_begun_to_read_it()
    {
        var letter = await us.Send(us.Amina, Letter);
        var sheet = await amina.Post($"/letters/{letter}", "Recall");
        Assert.That(sheet.Path, Is.EqualTo($"/turns/{us.Turn.Id}"));
        Assert.That(sheet.Text, Does.Contain("You have your letter back.").And.Contain("It *snowed* all night."));
        Assert.That((await amina.Get($"/letters/{letter}")).Text, Does.Contain("You took this letter back").And.Not.Contain("The reviewer writes"));
        await us.Send(us.Amina, Letter);
        await site.Get<ClaimStore>().Take(letter, us.Ruth);
        var refused = await amina.Post($"/letters/{letter}", "Recall");
        Assert.That((refused.Path, await us.StateOf(letter)), Is.EqualTo(($"/letters/{letter}", LetterState.InReview)));
        Assert.That(refused.Text, Does.Contain("It can’t be taken back any more"));
    }

    [Test]
    public async Task A_letter_that_is_just_being_put_in_order_can_be_taken_back_in_a_moment()
    {
        var letter = (await site.Get<Writing>().Submit(us.Amina, new Sheet(us.Pair.Id, us.Turn.Id, null), Letter)).LetterId;
        Assert.That((await amina.Post($"/letters/{letter}", "Recall")).Text, Does.Contain("Try again in a moment."));
        Assert.That(await us.StateOf(letter), Is.EqualTo(LetterState.Screening));
    }

    [Test]
    public async Task A_draft_is_thrown_away_only_after_it_has_been_asked()
    {
        var letter = (await site.Get<Writing>().Keep(us.Amina, new Sheet(us.Pair.Id, us.Turn.Id, null), Letter)).LetterId;
        var page = await amina.Get($"/letters/{letter}");
        Assert.That(page.Text, Does.Contain("Only you can see it.").And.Contain("Then its words are gone.").And.Contain("Yes, throw it away"));
        var thread = await amina.Post($"/letters/{letter}", "Discard");
        Assert.That(thread.Path, Is.EqualTo($"/letters?pair={us.Pair.Id}"));
        Assert.That(thread.Text, Does.Contain("The letter is thrown away."));
        Assert.That((await amina.Get($"/letters/{letter}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_letter_that_has_gone_its_way_is_not_thrown_away()
    {
        var letter = (await site.Get<Writing>().Keep(us.Amina, new Sheet(us.Pair.Id, us.Turn.Id, null), Letter)).LetterId;
        var page = await amina.Get($"/letters/{letter}");
        await us.Send(us.Amina, Letter);
        var refused = await amina.Send($"/letters/{letter}?handler=Discard", [.. page.Form("Discard")]);
        Assert.That((refused.Text, await us.StateOf(letter)), Is.EqualTo((refused.Text, LetterState.InReview)));
        Assert.That(refused.Text, Does.Contain("it has gone its way"));
    }

    [Test]
    public async Task A_reader_can_neither_take_back_nor_throw_away()
    {
        var letter = await us.Deliver(us.Amina, Letter);
        var page = await henrik.Get($"/letters/{letter}");
        Assert.That(page.Html, Does.Not.Contain("handler=Recall").And.Not.Contain("handler=Discard"));
        var token = (await henrik.Get("/me/notices")).Form(null).Single(field => field.Name == "__RequestVerificationToken");
        foreach (var handler in new[] { "Recall", "Discard" })
            Assert.That((await henrik.Send($"/letters/{letter}?handler={handler}", token)).Status, Is.EqualTo(HttpStatusCode.NotFound), handler);
    }

    [Test]
    public async Task A_returned_letter_has_the_reviewer_s_words_and_the_way_to_mend_it()
    {
        var letter = await us.Send(us.Amina, Letter);
        await us.Return(letter, "Which story was it?");
        var page = await amina.Get($"/letters/{letter}");
        Assert.That(page.Text, Does.Contain("Your letter came back to you").And.Contain("Which story was it?").And.Contain("Change your letter").And.Contain("in 7 days"));
        Assert.That(page.Text, Does.Not.Contain("Ruth"));
    }

    [Test]
    public async Task A_withheld_letter_has_kind_words_and_whom_to_turn_to_and_not_the_reason()
    {
        await site.Get<Settings>().AddHelpContact(us.Pair.ProgramId, "Ms Okonkwo", "Room 12", Actor.Service);
        var letter = await us.Send(us.Amina, Letter);
        await us.Withhold(letter, "A secret reason");
        var page = await amina.Get($"/letters/{letter}");
        Assert.That(page.Text, Does.Contain("It was good that you wrote it.").And.Contain("Ms Okonkwo Room 12").And.Not.Contain("secret"));
        Assert.That((await henrik.Get($"/letters/{letter}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        var mentors = await us.Send(us.Henrik, "Dear Amina, what is your address?");
        await us.Withhold(mentors, "A secret reason");
        Assert.That((await henrik.Get($"/letters/{mentors}")).Text, Does.Contain("was not passed on").And.Not.Contain("It was good that you wrote it").And.Not.Contain("secret"));
    }

    [Test]
    public async Task A_letter_whose_words_were_erased_says_so_to_both()
    {
        var letter = await us.Deliver(us.Amina, Letter);
        await site.Db.Transact(async tx =>
        {
            await tx.Execute("INSERT INTO erasures (letter_id, number, at) VALUES (@letter, 1, @now)", new { letter, now = site.Now });
            await tx.Execute("DELETE FROM revision_texts WHERE letter_id = @letter", new { letter });
        });
        foreach (var visitor in new[] { amina, henrik })
            Assert.That((await visitor.Get($"/letters/{letter}")).Text, Does.Contain("The words of this letter have been removed."));
        Assert.That((await amina.Get("/letters")).Text, Does.Contain("The words of this letter have been removed."));
        Assert.That((await henrik.Get($"/turns/{(await us.OpenTurn()).Id}")).Text, Does.Contain("The words of this letter have been removed."));
    }

    [Test]
    public async Task When_a_pair_has_ended_both_keep_what_they_had_and_the_rest_was_not_sent()
    {
        var read = await us.Deliver(us.Amina, Letter);
        var stopped = await us.Send(us.Henrik, "Dear Amina, too late.");
        await us.Close();
        Assert.That((await henrik.Get($"/letters/{read}")).Text, Does.Contain("It snowed all night.").And.Contain("Your letters with Amina have ended."));
        Assert.That((await henrik.Get($"/letters/{stopped}")).Text, Does.Contain("This letter was not sent").And.Contain("Dear Amina, too late."));
        Assert.That((await amina.Get($"/letters/{stopped}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_new_mentor_finds_none_of_the_former_one_s_letters()
    {
        var letter = await us.Deliver(us.Amina, Letter);
        await us.Close();
        var second = await site.Given.Pair(us.Pair.CohortId, mentee: us.Amina);
        using var mentor = await site.As(second.MentorId);
        Assert.That((await mentor.Get($"/letters/{letter}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await mentor.Get($"/letters?pair={us.Pair.Id}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await mentor.Get("/letters")).Text, Does.Not.Contain("snowed"));
    }

    [Test]
    public async Task Somebody_who_is_no_mentor_any_more_finds_nothing()
    {
        var letter = await us.Deliver(us.Amina, Letter);
        await site.Db.Execute("UPDATE memberships SET ended_at = @now WHERE person_id = @Henrik", new { us.Henrik, now = site.Now });
        foreach (var path in new[] { $"/letters/{letter}", "/letters", $"/letters/to/{us.Pair.Id}" })
            Assert.That((await henrik.Get(path)).Path, Does.StartWith("/sign-in"), path);
    }

    static string Here(Visitor.Answer page) => System.Text.RegularExpressions.Regex.Match(page.Html, "aria-current=\"step\".*?<b>(.*?)</b>", System.Text.RegularExpressions.RegexOptions.Singleline).Groups[1].Value;
}

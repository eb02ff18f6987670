using System.Net;
using System.Text;
using System.Text.Json;
using LetterExchange.Features.Letters;
using LetterExchange.Features.People;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Ground;
using Microsoft.AspNetCore.Identity;

namespace LetterExchange.Tests.Features.Letters;

/// <summary>The page on which letters are written, without scripts, as its form sends it.</summary>
public sealed class WritingPageTests
{
    const string Letter = "Dear Henrik,\n\nIt snowed all night.\n\nAmina";

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

    string Turn => $"/turns/{us.Turn.Id}";

    [Test]
    public async Task The_paper_lies_between_the_story_s_questions_and_the_partner_s_letter()
    {
        await us.Deliver(us.Henrik, Correspondence.HenriksLetter);
        var sheet = await amina.Get(Turn);
        Assert.That(sheet.Text, Does.Contain("Your letter to Henrik").And.Match(@"By \w+ \d+ \w+ , in 7 days"));
        Assert.That(sheet.Text, Does.Contain("Design a lighthouse for your own street."), "the mentee's question");
        Assert.That(sheet.Text, Does.Contain("Henrik asked you Does Orla know that the light is useless"));
        Assert.That(sheet.Text, Does.Contain("What is worth keeping up when the reason for it has gone?").And.Contain("Fifty-Eight"));
        Assert.That(sheet.Html, Does.Contain($"/assignments/{us.Turn.AssignmentId}"));
        Assert.That(sheet.Text, Does.Contain("With greetings from a very wet bridge,"));
    }

    [Test]
    public async Task A_mentor_is_asked_a_mentor_s_questions()
    {
        await us.Deliver(us.Amina, Letter);
        var sheet = await henrik.Get($"/turns/{(await us.OpenTurn()).Id}");
        Assert.That(sheet.Text, Does.Contain("What have you kept doing long after the reason for it had gone?").And.Not.Contain("Design a lighthouse"));
    }

    [Test]
    public async Task Before_a_story_is_chosen_there_are_other_questions_and_a_word_about_it()
    {
        await site.Db.Execute("UPDATE assignments SET story_id = NULL WHERE id = @id", new { id = us.Turn.AssignmentId });
        Assert.That((await amina.Get(Turn)).Text, Does.Contain("once you have chosen it").And.Contain("What would Henrik see from your window?"));
    }

    [Test]
    public async Task The_partner_s_letter_is_read_by_whoever_has_it_beside_the_paper()
    {
        var letter = await us.Deliver(us.Henrik, "Dear Amina, it rains.");
        await amina.Get(Turn);
        Assert.That(await us.StateOf(letter), Is.EqualTo(LetterState.Read));
    }

    [Test]
    public async Task What_is_kept_is_there_again_to_the_last_character()
    {
        const string typed = "\nDear Henrik,\n\n  two blanks, a tab\t, an é, 日本, \U0001F426 and <b>&amp;</b>  \n ";
        var kept = await amina.Press(Turn, "Keep", typed.Replace("\n", "\r\n"));
        Assert.That(kept.Path, Is.EqualTo(Turn));
        Assert.That(kept.Text, Does.Contain($"Kept at {site.Now.AddHours(1):HH:mm}"), "the program's time");
        Assert.That(TextOn(await amina.Get(Turn)), Is.EqualTo(typed));
    }

    [Test]
    public async Task A_letter_is_read_once_more_and_then_sent()
    {
        var proof = await amina.Press(Turn, "Read", "Dear Henrik,\n\nIt *snowed*.\n\nAmina");
        Assert.That(proof.Path, Is.EqualTo(Turn + "?handler=Read"));
        Assert.That(proof.Html, Does.Contain("<p class=\"salute\">Dear Henrik,</p>").And.Contain("<em>snowed</em>"));
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM revisions v JOIN letters l ON l.id = v.letter_id WHERE l.turn_id = @Id", new { us.Turn.Id }), Is.Zero, "nothing is sent yet");
        var sent = await amina.SendIt(proof);
        Assert.That(sent.Path, Does.Match("^/letters/[0-9a-f-]{36}$"));
        Assert.That(sent.Text, Does.Contain("Your letter is sent.").And.Contain("It is being read by a reviewer"));
        Assert.That((await amina.Get(Turn)).Path, Is.EqualTo(sent.Path), "the sheet leads to the letter from now on");
    }

    [Test]
    public async Task A_double_click_sends_once_and_both_hear_that_it_is_sent()
    {
        var proof = await amina.Press(Turn, "Read", Letter);
        var both = await Task.WhenAll(amina.SendIt(proof), amina.SendIt(proof));
        var again = await amina.SendIt(proof);
        Assert.That(both.Append(again).Select(answer => answer.Text), Is.All.Contain("It is being read by a reviewer"));
        Assert.That(again.Text, Does.Contain("Your letter is sent."));
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM revisions v JOIN letters l ON l.id = v.letter_id WHERE l.turn_id = @Id", new { us.Turn.Id }), Is.EqualTo(1));
    }

    [TestCase("Read")]
    [TestCase("Send")]
    public async Task An_empty_letter_is_not_sent(string handler)
    {
        await amina.Press(Turn, "Keep", Letter);
        var refused = await amina.Press(Turn, handler, " \n ");
        Assert.That(refused.Text, Does.Contain("There is nothing on the page yet. Write to Henrik first"));
        Assert.That(refused.Html, Does.Contain("aria-invalid=\"true\""));
    }

    [Test]
    public async Task Nothing_begins_where_nothing_was_typed()
    {
        Assert.That((await amina.Press(Turn, "Read", "")).Text, Does.Contain("There is nothing on the page yet."));
        await amina.Press(Turn, "Keep", " ");
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM letters WHERE pair_id = @Id", new { us.Pair.Id }), Is.Zero);
    }

    [Test]
    public async Task The_limit_is_said_before_it_is_reached()
    {
        await amina.Press(Turn, "Keep", new string('a', WriteModel.NearlyFull - 1));
        Assert.That((await amina.Get(Turn)).Text, Does.Not.Contain("There is room for"));
        await amina.Press(Turn, "Keep", new string('a', WriteModel.NearlyFull));
        Assert.That((await amina.Get(Turn)).Text, Does.Contain("There is room for 2,000 more characters."));
    }

    [TestCase(LetterStore.MostCharacters + 1, "1 characters too long")]
    [TestCase(Writing.MostKept + 5, "180,005 characters too long")]
    public async Task A_letter_that_is_too_long_is_given_back_whole(int length, string said)
    {
        var text = new string('a', length);
        var refused = await amina.Press(Turn, "Read", text);
        Assert.That(refused.Text, Does.Contain("longer than 20,000 characters").And.Contain(said));
        Assert.That(TextOn(refused), Is.EqualTo(text));
    }

    [Test]
    public async Task Characters_that_did_not_arrive_whole_are_named_and_the_rest_is_given_back()
    {
        var sheet = await amina.Get(Turn);
        var form = new StringBuilder("Text=Dear+Henrik,+caf%E9+and+tea"); // Latin 1, not UTF-8
        foreach (var (name, value) in sheet.Form("Read")) form.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = new Uri(site.Address) };
        using var request = new HttpRequestMessage(HttpMethod.Post, Turn + "?handler=Read") { Content = new StringContent(form.ToString(), Encoding.ASCII, "application/x-www-form-urlencoded") };
        request.Headers.Add("Cookie", amina.Cookies);
        var answer = WebUtility.HtmlDecode(await (await http.SendAsync(request)).Content.ReadAsStringAsync());
        Assert.That(answer, Does.Contain("Some signs did not arrive whole").And.Contain("Dear Henrik, caf\uFFFD and tea</textarea>"));
    }

    [Test]
    public async Task Two_windows_overwrite_nothing_and_one_version_is_chosen()
    {
        var one = await amina.Get(Turn);
        var other = await amina.Get(Turn);
        await amina.Press(other, "Keep", "From the other window");
        var choice = await amina.Press(one, "Keep", "From this window");
        Assert.That(choice.Text, Does.Contain("Two versions of your letter"));
        Assert.That(choice.Html, Does.Contain("From this window</textarea>").And.Contain("From the other window</textarea>"));
        await amina.Send(Turn + "?handler=Keep", [.. choice.Form("Keep"), ("Text", "From this window")]);
        Assert.That(TextOn(await amina.Get(Turn)), Is.EqualTo("From this window"));
    }

    [Test]
    public async Task Two_versions_can_be_kept_in_one_letter()
    {
        var one = await amina.Get(Turn);
        await amina.Press(Turn, "Keep", "The other");
        var choice = await amina.Press(one, "Read", "This");
        Assert.That((await amina.Send(Turn + "?handler=Both", [.. choice.Form("Keep"), ("Text", "This")])).Path, Is.EqualTo(Turn));
        Assert.That(TextOn(await amina.Get(Turn)), Is.EqualTo("This\n\nThe other"));
    }

    [Test]
    public async Task A_choice_between_versions_overwrites_no_third_one()
    {
        var one = await amina.Get(Turn);
        await amina.Press(Turn, "Keep", "Second");
        var choice = await amina.Press(one, "Keep", "First");
        await amina.Press(Turn, "Keep", "Third");
        var again = await amina.Send(Turn + "?handler=Keep", [.. choice.Form("Keep"), ("Text", "First")]);
        Assert.That(again.Html, Does.Contain("First</textarea>").And.Contain("Third</textarea>"));
    }

    [Test]
    public async Task A_proof_is_not_sent_over_words_that_another_window_has_added()
    {
        var proof = await amina.Press(Turn, "Read", "Short");
        await amina.Press(Turn, "Keep", "Short, and then longer");
        var choice = await amina.SendIt(proof);
        Assert.That(choice.Text, Does.Contain("Two versions of your letter"));
        Assert.That(TextOn(await amina.Get(Turn)), Is.EqualTo("Short, and then longer"));
    }

    [Test]
    public async Task A_letter_that_another_window_has_sent_takes_no_more_words_but_gives_them_back()
    {
        var sheet = await amina.Get(Turn);
        await amina.SendIt(await amina.Press(Turn, "Read", Letter));
        var refused = await amina.Press(sheet, "Keep", "One more thing");
        Assert.That(refused.Text, Does.Contain("This letter has gone its way"));
        Assert.That(TextOn(refused), Is.EqualTo("One more thing"));
        var began = await amina.Send($"/letters/to/{us.Pair.Id}?handler=Keep", [.. refused.Form("Keep"), ("Text", "One more thing")]);
        Assert.That((began.Path, TextOn(began)), Is.EqualTo(($"/letters/{LetterOf(began.Path)}/write", "One more thing")));
    }

    [Test]
    public async Task While_the_pair_has_a_break_words_are_kept_and_nothing_is_sent()
    {
        var proof = await amina.Press(Turn, "Read", Letter);
        await us.Pause();
        var refused = await amina.SendIt(proof);
        Assert.That(refused.Text, Does.Contain("having a break"));
        Assert.That(TextOn(refused), Is.EqualTo(Letter));
        Assert.That((await amina.Press(Turn, "Keep", Letter + " More.")).Text, Does.Contain("Kept at"));
        var sheet = await amina.Get(Turn);
        Assert.That(sheet.Text, Does.Contain("It can be sent when the break is over.").And.Not.Contain("Read and send"));
        Assert.That((await amina.Get(Turn + "?handler=Read")).Path, Is.EqualTo(Turn));
    }

    [Test]
    public async Task When_the_pair_has_ended_words_are_given_back()
    {
        var sheet = await amina.Get(Turn);
        await us.Close();
        foreach (var handler in new[] { "Keep", "Read", "Send" })
        {
            var refused = await amina.Press(sheet, handler, Letter);
            Assert.That(refused.Text, Does.Contain("Your letters with Henrik have ended"), handler);
            Assert.That(TextOn(refused), Is.EqualTo(Letter), handler);
        }
        Assert.That((await henrik.Get($"/letters/to/{us.Pair.Id}")).Text, Does.Contain("Your letters with Amina have ended"));
    }

    [Test]
    public async Task A_letter_whose_time_ended_while_it_was_read_can_go_as_a_late_one()
    {
        var proof = await amina.Press(Turn, "Read", Letter);
        await site.Db.Execute("UPDATE turns SET due_at = @then, cut_off_at = @then WHERE id = @id", new { then = site.Now, id = us.Turn.Id });
        var refused = await amina.SendIt(proof);
        Assert.That(refused.Text, Does.Contain("you can still send it as a late letter").And.Contain("Send it to Henrik as a late letter"));
        Assert.That((await amina.SendIt(refused)).Text, Does.Contain("Your letter is sent."));
    }

    [Test]
    public async Task The_words_of_a_lapsed_turn_can_still_be_sent()
    {
        await amina.Press(Turn, "Keep", Letter);
        await site.Pass(TimeSpan.FromDays(20));
        Assert.That((await site.Db.Read(tx => site.Get<Turns>().Find(tx, us.Turn.Id)))!.State, Is.EqualTo(TurnState.Lapsed));
        var sheet = await amina.Get(Turn);
        Assert.That(sheet.Text, Does.Contain("The time for this letter is over"));
        Assert.That(TextOn(sheet), Is.EqualTo(Letter));
        Assert.That((await amina.SendIt(await amina.Press(Turn, "Read", Letter))).Text, Does.Contain("Your letter is sent."));
    }

    [Test]
    public async Task A_letter_that_need_not_be_written_can_be_sent_all_the_same()
    {
        await site.Get<Interventions>().Excuse(new Scope(us.Pair.ProgramId, TurnId: us.Turn.Id), "Ill", us.Ruth);
        var proof = await amina.Press(Turn, "Read", Letter);
        Assert.That((await amina.Get(Turn)).Text, Does.Contain("You need not write this letter any more"));
        Assert.That((await amina.SendIt(proof)).Text, Does.Contain("Your letter is sent."));
    }

    [Test]
    public async Task A_letter_that_is_overdue_says_until_when_it_can_be_sent()
    {
        await site.Db.Execute("UPDATE turns SET due_at = @then WHERE id = @id", new { then = site.Now.AddHours(-1), id = us.Turn.Id });
        Assert.That((await amina.Get(Turn)).Text, Does.Contain("It is late, but not too late: until"));
    }

    [Test]
    public async Task A_letter_that_came_back_has_the_reviewer_s_words_above_its_own()
    {
        var letter = await us.Send(us.Amina, Letter);
        await us.Return(letter, "Lovely.\nWhat did the <snow> look like?");
        var sheet = await amina.Get($"/letters/{letter}/write");
        Assert.That(sheet.Path, Is.EqualTo(Turn), "one address a sheet");
        Assert.That(sheet.Text, Does.Contain("The reviewer writes Lovely. What did the <snow> look like?").And.Not.Contain("Ruth"));
        Assert.That(TextOn(sheet), Is.EqualTo(Letter));
        var sent = await amina.SendIt(await amina.Press(Turn, "Read", Letter + "\nIt was blue."));
        Assert.That(sent.Path, Is.EqualTo($"/letters/{letter}"));
        Assert.That(sent.Text, Does.Contain("It was blue."));
    }

    [Test]
    public async Task A_window_from_before_the_sending_does_not_overwrite_what_came_back()
    {
        var sheet = await amina.Press(Turn, "Keep", "Early");
        var letter = await us.Send(us.Amina, Letter);
        await us.Return(letter, "Once more, please.");
        Assert.That((await amina.Press(sheet, "Keep", "Early, from long ago")).Text, Does.Contain("Two versions of your letter"));
    }

    [Test]
    public async Task A_turn_that_is_to_come_has_no_paper_yet()
    {
        var second = await site.Db.Get<Guid>("SELECT id FROM turns WHERE assignment_id = @id AND ordinal = 2", new { id = us.Turn.AssignmentId });
        var page = await henrik.Get($"/turns/{second}");
        Assert.That(page.Text, Does.Contain("It is not your turn yet").And.Contain("Amina writes first"));
        var posted = await henrik.Send($"/turns/{second}?handler=Keep", ("Text", "Too early"), await Token(henrik));
        Assert.That(posted.Text, Does.Contain("It is not your turn yet"));
        Assert.That(TextOn(posted), Is.EqualTo("Too early"));
    }

    [Test]
    public async Task Beside_an_empty_paper_stands_where_a_withheld_letter_is()
    {
        var letter = await us.Send(us.Amina, Letter);
        await us.Withhold(letter, "Talk first");
        var sheet = await amina.Get(Turn);
        Assert.That(sheet.Html, Does.Contain($"href=\"/letters/{letter}\""));
        Assert.That(sheet.Text, Does.Contain("That letter stays here for now."));
    }

    [Test]
    public async Task A_session_that_ends_in_the_middle_of_a_letter_loses_nothing()
    {
        await Card(us.Amina, "amina-snow", "acorn anchor apple");
        var sheet = await amina.Get(Turn);
        amina.Take("session", "over");
        var door = await amina.Press(sheet, "Read", Letter);
        Assert.That(door.Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(door.Text, Does.Contain("What you wrote is kept"));
        var back = await amina.Send("/sign-in", [.. door.Form(null), ("name", "amina-snow"), ("w", "acorn"), ("w", "anchor"), ("w", "apple")]);
        Assert.That(back.Text, Does.Contain("Here is what you had typed: nothing is lost."));
        Assert.That(TextOn(back), Is.EqualTo(Letter));
        Assert.That((await amina.SendIt(await amina.Press(back, "Read", Letter))).Text, Does.Contain("Your letter is sent."));
    }

    [Test]
    public async Task A_session_that_ends_before_a_letter_was_begun_loses_nothing_either()
    {
        await Card(us.Amina, "amina-free", "acorn anchor apple");
        var sheet = await amina.Get($"/letters/to/{us.Pair.Id}");
        amina.Take("session", "over");
        var door = await amina.Press(sheet, "Keep", "Only snow");
        var back = await amina.Send("/sign-in", [.. door.Form(null), ("name", "amina-free"), ("w", "acorn"), ("w", "anchor"), ("w", "apple")]);
        Assert.That(TextOn(back), Is.EqualTo("Only snow"));
        Assert.That(back.Form("Read").Single(field => field.Name == "New"), Is.EqualTo(sheet.Form("Read").Single(field => field.Name == "New")));
    }

    [Test]
    public async Task A_letter_that_was_sent_elsewhere_while_one_signed_in_again_gives_the_words_back()
    {
        await Card(us.Amina, "amina-gone", "acorn anchor apple");
        var sheet = await amina.Get(Turn);
        amina.Take("session", "over");
        var door = await amina.Press(sheet, "Read", "Other words");
        await us.Send(us.Amina, Letter);
        var back = await amina.Send("/sign-in", [.. door.Form(null), ("name", "amina-gone"), ("w", "acorn"), ("w", "anchor"), ("w", "apple")]);
        Assert.That(back.Text, Does.Contain("This letter has gone its way"));
        Assert.That(TextOn(back), Is.EqualTo("Other words"));
    }

    [Test]
    public async Task The_script_hears_what_is_kept_and_what_is_refused()
    {
        var sheet = await amina.Get($"/letters/to/{us.Pair.Id}");
        var kept = await Ask(amina, sheet, "Only snow");
        var address = kept.GetProperty("address").GetString()!;
        Assert.That((kept.GetProperty("said").GetString(), kept.GetProperty("version").GetInt32()), Is.EqualTo(($"Kept at {site.Now.AddHours(1):HH:mm}", 1)));
        Assert.That((await amina.Get(address)).Status, Is.EqualTo(HttpStatusCode.OK));
        await amina.Press(address, "Keep", "Elsewhere");
        var refused = await Ask(amina, sheet, "Here");
        Assert.That((refused.GetProperty("refused").GetString(), refused.GetProperty("said").GetString()), Is.EqualTo(("ChangedElsewhere", "This letter was changed in another window. What you see here is not kept yet: look at both.")));
    }

    [Test]
    public async Task The_script_of_somebody_signed_out_hears_so()
    {
        var sheet = await amina.Get(Turn);
        amina.Take("session", "over");
        using var answer = await amina.Ask($"{Turn}?handler=Keep", [.. sheet.Form("Read"), ("Text", "x")]);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task A_free_letter_begins_with_its_first_keep_and_is_found_again()
    {
        var sheet = await henrik.Get($"/letters/to/{us.Pair.Id}");
        Assert.That(sheet.Text, Does.Contain("There is no hurry: this letter has no date."));
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM letters WHERE pair_id = @Id", new { us.Pair.Id }), Is.Zero);
        var kept = await henrik.Press(sheet, "Keep", "Dear Amina,");
        Assert.That(kept.Path, Is.EqualTo($"/letters/{LetterOf(kept.Path)}/write"));
        Assert.That((await henrik.Get($"/letters/to/{us.Pair.Id}")).Path, Is.EqualTo(kept.Path));
        var sent = await henrik.SendIt(await henrik.Press(kept.Path, "Read", "Dear Amina, it snowed."));
        Assert.That(sent.Path, Is.EqualTo($"/letters/{LetterOf(kept.Path)}"));
    }

    [Test]
    public async Task A_first_keep_that_is_sent_twice_begins_one_letter()
    {
        var sheet = await henrik.Get($"/letters/to/{us.Pair.Id}");
        var both = await Task.WhenAll(henrik.Press(sheet, "Keep", "Dear Amina,\r\nhello"), henrik.Press(sheet, "Keep", "Dear Amina,\r\nhello"));
        Assert.That(both[0].Path, Is.EqualTo(both[1].Path));
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM letters WHERE pair_id = @Id", new { us.Pair.Id }), Is.EqualTo(1));
    }

    [Test]
    public async Task An_empty_free_letter_that_is_to_be_read_has_its_words_and_no_letter()
    {
        var refused = await henrik.Press($"/letters/to/{us.Pair.Id}", "Read", "");
        Assert.That(refused.Text, Does.Contain("There is nothing on the page yet."));
        var tooLong = await henrik.Press(refused, "Read", new string('a', 20_001));
        Assert.That(tooLong.Html, Does.Match("action=\"/letters/[0-9a-f-]{36}/write\\?handler=Read\""), "it has begun, and goes on at its own address");
    }

    [Test]
    public async Task Where_letters_have_their_turns_only_there_are_no_free_ones()
    {
        var program = await site.Given.Program("Europe/Paris", new Policies { FreeLetters = false });
        var pair = await site.Given.Pair(await site.Given.Cohort(program.Id));
        using var mentor = await site.As(pair.MentorId);
        var page = await mentor.Get($"/letters/to/{pair.Id}");
        Assert.That(page.Text, Does.Contain("Letters here have their turns"));
        var refused = await mentor.Send($"/letters/to/{pair.Id}?handler=Keep", ("Text", "All the same"), await Token(mentor));
        Assert.That((TextOn(refused), await site.Db.Get<int>("SELECT COUNT(*) FROM letters WHERE pair_id = @Id", new { pair.Id })), Is.EqualTo(("All the same", 0)));
    }

    [Test]
    public async Task Nobody_else_finds_the_sheet()
    {
        var letter = (await site.Get<Writing>().Keep(us.Amina, new Sheet(us.Pair.Id, null, null), "Mine")).LetterId;
        var others = await Correspondence.On(site);
        var coordinator = await site.Given.Coordinator();
        foreach (var stranger in new[] { us.Henrik, others.Amina, us.Ruth, coordinator })
        {
            using var visitor = await site.As(stranger);
            Assert.That((await visitor.Get(Turn)).Status, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await visitor.Get($"/letters/{letter}/write")).Status, Is.EqualTo(HttpStatusCode.NotFound));
            if (stranger != us.Henrik) Assert.That((await visitor.Get($"/letters/to/{us.Pair.Id}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        }
    }

    [Test]
    public async Task The_key_of_another_s_letter_opens_no_sheet_of_one_s_own()
    {
        var theirs = (await site.Get<Writing>().Keep(us.Henrik, new Sheet(us.Pair.Id, null, null), "Henrik's")).LetterId;
        var sheet = await amina.Get($"/letters/to/{us.Pair.Id}?letter={theirs}&turn={us.Turn.Id}");
        Assert.That(TextOn(sheet), Is.Empty);
        var fields = sheet.Form("Read").Where(field => field.Name != "New").Append(("New", theirs.ToString())).Append(("Text", "Overwritten")).ToArray();
        Assert.That((await amina.Send($"/letters/to/{us.Pair.Id}?handler=Keep", fields)).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await site.Get<Writing>().Draft(theirs))!.Text, Is.EqualTo("Henrik's"));
    }

    [TestCase(13_000_000)]
    [TestCase(30_000_000)]
    public async Task What_is_larger_than_any_letter_is_refused_in_words(int length)
    {
        await amina.Press(Turn, "Keep", Letter);
        var answer = await amina.Send(Turn + "?handler=Keep", ("Text", new string('a', length)));
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
        Assert.That(answer.Text, Does.Contain("What you sent is far larger than any letter").And.Contain("What was kept before is still there."));
        Assert.That(TextOn(await amina.Get(Turn)), Is.EqualTo(Letter));
    }

    /// <summary>What stands on the paper, as a browser reads it and its script sees it.</summary>
    static string TextOn(Visitor.Answer page)
    {
        var from = page.Html.IndexOf('>', page.Html.IndexOf("<textarea", StringComparison.Ordinal)) + 1;
        var text = page.Html[from..page.Html.IndexOf("</textarea>", from, StringComparison.Ordinal)];
        if (text.StartsWith("\r\n", StringComparison.Ordinal)) text = text[2..];
        else if (text.StartsWith('\n')) text = text[1..];
        return WebUtility.HtmlDecode(text).ReplaceLineEndings("\n");
    }

    /// <summary>A mentor's right to send a form, from another page of theirs.</summary>
    static async Task<(string, string)> Token(Visitor mentor) => (await mentor.Get("/me/notices")).Form(null).Single(field => field.Name == "__RequestVerificationToken");

    static string LetterOf(string path) => path.Split('/')[2];

    static async Task<JsonElement> Ask(Visitor visitor, Visitor.Answer sheet, string text)
    {
        using var answer = await visitor.Ask($"{sheet.Path}?handler=Keep", [.. sheet.Form("Read"), ("Text", text)]);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    /// <summary>Gives a mentee a sign-in card.</summary>
    Task Card(Guid person, string name, string words) => site.Db.Execute("UPDATE people SET sign_in_name = @name, password_hash = @hash WHERE id = @person", new
    {
        person, name = SignInNames.Normal(name), hash = site.Get<IPasswordHasher<Account>>().HashPassword(new Account(), LetterExchange.Features.People.Card.Normal(words)),
    });
}

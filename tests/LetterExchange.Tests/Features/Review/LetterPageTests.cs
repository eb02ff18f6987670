using System.Net;
using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Notices;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Review;
using LetterExchange.Features.Screening;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Review;

/// <summary>The queue and a letter under review, as their pages show them and take decisions.</summary>
public sealed class LetterPageTests
{
    Office office = null!;

    Site Site => office.Site;

    [SetUp]
    public async Task Open() => office = await Office.Open();

    [TearDown]
    public async Task Close() => await office.DisposeAsync();

    [Test]
    public async Task An_empty_queue_says_so_kindly()
    {
        using var grace = await Site.As(office.Grace);
        Assert.That((await grace.Get("/review")).Text, Does.Contain("Nothing waits for you.").And.Not.Contain("letters wait."));
    }

    // Who reads the letters of a French child reads French; what the child reads must be.
    [Test]
    public async Task What_a_returned_letter_s_writer_will_read_is_offered_in_the_writer_s_language()
    {
        await Site.Db.Execute("UPDATE people SET language = 'fr' WHERE id = @MenteeId", new { office.Pair.MenteeId });
        var letter = await office.Send(Office.WithNumber);
        using var grace = await Site.As(office.Grace);
        var page = await grace.Get($"/review/{letter.Id}");
        Assert.That(page.Html, Does.Contain("<html lang=\"en\"").And.Match("<textarea[^>]*lang=\"fr\""));
        Assert.That(page.Text, Does.Contain("Telephone number").And.Contain("Peux-tu enlever le numéro de téléphone avant qu’elle parte ?"));
        await grace.Post($"/review/{letter.Id}", "Return", ("Reason", "Enlève le numéro, s’il te plaît."));
        using var amina = await Site.As(office.Pair.MenteeId);
        Assert.That((await amina.Get($"/letters/{letter.Id}")).Text, Does.Contain("Ta lettre est revenue").And.Contain("Enlève le numéro, s’il te plaît."));
    }

    [Test]
    public async Task A_teacher_of_one_class_sees_nothing_of_another()
    {
        var mine = await office.Send();
        var theirs = await office.Send(pair: office.Other);
        using var grace = await Site.As(office.Grace);
        var queue = await grace.Get("/review");
        Assert.That(queue.Text, Does.Contain("Amina to Henrik").And.Contain("1 letter waits.").And.Not.Contain("Zofia").And.Not.Contain("5B"));
        Assert.That((await grace.Get($"/review/{mine.Id}")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await grace.Get($"/review/{theirs.Id}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await office.Looks(theirs.Id, office.Grace), Is.Zero);
    }

    [Test]
    public async Task A_lead_sees_what_is_in_danger_and_no_more()
    {
        await office.Send();
        var danger = await office.Send(Office.Dangerous, office.Other);
        using var lea = await Site.As(office.Lea);
        Assert.That((await lea.Get("/review")).Text, Does.Contain("Zofia to Desmond").And.Not.Contain("Amina"));
        var page = await lea.Get($"/review/{danger.Id}");
        Assert.That(page.Text, Does.Contain("Two people must read this letter").And.Contain("A concern about this letter is open.").And.Contain("They can: Ada Tester, Bea Tester, Lea Tester."));
    }

    [Test]
    public async Task Whoever_may_read_it_in_the_archive_is_led_there_and_nobody_else()
    {
        var danger = await office.Send(Office.Dangerous);
        var link = $"/archive/{danger.Id}";
        await Site.Db.Execute("""
            INSERT INTO memberships (id, person_id, program_id, role, since) VALUES (@id, @Ada, @Program, 'Coordinator', @Now)
            """, new { id = Site.Clock.New(), office.Ada, office.Program, Site.Now });
        foreach (var (person, may) in new[] { (office.Grace, true), (office.Ada, true), (office.Lea, false) })
        {
            using var visitor = await Site.As(person);
            Assert.That((await visitor.Get($"/review/{danger.Id}")).Html.Contains($"\"{link}\""), Is.EqualTo(may));
            Assert.That((await visitor.Get(link)).Status, Is.EqualTo(may ? HttpStatusCode.OK : HttpStatusCode.NotFound));
        }
    }

    [Test]
    public async Task A_mentor_who_also_reviews_never_reviews_the_own_pair()
    {
        var letter = await office.Send();
        await Site.Db.Execute("INSERT INTO memberships (id, person_id, program_id, role, since) VALUES (@id, @MentorId, @ProgramId, 'Reviewer', @now)",
            new { id = Site.Clock.New(), office.Pair.MentorId, office.Pair.ProgramId, now = Site.Now });
        using var henrik = await Site.As(office.Pair.MentorId);
        Assert.That((await henrik.Get("/review")).Text, Does.Contain("Nothing waits for you."));
        Assert.That((await henrik.Get($"/review/{letter.Id}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Whom_a_concern_names_is_shown_nothing_of_that_pair_any_more()
    {
        var letter = await office.Send();
        using var omar = await Site.As(office.Omar);
        var open = await omar.Get($"/review/{letter.Id}");
        await Site.Get<ConcernStore>().Worried(office.Program, office.Pair.Id, null, "About Omar.", office.Pair.MenteeId, [office.Omar]);
        Assert.That((await omar.Get("/review")).Text, Does.Not.Contain("Amina"));
        Assert.That((await omar.Get($"/review/{letter.Id}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await omar.Send($"/review/{letter.Id}?handler=Approve", [.. open.Hidden("Approve")])).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await office.StateOf(letter), Is.EqualTo(LetterState.InReview));
    }

    [Test]
    public async Task The_letter_is_shown_with_what_was_marked_and_all_that_lies_beside_it()
    {
        var first = await Delivered(await office.Send("Dear Amina,\n\nWhat did you hear?\n\nHenrik", byMentor: true));
        var letter = await office.Send(Office.WithNumber);
        using var grace = await Site.As(office.Grace);
        var page = await grace.Get($"/review/{letter.Id}");
        Assert.That(page.Html, Does.Contain("<mark id=\"f1\" class=\"hi\">07700 900461<sup><a href=\"#n1\">1</a></sup></mark>"));
        Assert.That(page.Html, Does.Match("<input type=\"checkbox\" form=\"return\" name=\"Why\" value=\"1\"[^>]*checked"));
        Assert.That(page.Text, Does.Contain("Telephone number").And.Contain("From the mentee: Amina, 10, Northgate 5A. A free letter. First version, sent today at 10:")
            .And.Contain("The letter it answers").And.Contain("You approved it.").And.Contain("What did you hear?").And.Contain("Yours until"));
        Assert.That((await office.Looks(letter.Id, office.Grace), await office.Looks(first.Id, office.Grace)), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task The_story_stands_beside_the_letter()
    {
        var pair = await office.NewPair(office.Class5A, "Tariq", "Wendy");
        var turn = await Site.Given.OpenTurn(pair: pair);
        await Site.Db.Execute("UPDATE assignments SET story_id = 'the-night-bus-knows-my-name' WHERE id = @AssignmentId", new { turn.AssignmentId });
        var letter = await office.Send(pair: pair, turn: turn.Id);
        using var grace = await Site.As(office.Grace);
        var page = await grace.Get($"/review/{letter.Id}");
        Assert.That(page.Html, Does.Contain("href=\"/stories/the-night-bus-knows-my-name\""));
        Assert.That(page.Text, Does.Contain("Round 1, The Night Bus Knows My Name ."));
    }

    [Test]
    public async Task A_note_for_reviewers_stands_beside_the_letter_and_other_notes_do_not()
    {
        var notes = Site.Get<PairNotes>();
        await notes.Write(office.Pair.Id, PairNoteKind.ForReviewers, "Her grandfather has died.", office.Coordinator);
        await notes.Write(office.Pair.Id, PairNoteKind.Note, "Ask the school again.", office.Coordinator);
        var letter = await office.Send();
        using var grace = await Site.As(office.Grace);
        Assert.That((await grace.Get($"/review/{letter.Id}")).Text, Does.Contain("What coordinators want you to know").And.Contain("Her grandfather has died.").And.Contain("Cora Tester, today at 10:").And.Not.Contain("Ask the school again."));
    }

    [Test]
    public async Task Of_two_reviewers_the_second_reads_along_and_hears_whose_it_is()
    {
        var letter = await office.Send();
        using var grace = await Site.As(office.Grace);
        using var omar = await Site.As(office.Omar);
        await grace.Get($"/review/{letter.Id}");
        var second = await omar.Get($"/review/{letter.Id}");
        Assert.That(second.Text, Does.Contain("With Grace Tester until 10:20").And.Contain("You can read along."));
        Assert.That(second.Html, Does.Not.Contain("handler=Approve").And.Not.Contain("handler=Return"));
        Assert.That((await omar.Get("/review")).Text, Does.Contain("with Grace Tester until 10:20"));
        Site.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.That((await omar.Get($"/review/{letter.Id}")).Text, Does.Contain("Yours until 10:40"));
        Assert.That((await grace.Get($"/review/{letter.Id}")).Text, Does.Contain("With Omar Tester until 10:40"));
    }

    [Test]
    public async Task A_decision_on_a_letter_that_another_has_claimed_meanwhile_is_refused_with_what_was_typed()
    {
        var letter = await office.Send();
        using var grace = await Site.As(office.Grace);
        using var omar = await Site.As(office.Omar);
        var old = await grace.Get($"/review/{letter.Id}");
        Site.Clock.Advance(TimeSpan.FromMinutes(20));
        await omar.Get($"/review/{letter.Id}");
        var refused = await grace.Send($"/review/{letter.Id}?handler=Return", [.. old.Hidden("Return"), ("Reason", "Please say more about the rain.")]);
        Assert.That(refused.Text, Does.Contain("Omar Tester reads this letter until 10:40. Nothing was done.").And.Contain("What you had typed: Please say more about the rain."));
        Assert.That(await office.StateOf(letter), Is.EqualTo(LetterState.InReview));
    }

    [TestCase("Purpose", "prefetch")]
    [TestCase("Sec-Purpose", "prefetch;prerender")]
    public async Task What_is_fetched_ahead_is_neither_claimed_nor_looked_at(string header, string value)
    {
        var letter = await office.Send();
        using var client = new HttpClient { BaseAddress = new Uri(Site.Address) };
        using var ahead = new HttpRequestMessage(HttpMethod.Get, $"/review/{letter.Id}");
        ahead.Headers.Add("Cookie", $"session={await Site.Session(office.Grace)}");
        ahead.Headers.Add(header, value);
        var answer = await client.SendAsync(ahead);
        Assert.That((answer.StatusCode, await answer.Content.ReadAsStringAsync()), Is.EqualTo((HttpStatusCode.NoContent, "")));
        Assert.That(await office.Looks(letter.Id, office.Grace), Is.Zero);
        Assert.That(await Site.Get<ClaimStore>().Find(letter.Id), Is.Null);
    }

    [Test]
    public async Task An_approved_letter_leads_on_to_the_next_and_can_be_taken_back_until_delivery()
    {
        var first = await office.Send();
        var next = await office.Send(pair: await office.NewPair(office.Class5A, "Tariq", "Wendy"));
        using var grace = await Site.As(office.Grace);
        var led = await grace.Post($"/review/{first.Id}", "Approve");
        Assert.That(led.Path, Is.EqualTo($"/review/{next.Id}"));
        Assert.That(led.Text, Does.Contain("Approved: Amina to Henrik.").And.Contain("On their way").And.Contain("at 10:01, Grace Tester").And.Contain("1 read by you today."));
        Assert.That((await grace.Get("/review")).Text, Does.Contain("each can still be taken back"));
        var back = await grace.Post($"/review/{first.Id}", "TakeBack");
        Assert.That(back.Text, Does.Contain("Taken back. It waits for a decision again.").And.Contain("Grace Tester took the approval back"));
        await Site.Pass(TimeSpan.FromMinutes(5));
        Assert.That(await office.StateOf(first), Is.EqualTo(LetterState.InReview));
        await grace.Post($"/review/{first.Id}", "Approve");
        var old = await grace.Get($"/review/{first.Id}");
        await Site.Pass(TimeSpan.FromMinutes(1));
        var late = await grace.Send($"/review/{first.Id}?handler=TakeBack", [.. old.Hidden("TakeBack")]);
        Assert.That(late.Text, Does.Contain("Somebody was first").And.Contain("Henrik got it today at").And.Contain("It can’t be taken back any more."));
    }

    [Test]
    public async Task After_the_last_letter_comes_the_list()
    {
        var letter = await office.Send();
        using var grace = await Site.As(office.Grace);
        Assert.That((await grace.Post($"/review/{letter.Id}", "Approve")).Path, Is.EqualTo("/review"));
    }

    [Test]
    public async Task In_two_tabs_only_the_first_decision_counts()
    {
        var letter = await office.Send();
        using var grace = await Site.As(office.Grace);
        var tab = await grace.Get($"/review/{letter.Id}");
        await grace.Post($"/review/{letter.Id}", "Withhold", ("Reason", "Not for Henrik."));
        var other = await grace.Send($"/review/{letter.Id}?handler=Approve", [.. tab.Hidden("Approve")]);
        Assert.That(other.Text, Does.Contain("This letter has been decided on, or has changed, since you opened it.").And.Contain("It goes to nobody."));
        Assert.That(await office.StateOf(letter), Is.EqualTo(LetterState.Withheld));
    }

    [Test]
    public async Task A_return_carries_the_words_for_the_ticked_findings_and_the_writer_is_told()
    {
        var letter = await office.Send(Office.WithNumber);
        using var grace = await Site.As(office.Grace);
        var page = await grace.Get($"/review/{letter.Id}");
        Assert.That(page.Html, Does.Match("<textarea[^>]*id=\"return-reason\"[^>]*>Your letter is lovely. Could you take the phone number out"));
        var empty = await grace.Post($"/review/{letter.Id}", "Return", ("Reason", " "), ("Why", "1"));
        Assert.That(empty.Html, Does.Contain("Read it over, change what you like, then return the letter.").And.Match("<details class=\"act\" name=\"act\" open=\"open\">\\s*<summary[^>]*data-key=\"r\"")
            .And.Match("<textarea[^>]*>Your letter is lovely."));
        Assert.That(await office.StateOf(letter), Is.EqualTo(LetterState.InReview));
        var done = await grace.Post($"/review/{letter.Id}", "Return", ("Reason", "Leave out the number, please."), ("Why", "1"));
        Assert.That(done.Text, Does.Contain("Returned to Amina, with your note."));
        Assert.That((await Site.Get<LetterExchange.Features.Letters.Reading>().Letter(letter.Id, office.Pair.MenteeId))!.Reason, Is.EqualTo("Leave out the number, please."));
        Assert.That(await office.Told(NoticeKind.LetterReturned), Is.EqualTo(new[] { office.Pair.MenteeId }));
        var after = await grace.Get($"/review/{letter.Id}");
        Assert.That(after.Text, Does.Contain("It is with its writer again").And.Contain("Leave out the number, please.").And.Not.Contain("07700"));
    }

    [Test]
    public async Task What_is_ticked_and_what_is_copied_from_the_letter_is_marked_for_its_writer()
    {
        var letter = await office.Send(Office.WithNumber);
        using var grace = await Site.As(office.Grace);
        var refused = await grace.Post($"/review/{letter.Id}", "Return", ("Reason", "Two things, please."), ("Why", "1"), ("Passage", "the darkhouse"));
        Assert.That(refused.Text, Does.Contain("These words are not in the letter like that."));
        Assert.That(refused.Html, Does.Match("<textarea[^>]*name=\"Passage\"[^>]*aria-invalid=\"true\"[^>]*>the darkhouse</textarea>").And.Contain(">Two things, please.</textarea>"));
        Assert.That(await office.StateOf(letter), Is.EqualTo(LetterState.InReview));
        await grace.Post($"/review/{letter.Id}", "Return", ("Reason", "Two things, please."), ("Why", "1"), ("Passage", "the lighthouse. My number"));
        Assert.That((await Site.Get<Papers>().OfLetter(letter.Id))!.Marked.Select(passage => passage.Words), Is.EqualTo(new[] { "the lighthouse. My number", "07700 900461" }));
    }

    [Test]
    public async Task A_second_version_is_shown_against_the_first()
    {
        var letter = await office.Send(Office.WithNumber);
        using var grace = await Site.As(office.Grace);
        await grace.Post($"/review/{letter.Id}", "Return", ("Reason", "Leave out the number, please."));
        await Site.Get<Writing>().Submit(office.Pair.MenteeId, new Sheet(office.Pair.Id, null, letter.Id), Office.Safe);
        await Site.Sweep();
        var page = await grace.Get($"/review/{letter.Id}");
        Assert.That(page.Text, Does.Contain("Version 1 was returned").And.Contain("Leave out the number, please.").And.Contain("Version 2, sent"));
        Assert.That(page.Html, Does.Match("<del><span class=\"vh\" lang=\"en\">\\(removed\\) </span>[^<]*07700 900461").And.Match("<ins><span class=\"vh\" lang=\"en\">\\(added\\) </span>notebook for rain").And.Not.Match("<(del|ins)>[^/]*</span>[^<]*lighthouse"));
        Assert.That((await grace.Get("/review")).Text, Does.Contain("version 2"));
    }

    [Test]
    public async Task A_letter_that_came_again_as_it_was_says_so()
    {
        var letter = await office.Send(Office.WithNumber);
        using var grace = await Site.As(office.Grace);
        await grace.Post($"/review/{letter.Id}", "Return", ("Reason", "Leave out the number, please."));
        await Site.Get<Writing>().Submit(office.Pair.MenteeId, new Sheet(office.Pair.Id, null, letter.Id), Office.WithNumber);
        await Site.Sweep();
        Assert.That((await grace.Get($"/review/{letter.Id}")).Text, Does.Contain("The new version says the same"));
    }

    [Test]
    public async Task A_finding_is_marked_right_or_wrong_and_marked_again_without_scripts_and_by_one()
    {
        var letter = await office.Send(Office.WithNumber);
        using var grace = await Site.As(office.Grace);
        Assert.That((await grace.Get($"/review/{letter.Id}")).Html, Does.Match("value=\"1 Right\"[^>]*aria-pressed=\"false\""));
        var right = await grace.Post($"/review/{letter.Id}", "Mark", ("Mark", "1 Right"));
        Assert.That((right.Path, right.Html), Is.EqualTo(($"/review/{letter.Id}", right.Html)));
        Assert.That(right.Html, Does.Match("value=\"1\" data-verdict=\"Right\" aria-pressed=\"true\"").And.Match("value=\"1 Wrong\" data-verdict=\"Wrong\" aria-pressed=\"false\""));
        var looks = await office.Looks(letter.Id, office.Grace);
        var asked = await grace.Ask($"/review/{letter.Id}?handler=Mark", [.. right.Hidden("Mark"), ("Mark", "1 Wrong")]);
        Assert.That((asked.StatusCode, await office.Looks(letter.Id, office.Grace)), Is.EqualTo((HttpStatusCode.NoContent, looks)));
        Assert.That(await Site.Db.Get<string>("SELECT verdict FROM finding_verdicts"), Is.EqualTo("Wrong"));
        using var omar = await Site.As(office.Omar);
        Assert.That((await omar.Get($"/review/{letter.Id}")).Text, Does.Not.Contain("Grace Tester: wrongly"), "each judges alone");
        Assert.That((await omar.Post($"/review/{letter.Id}", "Mark", ("Mark", "1 Right"))).Text, Does.Contain("Grace Tester: wrongly"));
        Assert.That(await office.StateOf(letter), Is.EqualTo(LetterState.InReview));
    }

    [TestCase("")]
    [TestCase("x Right")]
    [TestCase("1 Perhaps")]
    [TestCase("1 0")]
    public async Task A_verdict_that_is_none_is_refused(string mark)
    {
        var letter = await office.Send(Office.WithNumber);
        using var grace = await Site.As(office.Grace);
        Assert.That((await grace.Post($"/review/{letter.Id}", "Mark", ("Mark", mark))).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await Site.Db.Get<int>("SELECT COUNT(*) FROM finding_verdicts"), Is.Zero);
    }

    [Test]
    public async Task A_return_is_previewed_as_its_writer_will_read_it()
    {
        await Site.Db.Execute("UPDATE people SET language = 'fr' WHERE id = @MenteeId", new { office.Pair.MenteeId });
        var letter = await office.Send(Office.WithNumber);
        using var grace = await Site.As(office.Grace);
        var page = await grace.Get($"/review/{letter.Id}");
        Assert.That(Preview(page.Html), Does.Contain("<q dir=\"auto\" lang=\"\">07700 900461</q>").And.Contain("lang=\"fr\""), "the note as it is offered");
        var typed = await grace.Send($"/review/{letter.Id}?handler=Preview", [.. page.Hidden("Return"), ("Reason", "Raconte-moi plus sur le phare."), ("Why", "1"), ("Passage", "too long to write")]);
        Assert.That(Preview(typed.Html), Does.Contain("<p>Raconte-moi plus sur le phare.</p>").And.Contain("07700 900461").And.Contain(">too long to write</q>").And.Contain("Regarde encore une fois ces mots").IgnoreCase);
        Assert.That(typed.Html, Does.Match("<textarea[^>]*id=\"return-reason\"[^>]*>Raconte-moi plus sur le phare.</textarea>").And.Match("<details class=\"act\" name=\"act\" open=\"open\">\\s*<summary[^>]*data-key=\"r\""));
        var looks = await office.Looks(letter.Id, office.Grace);
        var asked = await grace.Ask($"/review/{letter.Id}?handler=Preview", [.. page.Hidden("Return"), ("Reason", "Encore, s’il te plaît <b>.")]);
        Assert.That((await asked.Content.ReadAsStringAsync()).Replace("&#x2019;", "’").Replace("&#xEE;", "î"), Does.Contain("Encore, s’il te plaît &lt;b&gt;.").And.Not.Contain("<html").And.Not.Contain("07700"));
        Assert.That((await office.StateOf(letter), await office.Looks(letter.Id, office.Grace)), Is.EqualTo((LetterState.InReview, looks)));
        await grace.Post($"/review/{letter.Id}", "Return", ("Reason", "Raconte-moi plus sur le phare."), ("Why", "1"), ("Passage", "too long to write"));
        using var amina = await Site.As(office.Pair.MenteeId);
        var read = (await amina.Get($"/letters/{letter.Id}/write")).Html;
        foreach (var same in System.Text.RegularExpressions.Regex.Matches(Preview(typed.Html), "<p>([^<]+)</p>").Select(match => match.Groups[1].Value)) Assert.That(read, Does.Contain(same));

        static string Preview(string html) => System.Text.RegularExpressions.Regex.Match(html, "<section class=\"reason preview\".*?</section>", System.Text.RegularExpressions.RegexOptions.Singleline).Value;
    }

    [Test]
    public async Task What_was_chosen_of_the_queue_goes_along_from_letter_to_letter()
    {
        var careful = await office.Send(Office.WithNumber);
        var first = await office.Send(pair: await office.NewPair(office.Class5A, "Tariq", "Wendy"));
        var second = await office.Send(pair: await office.NewPair(office.Class5A, "Leila", "Marcus"));
        using var grace = await Site.As(office.Grace);
        const string Only = "?risk=Standard";
        var queue = await grace.Get("/review" + Only);
        Assert.That(queue.Text, Does.Contain("2 of these letters wait.").And.Not.Contain("Amina to Henrik"));
        Assert.That(queue.Html, Does.Contain($"href=\"/review/{first.Id}{Only}\"").And.Match("<option value=\"Standard\" selected"));
        var next = await grace.Post($"/review/{first.Id}{Only}", "Approve");
        Assert.That(next.Path, Is.EqualTo($"/review/{second.Id}{Only}"));
        Assert.That(next.Html, Does.Contain($"risk=Standard"));
        Assert.That((await grace.Post($"/review/{second.Id}{Only}", "Next")).Path, Is.EqualTo($"/review{Only}"), "no other of these");
        Assert.That((await grace.Post($"/review/{second.Id}", "Next")).Path, Is.EqualTo($"/review/{careful.Id}"));
        Assert.That((await grace.Get("/review?risk=Danger&language=xx&cohort=7&age=-1&mine=perhaps")).Text, Does.Contain("2 letters wait."), "what makes no sense counts for nothing");
        Assert.That((await grace.Get("/review?language=es")).Text, Does.Contain("No such letter waits."));
    }

    [Test]
    public async Task The_queue_says_when_it_will_be_done_and_what_that_rests_on()
    {
        using var grace = await Site.As(office.Grace);
        for (var i = 0; i < 8; i++)
        {
            var letter = await office.Send();
            if (i == 0) Assert.That((await grace.Get("/review")).Text, Does.Contain("nobody can say when all are read").And.Contain("Your own pace not known yet"));
            await Site.Get<Decisions>().Approve(letter.Id, letter.Version, office.Grace);
            Site.Clock.Advance(TimeSpan.FromMinutes(2));
        }
        for (var i = 0; i < 5; i++) await office.Send();
        Assert.That((await grace.Get("/review")).Text, Does.Contain("At this rate the last letter is read today at 10:").And.Contain("Every letter that is in time now will stay in time.")
            .And.Contain("Decisions since 10:00 8").And.Contain("Your own pace 2 min a letter").And.Contain("A letter has 24 h to be read"));
        Assert.That((await grace.Get("/review?mine=true")).Text, Does.Not.Contain("At this rate"));
        Site.Clock.Advance(TimeSpan.FromHours(2));
        Assert.That((await grace.Get("/review")).Text, Does.Contain("nobody can say when all are read").And.Contain("At your own pace, all that waits would take you 10 min."));
    }

    [TestCase("Return", "return")]
    [TestCase("Withhold", "withhold")]
    [TestCase("Worry", "worry")]
    public async Task A_decision_without_its_reason_is_refused_beside_the_field(string handler, string panel)
    {
        var letter = await office.Send();
        using var grace = await Site.As(office.Grace);
        var refused = await grace.Post($"/review/{letter.Id}", handler, ("Reason", "  "));
        Assert.That(refused.Html, Does.Match($"id=\"{panel}-reason\"[^>]*aria-invalid=\"true\"").And.Contain("Please say why. Nothing was done."));
        var longer = await grace.Post($"/review/{letter.Id}", handler, ("Reason", new string('a', 4001)));
        Assert.That(longer.Html, Does.Contain("longer than 4,000 characters").And.Contain(new string('a', 4001)));
        Assert.That(await office.StateOf(letter), Is.EqualTo(LetterState.InReview));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_letter_is_withheld_with_a_concern_or_without(bool concern)
    {
        var letter = await office.Send();
        using var grace = await Site.As(office.Grace);
        (string, string)[] fields = concern ? [("Reason", "I would like to talk with her first."), ("Concern", "true")] : [("Reason", "I would like to talk with her first.")];
        var done = await grace.Post($"/review/{letter.Id}", "Withhold", fields);
        Assert.That(done.Text, Does.Contain(concern ? "Withheld, and a concern is open." : "Withheld. Its writer reads kind words").And.Contain("These go to nobody."));
        Assert.That(await office.Told(NoticeKind.ConcernOpened), Is.EquivalentTo(concern ? new[] { office.Lea, office.Ada } : []));
        Assert.That(await office.Told(NoticeKind.LetterWithheld), Is.EqualTo(new[] { office.Pair.MenteeId }));
    }

    [Test]
    public async Task Two_people_together_take_a_withheld_letter_into_review_again()
    {
        var letter = await office.Send();
        using var grace = await Site.As(office.Grace);
        using var omar = await Site.As(office.Omar);
        await grace.Post($"/review/{letter.Id}", "Withhold", ("Reason", "Not now."));
        Assert.That((await grace.Post($"/review/{letter.Id}", "Reopen", ("Reason", " "))).Text, Does.Contain("Please say why."));
        var asked = await grace.Post($"/review/{letter.Id}", "Reopen", ("Reason", "I have talked with her."));
        Assert.That(asked.Text, Does.Contain("You have asked to read it again. A second person must ask too.").And.Not.Contain("Ask for it"));
        var seen = await omar.Get($"/review/{letter.Id}");
        Assert.That(seen.Text, Does.Contain("Grace Tester asked to read it again").And.Contain("I too want to read it again"));
        Assert.That((await omar.Get("/review")).Text, Does.Contain("Asked to read it again").And.Contain("Grace Tester"));
        Assert.That((await omar.Post($"/review/{letter.Id}", "Reopen", ("Reason", "I agree."))).Text, Does.Contain("It is back in the queue.").And.Contain("Yours until"));
    }

    [Test]
    public async Task The_same_person_cannot_ask_twice()
    {
        var letter = await office.Send();
        using var grace = await Site.As(office.Grace);
        await grace.Post($"/review/{letter.Id}", "Withhold", ("Reason", "Not now."));
        var tab = await grace.Get($"/review/{letter.Id}");
        await grace.Post($"/review/{letter.Id}", "Reopen", ("Reason", "I have talked with her."));
        var again = await grace.Send($"/review/{letter.Id}?handler=Reopen", [.. tab.Hidden("Reopen"), ("Reason", "Really.")]);
        Assert.That(again.Text, Does.Contain("You have spoken already."));
        Assert.That(await office.StateOf(letter), Is.EqualTo(LetterState.Withheld));
    }

    [Test]
    public async Task Danger_takes_two_keys_of_two_people_one_of_them_a_lead()
    {
        var letter = await office.Send(Office.Dangerous);
        using var grace = await Site.As(office.Grace);
        using var omar = await Site.As(office.Omar);
        using var ada = await Site.As(office.Ada);
        var before = await omar.Get($"/review/{letter.Id}");
        await omar.Post($"/review/{letter.Id}", "Release");
        var tab = await grace.Get($"/review/{letter.Id}");
        Assert.That(tab.Text, Does.Contain("Turn the first key"));
        var first = await grace.Post($"/review/{letter.Id}", "Approve");
        Assert.That(first.Text, Does.Contain("You have turned the first key. A second person must read it too: Ada Tester, Lea Tester.").And.Contain("you turned the first key"));
        var mine = await grace.Get($"/review/{letter.Id}");
        Assert.That(mine.Html, Does.Not.Contain("handler=Approve"));
        Assert.That(mine.Text, Does.Contain("A second person must read it too. The other key can be turned by: Ada Tester, Lea Tester."));
        Assert.That((await grace.Send($"/review/{letter.Id}?handler=Approve", [.. Fresh(tab.Hidden("Approve"), (await office.Fresh(letter.Id)).Version)])).Text, Does.Contain("A second person is needed"));
        var reader = await omar.Get($"/review/{letter.Id}");
        Assert.That(reader.Html, Does.Not.Contain("handler=Approve"));
        Assert.That((await omar.Send($"/review/{letter.Id}?handler=Approve", [.. Fresh(before.Hidden("Approve"), (await office.Fresh(letter.Id)).Version)])).Text, Does.Contain("Only a safeguarding lead can do this."));
        Assert.That((await ada.Get($"/review/{letter.Id}")).Text, Does.Contain("Turn the second key").And.Contain("Grace Tester turned the first key today at"));
        Assert.That((await ada.Post($"/review/{letter.Id}", "Approve")).Text, Does.Contain("Approved: Amina to Henrik."));
        Assert.That(await office.StateOf(letter), Is.EqualTo(LetterState.Approved));
    }

    [Test]
    public async Task A_disclosure_cannot_be_returned_and_the_page_says_what_to_do_instead()
    {
        var letter = await office.Send(Office.Dangerous);
        var other = await office.Send(Office.WithNumber, await office.NewPair(office.Class5A, "Tariq", "Wendy"));
        using var grace = await Site.As(office.Grace);
        var page = await grace.Get($"/review/{letter.Id}");
        Assert.That(page.Html, Does.Not.Contain("handler=Return").And.Not.Contain("name=\"Why\""));
        Assert.That(page.Text, Does.Contain("It can’t be returned: Amina may be telling of something that hurts").And.Contain("Withhold it and open a concern"));
        Assert.That(page.Html, Does.Match("name=\"Concern\" value=\"true\" checked"));
        var token = (await grace.Get($"/review/{other.Id}")).Hidden("Return");
        var refused = await grace.Send($"/review/{letter.Id}?handler=Return", [.. Fresh(token, letter.Version), ("Reason", "Take that out.")]);
        Assert.That(refused.Text, Does.Contain("This letter can’t be returned").And.Contain("nobody is asked to take that out again"));
        Assert.That(await office.StateOf(letter), Is.EqualTo(LetterState.InReview));
    }

    [Test]
    public async Task Where_there_are_not_two_it_can_only_be_withheld()
    {
        await Site.Db.Execute("UPDATE memberships SET ended_at = @Now WHERE role IN ('SafeguardingLead')", new { Site.Now });
        var letter = await office.Send(Office.Dangerous);
        using var grace = await Site.As(office.Grace);
        var page = await grace.Get($"/review/{letter.Id}");
        Assert.That(page.Html, Does.Not.Contain("handler=Approve").And.Contain("handler=Withhold"));
        Assert.That(page.Text, Does.Contain("it can only be withheld. The administrator has been told."));
        Assert.That(await office.Told(NoticeKind.KeysMissing), Is.EqualTo(new[] { office.Administrator }));
    }

    [Test]
    public async Task Any_reviewer_raises_the_route_and_only_a_lead_lowers_it_with_a_reason()
    {
        var letter = await office.Send();
        using var grace = await Site.As(office.Grace);
        using var lea = await Site.As(office.Lea);
        var attention = await grace.Post($"/review/{letter.Id}", "Reroute", ("To", "Attention"), ("Reason", ""));
        Assert.That(attention.Text, Does.Contain("It is on its new route: Attention.").And.Contain("Grace Tester put it on a more careful route"));
        Assert.That(attention.Html, Does.Not.Contain("name=\"To\" value=\"Standard\""));
        var lowered = await grace.Post($"/review/{letter.Id}", "Reroute", ("To", "Standard"), ("Reason", "It is fine."));
        Assert.That(lowered.Text, Does.Contain("Only a safeguarding lead can do this."));
        await grace.Post($"/review/{letter.Id}", "Reroute", ("To", "Safeguarding"), ("Reason", "Read the last line."));
        Assert.That(await office.Told(NoticeKind.SafeguardingLetter), Is.EquivalentTo(new[] { office.Lea, office.Ada }));
        await grace.Post($"/review/{letter.Id}", "Release");
        Assert.That((await lea.Post($"/review/{letter.Id}", "Reroute", ("To", "Attention"), ("Reason", ""))).Html, Does.Match("id=\"route-reason\"[^>]*aria-invalid=\"true\""));
        Assert.That((await lea.Post($"/review/{letter.Id}", "Reroute", ("To", "Attention"), ("Reason", "It quotes the story."))).Path, Is.EqualTo("/review"), "it is the lead's no more");
        Assert.That((await office.Fresh(letter.Id)).Route, Is.EqualTo(Route.Attention));
    }

    [Test]
    public async Task A_worried_reviewer_tells_the_leads_and_goes_on()
    {
        var letter = await office.Send();
        using var grace = await Site.As(office.Grace);
        var done = await grace.Post($"/review/{letter.Id}", "Worry", ("Reason", "She sounds alone."));
        Assert.That(done.Text, Does.Contain("The safeguarding leads have been told. Two people will read this letter."));
        Assert.That(await office.Told(NoticeKind.ConcernOpened), Is.EquivalentTo(new[] { office.Lea, office.Ada }));
        Assert.That((await grace.Get($"/review/{letter.Id}")).Text, Does.Contain("Two people must read this letter").And.Not.Contain("She sounds alone."));
    }

    [Test]
    public async Task Giving_it_back_and_going_on_leave_it_to_the_others()
    {
        var first = await office.Send();
        var second = await office.Send(pair: await office.NewPair(office.Class5A, "Tariq", "Wendy"));
        using var grace = await Site.As(office.Grace);
        Assert.That((await grace.Post($"/review/{first.Id}", "Next")).Path, Is.EqualTo($"/review/{second.Id}"));
        Assert.That(await Site.Get<ClaimStore>().Find(first.Id), Is.Null);
        Assert.That((await grace.Post($"/review/{second.Id}", "Previous")).Path, Is.EqualTo($"/review/{first.Id}"));
        var back = await grace.Post($"/review/{first.Id}", "Release");
        Assert.That((back.Path, back.Text), Is.EqualTo(("/review", back.Text)));
        Assert.That(back.Text, Does.Contain("Given back to the queue."));
        Assert.That(await Site.Get<ClaimStore>().Find(first.Id), Is.Null);
    }

    [Test]
    public async Task A_session_that_ends_over_a_note_loses_none_of_its_words()
    {
        var letter = await office.Send(Office.WithNumber);
        using var grace = await Site.As(office.Grace);
        var page = await grace.Get($"/review/{letter.Id}");
        grace.Take("session", "gone");
        var door = await grace.Send($"/review/{letter.Id}?handler=Return", [.. page.Hidden("Return"), ("Reason", "Words that took me a while."), ("Why", "1")]);
        Assert.That(door.Text, Does.Contain("What you wrote").Or.Contain("kept"));
        Assert.That(door.Html, Does.Contain("name=\"_kept\""));
        Assert.That(await office.StateOf(letter), Is.EqualTo(LetterState.InReview));
    }

    [Test]
    public async Task A_letter_of_a_paused_pair_says_that_it_will_wait()
    {
        var letter = await office.Send();
        await Site.Db.Transact(tx => Site.Get<Pauses>().Pause(tx, [office.Pair.Id], PauseReason.Coordinator, office.Coordinator, Site.Now));
        using var grace = await Site.As(office.Grace);
        Assert.That((await grace.Get($"/review/{letter.Id}")).Text, Does.Contain("This pair is paused."));
        await grace.Post($"/review/{letter.Id}", "Approve");
        await Site.Pass(TimeSpan.FromMinutes(5));
        Assert.That((await grace.Get($"/review/{letter.Id}")).Text, Does.Contain("It waits until the letters of this pair go on"));
    }

    [Test]
    public async Task An_unscreened_letter_says_so()
    {
        var letter = await office.Send();
        await Site.Db.Execute("UPDATE letters SET not_screened = 1, route = 'Attention' WHERE id = @Id", new { letter.Id });
        using var grace = await Site.As(office.Grace);
        Assert.That((await grace.Get("/review")).Text, Does.Contain("Not screened"));
        Assert.That((await grace.Get($"/review/{letter.Id}")).Text, Does.Contain("could not be looked through by the rules"));
    }

    [Test]
    public async Task What_a_letter_holds_stays_words_whatever_it_looks_like()
    {
        var letter = await office.Send("Dear Henrik,\n\n<script>alert(1)</script> <img src=x onerror=alert(1)> [a](javascript:alert(1))\n\nAmina");
        using var grace = await Site.As(office.Grace);
        Assert.That((await grace.Get($"/review/{letter.Id}")).Html, Does.Not.Contain("<script>alert").And.Not.Contain("<img src=x").And.Contain("&lt;script&gt;"));
    }

    [Test]
    public async Task More_than_a_page_of_letters_goes_on_by_key()
    {
        var pairs = await Site.Given.Pairs(101, office.Class5A);
        foreach (var pair in pairs) await Site.Get<Writing>().Submit(pair.MenteeId, new Sheet(pair.Id, null, null), Office.Safe);
        await Site.Sweep();
        using var grace = await Site.As(office.Grace);
        var first = await grace.Get("/review");
        Assert.That(first.Text, Does.Contain("101 letters wait."));
        var more = System.Text.RegularExpressions.Regex.Match(first.Html, "href=\"(/review\\?after=[^\"]+)\"").Groups[1].Value;
        var second = await grace.Get(more);
        Assert.That(System.Text.RegularExpressions.Regex.Matches(first.Html, "<th scope=\"row\">").Count, Is.EqualTo(100));
        Assert.That(System.Text.RegularExpressions.Regex.Matches(second.Html, "<th scope=\"row\">").Count, Is.EqualTo(1));
    }

    async Task<Letter> Delivered(Letter letter)
    {
        await Site.Get<Decisions>().Approve(letter.Id, letter.Version, office.Grace);
        await Site.Pass(TimeSpan.FromMinutes(1));
        return await office.Fresh(letter.Id);
    }

    static IEnumerable<(string, string)> Fresh(IEnumerable<(string Name, string Value)> fields, int version) => fields.Select(field => field.Name == "Version" ? (field.Name, $"{version}") : field);
}

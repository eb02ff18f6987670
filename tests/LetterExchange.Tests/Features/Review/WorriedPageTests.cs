using System.Net;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Notices;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Review;

/// <summary>"I'm worried" by each sort of person, and what becomes of it on the pages of the leads.</summary>
public sealed class WorriedPageTests
{
    Office office = null!;

    Site Site => office.Site;

    [SetUp]
    public async Task Open() => office = await Office.Open();

    [TearDown]
    public async Task Close() => await office.DisposeAsync();

    [Test]
    public async Task A_mentee_sends_it_without_a_word_and_the_leads_are_told()
    {
        using var amina = await Site.As(office.Pair.MenteeId);
        var page = await amina.Get("/worried");
        Assert.That(page.Text, Does.Contain("You are not in trouble.").And.Contain("These grown-ups will read it: Ada Tester, Lea Tester.").And.Contain("You need not write anything.").And.Contain("112 in Europe"));
        var sent = await amina.Post("/worried", null, ("About", $"pair:{office.Pair.Id}"), ("Note", ""));
        Assert.That(sent.Text, Does.Contain("You did the right thing.").And.Contain("Ada Tester, Lea Tester know now.").And.Contain("Somebody will come and talk with you."));
        Assert.That(await office.Told(NoticeKind.ConcernOpened), Is.EquivalentTo(new[] { office.Lea, office.Ada }));
        var concern = (await Site.Get<ConcernStore>().All(office.Program, office.Lea)).Single();
        Assert.That((concern.PairId, concern.LetterId, concern.Note, concern.OpenedBy, concern.Source), Is.EqualTo(((Guid?)office.Pair.Id, (Guid?)null, "", (Guid?)office.Pair.MenteeId, ConcernSource.Worried)));
    }

    [Test]
    public async Task The_program_s_help_is_offered()
    {
        await Site.Get<Settings>().AddHelpContact(office.Program, "Childline", "0800 1111, any time", office.Coordinator);
        using var amina = await Site.As(office.Pair.MenteeId);
        Assert.That((await amina.Get("/worried")).Text, Does.Contain("If you need help right now").And.Contain("Childline 0800 1111, any time"));
    }

    [Test]
    public async Task A_mentor_names_staff_and_whom_it_names_neither_reads_it_nor_reviews_the_pair()
    {
        var letter = await office.Send();
        using var henrik = await Site.As(office.Pair.MentorId);
        Assert.That((await henrik.Get("/worried")).Text, Does.Contain("Is it about somebody who works here?").And.Contain("Omar Tester").And.Contain("Cora Tester").And.Not.Contain("Bea Tester"));
        var sent = await henrik.Post("/worried", null, ("About", $"pair:{office.Pair.Id}"), ("Note", "He asked her for a photo."), ("Named", $"{office.Lea}"), ("Named", $"{office.Omar}"));
        Assert.That(sent.Text, Does.Contain("Thank you for saying so.").And.Contain("Ada Tester have been told just now.").And.Not.Contain("Lea Tester"));
        Assert.That(await office.Told(NoticeKind.ConcernOpened), Is.EqualTo(new[] { office.Ada }));
        var concern = (await Site.Get<ConcernStore>().All(office.Program, office.Ada)).Single();
        using var lea = await Site.As(office.Lea);
        Assert.That((await lea.Get($"/concerns/{concern.Id}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await lea.Get("/concerns")).Text, Does.Contain("No concern is open."));
        using var omar = await Site.As(office.Omar);
        Assert.That((await omar.Get($"/review/{letter.Id}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        using var ada = await Site.As(office.Ada);
        Assert.That((await ada.Get($"/concerns/{concern.Id}")).Text, Does.Contain("He asked her for a photo.").And.Contain("Amina Pupil and Henrik Friend").And.Contain("I’m worried, Henrik Friend"));
    }

    [Test]
    public async Task A_reviewer_comes_from_a_letter_and_it_is_about_that_letter()
    {
        var letter = await office.Send();
        using var grace = await Site.As(office.Grace);
        var page = await grace.Get($"/worried?letter={letter.Id}");
        Assert.That(page.Html, Does.Match($"<option value=\"{letter.Id}\" selected=\"selected\">Amina to Henrik, today").And.Match("value=\"letter\" id=\"about-letter\" checked"));
        await grace.Post($"/worried?letter={letter.Id}", null, ("About", "letter"), ("Letter", $"{letter.Id}"), ("Note", "Omar answers for her."), ("Named", $"{office.Omar}"));
        var concern = (await Site.Get<ConcernStore>().All(office.Program, office.Lea)).Single();
        Assert.That((concern.LetterId, concern.PairId), Is.EqualTo(((Guid?)letter.Id, (Guid?)office.Pair.Id)));
        using var lea = await Site.As(office.Lea);
        var shown = await lea.Get($"/concerns/{concern.Id}");
        Assert.That(shown.Html, Does.Contain($"href=\"/review/{letter.Id}\""));
        Assert.That((await lea.Get($"/review/{letter.Id}")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await office.Looks(letter.Id, office.Lea), Is.EqualTo(1));
    }

    [Test]
    public async Task A_letter_or_pair_that_is_not_one_s_own_can_t_be_named()
    {
        var theirs = await office.Send(pair: office.Other);
        var notYet = await office.Send(byMentor: true);
        using var amina = await Site.As(office.Pair.MenteeId);
        foreach (var (about, letter) in new[] { ("letter", $"{theirs.Id}"), ("letter", $"{notYet.Id}"), ($"pair:{office.Other.Id}", ""), ("", ""), ("nonsense", "x") })
        {
            var refused = await amina.Post("/worried", null, ("About", about), ("Letter", letter), ("Note", "My words stay."));
            Assert.That(refused.Html, Does.Contain("Please choose what it is about.").Or.Contain("is not valid").And.Contain("My words stay."), about);
        }
        Assert.That(await office.Told(NoticeKind.ConcernOpened), Is.Empty);
        await amina.Post("/worried", null, ("About", "else"), ("Note", ""), ("Named", $"{office.Coordinator}"));
        Assert.That(await Site.Db.Get<int>("SELECT COUNT(*) FROM concern_people"), Is.Zero, "a child names only those who would read it");
    }

    [Test]
    public async Task Too_long_a_text_comes_back_with_a_word_about_it()
    {
        using var amina = await Site.As(office.Pair.MenteeId);
        var text = new string('b', 4001);
        Assert.That((await amina.Post("/worried", null, ("About", "else"), ("Note", text))).Html, Does.Contain("This is longer than 4,000 characters.").And.Contain(text));
        Assert.That(await office.Told(NoticeKind.ConcernOpened), Is.Empty);
    }

    [Test]
    public async Task What_no_database_holds_is_left_out_of_a_note()
    {
        using var amina = await Site.As(office.Pair.MenteeId);
        await amina.Post("/worried", null, ("About", "else"), ("Note", "He said\u0007 no.\r\nTwice."));
        Assert.That((await Site.Get<ConcernStore>().All(office.Program, office.Lea)).Single().Note, Is.EqualTo("He said no.\nTwice."));
    }

    [Test]
    public async Task A_double_click_opens_one_concern()
    {
        using var amina = await Site.As(office.Pair.MenteeId);
        var page = await amina.Get("/worried");
        var fields = page.Hidden(null).Append(("About", "else")).Append(("Note", "Help.")).ToArray();
        var both = await Task.WhenAll(amina.Send("/worried", fields), amina.Send("/worried", fields));
        Assert.That(both.Select(answer => answer.Path), Is.All.EqualTo("/worried?sent=true"));
        Assert.That(await Site.Get<ConcernStore>().All(office.Program, office.Lea), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_session_that_has_ended_meanwhile_loses_no_word()
    {
        using var amina = await Site.As(office.Pair.MenteeId);
        var page = await amina.Get("/worried");
        amina.Take("session", "gone");
        var door = await amina.Send("/worried", [.. page.Hidden(null), ("About", "else"), ("Note", "I must tell you something.")]);
        var kept = System.Text.RegularExpressions.Regex.Match(door.Html, "name=\"_kept\" value=\"([^\"]+)\"").Groups[1].Value;
        Assert.That(kept, Is.Not.Empty);
        amina.Take("session", await Site.Session(office.Pair.MenteeId));
        var again = await amina.Send("/worried?kept=1", ("_kept", kept));
        Assert.That(again.Html, Does.Contain("I must tell you something.").And.Match("value=\"else\" checked"));
    }

    [Test]
    public async Task Somebody_signed_out_is_led_to_the_door()
    {
        using var nobody = await Site.As();
        Assert.That((await nobody.Get("/worried")).Path, Is.EqualTo("/sign-in?to=%2Fworried"));
    }

    [Test]
    public async Task Where_nobody_could_read_it_the_page_says_so_and_the_administrator_is_told()
    {
        await Site.Db.Execute("UPDATE memberships SET ended_at = @Now WHERE role = 'SafeguardingLead'", new { Site.Now });
        using var henrik = await Site.As(office.Pair.MentorId);
        Assert.That((await henrik.Get("/worried")).Text, Does.Contain("no safeguarding lead who could read it"));
        Assert.That((await henrik.Post("/worried", null, ("About", "else"), ("Note", "Help."))).Text, Does.Contain("Thank you for saying so."));
        Assert.That(await office.Told(NoticeKind.LeadMissing), Is.EqualTo(new[] { office.Administrator }));
    }

    [Test]
    public async Task A_concern_is_listed_taken_in_hand_and_closed()
    {
        using var amina = await Site.As(office.Pair.MenteeId);
        await amina.Post("/worried", null, ("About", $"pair:{office.Pair.Id}"), ("Note", "He is sad all the time."));
        await Site.Pass(TimeSpan.FromHours(3));
        using var lea = await Site.As(office.Lea);
        using var ada = await Site.As(office.Ada);
        Assert.That((await lea.Get("/concerns")).Text, Does.Contain("open for 3 h").And.Contain("Amina Pupil and Henrik Friend").And.Contain("Northgate 5A"));
        var id = (await Site.Get<ConcernStore>().All(office.Program, office.Lea)).Single().Id;
        var tab = await ada.Get($"/concerns/{id}");
        Assert.That((await lea.Post($"/concerns/{id}", "Take")).Text, Does.Contain("You have it in hand.").And.Contain("Lea Tester, today at"));
        Assert.That((await ada.Send($"/concerns/{id}?handler=Take", [.. tab.Hidden("Take")])).Text, Does.Contain("Somebody was first").And.Contain("Lea Tester"));
        var refused = await lea.Post($"/concerns/{id}", "Close", ("Outcome", "Advice"), ("OutcomeWords", " "));
        Assert.That(refused.Text, Does.Contain("Please write down the outcome first."));
        var old = await ada.Get($"/concerns/{id}");
        Assert.That((await lea.Post($"/concerns/{id}", "Close", ("Outcome", "Advice"), ("OutcomeWords", "Talked with both of them."))).Text, Does.Contain("The concern is closed.").And.Contain("Talked with both of them."));
        Assert.That((await ada.Send($"/concerns/{id}?handler=Close", [.. old.Hidden("Close"), ("Outcome", "Advice"), ("OutcomeWords", "Mine, typed with care.")])).Text,
            Does.Contain("Somebody was first").And.Contain("Mine, typed with care.").And.Contain("Talked with both of them."));
    }

    [Test]
    public async Task Only_leads_come_to_concerns()
    {
        foreach (var person in new[] { office.Grace, office.Coordinator, office.Pair.MenteeId, office.Administrator })
        {
            using var visitor = await Site.As(person);
            Assert.That((await visitor.Get("/concerns")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        }
    }
}

using System.Net;
using System.Text.RegularExpressions;
using LetterExchange.Features.Letters;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Letters;

/// <summary>A pair's letters on one page.</summary>
public sealed class ConversationPageTests
{
    Site site = null!;
    Correspondence us = null!;

    [OneTimeSetUp]
    public async Task Open() => site = await Site.Open();

    [OneTimeTearDown]
    public async Task Close() => await site.DisposeAsync();

    [SetUp]
    public async Task Begin() => us = await Correspondence.On(site);

    [Test]
    public async Task The_letters_stand_in_the_order_in_which_they_arrived_with_their_story_before_them()
    {
        await us.Deliver(us.Amina, "First, about the lighthouse.");
        await Opened(await us.Deliver(us.Henrik, "Second, about the lighthouse."));
        await us.Deliver(us.Amina, "Third, about nothing.");
        var page = await Page(us.Amina);
        Assert.That(page.Text, Does.Match("Round \\d+, \\w+ The Lighthouse With No Sea Ines Calloway 1 Amina to Henrik .*First, .*2 Henrik to Amina .*Second, .*Between the stories 3 Amina to Henrik .*Third, "));
        Assert.That(page.Html, Does.Contain($"href=\"/assignments/{us.Turn.AssignmentId}\"").And.Contain("data-story=\"tide\""));
        Assert.That(page.Text, Does.Contain("3 letters since January"));
    }

    [Test]
    public async Task Older_letters_are_folded_and_open_without_a_script()
    {
        for (var i = 1; i <= 5; i++) await us.Deliver(us.Amina, $"Letter {i} begins.\n\nAnd letter {i} ends.");
        var page = await Page(us.Amina);
        Assert.That(Regex.Count(page.Html, "<details class=\"prose\">"), Is.EqualTo(2));
        Assert.That(page.Text, Does.Contain("And letter 1 ends.").And.Contain("And letter 5 ends."));
    }

    [Test]
    public async Task A_letter_that_has_not_been_opened_is_closed_here_too()
    {
        var letter = await us.Deliver(us.Henrik, "Dear Amina, a surprise.");
        var page = await Page(us.Amina);
        Assert.That(page.Text, Does.Contain("A letter from Henrik has arrived.").And.Not.Contain("a surprise"));
        Assert.That(await us.StateOf(letter), Is.EqualTo(LetterState.Delivered));
        await Opened(letter);
        Assert.That((await Page(us.Amina)).Text, Does.Contain("a surprise"));
    }

    [Test]
    public async Task What_is_not_delivered_stands_at_the_end_with_its_state_and_only_before_its_writer()
    {
        await site.Get<Writing>().Keep(us.Amina, new Sheet(us.Pair.Id, null, null), "Only begun");
        var letter = await us.Send(us.Amina, "Waiting for Ruth");
        var page = await Page(us.Amina);
        Assert.That(page.Text, Does.Contain("Being read by a reviewer").And.Contain("Not sent yet").And.Contain("Only begun"));
        await us.Return(letter, "Which day was it?");
        Assert.That((await Page(us.Amina)).Text, Does.Contain("Came back to you").And.Contain("Which day was it?").And.Contain("Change your letter"));
        Assert.That((await Page(us.Henrik)).Text, Does.Not.Contain("Only begun").And.Not.Contain("Waiting for Ruth").And.Contain("have not written to each other yet"));
    }

    [Test]
    public async Task A_long_conversation_is_turned_page_by_page()
    {
        const int all = 2 * Reading.PageSize + 2;
        for (var i = 1; i <= all; i++) await us.Deliver(us.Amina, $"This is letter {i}.");
        var newest = await Page(us.Amina);
        Assert.That(Numbers(newest), Is.EqualTo(Enumerable.Range(all - Reading.PageSize + 1, Reading.PageSize)));
        var middle = await Follow(newest);
        Assert.That(Numbers(middle), Is.EqualTo(Enumerable.Range(3, Reading.PageSize)));
        Assert.That(middle.Text, Does.Contain("To the newest letters").And.Not.Contain("What comes next"));
        Assert.That(Numbers(await Follow(middle)), Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public async Task A_mentor_of_several_chooses_whose_letters_to_read()
    {
        var others = await site.Given.Pair(us.Pair.CohortId, mentor: us.Henrik);
        await site.Db.Execute("UPDATE people SET given_name = 'Zoe' WHERE id = @MenteeId", new { others.MenteeId });
        await us.Deliver(us.Amina, "From Amina.");
        var page = await Page(us.Henrik);
        Assert.That(page.Text, Does.Match("Amina 1 new .*Zoe"));
        Assert.That(page.Html, Does.Contain($"href=\"/letters?pair={others.Id}\""));
        Assert.That((await Page(us.Henrik, others.Id)).Text, Does.Contain("You and Zoe have not written to each other yet."));
    }

    [Test]
    public async Task Letters_of_a_pair_that_has_ended_can_still_be_read_and_nothing_is_to_be_written()
    {
        await Opened(await us.Deliver(us.Henrik, "Dear Amina, farewell."));
        await us.Close();
        var page = await Page(us.Amina);
        Assert.That(page.Text, Does.Contain("Dear Amina, farewell.").And.Contain("Your letters with Henrik have ended."));
        Assert.That(page.Html, Does.Not.Contain("/letters/to/"));
    }

    [Test]
    public async Task Nobody_reads_another_pair_s_letters()
    {
        var others = await Correspondence.On(site);
        await others.Deliver(others.Amina, "Not yours.");
        foreach (var person in new[] { us.Amina, us.Henrik })
            Assert.That((await Page(person, others.Pair.Id)).Status, Is.EqualTo(HttpStatusCode.NotFound));
        using var coordinator = await site.As(await site.Given.Coordinator());
        Assert.That((await coordinator.Get($"/letters?pair={others.Pair.Id}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        var theirs = await site.Db.Get<Guid>("SELECT id FROM letters WHERE pair_id = @Id", new { others.Pair.Id });
        using var amina = await site.As(us.Amina);
        Assert.That((await amina.Get($"/letters?pair={us.Pair.Id}&before={theirs}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Somebody_without_a_pair_hears_so()
    {
        using var mentor = await site.As(await site.Given.Person("Mentor"));
        Assert.That((await mentor.Get("/letters")).Text, Does.Contain("You have nobody to write to yet."));
    }

    Task Opened(Guid letter) => site.Get<Reading>().Open(letter, us.Amina);

    async Task<Visitor.Answer> Page(Guid person, Guid? pair = null)
    {
        using var visitor = await site.As(person);
        return await visitor.Get(pair is null ? "/letters" : $"/letters?pair={pair}");
    }

    async Task<Visitor.Answer> Follow(Visitor.Answer page)
    {
        using var visitor = await site.As(us.Amina);
        return await visitor.Get(WebUtility.HtmlDecode(Regex.Match(page.Html, "href=\"([^\"]*before=[^\"]*)\"").Groups[1].Value));
    }

    static IEnumerable<int> Numbers(Visitor.Answer page) => Regex.Matches(page.Html, "<p class=\"no\">(\\d+)<").Select(match => int.Parse(match.Groups[1].Value));
}

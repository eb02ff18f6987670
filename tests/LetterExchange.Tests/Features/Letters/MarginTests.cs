using LetterExchange.Tests.Ground;
using Microsoft.Playwright;

namespace LetterExchange.Tests.Features.Letters;

/// <summary>What stands in the margin of the paper: the partner's questions until they are ticked off, ways to begin, a goodbye for the last round, and for mentors a quiet mirror.</summary>
public sealed class MarginTests
{
    const string Hard = "Notwithstanding the considerable administrative complications accompanying contemporary infrastructural development, numerous municipal representatives continuously demonstrate extraordinary "
        + "determination regarding sustainable transportation alternatives throughout metropolitan environments, particularly concerning underprivileged neighbourhoods whose inhabitants historically experienced disadvantages.";

    Site site = null!;
    Correspondence us = null!;

    [OneTimeSetUp]
    public async Task Open() => site = await Site.Open();

    [OneTimeTearDown]
    public async Task Close() => await site.DisposeAsync();

    [SetUp]
    public async Task Meet() => us = await Correspondence.On(site);

    string Free => $"/letters/to/{us.Pair.Id}";

    [Test]
    public async Task The_questions_of_the_last_letters_stand_there_until_they_are_ticked_off_and_the_words_on_the_paper_stay()
    {
        await us.Deliver(us.Henrik, "Dear Amina, how old is your pigeon? I am well.");
        await site.Pass(TimeSpan.FromHours(1));
        await us.Deliver(us.Henrik, "Dear Amina, does it rain where you are?");
        var amina = await site.As(us.Amina);
        var turn = $"/turns/{us.Turn.Id}";
        var page = await amina.Get(turn);
        Assert.That(page.Text, Does.Contain("how old is your pigeon?").And.Contain("does it rain where you are?"));
        var settle = System.Text.RegularExpressions.Regex.Match(page.Html, "value=\"([0-9a-f-]{36}:[0-9]+)\"[^>]*>[^<]*<span[^>]*> [^<]*does it rain").Groups[1].Value;
        page = await amina.Send($"{turn}?handler=Settle", [.. page.Form("Read"), ("Text", "Dear Henrik, it pours."), ("settle", settle)]);
        Assert.That(page.Text, Does.Contain("how old is your pigeon?").And.Contain("Dear Henrik, it pours."));
        Assert.That(page.Html, Does.Not.Contain(settle));
    }

    [Test]
    public async Task No_more_than_six_stand_there_and_the_next_moves_up()
    {
        var letter = await us.Deliver(us.Henrik, "Dear Amina, " + string.Join(' ', Enumerable.Range(1, 7).Select(n => $"Is it {n}?")));
        var amina = await site.As(us.Amina);
        var page = await amina.Get($"/turns/{us.Turn.Id}");
        Assert.That(page.Html, Does.Contain($"{letter}:6\"").And.Not.Contain($"{letter}:7\""));
        page = await amina.Send($"/turns/{us.Turn.Id}?handler=Settle", [.. page.Form("Read"), ("settle", $"{letter}:2")]);
        Assert.That(page.Html, Does.Contain($"{letter}:7\"").And.Not.Contain($"{letter}:2\""));
    }

    [Test]
    public async Task A_question_of_somebody_else_s_letter_can_not_be_ticked_off()
    {
        var letter = await us.Deliver(us.Henrik, "Dear Amina, how old is your pigeon?");
        var henrik = await site.As(us.Henrik);
        var page = await henrik.Get(Free);
        await henrik.Send($"{Free}?handler=Settle", [.. page.Form("Read"), ("Text", "Dear Amina, one more."), ("settle", $"{letter}:1")]);
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM settled_questions WHERE letter_id = @letter", new { letter }), Is.Zero);
    }

    [Test]
    public async Task What_a_mentor_remembers_stands_beside_the_paper_until_it_is_forgotten_and_the_words_on_the_paper_stay()
    {
        var letter = await us.Deliver(us.Amina, "Dear Henrik, my brother bites. He is four.");
        var henrik = await site.As(us.Henrik);
        var page = await henrik.Post($"/letters/{letter}", "Remember", ("start", "31"));
        Assert.That(page.Html, Does.Contain("<mark>He is four.</mark>"));
        page = await henrik.Get(Free);
        Assert.That(page.Text, Does.Contain("What matters to Amina").And.Contain("He is four."));
        page = await henrik.Send($"{Free}?handler=Forget", [.. page.Form("Read").Where(field => field.Name != "Text"), ("Text", "Dear Amina, I have a dog."), ("card", $"{letter}:31")]);
        Assert.That(page.Text, Does.Not.Contain("What matters to Amina").And.Contain("Dear Amina, I have a dog."));
    }

    [Test]
    public async Task A_child_is_offered_no_cards_and_can_keep_none()
    {
        var letter = await us.Deliver(us.Henrik, "Dear Amina, I have a dog. It is old.");
        var amina = await site.As(us.Amina);
        var page = await amina.Get($"/letters/{letter}");
        Assert.That(page.Html, Does.Not.Contain("Remember"));
        page = await amina.Get($"/turns/{us.Turn.Id}");
        await amina.Send($"/letters/{letter}?handler=Remember", [.. page.Form("Read"), ("start", "30")]);
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM memory_cards WHERE letter_id = @letter", new { letter }), Is.Zero);
    }

    [Test]
    public async Task A_mentor_hears_when_the_letter_is_harder_than_the_mentee_reads_and_a_child_hears_nothing()
    {
        await site.Db.Execute("UPDATE people SET born = '2017-05-01' WHERE id = @Amina", new { us.Amina });
        await using (var window = await site.Window(us.Henrik))
        {
            await window.Page.GotoAsync(Free);
            await window.Page.Locator("#Text").FillAsync($"Dear Amina, {Hard} {Hard}");
            await Assertions.Expect(window.Page.Locator("[data-mirror]")).ToContainTextAsync("hard for");
            await Assertions.Expect(window.Page.Locator("[data-mirror]")).ToContainTextAsync("The longest sentence");
            await window.Page.Locator("#Text").FillAsync("Dear Amina, it is a warm day. I sat in the sun. My cat sat on my hat. She would not get up, so I had no hat, and I got a red nose. Do you like the sun? I do, but my nose does not. Tell me how you are.");
            await Assertions.Expect(window.Page.Locator("[data-mirror]")).ToBeEmptyAsync();
        }
        var amina = await site.As(us.Amina);
        var page = await amina.Press($"/turns/{us.Turn.Id}", "Keep", $"Dear Henrik, {Hard} {Hard}");
        Assert.That(page.Html, Does.Not.Contain("data-mirror").And.Not.Contain("hard for"));
    }

    [Test]
    public async Task A_beginning_is_put_into_the_letter_by_a_click()
    {
        await using var window = await site.Window(us.Amina);
        await window.Page.GotoAsync($"/turns/{us.Turn.Id}");
        await Assertions.Expect(window.Page.Locator("#Text")).ToBeEditableAsync();
        await window.Page.GetByText("How a letter may begin").ClickAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "The part that I liked best was" }).ClickAsync();
        await Assertions.Expect(window.Page.Locator("#Text")).ToHaveValueAsync("The part that I liked best was ");
        await window.ShouldPassAxe();
        await window.Shot("letters-margin");
    }

    [Test]
    public async Task The_last_round_is_a_place_for_a_goodbye()
    {
        var amina = await site.As(us.Amina);
        Assert.That((await amina.Get($"/turns/{us.Turn.Id}")).Text, Does.Contain("a good place for a goodbye"));
        var opens = site.Now.AddDays(30);
        await site.Given.Assignments([us.Pair], await site.Given.Round(opens), opens, (Side.Mentee, opens.AddDays(7), opens.AddDays(10)));
        Assert.That((await amina.Get($"/turns/{us.Turn.Id}")).Text, Does.Not.Contain("a good place for a goodbye"));
    }
}

using LetterExchange.Tests.Ground;
using Microsoft.Playwright;

namespace LetterExchange.Tests.Features.Letters;

/// <summary>Letters that are not what one expects, and are letters all the same.</summary>
public sealed class UnusualLettersTests
{
    Site site = null!;
    Correspondence us = null!;

    [OneTimeSetUp]
    public async Task Open() => site = await Site.Open();

    [OneTimeTearDown]
    public async Task Close() => await site.DisposeAsync();

    [SetUp]
    public async Task Meet() => us = await Correspondence.On(site);

    string Turn => $"/turns/{us.Turn.Id}";

    [Test]
    public async Task What_is_pasted_from_Word_is_its_words_with_their_paragraphs_and_nothing_else()
    {
        await using var window = await site.Window(us.Amina);
        await window.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await window.Page.GotoAsync(Turn);
        await Assertions.Expect(window.Page.Locator("#Text")).ToBeEditableAsync();
        await window.Page.EvaluateAsync("""
            () => navigator.clipboard.write([new ClipboardItem({
                'text/html': new Blob(['<html xmlns:o="urn:schemas-microsoft-com:office:office"><p class=MsoNormal style="mso-fareast-language:EN-US"><b>Dear Henrik,</b><o:p></o:p></p><p class=MsoNormal>It snowed.</p></html>'], { type: 'text/html' }),
                'text/plain': new Blob(['Dear Henrik,\r\n\r\nIt snowed.\r\n'], { type: 'text/plain' }),
            })])
            """);
        await window.Page.Locator("#Text").FocusAsync();
        await window.Page.Keyboard.PressAsync("Control+V");
        await Assertions.Expect(window.Page.Locator("#Text")).ToHaveValueAsync("Dear Henrik,\n\nIt snowed.\n");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Read and send" }).ClickAsync();
        await Assertions.Expect(window.Page.Locator(".prose p")).ToHaveTextAsync(["Dear Henrik,", "It snowed."]);
    }

    [Test]
    public async Task Pasted_HTML_is_read_as_it_was_typed()
    {
        const string html = "<p onclick=\"alert(1)\">Dear <b>Henrik</b>,</p>\n\n<script>alert(1)</script>\n\nIt is <3 cold &amp; I like it.";
        var letter = await us.Deliver(us.Amina, html);
        var page = await (await site.As(us.Henrik)).Get($"/letters/{letter}");
        Assert.That(page.Text, Does.Contain("<p onclick=\"alert(1)\">Dear <b>Henrik</b>,</p>").And.Contain("<script>alert(1)</script>").And.Contain("It is <3 cold &amp; I like it."));
        Assert.That(page.Html, Does.Not.Contain("<script>alert").And.Not.Contain("<p onclick"));
    }

    [Test]
    public async Task A_letter_of_emoji_alone_is_sent_and_read()
    {
        const string emoji = "\U0001F426\U0001F426\U0001F3FD ❤️ \U0001F468‍\U0001F469‍\U0001F467";
        var amina = await site.As(us.Amina);
        var proof = await amina.Post(Turn, "Read", ("Text", emoji));
        Assert.That(proof.Text, Does.Contain("Read it once more").And.Contain(emoji));
        var letter = await us.Deliver(us.Amina, emoji);
        Assert.That((await (await site.As(us.Henrik)).Get($"/letters/{letter}")).Text, Does.Contain(emoji));
    }

    [Test]
    public async Task A_letter_that_is_written_from_right_to_left_begins_at_the_right()
    {
        const string hebrew = "שלום הנריק, ירד שלג כל הלילה.";
        var letter = await us.Deliver(us.Amina, hebrew + "\n\nIt snowed all night.");
        await using var window = await site.Window(us.Henrik);
        await window.Page.GotoAsync($"/letters/{letter}");
        Assert.That(await Begins("ש"), Is.EqualTo("right"));
        Assert.That(await Begins("I"), Is.EqualTo("left"));
        await window.Page.GotoAsync($"/letters/to/{us.Pair.Id}");
        await window.Page.Locator("#Text").FillAsync(hebrew);
        Assert.That(await window.Page.EvaluateAsync<string>("() => getComputedStyle(document.querySelector('#Text')).direction"), Is.EqualTo("rtl"));

        Task<string> Begins(string with) => window.Page.EvaluateAsync<string>("""
            (letter) => {
                const paragraph = [...document.querySelectorAll('.letter .prose p')].find((one) => one.textContent.startsWith(letter));
                const first = document.createRange();
                first.setStart(paragraph.firstChild, 0);
                first.setEnd(paragraph.firstChild, 1);
                const [at, all] = [first.getBoundingClientRect(), paragraph.getBoundingClientRect()];
                return at.left + at.right > all.left + all.right ? 'right' : 'left';
            }
            """, with);
    }
}

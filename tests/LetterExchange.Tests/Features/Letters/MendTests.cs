using System.Net;
using System.Text.RegularExpressions;
using LetterExchange.Features.Letters;
using LetterExchange.Tests.Ground;
using Microsoft.Playwright;

namespace LetterExchange.Tests.Features.Letters;

/// <summary>A letter that came back: the passage marked, the reason in the writer's language, one click to mend it.</summary>
public sealed class MendTests : AminaWrites
{
    const string Letter = "Dear Henrik,\n\nMy number is 07700 900461, it is too long to write.\n\nAmina";
    const string Mended = "Dear Henrik,\n\nMy number is, it is too long to write.\n\nAmina";
    const string Wish = "Your letter is lovely. Could you take the phone number out before it goes? You two can always write to each other here.";

    [Test]
    public async Task The_passage_is_quoted_with_the_reason_and_taken_out_by_one_click_without_scripts()
    {
        await Returned();
        var sheet = await Amina.Get(Turn);
        Assert.That(sheet.Text, Does.Contain($"The reviewer writes One thing only. 07700 900461 {Wish} Take these words out"));
        var mended = await Mend(sheet, Letter);
        Assert.That(mended.Path, Is.EqualTo(Turn));
        Assert.That(mended.Text, Does.Contain("Those words are out. Everything else is as you wrote it.").And.Contain("gone from your letter"));
        Assert.That(mended.Html, Does.Match("<li class=\"done\"[^>]*>\\s*<p><q [^>]*>07700 900461</q>"));
        Assert.That((await Draft())!.Text, Is.EqualTo(Mended));
        Assert.That((await Site.Get<LetterStore>().Find((await Draft())!.LetterId))!.State, Is.EqualTo(LetterState.Returned), "it is sent when its writer sends it");
    }

    [Test]
    public async Task What_was_written_meanwhile_stays_and_words_that_are_gone_already_are_kindly_let_be()
    {
        await Returned();
        var sheet = await Amina.Get(Turn);
        Assert.That((await Mend(sheet, "PS: It snows!\r\n\r\n" + Letter.Replace("\n", "\r\n"))).Text, Does.Contain("PS: It snows!"));
        Assert.That((await Draft())!.Text, Is.EqualTo("PS: It snows!\n\n" + Mended));
        var again = await Mend(await Amina.Get(Turn), "Only snow");
        Assert.That(again.Text, Does.Contain("Those words were not in your letter any more. Nothing was changed."));
        Assert.That((await Draft())!.Text, Is.EqualTo("Only snow"));
    }

    [Test]
    public async Task A_letter_that_was_changed_in_another_window_is_not_overwritten_by_a_click()
    {
        await Returned();
        var sheet = await Amina.Get(Turn);
        await Amina.Press(Turn, "Keep", "From the other window");
        Assert.That((await Mend(sheet, Letter)).Text, Does.Contain("Two versions of your letter"));
        Assert.That((await Draft())!.Text, Is.EqualTo("From the other window"));
    }

    [Test]
    public async Task A_note_that_was_sent_as_it_was_offered_stands_with_its_passage_and_not_twice()
    {
        await Returned(Wish);
        Assert.That(Regex.Count((await Amina.Get(Turn)).Text, "Could you take the phone number out"), Is.EqualTo(1));
    }

    [TestCase("fr", "Peux-tu enlever le numéro de téléphone avant qu’elle parte", "Enlever ces mots", "Ces mots sont enlevés. Tout le reste est comme tu l’as écrit.", "plus dans ta lettre")]
    [TestCase("es", "número de teléfono", "Quitar estas palabras", "Esas palabras ya no están. Todo lo demás sigue como lo escribiste.", "ya no está en tu carta")]
    public async Task The_reason_is_in_the_child_s_language(string language, string wish, string button, string done, string gone)
    {
        await Site.Db.Execute("UPDATE people SET language = @language WHERE id = @Amina", new { language, Us.Amina });
        await Returned();
        var sheet = await Amina.Get(Turn);
        Assert.That(sheet.Text, Does.Contain(wish).And.Contain(button));
        Assert.That((await Mend(sheet, Letter)).Text, Does.Contain(done).And.Contain(gone));
    }

    [Test]
    public async Task A_mentor_is_spoken_to_as_an_adult()
    {
        var letter = await Us.Send(Us.Henrik, "Dear Amina, my number is 07700 900461.");
        await Us.Return(letter, "One thing only.", [1]);
        using var henrik = await Site.As(Us.Henrik);
        Assert.That((await henrik.Get($"/letters/{letter}/write")).Text, Does.Contain("Please take the telephone number, or the question for one, out"));
    }

    [Test]
    public async Task What_a_reviewer_saw_alone_is_marked_with_words_of_its_own()
    {
        var letter = await Us.Send(Us.Amina, "Dear Henrik, the house with the red door is ours.");
        await Us.Return(letter, "Do not describe your house.", [], "the red door");
        Assert.That((await Amina.Get(Turn)).Text, Does.Contain("Do not describe your house. the red door Please look at these words again."));
    }

    [Test]
    public async Task The_partner_sees_nothing_of_it_and_nobody_mends_another_s_letter()
    {
        var letter = await Returned();
        using var henrik = await Site.As(Us.Henrik);
        foreach (var path in new[] { "/desk", "/letters", "/notices", $"/letters/to/{Us.Pair.Id}" })
            Assert.That((await henrik.Get(path)).Text, Does.Not.Contain("07700").And.Not.Contain("Take these words out").And.Not.Contain("One thing only"), path);
        using var zofia = await Site.As((await Correspondence.On(Site)).Amina);
        foreach (var other in new[] { henrik, zofia })
        {
            var token = Regex.Match((await other.Get("/desk")).Html, "name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"").Groups[1].Value;
            foreach (var path in new[] { Turn, $"/letters/{letter}/write" })
                Assert.That((await other.Send($"{path}?handler=Mend", ("__RequestVerificationToken", token), ("mend", "1"), ("Text", Letter))).Status, Is.EqualTo(HttpStatusCode.NotFound), path);
        }
        Assert.That((await Draft())!.Text, Is.EqualTo(Letter));
    }

    [Test]
    public async Task A_letter_that_was_sent_again_is_not_mended_any_more()
    {
        await Returned();
        var sheet = await Amina.Get(Turn);
        await Us.Send(Us.Amina, "Dear Henrik, it snows.");
        Assert.That((await Mend(sheet, Letter)).Text, Does.Contain("This letter has gone its way"));
    }

    [Test]
    public async Task In_a_browser_the_passage_is_shown_where_it_stands_now_and_struck_out_once_it_is_gone()
    {
        var beginning = string.Concat(Enumerable.Repeat("It rained and rained.\n\n", 40));
        var letter = await Us.Send(Us.Amina, $"{beginning}My number is 07700 900461, please.");
        await Us.Return(letter, "One thing only.", [1]);
        await using var window = await Site.Window(Us.Amina);
        var page = window.Page;
        await page.GotoAsync(Turn);
        await Assertions.Expect(page.Locator("#Text")).ToBeEditableAsync();
        await Show(page).ClickAsync();
        Assert.That(await Selected(page), Is.EqualTo("07700 900461"));
        await Assertions.Expect(page.Locator("#Text")).ToBeFocusedAsync();
        await page.WaitForFunctionAsync("() => scrollY > 500");
        await page.Locator("#Text").FillAsync("I wrote it at the top: 07700 900461. Do you see?");
        await Show(page).ClickAsync();
        Assert.That(await Selected(page), Is.EqualTo("07700 900461"));
        await page.Locator("#Text").FillAsync("I wrote it nowhere.");
        await Assertions.Expect(page.GetByText("gone from your letter")).ToBeVisibleAsync();
        await Assertions.Expect(Show(page)).ToBeHiddenAsync();
        await page.Locator("#Text").FillAsync("It is 07700 900461 again, and unkept.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Take these words out" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Those words are out.")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#Text")).ToHaveValueAsync("It is again, and unkept.");
        Assert.That(window.Complaints, Is.Empty);
    }

    static ILocator Show(IPage page) => page.Locator("[data-show]");

    static Task<string> Selected(IPage page) =>
        page.EvaluateAsync<string>("() => { const text = document.querySelector('#Text'); return text.value.slice(text.selectionStart, text.selectionEnd); }");

    Task<Visitor.Answer> Mend(Visitor.Answer sheet, string text) => Amina.Send($"{Turn}?handler=Mend", [.. sheet.Form("Read"), ("Text", text), ("mend", "1")]);

    Task<KeptDraft?> Draft() => Site.Db.Find<KeptDraft>("SELECT f.letter_id, f.text FROM drafts f JOIN letters l ON l.id = f.letter_id WHERE l.turn_id = @Id", new { Us.Turn.Id });

    async Task<Guid> Returned(string reason = "One thing only.")
    {
        var letter = await Us.Send(Us.Amina, Letter);
        await Us.Return(letter, reason, [1]);
        return letter;
    }
}

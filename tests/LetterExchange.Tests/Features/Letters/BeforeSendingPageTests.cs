using System.Net;
using System.Text.Json;
using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Screening;
using LetterExchange.Tests.Ground;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LetterExchange.Tests.Features.Letters;

/// <summary>What a writer sees of screening while they write and before the letter goes: on the pages, with scripts and without.</summary>
public sealed class BeforeSendingPageTests : AminaWrites
{
    const string Number = "0️⃣7️⃣7️⃣0️⃣0️⃣ 9️⃣0️⃣0️⃣4️⃣6️⃣1️⃣";
    const string Letter = $"Dear Henrik,\n\nThe lighthouse is my favourite story so far. My brother says it is silly, but he has not read it to the end.\n\nMy number is {Number}, when you have read it.\n\nAmina";
    const string Advice = "This looks like a phone number. Leave it out; your mentor can always write to you here.";
    const string Telling = "Dear Henrik,\n\nI want to die. I can't tell anybody else. I cut myself last night.\n\nAmina";

    [Test]
    public async Task A_child_types_a_disguised_number_is_told_kindly_sends_it_as_it_is_and_the_reviewer_sees_it_where_it_stands()
    {
        await using var window = await Site.Window(Us.Amina, new Variant("en", "light", 390));
        var page = window.Page;
        await page.GotoAsync(Turn);
        await Expect(page.Locator("#Text")).ToBeEditableAsync();
        await window.Write(Letter);
        await Expect(page.Locator("[data-hints]")).ToContainTextAsync(Advice);
        Assert.That(await page.EvaluateAsync<bool>("() => document.activeElement.id === 'Text' && document.activeElement.selectionStart === document.activeElement.value.length"), "the caret stays");
        await Look(window, "while-writing");
        await window.Press("Read and send");
        await window.SeesHeading("Before your letter goes");
        await Expect(page.Locator(".marks q")).ToContainTextAsync(Number);
        await Look(window, "before-it-goes");
        await window.Follow("Change my letter");
        await Expect(page.Locator("#Text")).ToHaveValueAsync(Letter);
        await window.Press("Read and send");
        await window.Press("Send it as it is");
        await window.Sees("It is being read by a reviewer");
        Assert.That(window.Complaints, Is.Empty);
        await Site.Sweep();
        using var ruth = await Site.As(Us.Ruth);
        Assert.That(WebUtility.HtmlDecode((await ruth.Get($"/review/{await Sent()}")).Html), Does.Match($"<mark [^>]*>[^<]*{Number}"));
    }

    [Test]
    public async Task The_hints_go_when_the_words_are_gone()
    {
        await using var window = await Site.Window(Us.Amina);
        await window.Page.GotoAsync(Turn);
        await Expect(window.Page.Locator("#Text")).ToBeEditableAsync();
        await window.Write(Letter);
        await Expect(window.Page.Locator("[data-hints]")).ToContainTextAsync(Advice);
        await window.Write("Dear Henrik, it snowed.");
        await Expect(window.Page.Locator("[data-hints]")).ToBeEmptyAsync();
        await window.Press("Read and send");
        await window.Press("Send it to Henrik");
        await window.Sees("It is being read by a reviewer");
    }

    [TestCase(390)]
    [TestCase(1280)]
    public async Task Without_scripts_it_is_the_same(int width)
    {
        await using var window = await Site.Window(Us.Amina, new Variant("en", "light", width), javaScript: false);
        await window.Page.GotoAsync(Turn);
        await window.Write(Letter);
        await window.Press("Keep");
        await window.Sees(Advice);
        await window.ShouldPassAxe();
        await window.Press("Read and send");
        await window.Sees(Advice);
        await window.ShouldPassAxe();
        await window.ShouldFitItsWidth();
        await window.Press("Send it as it is");
        await window.Sees("It is being read by a reviewer");
    }

    [Test]
    public async Task A_letter_that_is_sent_past_the_proof_comes_back_once_with_every_word()
    {
        var asked = await Amina.Press(Turn, "Send", Letter);
        Assert.That(asked.Path, Is.EqualTo(Turn + "?handler=Read"));
        Assert.That(asked.Text, Does.Contain("Before your letter goes").And.Contain(Number).And.Contain(Advice).And.Contain("Send it as it is"));
        Assert.That((await Amina.SendIt(asked)).Text, Does.Contain("Your letter is sent."));
    }

    [Test]
    public async Task One_who_has_seen_other_hints_sees_those_of_this_text()
    {
        var proof = await Amina.Press(Turn, "Read", Letter);
        var asked = await Amina.Send(Turn + "?handler=Send", [.. proof.Form("Send").Where(field => field.Name != "Text"), ("Text", Letter + "\nMy mail is amina@example.org")]);
        Assert.That(asked.Text, Does.Contain("Before your letter goes").And.Contain("amina@example.org"));
    }

    [Test]
    public async Task A_late_letter_is_asked_about_too_and_goes_late()
    {
        await Site.Db.Execute("UPDATE turns SET due_at = @then, cut_off_at = @then WHERE id = @id", new { then = Site.Now, id = Us.Turn.Id });
        var proof = await Amina.Press(Turn, "Read", Letter);
        Assert.That(proof.Text, Does.Contain("Send it as it is"));
        Assert.That((await Amina.SendIt(proof)).Text, Does.Contain("Your letter is sent."));
    }

    [Test]
    public async Task A_double_click_sends_once()
    {
        var proof = await Amina.Press(Turn, "Read", Letter);
        await Task.WhenAll(Amina.SendIt(proof), Amina.SendIt(proof));
        Assert.That((await Amina.SendIt(proof)).Text, Does.Contain("Your letter is sent."));
        Assert.That(await Site.Db.Get<int>("SELECT COUNT(*) FROM revisions v JOIN letters l ON l.id = v.letter_id WHERE l.turn_id = @Id", new { Us.Turn.Id }), Is.EqualTo(1));
    }

    [Test]
    public async Task One_who_tells_of_danger_is_asked_nothing_and_reads_whom_to_turn_to()
    {
        await Site.Db.Execute("INSERT INTO help_contacts (id, program_id, ordinal, name, how) VALUES (@id, @ProgramId, 1, 'Ms Okonkwo, your teacher', 'In room 12')", new { id = Site.Clock.New(), Us.Pair.ProgramId });
        await using var window = await Site.Window(Us.Amina, new Variant("en", "light", 390));
        await window.Page.GotoAsync(Turn);
        await Expect(window.Page.Locator("#Text")).ToBeEditableAsync();
        await window.Write(Telling);
        await Expect(window.Page.GetByText("Kept at")).ToBeVisibleAsync();
        await Expect(window.Page.Locator("[data-hints]")).ToBeEmptyAsync();
        await window.Press("Read and send");
        await window.Press("Send it to Henrik");
        await window.Sees("You matter, and you do not have to carry it alone.");
        await window.Sees("Ms Okonkwo, your teacher");
        await Look(window, "told-of-danger");
        await Site.Sweep();
        Assert.That((await Site.Get<LetterStore>().Find(await Sent()))!.Route, Is.EqualTo(Route.Safeguarding));
        await window.Page.ReloadAsync();
        await window.Sees("You matter, and you do not have to carry it alone.");
        using var henrik = await Site.As(Us.Henrik);
        foreach (var path in new[] { "/desk", "/letters" }) Assert.That((await henrik.Get(path)).Text, Does.Not.Contain("You matter"), path);
    }

    [TestCase("fr", "Avant que ta lettre parte", "L’envoyer comme elle est")]
    [TestCase("es", "Antes de que salga tu carta", "Enviarla como está")]
    public async Task It_is_said_in_the_writer_s_language(string language, string head, string button)
    {
        await Site.Db.Execute("UPDATE people SET language = @language WHERE id = @Amina", new { language, Us.Amina });
        Assert.That((await Amina.Press(Turn, "Read", "Mon numéro / mi número: +44 7700 900461.")).Text, Does.Contain(head).And.Contain(button));
    }

    [Test]
    public async Task A_mentor_is_spoken_to_as_an_adult()
    {
        using var henrik = await Site.As(Us.Henrik);
        var sheet = await henrik.Get($"/letters/to/{Us.Pair.Id}");
        var answer = await henrik.Ask($"/letters/to/{Us.Pair.Id}?handler=Keep", [.. sheet.Form("Read"), ("Text", "Dear Amina, my number is 07700 900461. Again: 07700 900461.")]);
        var hint = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("hints")[0];
        Assert.That(hint.GetProperty("said").GetString(), Does.StartWith("This looks like a telephone number, or asks for one. Please leave it out"));
        Assert.That(hint.GetProperty("words").GetArrayLength(), Is.EqualTo(1), "what stands there twice is shown once");
    }

    static async Task Look(Window window, string name)
    {
        foreach (var width in new[] { 1280, 390 })
        {
            await window.Widen(width);
            await window.Shot($"before-{name}");
            await window.ShouldFitItsWidth();
        }
        await window.ShouldPassAxe();
    }

    Task<Guid> Sent() => Site.Db.Get<Guid>("SELECT id FROM letters WHERE turn_id = @Id", new { Us.Turn.Id });
}

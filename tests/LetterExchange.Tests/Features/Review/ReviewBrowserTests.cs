using LetterExchange.Features.Letters;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Review;
using LetterExchange.Features.Screening;
using LetterExchange.Tests.Ground;
using Microsoft.Playwright;

namespace LetterExchange.Tests.Features.Review;

/// <summary>Review, concerns and "I'm worried" in a real browser: how they look, with and without scripts, and by keys.</summary>
public sealed class ReviewBrowserTests
{
    Office office = null!;
    Letter letter = null!;

    Site Site => office.Site;

    [OneTimeSetUp]
    public async Task Open()
    {
        office = await Office.Open();
        letter = await Morning.Fill(office);
    }

    [OneTimeTearDown]
    public async Task Close() => await office.DisposeAsync();

    static IEnumerable<TestCaseData> Looks() =>
        from page in new[] { "queue", "letter", "danger", "second", "queue-empty", "worried-mentee", "worried-mentor", "worried-sent", "concerns", "concern" }.Select((name, index) => (name, index))
        from variant in Variants.For(page.index)
        from scripts in new[] { true, false }
        select new TestCaseData(page.name, variant, scripts).SetArgDisplayNames(page.name, variant.ToString(), scripts ? "scripts" : "no scripts");

    [TestCaseSource(nameof(Looks))]
    public async Task A_page_is_sound_in_every_look(string page, Variant variant, bool scripts)
    {
        var (person, path) = await Where(page);
        await using var window = await Site.Window(person, variant, scripts);
        await window.Page.GotoAsync(path);
        if (scripts) await window.Shot($"review-{page}");
        await window.ShouldPassAxe();
        await window.ShouldFitItsWidth();
        Assert.That(window.Complaints, Is.Empty);
    }

    [TestCase("return")]
    [TestCase("withhold")]
    [TestCase("worry")]
    [TestCase("route")]
    public async Task An_open_panel_is_sound_too(string panel)
    {
        foreach (var variant in Variants.For(panel.Length))
        {
            await using var window = await Site.Window(office.Grace, variant);
            await window.Page.GotoAsync($"/review/{letter.Id}");
            await window.Page.Locator($"summary:has(~ form #{panel}-reason)").ClickAsync();
            await Assertions.Expect(window.Page.Locator($"#{panel}-reason")).ToBeVisibleAsync();
            await window.Shot($"review-panel-{panel}");
            await window.ShouldPassAxe();
            await window.ShouldFitItsWidth();
            Assert.That(window.Complaints, Is.Empty);
        }
    }

    [Test]
    public async Task A_letter_is_returned_without_scripts()
    {
        var (of, sent) = await Fresh(Office.WithNumber);
        await using var window = await Site.Window(office.Grace, javaScript: false);
        await window.Page.GotoAsync($"/review/{sent.Id}");
        await Assertions.Expect(window.Page.Locator("[data-keys]")).ToBeHiddenAsync();
        await window.Page.Locator("summary[data-key=r]").ClickAsync();
        await Assertions.Expect(window.Page.Locator("#return-reason")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("phone number"));
        await window.Page.Locator("#return-reason").FillAsync("Please leave the number out, then it can go.");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Return the letter" }).ClickAsync();
        await Assertions.Expect(window.Page.Locator(".said")).ToContainTextAsync("Returned to");
        Assert.That((await Site.Get<Reading>().Letter(sent.Id, of.MenteeId))!.Reason, Is.EqualTo("Please leave the number out, then it can go."));
    }

    [Test]
    public async Task Keys_open_a_panel_close_it_and_decide()
    {
        var (of, sent) = await Fresh(Office.WithNumber);
        await using var window = await Site.Window(office.Grace, Variants.All[1] with { Width = 1280 });
        var page = window.Page;
        await page.GotoAsync($"/review/{sent.Id}");
        await page.Keyboard.PressAsync("w");
        await Assertions.Expect(page.Locator("#withhold-reason")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("a warm jacket"); // Letters of keys are letters in a field.
        Assert.That(await office.StateOf(sent), Is.EqualTo(LetterState.InReview));
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#withhold-reason")).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("j"); // What was typed is not left behind by a slip.
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex($"{sent.Id}$"));
        await page.Keyboard.PressAsync("n");
        await Assertions.Expect(page.Locator("#f1 a")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("r");
        await Assertions.Expect(page.Locator("#return-reason")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+Enter");
        await Assertions.Expect(page.Locator(".said")).ToContainTextAsync("Returned to");
        Assert.That((await Site.Get<Reading>().Letter(sent.Id, of.MenteeId))!.Reason, Does.StartWith("Your letter is lovely."));
        Assert.That(window.Complaints, Is.Empty);
    }

    [Test]
    public async Task A_key_approves_and_the_next_letter_comes()
    {
        var (_, sent) = await Fresh(Office.Safe);
        await using var window = await Site.Window(office.Grace, Variants.All[1] with { Width = 1280 });
        await window.Page.GotoAsync($"/review/{sent.Id}");
        await window.Page.Keyboard.PressAsync("a");
        await Assertions.Expect(window.Page.Locator(".said")).ToContainTextAsync("Approved");
        Assert.That(await office.StateOf(sent), Is.EqualTo(LetterState.Approved));
        await window.Page.WaitForLoadStateAsync();
        var at = window.Page.Url;
        await window.Page.Keyboard.PressAsync("j");
        await Assertions.Expect(window.Page).Not.ToHaveURLAsync(at);
        await window.Page.WaitForLoadStateAsync(); // The address is new before the page is there that hears the key.
        await window.Page.Keyboard.PressAsync("k");
        await Assertions.Expect(window.Page).ToHaveURLAsync(at);
    }

    [Test]
    public async Task Keys_mark_finding_after_finding_right_or_wrong()
    {
        var (_, sent) = await Fresh("Dear Henrik,\n\nMy number is 07700 900461 and my mail is amina77@mail.example, please.\n\nAmina");
        await using var window = await Site.Window(office.Grace, Variants.All[1] with { Width = 1280 });
        var page = window.Page;
        await page.GotoAsync($"/review/{sent.Id}");
        await page.Keyboard.PressAsync("y");
        await page.Keyboard.PressAsync("x");
        await Assertions.Expect(page.Locator("#n1 [data-verdict=Right]")).ToHaveAttributeAsync("aria-pressed", "true");
        await Assertions.Expect(page.Locator("#n2 [data-verdict=Wrong]")).ToHaveAttributeAsync("aria-pressed", "true");
        await Assertions.Expect(page.Locator("#n2")).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("at"));
        await window.Shot("review-judged");
        await window.ShouldPassAxe();
        await page.Locator("#n1 [data-verdict=Right]").ClickAsync(); // Taken back.
        await Assertions.Expect(page.Locator("#n1 [data-verdict=Right]")).ToHaveAttributeAsync("aria-pressed", "false");
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#n1 [aria-pressed=true]")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("#n2 [data-verdict=Wrong]")).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.That(window.Complaints, Is.Empty);
    }

    [Test]
    public async Task The_preview_follows_what_is_typed_and_ticked()
    {
        var (_, sent) = await Fresh("Dear Henrik,\n\nMy number is 07700 900461 and my mail is amina77@mail.example, please.\n\nAmina");
        await using var window = await Site.Window(office.Grace, Variants.All[1] with { Width = 1280 });
        var page = window.Page;
        await page.GotoAsync($"/review/{sent.Id}");
        await page.Keyboard.PressAsync("r");
        var preview = page.Locator("[data-preview]");
        await Assertions.Expect(preview.Locator("q")).ToHaveTextAsync(["07700 900461", "amina77@mail.example"]);
        await Assertions.Expect(page.Locator("[data-previews]")).ToBeHiddenAsync();
        await page.Locator("#return-reason").FillAsync("Tell me more about the sea.");
        await Assertions.Expect(preview).ToContainTextAsync("Tell me more about the sea.");
        await page.Locator(".finds input[value='2']").UncheckAsync();
        await Assertions.Expect(preview.Locator("q")).ToHaveTextAsync(["07700 900461"]);
        await window.Shot("review-preview");
        await window.ShouldPassAxe();
        Assert.That(window.Complaints, Is.Empty);
    }

    [Test]
    public async Task From_the_door_to_the_first_letter_are_two_clicks_and_a_clean_letter_is_one_key()
    {
        await using var hall = await Office.Open();
        var first = await hall.Send();
        var next = await hall.Send(pair: await hall.NewPair(hall.Class5A, "Tariq", "Wendy"));
        await hall.Site.Db.Execute("UPDATE people SET sign_in_name = @name, email = 'grace@example.org', password_hash = @hash WHERE id = @Grace", new
        {
            hall.Grace, name = LetterExchange.Features.People.SignInNames.Normal("grace@example.org"),
            hash = new Microsoft.AspNetCore.Identity.PasswordHasher<LetterExchange.Features.People.Account>().HashPassword(new(), "three quiet rivers"),
        });
        await using var window = await hall.Site.Window(variant: Variants.All[1] with { Width = 1280 });
        var (page, clicks, keys) = (window.Page, 0, 0);
        await page.GotoAsync("/");
        await page.Locator("#mail").FillAsync("grace@example.org");
        await page.Locator("#password").FillAsync("three quiet rivers");
        await Click(page.Locator("form:has(#password) button.btn"));
        await Click(page.GetByRole(AriaRole.Link, new() { Name = "Start reading" }));
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex($"/review/{first.Id}$"));
        Assert.That(clicks, Is.EqualTo(2));
        await Press("a");
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex($"/review/{next.Id}$"));
        Assert.That((keys, await hall.StateOf(first)), Is.EqualTo((1, LetterState.Approved)));

        async Task Click(ILocator what)
        {
            clicks++;
            await what.ClickAsync();
        }

        async Task Press(string key)
        {
            keys++;
            await page.Keyboard.PressAsync(key);
        }
    }

    [Test]
    public async Task Keys_are_shown_and_can_be_switched_off_for_good()
    {
        var (_, sent) = await Fresh(Office.Safe);
        await using var window = await Site.Window(office.Grace, Variants.All[1] with { Width = 1280 });
        await window.Page.GotoAsync($"/review/{sent.Id}");
        await window.Page.Keyboard.PressAsync("?");
        foreach (var does in new[] { "approve", "return", "withhold", "next letter", "previous letter", "next marked passage", "it is rightly marked", "it is wrongly marked", "show these keys" })
            await Assertions.Expect(window.Page.Locator("[data-keys] dd").GetByText(does, new() { Exact = true })).ToBeVisibleAsync();
        await window.ShouldPassAxe();
        await window.Page.GetByLabel("Use these keys").UncheckAsync();
        await window.Page.ReloadAsync();
        await Assertions.Expect(window.Page.Locator("button[data-key=a] kbd")).ToBeHiddenAsync();
        await window.Page.Keyboard.PressAsync("w");
        await Assertions.Expect(window.Page.Locator("#withhold-reason")).ToBeHiddenAsync();
        Assert.That(await office.StateOf(sent), Is.EqualTo(LetterState.InReview));
    }

    [Test]
    public async Task The_note_follows_the_ticks_until_it_is_one_s_own()
    {
        var (_, sent) = await Fresh("Dear Henrik,\n\nMy number is 07700 900461 and my mail is amina77@mail.example, please.\n\nAmina");
        await using var window = await Site.Window(office.Grace, Variants.All[1] with { Width = 1280 });
        var page = window.Page;
        await page.GotoAsync($"/review/{sent.Id}");
        await Assertions.Expect(page.Locator("summary[data-key=r]")).ToContainTextAsync("Return for 1, 2");
        await page.Locator(".finds input[value='2']").UncheckAsync();
        await Assertions.Expect(page.Locator("summary[data-key=r]")).ToContainTextAsync("Return for 1 ");
        await page.Locator("summary[data-key=r]").ClickAsync();
        Assert.That(await page.Locator("#return-reason").InputValueAsync(), Does.Contain("phone number").And.Not.Contain("e-mail"));
        await page.Locator("#return-reason").FillAsync("My own words.");
        await page.Locator(".finds input[value='2']").CheckAsync();
        await Assertions.Expect(page.Locator("#return-reason")).ToHaveValueAsync("My own words.");
    }

    [Test]
    public async Task A_child_is_worried_without_scripts_and_with()
    {
        foreach (var scripts in new[] { true, false })
        {
            await using var window = await Site.Window(office.Pair.MenteeId, Variants.All[0], scripts);
            await window.Page.GotoAsync("/notices");
            await window.Page.GetByRole(AriaRole.Link, new() { Name = "I’m worried" }).ClickAsync();
            await window.Page.GetByRole(AriaRole.Button, new() { Name = "Tell them" }).ClickAsync();
            await Assertions.Expect(window.Page.Locator("h1")).ToHaveTextAsync("You did the right thing.");
            Assert.That(window.Complaints, Is.Empty);
        }
    }

    async Task<(Guid Person, string Path)> Where(string page) => page switch
    {
        "queue" => (office.Grace, "/review"),
        "letter" => (office.Grace, $"/review/{letter.Id}"),
        "danger" => (office.Lea, $"/review/{await Find("Leila")}"),
        "second" => (office.Grace, $"/review/{await Find("Zoran")}"),
        "queue-empty" => (office.Bea, "/review"),
        "worried-mentee" => (await Site.Db.Get<Guid>("SELECT id FROM people WHERE given_name = 'Tariq'"), "/worried"),
        "worried-mentor" => (await Site.Db.Get<Guid>("SELECT id FROM people WHERE given_name = 'Wendy'"), "/worried"),
        "worried-sent" => (office.Pair.MenteeId, "/worried?sent=true"),
        "concerns" => (office.Lea, "/concerns"),
        _ => (office.Lea, $"/concerns/{(await Site.Get<ConcernStore>().All(office.Program, office.Lea))[0].Id}"),
    };

    Task<Guid> Find(string mentee) => Site.Db.Get<Guid>("SELECT l.id FROM letters l JOIN people h ON h.id = l.writer_id WHERE h.given_name = @mentee", new { mentee });

    async Task<(Pair Pair, Letter Letter)> Fresh(string text)
    {
        var pair = await office.NewPair(office.Class5A, "Amina", "Henrik");
        return (pair, await office.Send(text, pair));
    }
}

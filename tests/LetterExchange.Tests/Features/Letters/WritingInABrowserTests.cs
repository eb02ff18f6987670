using LetterExchange.Features.Letters;
using LetterExchange.Tests.Ground;
using Microsoft.Playwright;

namespace LetterExchange.Tests.Features.Letters;

/// <summary>Writing in a real browser, with the script that keeps what is typed and without it.</summary>
public sealed class WritingInABrowserTests
{
    const string Typed = "Dear Henrik,\n\nIt snowed all night: 日本, é and \U0001F426.\n\n  Two blanks before this. ";

    Site site = null!;
    Correspondence us = null!;

    [SetUp]
    public async Task Open()
    {
        site = await Site.Open();
        us = await Correspondence.On(site);
    }

    [TearDown]
    public async Task Close() => await site.DisposeAsync();

    string Turn => $"/turns/{us.Turn.Id}";

    [Test]
    public async Task What_is_typed_is_kept_by_itself_and_there_again_after_the_window_was_closed_and_the_service_started_anew()
    {
        await using (var window = await site.Window(us.Amina))
        {
            await window.Page.GotoAsync(Turn);
            await Assertions.Expect(window.Page.GetByText("Nothing written yet")).ToBeVisibleAsync();
            await Assertions.Expect(Button(window, "Keep")).ToBeHiddenAsync();
            await Paper(window).PressSequentiallyAsync("Dear Henrik,");
            await Assertions.Expect(window.Page.GetByText("Kept at 11:00")).ToBeVisibleAsync();
            site.Clock.Advance(TimeSpan.FromMinutes(3));
            await Paper(window).FillAsync(Typed);
            await Assertions.Expect(window.Page.GetByText("Kept at 11:03")).ToBeVisibleAsync();
            await Assertions.Expect(window.Page.GetByText("13 words")).ToBeVisibleAsync();
            Assert.That(window.Complaints, Is.Empty);
        }
        await site.Stop();
        await site.StartAgain();
        await using var again = await site.Window(us.Amina);
        await again.Page.GotoAsync(Turn);
        await Assertions.Expect(Paper(again)).ToHaveValueAsync(Typed);
        await Assertions.Expect(again.Page.GetByText("Kept at 11:03")).ToBeVisibleAsync();
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM revisions"), Is.Zero, "nothing was sent");
    }

    [Test]
    public async Task Leaving_the_page_right_after_a_key_loses_nothing()
    {
        await using var window = await site.Window(us.Amina);
        await window.Page.GotoAsync(Turn);
        await Paper(window).FillAsync(Typed);
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Letters", Exact = true }).ClickAsync();
        await window.Page.Arrives("**/letters");
        await Eventually(async () => (await Draft())?.Text == Typed);
    }

    [Test]
    public async Task A_window_that_stays_open_while_the_service_is_away_keeps_its_words_when_it_is_back()
    {
        await using var window = await site.Window(us.Amina);
        await window.Page.GotoAsync(Turn);
        await Paper(window).FillAsync("Before");
        await Assertions.Expect(window.Page.GetByText("Kept at 11:00")).ToBeVisibleAsync();
        await site.Stop();
        await Paper(window).FillAsync("Before, and while it was away");
        await Assertions.Expect(window.Page.GetByText("this browser holds every word, and they")).ToBeVisibleAsync();
        await site.StartAgain();
        await Eventually(async () => (await Draft())?.Text == "Before, and while it was away");
        await Assertions.Expect(window.Page.GetByText("this browser holds every word, and they")).ToBeHiddenAsync();
    }

    [Test]
    public async Task An_answer_that_got_lost_makes_no_other_version()
    {
        await using var window = await site.Window(us.Amina);
        await window.Page.GotoAsync(Turn);
        var lose = true;
        await window.Page.RouteAsync("**/*handler=Keep", async route =>
        {
            if (!lose)
            {
                await route.ContinueAsync();
                return;
            }
            lose = false;
            await route.FetchAsync(); // It arrives, and the answer does not.
            await route.AbortAsync();
        });
        await Paper(window).FillAsync("First");
        await Assertions.Expect(window.Page.GetByText("this browser holds every word, and they")).ToBeVisibleAsync();
        await Paper(window).FillAsync("First, and more");
        await Eventually(async () => (await Draft())?.Text == "First, and more");
        await Assertions.Expect(window.Page.GetByText("Kept at 11:00")).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.GetByText("changed in another window")).ToBeHiddenAsync();
    }

    [Test]
    public async Task Two_windows_hear_of_one_another_and_both_versions_are_shown()
    {
        await using var window = await site.Window(us.Amina);
        await window.Page.GotoAsync(Turn);
        var other = await window.Context.NewPageAsync();
        await other.GotoAsync(Turn);
        await other.Locator("#Text").FillAsync("From the other window");
        await Assertions.Expect(other.GetByText("Kept at 11:00")).ToBeVisibleAsync();
        await Paper(window).FillAsync("From this window");
        await Assertions.Expect(window.Page.GetByText("This letter was changed in another window.")).ToBeVisibleAsync();
        await Button(window, "Look at both").ClickAsync();
        await Assertions.Expect(window.Page.Locator("#Text")).ToHaveValueAsync("From this window");
        await Assertions.Expect(window.Page.Locator("#there")).ToHaveValueAsync("From the other window");
        await Button(window, "Keep both in one letter").ClickAsync();
        await Assertions.Expect(Paper(window)).ToHaveValueAsync("From this window\n\nFrom the other window");
    }

    [Test]
    public async Task Somebody_signed_out_goes_on_writing_and_what_they_typed_goes_through_the_door_with_them()
    {
        await using var window = await site.Window(us.Amina);
        await window.Page.GotoAsync(Turn);
        await Paper(window).FillAsync("Before");
        await Assertions.Expect(window.Page.GetByText("Kept at 11:00")).ToBeVisibleAsync();
        await window.Context.ClearCookiesAsync(new() { Name = "session" });
        await Paper(window).FillAsync("Before, and after");
        await Assertions.Expect(window.Page.GetByText("You are signed out. This browser holds every word")).ToBeVisibleAsync();
        await window.Context.AddCookiesAsync([new Cookie { Name = "session", Value = await site.Session(us.Amina), Url = site.Address }]);
        await Paper(window).FillAsync("Before, and after, and in again");
        await Eventually(async () => (await Draft())?.Text == "Before, and after, and in again");
        await Assertions.Expect(window.Page.GetByText("You are signed out. This browser holds every word")).ToBeHiddenAsync();
        await window.Context.ClearCookiesAsync(new() { Name = "session" });
        await Paper(window).FillAsync("Sent while signed out");
        await Button(window, "Read and send").ClickAsync();
        await Assertions.Expect(window.Page.GetByText("What you wrote is kept")).ToBeVisibleAsync();
    }

    [Test]
    public async Task The_limit_is_said_while_one_types()
    {
        await using var window = await site.Window(us.Amina);
        await window.Page.GotoAsync(Turn);
        var room = window.Page.Locator("#room");
        await Paper(window).FillAsync(new string('a', 17_999));
        await Assertions.Expect(room).ToBeHiddenAsync();
        await Paper(window).FillAsync(new string('a', 18_000));
        await Assertions.Expect(room).ToHaveTextAsync("There is room for 2,000 more characters.");
        await Paper(window).FillAsync(new string('a', 20_010));
        await Assertions.Expect(room).ToContainTextAsync("10 characters too long.");
    }

    [Test]
    public async Task A_free_letter_begins_while_one_types_and_has_its_own_address_then()
    {
        await using var window = await site.Window(us.Henrik);
        await window.Page.GotoAsync($"/letters/to/{us.Pair.Id}");
        await Paper(window).FillAsync("Dear Amina,");
        await window.Page.Arrives("**/letters/*/write");
        await Paper(window).FillAsync("Dear Amina,\nit snowed.");
        await Button(window, "Read and send").ClickAsync();
        await Button(window, "Send it to Amina").ClickAsync();
        await Assertions.Expect(window.Page.GetByText("Your letter is sent.")).ToBeVisibleAsync();
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM letters"), Is.EqualTo(1));
        Assert.That(window.Complaints, Is.Empty);
    }

    [Test]
    public async Task Reading_and_sending_waits_for_a_keep_that_is_under_way()
    {
        await using var window = await site.Window(us.Amina);
        await window.Page.GotoAsync(Turn);
        var answer = new TaskCompletionSource();
        await window.Page.RouteAsync("**/*handler=Keep", async route =>
        {
            await answer.Task;
            await route.ContinueAsync();
        });
        var asked = window.Page.WaitForRequestAsync("**/*handler=Keep");
        await Paper(window).FillAsync("Dear Henrik,");
        await asked;
        await Paper(window).FillAsync("Dear Henrik, quickly.");
        await Button(window, "Read and send").ClickAsync();
        answer.SetResult();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "Read it once more" })).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.Locator(".prose")).ToContainTextAsync("quickly");
    }

    [Test]
    public async Task Without_a_script_one_writes_keeps_reads_and_sends()
    {
        await using var window = await site.Window(us.Amina, javaScript: false);
        await window.Page.GotoAsync(Turn);
        await Paper(window).FillAsync(Typed);
        await Button(window, "Keep").ClickAsync();
        await Assertions.Expect(window.Page.GetByText("Kept at 11:00").First).ToBeVisibleAsync();
        await Assertions.Expect(Paper(window)).ToHaveValueAsync(Typed);
        await Button(window, "Read and send").ClickAsync();
        await Assertions.Expect(window.Page.Locator(".salute")).ToHaveTextAsync("Dear Henrik,");
        await Button(window, "Send it to Henrik").ClickAsync();
        await Assertions.Expect(window.Page.GetByText("It is being read by a reviewer")).ToBeVisibleAsync();
        await site.Sweep();
        await window.Page.GetByText("Take it back", new() { Exact = true }).ClickAsync();
        await Button(window, "Yes, take it back").ClickAsync();
        await Assertions.Expect(Paper(window)).ToHaveValueAsync(Typed.TrimEnd());
        Assert.That(window.Complaints, Is.Empty);
    }

    [Test]
    public async Task A_printed_conversation_shows_folded_letters_whole_and_nothing_that_is_not_a_letter()
    {
        for (var i = 1; i <= 5; i++) await us.Deliver(us.Amina, $"Dear Henrik,\n\nletter {i} begins.\n\nAnd it ends.\n\nAmina");
        await us.Send(us.Amina, "Dear Henrik,\n\nstill with the reviewer.\n\nAmina");
        await using var window = await site.Window(us.Amina);
        await window.Page.GotoAsync("/letters");
        await Assertions.Expect(window.Page.GetByText("letter 1 begins.").Last).ToBeHiddenAsync();
        await window.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await Assertions.Expect(window.Page.GetByText("letter 1 begins.").Last).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.GetByText("Read the whole letter").First).ToBeHiddenAsync();
        await Assertions.Expect(window.Page.GetByText("still with the reviewer.")).ToBeHiddenAsync();
        await Assertions.Expect(window.Page.GetByText("What comes next")).ToBeHiddenAsync();
        await window.Shot("letters-print");
    }

    static ILocator Paper(Window window) => window.Page.Locator("#Text");

    static ILocator Button(Window window, string name) => window.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    async Task<KeptDraft?> Draft() => await site.Db.Find<KeptDraft>("SELECT letter_id, text, kept_at, version FROM drafts");

    /// <summary>Waits for what the browser does by itself.</summary>
    static async Task Eventually(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await condition()) await look.WaitForNextTickAsync(patience.Token);
    }
}

using LetterExchange.Features.Letters;
using LetterExchange.Tests.Ground;
using Microsoft.Playwright;

namespace LetterExchange.Tests.Features.Letters;

/// <summary>Drafts through a lost network, a killed tab, a service that starts anew, an ended session and another device: every character is found again, by its writer alone.</summary>
public sealed class NothingIsLostTests
{
    const string Letter = "Dear Henrik,\n\nIt snowed all night: 日本, é and \U0001F426. אני כותבת לך. I will tell you about the pigeon who thinks he is the mayor of our stairs.";

    Site site = null!;
    Correspondence us = null!;

    [OneTimeSetUp]
    public async Task Open() => site = await Site.Open();

    [SetUp]
    public async Task Meet() => us = await Correspondence.On(site);

    [OneTimeTearDown]
    public async Task Close() => await site.DisposeAsync();

    string Turn => $"/turns/{us.Turn.Id}";

    /// <summary>What happens when the network goes, in mid-word.</summary>
    public enum Fate
    {
        /// <summary>The service is stopped.</summary>
        ServiceStops,

        /// <summary>The computer has no network.</summary>
        NoNetwork,

        /// <summary>A keep is under way and never arrives.</summary>
        KeepHangs,

        /// <summary>A keep arrives, its answer does not.</summary>
        AnswerIsLost,

        /// <summary>The session has ended by the time the network is back.</summary>
        SessionEnds,
    }

    static IEnumerable<TestCaseData> Moments => Enumerable.Range(0, 20).Select(n => new TestCaseData(Cut(n), (Fate)(n % 5), n % 3 == 0).SetArgDisplayNames($"{Cut(n)}", $"{(Fate)(n % 5)}", n % 3 == 0 ? "crash" : "close"));

    /// <summary>After so many characters: spread over the letter, the first before anything has been kept.</summary>
    static int Cut(int n) => 1 + n * 6;

    [TestCaseSource(nameof(Moments))]
    public async Task Every_character_is_found_after_the_network_the_tab_and_the_service_were_lost(int cut, Fate fate, bool crash)
    {
        await using var window = await Writing();
        var page = window.Page;
        await Type(page, Letter[..cut]);
        await Lose(window, fate);
        await Type(page, Letter[cut..(cut + 12)]);
        await Holds(page, cut + 12);
        if (fate is Fate.KeepHangs or Fate.AnswerIsLost) await site.Stop();
        page = await Kill(window, page, crash);

        // Without a network: the paper opens, and goes on.
        await page.GotoAsync(Turn);
        await Assertions.Expect(page.Locator("#Text")).ToHaveValueAsync(Letter[..(cut + 12)]);
        await Assertions.Expect(page.Locator("[data-kept-note]")).ToBeVisibleAsync();
        await Type(page, Letter[(cut + 12)..]);
        await Holds(page, Letter.Length);
        await Kill(window, page, crash: false);

        await Find(window, fate);
        page = await window.Context.NewPageAsync();
        await page.GotoAsync(Turn);
        if (fate == Fate.SessionEnds)
        {
            await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/sign-in"));
            await SignIn(window, us.Amina);
            await page.GotoAsync(Turn);
        }
        await Assertions.Expect(page.Locator("#Text")).ToHaveValueAsync(Letter);
        await Kept(Letter);
    }

    [Test]
    public async Task The_desk_the_story_and_the_paper_open_without_a_network()
    {
        await using var window = await site.Window(us.Amina, offline: true);
        await window.Page.GotoAsync("/desk");
        await Pages(window.Page, 3);
        await window.Page.GotoAsync($"/assignments/{us.Turn.AssignmentId}?part=2");
        await Pages(window.Page, 5);
        await site.Stop();
        foreach (var (path, words) in new[] { ("/desk", "Henrik"), ($"/assignments/{us.Turn.AssignmentId}?part=2", "part"), (Turn, "Your letter to Henrik") })
        {
            await window.Page.GotoAsync(path);
            await Assertions.Expect(window.Page.Locator("[data-kept-note]")).ToContainTextAsync("There is no network just now.");
            await Assertions.Expect(window.Page.Locator("main")).ToContainTextAsync(words);
        }
        await window.Page.GotoAsync($"/letters/{Guid.NewGuid()}");
        await Assertions.Expect(window.Page.Locator("h1")).ToHaveTextAsync("No network just now.");
        await site.StartAgain();
        await window.Page.GotoAsync("/desk");
        await Assertions.Expect(window.Page.Locator("[data-kept-note]")).ToBeHiddenAsync();
    }

    [Test]
    public async Task What_was_written_without_a_network_goes_up_from_the_desk_by_itself()
    {
        await using var window = await Writing();
        await site.Stop();
        await Type(window.Page, "Written in the tunnel.");
        await Holds(window.Page, 22);
        await Kill(window, window.Page, crash: false);
        await site.StartAgain();
        var page = await window.Context.NewPageAsync();
        await page.GotoAsync("/desk");
        await Kept("Written in the tunnel.");
        await Assertions.Expect(page.Locator("[data-unsent]")).ToBeHiddenAsync();
    }

    [Test]
    public async Task What_is_typed_before_the_script_has_come_is_kept_after_what_was_here_already()
    {
        await using var window = await Writing();
        await site.Stop();
        await Type(window.Page, "Before. ");
        await Holds(window.Page, 8);
        // A service worker would have the script at hand, and it would come while one types.
        await window.Page.EvaluateAsync("async () => { for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister(); }");
        await Kill(window, window.Page, crash: false);
        await site.StartAgain();
        var page = await window.Context.NewPageAsync();
        var late = new TaskCompletionSource();
        await page.RouteAsync("**/js/writing*.js*", async route =>
        {
            await late.Task;
            await route.ContinueAsync();
        });
        await page.GotoAsync(Turn, new() { WaitUntil = WaitUntilState.Commit });
        await Type(page, "Early.");
        late.SetResult();
        await Assertions.Expect(page.Locator("#Text")).ToHaveValueAsync("Before. Early.");
        await Kept("Before. Early.");
    }

    [Test]
    public async Task The_next_one_at_the_same_computer_can_read_nothing_and_the_writer_everything_again()
    {
        const string secret = "The pigeon sleeps in the third chimney.";
        await using var window = await Writing();
        await window.Page.GotoAsync("/desk");
        await window.Page.GotoAsync(Turn);
        await Pages(window.Page, 2);
        await window.Context.SetOfflineAsync(true); // What is typed now does not go up.
        await site.Stop();
        await Type(window.Page, secret);
        await Holds(window.Page, secret.Length);
        await Kill(window, window.Page, crash: false);
        await site.StartAgain();
        await window.Context.SetOfflineAsync(false);

        // The session is over, and somebody else sits down.
        await window.Context.ClearCookiesAsync(new() { Name = "session" });
        var other = await Correspondence.On(site);
        await SignIn(window, other.Amina);
        var page = await window.Context.NewPageAsync();
        await page.GotoAsync("/desk");
        await page.EvaluateAsync("() => globalThis.ready");
        Assert.That(await Everything(page), Does.Not.Contain(secret).And.Not.Contain("Your letter to Henrik").And.Not.Contain($"{us.Turn.Id}"));
        await site.Stop();
        await page.GotoAsync(Turn);
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("No network just now.");
        await site.StartAgain();
        await page.GotoAsync(Turn);
        await Assertions.Expect(page.Locator("#Text")).ToHaveCountAsync(0);

        await window.Context.ClearCookiesAsync(new() { Name = "session" });
        await SignIn(window, us.Amina);
        await page.GotoAsync(Turn);
        await Assertions.Expect(page.Locator("#Text")).ToHaveValueAsync(secret);
    }

    [Test]
    public async Task At_the_door_the_key_is_gone_and_signing_out_clears_all()
    {
        await using var window = await Writing();
        await Type(window.Page, "A few words");
        await Holds(window.Page, 11);
        Assert.That(await Rows(window.Page), Is.EqualTo("person 1, drafts 1, pages 1"));
        await window.Context.ClearCookiesAsync(new() { Name = "session" });
        await window.Page.GotoAsync("/sign-in");
        await window.Page.EvaluateAsync("() => globalThis.ready");
        Assert.That(await Rows(window.Page), Is.EqualTo("person 0, drafts 1, pages 0"));
        await SignIn(window, us.Amina);
        await window.Page.GotoAsync(Turn);
        await Holds(window.Page, 11);
        await window.Page.Locator("form.out button").ClickAsync();
        await window.Page.Arrives("**/sign-in");
        await window.Page.EvaluateAsync("() => globalThis.ready");
        Assert.That(await Rows(window.Page), Is.EqualTo("person 0, drafts 0, pages 0"));
        await Kept("A few words");
    }

    [Test]
    public async Task Signing_out_without_a_network_locks_the_words_and_loses_none()
    {
        await using var window = await Writing();
        await site.Stop();
        await Type(window.Page, "Not up yet.");
        await Holds(window.Page, 11);
        await window.Page.Locator("form.out button").ClickAsync();
        await window.Page.WaitForFunctionAsync("() => !document.querySelector('[data-writing]')");
        Assert.That(await Rows(window.Page), Is.EqualTo("person 0, drafts 1, pages 0"));
        await site.StartAgain();
        await window.Page.GotoAsync(Turn);
        await Assertions.Expect(window.Page.Locator("#Text")).ToHaveValueAsync("Not up yet.");
        await Kept("Not up yet.");
    }

    [Test]
    public async Task A_letter_of_one_s_own_that_a_button_keeps_is_at_its_own_address_and_nowhere_else()
    {
        await us.Deliver(us.Henrik, "Dear Amina, how old is your pigeon?");
        await using var window = await site.Window(us.Amina, offline: true);
        await window.Page.GotoAsync($"/letters/to/{us.Pair.Id}");
        await window.Page.RouteAsync("**/*handler=Keep", route => route.AbortAsync());
        await Type(window.Page, "It is four.");
        await Holds(window.Page, 11);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Answered" }).ClickAsync();
        await window.Page.Arrives("**/write");
        await Assertions.Expect(window.Page.Locator("#Text")).ToHaveValueAsync("It is four.");
        await Holds(window.Page, 11);
        Assert.That(await Rows(window.Page), Does.Contain("drafts 1,"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Two_devices_that_wrote_apart_show_both_versions_whatever_their_clocks_say(bool scripted)
    {
        await using var window = await Writing();
        await window.Page.EvaluateAsync("() => { const real = Date.now; Date.now = () => real() - 86400000; }"); // A day behind.
        await Type(window.Page, "On both. ");
        await Kept("On both. ");
        await window.Context.SetOfflineAsync(true);
        await window.Page.RouteAsync("**/*handler=Keep", route => route.AbortAsync());
        await Type(window.Page, "From the Chromebook.");
        await Holds(window.Page, 29);
        await Kill(window, window.Page, crash: false);
        var version = await site.Db.Get<int>("SELECT d.version FROM drafts d JOIN letters l ON l.id = d.letter_id WHERE l.turn_id = @Id", new { us.Turn.Id });
        var there = await site.Get<Writing>().Keep(us.Amina, new Sheet(us.Pair.Id, us.Turn.Id, null), "On both. From the telephone.", version);
        Assert.That(there.Refusal, Is.Null);
        await window.Context.SetOfflineAsync(false);
        var page = await window.Context.NewPageAsync();
        await page.GotoAsync(Turn);
        await Assertions.Expect(page.GetByText("This letter was changed in another window.")).ToBeVisibleAsync();
        if (!scripted) await page.RouteAsync("**/js/choice*.js*", route => route.AbortAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Look at both" }).ClickAsync();
        await Assertions.Expect(page.Locator("#Text")).ToHaveValueAsync("On both. From the Chromebook.");
        await Assertions.Expect(page.Locator("#there")).ToHaveValueAsync("On both. From the telephone.");
        await page.Locator("[data-other]").ClickAsync();
        await Assertions.Expect(page.Locator("#Text")).ToHaveValueAsync("On both. From the telephone.");
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#Text")).ToHaveValueAsync("On both. From the telephone.");
        await Assertions.Expect(page.GetByText("This letter was changed in another window.")).ToBeHiddenAsync();
    }

    [Test]
    public async Task A_letter_far_too_long_is_held_and_said_to_be_too_long()
    {
        await using var window = await Writing();
        await window.Page.Locator("#Text").FillAsync(new string('a', 20_001));
        await Holds(window.Page, 20_001);
        await Assertions.Expect(window.Page.GetByText("1 characters too long")).ToBeVisibleAsync();
        await Kept(new string('a', 20_001));
    }

    /// <summary>A window on Amina's paper, its worker at work and the page kept.</summary>
    async Task<Window> Writing()
    {
        var window = await site.Window(us.Amina, offline: true);
        await window.Page.GotoAsync(Turn);
        await Pages(window.Page, 1);
        await Assertions.Expect(window.Page.Locator("#Text")).ToBeEditableAsync();
        return window;
    }

    static async Task Type(IPage page, string text)
    {
        await Assertions.Expect(page.Locator("#Text")).ToBeEditableAsync();
        await page.Locator("#Text").FocusAsync();
        await page.EvaluateAsync("() => { const text = document.querySelector('#Text'); text.setSelectionRange(text.value.length, text.value.length); }");
        foreach (var part in text.EnumerateRunes()) await page.Keyboard.InsertTextAsync(part.ToString());
    }

    /// <summary>Waits until the browser itself holds so many characters (UTF-16).</summary>
    static Task Holds(IPage page, int length) => Assertions.Expect(page.Locator("[data-writing]")).ToHaveAttributeAsync("data-held", $"{length}");

    static Task Pages(IPage page, int atLeast) => page.WaitForFunctionAsync("""
        async (least) => {
            await globalThis.ready;
            const rows = await new Promise((resolve) => { indexedDB.open('kept', 1).onsuccess = ({ target }) => { target.result.transaction('pages').objectStore('pages').count().onsuccess = (count) => { target.result.close(); resolve(count.target.result); }; }; });
            return navigator.serviceWorker.controller !== null && rows >= least;
        }
        """, atLeast);

    async Task Lose(Window window, Fate fate)
    {
        if (fate == Fate.KeepHangs) await window.Page.RouteAsync("**/*handler=Keep", _ => Task.CompletedTask);
        if (fate == Fate.AnswerIsLost)
        {
            await window.Page.RouteAsync("**/*handler=Keep", async route =>
            {
                await route.FetchAsync();
                await route.AbortAsync();
            });
        }
        if (fate == Fate.NoNetwork) await window.Context.SetOfflineAsync(true);
        if (fate is Fate.ServiceStops or Fate.NoNetwork or Fate.SessionEnds) await site.Stop();
    }

    async Task Find(Window window, Fate fate)
    {
        if (fate == Fate.NoNetwork) await window.Context.SetOfflineAsync(false);
        if (fate == Fate.SessionEnds) await window.Context.ClearCookiesAsync(new() { Name = "session" });
        await site.StartAgain();
    }

    async Task<IPage> Kill(Window window, IPage page, bool crash)
    {
        if (crash)
        {
            var crashed = new TaskCompletionSource();
            page.Crash += (_, _) => crashed.TrySetResult();
            _ = (await window.Context.NewCDPSessionAsync(page)).SendAsync("Page.crash");
            await crashed.Task;
        }
        await page.CloseAsync(new() { RunBeforeUnload = false });
        return await window.Context.NewPageAsync();
    }

    async Task SignIn(Window window, Guid person) =>
        await window.Context.AddCookiesAsync([new Cookie { Name = "session", Value = await site.Session(person), Url = site.Address }]);

    async Task Kept(string text)
    {
        for (var looks = 0; looks < 100; looks++)
        {
            var kept = await site.Db.Find<string>("SELECT d.text FROM drafts d JOIN letters l ON l.id = d.letter_id WHERE l.turn_id = @Id", new { us.Turn.Id });
            if (kept == text) return;
            await Task.Delay(100);
        }
        Assert.Fail($"The service never had: {text}");
    }

    static Task<string> Rows(IPage page) => page.EvaluateAsync<string>("""
        () => new Promise((resolve) => {
            indexedDB.open('kept', 1).onsuccess = async ({ target: { result } }) => {
                const counts = await Promise.all(['person', 'drafts', 'pages'].map((store) => new Promise((count) => {
                    result.transaction(store).objectStore(store).count().onsuccess = ({ target }) => count(`${store} ${target.result}`);
                })));
                result.close();
                resolve(counts.join(', '));
            };
        })
        """);

    /// <summary>All that this browser holds for the site, as text: IndexedDB (bytes as letters), storage, caches.</summary>
    static Task<string> Everything(IPage page) => page.EvaluateAsync<string>("""
        async () => {
            const text = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? new TextDecoder('latin1').decode(value) + new TextDecoder().decode(value)
                : value && typeof value === 'object' && !(value instanceof CryptoKey) ? Object.entries(value).map(([key, one]) => key + text(one)).join(' ') : String(value);
            const db = await new Promise((resolve) => { indexedDB.open('kept', 1).onsuccess = ({ target }) => resolve(target.result); });
            const all = [];
            for (const store of db.objectStoreNames) {
                const rows = db.transaction(store).objectStore(store);
                all.push(text(await new Promise((resolve) => { rows.getAll().onsuccess = ({ target }) => resolve(target.result); })));
            }
            db.close();
            all.push(JSON.stringify(localStorage), JSON.stringify(sessionStorage));
            for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) all.push(request.url, await (await caches.match(request)).text());
            return all.join('\n');
        }
        """);
}

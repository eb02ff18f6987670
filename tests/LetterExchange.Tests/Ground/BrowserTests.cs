using Microsoft.Playwright;

namespace LetterExchange.Tests.Ground;

public sealed class BrowserTests
{
    const string Sound = "<!DOCTYPE html><html lang=en><title>Letters</title><main><h1>Letters</h1><p>None yet.</p></main>";

    [TestCase("light", 390)]
    [TestCase("dark", 1280)]
    public async Task A_window_has_the_theme_and_the_width_of_its_variant(string theme, int width)
    {
        await using var window = await Open(new Variant("en", theme, width));
        Assert.That(await window.Page.EvaluateAsync<string>($"String(innerWidth) + matchMedia('(prefers-color-scheme: {theme})').matches"), Is.EqualTo($"{width}true"));
    }

    [Test]
    public async Task Windows_share_no_cookies()
    {
        await using var one = await Open();
        await using var other = await Open();
        await one.Context.AddCookiesAsync([new Cookie { Name = "who", Value = "one", Url = "http://127.0.0.1" }]);
        Assert.That(await other.Context.CookiesAsync(), Is.Empty);
    }

    [TestCase(true, "script")]
    [TestCase(false, "none")]
    public async Task JavaScript_can_be_switched_off(bool javaScript, string expected)
    {
        await using var window = await Open(javaScript: javaScript);
        await window.Page.GotoAsync("data:text/html,<p id=it>none</p><script>it.textContent = 'script'</script>");
        Assert.That(await window.Page.Locator("#it").TextContentAsync(), Is.EqualTo(expected));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Axe_passes_a_sound_page_with_and_without_JavaScript(bool javaScript)
    {
        await using var window = await Open(javaScript: javaScript);
        await window.Page.GotoAsync("data:text/html," + Sound);
        await window.ShouldPassAxe();
    }

    [Test]
    public async Task Axe_reads_what_a_reader_without_JavaScript_sees()
    {
        await using var window = await Open(javaScript: false);
        await window.Page.GotoAsync("data:text/html," + Sound.Replace("None yet.", "<script>document.body.remove()</script><noscript><img src=x></noscript>"));
        using var aside = new NUnit.Framework.Internal.TestExecutionContext.IsolatedContext();
        var error = (await Assert.ThrowsAsync<AssertionException>(window.ShouldPassAxe))!;
        Assert.That(error.Message, Does.Contain("image-alt"));
    }

    [Test]
    public async Task Axe_names_the_rule_the_element_and_the_help()
    {
        await using var window = await Open();
        await window.Page.SetContentAsync(Sound.Replace("None yet.", "<img src=x> <span style='color:#bbb'>pale</span>"));
        using var aside = new NUnit.Framework.Internal.TestExecutionContext.IsolatedContext();
        var error = (await Assert.ThrowsAsync<AssertionException>(window.ShouldPassAxe))!;
        Assert.That(error.Message, Does.Contain("image-alt (critical)").And.Contain("<img src=\"x\">").And.Contain("dequeuniversity.com").And.Contain("color-contrast"));
    }

    [Test]
    public async Task A_page_that_is_too_wide_is_an_error_that_names_what_sticks_out()
    {
        await using var window = await Open(new Variant("en", "light", 390));
        await window.Page.SetContentAsync("<meta name=viewport content='width=device-width'><div id=wide style='width:900px'>wide</div>");
        using var aside = new NUnit.Framework.Internal.TestExecutionContext.IsolatedContext();
        var error = (await Assert.ThrowsAsync<AssertionException>(window.ShouldFitItsWidth))!;
        Assert.That(error.Message, Does.Contain("wider than 390 px").And.Contain("id=\\\"wide\\\"").Or.Contain("id=\"wide\""));
    }

    [Test]
    public async Task A_picture_of_the_whole_page_is_kept_as_build_output()
    {
        await using var window = await Open(new Variant("en", "dark", 390));
        await window.Page.SetContentAsync(Sound);
        var path = await window.Shot("ground");
        Assert.That(path, Does.EndWith("ground-en-dark-390.png"));
        Assert.That((await File.ReadAllBytesAsync(path))[1..4], Is.EqualTo("PNG"u8.ToArray()));
        File.Delete(path);
    }

    [Test]
    public async Task A_window_notes_what_the_browser_complains_of()
    {
        await using var window = await Open();
        await window.Page.SetContentAsync("<meta http-equiv=Content-Security-Policy content=\"default-src 'none'\"><p style='color:red'>styled</p>");
        Assert.That(window.Complaints, Has.Some.Contains("Content Security Policy"));
    }

    [Test]
    public async Task A_missing_Chromium_is_an_error_that_says_what_to_install()
    {
        var error = (await Assert.ThrowsAsync<InvalidOperationException>(() => Browser.Start("/nowhere/chromium")))!;
        Assert.That(error.Message, Does.Contain("/nowhere/chromium").And.Contain("package chromium-headless-shell").And.Contain("scripts/test"));
    }

    static async Task<Window> Open(Variant? variant = null, bool javaScript = true) =>
        await (await Browser.Shared).Open(variant ?? Variants.All[0], javaScript: javaScript);
}

using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace LetterExchange.Tests.Ground;

/// <summary>A browser window of one visitor. It notes what the browser complains of (script errors, refusals by the Content-Security-Policy,
/// answers of 500 and above).</summary>
public sealed partial class Window : IAsyncDisposable
{
    readonly ConcurrentQueue<string> complaints = new();

    readonly Func<Task<Window>>? scripted;

    /// <param name="scripted">Where scripts are off: opens a like window in which they are on.</param>
    internal Window(IBrowserContext context, IPage page, Variant variant, Func<Task<Window>>? scripted)
    {
        (Context, Page, Variant, this.scripted) = (context, page, variant, scripted);
        context.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource")) complaints.Enqueue($"{message.Page?.Url}: {message.Text}");
        };
        context.WebError += (_, error) => complaints.Enqueue($"{error.Page?.Url}: {error.Error}");
        context.Response += (_, response) =>
        {
            if (response.Status >= 500) complaints.Enqueue($"{response.Url}: {response.Status}");
        };
    }

    public IBrowserContext Context { get; }
    public IPage Page { get; }
    public Variant Variant { get; }

    /// <summary>What the browser has complained of so far, each with the page's address.</summary>
    public IReadOnlyCollection<string> Complaints => complaints;

    /// <summary>Where pictures go: LETTEREXCHANGE_SCREENS, or artifacts/screens in the repository.</summary>
    public static string Screens => Environment.GetEnvironmentVariable("LETTEREXCHANGE_SCREENS") ?? Repository.At("artifacts", "screens");

    /// <summary>Keeps a picture of the whole page as build output. Returns its path.</summary>
    public async Task<string> Shot(string name)
    {
        var path = Path.Combine(Screens, $"{name}-{Variant with { Width = Page.ViewportSize!.Width }}.png");
        await Page.ScreenshotAsync(new() { Path = path, FullPage = true, Animations = ScreenshotAnimations.Disabled });
        return path;
    }

    /// <summary>Gives the window another width; what stands in the page stays as it is.</summary>
    public Task Widen(int width) => Page.SetViewportSizeAsync(width, Browser.HeightFor(width));

    /// <summary>Fails with every violation that axe finds on the page as it stands (see <see cref="Axe"/>), also where the page's own JavaScript is off. The page is looked
    /// at in its whole length: what half lies under a bar that sticks to the window's edge is no small target, one scrolls.</summary>
    public async Task ShouldPassAxe()
    {
        if (scripted is null)
        {
            var (width, height) = (Page.ViewportSize!.Width, Page.ViewportSize.Height);
            for (var steps = 0; steps < 3 && await Page.EvaluateAsync<int>("() => document.documentElement.scrollHeight") is var whole && whole > Page.ViewportSize.Height; steps++)
                await Page.SetViewportSizeAsync(width, whole); // What is measured by the window's height grows with it.
            await Axe.ShouldPass(Page);
            if (Page.ViewportSize.Height != height) await Page.SetViewportSizeAsync(width, height);
            return;
        }
        // axe is a script that waits on timers. It reads the page as a reader without scripts has it, in a window where they are on.
        await using var twin = await scripted();
        var html = Scripts().Replace(await Page.ContentAsync(), "");
        if (Page.Url.StartsWith("http"))
        {
            await twin.Page.RouteAsync(Page.Url, route => route.FulfillAsync(new() { ContentType = "text/html; charset=utf-8", Body = html }));
            await twin.Page.GotoAsync(Page.Url);
        }
        else await twin.Page.SetContentAsync(html);
        await twin.ShouldPassAxe();
    }

    /// <summary>Fails when the page is wider than the window, naming what sticks out.</summary>
    public async Task ShouldFitItsWidth()
    {
        var wide = await Page.EvaluateAsync<string[]>("""
            () => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? [] :
                [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
                    .slice(0, 5).map(e => e.cloneNode(false).outerHTML)
            """);
        Assert.That(wide, Is.Empty, $"{Page.Url} is wider than {Page.ViewportSize!.Width} px.");
    }

    [GeneratedRegex("<script.*?</script>|</?noscript>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Scripts();

    /// <summary>What is put back when it is closed.</summary>
    internal Func<Task>? Closed { get; set; }

    public async ValueTask DisposeAsync()
    {
        await Context.CloseAsync();
        if (Closed is not null) await Closed();
    }
}

using Microsoft.Playwright;

namespace LetterExchange.Tests.Ground;

/// <summary>One Chromium for the whole run, Debian's own, without the parts around the page that people click: half the work. It reaches nothing but this machine.
/// Where Chromium is missing, whoever asks for it fails in clear words: nothing is skipped.</summary>
public sealed class Browser : IAsyncDisposable
{
    static readonly Lazy<Task<Browser>> shared = new(() => Start());
    static readonly string[] flags =
    [
        "--no-sandbox", // Root has none.
        "--in-process-gpu", // A process less; nothing here draws by one.
        "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    ];

    readonly IPlaywright playwright;
    readonly IBrowser chromium;

    Browser(IPlaywright playwright, IBrowser chromium) => (this.playwright, this.chromium) = (playwright, chromium);

    /// <summary>The run's own browser, started at its first use.</summary>
    public static Task<Browser> Shared => shared.Value;

    /// <summary>Starts a browser: <paramref name="path"/>, or the environment's CHROMIUM, or /usr/bin/chromium-headless-shell.</summary>
    /// <exception cref="InvalidOperationException">It is not there; says what to install.</exception>
    public static async Task<Browser> Start(string? path = null)
    {
        path ??= Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium-headless-shell";
        if (!File.Exists(path))
            throw new InvalidOperationException($"There is no Chromium at {path}. Install Debian's package chromium-headless-shell, or run scripts/test, which does; elsewhere set CHROMIUM to its path.");
        var playwright = await Playwright.CreateAsync();
        try
        {
            return new Browser(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = flags }));
        }
        catch
        {
            playwright.Dispose();
            throw;
        }
    }

    /// <summary>Opens a window with cookies and storage of its own. <paramref name="address"/> is what relative addresses start from;
    /// <paramref name="zone"/> is the visitor's own time zone. Service workers run where <paramref name="offline"/> says so.</summary>
    public async Task<Window> Open(Variant variant, string? address = null, bool javaScript = true, string zone = "Europe/Berlin", bool offline = false)
    {
        var context = await chromium.NewContextAsync(new()
        {
            BaseURL = address,
            ViewportSize = new() { Width = variant.Width, Height = HeightFor(variant.Width) },
            ColorScheme = variant.Theme == "dark" ? ColorScheme.Dark : ColorScheme.Light,
            Locale = variant.Language,
            TimezoneId = zone,
            JavaScriptEnabled = javaScript,
            HasTouch = variant.Width < 600,
            ReducedMotion = ReducedMotion.Reduce,
            ServiceWorkers = offline ? ServiceWorkerPolicy.Allow : ServiceWorkerPolicy.Block,
        });
        context.SetDefaultTimeout(15_000);
        return new Window(context, await context.NewPageAsync(), variant, javaScript ? null : () => Open(variant, address, zone: zone));
    }

    /// <summary>How high a window of this width is: a telephone's, or a small computer's.</summary>
    internal static int HeightFor(int width) => width < 600 ? 844 : 900;

    /// <summary>Stops the run's own browser if anything started it.</summary>
    internal static async Task StopShared()
    {
        if (shared.IsValueCreated && shared.Value.IsCompletedSuccessfully) await shared.Value.Result.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await chromium.CloseAsync();
        playwright.Dispose();
    }
}

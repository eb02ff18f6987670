using LetterExchange.Tests.Ground;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LetterExchange.Tests;

/// <summary>What people do at a window, and what they see there.</summary>
static class Deeds
{
    /// <summary>Goes to a place of the navigation.</summary>
    public static Task Go(this Window window, string place) =>
        window.Page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByRole(AriaRole.Link, new() { Name = place, Exact = true }).ClickAsync();

    /// <summary>Follows a link.</summary>
    public static Task Follow(this Window window, string link) => window.Link(link).ClickAsync();

    public static Task Press(this Window window, string button) => window.Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    public static Task Fill(this Window window, string label, string text) => window.Page.GetByLabel(label, new() { Exact = true }).FillAsync(text);

    /// <summary>Writes on the letter's page.</summary>
    public static Task Write(this Window window, string text) => window.Page.Locator("#Text").FillAsync(text);

    public static async Task Send(this Window window, string reader)
    {
        await window.Press("Read and send");
        await window.Press($"Send it to {reader}");
        await window.Sees("It is being read by a reviewer");
    }

    public static ILocator Link(this Window window, string name) => window.Page.GetByRole(AriaRole.Link, new() { Name = name });

    public static Task Sees(this Window window, string words) => Expect(window.Page.GetByText(words).First).ToBeVisibleAsync();

    public static Task SeesHeading(this Window window, string words) => Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = words })).ToBeVisibleAsync();

    /// <summary>Reads a letter, or a part of it.</summary>
    public static Task Reads(this Window window, string words) => Expect(window.Page.Locator(".letter .prose")).ToContainTextAsync(words);

    /// <summary>What the page says back.</summary>
    public static Task IsTold(this Window window, string words) => Expect(window.Page.Locator(".said")).ToContainTextAsync(words);

    /// <summary>Looks at the page again until the link is there: the scheduler may be a moment behind.</summary>
    public static async Task WaitsFor(this Window window, string link)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(150));
        while (!await window.Link(link).First.IsVisibleAsync())
        {
            await again.WaitForNextTickAsync(patience.Token);
            await window.Page.ReloadAsync();
        }
    }

    /// <summary>Goes to the desk and stays there. Its ear is open when a second one, opened after it, has heard how things stand.</summary>
    public static async Task StandAtDesk(this Window window)
    {
        await window.Page.RunAndWaitForResponseAsync(() => window.Go("My desk"), answer => answer.Url.EndsWith("/notices/stream"));
        await window.Page.EvaluateAsync("""
            () => new Promise(heard => {
                window.stands = true;
                const ear = new EventSource('/notices/stream');
                ear.addEventListener('notices', () => { ear.close(); heard(true); });
            })
            """);
    }

    /// <summary>Whether the page is still the one at which somebody stood.</summary>
    public static Task<bool> StillStands(this Window window) => window.Page.EvaluateAsync<bool>("() => window.stands === true");

    /// <summary>The announcement, in a window that stands open.</summary>
    public static Task Hears(this Window window, string words) => Expect(window.Page.Locator("body > p[role=status]")).ToHaveTextAsync(words, new() { Timeout = 40_000 });

    /// <summary>The number at the bell.</summary>
    public static async Task<int> Bell(this Window window) => int.Parse(await window.Page.Locator("[data-bell] [data-count]").TextContentAsync() ?? "0");

    public static Task SeesBell(this Window window, int count) => Expect(window.Page.Locator("[data-bell] [data-count]:visible")).ToHaveTextAsync($"{count}");
}

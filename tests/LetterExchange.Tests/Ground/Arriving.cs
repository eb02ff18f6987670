using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace LetterExchange.Tests.Ground;

/// <summary>Waits until a page has come to an address. Playwright's own waiting for an address can miss the moment at which the page was loaded, and then waits in vain:
/// this asks for the state that is.</summary>
static class Arriving
{
    const float Patience = 15_000; // Milliseconds, as for all that the tests wait for in a browser.

    /// <param name="address">Its end: <c>**</c> is anything, <c>*</c> anything without a slash.</param>
    public static async Task Arrives(this IPage page, string address)
    {
        var pattern = Regex.Escape(address).Replace(@"\*\*", ".*").Replace(@"\*", "[^/]*");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex($"^{pattern}$"), new() { Timeout = Patience });
        await Assertions.Expect(page.Locator("html")).ToHaveJSPropertyAsync("ownerDocument.readyState", "complete", new() { Timeout = Patience });
    }
}

using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace LetterExchange.Tests.Ground;

/// <summary>Accessibility as axe checks it: WCAG 2.2 A and AA, and the best practices.</summary>
public static class Axe
{
    // Called directly: the package's own RunAxe opens a second page for each report, which never ends where scripts are off.
    const string Run = """
        () => axe.run(document, {
            resultTypes: ['violations'],
            runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'],
        }).then(found => found.violations.map(fault =>
            `${fault.id} (${fault.impact}): ${fault.help}. ${fault.helpUrl}\n` +
            fault.nodes.map(node => `    ${node.target}  ${node.html}\n    ${node.failureSummary.replaceAll('\n', '\n    ')}`).join('\n')))
        """;

    static readonly string script = new BundledAxeScriptProvider().GetScript();

    /// <summary>Fails with the rule, the element and the help page of every violation on this page.</summary>
    public static async Task ShouldPass(IPage page)
    {
        await page.EvaluateAsync(script);
        var faults = await page.EvaluateAsync<string[]>(Run);
        if (faults.Length > 0) Assert.Fail($"axe finds fault with {page.Url}\n{string.Join('\n', faults)}");
    }
}

using LetterExchange.Tests.Ground;
using Microsoft.Playwright;

namespace LetterExchange.Tests.Commands.Demo;

/// <summary>What the demo adds to pages, in a browser.</summary>
public sealed class DemoPagesTests
{
    DemoSite site = null!;

    [OneTimeSetUp]
    public async Task Open() => site = await DemoSite.Open();

    [OneTimeTearDown]
    public async Task Close() => await site.DisposeAsync();

    static IEnumerable<TestCaseData> Looks =>
        from variant in Variants.English
        from javaScript in new[] { true, false }
        select new TestCaseData(variant, javaScript);

    [TestCaseSource(nameof(Looks))]
    public async Task The_cast_and_the_bar_pass_axe_and_fit_their_width(Variant variant, bool javaScript)
    {
        await using var window = await (await Browser.Shared).Open(variant, site.Address, javaScript);
        await window.Page.GotoAsync("/sign-in");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = "Amina" })).ToBeVisibleAsync();
        await window.ShouldPassAxe();
        await window.ShouldFitItsWidth();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Maddalena Ferri" }).ClickAsync();
        await window.Page.GotoAsync("/notices");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Complementary, new() { Name = "Demo" })).ToContainTextAsync("Thursday 14 January");
        await window.ShouldPassAxe();
        await window.ShouldFitItsWidth();
        Assert.That(window.Complaints, Is.Empty);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_skip_is_one_press_of_a_button(bool javaScript)
    {
        await using var window = await (await Browser.Shared).Open(Variants.All[0], site.Address, javaScript);
        await window.Page.GotoAsync("/sign-in");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "to the next thing due" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Status).First).ToContainTextAsync("It is now ");
        Assert.That(new Uri(window.Page.Url).AbsolutePath, Is.EqualTo("/sign-in"));
    }
}

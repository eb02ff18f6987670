using LetterExchange.Features.Letters;
using LetterExchange.Features.Plans;
using LetterExchange.Tests.Ground;
using Microsoft.Playwright;

namespace LetterExchange.Tests.Features.Pulse;

/// <summary>A coordinator's morning in a browser: who needs a person, one pair, more time for its letter, a cohort on a trip, a pair that has ended.</summary>
public sealed class PairWalkTests
{
    static IEnumerable<TestCaseData> Ways => Variants.InEnglish(3).Select(variant => new TestCaseData(variant, true))
        .Concat(Variants.InEnglish(2).Select(variant => new TestCaseData(variant, false)));

    [TestCaseSource(nameof(Ways))]
    public async Task From_the_list_to_more_time_a_pause_and_an_end(Variant variant, bool js)
    {
        await using var site = await Site.Open();
        var coordinator = await site.Given.Coordinator();
        await site.Given.NewPlan();
        var late = await site.Given.OpenTurn(site.Now.AddDays(1), site.Now.AddDays(9));
        var review = await site.Given.OpenTurn(site.Now.AddDays(20));
        await site.Given.Pair();
        await site.Get<Writing>().Submit(review.WriterId, new Sheet(review.PairId, review.Id, null), "Dear Henrik, I liked the lighthouse. My notebook for rain has 211 days in it.");
        await site.Pass(TimeSpan.FromDays(2));
        await using var window = await site.Window(coordinator, variant, js);
        var page = window.Page;
        await page.GotoAsync("/pairs");
        await Look("pairs");
        await page.GetByRole(AriaRole.Link, new() { Name = "Give more time" }).ClickAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "Give more time" }).CheckAsync();
        await page.GetByLabel("Reason").FillAsync("She was ill.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show what this moves" }).ClickAsync();
        await Look("turn-dates");
        await page.GetByRole(AriaRole.Button, new() { Name = "Move the dates" }).ClickAsync();
        Assert.That(await page.GetByRole(AriaRole.Status).First.TextContentAsync(), Does.Contain("The due date has moved"));

        await page.GotoAsync($"/cohorts/{await site.Given.Cohort()}/step-in");
        await page.GetByLabel("Pause the active pairs").CheckAsync();
        await page.GetByLabel("Reason").FillAsync("The school is closed for a week.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show what this moves" }).ClickAsync();
        await Look("cohort-step-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause", Exact = true }).ClickAsync();
        Assert.That(await page.GetByRole(AriaRole.Status).First.TextContentAsync(), Does.Contain("3 pairs are paused."));

        await page.GotoAsync($"/pairs/{review.PairId}/step-in");
        await Look("pair-step-in");
        await page.GotoAsync($"/pairs/{review.PairId}");
        await page.GetByText("Close this pair for good").ClickAsync();
        await Look("pair");
        await page.GetByLabel("Why").SelectOptionAsync("moved");
        await page.GetByLabel("In your words").FillAsync("The family has moved away.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Close the pair" }).ClickAsync();
        await Look("pair-close");
        await page.GetByRole(AriaRole.Button, new() { Name = "Yes, close the pair" }).ClickAsync();
        Assert.That(await page.GetByRole(AriaRole.Status).First.TextContentAsync(), Does.Contain("The pair is closed"));
        Assert.That(await site.Db.Get<string>("SELECT state FROM turns WHERE id = @Id", new { late.Id }), Is.EqualTo("Open"));
        Assert.That(window.Complaints, Is.Empty);

        async Task Look(string name)
        {
            await window.ShouldFitItsWidth();
            await window.ShouldPassAxe();
            await window.Shot(name);
        }
    }
}

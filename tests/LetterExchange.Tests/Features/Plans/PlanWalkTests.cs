using LetterExchange.Tests.Ground;
using Microsoft.Playwright;

namespace LetterExchange.Tests.Features.Plans;

/// <summary>A coordinator plans six rounds for two classes, in a browser, with and without JavaScript.</summary>
public sealed class PlanWalkTests
{
    Site site = null!;
    Guid coordinator, first, second;

    [SetUp]
    public async Task Open()
    {
        site = await Site.Open();
        coordinator = await site.Given.Person("Coordinator", name: "Dilnoza");
        first = await Cohort("Northgate 5B");
        second = await Cohort("Ashfield 7C");
        await site.Given.Pairs(4, first);
        await site.Given.Pairs(3, second);
        await site.Db.Execute("UPDATE pairs SET state = 'Paused', paused_at = @Now, paused_why = 'Coordinator' WHERE id = (SELECT MIN(id) FROM pairs WHERE cohort_id = @second)", new { site.Now, second });
    }

    [TearDown]
    public async Task Close() => await site.DisposeAsync();

    static IEnumerable<TestCaseData> Ways => Variants.InEnglish(1).Select(variant => new TestCaseData(variant, true))
        .Concat(Variants.InEnglish(0).Select(variant => new TestCaseData(variant, false)));

    [TestCaseSource(nameof(Ways))]
    public async Task A_plan_is_made_looked_at_published_and_given_to_two_classes(Variant variant, bool js)
    {
        await using var window = await site.Window(coordinator, variant, js);
        var page = window.Page;
        await page.GotoAsync("/plans");
        await Look(window, "plans-none");
        await page.GetByRole(AriaRole.Link, new() { Name = "Make a plan" }).ClickAsync();
        await page.GetByLabel("Name of the plan").FillAsync("Spring 2027");
        foreach (var box in (await page.GetByRole(AriaRole.Checkbox).AllAsync()).Take(6)) await box.CheckAsync();
        await Look(window, "plans-new");
        await page.GetByRole(AriaRole.Button, new() { Name = "Fill in the dates" }).ClickAsync();
        await Look(window, "plan-draft");

        await page.GetByLabel("Round 2, letter 1: due").FillAsync("2027-02-01T20:00");
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish the plan" }).ClickAsync();
        Assert.That(await page.GetByRole(AriaRole.Alert).TextContentAsync(), Does.Contain("Nothing has been published"));
        await Look(window, "plan-refused");
        await page.GetByLabel("Round 2, letter 1: due").FillAsync("2027-02-15T20:00");
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish the plan" }).ClickAsync();
        await Look(window, "plan-published");

        await page.GetByRole(AriaRole.Link, new() { Name = "Give it to pairs" }).ClickAsync();
        await page.GetByLabel("Northgate 5B").CheckAsync();
        await page.GetByLabel("Ashfield 7C").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show what will happen" }).ClickAsync();
        Assert.That(await page.GetByRole(AriaRole.Region, new() { Name = "What will happen" }).TextContentAsync(), Does.Contain("6 pairs get up to 6 rounds").And.Contain("One is left out because it is paused"));
        await Look(window, "plan-apply");
        await page.GetByRole(AriaRole.Button, new() { Name = "Give the plan to 6 pairs" }).ClickAsync();
        Assert.That(await page.GetByRole(AriaRole.Status).First.TextContentAsync(), Does.Contain("6 pairs have the plan now.").And.Contain("1 were left out"));
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM assignments"), Is.EqualTo(36));
        await Look(window, "plan-given");
        Assert.That(window.Complaints, Is.Empty);
    }

    async Task Look(Window window, string name)
    {
        await window.ShouldFitItsWidth();
        await window.ShouldPassAxe();
        await window.Shot(name);
    }

    async Task<Guid> Cohort(string name)
    {
        var id = await site.Given.Cohort((await site.Given.Program()).Id);
        await site.Db.Execute("UPDATE cohorts SET name = @name WHERE id = @id", new { id, name });
        return id;
    }
}

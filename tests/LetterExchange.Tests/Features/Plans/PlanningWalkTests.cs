using LetterExchange.Features.Plans;
using LetterExchange.Tests.Ground;
using Microsoft.Playwright;

namespace LetterExchange.Tests.Features.Plans;

/// <summary>A coordinator moves dates on the calendar, shifts a plan over a holiday and looks at what the queue will be, in a browser.</summary>
public sealed class PlanningWalkTests
{
    Site site = null!;
    Guid coordinator, program, plan;

    [SetUp]
    public async Task Open()
    {
        site = await Site.Open();
        program = (await site.Given.Program("Europe/Paris", null, new DateOnly(2027, 2, 15))).Id;
        coordinator = await site.Given.Person("Coordinator", name: "Dilnoza");
        plan = (await site.Get<PlanStore>().Create(program, PlanCheckTests.Sound(), coordinator)).Id;
    }

    [TearDown]
    public async Task Close() => await site.DisposeAsync();

    [Test]
    public async Task Dates_are_moved_on_the_calendar_by_keyboard_and_by_pointer_and_the_table_follows()
    {
        await using var window = await site.Window(coordinator, Variants.English.First(variant => variant.Width == 1280));
        var page = window.Page;
        await page.GotoAsync($"/plans/{plan}");
        var opens = page.Locator("[name='Sheet.Rounds[0].Opens']");
        await page.Locator("td[data-day='2027-01-18']").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        Assert.That(await page.Locator("#cal-said").TextContentAsync(), Does.StartWith("Round 1 opens, picked up."));
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("Enter");
        Assert.That(await opens.InputValueAsync(), Is.EqualTo("2027-01-19T08:00"));
        Assert.That(await page.Locator("td[data-day='2027-01-19'] .dm").CountAsync(), Is.EqualTo(1));
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Escape");
        Assert.That(await opens.InputValueAsync(), Is.EqualTo("2027-01-19T08:00"), "Put back.");
        var due = page.Locator("td[data-day='2027-02-16'] .dm").First;
        await due.DragToAsync(page.Locator("td[data-day='2027-02-17']"));
        Assert.That(await page.Locator("[name='Sheet.Rounds[1].Turns[0].Due']").InputValueAsync(), Is.EqualTo("2027-02-17T20:00"));
        await page.Locator("[name='Sheet.Rounds[1].Turns[0].Due']").FillAsync("2027-02-18T20:00");
        Assert.That(await page.Locator("td[data-day='2027-02-18'] .dm").CountAsync(), Is.EqualTo(1), "What is typed moves on the calendar too.");
        await Look(window, "plan-calendar");
        Assert.That(window.Complaints, Is.Empty);
    }

    [TestCase(0)]
    [TestCase(1)]
    public async Task A_plan_is_shifted_copied_and_given_more_time(int index)
    {
        var sheet = PlanCheckTests.Sound();
        await site.Get<PlanStore>().Publish(plan, 1, sheet, coordinator);
        await site.Get<PlanApplication>().ToPairs(plan, [.. (await site.Given.Pairs(12)).Select(pair => pair.Id)], coordinator);
        var ruth = await site.Given.Person("Reviewer", name: "Ruth");
        await site.Get<ReviewHours>().Keep(program, ruth, new Dictionary<int, int> { [1] = 9, [3] = 30 }, ruth);
        await site.Pass(TimeSpan.FromDays(8));
        await using var window = await site.Window(coordinator, Variants.InEnglish(index)[0]);
        var page = window.Page;
        await page.GotoAsync($"/plans/{plan}/change");
        await page.GetByLabel("Over a holiday").SelectOptionAsync("2027-02-15/2027-02-15");
        await page.GetByRole(AriaRole.Button, new() { Name = "Move past it" }).ClickAsync();
        await page.GetByLabel("Reason").FillAsync("Carnival.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show what will happen" }).ClickAsync();
        Assert.That(await page.GetByRole(AriaRole.Region, new() { Name = "What will happen" }).TextContentAsync(), Does.Contain("24 people are told"));
        await Look(window, "plan-change");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make this change" }).ClickAsync();
        await Look(window, "plan-changed");
        await page.GotoAsync($"/plans/{plan}/extend");
        await page.GetByLabel("Reason").FillAsync("A storm.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show what this moves" }).ClickAsync();
        await Look(window, "plan-extend");
        await page.GotoAsync($"/plans/{plan}/copy");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the dates" }).ClickAsync();
        await Look(window, "plan-copy");
        await page.GotoAsync("/hours");
        await Look(window, "plan-hours");
        await page.GotoAsync($"/programs/{program}/holidays");
        await page.GetByLabel("Calendar file").SetInputFilesAsync(new FilePayload { Name = "holidays.ics", MimeType = "text/calendar", Buffer = System.Text.Encoding.UTF8.GetBytes("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Bastille Day\r\nDTSTART;VALUE=DATE:20200714\r\nRRULE:FREQ=YEARLY\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\nSUMMARY:Meeting\r\nDTSTART:20270215T090000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n") });
        await page.GetByRole(AriaRole.Button, new() { Name = "Show what is in it" }).ClickAsync();
        await Look(window, "plan-holidays");
        Assert.That(window.Complaints, Is.Empty);
    }

    static async Task Look(Window window, string name)
    {
        await window.Shot(name);
        await window.ShouldFitItsWidth();
        await window.ShouldPassAxe();
    }
}

using System.Text.RegularExpressions;
using LetterExchange.Features.Letters;
using Microsoft.Playwright;
using LetterExchange.Tests.Ground;
using static Microsoft.Playwright.Assertions;

namespace LetterExchange.Tests;

/// <content>The letters of the day, and the plan.</content>
public sealed partial class CoordinatorTests
{
    async Task Twelve_letters_are_read_by_keyboard()
    {
        await window.Go("Review");
        await Expect(Page.GetByRole(AriaRole.Table).First).ToBeVisibleAsync();
        await day.Look(window, "review");
        await window.Follow("Start reading");
        var (read, approved) = (0, 0);
        for (; Page.Url.Contains("/review/"); read++)
        {
            await Expect(Page.Locator("[data-keys]")).ToBeVisibleAsync(); // The keys are there.
            var (address, names) = (Page.Url, await Page.Locator("#names").TextContentAsync() ?? "");
            if (names.StartsWith(Term.WithNumber)) await Return();
            else if (names.StartsWith(Term.Disturbing)) await Withhold();
            else
            {
                if (approved++ == 0) await day.Look(window, "review-clean");
                await Page.Keyboard.PressAsync("a");
            }
            await Expect(Page).Not.ToHaveURLAsync(new Regex($"^{Regex.Escape(address)}$"));
        }
        Assert.That((read, approved), Is.EqualTo((12, 10)));
        await window.Sees("12 read by you today.");
        await day.Look(window, "review-done");
        Assert.That(await States(), Is.EqualTo("Approved 10, Returned 1, Withheld 1"));
    }

    async Task Return()
    {
        await day.Look(window, "review-number");
        await Page.Keyboard.PressAsync("r");
        await Expect(Page.Locator("#return-reason")).ToBeFocusedAsync();
        await Expect(Page.Locator("#return-reason")).ToHaveValueAsync(new Regex("phone number"));
        await Expect(Page.Locator("[data-preview] q")).ToHaveTextAsync(["ring me when", "07700 900461"]);
        await day.Look(window, "review-return");
        await Page.Keyboard.PressAsync("Control+Enter");
        await window.IsTold("Returned to Tariq, with your note.");
    }

    async Task Withhold()
    {
        await day.Look(window, "review-disturbing");
        await Page.Keyboard.PressAsync("w");
        await Expect(Page.Locator("#withhold-reason")).ToBeFocusedAsync();
        await Page.Keyboard.TypeAsync("He writes as one who drinks alone, and tells a child of ten to expect nothing of people. Somebody should talk with him.");
        await Page.Keyboard.PressAsync("Tab");
        await Page.Keyboard.PressAsync("Space");
        await Expect(Page.GetByRole(AriaRole.Checkbox, new() { Name = "Open a concern with it" })).ToBeCheckedAsync();
        await day.Look(window, "review-withhold");
        await Page.Keyboard.PressAsync("Control+Enter");
        await window.IsTold("Withheld, and a concern is open. The safeguarding leads have been told.");
    }

    async Task What_was_approved_is_delivered_and_found()
    {
        day.Pass(TimeSpan.FromSeconds(61), jump: true);
        await day.Comes("SELECT COUNT(*) FROM letters WHERE delivered_at > @monday", new { monday }, 10);
        await window.Go("Archive");
        await day.Look(window, "archive");
        await window.Fill("Words to look for", "hedgehog saucer");
        await window.Press("Find");
        await window.WaitsFor("Maribel Santos to Esperanza Ruiz");
        await Expect(Page.Locator(".passage mark").First).ToBeVisibleAsync();
        await day.Look(window, "search");
        await window.Fill("Words to look for", "whisky state:withheld");
        await window.Press("Find");
        await window.Follow("Bill Harker to Pieter Smit");
        await window.Sees("Somebody should talk with him.");
        await day.Look(window, "search-withheld");
    }

    async Task A_pair_s_letters_are_taken_as_a_book_and_as_a_table()
    {
        await window.Go("Archive");
        await window.Fill("Words to look for", "from:Maribel hedgehog");
        await window.Press("Find");
        await window.Follow("Maribel Santos to Esperanza Ruiz");
        await window.Follow("All letters of this pair");
        await Expect(window.Link("This pair’s letters as a book")).ToBeVisibleAsync();
        await day.Look(window, "archive-pair");
        var here = Page.Url;
        await window.Follow("This pair’s letters as a book");
        await window.SeesHeading("Esperanza and Maribel");
        await day.Look(window, "book");
        Assert.That((await Taken("Save as an e-book")).Length, Is.GreaterThan(1000));
        await Page.GotoAsync(here);
        await window.Follow("Export these letters");
        await day.Look(window, "export");
        await window.Press("Make the file");
        await window.WaitsFor("Take it");
        await day.Look(window, "export-ready");
        var table = System.Text.Encoding.UTF8.GetString(await Taken("Take it"));
        Assert.That(Regex.Matches(table, "Dear (Esperanza|Maribel)"), Has.Count.EqualTo(6), "their letters of three rounds");
        Assert.That(table, Does.Not.Contain("Dear Tariq"));
    }

    async Task The_plan_moves_past_the_holidays()
    {
        await window.Go("Plans");
        await window.Follow("Spring 2027");
        await day.Look(window, "plan");
        await window.Follow("Change or shift the plan");
        await Page.GetByLabel("Over a holiday").SelectOptionAsync("2027-03-29/2027-04-09");
        await day.Look(window, "plan-change");
        await window.Press("Move past it");
        await window.Fill("Reason", "The school is shut over Easter.");
        await window.Press("Show what will happen");
        await window.SeesHeading("What will happen");
        await day.Look(window, "plan-foreseen");
        await window.Press("Make this change");
        await window.IsTold("The plan is changed; 14 pairs follow");
        await day.Look(window, "plan-shifted");
        var opens = await day.Site.Db.Query<string>("SELECT r.opens_local FROM rounds r ORDER BY r.ordinal");
        Assert.That(opens[^2..], Is.EqualTo(new[] { "2027-03-25T08:00", "2027-04-22T08:00" }), "the sixth round opens before the holidays, the seventh after them");
        var days = await day.Site.Db.Query<DateOnly>("SELECT day FROM holidays");
        var dates = await day.Site.Db.Query<DateTimeOffset>("SELECT t.due_at FROM turns t WHERE t.state = 'Waiting' UNION SELECT a.opens_at FROM assignments a WHERE a.state = 'Scheduled'");
        Assert.That(dates.Select(date => DateOnly.FromDateTime(date.UtcDateTime)).Intersect(days), Is.Empty, "no pair has anything to do in the holidays");
    }

    async Task<byte[]> Taken(string link)
    {
        var download = await Page.RunAndWaitForDownloadAsync(() => window.Follow(link));
        return await File.ReadAllBytesAsync(await download.PathAsync());
    }

    async Task<string> States() => string.Join(", ", (await day.Site.Db.Query<(string State, long Many)>(
        "SELECT l.state, COUNT(*) FROM letters l WHERE l.submitted_at > @saturday GROUP BY l.state ORDER BY l.state", new { saturday = monday.AddDays(-2) })).Select(one => $"{one.State} {one.Many}"));
}

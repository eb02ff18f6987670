using LetterExchange.Features.Letters;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Review;
using LetterExchange.Tests.Ground;
using Microsoft.Playwright;

namespace LetterExchange.Tests.Features.Review;

/// <summary>What several letters of a pair tell together, in a real browser: the picture over three letters of one pair, the signs over six of another.</summary>
public sealed class LetterMemoryPageTests
{
    static readonly string[] ofTheChild =
    [
        "Dear Henrik,\n\nOn Sundays I play for the Ashford Wolves and we always lose. I liked the lighthouse.\n\nYours,\nAmina",
        "Dear Henrik,\n\nIt rains. My birthday is in May and I want a kite that can carry a lamp.\n\nYours,\nAmina",
        "Dear Henrik,\n\nI read the last part on the way home. I take the 42 bus, and the driver hums. What would you keep going for forty years?\n\nYours,\nAmina",
    ];

    static readonly string[] ofTheAdult =
    [
        "Dear Tariq,\n\nThank you for your drawing of the bridge. You are so mature for your age, I forget that you are ten.\n\nDesmond",
        "Dear Tariq,\n\nThe ferry was late and the gulls were not. Which part of the story did you like?\n\nDesmond",
        "Dear Tariq,\n\nI saw a scarf in a window and thought of you. It was as green as your pen.\n\nDesmond",
        "Dear Tariq,\n\nI have read your page three times. You are the only one who really listens to me, do you know that?\n\nDesmond",
        "Dear Tariq,\n\nYou deserve a little treat for that poem. My garden is all mud.\n\nDesmond",
        "Dear Tariq,\n\nThe letters are so slow, and there is so much that I want to ask. I wish we could talk properly.\n\nDesmond",
    ];

    Office office = null!;
    Letter third = null!;
    Letter sixth = null!;
    readonly List<Letter> theirs = [];

    Site Site => office.Site;

    [OneTimeSetUp]
    public async Task Open()
    {
        office = await Office.Open();
        var other = await office.NewPair(office.Class5A, "Tariq", "Desmond");
        for (var i = 0; i < ofTheAdult.Length; i++)
        {
            if (i > 0) await Site.Pass(TimeSpan.FromDays(17));
            if (i < 2) await Deliver(ofTheChild[i], office.Pair, byMentor: false);
            if (i < 5) theirs.Add(await Deliver(ofTheAdult[i], other, byMentor: true));
        }
        third = await office.Send(ofTheChild[2], office.Pair);
        sixth = await office.Send(ofTheAdult[5], other, byMentor: true);
    }

    [OneTimeTearDown]
    public async Task Close() => await office.DisposeAsync();

    [Test]
    public async Task The_third_letter_is_marked_where_it_stands_and_quotes_the_two_before_it()
    {
        foreach (var variant in Variants.English)
        {
            await using var window = await Site.Window(office.Grace, variant);
            await window.Page.GotoAsync($"/review/{third.Id}");
            await Assertions.Expect(window.Page.Locator("mark")).ToHaveTextAsync("42 bus1");
            var told = window.Page.Locator("#n1 .told li");
            await Assertions.Expect(told).ToHaveCountAsync(2);
            await Assertions.Expect(told.Nth(0)).ToContainTextAsync("Team or club");
            await Assertions.Expect(told.Nth(0).Locator("q")).ToHaveTextAsync("On Sundays I play for the Ashford Wolves and we always lose.");
            await Assertions.Expect(told.Nth(1).Locator("q")).ToHaveTextAsync("My birthday is in May and I want a kite that can carry a lamp.");
            await window.Shot("review-memory-picture");
            await Sound(window);
        }
    }

    [Test]
    public async Task An_adult_s_signs_stand_in_a_timeline_beside_the_letter()
    {
        foreach (var variant in Variants.English)
        {
            await using var window = await Site.Window(office.Grace, variant);
            await window.Page.GotoAsync($"/review/{sixth.Id}");
            var lines = window.Page.Locator("section[aria-labelledby=signs] > ol > li");
            await Assertions.Expect(lines).ToHaveCountAsync(5);
            await Assertions.Expect(lines.Nth(0)).ToContainTextAsync("Praise that sets apart");
            await Assertions.Expect(lines.Nth(0).Locator("a")).ToHaveAttributeAsync("href", $"/archive/{theirs[0].Id}");
            await Assertions.Expect(lines.Nth(1).Locator("q")).ToHaveTextAsync("I saw a scarf in a window and thought of you.");
            await Assertions.Expect(lines.Nth(4)).ToContainTextAsync("In this letter");
            await window.Shot("review-memory-signs");
            await Sound(window);
        }
    }

    [Test]
    public async Task In_each_language_it_is_sound_too([Values("fr", "es")] string language)
    {
        await using var window = await Site.Window(office.Grace, Variants.All.First(variant => variant.Language == language));
        foreach (var letter in new[] { third, sixth })
        {
            await window.Page.GotoAsync($"/review/{letter.Id}");
            await Sound(window);
        }
    }

    [Test]
    public async Task It_is_printed_with_the_letter()
    {
        await using var window = await Site.Window(office.Grace, Variants.English[1] with { Width = 1280 });
        await window.Page.GotoAsync($"/review/{sixth.Id}");
        await window.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await Assertions.Expect(window.Page.Locator("section[aria-labelledby=signs] li").First).ToBeVisibleAsync();
        await window.Shot("review-memory-print");
    }

    [Test]
    public async Task It_leads_to_the_letter_that_is_quoted()
    {
        await using var window = await Site.Window(office.Grace, Variants.English[0]);
        await window.Page.GotoAsync($"/review/{sixth.Id}");
        await window.Page.Locator("section[aria-labelledby=signs] a").First.ClickAsync();
        await Assertions.Expect(window.Page.Locator("main")).ToContainTextAsync("so mature for your age");
    }

    [Test]
    public async Task A_pattern_is_never_offered_for_the_note_to_its_writer()
    {
        var page = await (await Site.As(office.Grace)).Get($"/review/{sixth.Id}");
        Assert.That(page.Html, Does.Contain("A pattern over letters").And.Not.Contain("name=\"Why\""));
        var marked = await (await Site.As(office.Grace)).Get($"/review/{third.Id}");
        Assert.That(marked.Html, Does.Contain("name=\"Why\"").And.Contain("Together they now tell so much about you"));
    }

    static async Task Sound(Window window)
    {
        await window.ShouldPassAxe();
        await window.ShouldFitItsWidth();
        Assert.That(window.Complaints, Is.Empty);
    }

    async Task<Letter> Deliver(string text, Pair pair, bool byMentor)
    {
        var letter = await office.Send(text, pair, byMentor);
        if (letter.State == LetterState.InReview) await Site.Get<Decisions>().Approve(letter.Id, letter.Version, office.Grace);
        await Site.Pass(TimeSpan.FromMinutes(2));
        var fresh = await office.Fresh(letter.Id);
        Assert.That(fresh.State, Is.EqualTo(LetterState.Delivered));
        return fresh;
    }
}

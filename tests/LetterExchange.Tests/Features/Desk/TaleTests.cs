using LetterExchange.Features.Desk;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Stories;
using LetterExchange.Tests.Ground;
using Microsoft.Playwright;

namespace LetterExchange.Tests.Features.Desk;

/// <summary>A story sentence by sentence: read aloud, one in focus, marked, and quoted in a letter.</summary>
public sealed class TaleTests
{
    // A headless browser has no voices: these say what they are given, and end when the test says so.
    const string Voices = """
        window.said = [];
        Object.defineProperty(window, 'speechSynthesis', { value: {
            getVoices: () => [{ lang: 'en-GB', localService: true }], speak: (one) => { window.said.push(one.text); window.now = one; }, cancel: () => {}, addEventListener: () => {},
        } });
        window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
        """;

    Site site = null!;
    Scene scene = null!;
    Guid assignment;

    [OneTimeSetUp]
    public async Task Open() => site = await Site.Open();

    [OneTimeTearDown]
    public async Task Close() => await site.DisposeAsync();

    [SetUp]
    public async Task Begin()
    {
        scene = await Scene.On(site);
        assignment = await scene.OpenRound(Scene.Lighthouse);
    }

    Story Story => site.Get<StoryLibrary>().Find(Scene.Lighthouse)!;

    string Page => $"/assignments/{assignment}?part=1";

    [Test]
    public async Task It_is_read_aloud_and_the_sentence_is_followed()
    {
        await using var window = await site.Window(scene.Amina);
        await window.Page.AddInitScriptAsync(Voices);
        await window.Page.GotoAsync(Page);
        await Button(window, "Read aloud").ClickAsync();
        await Follows(window, 1);
        await window.Page.EvaluateAsync("() => now.onend()");
        await Follows(window, 2);
        await Button(window, "Next sentence").ClickAsync();
        await Follows(window, 3);
        await Button(window, "Sentence back").ClickAsync();
        await Follows(window, 2);
        await Button(window, "Pause").ClickAsync();
        await window.Page.EvaluateAsync("() => now.onend()");
        await Follows(window, 2); // It stays where it was.
        Assert.That(await window.Page.EvaluateAsync<string[]>("() => said"), Is.EqualTo(new[] { 1, 2, 3, 2 }.Select(n => Story.Sentences[n - 1].Text)).Using<string>((a, b) => Folded(a) == Folded(b)));
        Assert.That(window.Complaints, Is.Empty);
    }

    [Test]
    public async Task Without_a_voice_nothing_is_offered()
    {
        await using var window = await site.Window(scene.Amina);
        await window.Page.AddInitScriptAsync(Voices.Replace("en-GB", "fr-FR"));
        await window.Page.GotoAsync(Page);
        await Assertions.Expect(Button(window, "Mark sentences")).ToBeVisibleAsync();
        await Assertions.Expect(Button(window, "Read aloud")).ToBeHiddenAsync();
    }

    [Test]
    public async Task One_sentence_at_a_time_is_in_focus_on_every_device_of_the_reader()
    {
        await using (var window = await site.Window(scene.Amina))
        {
            await window.Page.GotoAsync(Page);
            await window.Page.Locator(".settings summary").ClickAsync();
            await window.Page.GetByLabel("A sentence at a time").CheckAsync();
            await window.Page.GetByLabel("Easy to tell apart").CheckAsync();
            await window.Page.GetByRole(AriaRole.Button, new() { Name = "Keep these" }).ClickAsync();
        }
        await using var other = await site.Window(scene.Amina, Variants.All[1]);
        await other.Page.GotoAsync(Page);
        await Follows(other, 1);
        await other.Page.Keyboard.PressAsync("ArrowDown");
        await Follows(other, 2);
        await other.Page.Locator("#s5").ClickAsync();
        await Follows(other, 5);
        Assert.That(await other.Page.EvaluateAsync<bool>("async () => { await document.fonts.ready; return document.fonts.check('16px \"Atkinson Hyperlegible\"'); }"));
        await other.ShouldPassAxe();
        await other.Shot("story-focus");
        await using var henrik = await site.Window(scene.Henrik);
        await henrik.Page.GotoAsync(Page);
        await Assertions.Expect(henrik.Page.Locator(".s.cur")).ToHaveCountAsync(0);
    }

    [Test]
    public async Task A_sentence_is_marked_by_a_tap_or_a_key_and_the_mark_taken_away()
    {
        await using var window = await site.Window(scene.Amina);
        await window.Page.GotoAsync(Page);
        await Button(window, "Mark sentences").ClickAsync();
        await window.Page.Locator("#s2").ClickAsync();
        await Assertions.Expect(window.Page.Locator("#s2")).ToHaveClassAsync("s mine");
        await window.Page.Locator("#s3").FocusAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(window.Page.Locator("#s3")).ToHaveAttributeAsync("aria-pressed", "true");
        await window.ShouldPassAxe();
        await window.Page.Locator("#s2").ClickAsync();
        await Assertions.Expect(window.Page.Locator("#s2")).ToHaveClassAsync("s");
        await window.Page.ReloadAsync();
        await Assertions.Expect(window.Page.Locator(".s.mine")).ToHaveCountAsync(1);
        Assert.That(window.Complaints, Is.Empty);
    }

    [Test]
    public async Task Marks_are_shared_when_both_have_read_and_not_before()
    {
        await Mark(scene.Amina, 1, 2);
        await Mark(scene.Henrik, 2, 3);
        await scene.Finish(assignment, scene.Henrik);
        var amina = await site.As(scene.Amina);
        Assert.That((await amina.Get(Page)).Text, Does.Contain("You marked this.").And.Not.Contain("Henrik marked this.").And.Not.Contain("You both marked"));
        await scene.Finish(assignment, scene.Amina);
        var page = await amina.Get(Page);
        Assert.That(page.Text, Does.Contain("You marked this.").And.Contain("Henrik marked this.").And.Contain("You both marked this."));
        Assert.That(page.Html, Does.Contain("class=\"s mine\" id=\"s1\"").And.Contain("class=\"s both\" id=\"s2\"").And.Contain("class=\"s theirs\" id=\"s3\""));
    }

    [Test]
    public async Task Without_scripts_a_sentence_is_marked_in_a_list()
    {
        var amina = await site.As(scene.Amina);
        var page = await amina.Post($"{Page}&marks=true", "Mark", ("sentence", "4"), ("on", "true"));
        Assert.That(page.Html, Does.Contain("class=\"s mine\" id=\"s4\""));
    }

    [Test]
    public async Task There_is_room_for_forty_marks_and_none_on_what_is_no_sentence_or_stands_still()
    {
        await Mark(scene.Amina, [.. Enumerable.Range(1, Highlights.Most)]);
        Assert.That(await Set(scene.Amina, Highlights.Most + 1), Is.EqualTo(Marked.Full));
        Assert.That(await Set(scene.Amina, Highlights.Most), Is.EqualTo(Marked.Done), "It is marked already.");
        Assert.That(await Set(scene.Amina, Highlights.Most, marked: false), Is.EqualTo(Marked.Done));
        Assert.That(await Set(scene.Amina, Highlights.Most + 1), Is.EqualTo(Marked.Done));
        Assert.That((await Set(scene.Henrik, 0), await Set(scene.Henrik, Story.Sentences.Count + 1)), Is.EqualTo((Marked.NotNow, Marked.NotNow)));
        await scene.Pause();
        Assert.That(await Set(scene.Henrik, 1), Is.EqualTo(Marked.NotNow));
    }

    [Test]
    public void A_sentence_that_was_changed_since_bears_no_mark()
    {
        var first = Story.Sentences[0];
        Assert.That(Highlights.Of(Story, $"1:{first.Print} 2:deadbeef 9999:00000000", null, true).Select(mark => mark.Sentence), Is.EqualTo(new[] { first }));
    }

    [Test]
    public async Task A_mark_is_quoted_in_a_letter_and_its_reader_comes_to_the_place()
    {
        var sentence = Story.Sentences.First(one => one.Part == 2);
        await Mark(scene.Amina, sentence.Number);
        await scene.Draft(scene.Amina, "Dear Henrik,");
        await using (var window = await site.Window(scene.Amina))
        {
            await window.Page.GotoAsync(Page);
            await Button(window, "Quote it in my letter").ClickAsync();
            await Assertions.Expect(window.Page.Locator("#Text")).ToHaveValueAsync($"Dear Henrik,\n\n> {sentence.Text}\n\n");
        }
        var letter = await scene.Deliver(scene.Amina, $"Dear Henrik,\n\n> {sentence.Text}\n\n> This stands nowhere.\n\nThat was the place.");
        await using var henrik = await site.Window(scene.Henrik);
        await henrik.Page.GotoAsync($"/letters/{letter}");
        await Assertions.Expect(henrik.Page.Locator("blockquote a")).ToHaveCountAsync(1);
        await henrik.Page.Locator("blockquote a").ClickAsync();
        await henrik.Page.Arrives($"**/assignments/{assignment}?part=2#s{sentence.Number}");
        await Assertions.Expect(henrik.Page.Locator($"#s{sentence.Number}")).ToBeInViewportAsync();
    }

    [Test]
    public void Every_story_of_the_library_is_all_sentences()
    {
        foreach (var story in site.Get<StoryLibrary>().All)
        {
            Assert.That(story.Sentences.Select(sentence => sentence.Number), Is.EqualTo(Enumerable.Range(1, story.Sentences.Count)));
            foreach (var part in story.Parts)
            {
                Assert.That(story.Sentences.Count(sentence => sentence.Part == part.Number), Is.GreaterThan(3), $"{story.Id}, part {part.Number}");
                Assert.That(story.Sentences.Where(sentence => sentence.Part == part.Number), Has.All.Matches<Sentence>(sentence => sentence is not null && part.Html.Value!.Contains($"id=\"s{sentence.Number}\"")));
            }
            Assert.That(story.Sentences.Average(sentence => sentence.Text.Length), Is.InRange(20, 200), story.Id);
        }
    }

    async Task Mark(Guid person, params int[] sentences)
    {
        foreach (var sentence in sentences) Assert.That(await Set(person, sentence), Is.EqualTo(Marked.Done));
    }

    Task<Marked> Set(Guid person, int sentence, bool marked = true) => site.Get<Highlights>().Set(assignment, person, Story, sentence, marked);

    static ILocator Button(Window window, string name) => window.Page.GetByRole(AriaRole.Button, new() { Name = name });

    static Task Follows(Window window, int sentence) => Assertions.Expect(window.Page.Locator(".s.cur")).ToHaveIdAsync($"s{sentence}");

    static string Folded(string text) => System.Text.RegularExpressions.Regex.Replace(text, @"\s+", " ").Trim();
}

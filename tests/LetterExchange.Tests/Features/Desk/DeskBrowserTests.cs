using LetterExchange.Data;
using LetterExchange.Tests.Ground;
using Microsoft.Playwright;

namespace LetterExchange.Tests.Features.Desk;

/// <summary>The desk and the reading page as readers see them, in a real browser, with scripts and without.</summary>
public sealed class DeskBrowserTests
{
    Site site = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        site = await Site.Open(at: new DateTimeOffset(2027, 3, 8, 12, 20, 0, TimeSpan.Zero));
        await site.Db.Execute("INSERT INTO help_contacts (id, program_id, ordinal, name, how) VALUES (@id, @program, 1, 'Ms Okonkwo, your teacher', 'In room 12, or after any lesson')",
            new { id = site.Clock.New(), program = (await site.Given.Program()).Id });
    }

    [OneTimeTearDown]
    public async Task Close() => await site.DisposeAsync();

    /// <summary>Each with the person who looks.</summary>
    static readonly (string Name, Func<Scene, Site, Task> Arrange)[] desks =
    [
        ("desk-arrived", async (scene, site) =>
        {
            await Behind(scene, site);
            var open = await scene.OpenRound(Side.Mentor, Scene.Lighthouse);
            await scene.Plan(21, Scene.Kite, Scene.Bus, Scene.Thunder);
            await scene.Plan(42, Scene.Thunder);
            await site.Get<LetterExchange.Features.Plans.Readings>().Reach(open, scene.Amina, 1, 400);
            await scene.Deliver(scene.Henrik);
        }),
        ("desk-choose", async (scene, _) => await scene.OpenRound(Scene.Kite, Scene.Bus, Scene.Thunder)),
        ("desk-read", async (scene, _) => await scene.OpenRound(Scene.Lighthouse)),
        ("desk-write", async (scene, _) =>
        {
            await scene.Finish(await scene.OpenRound(Scene.Bus), scene.Amina);
            await scene.Draft(scene.Amina, "Dear Henrik, I read it twice.");
        }),
        ("desk-mend", async (scene, _) =>
        {
            await scene.Finish(await scene.OpenRound(Scene.Thunder), scene.Amina);
            await scene.Return(await scene.Send(scene.Amina), "You wrote the name of your street. Please take it out: Henrik can picture the place without it. The rest is lovely.");
        }),
        ("desk-travelling", async (scene, _) =>
        {
            await scene.OpenRound(Scene.Lighthouse);
            await scene.Send(scene.Amina);
        }),
        ("desk-withheld", async (scene, _) =>
        {
            await scene.OpenRound(Scene.Lighthouse);
            await scene.Withhold(await scene.Send(scene.Amina));
        }),
        ("desk-between", async (scene, site) =>
        {
            await Behind(scene, site);
            await scene.Plan(14, Scene.Kite, Scene.Bus);
        }),
        ("desk-paused", async (scene, _) =>
        {
            await scene.OpenRound(Scene.Lighthouse);
            await scene.Pause();
        }),
        ("desk-closed", async (scene, site) =>
        {
            await Behind(scene, site);
            await scene.Close();
        }),
        ("desk-free", (_, _) => Task.CompletedTask),
    ];

    static IEnumerable<TestCaseData> Desks => desks.SelectMany((desk, n) => Variants.For(n).Select(variant => new TestCaseData(desk.Arrange, desk.Name, variant, n % 2 == 0).SetArgDisplayNames(desk.Name, $"{variant}")));

    [TestCaseSource(nameof(Desks))]
    public async Task A_mentee_s_desk_can_be_used_by_everybody(Func<Scene, Site, Task> arrange, string name, Variant variant, bool javaScript)
    {
        var scene = await Scene.On(site);
        await arrange(scene, site);
        await using var window = await site.Window(scene.Amina, variant, javaScript);
        await Look(window, "/desk", name);
    }

    // Every theme in every width, the languages in turn.
    static IEnumerable<TestCaseData> Widths => Variants.All.Where((_, n) => Variants.Long || n % 3 == 0).Select((variant, n) => new TestCaseData(variant, n % 2 == 0).SetArgDisplayNames($"{variant}"));

    [TestCaseSource(nameof(Widths))]
    public async Task A_mentor_s_desk_can_be_used_by_everybody(Variant variant, bool javaScript)
    {
        var scene = await Scene.On(site);
        await Fill(scene);
        await using var window = await site.Window(scene.Henrik, variant, javaScript);
        await Look(window, "/desk", "mentor");
    }

    [TestCaseSource(nameof(Widths))]
    public async Task A_story_can_be_read_by_everybody(Variant variant, bool javaScript)
    {
        var scene = await Scene.On(site);
        var assignment = await scene.OpenRound(Scene.Lighthouse);
        await using var window = await site.Window(scene.Amina, variant, javaScript);
        await Look(window, $"/assignments/{assignment}", "story");
        await window.Page.Locator("main a[href*='part=2']").First.ClickAsync();
        await window.Page.Locator(".settings summary").ClickAsync();
        await Look(window, null, "story-settings");
    }

    [TestCaseSource(nameof(Widths))]
    public async Task A_story_can_be_chosen_by_everybody(Variant variant, bool javaScript)
    {
        var scene = await Scene.On(site);
        var assignment = await scene.OpenRound(Scene.Kite, Scene.Bus, Scene.Thunder);
        await using var window = await site.Window(scene.Amina, variant, javaScript);
        await Look(window, $"/assignments/{assignment}", "choose");
    }

    [Test]
    public async Task The_place_one_had_reached_is_found_again()
    {
        var scene = await Scene.On(site);
        var assignment = await scene.OpenRound(Scene.Lighthouse);
        await using (var window = await site.Window(scene.Amina, Variants.All[0]))
        {
            await window.Page.GotoAsync($"/assignments/{assignment}");
            await window.Page.GetByRole(AriaRole.Link, new() { Name = "Part 2:" }).ClickAsync();
            await window.Page.Arrives("**part=2*");
            await window.Page.EvaluateAsync("() => new Promise((done) => { const frame = (n) => n ? requestAnimationFrame(() => frame(n - 1)) : done(); frame(4); })"); // It has arrived.
            await window.Page.RunAndWaitForResponseAsync(() => ScrollTo(window, .3), IsPlace); // Now and then.
            Assert.That((await Place(scene, assignment)).Place, Is.InRange(280, 320));
            await ScrollTo(window, .5);
            await window.Page.GotoAsync("/desk"); // And on leaving: nobody waits for that answer.
            for (var looks = 0; looks < 50 && (await Place(scene, assignment)).Place < 480; looks++) await window.Page.ReloadAsync();
        }
        Assert.That((await Place(scene, assignment)).Place, Is.InRange(480, 520));
        Assert.That((await Place(scene, assignment)).Part, Is.EqualTo(2));
        await using (var window = await site.Window(scene.Amina, Variants.All[1])) // Another device, another width.
        {
            await window.Page.GotoAsync("/desk");
            await window.Page.GetByRole(AriaRole.Link, new() { Name = "Go on reading" }).ClickAsync();
            await window.Page.WaitForFunctionAsync("""
                () => { const box = document.querySelector('#p2').getBoundingClientRect(); return Math.abs((innerHeight / 4 - box.top) / box.height - .5) < .03; }
                """);
            Assert.That(window.Complaints, Is.Empty);
        }
    }

    [Test]
    public async Task Without_scripts_the_part_is_kept_by_its_link()
    {
        var scene = await Scene.On(site);
        var assignment = await scene.OpenRound(Scene.Lighthouse);
        await using var window = await site.Window(scene.Amina, Variants.All[0], javaScript: false);
        await window.Page.GotoAsync($"/assignments/{assignment}");
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Part 2:" }).ClickAsync();
        await window.Page.GotoAsync("/desk");
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Go on reading" }).ClickAsync();
        Assert.That(await window.Page.Locator("article").GetAttributeAsync("id"), Is.EqualTo("p2"));
        Assert.That(await Place(scene, assignment), Is.EqualTo((2, 0)));
    }

    [Test]
    public async Task Reading_settings_are_previewed_and_kept()
    {
        var scene = await Scene.On(site);
        var assignment = await scene.OpenRound(Scene.Lighthouse);
        await using var window = await site.Window(scene.Amina, Variants.All[0]);
        await window.Page.GotoAsync($"/assignments/{assignment}?part=2");
        var before = await Size(window);
        await window.Page.Locator(".settings summary").ClickAsync();
        await window.Page.GetByLabel("Large").CheckAsync();
        var preview = await Size(window);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Keep these" }).ClickAsync();
        Assert.That(window.Page.Url, Does.EndWith($"/assignments/{assignment}?part=2"));
        Assert.That((preview > before, await Size(window)), Is.EqualTo((true, preview)));
    }

    static Task<double> Size(Window window) => window.Page.EvaluateAsync<double>("() => parseFloat(getComputedStyle(document.querySelector('.tale')).fontSize)");

    async Task<(int Part, int Place)> Place(Scene scene, Guid assignment)
    {
        var (part, place) = await site.Db.Get<(long, long)>("SELECT part, place FROM reading_progress WHERE assignment_id = @assignment AND person_id = @Amina", new { assignment, scene.Amina });
        return ((int)part, (int)place);
    }

    static bool IsPlace(IResponse response) => response.Url.EndsWith("/place") && response.Status == 204;

    /// <summary>Puts a place of the story where one reads: a quarter down the window.</summary>
    static Task ScrollTo(Window window, double place) => window.Page.EvaluateAsync(
        "place => { const box = document.querySelector('.tale').getBoundingClientRect(); scrollTo(0, scrollY + box.top + box.height * place - innerHeight / 4); }", place);

    static async Task Look(Window window, string? path, string name)
    {
        if (path is not null) await window.Page.GotoAsync(path);
        await window.Shot(name);
        await window.ShouldFitItsWidth();
        await window.ShouldPassAxe();
        Assert.That(window.Complaints, Is.Empty);
    }

    /// <summary>A round that both have read and written about.</summary>
    static async Task Behind(Scene scene, Site site)
    {
        var round = await scene.OpenRound(Scene.Bus);
        await scene.Finish(round, scene.Amina);
        await scene.Open(await scene.Deliver(scene.Amina), scene.Henrik);
        await site.Pass(TimeSpan.FromDays(2));
        await scene.Open(await scene.Deliver(scene.Henrik), scene.Amina);
        await site.Pass(TimeSpan.FromDays(3));
    }

    async Task Fill(Scene scene)
    {
        await scene.Plan(21, Scene.Kite);
        var linh = await scene.With("Linh");
        var kofi = await scene.With("Kofi");
        var mateo = await scene.With("Mateo");
        var saoirse = await scene.With("Saoirse");
        await kofi.Finish(await kofi.OpenRound(Scene.Thunder), kofi.Henrik);
        await kofi.Open(await kofi.Deliver(kofi.Amina), kofi.Henrik);
        await kofi.Draft(kofi.Henrik, Scene.Words);
        await mateo.OpenRound(Side.Mentor, Scene.Bus);
        await linh.OpenRound(Scene.Kite);
        await site.Pass(TimeSpan.FromDays(5));
        await linh.Deliver(linh.Amina);
        await saoirse.OpenRound("what-the-beekeeper-counted");
        await (await scene.With("Noor")).Pause();
    }
}

using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Ground;
using Microsoft.Playwright;

namespace LetterExchange.Tests.Features.Letters;

/// <summary>Every page of letters in every state, as a browser shows it: axe has nothing to say, nothing sticks out, and a picture is kept.</summary>
public sealed class LooksTests
{
    Site site = null!;

    [OneTimeSetUp]
    public async Task Open() => site = await Site.Open();

    [OneTimeTearDown]
    public async Task Close() => await site.DisposeAsync();

    public sealed record Scene(Guid Who, string Path, Func<IPage, Task>? Then = null);

    static readonly (string Name, Func<Site, Correspondence, Task<Scene>> Lay)[] scenes =
    [
        ("write-begin", (_, us) => At(us.Amina, $"/turns/{us.Turn.Id}")),
        ("write-unchosen", async (site, us) =>
        {
            await site.Db.Execute("UPDATE assignments SET story_id = NULL WHERE id = @id", new { id = us.Turn.AssignmentId });
            return new(us.Amina, $"/turns/{us.Turn.Id}");
        }),
        ("write-draft", async (site, us) =>
        {
            await us.Deliver(us.Henrik, Correspondence.HenriksLetter);
            await site.Get<Writing>().Keep(us.Amina, new Sheet(us.Pair.Id, us.Turn.Id, null), Correspondence.AminasLetter);
            return new(us.Amina, $"/turns/{us.Turn.Id}");
        }),
        ("write-nearly-full", async (site, us) =>
        {
            await site.Get<Writing>().Keep(us.Amina, new Sheet(us.Pair.Id, us.Turn.Id, null), string.Concat(Enumerable.Repeat("It rained and rained. ", 850)));
            return new(us.Amina, $"/turns/{us.Turn.Id}");
        }),
        ("write-mentor", async (site, us) =>
        {
            var arrived = await us.Deliver(us.Amina, Correspondence.AminasLetter);
            foreach (var words in new[] { "My rain notebook", "So maybe I am" }) await site.Get<MemoryCards>().Keep(us.Henrik, arrived, Correspondence.AminasLetter.IndexOf(words, StringComparison.Ordinal));
            var turn = await us.OpenTurn();
            await site.Get<Writing>().Keep(us.Henrik, new Sheet(us.Pair.Id, turn.Id, null), Correspondence.HenriksLetter);
            return new(us.Henrik, $"/turns/{turn.Id}");
        }),
        ("letter-remembered", async (site, us) =>
        {
            var arrived = await us.Deliver(us.Amina, Correspondence.AminasLetter);
            await site.Get<MemoryCards>().Keep(us.Henrik, arrived, Correspondence.AminasLetter.IndexOf("My rain notebook", StringComparison.Ordinal));
            return new(us.Henrik, $"/letters/{arrived}");
        }),
        ("write-returned", async (_, us) =>
        {
            var letter = await us.Send(us.Amina, Correspondence.AminasLetter + "\n\nPS: Call me on 07700 900461.");
            await us.Return(letter, "What you noticed about the oil can is exactly the kind of reading that makes Henrik miss his tram.\n\nOne thing before it can go: there is a phone number in the last line. Numbers stay out of letters, his as well as yours. Tell him about the storm here instead.");
            return new(us.Amina, $"/turns/{us.Turn.Id}");
        }),
        ("write-late", async (site, us) =>
        {
            await site.Db.Execute("UPDATE turns SET due_at = @then, cut_off_at = @then, enforce_at = @then, remind_at = NULL WHERE id = @id", new { then = site.Now.AddHours(-1), id = us.Turn.Id });
            await site.Sweep();
            return new(us.Amina, $"/turns/{us.Turn.Id}");
        }),
        ("write-overdue", async (site, us) =>
        {
            await site.Db.Execute("UPDATE turns SET due_at = @then WHERE id = @id", new { then = site.Now.AddHours(-1), id = us.Turn.Id });
            return new(us.Amina, $"/turns/{us.Turn.Id}");
        }),
        ("write-paused", async (_, us) =>
        {
            await us.Pause();
            return new(us.Amina, $"/turns/{us.Turn.Id}");
        }),
        ("write-refused", (_, us) => Task.FromResult(new Scene(us.Amina, $"/turns/{us.Turn.Id}", page => Press(page, Send)))),
        ("write-choice", (site, us) => Task.FromResult(new Scene(us.Amina, $"/turns/{us.Turn.Id}", async page =>
        {
            await page.GetByRole(AriaRole.Textbox).FillAsync(Correspondence.AminasLetter);
            await site.Get<Writing>().Keep(us.Amina, new Sheet(us.Pair.Id, us.Turn.Id, null), "Dear Henrik,\n\nI began this on the other computer.");
            await Press(page, Keep);
        }))),
        ("write-free", (_, us) => At(us.Henrik, $"/letters/to/{us.Pair.Id}")),
        ("proof", async (site, us) =>
        {
            await site.Get<Writing>().Keep(us.Amina, new Sheet(us.Pair.Id, us.Turn.Id, null), Correspondence.AminasLetter);
            return new(us.Amina, $"/turns/{us.Turn.Id}?handler=Read");
        }),
        ("not-yet", async (site, us) => new(us.Henrik, $"/turns/{await Second(site, us)}")),
        ("ended", async (_, us) =>
        {
            await us.Close();
            return new(us.Amina, $"/turns/{us.Turn.Id}");
        }),
        ("gone", (site, us) => Task.FromResult(new Scene(us.Amina, $"/turns/{us.Turn.Id}", async page =>
        {
            await page.GetByRole(AriaRole.Textbox).FillAsync("One more thing: it snowed.");
            await us.Send(us.Amina, Correspondence.AminasLetter);
            await Press(page, Send);
        }))),
        ("letter-arrived", async (_, us) =>
        {
            await us.Deliver(us.Amina, Correspondence.AminasLetter);
            return new(us.Amina, $"/letters/{await us.Deliver(us.Henrik, Correspondence.HenriksLetter)}");
        }),
        ("letter-arrived-mentor", async (_, us) => new(us.Henrik, $"/letters/{await us.Deliver(us.Amina, Correspondence.AminasLetter)}")),
        ("letter-draft", async (site, us) => new(us.Amina, $"/letters/{(await site.Get<Writing>().Keep(us.Amina, new Sheet(us.Pair.Id, us.Turn.Id, null), "Dear Henrik,")).LetterId}")),
        ("letter-in-review", async (_, us) => new(us.Amina, $"/letters/{await us.Send(us.Amina, Correspondence.AminasLetter)}")),
        ("letter-on-its-way", async (_, us) =>
        {
            var letter = await us.Send(us.Amina, Correspondence.AminasLetter);
            await us.Approve(letter);
            return new(us.Amina, $"/letters/{letter}");
        }),
        ("letter-read", async (site, us) =>
        {
            var letter = await us.Deliver(us.Henrik, Correspondence.HenriksLetter);
            await site.Get<Reading>().Open(letter, us.Amina);
            return new(us.Henrik, $"/letters/{letter}");
        }),
        ("letter-returned", async (_, us) =>
        {
            var letter = await us.Send(us.Amina, Correspondence.AminasLetter);
            await us.Return(letter, "Please tell him the name of the story too. I would like to read it.");
            return new(us.Amina, $"/letters/{letter}");
        }),
        ("letter-withheld", async (site, us) =>
        {
            await site.Get<Settings>().AddHelpContact(us.Pair.ProgramId, "Ms Okonkwo, your class teacher", "Room 12, every day after lunch", Actor.Service);
            await site.Get<Settings>().AddHelpContact(us.Pair.ProgramId, "Childline", "0800 1111, day and night, free", Actor.Service);
            var letter = await us.Send(us.Amina, Correspondence.AminasLetter);
            await us.Withhold(letter, "She must be talked to first");
            return new(us.Amina, $"/letters/{letter}");
        }),
        ("letter-stopped", async (_, us) =>
        {
            var letter = await us.Send(us.Amina, Correspondence.AminasLetter);
            await us.Close();
            return new(us.Amina, $"/letters/{letter}");
        }),
        ("thread-none", (_, us) => At(us.Amina, "/letters")),
        ("thread-nobody", async (site, _) => new(await site.Given.Person("Mentor", name: "Noor"), "/letters")),
        ("thread", async (site, us) =>
        {
            await Conversation(site, us);
            var letter = await us.Send(us.Amina, Correspondence.AminasLetter);
            await us.Return(letter, "What you noticed about the oil can is exactly the kind of reading that makes Henrik miss his tram. One thing before it can go: there is a phone number in the last line.");
            return new(us.Amina, "/letters");
        }),
        ("thread-sealed", async (site, us) =>
        {
            await Conversation(site, us);
            await us.Deliver(us.Amina, Correspondence.AminasLetter);
            await us.Deliver(us.Henrik, Correspondence.HenriksLetter);
            return new(us.Amina, "/letters");
        }),
        ("thread-mentor", async (site, us) =>
        {
            await Conversation(site, us);
            var others = await site.Given.Pairs(3, us.Pair.CohortId, mentor: us.Henrik);
            await site.Get<PairClosing>().Close(others[0].Id, "moved", "Moved away", us.Ruth);
            return new(us.Henrik, $"/letters?pair={us.Pair.Id}");
        }),
    ];

    static IEnumerable<TestCaseData> Looks =>
        scenes.SelectMany((scene, i) => Variants.For(i).Select(variant => new TestCaseData(i, variant).SetArgDisplayNames(scene.Name, variant.ToString())));

    [TestCaseSource(nameof(Looks))]
    public async Task A_page_looks_well_in_every_state(int index, Variant variant)
    {
        var (name, lay) = scenes[index];
        var scene = await lay(site, await Correspondence.On(site));
        await using var window = await site.Window(scene.Who, variant, javaScript: scene.Then is null);
        await window.Page.GotoAsync(scene.Path);
        if (scene.Then is not null) await scene.Then(window.Page);
        await window.Shot($"letters-{name}");
        await window.ShouldFitItsWidth();
        await window.ShouldPassAxe();
        Assert.That(window.Complaints, Is.Empty);
    }

    static Task<Scene> At(Guid who, string path) => Task.FromResult(new Scene(who, path));

    // The paper's two buttons, whatever language they speak.
    const string Keep = "[data-writing] [data-button]", Send = "[data-writing] .bar .btn:not([data-button])";

    static Task Press(IPage page, string button) => page.Locator(button).ClickAsync();

    static Task<Guid> Second(Site site, Correspondence us) =>
        site.Db.Get<Guid>("SELECT id FROM turns WHERE assignment_id = @id AND ordinal = 2", new { id = us.Turn.AssignmentId });

    /// <summary>An earlier round about the beekeeper, then a letter between the rounds; the round about the lighthouse is open.</summary>
    static async Task Conversation(Site site, Correspondence us)
    {
        await us.Choose("what-the-beekeeper-counted");
        await us.Deliver(us.Amina, "Dear Henrik,\n\nPlease send a drawing of the eyelid. I would not have wanted the photograph on the wall either.\n\nI count things as well. I have a notebook for rain, with the millimetres, and my brother calls me the weather station. I think the beekeeper counts the ones that come home because you can only be happy about those.\n\nDo you count anything, or do you only count for work?\n\nFrom your friend,\nAmina");
        var answer = await us.Deliver(us.Henrik, "Dear Amina,\n\nI must confess something about bees. When I was nine I was stung on the eyelid during a class photograph, and the photograph still hangs in my mother’s kitchen. So I opened this story with one eye shut. But the beekeeper won me over on the second page.\n\nHenrik");
        await site.Get<Reading>().Open(answer, us.Amina);
        await site.Pass(TimeSpan.FromDays(2));
        await us.Deliver(us.Henrik, "Dear Amina,\n\nOnly a line from the train: it rained 11 millimetres in Bergen while I was waiting, and I thought of you.\n\nHenrik");
        await site.Pass(TimeSpan.FromDays(20));
        var turn = await site.Given.OpenTurn(pair: us.Pair);
        await site.Db.Execute("UPDATE assignments SET story_id = @story WHERE id = @id", new { story = Correspondence.Lighthouse, id = turn.AssignmentId });
    }
}

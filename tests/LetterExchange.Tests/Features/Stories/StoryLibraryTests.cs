using LetterExchange.Features.Stories;
using NUnit.Framework;

namespace LetterExchange.Tests.Features.Stories;

public sealed class StoryLibraryTests
{
    readonly string folder = Path.Combine(TestContext.CurrentContext.WorkDirectory, "library-" + TestContext.CurrentContext.Random.GetString(8));

    [OneTimeSetUp]
    public void Fill()
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "the-fox.md"), StoryFile.Sound);
        File.WriteAllText(Path.Combine(folder, "el-zorro.md"), StoryFile.Sound.Replace("id: the-fox", "id: el-zorro").Replace("language: en", "language: es"));
        File.WriteAllText(Path.Combine(folder, "broken.md"), StoryFile.Sound);
        File.WriteAllText(Path.Combine(folder, "README.md"), "Not a story.");
    }

    [OneTimeTearDown]
    public void Empty() => Directory.Delete(folder, recursive: true);

    [Test]
    public void A_broken_story_is_refused_and_the_rest_can_be_read()
    {
        var library = StoryLibrary.Load(folder);
        Assert.That(library.Files, Is.EqualTo(3));
        Assert.That(library.All.Select(s => s.Id), Is.EqualTo(new[] { "the-fox", "el-zorro" }));
        Assert.That(library.Errors.Single().ToString(), Does.StartWith(Path.Combine(folder, "broken.md") + ":2: id: ").And.Contains("must be \"broken\""));
        Assert.That(library.Find("the-fox")!.Title, Is.EqualTo("The Fox"));
        Assert.That(library.Find("broken"), Is.Null);
    }

    [TestCase("en", 9, 0)]
    [TestCase("en", 10, 1)]
    [TestCase("en", 12, 1)]
    [TestCase("en", 13, 0)]
    [TestCase("es", 11, 1)]
    [TestCase("fr", 11, 0)]
    public void Stories_are_found_for_a_language_and_an_age(string language, int age, int stories)
        => Assert.That(StoryLibrary.Load(folder).For(language, age).Count(), Is.EqualTo(stories));

    [Test]
    public void A_folder_that_is_not_there_is_said_so()
        => Assert.That(StoryLibrary.Load(Path.Combine(folder, "none")).Errors.Single().Message, Does.Contain("does not exist"));

    [Test]
    public void The_folder_beside_the_program_goes_before_those_above_it()
    {
        var program = Directory.CreateDirectory(Path.Combine(folder, "opt", "program")).FullName;
        var above = Directory.CreateDirectory(Path.Combine(folder, "stories")).FullName;
        File.WriteAllText(Path.Combine(above, "one.md"), "");
        Assert.That(StoriesSetup.Find(program), Is.EqualTo(above));
        var beside = Directory.CreateDirectory(Path.Combine(program, "stories")).FullName;
        Assert.That(StoriesSetup.Find(program), Is.EqualTo(above), "An empty one is none.");
        File.WriteAllText(Path.Combine(beside, "one.md"), "");
        Assert.That(StoriesSetup.Find(program), Is.EqualTo(beside));
    }

    [Test]
    public void Every_story_of_the_library_is_sound_and_the_library_is_whole()
    {
        var library = StoryLibrary.Load(StoriesSetup.Find(AppContext.BaseDirectory));
        Assert.That(library.Errors, Is.Empty);
        Assert.That(library.All.CountBy(s => s.Language), Is.EquivalentTo(new Dictionary<string, int> { ["en"] = 14, ["fr"] = 5, ["es"] = 5 }));
        Assert.That(library.All.SelectMany(s => s.Themes).CountBy(t => t).Count(t => t.Value >= 3), Is.GreaterThanOrEqualTo(4));
        Assert.That(library.All.Select(s => s.Words), Is.All.InRange(500, 2_500));
        Assert.That(library.All.Select(s => (s.MinAge, s.MaxAge)), Is.All.Matches<(int Min, int Max)>(age => age is { Min: >= 8, Max: <= 17 }));
    }

    [Test]
    public void Every_language_has_a_story_for_every_age([Values("en", "fr", "es")] string language, [Range(8, 17)] int age) =>
        Assert.That(StoryLibrary.Load(StoriesSetup.Find(AppContext.BaseDirectory)).For(language, age), Is.Not.Empty);

    [TestCaseSource(nameof(Stories))]
    public void A_story_of_the_library_explains_each_of_its_words_once(Story story)
    {
        var html = string.Concat(story.Parts.Select(part => part.Html.Value));
        Assert.That(html.Split("class=\"gl\"").Length - 1, Is.EqualTo(story.Glossary.Count));
        Assert.That(html.Split("class=\"note\"").Length - 1, Is.EqualTo(story.Glossary.Count));
    }

    static IEnumerable<TestCaseData> Stories()
        => StoryLibrary.Load(StoriesSetup.Find(AppContext.BaseDirectory)).All.Select(story => new TestCaseData(story).SetArgDisplayNames(story.Id));
}

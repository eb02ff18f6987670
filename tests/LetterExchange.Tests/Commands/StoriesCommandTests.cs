using LetterExchange.Tests.Features.Stories;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Commands;

public sealed class StoriesCommandTests
{
    string folder = "";

    [SetUp]
    public async Task Fill()
    {
        folder = Directory.CreateTempSubdirectory("letterexchange-stories-").FullName;
        await Write("the-fox", StoryFile.Sound);
    }

    [TearDown]
    public void Remove() => Directory.Delete(folder, recursive: true);

    [Test]
    public async Task The_library_is_sound_and_so_it_says()
    {
        var (status, output, errors) = await Exchange.Run(["stories", "check", Repository.At("stories")]);
        Assert.That((status, output, errors), Is.EqualTo((0, "24 stories, 0 errors\n", "")));
    }

    // what is sound              what breaks it             line, field, and what is allowed
    [TestCase("language: en", "language: tlh", ":5: language: ", "en, fr, es")]
    [TestCase("level: 10-12", "level: old", ":6: level: ", "10-12")]
    [TestCase("minutes: 9", "minutes: soon", ":7: minutes: ", "number")]
    [TestCase("title: The Fox\n", "", ": title: ", "missing")]
    [TestCase("themes: [home, loss]", "themes: [home", ":8: front matter: is not YAML", "not closed")]
    [TestCase("ballast: Something heavy.", "anchor: Something heavy.", "glossary", "anchor")]
    public async Task A_broken_story_is_named_with_its_file_line_field_and_what_is_allowed(string sound, string broken, string where, string allowed)
    {
        await Write("broken", StoryFile.With(sound, broken).Replace("id: the-fox", "id: broken"));
        var (status, output, errors) = await Exchange.Run(["stories", "check", folder]);
        Assert.That((status, errors), Is.EqualTo((1, "")));
        var lines = output.TrimEnd('\n').Split('\n');
        Assert.That(lines[..^1], Is.Not.Empty.And.All.StartsWith(Path.Combine(folder, "broken.md") + ":"));
        Assert.That(lines[0], Does.Contain(where).And.Contain(allowed));
        Assert.That(lines[^1], Does.Match(@"^2 stories, [1-9] errors$"));
    }

    [Test]
    public async Task The_others_are_listed()
    {
        await Write("broken", StoryFile.Sound);
        var (status, output, errors) = await Exchange.Run(["stories", "list", folder]);
        Assert.That((status, output.Split("  ")[0], output.Count(letter => letter == '\n')), Is.EqualTo((0, "the-fox", 1)));
        Assert.That(errors, Does.Contain("1 errors in others; see: letterexchange stories check"));
    }

    [Test]
    public async Task A_folder_that_is_not_there_is_an_error()
    {
        var (status, output, _) = await Exchange.Run(["stories", "check", Path.Combine(folder, "none")]);
        Assert.That(status, Is.EqualTo(1));
        Assert.That(output, Does.Contain("does not exist"));
    }

    Task Write(string id, string text) => File.WriteAllTextAsync(Path.Combine(folder, $"{id}.md"), text);
}

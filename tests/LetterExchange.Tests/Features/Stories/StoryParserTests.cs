using System.Text;
using LetterExchange.Features.Stories;
using NUnit.Framework;

namespace LetterExchange.Tests.Features.Stories;

public sealed class StoryParserTests
{
    [Test]
    public void A_sound_story_is_read_whole()
    {
        var story = Parsed(StoryFile.Sound);
        Assert.Multiple(() =>
        {
            Assert.That((story.Id, story.Title, story.Author, story.Language), Is.EqualTo(("the-fox", "The Fox", "A. Writer", "en")));
            Assert.That((story.MinAge, story.MaxAge, story.Minutes), Is.EqualTo((10, 12, 9)));
            Assert.That(story.Themes, Is.EqualTo(new[] { "home", "loss" }));
            Assert.That(story.Prompts(Side.Mentee), Is.EqualTo(new[] { "What did you see?", "And then?" }));
            Assert.That(story.Prompts(Side.Mentor), Is.EqualTo(new[] { "What did you keep?" }));
            Assert.That(story.Glossary, Is.EqualTo(new[] { KeyValuePair.Create("ballast", "Something heavy."), KeyValuePair.Create("den", "A fox’s home.") }));
            Assert.That(story.Notes, Is.Empty);
            Assert.That(story.Parts.Select(p => (p.Number, p.Title)), Is.EqualTo(new[] { (1, null), (2, "The Night"), (3, (string?)"The Day") }));
            Assert.That(story.Parts.Sum(p => p.Minutes), Is.EqualTo(9).Within(2));
            Assert.That(story.Words, Is.InRange(200, 400));
        });
    }

    [Test]
    public void A_head_may_be_broken_anywhere_and_is_read_or_refused([Values('[', '{', '"', '\'', '&', '|', '>', '%', '@', ':', '?', '!', '\t', '\n')] char wrong)
    {
        for (var at = 4; at < StoryFile.Head.Length; at++)
            Assert.DoesNotThrow(() => StoryParser.Parse("the-fox.md", Encoding.UTF8.GetBytes(StoryFile.Sound.Insert(at, $"{wrong}"))), $"at {at}");
    }

    [TestCase("id: the-fox", "id: The Fox", 2, "id", "small letters")]
    [TestCase("id: the-fox", "id: the-wolf", 2, "id", "must be \"the-fox\"")]
    [TestCase("title: The Fox", "titel: The Fox", 3, "titel", "did you mean \"title\"")]
    [TestCase("title: The Fox", "title:", 3, "title", "is empty")]
    [TestCase("title: The Fox", "title: The: Fox", 3, "front matter", "\"double quotes\"")]
    [TestCase("language: en", "language: de", 5, "language", "allowed: en, fr, es")]
    [TestCase("level: 10-12", "level: 7-12", 6, "level", "from 8 to 18")]
    [TestCase("level: 10-12", "level: 10-19", 6, "level", "from 8 to 18")]
    [TestCase("level: 10-12", "level: 12-10", 6, "level", "the younger first")]
    [TestCase("level: 10-12", "level: ten", 6, "level", "such as 10-12")]
    [TestCase("minutes: 9", "minutes: 0", 7, "minutes", "from 1 to 60")]
    [TestCase("minutes: 9", "minutes: 61", 7, "minutes", "from 1 to 60")]
    [TestCase("minutes: 9", "minutes: 9.5", 7, "minutes", "whole number")]
    [TestCase("[home, loss]", "[home, lost]", 8, "themes", "did you mean \"loss\"")]
    [TestCase("[home, loss]", "[home, home]", 8, "themes", "twice")]
    [TestCase("[home, loss]", "[]", 8, "themes", "1 to 3")]
    [TestCase("[home, loss]", "[home, loss, play, music]", 8, "themes", "1 to 3")]
    [TestCase("[home, loss]", "home", 8, "themes", "not a list")]
    [TestCase("- And then?", "-", 13, "prompts.mentee", "is empty")]
    [TestCase("  mentor:", "  teacher:", 14, "prompts.teacher", "no side")]
    [TestCase("  mentor:", "  teacher:", 11, "prompts.mentor", "is missing")]
    [TestCase("    - What did you keep?", "    - a\n    - b\n    - c\n    - d\n    - e\n    - f\n    - g", 15, "prompts.mentor", "1 to 6")]
    [TestCase("ballast: Something", "zebra: Something", 17, "glossary.zebra", "does not occur")]
    [TestCase("ballast: Something", "balla: Something", 17, "glossary.balla", "whole word")]
    [TestCase("  den:", "  Ballast:", 18, "glossary.Ballast", "second time")]
    [TestCase("  den:", "  den: &x", 18, "front matter", "anchors")]
    [TestCase("question:", "colour: red\nquestion:", 9, "colour", "allowed: id, title")]
    [TestCase("minutes: 9", "minutes: 9\nminutes: 8", 8, "minutes", "second time")]
    [TestCase("author: A. Writer\n", "", 1, "author", "is missing")]
    [TestCase("Line one", "# Line one", 21, "body", "first-level heading")]
    [TestCase("Line one", "#### Line one", 21, "body", "fourth level")]
    [TestCase("Line one", "Line <b>one</b>", 21, "body", "raw HTML")]
    [TestCase("Line two", "<div>Line two</div>", 22, "body", "raw HTML")]
    [TestCase("Line two", "![two](https://evil.example/x.png)", 22, "body", "under /library/")]
    [TestCase("Line two", "[two](https://evil.example)", 22, "body", "/stories/ID")]
    [TestCase("Line two", "<https://evil.example>", 22, "body", "/stories/ID")]
    [TestCase("## The Day", "## The Day\n\n## The Dusk", 29, "body", "no text")]
    public void A_broken_rule_is_named_with_its_line_and_what_is_allowed(string sound, string broken, int line, string field, string said)
    {
        var (story, errors) = StoryParser.Parse("stories/the-fox.md", Encoding.UTF8.GetBytes(StoryFile.With(sound, broken)));
        Assert.That(story, Is.Null);
        Assert.That(errors.Where(e => e.Line == line && e.Field == field).Select(e => e.Message), Has.Some.Contains(said), string.Join("\n", errors));
    }

    [Test]
    public void A_part_that_begins_with_a_long_paragraph_begins_with_a_large_letter()
        => Assert.That(Parsed(StoryFile.Sound).Parts.Select(p => p.Html.Value!.StartsWith("<p class=\"first\">", StringComparison.Ordinal)), Is.EqualTo(new[] { false, true, false }));

    [Test]
    public void All_errors_are_given_at_once()
    {
        var text = StoryFile.Sound.Replace("level: 10-12", "level: 1-2").Replace("language: en", "language: xx").Replace("Line one", "# Line one");
        Assert.That(StoryParser.Parse("x.md", Encoding.UTF8.GetBytes(text)).Errors.Select(e => e.Field), Is.EqualTo(new[] { "id", "language", "level", "body" }));
    }

    [TestCase(150, false)]
    [TestCase(200, true)]
    [TestCase(5_000, true)]
    [TestCase(5_001, false)]
    public void A_story_has_200_to_5000_words(int words, bool sound)
    {
        var text = StoryFile.Head.Replace("  ballast: Something heavy.\n  den: A fox’s home.\n", "  word: A word.\n") + string.Concat(Enumerable.Repeat("word ", words));
        Assert.That(StoryParser.Parse("the-fox.md", Encoding.UTF8.GetBytes(text)).Story is not null, Is.EqualTo(sound));
    }

    [TestCase("")]
    [TestCase("no head")]
    [TestCase("---\nid: x\n")]
    [TestCase("---\n---\n")]
    [TestCase("---\n- a\n---\n")]
    [TestCase("---\nid: [x\n---\n")]
    [TestCase("---\nid: *x\n---\n")]
    [TestCase("---\nprompts: 3\nglossary: []\nnotes: {}\nthemes: {a: b}\n---\n")]
    public void A_file_that_is_no_story_is_refused_in_words(string text)
        => Assert.That(StoryParser.Parse("x.md", Encoding.UTF8.GetBytes(text)).Errors, Is.Not.Empty);

    [Test]
    public void A_head_that_nests_without_end_is_refused()
        => Assert.That(StoryParser.Parse("x.md", Encoding.UTF8.GetBytes("---\nid: " + new string('[', 200_000) + "\n---\n")).Errors[0].Message, Does.Contain("too deeply"));

    [Test]
    public void Bytes_that_are_not_UTF8_are_named_by_their_line()
        => Assert.That(StoryParser.Parse("x.md", [.. "---\nid: x\n"u8, 0xE9, .. "\n---\n"u8]).Errors.Single().ToString(), Does.StartWith("x.md:3: file: ").And.Contains("UTF-8"));

    [Test]
    public void A_file_over_256_KB_is_refused()
        => Assert.That(StoryParser.Parse("x.md", new byte[256 * 1024 + 1]).Errors.Single().Message, Does.Contain("262,144"));

    [TestCase("[a](")]
    [TestCase("a\n\n")]
    [TestCase("*a **a ")]
    [TestCase("> ")]
    [TestCase("<a@b.c>")]
    public void A_file_full_of_the_same_is_refused_at_once(string piece)
    {
        var time = System.Diagnostics.Stopwatch.StartNew();
        var body = string.Concat(Enumerable.Repeat(piece, 255_000 / piece.Length));
        Assert.That(StoryParser.Parse("the-fox.md", Encoding.UTF8.GetBytes(StoryFile.Head + body)).Errors, Is.Not.Empty);
        Assert.That(time.Elapsed, Is.LessThan(TimeSpan.FromSeconds(20))); // Far above what it takes; without the limits, minutes.
    }

    [Test]
    public void A_byte_order_mark_and_Windows_line_ends_are_welcome()
        => Assert.That(StoryParser.Parse("the-fox.md", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(StoryFile.Sound.Replace("\n", "\r\n"))]).Errors, Is.Empty);

    static Story Parsed(string text)
    {
        var (story, errors) = StoryParser.Parse("stories/the-fox.md", Encoding.UTF8.GetBytes(text));
        Assert.That(errors, Is.Empty);
        return story!;
    }
}

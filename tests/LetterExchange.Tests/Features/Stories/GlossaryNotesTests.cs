using AngleSharp.Dom;
using LetterExchange.Features.Stories;
using LetterExchange.Text;
using NUnit.Framework;

namespace LetterExchange.Tests.Features.Stories;

public sealed class GlossaryNotesTests
{
    [Test]
    public void A_word_is_explained_after_its_sentence_and_without_script()
        => Assert.That(Explained("en", [("ballast", "Something heavy.")], "A tray of ballast, grey stones. Each had a date."), Is.EqualTo(
            "<p>A tray of <a class=\"gl\" id=\"w-ballast\" href=\"#g-ballast\" aria-describedby=\"g-ballast\">ballast</a>, grey stones. " +
            "<span class=\"note\" role=\"note\" id=\"g-ballast\"><b>ballast</b> Something heavy. <a class=\"row tall\" href=\"#w-ballast\">Close</a></span>Each had a date.</p>"));

    [TestCase("en", "den", "The dentist left the golden den.", "dentist left the golden [den].")]
    [TestCase("en", "den", "Den first, then den.", "[Den] first, then den.")]
    [TestCase("en", "sea captain", "A sea\ncaptain.", "A [sea\ncaptain].")]
    [TestCase("en", "o'clock", "At ten o’clock.", "At ten [o’clock].")]
    [TestCase("fr", "île", "Une presqu’île.", "Une presqu’[île].")]
    [TestCase("fr", "été", "L’étéx et l’ÉTÉ.", "L’étéx et l’[ÉTÉ].")]
    [TestCase("es", "año", "Un daño, un año.", "Un daño, un [año].")]
    [TestCase("es", "¿qué?", "Dijo ¿qué? y calló.", "Dijo [¿qué?] y calló.")]
    [TestCase("en", "den", "## The den\n\nThe *den*.", "The denThe [den].")]
    public void Whole_words_are_found_where_they_first_occur(string language, string word, string text, string marked)
    {
        var dom = Placed(language, [(word, "x")], text).Parts[0];
        foreach (var note in dom.QuerySelectorAll(".note").ToList()) note.Remove();
        foreach (var anchor in dom.QuerySelectorAll("a.gl")) anchor.TextContent = $"[{anchor.TextContent}]";
        Assert.That(string.Concat(dom.Body!.Children.Select(c => c.TextContent)), Does.EndWith(marked));
    }

    [Test]
    public void A_word_is_explained_once_in_the_whole_story()
    {
        var (parts, missing) = Placed("en", [("den", "x"), ("zebra", "y")], "No.", "A den.", "A den.");
        Assert.That(parts.Select(p => p.QuerySelectorAll("a.gl").Length), Is.EqualTo(new[] { 0, 1, 0 }));
        Assert.That(missing.Select(m => m.Word), Is.EqualTo(new[] { "zebra" }));
    }

    [Test]
    public void Two_words_of_one_sentence_have_their_notes_in_order()
    {
        var dom = Placed("en", [("two", "x"), ("one", "y")], "Here are one and *two* words. More.").Parts[0];
        Assert.That(dom.QuerySelectorAll(".note b").Select(b => b.TextContent), Is.EqualTo(new[] { "one", "two" }));
        Assert.That(dom.Body!.TextContent, Does.Contain("x CloseMore."));
    }

    [TestCase("<script>alert(1)</script> den", "<img src=x onerror=alert(1)>")]
    [TestCase("den", "\"><script>alert(1)</script><b>")]
    public void Words_and_explanations_are_text_whatever_they_hold(string word, string meaning)
    {
        var html = Explained("en", [(word, meaning)], "A \\<script>alert(1)\\</script> den.");
        Assert.That(html, Does.Not.Contain("<script").And.Not.Contains("<img"));
        Assert.That(html, Does.Contain("class=\"note\""));
    }

    static string Explained(string language, (string, string)[] glossary, string text) => Placed(language, glossary, text).Parts[0].Body!.InnerHtml.Trim();

    static (List<AngleSharp.Html.Dom.IHtmlDocument> Parts, List<GlossaryEntry> Missing) Placed(string language, (string Word, string Meaning)[] glossary, params string[] texts)
    {
        var parts = texts.Select(t => Cleaner.StoryDom(Markdown.Story(t).Value!)).ToList();
        var missing = new GlossaryNotes([.. glossary.Select((g, i) => new GlossaryEntry(g.Word, g.Meaning, i))], language).Place(parts).ToList();
        return (parts, missing);
    }
}

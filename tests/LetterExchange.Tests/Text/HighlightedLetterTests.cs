using AngleSharp.Html.Parser;
using LetterExchange.Text;
using NUnit.Framework;

namespace LetterExchange.Tests.Text;

public sealed class HighlightedLetterTests
{
    const string Letter = "Dear Wendy,\n\nI am at the *pool* & <b>\nevery day.\n\nFrom\nTariq";

    [Test]
    public void A_letter_is_shown_exactly_as_it_was_written()
        => Assert.That(HighlightedLetter.Render(Letter, []).Value, Is.EqualTo(
            "<p class=\"salute\">Dear Wendy,</p>\n<p>I am at the *pool* &amp; &lt;b&gt;<br>\nevery day.</p>\n<p class=\"close\">From</p>\n<p class=\"sign\">Tariq</p>\n"));

    [Test]
    public void A_finding_is_marked_in_place_with_its_number()
        => Assert.That(Marked("I am at the pool.", new MarkedPassage(8, 8, 1, true)),
            Is.EqualTo("<p>I am at <mark id=\"f1\" class=\"hi\">the pool<sup><a href=\"#n1\">1</a></sup></mark>.</p>\n"));

    [Test]
    public void Overlapping_findings_are_drawn_in_pieces()
        => Assert.That(Marked("abcdef", new MarkedPassage(0, 4, 1, false), new MarkedPassage(2, 4, 2, true)), Is.EqualTo(
            "<p><mark id=\"f1\" class=\"lo\">ab</mark><mark id=\"f2\" class=\"hi\">cd<sup><a href=\"#n1\">1</a></sup></mark>" +
            "<mark class=\"hi\">ef<sup><a href=\"#n2\">2</a></sup></mark></p>\n"));

    [Test]
    public void Findings_that_begin_together_both_have_their_place()
        => Assert.That(Marked("abcd", new MarkedPassage(0, 2, 1, false), new MarkedPassage(0, 4, 2, false)), Does.Contain("id=\"f1\"").And.Contain("id=\"f2\""));

    [Test]
    public void A_finding_across_paragraphs_is_drawn_in_each()
        => Assert.That(Marked("ab\n\ncd", new MarkedPassage(1, 4, 1, true)), Is.EqualTo(
            "<p>a<mark id=\"f1\" class=\"hi\">b</mark></p>\n<p><mark class=\"hi\">c<sup><a href=\"#n1\">1</a></sup></mark>d</p>\n"));

    [Test]
    public void A_surrogate_pair_is_never_split()
        => Assert.That(Words(Marked("a\U0001F600b", new MarkedPassage(2, 1, 1, true))), Is.EqualTo("a\U0001F6001b"));

    [TestCase(0, 0)]
    [TestCase(50, 5)]
    [TestCase(-3, 2)]
    [TestCase(1, int.MaxValue)]
    public void A_finding_without_words_still_has_its_link(int start, int length)
        => Assert.That(Marked("ab", new MarkedPassage(start, length, 7, true)), Does.Contain("href=\"#n7\"").And.Contain("id=\"f7\""));

    [FsCheck.NUnit.Property(Arbitrary = [typeof(NastyTexts)], MaxTest = 500, Replay = "20261123,40001")]
    public void Marks_lose_nothing_and_every_finding_has_one_place_and_one_link(NastyText nasty)
    {
        var text = TextNormal.Of(nasty.Text);
        var passages = Enumerable.Range(1, 6).Select(n => new MarkedPassage(n * 7 % (text.Length + 1), n * 5, n, n % 2 == 0)).ToList();
        var body = new HtmlParser().ParseDocument("<!DOCTYPE html><body>" + HighlightedLetter.Render(text, passages).Value).Body!;
        foreach (var n in Enumerable.Range(1, 6))
        {
            Assert.That(body.QuerySelectorAll($"#f{n}"), Has.Length.EqualTo(1));
            Assert.That(body.QuerySelectorAll($"a[href='#n{n}']"), Has.Length.EqualTo(1));
        }
        foreach (var link in body.QuerySelectorAll("sup")) link.Remove();
        Assert.That(Solid(body.TextContent), Is.EqualTo(Solid(text)));
    }

    static string Solid(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    static string Marked(string text, params MarkedPassage[] passages) => HighlightedLetter.Render(text, passages).Value!;

    static string Words(string html) => new HtmlParser().ParseDocument(html).Body!.TextContent.Trim();
}

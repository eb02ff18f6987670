using System.Diagnostics;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using LetterExchange.Text;
using NUnit.Framework;

namespace LetterExchange.Tests.Text;

public sealed class MarkdownTests
{
    [TestCase("One\nTwo\n\nThree", "<p>One<br>\nTwo</p>\n<p>Three</p>\n")]
    [TestCase("I *really* liked **it**", "<p>I <em>really</em> liked <strong>it</strong></p>\n")]
    [TestCase("- dogs\n- cats", "<ul>\n<li>dogs</li>\n<li>cats</li>\n</ul>\n")]
    [TestCase("My reasons:\n1. dogs\n2. cats", "<p>My reasons:</p>\n<ol>\n<li>dogs</li>\n<li>cats</li>\n</ol>\n")]
    [TestCase("> You said this.\nAnd I say that.", "<blockquote>\n<p>You said this.</p>\n</blockquote>\n<p>And I say that.</p>\n")]
    [TestCase("- dogs\nThat is all.", "<ul>\n<li>dogs</li>\n</ul>\n<p>That is all.</p>\n")]
    public void A_letter_keeps_what_a_child_means(string text, string html)
        => Assert.That(Markdown.Letter(text).Value, Is.EqualTo(html));

    [TestCase("#1 reason")]
    [TestCase("# 1 reason")]
    [TestCase("## Not a title")]
    [TestCase("Not a title either\n===")]
    [TestCase("    Four spaces to begin")]
    [TestCase("\tA tab to begin")]
    [TestCase("```\nnot code\n```")]
    [TestCase("I don`t know, it`s late")]
    [TestCase("| a | b |\n|---|---|\n| 1 | 2 |")]
    [TestCase("5*3*2 = 30 and snake_case_word")]
    [TestCase(">:( she said")]
    [TestCase("+ one more thing")]
    [TestCase("007. Bond")]
    [TestCase("2026. What a year!")]
    [TestCase("¯\\(ツ)/¯")]
    [TestCase("[PS]: see you")]
    [TestCase("I like it [a lot](really)")]
    [TestCase("&#48;&#55; &amp; &lt;b&gt;")]
    [TestCase("I <3 you & <b>mean</b> it")]
    [TestCase("\"Straight\" quotes -- and ... dots (c)")]
    [TestCase("Snowy :) :D \U0001F600")]
    public void A_letter_keeps_signs_that_mean_nothing_to_its_writer(string text)
    {
        var body = Body(Markdown.Letter(text).Value);
        Assert.That(body.TextContent.Trim(), Is.EqualTo(text.Trim()));
        Assert.That(body.QuerySelectorAll("*").Select(e => e.LocalName).Distinct(), Is.SubsetOf(new[] { "p", "br" }));
    }

    [Test]
    public void A_list_keeps_the_numbers_that_were_written()
        => Assert.That(Markdown.Letter("3. three\n7. seven\n8. eight").Value,
            Is.EqualTo("<ol>\n<li value=\"3\">three</li>\n<li value=\"7\">seven</li>\n<li>eight</li>\n</ol>\n"));

    [TestCase("<javascript:alert(1)>")]
    [TestCase("<https://evil.example>")]
    [TestCase("[text](https://evil.example)")]
    [TestCase("[text](/stories/a-story)")]
    [TestCase("[text][1]\n\n[1]: https://evil.example")]
    [TestCase("https://evil.example www.evil.example a@evil.example")]
    [TestCase("![text](/library/fox.png)")]
    [TestCase("![text](https://evil.example/x.png)")]
    [TestCase("<a href=\"https://evil.example\">text</a>")]
    [TestCase("<img src=x onerror=alert(1)>")]
    public void A_letter_has_no_link_and_no_picture_but_shows_their_words(string text)
    {
        var body = Body(Markdown.Letter(text).Value);
        Assert.That(body.QuerySelectorAll("a, img, [href], [src]"), Is.Empty);
        Assert.That(body.TextContent.ReplaceLineEndings("").Replace("\n", ""), Is.EqualTo(text.Replace("\n", "")));
    }

    [Test]
    public void A_story_has_headings_library_pictures_and_links_to_stories()
        => Assert.That(Markdown.Story("## Part\n\nOne\ntwo ![A fox](/library/fox.png) [next](/stories/the-fox).").Value,
            Is.EqualTo("<h2>Part</h2>\n<p>One\ntwo <img src=\"/library/fox.png\" alt=\"A fox\"> <a href=\"/stories/the-fox\">next</a>.</p>\n"));

    [TestCase("![A fox](https://evil.example/x.png)", "A fox")]
    [TestCase("![A fox](//evil.example/x.png)", "A fox")]
    [TestCase("![A fox](/library/../x.png)", "A fox")]
    [TestCase("![A fox](/library/%2e%2e/x.png)", "A fox")]
    [TestCase("![A fox](data:image/png;base64,AAAA)", "A fox")]
    [TestCase("[there](https://evil.example)", "there")]
    [TestCase("[there](/stories/../admin)", "there")]
    [TestCase("[there](/admin)", "there")]
    [TestCase("[*the*re](javascript:alert(1))", "there")]
    [TestCase("<javascript:alert(1)>", "javascript:alert(1)")]
    [TestCase("<b>bold</b> <script>alert(1)</script>", "<b>bold</b> <script>alert(1)</script>")]
    public void A_story_shows_the_words_of_what_it_may_not_have(string markdown, string words)
    {
        var body = Body(Markdown.Story(markdown).Value);
        Assert.That(body.TextContent.Trim(), Is.EqualTo(words));
        Assert.That(body.QuerySelectorAll("a, img, script, b"), Is.Empty);
    }

    [TestCase("<javascript:alert(1)>", "[href]")]
    [TestCase("![x](https://evil.example/x.png)", "[src]")]
    public void The_grammar_alone_would_let_an_address_through(string markdown, string harm)
    {
        Assert.That(Body(Grammar.Html(markdown, Grammar.Story)!).QuerySelectorAll(harm), Is.Not.Empty);
        Assert.That(Body(Cleaner.Story(Grammar.Html(markdown, Grammar.Story)!)).QuerySelectorAll(harm), Is.Empty);
    }

    [TestCase("<h2>From your coordinator</h2>", "h2")]
    [TestCase("<strong>not typed as such</strong>", "strong")]
    [TestCase("<img src=\"/library/fox.png\">", "img")]
    public void The_sanitizer_alone_would_let_html_through(string markdown, string harm)
    {
        Assert.That(Body(Cleaner.Story(markdown)).QuerySelectorAll(harm), Is.Not.Empty);
        Assert.That(Body(Markdown.Story(markdown).Value).QuerySelectorAll(harm), Is.Empty);
    }

    [Test]
    public void Each_layer_alone_keeps_links_out_of_letters()
    {
        const string typed = "[x](https://evil.example) <https://evil.example> ![x](/library/fox.png)";
        Assert.That(Body(Grammar.Html(typed, Grammar.Letter)!).QuerySelectorAll("a, img"), Is.Empty);
        Assert.That(Body(Cleaner.Letter(Grammar.Html(typed, Grammar.Story)!)).QuerySelectorAll("a, img"), Is.Empty);
    }

    static readonly string[] Pathological =
        [">", "> ", "[", "![", "(", "*", "**", "_", "*a **a ", "a_b", "- ", "1. ", "<", "<a", "`", "``a", "&", "\\", "[a](", "[a]: b\n", "\n> ", "  - a\n", "a\n\n", "\U0001F600", "|a|\n|-|\n", "***a ", "]", "![[]()"];

    [TestCaseSource(nameof(Pathological))]
    public void A_letter_of_twenty_thousand_of_the_same_is_rendered_at_once(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, Markdown.LetterLimit / piece.Length));
        var time = Stopwatch.StartNew();
        var letter = Markdown.Letter(text).Value!;
        Markdown.Story(text);
        Markdown.PlainText(text);
        HighlightedLetter.Render(text, []);
        Assert.That(time.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5))); // Far above what it takes; an exponential one takes years.
        Assert.That(letter, Is.Not.Empty);
    }

    [Test]
    public void Nesting_deeper_than_writing_is_shown_as_it_stands()
    {
        var text = string.Concat(Enumerable.Repeat("> ", 200)) + "deep";
        Assert.That(Body(Markdown.Letter(text).Value).TextContent.Trim(), Is.EqualTo(text));
    }

    [Test]
    public void A_letter_over_the_limit_is_still_shown()
        => Assert.That(Body(Markdown.Letter(new string('a', 50_000)).Value).TextContent, Has.Length.GreaterThanOrEqualTo(50_000));

    [FsCheck.NUnit.Property(Arbitrary = [typeof(NastyTexts)], MaxTest = 1000, Replay = "20261123,40001")]
    public void Nothing_harmful_comes_out_of_anything(NastyText nasty)
    {
        AssertHarmless(Markdown.Letter(nasty.Text).Value!, "value");
        AssertHarmless(Markdown.LetterPage(nasty.Text).Value!, "value", "class");
        AssertHarmless(Markdown.Story(nasty.Text).Value!, "value", "alt", "href", "src");
        AssertHarmless(HighlightedLetter.Render(TextNormal.Of(nasty.Text), [new(1, 5, 1, true), new(3, 9, 2, false)]).Value!, "class", "id", "href");
    }

    [FsCheck.NUnit.Property(Arbitrary = [typeof(NastyTexts)], MaxTest = 1000, Replay = "20261123,40001")]
    public void No_letter_or_digit_of_a_letter_is_lost_added_or_moved(NastyText nasty)
    {
        var written = Words(TextNormal.Of(nasty.Text));
        Assert.That(Words(Numbered(Body(Markdown.Letter(nasty.Text).Value))), Is.EqualTo(written));
        Assert.That(Words(Numbered(Body(Markdown.LetterPage(nasty.Text).Value))), Is.EqualTo(written));
        Assert.That(Words(Markdown.PlainText(nasty.Text)), Is.EqualTo(written));
    }

    static void AssertHarmless(string html, params string[] attributes)
    {
        Assert.That(html, Does.Not.Contain("<script").IgnoreCase);
        var body = Body(html);
        Assert.That(body.QuerySelectorAll("script, style, iframe, object, embed, form, input, svg, math, link, meta, base"), Is.Empty);
        foreach (var attribute in body.QuerySelectorAll("*").SelectMany(e => e.Attributes))
        {
            Assert.That(attributes, Does.Contain(attribute.Name));
            if (attribute.Name == "href") Assert.That(attribute.Value, Does.Match(@"^(/stories/[a-z0-9-]+|#n[0-9]+)\z"));
            if (attribute.Name == "src") Assert.That(attribute.Value, Does.Match(@"^/library/[\w./-]+\z").And.Not.Contains(".."));
        }
    }

    [TestCase("<p class=\"sign\">x</p>", "<p class=\"sign\">x</p>\n")]
    [TestCase("<p class=\"bar decide\">x</p>", "<p>x</p>\n")]
    [TestCase("<p style=\"color:red\" id=\"main\" onclick=\"x()\" data-x=\"y\">x</p>", "<p>x</p>\n")]
    [TestCase("<p>x<script>alert(1)</script><!-- y --></p>", "<p>x</p>\n")]
    public void The_sanitizer_knows_no_class_but_the_parts_of_a_letter(string html, string clean)
        => Assert.That(Cleaner.Letter(html + "\n"), Is.EqualTo(clean));

    static string Words(string text) => string.Concat(text.Where(char.IsLetterOrDigit));

    /// <summary>The text with the numbers that a browser would draw before list items.</summary>
    static string Numbered(IElement body)
    {
        foreach (var list in body.QuerySelectorAll("ol"))
        {
            var next = 1;
            foreach (var item in list.Children)
            {
                var number = int.Parse(item.GetAttribute("value") ?? $"{next}");
                item.Prepend(item.Owner!.CreateTextNode($"{number}. "));
                next = number + 1;
            }
        }
        return body.TextContent;
    }

    static IElement Body(string? html) => new HtmlParser().ParseDocument($"<!DOCTYPE html><body>{html}").Body!;
}

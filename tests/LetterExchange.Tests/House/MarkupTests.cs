using System.Text.RegularExpressions;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.House;

/// <summary>The Content-Security-Policy allows nothing inline: neither do the pages.</summary>
public sealed partial class MarkupTests
{
    static readonly string features = Repository.At("src", "LetterExchange", "Features");

    static IEnumerable<string> Pages => Source.Files(features, ".cshtml").Select(file => Path.GetRelativePath(features, file));

    [TestCaseSource(nameof(Pages))]
    public void A_page_has_neither_script_nor_style_inline(string page) => Assert.That(Inline(File.ReadAllText(Path.Combine(features, page))), Is.Empty);

    [TestCase("<script>alert(1)</script>", "<script>")]
    [TestCase("<script type=\"module\">1</script>", "<script type=\"module\">")]
    [TestCase("<style>p{}</style>", "<style>")]
    [TestCase("<p style=\"color:red\">", " style=")]
    [TestCase("<p\n  style = 'color:red'>", " style =")]
    [TestCase("<button class=\"a\" onclick=\"go()\">", " onclick=")]
    [TestCase("<a href=\"javascript:go()\">", "javascript:")]
    public void What_is_inline_is_found(string html, string found) =>
        Assert.That(Inline(html).Select(text => text.Replace('\n', ' ').Replace("  ", " ")), Is.EqualTo(new[] { found }));

    [TestCase("<script src=\"~/js/draft.js\" type=\"module\"></script>")]
    [TestCase("<p class=\"style\">on = style=</p>")]
    [TestCase("@* <p style=\"x\"> *@")]
    public void What_is_not_inline_is_let_be(string html) => Assert.That(Inline(html), Is.Empty);

    static IEnumerable<string> Inline(string html) =>
        InlineMarkup().Matches(Comment().Replace(html, "")).SelectMany(match => match.Groups["it"].Captures.Select(capture => capture.Value));

    // An attribute is looked for only within a tag, which ends at the first > outside quotes.
    [GeneratedRegex("""
        (?<it><script(?![^>]*\ssrc\s*=)[^>]*>) | (?<it><style\b[^>]*>) | (?<it>javascript:)
        | <[a-z](?:[^>"']|"[^"]*"|'[^']*')*?(?<it>\s(?:style|on[a-z]+)\s*=)
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase)]
    private static partial Regex InlineMarkup();

    [GeneratedRegex(@"@\*.*?\*@", RegexOptions.Singleline)]
    private static partial Regex Comment();
}

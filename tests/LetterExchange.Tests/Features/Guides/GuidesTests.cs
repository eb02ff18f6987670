using System.Text.RegularExpressions;
using LetterExchange.Features.Guides;
using LetterExchange.Features.Screening;
using LetterExchange.Tests.House;
using LetterExchange.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace LetterExchange.Tests.Features.Guides;

/// <summary>The texts of the guides for mentors.</summary>
public sealed partial class GuidesTests
{
    static readonly LetterExchange.Features.Guides.Guides guides = new();

    static IEnumerable<TestCaseData> Each() =>
        from language in Spoken.All
        from guide in guides.In(language)
        select new TestCaseData(guide, language).SetArgDisplayNames(guide.Name, language);

    [Test]
    public void Each_language_has_every_guide([ValueSource(typeof(Spoken), nameof(Spoken.All))] string language) =>
        Assert.That(guides.In(language).Select(guide => guide.Name), Is.EqualTo(LetterExchange.Features.Guides.Guides.Names));

    [Test]
    public void No_guide_lies_about_that_is_not_offered() =>
        Assert.That(typeof(Guide).Assembly.GetManifestResourceNames().Where(name => name.StartsWith("guides/", StringComparison.Ordinal)),
            Is.EquivalentTo(from name in LetterExchange.Features.Guides.Guides.Names from language in Spoken.All select $"guides/{name}.{language}.md"));

    [TestCaseSource(nameof(Each))]
    public void A_guide_says_what_it_is_about_and_how_long_it_takes(Guide guide, string language)
    {
        Assert.That(guide.Title, Has.Length.InRange(10, 60));
        Assert.That(guide.Lede, Has.Length.InRange(40, 160));
        Assert.That(guide.Minutes, Is.EqualTo(Math.Ceiling(Markdown.WordCount(Markdown.PlainText(guide.Body)) / 200.0)).Within(1));
    }

    [TestCaseSource(nameof(Each))]
    public void A_guide_has_headings_of_the_second_level_and_nothing_that_a_page_would_leave_out(Guide guide, string language)
    {
        var document = Grammar.Parse(guide.Body, Grammar.StoryWithHtml)!;
        Assert.That(document.Descendants().Where(piece => piece is HtmlBlock or HtmlInline or LinkInline or AutolinkInline or HeadingBlock { Level: not 2 }), Is.Empty);
        Assert.That(document.Descendants<HeadingBlock>().Count(), Is.GreaterThan(3));
    }

    // A mentor looks for the button of which the guide speaks.
    [TestCaseSource(nameof(Each))]
    public void A_button_is_called_as_it_is_on_its_page(Guide guide, string language)
    {
        string[] buttons = [Text("Letters", "more.time"), Text("Shared", "worried")];
        Assert.That(Quoted().Matches(guide.Body).Select(quoted => quoted.Groups[1].Value).Where(words => Button().IsMatch(words)).Except(buttons), Is.Empty);

        string Text(string feature, string key) => Resources.Of(feature, language).Single(text => text.Key == key).Value;
    }

    // Whoever borrows a sentence must not get it back for that.
    [TestCaseSource(nameof(Each))]
    public void Screening_marks_no_sentence_that_a_guide_lends(Guide guide, string language)
    {
        var lent = Grammar.Parse(guide.Body, Grammar.Story)!.Descendants<QuoteBlock>().Select(quote => PlainWriter.Of(quote)).ToList();
        var marked = from text in lent from finding in Screener.Screen(new(text, Side.Mentor, language)).Findings select $"{finding.Category}: {text.Substring(finding.Start, finding.Length)}";
        Assert.That(marked, Is.Empty);
    }

    [TestCaseSource(nameof(Each))]
    public void A_guide_is_set_as_its_language_is_set(Guide guide, string language)
    {
        var words = $"{guide.Title}\n{guide.Lede}\n{guide.Body}";
        Assert.That(ByHand().Matches(words).Select(match => match.Value), Is.Empty);
        if (language == "fr") Assert.That(ByHandInFrench().Matches(words).Select(match => match.Value), Is.Empty);
        if (language == "es") Assert.That((words.Count('¿'.Equals), words.Count('¡'.Equals)), Is.EqualTo((words.Count('?'.Equals), words.Count('!'.Equals))));
    }

    [GeneratedRegex("[“«]\u202F?([^”»]*?)\u202F?[”»]")]
    private static partial Regex Quoted();

    [GeneratedRegex("^(I’m worried|I need more|Ça m’inqui|Il me faut|J’ai besoin|Me preocupa|Estoy preocup|Necesito más)")]
    private static partial Regex Button();

    [GeneratedRegex(@".?\p{L}'\p{L}|\.\.\.| -- |"".")]
    private static partial Regex ByHand();

    [GeneratedRegex(@".{6}(?:(?<!\u202F)[;!?»]|(?<!\u202F):|«(?!\u202F))")]
    private static partial Regex ByHandInFrench();
}

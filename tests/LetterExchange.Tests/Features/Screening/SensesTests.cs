using LetterExchange.Features.Screening;
using LetterExchange.Features.Screening.Meaning;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Screening;

/// <summary>What sorts of things words stand for.</summary>
public sealed class SensesTests
{
    static readonly string Folder = Path.Combine(Repository.Root, "src", "LetterExchange", "Features", "Screening", "Meaning", "Senses");

    static readonly string[] Languages = ["en", "fr", "es"];

    [Test]
    public void Every_language_has_the_same_sorts_in_the_same_order_each_with_words()
    {
        foreach (var language in Languages) Assert.That(Sorts(language), Is.EqualTo(Sorts("en")), language);
        Assert.That(Sorts("en"), Has.Count.GreaterThan(150).And.Unique);
        foreach (var (language, lines) in Languages.Select(language => (language, Lines(language))))
            Assert.That(lines.Where(line => !line.StartsWith("  ") && line[(line.IndexOf(':') + 1)..].Trim().Length == 0), Is.Empty, language);
    }

    [TestCase("en", "supper", "food")]
    [TestCase("fr", "goûter", "food")]
    [TestCase("es", "merienda", "food")]
    [TestCase("en", "bruises", "injury", TestName = "The rest of a word that only begins so does not matter")]
    [TestCase("fr", "grand-mère", "grand", TestName = "Two words that follow one another have one sense")]
    [TestCase("en", "don't", "not", TestName = "A contraction is one word")]
    public void A_word_stands_for_its_sort(string language, string text, string sort) => Assert.That(Of(language, text), Does.Contain(Traits.SenseOf(sort)));

    [Test]
    public void A_sense_is_the_same_in_every_language() =>
        Assert.That(Of("fr", "goûter").Intersect(Of("es", "merienda")).Intersect(Of("en", "supper")), Is.Not.Empty);

    [TestCase("en", "zyxwv")]
    [TestCase("de", "Abendbrot")]
    public void Of_a_word_or_a_language_that_no_list_has_nothing_is_known(string language, string text) => Assert.That(Of(language, text), Is.Empty);

    [Test]
    public void Many_different_words_are_not_remembered_for_ever()
    {
        // Beyond what is kept a word is looked up each time.
        for (var n = 0; n < 60_000; n++) Of("en", $"xq{n}");
        Assert.That(Of("en", "bruisexyz"), Does.Contain(Traits.SenseOf("injury")));
        Assert.That(Of("en", "bruisexyz"), Does.Contain(Traits.SenseOf("injury")), "once more");
    }

    static List<uint> Of(string language, string text)
    {
        var senses = new List<(int Place, uint Sense)>();
        var words = LetterText.Of(text).Words;
        Senses.Of(language).Read(words.AsSpan(), 0, words.Length - 1, senses);
        return senses.ConvertAll(one => one.Sense);
    }

    static List<string> Sorts(string language) => [.. Lines(language).Where(line => line[0] != ' ').Select(line => line[..line.IndexOf(':')])];

    static List<string> Lines(string language) => [.. File.ReadLines(Path.Combine(Folder, $"{language}.senses")).Where(line => line.Length > 0 && line[0] != '#')];
}

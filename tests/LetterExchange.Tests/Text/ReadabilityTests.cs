using LetterExchange.Text;

namespace LetterExchange.Tests.Text;

public sealed class ReadabilityTests
{
    [TestCase("en", "cat", 1)]
    [TestCase("en", "table", 2)]
    [TestCase("en", "like", 1)]
    [TestCase("en", "liked", 1)]
    [TestCase("en", "wanted", 2)]
    [TestCase("en", "lighthouse", 2)]
    [TestCase("en", "banana", 3)]
    [TestCase("en", "beautiful", 3)]
    [TestCase("en", "boxes", 2)]
    [TestCase("en", "rhythm", 1)]
    [TestCase("en", "the", 1)]
    [TestCase("fr", "maison", 2)]
    [TestCase("fr", "table", 1)]
    [TestCase("fr", "école", 2)]
    [TestCase("fr", "oiseau", 2)]
    [TestCase("fr", "maïs", 2)]
    [TestCase("fr", "théâtre", 2)]
    [TestCase("fr", "parlent", 1)]
    [TestCase("fr", "bibliothèque", 4)]
    [TestCase("es", "casa", 2)]
    [TestCase("es", "tierra", 2)]
    [TestCase("es", "aéreo", 4)]
    [TestCase("es", "día", 2)]
    [TestCase("es", "queso", 2)]
    [TestCase("es", "guitarra", 3)]
    [TestCase("es", "ciudad", 2)]
    [TestCase("es", "biblioteca", 4)]
    [TestCase("es", "y", 1)]
    public void Syllables_are_counted_as_one_claps_them(string language, string word, int syllables) => Assert.That(Syllables.Count(word, language), Is.EqualTo(syllables));

    // Worked by hand from the formulas.
    [TestCase("en", 10, 1.3, 3.65, 8.65)]
    [TestCase("en", 25, 1.8, 15.4, 20)]
    [TestCase("fr", 12, 1.5, 84.42, 11.558)]
    [TestCase("es", 12, 1.8, 86.6, 11.34)]
    public void The_formulas_are_those_of_their_authors(string language, double words, double syllables, double score, double age)
    {
        var (found, years) = Readability.Formula(language, words, syllables)!.Value;
        Assert.That(found, Is.EqualTo(score).Within(.01));
        Assert.That(years, Is.EqualTo(age).Within(.01));
    }

    const string Easy = "I have a dog. He is big and red. He runs in the park with me. We play ball all day. Then we go home and eat. My dog is my best pal. He naps on my bed. I like him a lot. He likes me too.";

    const string Hard = "Notwithstanding the considerable administrative complications accompanying contemporary infrastructural development, numerous municipal representatives continuously demonstrate extraordinary determination regarding "
        + "sustainable transportation alternatives throughout metropolitan environments, particularly concerning underprivileged neighbourhoods whose inhabitants historically experienced disproportionate disadvantages.";

    [Test]
    public void A_child_s_words_are_easy_and_an_official_s_are_hard()
    {
        var (easy, hard) = (Readability.Of(Easy, "en")!, Readability.Of($"{Easy} {Hard} {Hard}", "en")!);
        Assert.That(easy.Age, Is.LessThan(9));
        Assert.That(easy.Hardest, Is.Null);
        Assert.That(hard.Age, Is.GreaterThan(15));
        Assert.That(hard.Hardest, Does.StartWith("Notwithstanding"));
    }

    [TestCase("A line or two.", "en")]
    [TestCase("🙂 🙂 🙂", "en")]
    [TestCase(Easy, "de")]
    public void Of_a_short_text_or_another_language_nothing_is_said(string text, string language) => Assert.That(Readability.Of(text, language), Is.Null);
}

using System.Globalization;
using LetterExchange.Text;

namespace LetterExchange.Tests.Text;

/// <summary>Singular and plural, as CLDR has them.</summary>
public sealed class PluralTests
{
    [TestCase("en", 0, false)]
    [TestCase("en", 1, true)]
    [TestCase("en", 2, false)]
    [TestCase("fr", 0, true)]
    [TestCase("fr", 1, true)]
    [TestCase("fr", 2, false)]
    [TestCase("fr", 100, false)]
    [TestCase("es", 0, false)]
    [TestCase("es", 1, true)]
    [TestCase("es", 21, false)]
    public void A_number_takes_the_form_that_its_language_gives_it(string language, int count, bool one) =>
        Assert.That(Plural.Key("letters", count, CultureInfo.GetCultureInfo(language)), Is.EqualTo(one ? "letters.one" : "letters"));
}

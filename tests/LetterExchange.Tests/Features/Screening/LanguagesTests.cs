using FsCheck;
using FsCheck.Fluent;
using LetterExchange.Features.Screening;

namespace LetterExchange.Tests.Features.Screening;

public sealed class LanguagesTests
{
    [TestCase("Dear Henrik, I liked the lighthouse. My notebook for rain has 211 days in it.", "en")]
    [TestCase("rabbits eat carrots loudly, honest, grandma laughed until breakfast went cold", "en")]
    [TestCase("Chère Ruth, j'ai beaucoup aimé le phare et je me suis demandé qui l'allume le soir.", "fr")]
    [TestCase("Querido Omar: me gustó mucho el faro, y creo que el viejo sabía que vendría la tormenta.", "es")]
    [TestCase("Sevgili Ruth, deniz fenerini çok beğendim ve akşamları kimin yaktığını merak ettim.", "tr")]
    [TestCase("Querida Ruth, gostei muito do farol e fiquei a pensar em quem o acende todas as noites. Não sei nadar.", "pt")]
    [TestCase("Liebe Ruth, der Leuchtturm hat mir sehr gefallen, und ich frage mich, wer ihn abends anzündet.", "de")]
    [TestCase("Люба Рут, мені дуже сподобався маяк, і я думаю, хто його вмикає щовечора.", "uk")]
    [TestCase("عزيزتي روث، أعجبتني المنارة كثيرا وأتساءل من يشعلها كل مساء.", "ar")]
    public void A_letter_tells_its_language(string text, string language) => Assert.That(Languages.Of(text), Is.EqualTo(language));

    [TestCase("")]
    [TestCase("Hallo!")]
    [TestCase("🐶 🐶 🐶 🐶 🐶 🐶 🐶 🐶")]
    [TestCase("12 34 56 78 90 11 12 13")]
    public void What_tells_nothing_has_none(string text) => Assert.That(Languages.Of(text), Is.Null);

    [FsCheck.NUnit.Property(MaxTest = 200)]
    public Property Nothing_that_can_be_typed_makes_it_fail() => Prop.ForAll(
        Gen.Elements("\ud83d", "\udc36", "\u0301", "\u200b", "\u202e", "\0", "\n\n", " ", "the ", "y ", "ß", "ﷺ", "я ", "漢字", "12").ArrayOf().Select(pieces => string.Concat(pieces)).ToArbitrary(),
        text => Languages.Of(text) is null or { Length: 2 });

    [Test]
    public void Rules_go_by_a_letters_own_language_where_they_know_it() =>
        Assert.That((Languages.ForRules("fr", "en"), Languages.ForRules("tr", "es"), Languages.ForRules(null, "es")), Is.EqualTo(("fr", "es", "es")));
}

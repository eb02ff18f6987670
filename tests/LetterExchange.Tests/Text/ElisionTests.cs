using System.Globalization;
using LetterExchange.Text;

namespace LetterExchange.Tests.Text;

/// <summary>French and Spanish small words before what is filled in.</summary>
public sealed class ElisionTests
{
    [TestCase("La lettre de {0} est là.", "Amina", "La lettre d’{0} est là.")]
    [TestCase("La lettre de {0} est là.", "Élodie", "La lettre d’{0} est là.")]
    [TestCase("La lettre de {0} est là.", "Œdipe", "La lettre d’{0} est là.")]
    [TestCase("La lettre de {0} est là.", "Marisol", "La lettre de {0} est là.")]
    [TestCase("La lettre de {0} est là.", "Harry", "La lettre de {0} est là.")]
    [TestCase("La lettre de {0} est là.", "Yann", "La lettre de {0} est là.")]
    [TestCase("De {0} à {1}", "Amina", "D’{0} à {1}")]
    [TestCase("dès que {0} l’aura choisie", "Eli", "dès qu’{0} l’aura choisie")]
    [TestCase("la suite de _{0}_", "Onze cerfs-volants", "la suite d’_{0}_")]
    [TestCase("monde {0}", "Amina", "monde {0}")]
    [TestCase("de {0}", "", "de {0}")]
    public void A_vowel_is_dropped_before_another(string format, string argument, string said) =>
        Assert.That(Elision.In(format, [argument, "Bo"], CultureInfo.GetCultureInfo("fr")), Is.EqualTo(said));

    [TestCase("{1} y {0}", "Inés", "{1} e {0}")]
    [TestCase("{1} y {0}", "Hilda", "{1} e {0}")]
    [TestCase("{1} y {0}", "Íñigo", "{1} e {0}")]
    [TestCase("{1} y {0}", "Iago", "{1} y {0}")]
    [TestCase("{1} y {0}", "Ana", "{1} y {0}")]
    [TestCase("{1} o {0}", "Olga", "{1} u {0}")]
    [TestCase("{1} o {0}", "Ana", "{1} o {0}")]
    [TestCase("muy {0}", "Inés", "muy {0}")]
    public void And_and_or_change_before_their_own_sound(string format, string argument, string said) =>
        Assert.That(Elision.In(format, [argument, "Bo"], CultureInfo.GetCultureInfo("es")), Is.EqualTo(said));

    [Test]
    public void A_number_drops_nothing_and_neither_does_another_language()
    {
        Assert.That(Elision.In("l’étape de {0} jours", [8], CultureInfo.GetCultureInfo("fr")), Is.EqualTo("l’étape de {0} jours"));
        Assert.That(Elision.In("la carta de {0}", ["Amina"], CultureInfo.GetCultureInfo("es")), Is.EqualTo("la carta de {0}"));
    }
}

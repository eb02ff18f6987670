using System.Globalization;
using LetterExchange.Text;

namespace LetterExchange.Tests.Text;

/// <summary>To whom a flow of work speaks, and in which language.</summary>
public sealed class SpeakingTests
{
    [Test]
    public void A_child_and_an_adult_hear_their_own_you()
    {
        using (new Speaking("fr", child: true)) Assert.That(Speaking.You("[Ta|Votre] lettre [t'|vous ]attend"), Is.EqualTo("Ta lettre t'attend"));
        using (new Speaking("fr")) Assert.That(Speaking.You("[Ta|Votre] lettre [t'|vous ]attend"), Is.EqualTo("Votre lettre vous attend"));
        Assert.That(Speaking.You("What [a] letter"), Is.EqualTo("What [a] letter"));
    }

    [Test]
    public async Task What_was_spoken_before_is_spoken_again_and_what_began_meanwhile_goes_on()
    {
        var before = CultureInfo.CurrentUICulture;
        Task<string> begun;
        using (new Speaking("es"))
        {
            using (new Speaking("fr")) Assert.That(CultureInfo.CurrentCulture.Name, Is.EqualTo("fr"));
            Assert.That(CultureInfo.CurrentUICulture.Name, Is.EqualTo("es"));
            begun = Task.Run(() => CultureInfo.CurrentUICulture.Name);
        }
        Assert.That(CultureInfo.CurrentUICulture, Is.EqualTo(before));
        Assert.That(await begun, Is.EqualTo("es"));
    }

    [TestCase("fr-CA", "fr")]
    [TestCase("ES", "es")]
    [TestCase("tlh", "en")]
    [TestCase("", "en")]
    [TestCase(null, "en")]
    public void What_the_service_does_not_speak_is_said_in_English(string? language, string spoken) => Assert.That(Spoken.Culture(language).Name, Is.EqualTo(spoken));
}

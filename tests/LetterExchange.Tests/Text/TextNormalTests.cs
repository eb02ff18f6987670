using System.Text;
using FsCheck;
using FsCheck.NUnit;
using LetterExchange.Text;
using NUnit.Framework;

namespace LetterExchange.Tests.Text;

public sealed class TextNormalTests
{
    [TestCase("a\r\nb\rc\nd", "a\nb\nc\nd")]
    [TestCase("a\r\r\nb", "a\n\nb")]
    [TestCase("a\0b\u0007c\u001Bd\u007Fe", "abcde")]
    [TestCase("\ta\tb", "\ta\tb")]
    [TestCase("x \n\t\u00A0\n", "x")]
    [TestCase("x \0 \0", "x")]
    [TestCase("  x", "  x")]
    [TestCase("\uFFFEx\uFFFF", "\uFFFDx\uFFFD")]
    [TestCase("", "")]
    public void Line_ends_controls_and_the_end_are_made_alike(string text, string normal)
        => Assert.That(TextNormal.Of(text), Is.EqualTo(normal));

    [Test]
    public void A_lone_surrogate_is_replaced_and_a_pair_is_kept()
    {
        Assert.That(TextNormal.Of("a\uD83Db"), Is.EqualTo("a\uFFFDb"));
        Assert.That(TextNormal.Of("a\uDE00"), Is.EqualTo("a\uFFFD"));
        Assert.That(TextNormal.Of("\uD83D\0\uDE00"), Is.EqualTo("\uFFFD\uFFFD"));
        Assert.That(TextNormal.Of("\U0001F600"), Is.EqualTo("\U0001F600"));
    }

    [Test]
    public void Composed_and_decomposed_letters_stay_as_they_were_written()
        => Assert.That(TextNormal.Of("e\u0301 \u00E9"), Is.EqualTo("e\u0301 \u00E9"));

    [TestCase("\uFFFE")]
    [TestCase("a\uFFFEe\u0301")]
    [TestCase("\uD83D\uFFFE\uDE00")]
    public void Any_code_units_have_a_form(string text)
    {
        foreach (var form in Enum.GetValues<NormalizationForm>())
            Assert.That(text.InForm(form), Is.EqualTo(text.Replace('\uFFFE', '\uFFFD').Replace('\uD83D', '\uFFFD').Replace('\uDE00', '\uFFFD').Normalize(form)));
    }

    [Test]
    public void What_has_a_form_is_given_it() => Assert.That("e\u0301\U0001F600".InForm(NormalizationForm.FormC), Is.EqualTo("\u00E9\U0001F600"));

    [FsCheck.NUnit.Property(Arbitrary = [typeof(NastyTexts)], MaxTest = 500, Replay = "20261123,40001")]
    public bool Normalising_twice_changes_nothing_more(NastyText nasty)
    {
        var once = TextNormal.Of(nasty.Text);
        return TextNormal.Of(once) == once && !once.Contains('\r') && !once.Contains('\0');
    }
}

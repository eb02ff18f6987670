using LetterExchange.Text;
using NUnit.Framework;

namespace LetterExchange.Tests.Text;

public sealed class LetterPartsTests
{
    [TestCase("Dear Henrik,\n\nI counted.\n\nFrom your friend,\nAmina", "Dear Henrik,", "From your friend,", "Amina")]
    [TestCase("Hi Wendy\nThanks for the joke.\n\nFrom\nTariq", "Hi Wendy", "From", "Tariq")]
    [TestCase("Chère Inès,\nJ’ai lu.\nAmitiés,\nPaul", "Chère Inès,", "Amitiés,", "Paul")]
    [TestCase("¡Hola Lucía!\nHe leído.\n\nUn abrazo,\nJuan Pablo", "¡Hola Lucía!", "Un abrazo,", "Juan Pablo")]
    [TestCase("Dear Henrik,\nI counted.\n\nAmina", "Dear Henrik,", null, "Amina")]
    [TestCase("Dear Henrik, I counted.\nAnd more.", null, null, null)]
    [TestCase("Dear Henrik,\nWrite back soon", "Dear Henrik,", null, null)]
    [TestCase("Dear Henrik,\nYes.\nLove,\nAmina\nPS: no", "Dear Henrik,", null, null)]
    [TestCase("- a list\n- of two", null, null, null)]
    [TestCase("One line only", null, null, null)]
    public void The_parts_of_a_letter_are_found(string text, string? salute, string? close, string? sign)
    {
        var parts = LetterParts.Of(text);
        Assert.That((Said(text, parts.Salute), Said(text, parts.Close), Said(text, parts.Sign)), Is.EqualTo((salute, close, sign)));
    }

    [TestCase("Yes.\nlove amina xx", "Amina B.", "love amina xx")]
    [TestCase("Yes.\n*Amina*", "Amina", "*Amina*")]
    [TestCase("Yes.\nWrite back soon", "Amina", null)]
    public void A_signature_is_known_by_its_writer(string text, string signer, string? sign)
        => Assert.That(Said(text, LetterParts.Of(text, signer).Sign), Is.EqualTo(sign));

    [Test]
    public void The_letter_page_sets_the_parts_and_changes_no_word()
        => Assert.That(Markdown.LetterPage("Dear <b> & *you*,\n\nOne.\n\nLove,\nAmina").Value, Is.EqualTo(
            "<p class=\"salute\">Dear &lt;b&gt; &amp; <em>you</em>,</p>\n<p>One.</p>\n<p class=\"close\">Love,</p>\n<p class=\"sign\">Amina</p>\n"));

    [TestCase("one two  three\n\nfour", 4)]
    [TestCase("it’s a well-known fact - yes!", 5)]
    [TestCase("... *** :)", 0)]
    [TestCase("été 42 漢字", 3)]
    public void Words_are_counted_as_a_person_counts_them(string text, int words)
        => Assert.That(Markdown.WordCount(text), Is.EqualTo(words));

    [TestCase("Dear Amina,\n\nI *must* confess something about bees.", 30, "Dear Amina, I must confess\u00A0…")]
    [TestCase("Short.", 30, "Short.")]
    [TestCase("\U0001F600\U0001F600\U0001F600", 3, "\U0001F600\u00A0…")]
    public void An_opening_is_cut_between_words(string text, int length, string opening)
        => Assert.That(Markdown.Opening(text, length), Is.EqualTo(opening));

    static string? Said(string text, Range? part) => part is { } range ? text[range].Trim() : null;
}

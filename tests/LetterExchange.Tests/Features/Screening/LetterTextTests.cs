using LetterExchange.Features.Screening;

namespace LetterExchange.Tests.Features.Screening;

public sealed class LetterTextTests
{
    [TestCase("Élodie ÇA", "elodie ca")]
    [TestCase("E\u0301lodie", "elodie")]
    [TestCase("s\u200de\u200dcret", "secret")]
    [TestCase("\u202eabc\u202c", "abc")]
    [TestCase("ＡＢＣ１２", "abc12")]
    [TestCase("𝘀𝗲𝗹𝗳𝗶𝗲", "selfie")]
    [TestCase("5️⃣5️⃣", "55")]
    [TestCase("WhаtsАpp", "whatsapp")]
    [TestCase("Straße, œuf", "strasse, oeuf")]
    [TestCase("don’t", "don't")]
    [TestCase("٣٤", "34")]
    public void Folding_gives_what_a_reader_takes_the_text_for(string written, string folded) =>
        Assert.That(LetterText.Of(written).Folded, Is.EqualTo(folded));

    [Test] // An attribute cannot hold half of a pair.
    public void Half_of_a_surrogate_pair_stands_for_one_unreadable_character() =>
        Assert.That(LetterText.Of("a\ud83d b\udc36").Folded, Is.EqualTo("a\ufffd b\ufffd"));

    [TestCase("аеорсухіјѕкмтһ", "aeopcyxijskmth")]
    [TestCase("АВЕКМНОРСТУХ", "abekmhopctyx")]
    [TestCase("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "abezhikmnoptyx")]
    [TestCase("ԁԛԝӏ", "dqwl")]
    public void Letters_of_other_alphabets_are_folded_to_what_they_look_like(string written, string folded) =>
        Assert.That(LetterText.Of(written).Folded, Is.EqualTo(folded));

    [Test]
    public void A_span_leads_back_to_the_text_as_it_was_written()
    {
        const string written = "🐶 4️⃣2️⃣ é\u0301!";
        var text = LetterText.Of(written);
        var digits = text.Folded.IndexOf("42", StringComparison.Ordinal);
        var finding = text.Find(Category.Phone, digits, digits + 2, "test", 1);
        Assert.That(written.Substring(finding.Start, finding.Length), Is.EqualTo("4️⃣2️⃣"));
        var letter = text.Folded.IndexOf('e');
        finding = text.Find(Category.Phone, letter, letter + 1, "test", 1);
        Assert.That(written.Substring(finding.Start, finding.Length), Is.EqualTo("é\u0301"));
    }

    [Test]
    public void Contractions_are_one_word_and_elisions_two() =>
        Assert.That(LetterText.Of("don't j'ai l'école appelle-moi").Words.Select(word => word.Text),
            Is.EqualTo(new[] { "dont", "j", "ai", "l", "ecole", "appelle", "moi" }));

    [TestCase("I like f i s h very much", "fish")]
    [TestCase("F-R-O-S-T", "frost")]
    [TestCase("S o r r e l  P o i n t", "sorrel")]
    public void Letters_pulled_apart_are_one_word(string written, string word) =>
        Assert.That(LetterText.Of(written).Words.Select(each => each.Text), Has.Member(word));

    [Test]
    public void Sentences_end_where_a_reader_would_end_them()
    {
        var words = LetterText.Of("One two. Three 3.14 J. Smith! Four\nfive").Words;
        Assert.That(words.Where(word => word.OpensSentence).Select(word => word.Text), Is.EqualTo(new[] { "one", "three", "four", "five" }));
    }
}

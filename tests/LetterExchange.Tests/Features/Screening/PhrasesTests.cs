using System.Collections.Immutable;
using LetterExchange.Features.Screening;
using LetterExchange.Features.Screening.Phrases;

namespace LetterExchange.Tests.Features.Screening;

/// <summary>The form of the phrase lists.</summary>
public sealed class PhrasesTests
{
    [TestCase("keep it secret", "please keep it secret now", "keep it secret")]
    [TestCase("keep ~2 secret", "keep it very secret", "keep it very secret")]
    [TestCase("keep ~2 secret", "keep it very very secret", null)]
    [TestCase("keep ~2 secret", "keep it. A secret", null)]
    [TestCase("keep it? secret", "keep secret", "keep secret")]
    [TestCase("tell|show @parents", "show mum", "show mum")]
    [TestCase("tell|show @parents", "tell uncle", null)]
    [TestCase("hid* it", "nobody hid it", null)]
    [TestCase("he hid* it", "he hides it", "he hides it")]
    [TestCase("don't go", "I said DON’T   GO", "DON’T   GO")]
    [TestCase("n'en|pas parle", "n'en parle", "n'en parle")]
    public void A_phrase_is_found_where_its_steps_follow_one_another(string phrase, string text, string? passage)
    {
        var rule = phrase.StartsWith("hid*", StringComparison.Ordinal) ? null : Rule(phrase);
        if (rule is null)
        {
            Assert.That(() => Rule(phrase), Throws.TypeOf<FormatException>());
            return;
        }
        var found = rule.Find(LetterText.Of(text), new ScreeningInput(text, Side.Mentee, "en"));
        Assert.That(found.Select(finding => text.Substring(finding.Start, finding.Length)), Is.EqualTo(passage is null ? [] : new[] { passage }));
    }

    [TestCase("tell nobody about the party", false)]
    [TestCase("tell nobody. It is about the party", true)]
    [TestCase("I can tell nobody", false)]
    public void An_exception_or_a_harmless_word_of_the_sentence_voids_a_phrase(string text, bool found)
    {
        var rule = Read("@fun = party", "[test.rule] category=secrecy unless=@fun", "tell nobody", "! can tell nobody").Rules.Single();
        Assert.That(rule.Find(LetterText.Of(text), new ScreeningInput(text, Side.Mentee, "en")).Any(), Is.EqualTo(found));
    }

    [TestCase("tell nobody", "line 1")]
    [TestCase("[a] category=nonsense", "nonsense")]
    [TestCase("[a] category=secrecy colour=red", "colour")]
    [TestCase("[a] category=secrecy\ntell @nobody", "line 2")]
    [TestCase("[a] category=secrecy\ntell? nobody", "line 2")]
    [TestCase("[a] category=secrecy\ntell ~9 nobody", "~9")]
    [TestCase("[a] category=secrecy\ntell ~2", "gap")]
    public void A_broken_list_is_refused_with_its_line(string list, string named) =>
        Assert.That(() => Read(list.Split('\n')), Throws.TypeOf<FormatException>().With.Message.Contains(named));

    static PhraseRule Rule(string phrase) => Read("@parents = mum dad", "[test.rule] category=secrecy", phrase).Rules.Single();

    static PhraseReader Read(params string[] lines)
    {
        var reader = new PhraseReader("Test", ImmutableDictionary<string, ImmutableHashSet<string>>.Empty);
        reader.Read(lines);
        return reader;
    }
}

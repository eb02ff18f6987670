using LetterExchange.Features.Letters;

namespace LetterExchange.Tests.Features.Letters;

public sealed class ReturnedPassageTests
{
    // The passage stands in brackets.
    [TestCase("Call me on [07700 900461], please.", "Call me on, please.")]
    [TestCase("Call [me] now.", "Call now.")]
    [TestCase("Call me on [07700 900461]!", "Call me on!")]
    [TestCase("Appelle le [06 12 34 56 78]\u202F!", "Appelle le\u202F!")]
    [TestCase("[Anna Smith] wrote this.", "wrote this.")]
    [TestCase("I am [Anna Smith]\nand you?", "I am\nand you?")]
    [TestCase("One.\n\n[Call me.]\n\nTwo.", "One.\n\nTwo.")]
    [TestCase("One.\n[Call me.]\nTwo.", "One.\nTwo.")]
    [TestCase("One.\n\n  [Call me.]  ", "One.")]
    [TestCase("[Call me.]\n\nTwo.", "Two.")]
    [TestCase("[Call me.]", "")]
    [TestCase("  Two blanks,  then [Li]  and  two more. ", "  Two blanks,  then and  two more. ")]
    public void A_passage_is_taken_out_and_leaves_no_hole(string marked, string rest)
    {
        var (passage, text) = Of(marked);
        Assert.That(passage.TakenOutOf(text), Is.EqualTo(rest));
    }

    [TestCase("My name is [Li], like the pear.", "I Like pears.", -1)]
    [TestCase("My name is [Li], like the pear.", "Li asked. My name is Li.", 21)]
    [TestCase("[Li] and Li", "Li and Li", 0)]
    [TestCase("Li and [Li]", "Li and Li", 7)]
    [TestCase("My number is 07700[ 900461]!", "My number is 07700!", -1)]
    [TestCase("My number is 07700[ 900461]!", "Is 07700 900461 fine?", 8)]
    public void It_is_looked_for_in_whole_words_next_to_where_it_stood(string marked, string now, int place) =>
        Assert.That(Of(marked).Passage.PlaceIn(now), Is.EqualTo(place));

    [Test]
    public void What_is_not_there_any_more_is_not_taken_out() => Assert.That(Of("Call me on [07700 900461].").Passage.TakenOutOf("Write to me."), Is.Null);

    [Test]
    public void A_half_word_is_the_whole_one()
    {
        Assert.That(Of("I go to St. Ma[ry] School.").Passage.Words, Is.EqualTo("Mary"));
        Assert.That(Of("Je vais à l’[école].").Passage.Words, Is.EqualTo("école"));
    }

    static (ReturnedPassage Passage, string Text) Of(string marked)
    {
        var text = marked.Replace("[", "").Replace("]", "");
        return (new ReturnedPassage { Ordinal = 1, Start = marked.IndexOf('['), Length = marked.IndexOf(']') - marked.IndexOf('[') - 1 }.In(text), text);
    }
}

using LetterExchange.Features.Letters;

namespace LetterExchange.Tests.Features.Letters;

public sealed class QuestionsTests
{
    [TestCase("I read it. Does *Orla* know? She must.", new[] { "Does Orla know?" })]
    [TestCase("How many days are there now? Which was the wettest,\nand what were you doing?", new[] { "How many days are there now?", "Which was the wettest, and what were you doing?" })]
    [TestCase("“Who uses the light?” asked Dev.", new[] { "Who uses the light?" })]
    [TestCase("¿Qué tiempo hace? Aquí llueve.", new[] { "¿Qué tiempo hace?" })]
    [TestCase("As-tu fini ? Moi non.", new[] { "As-tu fini ?" })]
    [TestCase("Really?? Why? What?", new string[0])]
    [TestCase("I have no question at all.", new string[0])]
    [TestCase("Dear Amina,\n\nHow are you? I am well.\n\nHenrik", new[] { "How are you?" })]
    [TestCase("", new string[0])]
    [TestCase("Do you like tea? Do you like tea?", new[] { "Do you like tea?" })]
    public void The_questions_of_a_letter_are_its_sentences_that_ask(string letter, string[] questions) => Assert.That(Questions.Of(letter), Is.EqualTo(questions));

    [Test]
    public void Nobody_is_reminded_of_more_than_six() =>
        Assert.That(Questions.Of(string.Join(' ', Enumerable.Range(1, 20).Select(n => $"Is it {n}?"))), Has.Count.EqualTo(6));
}

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
    [TestCase("i like tea. do you like it? my brother does", new[] { "do you like it?" })]
    [TestCase("Do you know Mr. Biscuit, the cat? He knows you.", new[] { "Do you know Mr. Biscuit, the cat?" })]
    [TestCase("You saw a fox?! Where was it?", new[] { "You saw a fox?", "Where was it?" })]
    [TestCase("Tell me:\n- what do you eat?\n- who cooks it?", new[] { "what do you eat?", "who cooks it?" })]
    [TestCase("", new string[0])]
    [TestCase("Do you like tea? Do you like tea?", new[] { "Do you like tea?" })]
    public void The_questions_of_a_letter_are_its_sentences_that_ask(string letter, string[] questions) => Assert.That(Questions.Of(letter), Is.EqualTo(questions));
}

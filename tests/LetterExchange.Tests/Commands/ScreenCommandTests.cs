using System.Text.Json;
using LetterExchange.Commands;

namespace LetterExchange.Tests.Commands;

public sealed class ScreenCommandTests
{
    [Test]
    public async Task Each_line_is_answered_in_its_order()
    {
        var (status, answers) = await Run("""
            {"id":"a","lang":"en","author":"mentor","text":"🐶 Let's switch to WhatsApp","note":"ignored"}
            {"id":2,"author":"mentee","roster":{"mentee":{"given":"Ivy","surname":"Stone"}},"text":"Je suis Ivy Stone et j'aime les chats de la rue"}
            {"id":"c","author":"mentee","text":"Nothing at all."}
            """);
        Assert.That(status, Is.Zero);
        var finding = answers[0].GetProperty("findings")[0];
        Assert.That(answers[0].GetProperty("id").GetString(), Is.EqualTo("a"));
        Assert.That(answers[0].GetProperty("route").GetString(), Is.EqualTo("safeguarding"));
        Assert.That(finding.GetProperty("category").GetString(), Is.EqualTo("offplatform"));
        Assert.That(finding.GetProperty("start").GetInt32(), Is.EqualTo(3));
        Assert.That(finding.GetProperty("length").GetInt32(), Is.EqualTo("Let's switch to WhatsApp".Length));
        Assert.That(finding.GetProperty("rule").GetString(), Is.EqualTo("offplatform.call"));
        Assert.That(finding.GetProperty("strength").GetDouble(), Is.GreaterThan(0));
        Assert.That(finding.GetProperty("message").GetString(), Is.Not.Empty);
        Assert.That(answers[1].GetProperty("id").GetInt32(), Is.EqualTo(2));
        Assert.That(answers[1].GetProperty("lang").GetString(), Is.EqualTo("fr"));
        Assert.That(answers[1].GetProperty("findings")[0].GetProperty("category").GetString(), Is.EqualTo("identity.surname"));
        Assert.That(answers[2].GetProperty("route").GetString(), Is.EqualTo("standard"));
    }

    [TestCase("not json")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("""{"id":"x","author":"mentee"}""")]
    [TestCase("""{"id":"x","author":"nobody","text":"hi"}""")]
    [TestCase("""{"id":"x","author":"mentee","text":7}""")]
    [TestCase("""{"id":"x","author":"mentee","text":"\ud83d"}""")]
    public async Task A_malformed_line_is_named_in_its_place_and_the_rest_is_done(string broken)
    {
        var (status, answers) = await Run($$"""
            {"id":"a","author":"mentee","text":"One."}
            {{broken}}
            {"id":"c","author":"mentee","text":"Three."}
            """);
        Assert.That(status, Is.EqualTo(1));
        Assert.That(answers[1].GetProperty("error").GetString(), Does.Contain("Line 2"));
        Assert.That(answers[2].GetProperty("id").GetString(), Is.EqualTo("c"));
    }

    static async Task<(int Status, List<JsonElement> Answers)> Run(string lines)
    {
        var output = new StringWriter();
        var status = await ScreenCommand.Run(new StringReader(lines), output, 2, CancellationToken.None);
        return (status, [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))]);
    }
}

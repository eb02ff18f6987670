using System.Text;
using LetterExchange.Commands;
using LetterExchange.Tests.Features.Stories;
using NUnit.Framework;

namespace LetterExchange.Tests.Commands;

public sealed class RenderCommandTests
{
    [Test]
    public void A_letter_is_rendered_by_the_letters_rules()
        => Assert.That(Render(true, "#1 [x](https://evil.example)"u8.ToArray()), Is.EqualTo((0, "<p>#1 [x](https://evil.example)</p>\n", "")));

    [Test]
    public void A_story_is_rendered_by_the_storys_rules_and_without_its_head()
    {
        Assert.That(Render(false, "## One\n\n<javascript:alert(1)>"u8.ToArray()), Is.EqualTo((0, "<h2>One</h2>\n<p>javascript:alert(1)</p>\n", "")));
        Assert.That(Render(false, Encoding.UTF8.GetBytes(StoryFile.Sound)).Html, Does.StartWith("<p>Line one"));
    }

    [Test]
    public void Bytes_that_are_not_UTF8_are_refused_with_their_line_and_nothing_is_written()
        => Assert.That(Render(true, [.. "one\ntwo "u8, 0xFF]), Is.EqualTo((1, "", "render: the input is not UTF-8: a wrong byte on line 2\n")));

    [TestCase(20_000, 0)]
    [TestCase(20_001, 1)]
    public void A_letter_over_the_limit_is_refused(int length, int status)
        => Assert.That(Render(true, Encoding.UTF8.GetBytes(new string('é', length))).Status, Is.EqualTo(status));

    [Test]
    public void Input_without_end_is_not_read_to_its_end()
        => Assert.That(Render(false, new byte[300_000]).Errors, Does.Contain("longer than 262,144 bytes"));

    static (int Status, string Html, string Errors) Render(bool letter, byte[] input)
    {
        using var output = new MemoryStream();
        using var errors = new StringWriter { NewLine = "\n" };
        var status = RenderCommand.Render(letter, new MemoryStream(input), output, errors);
        return (status, Encoding.UTF8.GetString(output.ToArray()), errors.ToString());
    }
}

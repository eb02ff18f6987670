using System.Text;

namespace LetterExchange.Tests;

public sealed class ReadableFormsTests
{
    [TestCase("Text=plain+words%0D%0A&Version=1")]
    [TestCase("Text=caf%C3%A9+%e6%97%a5%F0%9F%90%A6")]
    [TestCase("Text=100%25&Other=5%zz%4")]
    [TestCase("")]
    public void What_can_be_read_stays_as_it_is(string form) => Assert.That(Readable(form), Is.EqualTo(form));

    [TestCase("Text=caf%E9&Version=1", "Text=caf%EF%BF%BD&Version=1")]
    [TestCase("Text=%ff%fe", "Text=%EF%BF%BD")]
    [TestCase("Text=%C3", "Text=%EF%BF%BD")]
    [TestCase("Text=%C3&x=%A9", "Text=%EF%BF%BD&x=%EF%BF%BD")]
    [TestCase("Text=%ED%A0%80", "Text=%EF%BF%BD", Description = "half of a surrogate pair")]
    [TestCase("Text=%C0%AF", "Text=%EF%BF%BD", Description = "a slash in two bytes")]
    public void What_is_no_UTF_8_becomes_the_replacement_character(string form, string readable) => Assert.That(Readable(form), Is.EqualTo(readable));

    [Test]
    public void Bytes_that_are_not_percent_encoded_are_read_in_the_same_way()
    {
        Assert.That(ReadableForms.Readable([.. "Text=caf"u8, 0xE9]), Is.EqualTo("Text=caf%EF%BF%BD"u8.ToArray()));
        Assert.That(ReadableForms.Readable("Text=café"u8.ToArray()), Is.EqualTo("Text=café"u8.ToArray()));
        Assert.That(ReadableForms.Readable([.. "Text=caf%C3"u8, 0xA9]), Is.EqualTo("Text=caf%C3"u8.ToArray().Append((byte)0xA9)), "half encoded, half not, and sound all the same");
    }

    static string Readable(string form) => Encoding.ASCII.GetString(ReadableForms.Readable(Encoding.ASCII.GetBytes(form)));
}

using LetterExchange.Features.People;

namespace LetterExchange.Tests.Features.People;

public sealed class TypedTests
{
    [TestCase("  Ana   Maria ", "Ana Maria")]
    [TestCase("a\r\nb\tc", "a b c")]
    [TestCase("\u202Egnp.exe", "gnp.exe")]
    [TestCase("Zoe\u0308", "Zo\u00EB")]
    [TestCase("\u0000", null)]
    [TestCase(" \u200B ", null)]
    [TestCase(null, null)]
    public void A_line_is_kept_without_what_is_not_seen(string? typed, string? kept) => Assert.That(Typed.Line(typed), Is.EqualTo(kept));
}

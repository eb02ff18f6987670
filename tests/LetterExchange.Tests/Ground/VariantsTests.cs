namespace LetterExchange.Tests.Ground;

public sealed class VariantsTests
{
    [Test]
    public void An_ordinary_run_gives_a_page_one_variant_and_goes_round_all_of_them()
    {
        var given = Enumerable.Range(0, Variants.All.Count).Select(index => Variants.For(index, all: false).Single()).ToList();
        Assert.That(given, Is.EquivalentTo(Variants.All));
        Assert.That(Variants.For(Variants.All.Count, all: false), Is.EqualTo(Variants.For(0, all: false)));
    }

    [Test]
    public void Two_pages_side_by_side_show_both_themes_both_widths_and_two_languages()
    {
        var (one, other) = (Variants.For(0, all: false).Single(), Variants.For(1, all: false).Single());
        Assert.That(one.Theme, Is.Not.EqualTo(other.Theme));
        Assert.That(one.Width, Is.Not.EqualTo(other.Width));
        Assert.That(one.Language, Is.Not.EqualTo(other.Language));
    }

    [Test]
    public void A_long_run_gives_every_page_every_variant() =>
        Assert.That(Variants.For(3, all: true), Is.EquivalentTo(Variants.All).And.Unique);
}

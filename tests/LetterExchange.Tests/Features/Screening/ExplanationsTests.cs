using System.Globalization;
using System.Resources;
using LetterExchange.Features.Screening;

namespace LetterExchange.Tests.Features.Screening;

public sealed class ExplanationsTests
{
    static readonly ResourceManager Texts = new(typeof(Texts));

    [TestCaseSource(typeof(Category), nameof(Category.All))]
    public void Every_category_is_explained_to_each_reader(string category)
    {
        Has(Explanations.NameOf(category));
        foreach (var reader in Enum.GetValues<Reader>()) Has(Explanations.KeyFor(category, reader));
    }

    [TestCaseSource(typeof(Category), nameof(Category.All))]
    public void Every_category_has_words_for_a_return_but_a_disclosure_has_words_of_support(string category)
    {
        if (Category.IsDisclosure(category)) Has(Explanations.SupportKeyFor(category)!);
        else Assert.That(Explanations.SupportKeyFor(category), Is.Null);
        foreach (var side in Enum.GetValues<Side>())
        {
            if (Category.IsDisclosure(category)) Assert.That(Explanations.ReturnKeyFor(category, side), Is.Null);
            else Has(Explanations.ReturnKeyFor(category, side)!);
        }
    }

    [TestCase(LetterExchange.Features.Screening.Memory.Picture.Rule)]
    [TestCase(LetterExchange.Features.Screening.Memory.Pattern.Rule)]
    public void What_letters_tell_together_has_words_of_its_own(string rule)
    {
        Has(Explanations.NameOf(Category.Place, rule));
        Has(Explanations.KeyFor(Category.Place, rule));
        if (Explanations.ReturnKeyFor(Category.Place, rule, Side.Mentee) is { } note) Has(note);
    }

    static void Has(string key) => Assert.That(Texts.GetString(key, CultureInfo.InvariantCulture), Is.Not.Null.And.Not.Empty, key);
}

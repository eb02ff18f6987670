using LetterExchange.Benchmarks.Screening;
using LetterExchange.Features.Screening;

namespace LetterExchange.Tests.Features.Screening;

/// <summary>A part of the material from elsewhere that the benchmark <c>screening-foreign</c> measures in full.</summary>
public sealed class ForeignTests
{
    [Test]
    public void Telephone_numbers_of_all_the_world_are_found_and_other_numbers_are_not() =>
        Holds(Category.Phone, Foreign.Phones().Where((_, n) => n % 17 == 0), Foreign.OtherNumbers(600), recall: 0.85, precision: 0.98);

    [Test]
    public void Hidden_email_addresses_are_found() => Holds(Category.Email, Foreign.Emails(), Foreign.OtherNumbers(100), recall: 0.9, precision: 0.98);

    [Test]
    public void Swear_words_behind_tricks_of_spelling_are_found_and_harmless_words_are_not() =>
        Holds(Category.Profanity, Foreign.Swearing(), Foreign.HarmlessWords(), recall: 0.9, precision: 0.99);

    static void Holds(string category, IEnumerable<Probe> probes, IEnumerable<Probe> others, double recall, double precision)
    {
        var (of, found) = (0, 0);
        foreach (var probe in probes)
        {
            var start = probe.Text.IndexOf(probe.Passage!, StringComparison.Ordinal);
            of++;
            if (Find(probe, category).Any(finding => finding.Start < start + probe.Passage!.Length && start < finding.End)) found++;
        }
        var wrong = others.Where(probe => Find(probe, category).Any()).Select(probe => probe.Text).ToList();
        Assert.That((double)found / of, Is.GreaterThanOrEqualTo(recall), $"{found} of {of}");
        Assert.That((double)found / (found + wrong.Count), Is.GreaterThanOrEqualTo(precision), string.Join('\n', wrong.Take(10)));
    }

    static IEnumerable<Finding> Find(Probe probe, string category) =>
        Screener.ByRules(LetterText.Of(probe.Text), new ScreeningInput(probe.Text, Side.Mentee, probe.Language)).Where(finding => finding.Category == category);
}

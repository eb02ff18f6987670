using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LetterExchange.Features.Screening;

namespace LetterExchange.Tests.Features.Screening;

public sealed class ScreenerTests
{
    // Pieces that the rules look for, and what a malicious or careless writer puts between them.
    static readonly string[] Pieces =
    [
        "402-555-0147", "juno@mail.example", "https://a.example/b", "14 Larch Road", "don't tell your parents", "F-R-O-S-T", "sh*t", "4000 0012 3456 7808",
        "🐶", "5️⃣", "\ud83d", "\udc36", "\u0301", "\u200b", "\u202e", "\0", "\ufeff", "\ufffe", "\uffff", "\n\n", " ", ".", "@", "(", "'", "\"", "«", "ß", "ﷺ", "Ａ", "а", "12", "a", "j'", "my number is ", "I was born on ",
    ];

    static readonly Gen<string> Letters = Gen.Elements(Pieces).ArrayOf().Select(pieces => string.Concat(pieces));

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public Property Every_span_lies_inside_the_text_and_splits_no_character() => Prop.ForAll(Letters.ToArbitrary(), text =>
        Screen(text).Findings.All(finding => finding.Start >= 0 && finding.Length > 0 && finding.End <= text.Length
            && !Splits(text, finding.Start) && !Splits(text, finding.End) && finding.Strength is > 0 and <= 1));

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public Property The_same_letter_gets_the_same_answer() => Prop.ForAll(Letters.ToArbitrary(), text =>
        Screen(text).Findings.SequenceEqual(Screen(text).Findings) && Screen(text).Route == Screen(text).Route);

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public Property Findings_of_one_category_never_overlap() => Prop.ForAll(Letters.ToArbitrary(), text =>
        Screen(text).Findings.GroupBy(finding => finding.Category).All(group => group.Zip(group.Skip(1)).All(pair => pair.First.End <= pair.Second.Start)));

    static readonly Gen<string> AnyText = Gen.Choose(0, 0xFFFF).Select(code => (char)code).ArrayOf().Select(characters => new string(characters));

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public Property Any_row_of_code_units_is_screened_and_spans_lie_inside() => Prop.ForAll(Gen.OneOf(AnyText, AnyText.SelectMany(other => Letters.Select(pieces => pieces + other + pieces))).ToArbitrary(), text =>
        Screen(text).Findings.All(finding => finding.Start >= 0 && finding.Length > 0 && finding.End <= text.Length));

    [FsCheck.NUnit.Property(MaxTest = 150)]
    public Property Clean_paragraphs_before_and_after_move_what_the_rules_find_and_change_nothing_else() => Prop.ForAll(Letters.ToArbitrary(), text =>
    {
        const string before = "Thank you for the story about the otter.\n\n", after = "\n\nIt rained here on Tuesday.";
        return ByRules(before + text + after).Select(finding => finding with { Start = finding.Start - before.Length }).SequenceEqual(ByRules(text));
    });

    [Test]
    public void Many_threads_find_what_one_finds_in_the_same_order()
    {
        var texts = Samples.All.Select(sample => sample.Text).Concat(Letters.Sample(60, 200)).ToList();
        var alone = texts.ConvertAll(text => Screen(text).Findings);
        var together = new System.Collections.Immutable.ImmutableArray<Finding>[texts.Count];
        Parallel.For(0, texts.Count, new() { MaxDegreeOfParallelism = 8 }, n => together[n] = Screen(texts[n]).Findings);
        for (var n = 0; n < texts.Count; n++) Assert.That(together[n], Is.EqualTo(alone[n]), texts[n]);
    }

    static readonly string[] Odd =
    [
        "a" + new string('\u0301', 20_000), new('\u202e', 5_000), new('\0', 20_000), new('\ud83d', 20_000), new('\udc36', 20_000), string.Concat(Enumerable.Repeat("🐶", 10_000)), new('7', 20_000), string.Concat(Enumerable.Repeat("07 ", 6_000)), new('a', 20_000),
        string.Concat(Enumerable.Repeat("a.", 10_000)), string.Concat(Enumerable.Repeat("zero seven ", 1_800)), string.Concat(Enumerable.Repeat("a at b dot ", 1_800)), string.Concat(Enumerable.Repeat("f*", 10_000)), string.Concat(Enumerable.Repeat("\n", 20_000)), "hello", "", " ", "\ufeff", "\ufffe",
    ];

    [TestCaseSource(nameof(Odd))]
    public void The_oddest_letters_are_screened(string text) => Assert.That(() => Screen(text).Findings.All(finding => finding.End <= text.Length), Is.True);

    static System.Collections.Immutable.ImmutableArray<Finding> ByRules(string text) => Screener.ByRules(LetterText.Of(text), new ScreeningInput(text, Side.Mentee, "en", Samples.Roster));

    [Test, SetCulture("tr-TR")] // Where the lower case of I has no dot.
    public void The_answer_does_not_depend_on_the_culture_of_the_machine() =>
        Assert.That(Screen("CALL ME ON 402-555-0147, I LIVE AT 14 LARCH ROAD").Findings.Select(finding => finding.Category),
            Is.EqualTo(new[] { Category.Offplatform, Category.Phone, Category.Address }));

    [Test]
    public void Letters_of_the_worst_kinds_are_screened_to_the_end()
    {
        foreach (var piece in Pieces.Append("he hits me ").Append("12 34 56 ").Append("(((").Append("a@b.com "))
        {
            var text = string.Concat(Enumerable.Repeat(piece, 20_000 / piece.Length));
            Assert.That(() => Screen(text), Throws.Nothing, piece);
        }
    }

    [Test]
    public void A_rule_that_fails_fails_the_screening_and_is_named()
    {
        var rules = Rules.All.Add(new ScreeningRule("test.broken", (_, _) => throw new InvalidDataException("broken")));
        var failure = Assert.Throws<AggregateException>(() => Screener.Screen(new ScreeningInput("Hello", Side.Mentee, "en"), rules));
        Assert.That(failure.InnerExceptions.Single().Message, Does.Contain("test.broken"));
    }

    [Test]
    public void Overlapping_findings_of_a_category_are_one_that_keeps_the_surest_rule()
    {
        ScreeningRule[] rules =
        [
            new("weak", (_, _) => [new Finding(Category.Phone, 0, 6, "weak", 0.5, IsRequest: true), new Finding(Category.Link, 1, 2, "weak", 0.5)]),
            new("strong", (_, _) => [new Finding(Category.Phone, 4, 6, "strong", 0.9)]),
        ];
        var findings = Screener.Screen(new ScreeningInput("0123456789", Side.Mentee, "en"), [.. rules]).Findings;
        Assert.That(findings, Is.EqualTo(new[]
        {
            new Finding(Category.Phone, 0, 10, "strong", 0.9, IsRequest: true),
            new Finding(Category.Link, 1, 2, "weak", 0.5),
        }));
    }

    [Test]
    public void Every_rule_has_a_name_of_its_own() => Assert.That(Rules.All.Select(rule => rule.Name), Is.Unique);

    [Test]
    public void An_empty_letter_has_no_finding() => Assert.That(Screen("").Findings, Is.Empty);

    static LetterExchange.Features.Screening.Screening Screen(string text) => Screener.Screen(new ScreeningInput(text, Side.Mentee, "en", Samples.Roster));

    static bool Splits(string text, int at) => at > 0 && at < text.Length && char.IsHighSurrogate(text[at - 1]) && char.IsLowSurrogate(text[at]);
}

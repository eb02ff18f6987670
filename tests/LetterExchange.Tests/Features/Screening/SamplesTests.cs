using LetterExchange.Features.Screening;
using LetterExchange.Tests.Features.Shared;

namespace LetterExchange.Tests.Features.Screening;

/// <summary>The whole table of rules over the sample passages and over the library's own stories.</summary>
public sealed class SamplesTests
{
    sealed record Tally(int Marks, int Found, int Findings, int Right)
    {
        public double Recall => (double)Found / Marks;
        public double Precision => Findings == 0 ? 1 : (double)Right / Findings;
    }

    static readonly (Samples.Sample Sample, LetterExchange.Features.Screening.Screening Screening)[] Screened =
        [.. Samples.All.Select(sample => (sample, Screener.Screen(new ScreeningInput(sample.Text, sample.Author, sample.Language, Samples.Roster))))];

    [TestCase(Category.Phone, 1.0, 1.0)]
    [TestCase(Category.Email, 1.0, 1.0)]
    [TestCase(Category.Link, 1.0, 1.0)]
    [TestCase(Category.Address, 1.0, 1.0)]
    [TestCase(Category.Handle, 1.0, 1.0)]
    public void Plain_contact_details_are_found_and_nothing_else_is_taken_for_one(string category, double recall, double precision)
    {
        var tally = Count(category);
        Assert.That((tally.Recall, tally.Precision), Is.EqualTo((recall, precision)));
    }

    [Test]
    public void The_figures_over_all_categories_hold()
    {
        var tallies = Category.All.Select(category => (category, Tally: Count(category))).ToList();
        foreach (var (category, tally) in tallies)
            TestContext.Out.WriteLine($"{category,-20} recall {tally.Found}/{tally.Marks}  precision {tally.Right}/{tally.Findings}");
        Assert.That((double)tallies.Sum(each => each.Tally.Found) / tallies.Sum(each => each.Tally.Marks), Is.GreaterThan(0.97), "recall");
        Assert.That((double)tallies.Sum(each => each.Tally.Right) / tallies.Sum(each => each.Tally.Findings), Is.GreaterThan(0.95), "precision");
    }

    [Test]
    public void Every_passage_takes_its_route()
    {
        foreach (var (sample, screening) in Screened) Assert.That(screening.Route, Is.EqualTo(sample.Route), sample.Text);
    }

    [Test]
    public void Idioms_numbers_history_and_refusals_have_no_finding()
    {
        foreach (var (sample, screening) in Screened.Where(each => each.Sample.Marks.Length == 0))
            Assert.That(screening.Findings, Is.Empty, sample.Text);
    }

    [Test]
    public void Hardly_a_paragraph_of_the_library_is_marked()
    {
        var paragraphs = Directory.GetFiles(Path.Combine(Source.Folder, "../../stories"), "*.md").Order(StringComparer.Ordinal)
            .SelectMany(file => File.ReadAllText(file).Split("---", 3)[^1].Split("\n\n")).Where(paragraph => paragraph.Length > 30).ToList();
        var marked = paragraphs.Where(paragraph => !Screener.Screen(new ScreeningInput(paragraph, Side.Mentee, "en")).Findings.IsEmpty).ToList();
        foreach (var paragraph in marked) TestContext.Out.WriteLine(paragraph);
        Assert.That(paragraphs, Has.Count.GreaterThan(100));
        Assert.That((double)marked.Count / paragraphs.Count, Is.LessThan(0.005), $"{marked.Count} of {paragraphs.Count}");
    }

    static Tally Count(string category)
    {
        var (marks, found, findings, right) = (0, 0, 0, 0);
        foreach (var (sample, screening) in Screened)
        {
            var spans = sample.Marks.Where(mark => mark.StartsWith(category + ": ", StringComparison.Ordinal)).Select(mark => Span(sample.Text, mark)).ToList();
            var here = screening.Findings.Where(finding => finding.Category == category).ToList();
            bool Overlap((int Start, int End) span, Finding finding) => finding.Start < span.End && span.Start < finding.End;
            marks += spans.Count;
            found += spans.Count(span => here.Exists(finding => Overlap(span, finding)));
            findings += here.Count;
            right += here.Count(finding => spans.Exists(span => Overlap(span, finding)));
        }
        return new Tally(marks, found, findings, right);
    }

    static (int Start, int End) Span(string text, string mark)
    {
        var passage = mark.Split(": ", 2)[1];
        var start = text.IndexOf(passage, StringComparison.Ordinal);
        Assert.That(start, Is.GreaterThanOrEqualTo(0), passage);
        return (start, start + passage.Length);
    }
}

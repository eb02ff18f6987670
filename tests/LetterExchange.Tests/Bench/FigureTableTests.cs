using LetterExchange.Benchmarks.Bench;

namespace LetterExchange.Tests.Bench;

/// <summary>The table of the benchmarks says "met" of what was measured, and of nothing else.</summary>
public sealed class FigureTableTests
{
    static readonly Figure fast = new("a page, median", 9.9, "ms") { AtMost = 10 };

    [TestCase(9.99, 10.0, null, "met")]
    [TestCase(10.0, 10.0, null, "met")]
    [TestCase(10.01, 10.0, null, "not met")]
    [TestCase(720.0, null, 720.0, "met")]
    [TestCase(719.9, null, 720.0, "not met")]
    [TestCase(5.0, null, null, "")]
    [TestCase(null, 10.0, null, "not measured")]
    [TestCase(double.NaN, 10.0, null, "not measured")]
    [TestCase(double.PositiveInfinity, null, 720.0, "not measured")]
    [TestCase(5.0, double.NaN, null, "not measured")]
    [TestCase(null, null, null, "not measured")]
    public void A_figure_is_met_when_it_was_measured_and_is_within_its_limit(double? measured, double? most, double? least, string verdict)
    {
        var figure = new Figure("one", measured, "ms") { AtMost = most, AtLeast = least };
        Assert.That(figure.Verdict, Is.EqualTo(verdict));
        Assert.That(Figure.FromJson(figure.ToJson()).Verdict, Is.EqualTo(verdict), "and so it is said to another process");
    }

    [Test]
    public void The_worst_of_none_was_not_measured()
    {
        var told = Said(() => Assert.That(Figure.SayWorst("the slowest", [], "ms", 10), Is.False));
        Assert.That(told.Single().Verdict, Is.EqualTo("not measured"));
    }

    [Test]
    public void The_worst_of_several_is_named()
    {
        var told = Said(() => Assert.That(Figure.SayWorst("the slowest", [("desk", 3), ("letters", 11), ("story", 4)], "ms", 10), Is.False));
        Assert.That(told.Single(), Is.EqualTo(new Figure("the slowest (letters)", 11, "ms") { AtMost = 10 }));
    }

    [TestCase(BenchEnd.Broken, "broke off")]
    [TestCase(BenchEnd.TooLong, "took too long")]
    public void A_benchmark_that_did_not_end_leaves_a_line_that_was_not_measured(object end, string words)
    {
        BenchResult[] results = [new("pages", "few", (BenchEnd)end, [fast])];
        Assert.That(FigureTable.IsMet(results), Is.False);
        Assert.That(Line(results, words), Does.Contain("not measured"));
    }

    [Test]
    public void One_that_said_nothing_was_not_measured()
    {
        BenchResult[] results = [new("pages", "few", BenchEnd.Whole, [])];
        Assert.That(FigureTable.IsMet(results), Is.False);
        Assert.That(Line(results, "pages (few)"), Does.Contain("not measured"));
    }

    [Test]
    public void All_is_met_when_each_figure_is()
    {
        Assert.That(FigureTable.IsMet([new("pages", "few", BenchEnd.Whole, [fast, new("a rate", 5, "a second")])]), Is.True);
        Assert.That(FigureTable.IsMet([new("pages", "few", BenchEnd.Whole, [fast, fast with { Measured = 11 }])]), Is.False);
    }

    static string Line(IEnumerable<BenchResult> results, string words) => FigureTable.Of(results).Split('\n').Single(line => line.Contains(words));

    static List<Figure> Said(Action act)
    {
        var file = Path.GetTempFileName();
        Environment.SetEnvironmentVariable(Figure.Variable, file);
        try
        {
            act();
            return [.. File.ReadLines(file).Select(Figure.FromJson)];
        }
        finally
        {
            Environment.SetEnvironmentVariable(Figure.Variable, null);
            File.Delete(file);
        }
    }
}

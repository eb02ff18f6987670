using System.Text;

namespace LetterExchange.Benchmarks.Bench;

/// <summary>How a benchmark ended.</summary>
enum BenchEnd
{
    /// <summary>It measured all that it was to, within the limits or not.</summary>
    Whole,

    /// <summary>It broke off: what it had measured by then is told, the rest is not measured.</summary>
    Broken,

    /// <summary>It took longer than it may.</summary>
    TooLong,
}

/// <summary>What one benchmark said.</summary>
/// <param name="Size">With what it ran, in a few words.</param>
sealed record BenchResult(string Name, string Size, BenchEnd End, IReadOnlyList<Figure> Figures)
{
    /// <summary>Its figures; and where it measured less than all, that.</summary>
    public IEnumerable<Figure> Rows => End switch
    {
        BenchEnd.Whole when Figures.Count > 0 => Figures,
        BenchEnd.TooLong => Figures.Append(new Figure("took too long, the rest", null, "")),
        BenchEnd.Broken => Figures.Append(new Figure("broke off, the rest", null, "")),
        _ => [new Figure("said no figure", null, "")],
    };
}

/// <summary>The one table of all figures, as text and as Markdown at once.</summary>
static class FigureTable
{
    static readonly string[] head = ["benchmark", "figure", "measured", "floor or limit", ""];

    /// <summary>Whether every figure was measured and is within its limits.</summary>
    public static bool IsMet(IEnumerable<BenchResult> results) => results.SelectMany(result => result.Rows).All(figure => figure.IsMeasured && figure.IsMet != false);

    public static string Of(IEnumerable<BenchResult> results)
    {
        var rows = results.SelectMany(result => result.Rows.Select((figure, n) => new[]
        {
            n == 0 ? $"{result.Name} ({result.Size})" : "", figure.Name, figure.IsMeasured ? $"{Figure.Number(figure.Measured!.Value)} {figure.Unit}".TrimEnd() : "–", figure.Limit, figure.Verdict,
        })).ToList();
        var widths = Enumerable.Range(0, head.Length).Select(column => rows.Append(head).Max(row => row[column].Length)).ToArray();
        var table = new StringBuilder();
        Add(table, head, widths);
        Add(table, [.. widths.Select(width => new string('-', width))], widths);
        foreach (var row in rows) Add(table, row, widths);
        return table.ToString();
    }

    static void Add(StringBuilder table, string[] row, int[] widths) =>
        table.Append("| ").AppendJoin(" | ", row.Select((cell, column) => cell.PadRight(widths[column]))).Append(" |\n");
}

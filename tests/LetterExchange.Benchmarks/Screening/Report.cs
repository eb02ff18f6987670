using LetterExchange.Features.Screening;

namespace LetterExchange.Benchmarks.Screening;

/// <summary>Counts findings against marks as score.py beside the development set does.</summary>
sealed class Tally
{
    public int Gold, Found, Predicted, Right;

    public double Recall => Gold == 0 ? double.NaN : (double)Found / Gold;
    public double Precision => Predicted == 0 ? double.NaN : (double)Right / Predicted;

    public void Add(IEnumerable<Mark> marks, IEnumerable<Finding> findings)
    {
        var (gold, predicted) = (marks.ToList(), findings.ToList());
        Gold += gold.Count;
        Predicted += predicted.Count;
        Found += gold.Count(mark => predicted.Exists(finding => Meet(mark, finding)));
        Right += predicted.Count(finding => gold.Exists(mark => Meet(mark, finding)));
    }

    static bool Meet(Mark mark, Finding finding) => mark.Category == finding.Category && mark.Start < finding.End && finding.Start < mark.End;
}

static class Report
{
    /// <param name="route">Which route is right, where it is not what the marks say.</param>
    public static void Print(string title, IReadOnlyList<Letter> letters, Func<Letter, IReadOnlyList<Finding>> find, Func<Letter, Route>? route = null)
    {
        route ??= RouteOf;
        string[] columns = ["all", "en", "fr", "es"];
        Console.WriteLine($"\n{title}: {letters.Count:N0} items, {letters.Count(letter => letter.Item.Marks.Count == 0):N0} clean");
        Console.WriteLine($"{"",-20}{string.Concat(columns.Select(column => $"{column,26}"))}\n{"",-20}{string.Concat(columns.Select(_ => $"{"marks",8}{"recall",9}{"prec.",9}"))}");
        var found = letters.ToDictionary(letter => letter, find);
        foreach (var category in Category.All) Line(category, columns, letters, found, one => one == category);
        Line("contact", columns, letters, found, one => one.StartsWith("contact.", StringComparison.Ordinal));
        Line("all", columns, letters, found, _ => true);
        Share("route right", columns, letters, _ => true, letter => Routes.Of(found[letter], letter.Item.Author) == route(letter));
        Share("safeguarding recall", columns, letters, letter => route(letter) == Route.Safeguarding, letter => Routes.Of(found[letter], letter.Item.Author) == Route.Safeguarding);
        Share("clean flagged", columns, letters, letter => letter.Item.Marks.Count == 0, letter => found[letter].Count > 0);
    }

    static Route RouteOf(Letter letter) => Routes.Of([.. letter.Item.Marks.Select(mark => new Finding(mark.Category, mark.Start, mark.Length, "", 1, mark.IsRequest))], letter.Item.Author);

    static void Line(string name, string[] columns, IReadOnlyList<Letter> letters, Dictionary<Letter, IReadOnlyList<Finding>> found, Func<string, bool> counts)
    {
        Console.Write($"{name,-20}");
        foreach (var column in columns)
        {
            var tally = new Tally();
            foreach (var letter in letters.Where(letter => column == "all" || letter.Item.Language == column))
                tally.Add(letter.Item.Marks.Where(mark => counts(mark.Category)), found[letter].Where(finding => counts(finding.Category)));
            Console.Write($"{tally.Gold,8}{tally.Recall,9:0.000}{tally.Precision,9:0.000}");
        }
        Console.WriteLine();
    }

    static void Share(string name, string[] columns, IReadOnlyList<Letter> letters, Func<Letter, bool> of, Func<Letter, bool> holds)
    {
        Console.Write($"{name,-20}");
        foreach (var column in columns)
        {
            var some = letters.Where(letter => (column == "all" || letter.Item.Language == column) && of(letter)).ToList();
            Console.Write($"{some.Count,8}{(some.Count == 0 ? double.NaN : (double)some.Count(holds) / some.Count),9:0.000}{"",9}");
        }
        Console.WriteLine();
    }
}

using System.Globalization;

namespace LetterExchange.Features.Pulse;

/// <summary>One line of a plot.</summary>
/// <param name="Name">What stands at its end and over its column.</param>
/// <param name="IsFirst">Drawn strong; the other thin.</param>
/// <param name="Values">A point a week; none where there is nothing to say.</param>
public sealed record PlotLine(string Name, bool IsFirst, IReadOnlyList<double?> Values);

/// <summary>A plot of weeks: drawn by the server, read as a table too.</summary>
/// <param name="Says">The plot in a sentence.</param>
/// <param name="Weeks">The Mondays, in words.</param>
/// <param name="Unit">Puts a value into words.</param>
/// <param name="Goal">A dotted line.</param>
public sealed record Plot(string Id, string Title, string Says, IReadOnlyList<string> Weeks, IReadOnlyList<PlotLine> Lines, Func<double, string> Unit, double? Least = null, double? Most = null, double? Goal = null)
{
    const double Left = 44, Right = 500, Top = 16, Bottom = 234;

    readonly (double Least, double Most, double Step) axis = Axis(Lines.SelectMany(line => line.Values).OfType<double>().ToList(), Least, Most);

    public bool IsEmpty => Lines.All(line => line.Values.All(value => value is null));

    /// <summary>What the axis is marked with.</summary>
    public IEnumerable<double> Grid => Enumerable.Range(0, (int)Math.Round((axis.Most - axis.Least) / axis.Step) + 1).Select(n => axis.Least + n * axis.Step);

    public string X(int week) => Number(At(week));

    public string Y(double value) => Number(Height(value));

    /// <summary>Half a week before and after: for what is shaded.</summary>
    public (string X, string Width) Around(int week) => (Number(At(week) - Width / 2), Number(Width));

    /// <summary>Weeks between others in which there is nothing to say.</summary>
    public IEnumerable<int> Gaps
    {
        get
        {
            var said = Enumerable.Range(0, Weeks.Count).Where(week => Lines.Any(line => line.Values[week] is not null)).ToList();
            return said.Count == 0 ? [] : Enumerable.Range(said[0], said[^1] - said[0]).Except(said);
        }
    }

    /// <summary>Goes on over weeks in which only this line has nothing to say, and breaks where none has.</summary>
    public string Path(PlotLine line)
    {
        var (path, gaps, last) = (new System.Text.StringBuilder(), Gaps.ToHashSet(), -1);
        for (var week = 0; week < line.Values.Count; week++)
        {
            if (line.Values[week] is not { } value) continue;
            path.Append(last < 0 || Enumerable.Range(last + 1, week - last - 1).Any(gaps.Contains) ? 'M' : 'L').Append(X(week)).Append(' ').Append(Y(value));
            last = week;
        }
        return path.ToString();
    }

    /// <summary>The last points, and where their labels stand: not upon one another.</summary>
    public IEnumerable<(PlotLine Line, string X, string Y, string Text)> Ends()
    {
        var last = double.NegativeInfinity;
        foreach (var line in Lines.Where(line => line.Values.Any(value => value is not null)).OrderByDescending(line => line.Values.Last(value => value is not null)))
        {
            var week = line.Values.Count - 1;
            while (line.Values[week] is null) week--;
            last = Math.Max(Height(line.Values[week]!.Value) + 5, last + 20);
            yield return (line, Number(At(week) + 12), Number(last), $"{Unit(line.Values[week]!.Value)} {line.Name}");
        }
    }

    double Width => (Right - Left) / Math.Max(1, Weeks.Count - 1);

    double At(int week) => Left + week * Width;

    double Height(double value) => Bottom - (Math.Clamp(value, axis.Least, axis.Most) - axis.Least) / (axis.Most - axis.Least) * (Bottom - Top);

    /// <summary>Round numbers that hold all values.</summary>
    static (double, double, double) Axis(List<double> values, double? least, double? most)
    {
        var low = least ?? 0;
        if (least is null && most is not null && values.Count > 0) low = Math.Max(0, Math.Floor(values.Min() / 10) * 10);
        var high = Math.Max(most ?? (values.Count == 0 ? 1 : values.Max()), low + 1);
        var step = Math.Pow(10, Math.Floor(Math.Log10((high - low) / 4)));
        step *= ((high - low) / 4 / step) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        if (step < 1) step = 1;
        return (low, low + Math.Ceiling((high - low) / step) * step, step);
    }

    static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}

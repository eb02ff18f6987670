using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LetterExchange.Benchmarks.Bench;

/// <summary>One figure: what was measured, and what it may be. A benchmark says each of its own by <see cref="Say"/>, whoever has started it.</summary>
/// <param name="Name">What it is, its benchmark left out: <c>desk of a mentee, median, SQLite</c>.</param>
/// <param name="Measured">In <paramref name="Unit"/>; nothing where it could not be measured.</param>
/// <param name="Unit">Such as <c>ms</c>, <c>MB</c> or <c>letters/s</c>.</param>
sealed record Figure(string Name, double? Measured, string Unit)
{
    /// <summary>Names the file to which figures are added, a line of JSON each; without it they are told to nobody.</summary>
    public const string Variable = "LETTEREXCHANGE_FIGURES";

    /// <summary>What it may be at the most; in its unit.</summary>
    public double? AtMost { get; init; }

    /// <summary>What it must be at the least; in its unit.</summary>
    public double? AtLeast { get; init; }

    /// <summary>What the limit was taken from where that was measured in the same run: <c>20 % of an empty page</c>.</summary>
    public string? Of { get; init; }

    /// <summary>Whether there is a figure, and the limit that it is held against: a broken division is neither.</summary>
    [JsonIgnore]
    public bool IsMeasured => Measured is { } value && double.IsFinite(value) && double.IsFinite(AtMost ?? 0) && double.IsFinite(AtLeast ?? 0);

    /// <summary>Whether it was measured and is within all its limits; nothing where it has none.</summary>
    [JsonIgnore]
    public bool? IsMet => !IsMeasured ? false : AtMost is null && AtLeast is null ? null : !(Measured > AtMost) && !(Measured < AtLeast);

    /// <summary>As it stands in the table: met, not met, not measured, or nothing where there is no limit.</summary>
    [JsonIgnore]
    public string Verdict => !IsMeasured ? "not measured" : IsMet switch { true => "met", false => "not met", null => "" };

    /// <summary>The limit in words; nothing where there is none.</summary>
    [JsonIgnore]
    public string Limit => string.Join(", ", new[]
    {
        AtMost is { } most ? $"≤ {Number(most)} {Unit}" : null, AtLeast is { } least ? $"≥ {Number(least)} {Unit}" : null, Of is { } of ? $"({of})" : null,
    }.OfType<string>()).Replace(", (", " (", StringComparison.Ordinal);

    /// <summary>Three digits that count, so that a table can be read.</summary>
    public static string Number(double value) => !double.IsFinite(value) ? "?" : Math.Abs(value) switch
    {
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture), >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture), _ => value.ToString("0.00", CultureInfo.InvariantCulture),
    };

    /// <summary>Tells the figure to whoever collects them.</summary>
    /// <returns>Whether it is within its limits; true where it has none.</returns>
    public bool Say()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } file) File.AppendAllText(file, ToJson() + "\n");
        return IsMet ?? true;
    }

    /// <summary>Says the largest of several with one limit.</summary>
    /// <param name="name">What they are; the one that is told is named behind it.</param>
    /// <param name="figures">None is a figure that was not measured.</param>
    public static bool SayWorst(string name, IEnumerable<(string Which, double Value)> figures, string unit, double atMost)
    {
        var all = figures.ToList();
        if (all.Count == 0) return new Figure(name, null, unit) { AtMost = atMost }.Say();
        var (which, value) = all.MaxBy(one => one.Value);
        return new Figure(all.Count == 1 ? name : $"{name} ({which})", value, unit) { AtMost = atMost }.Say();
    }

    public string ToJson() => JsonSerializer.Serialize(IsMeasured ? this : this with { Measured = null, AtMost = null, AtLeast = null });

    public static Figure FromJson(string line) => JsonSerializer.Deserialize<Figure>(line) ?? throw new FormatException("A figure is missing.");
}

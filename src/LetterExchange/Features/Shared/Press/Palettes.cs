namespace LetterExchange.Features.Shared;

/// <summary>The themes that a story may name, and the palette in which it is printed.</summary>
public static class Palettes
{
    static readonly Dictionary<string, string> ByTheme = new()
    {
        ["friendship"] = "ember",
        ["family"] = "night",
        ["courage"] = "meadow",
        ["home"] = "tide",
        ["nature"] = "meadow",
        ["memory"] = "dusk",
        ["invention"] = "night",
        ["music"] = "plum",
        ["journeys"] = "tide",
        ["fairness"] = "plum",
        ["loss"] = "dusk",
        ["play"] = "ember",
    };

    /// <summary>That of letters without a story: the house's, on a stock on which white paper shows.</summary>
    public const string Free = "free";

    /// <summary>The closed list of themes.</summary>
    public static IReadOnlyCollection<string> Themes => ByTheme.Keys;

    /// <summary>The palette of a story: that of its first known theme; tide where it names none.</summary>
    public static string For(IEnumerable<string> themes) =>
        themes.Select(theme => ByTheme.GetValueOrDefault(theme.Trim().ToLowerInvariant())).FirstOrDefault(palette => palette is not null) ?? "tide";
}

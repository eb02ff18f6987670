using System.Globalization;
using System.Text.RegularExpressions;
using LetterExchange.Features.Shared;
using NUnit.Framework;

namespace LetterExchange.Tests.Features.Shared;

/// <summary>The colours of tokens.css, measured.</summary>
public sealed partial class PalettesTests
{
    static readonly string Tokens = File.ReadAllText(Path.Combine(Source.Folder, "wwwroot/css/tokens.css"));

    /// <summary>Every palette with its colours by name. The sign-in page's pale ink is for shapes only.</summary>
    public static IEnumerable<TestCaseData> All() =>
        PaletteRule().Matches(Tokens).Select(rule => new TestCaseData(
            rule.Groups["name"].Success ? rule.Groups["name"].Value : "house",
            ColourRule().Matches(rule.Groups["colours"].Value).ToDictionary(colour => colour.Groups[1].Value, colour => colour.Groups[2].Value)));

    [TestCaseSource(nameof(All))]
    public void A_palette_can_be_read_by_day_and_by_night(string name, Dictionary<string, string> palette)
    {
        var by = Derived();
        Assert.Multiple(() =>
        {
            AtLeast(4.5, palette["s1"], "#ffffff", "white type on the strong ink");
            AtLeast(4.5, palette["s1"], palette["p"], "the strong ink on its page");
            if (name != "door") AtLeast(4.5, palette["s1"], palette["s3"], "the strong ink on the pale one");
            AtLeast(4.5, palette["s2"], by["black"].Day, "ink on the bright one");
            AtLeast(4.5, palette["t"], palette["d"], "coloured type by night");
            foreach (var ink in new[] { "ink", "ink2", "bad" })
            {
                AtLeast(4.5, by[ink].Day, palette["p"], $"{ink} by day");
                AtLeast(4.5, by[ink].Night, palette["d"], $"{ink} by night");
                if (name != "door") AtLeast(4.5, by[ink].Day, palette["s3"], $"{ink} on a wash by day");
                AtLeast(4.5, by[ink].Night, Over(palette["d"], 0x1a), $"{ink} on a wash by night");
            }
            AtLeast(3, by["line"].Day, palette["p"], "the edge of a field by day");
            AtLeast(3, by["line"].Night, palette["d"], "the edge of a field by night");
            AtLeast(4.5, by["ink"].Day, by["mark"].Day, "a marked passage by day");
            AtLeast(4.5, by["ink"].Night, by["mark"].Night, "a marked passage by night");
        });
    }

    [Test]
    public void The_steps_of_the_heat_map_can_be_read()
    {
        var by = Derived();
        Assert.Multiple(() =>
        {
            foreach (var step in new[] { "h1", "h2", "h3" })
            {
                AtLeast(4.5, by["ink"].Day, by[step].Day, $"{step} by day");
                AtLeast(4.5, by["ink"].Night, by[step].Night, $"{step} by night");
            }
            foreach (var step in new[] { "h4", "h5" })
            {
                AtLeast(4.5, "#ffffff", by[step].Day, $"{step} by day");
                AtLeast(4.5, "#111513", by[step].Night, $"{step} by night");
            }
        });
    }

    [Test]
    public void Every_theme_has_a_palette_and_no_palette_has_more_than_its_share()
    {
        var palettes = Palettes.Themes.Select(theme => Palettes.For([theme])).ToList();
        Assert.That(palettes, Has.Count.EqualTo(12));
        Assert.That(palettes.Distinct(), Is.SubsetOf(All().Select(palette => (string)palette.Arguments[0]!)));
        Assert.That(palettes.CountBy(palette => palette).Select(palette => palette.Value), Is.All.EqualTo(2));
    }

    [TestCase("journeys", "tide")]
    [TestCase("nothing known,loss", "dusk")]
    [TestCase(" Music ", "plum")]
    [TestCase("", "tide")]
    public void A_story_is_printed_in_the_palette_of_its_first_known_theme(string themes, string palette) =>
        Assert.That(Palettes.For(themes.Split(',')), Is.EqualTo(palette));

    static void AtLeast(double ratio, string one, string other, string what) =>
        Assert.That(Contrast(one, other), Is.GreaterThanOrEqualTo(ratio), $"{what}: {one} and {other}");

    /// <summary>Contrast ratio, 1 to 21: <see href="https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio"/>.</summary>
    static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    static double Luminance(string colour)
    {
        var parts = Parts(colour).Select(part => part / 255.0)
            .Select(part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4)).ToList();
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
    }

    /// <summary>White laid over a colour, as the washes of the night are.</summary>
    static string Over(string colour, int alpha) =>
        "#" + string.Concat(Parts(colour).Select(part => ((int)Math.Round(part + (255 - part) * alpha / 255.0)).ToString("x2", CultureInfo.InvariantCulture)));

    static int[] Parts(string colour)
    {
        var digits = colour.Length == 4 ? string.Concat(colour[1..].Select(digit => $"{digit}{digit}")) : colour[1..];
        return [.. Enumerable.Range(0, 3).Select(i => int.Parse(digits.AsSpan(i * 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
    }

    /// <summary>The colours that pages use which are given as such, by day and by night.</summary>
    static Dictionary<string, (string Day, string Night)> Derived()
    {
        var by = DerivedRule().Matches(Tokens).ToDictionary(rule => rule.Groups[1].Value, rule => (rule.Groups[2].Value, rule.Groups[3].Value));
        by["black"] = ("#15171c", "#15171c");
        return by;
    }

    [GeneratedRegex(@"(?:\[data-story=(?<name>\w+)\] \{|(?=--s1: #0b5d4b))(?<colours>[^}]*?--d: #\w+;)")]
    private static partial Regex PaletteRule();

    [GeneratedRegex(@"--(\w+): (#\w+);")]
    private static partial Regex ColourRule();

    [GeneratedRegex(@"--(\w+): var\(--day, (#\w{3,6})\) var\(--night, (#\w{3,6})\);")]
    private static partial Regex DerivedRule();
}

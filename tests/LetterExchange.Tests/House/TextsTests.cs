using System.Text.RegularExpressions;
using System.Xml.Linq;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.House;

/// <summary>Each feature's Texts.resx holds the texts that it shows, and no other.</summary>
public sealed partial class TextsTests
{
    static readonly string features = Repository.At("src", "LetterExchange", "Features");

    static IEnumerable<string> Features => Directory.GetDirectories(features).Where(folder => File.Exists(Path.Combine(folder, "Texts.resx"))).Select(folder => Path.GetFileName(folder)).Order();

    [TestCaseSource(nameof(Features))]
    public void Every_text_that_is_shown_exists(string feature)
    {
        var keys = Keys(feature).ToHashSet();
        var missing =
            from file in SourceOf(feature)
            from Match use in Use().Matches(File.ReadAllText(file))
            let key = use.Groups[1].Value
            where !keys.Contains(key)
            select $"{Path.GetFileName(file)}: {key}";
        Assert.That(missing, Is.Empty);
    }

    // A feature whose pages are not there yet shows nothing.
    static IEnumerable<string> Shown => Features.Where(feature => Source.Files(Path.Combine(features, feature), ".cshtml").Any());

    [TestCaseSource(nameof(Shown))]
    public void Every_text_is_shown_somewhere(string feature)
    {
        // What all features share may be shown by any of them.
        var files = feature == "Shared" ? Source.Files(Repository.At("src", "LetterExchange"), ".cs", ".cshtml") : SourceOf(feature);
        var source = string.Join('\n', files.Select(File.ReadAllText));
        var families = Interpolated().Matches(source).Select(match => Family(match.Groups[1].Value)).DistinctBy(family => family.ToString()).ToList();
        Assert.That(Keys(feature).Where(key => !IsLiteral(key) && !families.Any(family => IsOf(family, key))), Is.Empty);

        bool IsLiteral(string text) => source.Contains($"\"{text}\"");
        // $"state.{x}" shows all that begins with state. And $"{x}.{y}" shows those whose parts are named somewhere.
        bool IsOf(Regex family, string key) => family.Match(key) is { Success: true } match &&
            (family.ToString().Any(char.IsLetter) || match.Groups.Values.Skip(1).All(part => IsLiteral(part.Value)));
    }

    // A pattern of the keys that an interpolated string may give, each hole a group.
    static Regex Family(string interpolated) => new($"^{string.Join("(.+)", Hole().Split(interpolated).Select(Regex.Escape))}$");

    [TestCaseSource(nameof(Features))]
    public void No_text_has_two_forms_or_none(string feature)
    {
        Assert.That(Keys(feature), Is.Unique);
        Assert.That(Data(feature).Where(data => string.IsNullOrWhiteSpace((string?)data.Element("value"))).Select(data => (string?)data.Attribute("name")), Is.Empty);
    }

    static IEnumerable<XElement> Data(string feature) => XDocument.Load(Path.Combine(features, feature, "Texts.resx")).Root!.Elements("data");

    static List<string> Keys(string feature) => [.. Data(feature).Select(data => (string)data.Attribute("name")!)];

    static IEnumerable<string> SourceOf(string feature) => Source.Files(Path.Combine(features, feature), ".cs", ".cshtml");

    [GeneratedRegex("""\b(?:T|texts)\["([^"{}]+)"[\],]""")]
    private static partial Regex Use();

    [GeneratedRegex("""\$"((?:[^"{}\n]|\{(?:[^{}"\n]|"[^"\n]*")*\})*\{(?:[^{}"\n]|"[^"\n]*")*\}[^"{}\n]*)"(?!")""")]
    private static partial Regex Interpolated();

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Hole();
}

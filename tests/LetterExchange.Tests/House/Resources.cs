using System.Xml.Linq;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.House;

/// <summary>The resource files as they stand in the source.</summary>
static class Resources
{
    /// <summary>The features that have texts, and Text, which has the words for times.</summary>
    public static IReadOnlyList<string> Features { get; } =
    [
        .. Directory.GetDirectories(Repository.At("src", "LetterExchange", "Features")).Select(folder => Path.GetFileName(folder)).Append("Text").Where(feature => Exist(feature)).Order(),
    ];

    public static string Folder(string feature) => feature == "Text" ? Repository.At("src", "LetterExchange", "Text") : Repository.At("src", "LetterExchange", "Features", feature);

    public static bool Exist(string feature, string language = "en") => File.Exists(FileOf(feature, language));

    /// <summary>Keys and texts, in their order.</summary>
    public static IReadOnlyList<(string Key, string Value)> Of(string feature, string language = "en") =>
        [.. XDocument.Load(FileOf(feature, language)).Root!.Elements("data").Select(data => ((string)data.Attribute("name")!, (string?)data.Element("value") ?? ""))];

    static string FileOf(string feature, string language) => Path.Combine(Folder(feature), language == "en" ? "Texts.resx" : $"Texts.{language}.resx");
}
